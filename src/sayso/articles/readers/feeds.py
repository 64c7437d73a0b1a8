"""Feeds: RSS 0.9x to 2.0, RDF and Atom through feedparser, JSON Feed by itself; each entry is a document.

feedparser takes a plain string for a file name or address first, so it is given an open stream only, and a feed that declares entities
of its own is refused before it is parsed. Dates are read from the words of the feed: where they are no date, none is made up. The
language that a feed states is not used, since most leave it at the default of their software.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

import feedparser

from sayso.articles.encoding import decode
from sayso.articles.readers.documents import Document, Hints, RefusedError, Request, label, notice
from sayso.articles.readers.entries import Entry, entry_document, site_of, web_address
from sayso.articles.readers.pages import shown_text
from sayso.model import DateBasis, EvidenceKind, Problem, Reference
from sayso.text import clean

__all__ = ["is_json_feed", "read_feed", "read_json_feed", "refuse_entities"]

_MOST_ENTRIES = 10_000
_ENTITIES = re.compile(r"<!DOCTYPE[^>\[]*\[|<!ENTITY", re.IGNORECASE)
_DECLARATION = re.compile(r"<\?xml[^>]{0,300}\?>")
_HEAD = 200_000
_WORDS_OF_A_TEXT = 200
"""Words from which on a summary is taken for the text: most feeds cut theirs at 55, and many have the whole text there."""
_NO_TEXT = "holds neither content nor summary"
_FETCH = "Fetch its page: sayso fetch ADDRESS."


def refuse_entities(text: str) -> None:
    """Raise `RefusedError` for markup that declares entities of its own: no feed needs it, and bombs are made of it.

    >>> refuse_entities("<rss version='2.0'>")
    """
    if _ENTITIES.search(text[:_HEAD]):
        raise RefusedError("own-entities", "declares entities of its own, which no feed needs", "Get the feed again from its publisher.")


def read_feed(request: Request) -> Iterator[Document]:
    """Yield the entries of a feed in the order in which they stand."""
    data = request.whole()
    refuse_entities(decode(data[: 2 * _HEAD]).text)
    parsed = _parsed(data)
    entries = parsed["entries"]
    if not entries:
        raise RefusedError("nothing-to-read", "is a feed without entries", "Get the feed again, or leave it out.")
    feed = parsed["feed"]
    site = web_address(feed.get("link")) or request.hints.url
    for number, entry in enumerate(entries, start=1):
        yield entry_document(_entry(entry, request, number, site, feed))


def _parsed(data: bytes) -> Mapping[str, Any]:
    """Return what feedparser finds; where the bytes break it, what it finds in them cleaned, and a refusal where that breaks it too."""
    try:
        return _through_feedparser(data)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        text = _DECLARATION.sub("", clean(decode(data).text)[0], count=1)
    try:
        return _through_feedparser(text.encode("utf-8", "replace"))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise RefusedError("damaged", f"cannot be taken apart ({type(error).__name__})", "Get the feed again.") from None


def _through_feedparser(data: bytes) -> Mapping[str, Any]:
    # Plain dictionaries: feedparser's own answer some names with the value of another.
    parsed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    return {"entries": [dict(entry) for entry in parsed["entries"][:_MOST_ENTRIES]], "feed": dict(parsed["feed"])}


def _entry(found: Mapping[str, Any], request: Request, number: int, site: str | None, feed: Mapping[str, Any]) -> Entry:
    content = _content(found)
    summary = _text(found.get("summary"))
    link = web_address(found.get("link"))
    input_id = label(request.name, link or _text(found.get("id")) or str(number))
    published = _text(found.get("published")) or _text(found.get("updated"))
    hints = Hints(
        url=link,
        outlet=site_of(site) or site_of(link) or _plain(feed.get("title")) or None,
        title=_plain(found.get("title")) or None,
        author=_plain(found.get("author")) or None,
        published_basis=DateBasis.FEED,
        captured_at=request.hints.captured_at,
        references=_references(found.get("source"), link, site),
        notices=() if content or len(summary.split()) >= _WORDS_OF_A_TEXT else _summary_only(input_id),
    )
    values = {
        "title": _text(found.get("title")),
        "link": _text(found.get("link")),
        "id": _text(found.get("id")),
        "published": _text(found.get("published")),
        "updated": _text(found.get("updated")),
        "author": _text(found.get("author")),
        "content": content,
        "summary": summary,
        "source": hints.references[0].target if hints.references else "",
    }
    kept = {name: value for name, value in values.items() if value}
    markup = content or summary
    modified = _text(found.get("updated")) if found.get("published") else ""
    return Entry(input_id, kept, "", markup, published, modified, hints, without_text=_NO_TEXT, next_step=_FETCH)


def _content(entry: Mapping[str, Any]) -> str:
    """Return the longest content of an entry."""
    parts = [_text(part.get("value")) for part in entry.get("content", ()) if isinstance(part, Mapping)]
    return max(parts, key=len, default="")


def _summary_only(input_id: str) -> tuple[Problem, ...]:
    return notice("summary-only", f"{input_id}: the feed gives a summary only. {_FETCH}", input_id)


def _references(source: object, link: str | None, site: str | None) -> tuple[Reference, ...]:
    """Return whom an entry gives as its source: the feed's own word for it, else an address on another site."""
    if isinstance(source, Mapping):
        target = web_address(source.get("href")) or web_address(source.get("link")) or _plain(source.get("title"))
        if target:
            return (Reference(EvidenceKind.FEED, target),)
    if link and site and site_of(link) != site_of(site):
        return (Reference(EvidenceKind.FEED, link),)
    return ()


def is_json_feed(value: object) -> bool:
    """Tell whether a JSON value is a JSON Feed.

    >>> is_json_feed({"version": "https://jsonfeed.org/version/1.1", "items": []})
    True
    """
    return isinstance(value, dict) and str(value.get("version", "")).startswith(("https://jsonfeed.org/", "http://jsonfeed.org/"))


def read_json_feed(value: Mapping[str, Any], request: Request) -> Iterator[Document]:
    """Yield the items of a JSON Feed (version 1 or 1.1, jsonfeed.org) in the order in which they stand."""
    items = value.get("items")
    if not isinstance(items, list) or not items:
        raise RefusedError("nothing-to-read", "is a feed without items", "Get the feed again, or leave it out.")
    for number, item in enumerate(items[:_MOST_ENTRIES], start=1):
        yield entry_document(_item(item if isinstance(item, dict) else {}, value, request, number))


def _item(item: Mapping[str, Any], feed: Mapping[str, Any], request: Request, number: int) -> Entry:
    site = web_address(feed.get("home_page_url")) or web_address(feed.get("feed_url")) or request.hints.url
    link = web_address(item.get("url"))
    input_id = label(request.name, link or str(item.get("id") or number))
    elsewhere = web_address(item.get("external_url"))
    plain, markup = _text(item.get("content_text")), _text(item.get("content_html"))
    hints = Hints(
        url=link or elsewhere,
        outlet=site_of(site) or site_of(link) or _plain(feed.get("title")) or None,
        title=_plain(item.get("title")) or None,
        author=_authors(item) or _authors(feed) or None,
        published_basis=DateBasis.FEED,
        captured_at=request.hints.captured_at,
        references=(Reference(EvidenceKind.FEED, elsewhere),) if elsewhere else _references(None, link, site),
        notices=() if plain or markup else _summary_only(input_id),
    )
    return Entry(
        input_id,
        item,
        plain or ("" if markup else _text(item.get("summary"))),
        markup,
        _text(item.get("date_published")),
        _text(item.get("date_modified")),
        hints,
        without_text=_NO_TEXT,
        next_step=_FETCH,
    )


def _authors(item: Mapping[str, Any]) -> str:
    authors = item.get("authors")
    found = authors if isinstance(authors, list) else [item.get("author")]
    return ", ".join(_plain(author.get("name")) for author in found if isinstance(author, dict) and author.get("name"))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _plain(value: object) -> str:
    """Return a title or name without the markup that feeds put into it."""
    text = _text(value)
    return " ".join((shown_text(text) if "<" in text or "&" in text else clean(text)[0]).split())[:500]
