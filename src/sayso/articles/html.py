"""A page to its article: safety first, then hidden text, metadata and the main text.

Pages are hostile. A scan in linear time refuses what makes parsers slow, text that no reader sees is removed before the text is
extracted, and a page whose main text cannot be told gives all its visible text and says so. Nothing is fetched.
"""

from __future__ import annotations

import re
from dataclasses import replace

import trafilatura
from lxml.etree import LxmlError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from sayso.articles.captures import Capture
from sayso.articles.markup import Scan, scan, visible_text
from sayso.articles.metadata import Metadata, read_metadata
from sayso.articles.references import read_links, read_references
from sayso.articles.visibility import is_hidden
from sayso.model import Problem
from sayso.text import clean, fold

__all__ = ["read_page"]

_MOST_ATTRIBUTES = 500
_MOST_TAGS = 100_000
_DEEPEST = 250
_FEWEST_WORDS = 20
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_MANY_HIDDEN_WORDS = 40
# Where the extractor finds no main text it gives menus and labels, which hold no sentence.
_SENTENCE_END = re.compile(r"[.!?…。！？۔।]")


def read_page(markup: str, input_id: str, raw: bytes, url: str | None = None) -> Capture:
    """Return what the page holds; an empty text means that nothing could be read, and the problems say why.

    >>> page = "<html><body><article><h1>Oster signs</h1><p>Norland signed the port treaty on Monday.</p></article></body></html>"
    >>> read_page(page, "a.html", page.encode()).text.splitlines()[0]
    'Oster signs'
    """
    markup, notes = clean(markup)
    capture = Capture(input_id, raw, "", url=url, notices=_cleaning_notices(notes, input_id))
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
    tree = document_fromstring(_DECLARATION.sub("", markup), parser=HTMLParser(no_network=True, remove_comments=True))
    metadata = read_metadata(tree, capture.url)
    hidden = _remove_unseen(tree)
    # Extraction takes the tree apart, so links are read before it.
    links = read_links(tree)
    if hidden >= _MANY_HIDDEN_WORDS:
        message = f"{capture.input_id}: {hidden} words that the page hides were not read. The raw page is kept."
        capture = replace(capture, notices=(*capture.notices, Problem("hidden-text", message, capture.input_id)))
    document = trafilatura.bare_extraction(
        tree, url=capture.url, fast=True, include_comments=False, include_tables=True, with_metadata=False
    )
    body = clean(getattr(document, "text", None) or "")[0].strip()
    if not _SENTENCE_END.search(body):
        return _all_visible(capture, markup, metadata, "its main text could not be told from the rest")
    described = _described(capture, body, metadata)
    return replace(described, references=read_references(links, metadata.url, capture.url, described.text))


def _remove_unseen(tree: HtmlElement) -> int:
    """Drop what no reader sees and the data blocks from the tree; return how many words that were."""
    count = 0
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag in {"html", "body", "head"} or element.getparent() is None:
            continue
        if element.tag == "script":
            element.drop_tree()
        elif element.tag == "template" or is_hidden(dict(element.attrib)):
            count += len(element.text_content().split())
            element.drop_tree()
    return count


def _described(capture: Capture, body: str, metadata: Metadata) -> Capture:
    """Return the capture with its text, headline first, and what the page says about itself."""
    title = clean(metadata.title or "")[0].strip()
    starts_with_title = fold(" ".join(body[: len(title) + 40].split())).startswith(fold(title))
    return replace(
        capture,
        text=body if starts_with_title else f"{title}\n\n{body}",
        title=title or None,
        outlet=clean(metadata.outlet or "")[0] or None,
        url=metadata.url,
        published_at=metadata.published_at,
        published_basis=metadata.published_basis,
    )


def _all_visible(capture: Capture, markup: str, metadata: Metadata, reason: str) -> Capture:
    """Return all visible text of a page, said to be partial; nothing where there is hardly any."""
    text = clean(visible_text(markup))[0].strip()
    if len(text.split()) < _FEWEST_WORDS:
        message = f"{capture.input_id}: {reason}, and it shows hardly any text. Save the article's text and read that."
        return replace(capture, problems=(Problem("no-main-text", message, capture.input_id),))
    message = f"{capture.input_id}: {reason}, so all its visible text was taken. Check the text before you rely on it."
    return replace(_described(capture, text, metadata), problems=(Problem("no-main-text", message, capture.input_id),))
