"""What the first lines of a pasted text tell: headline, who wrote it, and when; and what is no such line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.articles.files import read_bytes
from sayso.articles.readers.text_head import TextHead, read_text_head
from sayso.model import Article, DateBasis, Outcome

BODY = "\n\nNorland's trade minister denied on Monday that the port had been leased."


def _article(text: str, name: str = "a.txt") -> Article:
    (reading,) = read_bytes(text.encode(), name)
    assert reading.outcome is Outcome.OK
    assert reading.article
    return reading.article


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        ("5 May 2031", "2031-05-05"),
        ("May 5th, 2031", "2031-05-05"),
        ("2031-05-05", "2031-05-05"),
        ("2031-05-05T10:30:00Z", "2031-05-05"),
        ("05/30/2031", "2031-05-30"),
        ("Coastal Echo, 5 May 2031", "2031-05-05"),
        ("Coastal Echo | Monday, May 5, 2031 10:30 am GMT | 3 min read", "2031-05-05"),
        ("By Jonna Reed\n5 May 2031", "2031-05-05"),
        ("Published 4 May 2031 | Updated 5 May 2031", "2031-05-04"),
        ("Updated 5 May 2031", None),
        ("It opened on 5 May 2031, people said.", None),
        ("It opened on 5 May 2031", None),
        ("Everybody at the port had known of it for long, people said.\n\n5 May 2031", None),
        ("30 February 2031", None),
        ("5 May 1931", None),
    ],
)
def test_the_day_of_a_text_is_in_a_line_of_its_own(lines: str, day: str | None) -> None:
    """Who or where may stand before it and the time behind it; a sentence is no such line, nor is what stands below one."""
    article = _article(f"Minister denies lease of port\n\n{lines}{BODY}")
    assert (article.published_at, article.published_basis) == (day, DateBasis.TEXT if day else DateBasis.UNKNOWN)


@pytest.mark.parametrize(
    ("text", "title", "author"),
    [
        (f"Minister denies lease{BODY}", "Minister denies lease", None),
        (f"Minister denies lease\nBy Jonna Reed\n5 May 2031{BODY}", "Minister denies lease", "Jonna Reed"),
        (
            f"# Minister denies lease\n\nBY JONNA REED and Odo van Brand, Port Amsel{BODY}",
            "Minister denies lease",
            "JONNA REED and Odo van Brand",
        ),
        (f"5 May 2031{BODY}", None, None),
        (f"By the sea{BODY}", "By the sea", None),
        ("Norland's port was leased.\nBy Monday nobody knew of it.", None, None),
    ],
)
def test_a_headline_stands_above_a_byline_or_a_blank_line(text: str, title: str | None, author: str | None) -> None:
    """A byline names somebody; a day or byline is no headline."""
    article = _article(text)
    assert (article.title, article.author) == (title, author)


def test_front_matter_outranks_the_first_lines() -> None:
    """Where a file says its date in so many words, a line of the text does not count, however it reads."""
    article = _article(f"---\ndate: 2031-05-06\nauthor: A. Vey\n---\nMinister denies lease\n\nBy Jonna Reed, 05/06/2031{BODY}", "a.md")
    assert (article.published_at, article.published_basis, article.author) == ("2031-05-06", DateBasis.STATED, "A. Vey")


def test_figures_that_can_be_read_two_ways_are_told() -> None:
    """The day is left out, and the input is partial with the next step."""
    (reading,) = read_bytes(f"Minister denies lease\n\nPublished: 05/06/2031{BODY}".encode(), "a.txt")
    assert (reading.outcome, [problem.code for problem in reading.problems]) == (Outcome.PARTIAL, ["date-ambiguous"])
    assert reading.article
    assert reading.article.published_at is None


@given(st.text(st.sampled_from("By J.,|:-()0123456789 May\n12031/"), max_size=600))
def test_any_text_has_a_head(text: str) -> None:
    """Nothing raises, and what is told stands in the text."""
    head = read_text_head(text)
    assert isinstance(head, TextHead)
    assert head.title is None or head.title in " ".join(text.split())
    assert head.author is None or head.author in " ".join(text.split())
