"""The one-file page: complete without a script, closed to the network, readable by everyone."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import itertools
import re
from pathlib import Path

import pytest
from lxml import html

from sayso.model import LedgerView
from sayso.report import page
from sayso.report.index import index_view, voices
from sayso.report.page import render
from sayso.report.words import LOADED

from .episode import SIGNED, empty_view, episode

FOLDER = Path(page.__file__).parent
STYLE = (FOLDER / "page.css").read_text(encoding="utf-8")
WHEN = "2031-06-05T08:00:00+00:00"


def shown(view: LedgerView) -> html.HtmlElement:
    """Return the parsed page of a view."""
    return html.document_fromstring(render(view, head="9f3c", generated_at=WHEN))


@pytest.fixture(scope="module")
def root(view: LedgerView) -> html.HtmlElement:
    """The parsed page of the episode."""
    return shown(view)


def test_the_policy_allows_one_style_and_nothing_else(root: html.HtmlElement) -> None:
    """The hash in the policy is the hash of the style that the page carries; there is no other style, script or form."""
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (style,) = root.xpath("//style/text()")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    assert root.xpath("//script | //form | //link | //img | //iframe | //object | //*[@style] | //*[@src]") == []
    assert "url(" not in style
    assert "@import" not in style


def test_every_inner_link_has_its_place(root: html.HtmlElement) -> None:
    """No link into the page leads nowhere, and no place has two owners."""
    places = root.xpath("//@id")
    links = {link[1:] for link in root.xpath("//@href") if link.startswith("#")}
    assert len(places) == len(set(places))
    assert links - set(places) == set()


@pytest.mark.parametrize("copies", [3, 38])
def test_every_statement_shows_its_exact_words(copies: int) -> None:
    """Each statement of a printed claim stands on the page with exactly its quote highlighted."""
    view = episode(copies)
    index = index_view(view)
    tree = shown(view)
    for voice in itertools.chain(voices(index, SIGNED), voices(index, "claim-talks")):
        (card,) = tree.xpath(f"//article[@id='{voice.anchor}']")
        assert "".join(mark.text_content() for mark in card.xpath(".//mark")) == voice.quote


def test_every_cell_with_a_position_opens_its_words(root: html.HtmlElement) -> None:
    """A cell is silent or a link to a statement."""
    cells = root.xpath("//table[contains(@class,'matrix')]//td")
    for cell in cells:
        links = cell.xpath(".//a[starts-with(@href,'#s-')]")
        assert bool(links) != ("silent" in cell.text_content())
    assert len(cells) == 16


def test_drawing_and_table_hold_the_same_statements(root: html.HtmlElement) -> None:
    """Each mark of each drawing is a row of the table beside it, and the other way round."""
    for section in root.xpath("//section[@class='claim']"):
        marks = section.xpath(".//svg[@class='timeline']//a/@href")
        rows = section.xpath(".//table[contains(@class,'timeline-rows')]//a/@href")
        assert sorted(marks) == sorted(rows)
        assert marks


def test_forty_copies_are_folded() -> None:
    """A page of forty copies shows no more open statements than one of three, and names one independent text."""
    tree = shown(episode(38))
    unfolded = tree.xpath("//article[@class='statement'][not(ancestor::details)]")
    assert len(unfolded) <= 2 * 8
    assert "38 outlets that carry copies" in tree.text_content()
    assert "38 copies of this text" in tree.text_content()
    assert "37 outlets that carry only copies" in tree.text_content()


def test_outer_links_are_web_addresses_that_give_nothing_away(root: html.HtmlElement) -> None:
    """Each link out says noopener, noreferrer and nofollow."""
    outer = [link for link in root.xpath("//a[@href]") if not link.get("href").startswith("#")]
    assert {link.get("rel") for link in outer} == {"noopener noreferrer nofollow"}
    assert all(link.get("href").startswith("https://") for link in outer)


def test_the_page_has_landmarks_heads_and_a_skip_link(root: html.HtmlElement) -> None:
    """Header, main and footer once each, table heads with scope, the first link skips to main."""
    assert [len(root.xpath(f"/html/body/{name}")) for name in ("header", "main", "footer")] == [1, 1, 1]
    assert root.xpath("//th[not(@scope)]") == []
    assert root.xpath("(//a)[1]/@href") == ["#main"]
    assert (root.get("lang"), len(root.xpath("//h1"))) == ("en", 1)


def test_text_from_outside_is_isolated(view: LedgerView) -> None:
    """Every piece of text from outside, whatever its direction, stands inside an isolating element."""
    mark = "مثال"
    outside = dataclasses.replace(
        view,
        articles=tuple(dataclasses.replace(a, outlet=f"{mark} {a.outlet}", title=f"{mark} {a.title}") for a in view.articles),
        claims=tuple(dataclasses.replace(c, text=f"{mark} {c.text}", stage=mark) for c in view.claims),
        standings=tuple(dataclasses.replace(s, because=mark, would_change=mark, rule=mark) for s in view.standings),
    )
    nodes = [text for text in shown(outside).xpath("//body//text()") if mark in text]
    loose = [text for text in nodes if not isolated(text)]
    assert loose == []
    assert len(nodes) > 60


def isolated(text: html.HtmlElement) -> bool:
    """Return whether a text node stands inside `bdi`, or inside a drawing's title between isolating characters."""
    parent = text.getparent()
    return any(node.tag == "bdi" for node in (parent, *parent.iterancestors())) or "\u2068" in text


def test_articles_in_another_language_say_so(root: html.HtmlElement) -> None:
    """Urdu names carry their language, so that a screen reader can speak them."""
    assert root.xpath("//bdi[@lang='ur']/text() | //cite[@lang='ur']//text()")


def test_the_page_depends_on_nothing_but_its_inputs(view: LedgerView) -> None:
    """The same ledger, head and time give the same bytes; time and head are printed as given."""
    first = render(view, head="9f3c", generated_at=WHEN)
    assert first == render(view, head="9f3c", generated_at=WHEN)
    assert "9f3c" in first
    assert WHEN in first


def test_an_empty_ledger_has_a_page_too() -> None:
    """Nothing read is said in words, not shown as an empty table."""
    assert "This ledger holds no claim yet" in shown(empty_view()).text_content()


def test_a_chosen_claim_is_the_only_one(view: LedgerView) -> None:
    """A report on one claim does not print the others."""
    tree = html.document_fromstring(render(view, head="0", generated_at=WHEN, claims=["signed"]))
    assert len(tree.xpath("//section[@class='claim']")) == 1


def test_evidence_lists_every_capture_with_its_hash(root: html.HtmlElement, view: LedgerView) -> None:
    """Each article's SHA-256 stands in the evidence list."""
    digests = {text.strip() for text in root.xpath("//code[@class='digest']//text()")}
    assert digests == {article.digest for article in view.articles}


def own_words(tree: html.HtmlElement) -> str:
    """Return the page's text without what stands in quotation, titles or highlights."""
    for node in tree.xpath("//q | //mark | //blockquote | //cite | //style"):
        tail, parent, previous = node.tail or "", node.getparent(), node.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
        node.tail = None
        parent.remove(node)
    return re.sub("“[^”]*”", "", tree.text_content())


def test_charged_words_stand_only_in_quotation(view: LedgerView) -> None:
    """Even where every field from outside holds a charged word, none stands outside quotation marks."""
    loaded = "fake hoax propaganda"
    charged = dataclasses.replace(
        view,
        articles=tuple(dataclasses.replace(a, outlet=f"{loaded} {a.outlet}", title=loaded, input_id=loaded) for a in view.articles),
        claims=tuple(dataclasses.replace(c, text=f"{c.text}: {loaded}") for c in view.claims),
        statements=tuple(dataclasses.replace(s, source=dataclasses.replace(s.source, name=loaded)) for s in view.statements),
    )
    for tree in (shown(view), shown(charged)):
        assert LOADED.findall(own_words(tree)) == []
    assert "hoax" in shown(charged).text_content()


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.html")), ids=lambda path: path.name)
def test_templates_hold_no_charged_word(path: Path) -> None:
    """Our own words are neutral in every branch of every template, and no template turns escaping off."""
    source = path.read_text(encoding="utf-8")
    assert LOADED.findall(re.sub(r"{[{%#].*?[}%#]}|<[^>]*>", " ", source, flags=re.DOTALL)) == []
    assert re.findall(r"\|\s*safe\b|autoescape", source) == []


def luminance(colour: str) -> float:
    """Return the relative luminance of a hexadecimal colour as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


STANCES = ("asserts", "confirms", "concedes", "denies", "doubts", "retracts", "relays", "unclear", "silent")
ON_PAGE = [(name, ground) for name in (*STANCES, "ink", "soft", "link", "lack") for ground in ("paper", "card")]
PAIRS = [*ON_PAGE, ("mark-ink", "mark"), ("head-ink", "head"), ("head-soft", "head"), ("head-lack", "head")]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_every_pair_of_colours_has_contrast(scheme: int, text: str, ground: str) -> None:
    """Text has at least 4.5:1 on every ground that it stands on, in both schemes."""
    block = re.findall(r":root \{(.*?)\}", STYLE, flags=re.DOTALL)[scheme]
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
    assert contrast(colours[text], colours[ground]) >= 4.5


def test_stances_differ_by_shape_and_word_too(root: html.HtmlElement) -> None:
    """Each stance has its own drawn shape, so that colour is never needed."""
    paths = [root.xpath(f"//symbol[@id='shape-{name}']/path/@d") for name in STANCES]
    assert len({path[0] for path in paths}) == len(STANCES)
