"""Forty pages that give themselves a date they cannot have: none of these dates is taken, and each is told."""

from __future__ import annotations

import pytest

from sayso.articles.captures import finish
from sayso.articles.html import read_page
from sayso.model import DateBasis, Outcome, Reading

GOT = "2024-05-30T09:00:00+00:00"
IMPOSSIBLE = (
    "1889-05-30",
    "1970-01-01T00:00:00Z",
    "0001-01-01",
    "2024-06-02T10:00:00Z",
    "2031-01-01",
    "2025-01-01T09:00:00+05:00",
    "2099-12-31",
    "1989-12-31",
)
TAGS = (
    '<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{0}"}}</script>',
    '<meta property="article:published_time" content="{0}">',
    '<meta name="date" content="{0}">',
    '<meta itemprop="datePublished" content="{0}">',
    '<time class="published" datetime="{0}">then</time>',
)


def reading_of(head: str, captured_at: str | None = GOT, url: str | None = None) -> Reading:
    markup = (
        f"<html><head>{head}<title>Mill</title></head><body><article><h1>Mill</h1><p>The mill of Oster has not been sold, the ministry"
        " said, and nobody has seen a contract for it.</p></article></body></html>"
    )
    return finish(read_page(markup, "a.html", markup.encode(), url=url, captured_at=captured_at))


@pytest.mark.parametrize("date", IMPOSSIBLE)
@pytest.mark.parametrize("tag", TAGS, ids=["linked-data", "social", "meta", "microdata", "time"])
def test_an_impossible_date_is_refused_with_a_problem(tag: str, date: str) -> None:
    """The moment of capture stands in for it."""
    reading = reading_of(tag.format(date))
    assert reading.article is not None
    assert (reading.article.published_at, reading.article.published_basis) == (GOT, DateBasis.CAPTURE)
    assert [problem.code for problem in reading.problems] == ["date-refused"]
    assert reading.outcome is Outcome.PARTIAL


@pytest.mark.parametrize("tag", TAGS, ids=["linked-data", "social", "meta", "microdata", "time"])
def test_a_possible_date_is_taken(tag: str) -> None:
    """The same tags with a day before the capture."""
    reading = reading_of(tag.format("2024-05-29"))
    assert reading.article is not None
    assert reading.article.published_at == "2024-05-29"
    assert reading.outcome is Outcome.OK


def test_a_date_in_the_address_is_held_to_the_same() -> None:
    """No page was got before the day in its address."""
    reading = reading_of("", url="https://gazette.example/2026/01/01/mill")
    assert reading.article is not None
    assert reading.article.published_basis is DateBasis.CAPTURE


def test_without_a_moment_of_capture_only_the_bounds_of_the_web_hold() -> None:
    """What is the future for a page from a folder cannot be told; the ledger orders it by when it first saw it."""
    later = reading_of(TAGS[1].format("2031-01-01"), captured_at=None)
    assert later.article is not None
    assert later.article.published_at == "2031-01-01"
    former = reading_of(TAGS[1].format("1970-01-01"), captured_at=None)
    assert former.article is not None
    assert former.article.published_at is None


def test_a_footer_of_another_year_is_no_date() -> None:
    """`Copyright 2018` is not the first of January 2018."""
    markup = (
        "<html><head><title>Mill</title></head><body><article><h1>Mill</h1><p>The mill of Oster has not been sold, the ministry said, and"
        " nobody has seen a contract for it.</p></article><footer>Copyright 2018 The Harbour Gazette</footer></body></html>"
    )
    article = finish(read_page(markup, "a.html", markup.encode())).article
    assert article is not None
    assert article.published_basis in {DateBasis.UNKNOWN, DateBasis.GUESSED}
    assert article.published_at is None or article.published_basis is DateBasis.GUESSED
