"""What a page highlights is the statement, code point by code point, in the browser: every statement, in many scripts."""

from __future__ import annotations

import random

from playwright.sync_api import Browser, Page

from sayso.model import Article, Claim, LedgerView, Match, Naming, Source, Span, Stance, Statement, content_id
from sayso.report import pages
from sayso.report.article_text import highlights
from sayso.report.frame import Frame, app_links
from sayso.report.index import Index, index_view, voices
from sayso.report.words import visible

from .desk import DESK, serve
from .figures import record

WORDS = (
    "Norland", "denied", "contract", "“reports”", "\n\n", "\r\n", "\r", "\t", "  ", "\u00a0",
    "🚢", "👩‍👩‍👧", "🇳🇴", "👍🏽", "😀😀", "𝒜𝓂𝓈𝑒𝓁", "𐍈𐌰",
    "فولاد کا کارخانہ", "معاہدے‌ کی تردید", "حكومة", "משרד הסחר", "הכחיש‎", "諾蘭貿易部", "否認簽署了合同。", "ノルラント", "한국어",
    "Cafe\u0301", "a\u0300\u0301\u0302\u0323", "\u0301", "क्षि", "ไม่มี", "Zal\u0337\u0338go\u0337", "ﬁnance", "İstanbul", "ẞ",
    "\u202e", "\u202d", "\u2066", "\u2067", "\u2068", "\u2069", "\u200f", "\u200e", "\u061c", "\u200d", "\u200c", "\ufeff", "\u00ad",
    "\x00", "\x1b[31m", "\x85", "\u2028", "\u2029", "\ud83d", "\udc00", "\ufffe", "\ufffd",
    "<b>", "</mark>", "&amp;", "&#13;", "&", "<", ">", '"', "'", "{{ x }}", "<!--", "-->", "]]>",
)  # fmt: skip
ARTICLES = 24
STATEMENTS = 25
CLAIM = Claim("claim", "A contract was signed", ("Norland",), "signed", "story", "signed", (), "tracked")

HIGHLIGHTED = """() => {
  const found = {};
  for (const mark of document.querySelectorAll(".text mark"))
    for (const number of mark.dataset.statement.split(" ")) found[number] = (found[number] || "") + mark.textContent;
  const text = document.querySelector(".text").cloneNode(true);
  for (const node of text.querySelectorAll("sup")) node.remove();
  return [found, text.textContent];
}"""
_QUOTED = """() => Object.fromEntries([...document.querySelectorAll("article.statement")].map(
  node => [node.id, [...node.querySelectorAll("blockquote mark")].map(mark => mark.textContent).join("")]))"""


def made() -> LedgerView:
    """Return a view of articles whose statements overlap, nest, touch and repeat each other at places drawn by lot."""
    draw = random.Random(7)
    articles, statements, matches = [], [], []
    for number in range(ARTICLES):
        text = " ".join(draw.choice(WORDS) for _ in range(160))
        name = content_id("article", number)
        articles.append(
            Article(name, f"input-{number}", "0" * 64, text, outlet="Harbour Gazette", language="en", published_at="2031-05-27")
        )
        for _ in range(STATEMENTS):
            statement = _statement(draw, name, text)
            statements.append(statement)
            if draw.random() < 0.5:
                matches.append(Match("claim", statement.id, name, statement.content[0], draw.choice(list(Stance)), None, 0.9, ("drawn",)))
    return LedgerView(
        tuple(articles), tuple((article.id, "2031-06-01T00:00:00+00:00") for article in articles), (), (), (), (),
        tuple({statement.id: statement for statement in statements}.values()), (CLAIM,),
        tuple({(match.statement_id, match.span): match for match in matches}.values()), *([()] * 5),
    )  # fmt: skip


def _statement(draw: random.Random, article: str, text: str) -> Statement:
    edges = sorted(draw.sample(range(len(text) + 1), draw.choice((2, 2, 2, 4))))
    spans = tuple(Span(*pair) for pair in zip(edges[::2], edges[1::2], strict=True))
    extent = Span(max(0, spans[0].start - 20), min(len(text), spans[-1].end + 20))
    return Statement(content_id("statement", article, *edges), article, extent, Source("Norland", Naming.NAMED), spans)


def shown(text: str) -> str:
    """Return the text as a page may show it: code point by code point, broken ones and controls made visible, line breaks as they are."""
    return "\r".join(visible(part) for part in text.split("\r"))


def words_of(index: Index, article: Article) -> dict[str, str]:
    """Return the words of each highlight of an article by its number, as a browser can show them."""
    marks = highlights(index, article)
    return {str(mark.number): "".join(shown(span.cut(article.text)) for span in mark.spans) for mark in marks}


def check(page: Page, index: Index, paths: dict[str, str]) -> tuple[int, int]:
    """Look at every article and claim of a ledger; return how many highlights stand in articles and how many quotes beside claims."""
    highlighted = 0
    for article in index.view.articles:
        page.goto(f"{DESK}/article/{article.id}")
        found, text = page.evaluate(HIGHLIGHTED)
        expected = words_of(index, article)
        assert found == expected
        assert text == shown(article.text)
        highlighted += len(expected)
    quoted = 0
    for claim in index.view.claims:
        page.goto(f"{DESK}/claim/{claim.id}")
        beside = page.evaluate(_QUOTED)
        expected = {voice.anchor: shown(voice.quote) for voice in voices(index, claim.id)}
        assert beside == expected
        quoted += len(expected)
    assert len(paths) == len(index.view.articles) + len(index.view.claims)
    return highlighted, quoted


def every_path(index: Index) -> dict[str, str]:
    """Return the page of every article and of every claim of a ledger."""
    frame = Frame(app_links())
    articles = {f"/article/{article.id}": pages.article_page(index, article.id, frame) for article in index.view.articles}
    return articles | {f"/claim/{claim.id}": pages.claim_page(index, claim.id, frame) for claim in index.view.claims}


def test_made_statements_are_highlighted_exactly(browser: Browser) -> None:
    """Emoji, right-to-left scripts, combining marks, lone directional controls, broken characters: overlapping, nested, side by side."""
    index = index_view(made())
    counts = _looked_at(browser, index)
    assert counts[0] >= ARTICLES * STATEMENTS
    record("made statements highlighted exactly", sum(counts))


def test_the_statements_of_the_example_are_highlighted_exactly(browser: Browser, example: Index) -> None:
    """Every statement that the example episode was read into."""
    counts = _looked_at(browser, example)
    assert counts[0] >= len(example.view.statements)
    record("statements of the example highlighted exactly", sum(counts))


def _looked_at(browser: Browser, index: Index) -> tuple[int, int]:
    paths = every_path(index)
    context = browser.new_context()
    serve(context, paths)
    counts = check(context.new_page(), index, paths)
    context.close()
    return counts
