"""The pages that a feed leads to. What a feed says of them is not read here: the pages themselves are."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator

import feedparser

__all__ = ["entry_links", "is_feed"]

MOST_ENTRIES = 200
"""Entries of one feed that are looked at in a round; feeds list ten to a hundred, newest first."""
_XML_FEED = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<[!?][^>]{0,2000}>\s*)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
_JSON_FEED = re.compile(rb"""\s*(?:\xef\xbb\xbf)?\s*\{.{0,4000}?"version"\s*:\s*"https://jsonfeed\.org/version/1""", re.DOTALL)
_SUBSET = re.compile(rb"<!(?:DOCTYPE[^>]{0,500}\[|ENTITY)", re.IGNORECASE)
_HEAD = 20_000


def is_feed(data: bytes) -> bool:
    """Tell whether bytes are a feed: RSS, RDF, Atom or JSON Feed.

    >>> is_feed(b"<?xml version='1.0'?><rss version='2.0'>"), is_feed(b"<html>"), is_feed(b'{"version": "https://jsonfeed.org/version/1.1"}')
    (True, False, True)
    """
    return bool(_XML_FEED.match(data[:_HEAD]) or _JSON_FEED.match(data[:_HEAD]))


def entry_links(data: bytes) -> tuple[str, ...]:
    """Return the addresses of a feed's entries, as the feed gives them, each once; a feed that declares entities of its own gives none.

    >>> entry_links(b"<rss><channel><item><title>A</title><link>https://gazette.example/a</link></item></channel></rss>")
    ('https://gazette.example/a',)
    """
    if _JSON_FEED.match(data[:_HEAD]):
        found = _of_json(data)
    elif _SUBSET.search(data[:_HEAD]):
        return ()
    else:
        # Bytes and text are tried as a file's name or address first; only a stream is taken for what it is.
        found = _of_entries(feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False).get("entries", []))
    return tuple(dict.fromkeys(link for link in found if link))[:MOST_ENTRIES]


def _of_entries(entries: Iterable[object]) -> Iterator[str]:
    for entry in entries:
        link = entry.get("link") if isinstance(entry, dict) else None
        if isinstance(link, str):
            yield link.strip()


def _of_json(data: bytes) -> Iterator[str]:
    try:
        items = json.loads(data.decode("utf-8-sig", "replace")).get("items")
    except (ValueError, RecursionError, AttributeError):
        return
    for item in items if isinstance(items, list) else ():
        link = (item.get("url") or item.get("external_url")) if isinstance(item, dict) else None
        if isinstance(link, str):
            yield link.strip()
