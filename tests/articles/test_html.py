"""Pages: main text, what the page says of itself, hidden text, and pages made to hurt."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sayso.articles import read_bytes, read_path
from sayso.articles.html import read_page
from sayso.articles.markup import scan, visible_text
from sayso.articles.visibility import is_hidden
from sayso.model import Article, DateBasis, Outcome, Reading

PAGES = Path(__file__).parent.parent / "pages"
HEADLINE = "No contract for the Oster mill, says Norland"
PROSE = "Norland and Vesturia have not signed a contract for the mill in Oster, the ministry said on Friday. " * 6


LINKED = (
    "<html><head><link rel='canonical' href='https://farpost.example/2031/pier'></head><body><nav><a href='https://shop.example'>Shop</a>"
    "</nav><article><h1>A pier is sold</h1><p>The pier of Port Ilse was sold on Monday, the <a href='https://gazette.example/1'>Harbour"
    " Gazette wrote</a> in its late edition.</p>"
    "<p>The council of the town will meet on Friday to talk about the sale of the pier and"
    " about the"
    " <a href='https://farpost.example/tides'>tides of spring</a>, its chair told the paper.</p></article></body></html>"
)


def test_links_of_the_text_and_a_foreign_address_are_kept() -> None:
    """A link to another site with its words, and the address elsewhere that a page gives as its own; no menus, no links to itself."""
    capture = read_page(LINKED, "a.html", LINKED.encode(), url="https://mirror.example/copy/1")
    told = [(each.kind.value, each.target, each.span.cut(capture.text) if each.span else "") for each in capture.references]
    assert told == [
        ("canonical", "https://farpost.example/2031/pier", ""),
        ("link", "https://gazette.example/1", "Harbour Gazette wrote"),
    ]


def read(name: str) -> Reading:
    (reading,) = read_path(PAGES / name)
    return reading


def article(name: str) -> Article:
    found = read(name).article
    assert found is not None
    return found


def test_a_complete_page_gives_all_fields() -> None:
    """Headline first, then the body; outlet, address, date and basis from the page."""
    found = article("plain_and_complete.html")
    assert found.text.startswith(HEADLINE)
    assert found.text.endswith("finished on Friday evening.")
    assert found.text.count(HEADLINE) == 1
    assert (found.title, found.outlet) == (HEADLINE, "The Harbour Gazette")
    assert found.url == "https://www.gazette.example/world/oster-mill"
    assert (found.published_at, found.published_basis) == ("2025-05-30T18:05:00+02:00", DateBasis.JSONLD)
    assert (found.language, read("plain_and_complete.html").outcome) == ("en", Outcome.OK)


@pytest.mark.parametrize(
    ("name", "published", "basis"),
    [
        ("date_in_meta.html", "2025-05-30T09:00:00+00:00", DateBasis.META),
        ("date_in_time_element.html", "2025-05-30", DateBasis.TIME_ELEMENT),
        ("date_in_address.html", "2025-05-30", DateBasis.URL),
        ("date_in_dateline.html", "2025-05-30", DateBasis.TEXT),
        ("no_date_at_all.html", None, DateBasis.UNKNOWN),
    ],
)
def test_a_date_says_what_it_rests_on(name: str, published: str | None, basis: DateBasis) -> None:
    """No date is invented, and each says which part of the page gave it."""
    found = article(name)
    assert (found.published_at, found.published_basis) == (published, basis)


def test_without_a_site_name_the_outlet_is_the_registrable_domain() -> None:
    """The domain identifies; a name is for show."""
    assert article("date_in_address.html").outlet == "gazette.example"


def test_no_hidden_statement_is_read() -> None:
    """Fifteen ways of hiding, none of them reaches the text; the reader is told."""
    reading = read("hidden_statements.html")
    assert reading.article is not None
    assert "Kestrel" not in reading.article.text
    assert "Vesturian embassy" in reading.article.text
    assert [problem.code for problem in reading.problems] == ["hidden-text"]


def test_a_flattened_comment_form_is_cut_and_nothing_else() -> None:
    """The words stay in the text and are marked as residue."""
    found = article("comment_form_flattened.html")
    cuts = [cut.span.cut(found.text) for cut in found.cuts]
    assert "Leave a Reply" in cuts
    assert "Post Comment" in cuts
    assert {cut.reason for cut in found.cuts} == {"comment form"}
    assert min(cut.span.start for cut in found.cuts) > found.text.index("Friday evening.")


def test_broken_linked_data_is_passed_over() -> None:
    """The article is still read."""
    assert article("linked_data_broken.html").title == HEADLINE


def test_text_in_linked_data_is_not_the_article() -> None:
    """What no reader sees on the page is never read for statements."""
    reading = read("body_only_in_linked_data.html")
    assert reading.outcome is Outcome.QUARANTINED
    assert reading.article is None


def test_a_page_without_main_text_gives_its_visible_text_and_says_so() -> None:
    """Nothing is lost silently."""
    reading = read("mostly_tables_of_links.html")
    assert reading.article is not None
    assert reading.outcome is Outcome.PARTIAL
    assert "number 79" in reading.article.text


def test_an_empty_page_is_quarantined() -> None:
    """A silent zero is never shown."""
    assert read("empty_body.html").outcome is Outcome.QUARANTINED


def test_a_declared_encoding_is_used() -> None:
    """A page in Windows-1251 is read, and its language told."""
    reading = read("declared_cyrillic_windows.html")
    assert reading.article is not None
    assert (reading.outcome, reading.article.language) == (Outcome.OK, "ru")
    assert "Министр" in reading.article.text


@pytest.mark.parametrize(
    ("markup", "outcome"),
    [
        ("<html><body><p " + " ".join(f"a{n}='1'" for n in range(50_000)) + f">{PROSE}</p></body></html>", Outcome.QUARANTINED),
        ("<html><body><p " + "a='<' " * 50_000 + f">{PROSE}</p></body></html>", Outcome.QUARANTINED),
        ("<html><body>" + "<b>" * 300_000 + PROSE, Outcome.QUARANTINED),
        ("<html><body>" + "<div>" * 2_000 + f"<p>{PROSE}</p>", Outcome.PARTIAL),
        ("<html><body>" + "<div hidden>" * 2_000 + f"<p>{PROSE}</p>", Outcome.QUARANTINED),
        ("<html><body>" + "<script>" * 20_000 + PROSE, Outcome.QUARANTINED),
        ("<html><body>" + "<!--" * 100_000 + PROSE, Outcome.PARTIAL),
        ("<html>" + "<" * 500_000, Outcome.QUARANTINED),
        ("<html><body><p style='" + "/*" * 200_000 + f"'>{PROSE}</p></body></html>", Outcome.QUARANTINED),
        ('<html><body><a href="' + "x='" * 100_000 + PROSE, Outcome.QUARANTINED),
    ],
    ids=["attributes", "brackets", "unclosed", "deep", "deep-hidden", "scripts", "comments", "angles", "style", "quotes"],
)
def test_a_page_made_to_hurt_ends_soon(markup: str, outcome: Outcome) -> None:
    """No page of half a megabyte takes longer than a few seconds, and each has an outcome."""
    begun = time.process_time()
    (reading,) = read_bytes(markup.encode(), "hostile.html")
    assert time.process_time() - begun < 8
    assert reading.outcome is outcome


def test_a_deep_page_keeps_its_words() -> None:
    """Nested tags make the extractor give nothing, so the visible text is taken."""
    (reading,) = read_bytes(("<html><body>" + "<div>" * 2_000 + f"<p>{PROSE}</p>").encode(), "deep.html")
    assert reading.article is not None
    assert PROSE.strip() in reading.article.text
    assert reading.problems[0].code == "no-main-text"


def test_reading_a_page_twice_gives_the_same_article() -> None:
    """Extraction has no memory."""
    assert read("plain_and_complete.html") == read("plain_and_complete.html")


def test_a_page_that_fades_in_is_not_hidden() -> None:
    """Scripts show a body that starts invisible; its text is the page."""
    (reading,) = read_bytes(f"<html><body style='opacity:0'><article><p>{PROSE}</p></article></body></html>".encode(), "a.html")
    assert reading.outcome is Outcome.OK


@pytest.mark.parametrize(
    "style", ["color:red", "opacity:0.5", "font-size:12px", "font-size:0.9em", "margin-left:-5px", "left:-20px", "height:100px"]
)
def test_usual_styles_hide_nothing(style: str) -> None:
    """Only what no reader sees is dropped."""
    assert not is_hidden({"style": style})


def test_scan_counts_without_parsing() -> None:
    """Void and self-closing tags do not nest."""
    assert scan("<p><p><br><li><div><b>x</b></div>").depth == 2


def test_visible_text_leaves_out_scripts() -> None:
    """A script that holds tags is passed over."""
    assert visible_text("a<script>if (1<2) '<p>b</p>'</script>c") == "ac"
