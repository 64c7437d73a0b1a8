"""Lines of JSON: read strictly, kept character for character, each line with an outcome."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from sayso.articles import read_bytes, read_path, read_stream
from sayso.articles.jsonl import LONGEST_LINE
from sayso.model import DateBasis, Outcome, Reading

PAGES = Path(__file__).parent.parent / "pages"


def one(**fields: object) -> Reading:
    (reading,) = read_bytes(json.dumps(fields).encode(), "pile.jsonl")
    return reading


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


def test_each_defect_has_its_own_outcome() -> None:
    """A bad line never stops the run, and says what is wrong with it."""
    readings = list(read_path(PAGES / "one_line_of_each_defect.jsonl"))
    assert [(reading.outcome.value, codes(reading)) for reading in readings] == [
        ("ok", []),
        ("quarantined", ["bad-json"]),
        ("quarantined", ["not-a-number"]),
        ("quarantined", ["duplicate-key"]),
        ("quarantined", ["wrong-type"]),
        ("quarantined", ["empty-text"]),
        ("quarantined", ["empty-text"]),
        ("quarantined", ["not-an-object"]),
        ("partial", ["unstorable"]),
        ("partial", ["bad-published"]),
        ("partial", ["bad-language"]),
        ("partial", ["wrong-type"]),
        ("quarantined", ["not-utf8"]),
        ("quarantined", ["too-deep"]),
        ("ok", []),
    ]


def test_a_bad_line_is_named_by_file_and_number() -> None:
    """A person can find the line."""
    readings = list(read_bytes(b'{"text": "Norland signed."}\n\n{"text": \n', "pile.jsonl"))
    assert readings[1].input_id == "pile.jsonl:3"
    assert readings[1].problems[0].message.startswith("pile.jsonl, line 3: the line is not JSON")


def test_fields_become_the_article() -> None:
    """Every field of the exchange format has its place, and the text is kept character for character."""
    text = "  Norland\r\n\u200bsigned.\n"
    reading = one(id="a1", text=text, url="https://gazette.example/x", site="Gazette", published="2025-05-30", title="T", language="en")
    article = reading.article
    assert article is not None
    assert reading.outcome is Outcome.OK
    assert (article.input_id, article.text, article.url, article.outlet) == ("a1", text, "https://gazette.example/x", "Gazette")
    assert (article.published_at, article.published_basis, article.title) == ("2025-05-30", DateBasis.STATED, "T")


def test_fields_under_the_names_of_other_tools_are_not_lost() -> None:
    """A text without its date and outlet could not be put in order; the text stays as it is, and our own names count first."""
    text = "  Norland signed.\n"
    reading = one(
        text=text, created_at="2031-05-30 09:15:00", source="Gazette", headline="Signed", link="https://gazette.example/x", byline="Ada Ost"
    )
    article = reading.article
    assert article is not None
    assert (reading.outcome, article.text, article.published_at, article.outlet) == (Outcome.OK, text, "2031-05-30", "Gazette")
    assert (article.title, article.url, article.author) == ("Signed", "https://gazette.example/x", "Ada Ost")
    ours = one(text=text, published="2031-06-01", date="2031-05-30", site="Gazette", source="Far Post").article
    assert ours is not None
    assert (ours.published_at, ours.outlet) == ("2031-06-01", "Gazette")


def test_a_date_under_another_name_that_is_none_is_told() -> None:
    """It is left out, with the words."""
    assert codes(one(text="Norland signed.", created_at="soon after")) == ["bad-published"]


def test_unstorable_characters_keep_their_places() -> None:
    """Offsets into the given text stay good."""
    article = one(text="a\x00b\ud800c and more").article
    assert article is not None
    assert article.text == "a\ufffdb\ufffdc and more"


@pytest.mark.parametrize("published", ["2025", "2025-05", "2025-05-30", "2025-05-30T09:00:00+02:00"])
def test_dates_keep_their_precision(published: str) -> None:
    """A month stays a month."""
    article = one(text="Norland signed.", published=published).article
    assert article is not None
    assert article.published_at == published


def test_a_stated_language_wins_over_the_detected() -> None:
    """The person who made the file knows."""
    article = one(text="Norland signed the treaty with Vesturia.", language="NL").article
    assert article is not None
    assert article.language == "nl"


def test_the_same_capture_is_one_article() -> None:
    """Reading twice changes nothing; another outlet is another article."""
    first, again = one(text="Norland signed.", site="A"), one(site="A", text="Norland signed.")
    other = one(text="Norland signed.", site="B")
    assert first.article is not None
    assert again.article is not None
    assert other.article is not None
    assert first.article.id == again.article.id != other.article.id


def test_a_numeric_id_is_kept() -> None:
    """Databases export numbers."""
    assert one(id=41, text="Norland signed.").input_id == "41"


def test_an_overlong_line_does_not_hide_the_next() -> None:
    """The line is passed over whole and the run goes on."""
    lines = b'{"text": "' + b"a" * (2 * LONGEST_LINE + 50) + b'"}\n{"text": "Norland signed."}\n'
    readings = list(read_stream(io.BytesIO(lines), "pile.jsonl"))
    assert [(reading.outcome.value, codes(reading)) for reading in readings] == [("quarantined", ["line-too-long"]), ("ok", [])]
    assert readings[1].input_id == "pile.jsonl:2"
