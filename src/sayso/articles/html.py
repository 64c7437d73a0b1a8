"""A page to its article: safety first, then hidden text, metadata and the main text.

Pages are hostile. A scan in linear time refuses what makes parsers slow, text that no reader sees is removed before the text is
extracted, and a page whose main text cannot be told gives all its visible text and says so. Nothing is fetched.
"""

from __future__ import annotations

import re
from dataclasses import replace

import htmldate
import trafilatura
from lxml.etree import LxmlError
from lxml.html import HtmlElement, HTMLParser, document_fromstring, tostring

from sayso.articles.captures import Capture
from sayso.articles.layout import unlay
from sayso.articles.markup import Scan, scan, visible_text
from sayso.articles.metadata import Metadata, read_metadata
from sayso.articles.references import read_links, read_references
from sayso.articles.surroundings import NOTHING_AROUND, Surroundings, read_surroundings
from sayso.articles.unseen import remove_unseen
from sayso.model import Problem
from sayso.text import clean, fold

__all__ = ["date_problem", "read_page"]

_MOST_ATTRIBUTES = 500
_MOST_TAGS = 100_000
_DEEPEST = 250
_FEWEST_WORDS = 20
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_MANY_HIDDEN_WORDS = 40
_THIN = 0.25
"""Share of the words in a page's paragraphs below which the extractor is not believed to have found the article."""
# Where the extractor finds no main text it gives menus and labels, which hold no sentence.
# Some scripts of South-East Asia have no such mark; there a long run of letters is a sentence.
_SENTENCE_END = re.compile(r"[.!?…。！？۔।]|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]{20}")


def read_page(markup: str, input_id: str, raw: bytes, url: str | None = None, captured_at: str | None = None) -> Capture:
    """Return what the page holds; an empty text means that nothing could be read, and the problems say why.

    `url` is where the page was got from and `captured_at` when, if that is known.

    >>> page = "<html><body><article><h1>Oster signs</h1><p>Norland signed the port treaty on Monday.</p></article></body></html>"
    >>> read_page(page, "a.html", page.encode()).text.splitlines()[0]
    'Oster signs'
    """
    markup, notes = clean(markup)
    capture = Capture(input_id, raw, "", url=url, captured_at=captured_at, notices=_cleaning_notices(notes, input_id))
    found = scan(markup)
    if refusal := _refusal(found):
        message = f"{input_id}: {refusal}, which no article needs. Save the article's text and read that."
        return replace(capture, problems=(Problem("hostile-page", message, input_id),))
    if found.depth > _DEEPEST:
        return _all_visible(capture, markup, Metadata(url=url), f"its tags are nested {found.depth} deep")
    try:
        return _parsed(capture, markup)
    except (LxmlError, ValueError, RecursionError, TypeError, AttributeError, LookupError) as error:
        return _all_visible(capture, markup, Metadata(url=url), f"it cannot be parsed ({type(error).__name__})")


def _refusal(found: Scan) -> str:
    """Return why a page is too costly to parse, or nothing."""
    if found.attributes > _MOST_ATTRIBUTES:
        return f"a tag has {found.attributes} attributes or more"
    return f"the page has {found.tags} tags" if found.tags > _MOST_TAGS else ""


def _cleaning_notices(notes: tuple[str, ...], input_id: str) -> tuple[Problem, ...]:
    """Return one notice if characters were removed; plain line ends are not worth one."""
    told = [note for note in notes if "line end" not in note]
    return (Problem("cleaned", f"{input_id}: {'; '.join(told)}. The raw page is kept.", input_id),) if told else ()


def _parsed(capture: Capture, markup: str) -> Capture:
    """Return the main text of a page that can be parsed."""
    tree = _tree(markup)
    metadata = read_metadata(tree, capture.url, capture.captured_at)
    hidden = remove_unseen(tree)
    unlay(tree)
    # Extraction takes the tree apart, so links and surroundings are read before it.
    links, surroundings = read_links(tree), read_surroundings(tree)
    if hidden >= _MANY_HIDDEN_WORDS:
        message = f"{capture.input_id}: {hidden} words that the page hides were not read. The raw page is kept."
        capture = replace(capture, notices=(*capture.notices, Problem("hidden-text", message, capture.input_id)))
    document = trafilatura.bare_extraction(
        tree, url=capture.url, fast=True, include_comments=False, include_tables=True, with_metadata=False
    )
    body = clean(getattr(document, "text", None) or "")[0].strip()
    if not _SENTENCE_END.search(body):
        return _all_visible(capture, _shown(markup), metadata, "its main text could not be told from the rest", surroundings)
    if len(body.split()) < _THIN * surroundings.prose:
        return _all_visible(capture, _shown(markup), metadata, "little of its paragraphs was found to be main text", surroundings)
    described = _described(capture, body, metadata, surroundings)
    ambiguous = any(trouble == "ambiguous" for trouble, _ in metadata.dates.doubts)
    if not (ambiguous or described.published_at or described.shown_at or described.captured_at):
        described = replace(described, guessed_at=_guessed(markup))
    return replace(described, references=read_references(links, metadata.canonical, capture.url, described.text))


def _guessed(markup: str) -> str | None:
    """Return the day that a page seems to be of, by its looks."""
    tree = _tree(markup)
    remove_unseen(tree)
    found = htmldate.find_date(tree, extensive_search=False, original_date=True, min_date="1990-01-01", max_date="2099-12-31")
    return str(found) if found else None


def _tree(markup: str) -> HtmlElement:
    """Return the tree of a page, without comments and processing instructions."""
    return document_fromstring(_DECLARATION.sub("", markup), parser=HTMLParser(no_network=True, remove_comments=True, remove_pis=True))


def _shown(markup: str) -> str:
    """Return the markup of a page without what its own style sheets and attributes hide; as it is where they hide nothing."""
    tree = _tree(markup)
    return tostring(tree, encoding="unicode") if remove_unseen(tree) else markup


def _described(capture: Capture, body: str, metadata: Metadata, surroundings: Surroundings) -> Capture:
    """Return the capture with its text, headline first, its cuts, and what the page says about itself."""
    title = clean(metadata.title or "")[0].strip()
    starts_with_title = fold(" ".join(body[: len(title) + 40].split())).startswith(fold(title))
    text = body if starts_with_title else f"{title}\n\n{body}"
    return replace(
        capture,
        text=text,
        title=title or None,
        outlet=clean(metadata.outlet or "")[0] or None,
        url=metadata.url,
        author=clean(metadata.author or "")[0] or None,
        published_at=metadata.dates.published_at,
        published_basis=metadata.dates.basis,
        shown_at=metadata.dates.shown,
        modified_at=metadata.dates.modified_at,
        problems=(*capture.problems, *(date_problem(capture.input_id, *doubt) for doubt in metadata.dates.doubts)),
        notices=(*capture.notices, *(Problem(code, f"{capture.input_id}: {told}", capture.input_id) for code, told in metadata.doubts)),
        cuts=tuple(cut for cut in surroundings.cuts(text) if cut.span.start >= len(title)),
    )


def date_problem(input_id: str, trouble: str, words: str) -> Problem:
    """Return the problem of a date that was not taken.

    >>> date_problem("a.txt", "ambiguous", "05/06/2031").code
    'date-ambiguous'
    """
    if trouble == "ambiguous":
        told = f"the date {words!r} can be read two ways and was not taken. Give it as `published` in JSONL if you know it."
        return Problem("date-ambiguous", f"{input_id}: {told}", input_id)
    return Problem("date-refused", f"{input_id}: the page gives the date {words!r}, {trouble}, which cannot be; it was left out.", input_id)


def _all_visible(capture: Capture, markup: str, metadata: Metadata, reason: str, surroundings: Surroundings = NOTHING_AROUND) -> Capture:
    """Return all visible text of a page, said to be partial; nothing where there is hardly any."""
    text = clean(visible_text(markup))[0].strip()
    if len(text.split()) < _FEWEST_WORDS:
        message = f"{capture.input_id}: {reason}, and it shows hardly any text. Save the article's text and read that."
        return replace(capture, problems=(Problem("no-main-text", message, capture.input_id),))
    message = f"{capture.input_id}: {reason}, so all its visible text was taken. Check the text before you rely on it."
    described = _described(capture, text, metadata, surroundings)
    return replace(described, problems=(Problem("no-main-text", message, capture.input_id), *described.problems))
