"""What a page's markup says it rests on: links in its text to other sites, and an address elsewhere that it gives as its own.

Menus and footers link everywhere, so a link counts only if its words stand in the extracted text, once, and lead to another site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from courlan import extract_domain
from lxml.html import HtmlElement

from sayso.model import EvidenceKind, Reference, Span

__all__ = ["read_links", "read_references"]

_MOST_LINKS = 200
_FEWEST_LETTERS = 4
_ADDRESS = re.compile(r"https?://[^\s<>\"']{4,500}$", re.IGNORECASE)


def read_links(tree: HtmlElement) -> tuple[tuple[str, str], ...]:
    """Return the links of a page in order, as (address, words); addresses of the web only.

    >>> from lxml.html import document_fromstring
    >>> read_links(document_fromstring('<p>The <a href="https://post.example/1">Far Post reported</a> a sale.</p>'))
    (('https://post.example/1', 'Far Post reported'),)
    """
    found = []
    for element in tree.iter("a"):
        address = (element.get("href") or "").strip()
        words = " ".join(element.text_content().split())
        if _ADDRESS.match(address) and len(words) >= _FEWEST_LETTERS:
            found.append((address, words))
        if len(found) == _MOST_LINKS:
            break
    return tuple(found)


def read_references(links: Iterable[tuple[str, str]], canonical: str | None, fetched_from: str | None, text: str) -> tuple[Reference, ...]:
    """Return the references of a page: `canonical` is the address it gives as its own, `fetched_from` where it was got.

    >>> found = read_references([("https://post.example/1", "Far Post")], "https://gazette.example/2", None, "The Far Post reported it.")
    >>> found[0].kind.value, found[0].target, found[0].span
    ('link', 'https://post.example/1', Span(start=4, end=12))
    """
    own = {_site(address) for address in (canonical, fetched_from) if address}
    found: dict[str, Reference] = {}
    if canonical and fetched_from and _site(canonical) != _site(fetched_from):
        found[canonical] = Reference(EvidenceKind.CANONICAL, canonical)
    for address, words in links:
        if _site(address) not in own and text.count(words) == 1:
            start = text.index(words)
            found.setdefault(address, Reference(EvidenceKind.LINK, address, Span(start, start + len(words))))
    return tuple(found.values())


def _site(address: str) -> str:
    return extract_domain(address) or urlsplit(address).hostname or ""
