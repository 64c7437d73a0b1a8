"""Pages that are each named for one defect, and what each must give: the table stands in tests/pages/defects.toml.

What is read for statements is the text without its cuts. The stories are invented, and so are their outlets and people.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from sayso.articles import read_bytes, read_path
from sayso.ledger import citations
from sayso.model import Article, EvidenceKind, Reading
from sayso.text import normalise_quotes

FOLDER = Path(__file__).parent.parent / "pages" / "defects"
TABLE = tomllib.loads(FOLDER.with_suffix(".toml").read_text(encoding="utf-8"))
STORIES = TABLE["story"]
PAGES: list[dict[str, Any]] = TABLE["page"]


def reading_of(name: str) -> Reading:
    (reading,) = read_path(FOLDER / f"{name}.html")
    return reading


def article_of(page: dict[str, Any]) -> Article:
    article = reading_of(page["name"]).article
    assert article is not None
    return article


def read_text(article: Article) -> str:
    """The text without its cuts, as the attribution stage reads it, with straight quotation marks."""
    pieces, place = [], 0
    for cut in sorted(article.cuts, key=lambda cut: cut.span):
        pieces.append(article.text[place : max(place, cut.span.start)])
        place = max(place, cut.span.end)
    return normalise_quotes("\n".join([*pieces, article.text[place:]]))


def having(*keys: str) -> pytest.MarkDecorator:
    """The pages of the table that have one of these keys."""
    chosen = [page for page in PAGES if any(key in page for key in keys)]
    return pytest.mark.parametrize("page", chosen, ids=lambda page: page["name"])


def test_every_page_stands_in_the_table() -> None:
    """No page is left unread, and there are as many as the issue asks for."""
    assert sorted(path.stem for path in FOLDER.glob("*.html")) == sorted(page["name"] for page in PAGES)
    assert len(PAGES) >= 60


@having("name")
def test_the_text_is_kept_and_what_is_around_it_is_not_read(page: dict[str, Any]) -> None:
    """All paragraphs of the story are read, and nothing of what the page puts around them."""
    text = read_text(article_of(page))
    paragraphs = STORIES[page["story"]]["paragraphs"] if "story" in page else []
    wanted = [normalise_quotes(words) for words in (*paragraphs, *page.get("keeps", []))]
    assert [words for words in wanted if words not in text] == []
    assert [words for words in page.get("leaves_out", []) if words in text] == []
    assert [words for words in page.get("once", []) if text.casefold().count(words) != 1] == []


@having("name")
def test_the_headline_is_found(page: dict[str, Any]) -> None:
    """The headline of the story, without the name of the site."""
    assert article_of(page).title == (page["title"] if "title" in page else STORIES[page["story"]]["title"])


@having("cuts")
def test_what_is_cut_stays_in_the_text_with_its_reason(page: dict[str, Any]) -> None:
    """A cut is recorded, never silently lost."""
    assert {cut.reason for cut in article_of(page).cuts} == set(page["cuts"])


@having("outlet", "author", "published", "basis", "modified")
def test_what_a_page_says_of_itself(page: dict[str, Any]) -> None:
    """Outlet, author and dates, each date with what it rests on."""
    article = article_of(page)
    found = {
        "outlet": article.outlet,
        "author": article.author,
        "published": article.published_at,
        "basis": article.published_basis.value,
        "modified": article.modified_at,
    }
    assert {key: value for key, value in found.items() if key in page} == {key: page[key] for key in found if key in page}
    if "published" in page:
        assert article.modified_at == page.get("modified")


@having("name")
def test_how_the_reading_ends(page: dict[str, Any]) -> None:
    """Most defects lose nothing; a date that cannot be taken is told."""
    reading = reading_of(page["name"])
    assert reading.outcome.value == page.get("outcome", "ok")
    told = [problem.code for problem in reading.problems if problem.code != "hidden-text"]
    assert told == [*page.get("problems", []), *page.get("notes", [])]


def test_an_agency_in_a_dateline_is_a_wire_tag() -> None:
    """From the page to the evidence: place, day and agency before the first sentence credit the text to the agency."""
    markup = (FOLDER / "dateline_with_agency.html").read_text(encoding="utf-8").replace("(NWA)", "(AFP)")
    (reading,) = read_bytes(markup.encode(), "wire.html")
    assert reading.article is not None
    edges = [(edge.kind, edge.target) for edge in citations([reading.article], []) if edge.kind is EvidenceKind.WIRE]
    assert edges == [(EvidenceKind.WIRE, "Agence France-Presse")]


def test_the_credit_of_a_photograph_is_no_wire_tag() -> None:
    """The same agency named in a caption that was cut credits a photograph, not the text."""
    markup = (FOLDER / "photo_credit_line.html").read_text(encoding="utf-8").replace("Ada Quill/Norland Wire", "AFP/Getty Images")
    (reading,) = read_bytes(markup.encode(), "caption.html")
    assert reading.article is not None
    assert [edge for edge in citations([reading.article], []) if edge.kind is EvidenceKind.WIRE] == []
