"""What a page says about itself: headline, outlet, author, address and dates.

All of it is written by whoever made the page. The name of the site is for show; who published it is told by the registrable domain.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from sayso.articles.page_dates import NO_DATES, PageDates, read_page_dates
from sayso.domains import mixed_scripts, registrable_domain
from sayso.text import fold

__all__ = ["Metadata", "read_metadata"]

_LONGEST_BLOCK = 500_000
_MOST_BLOCKS = 20
_DEEPEST = 6
_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report|Posting)$")
_LONGEST_TITLE = 500
_LONGEST_AUTHOR = 200
_BEFORE_BAR = re.compile(r"(.{8,}\S)\s+[|–—•»-]\s+\S")
_AUTHOR_META = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl", "twitter:creator")
_BYLINE_MARKS = frozenset({"author", "byline", "byline-name", "author-name", "author__name", "byline__name", "fn"})
_BY = re.compile(r"^(?:written |posted |published |words )?by\s*:?\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about itself."""

    title: str | None = None
    """The headline."""
    outlet: str | None = None
    """The name of the site for show, or else the registrable domain of the address."""
    url: str | None = None
    """The address it goes by."""
    canonical: str | None = None
    """The address that it gives as its own, be it another site's."""
    language: str | None = None
    """The language the page declares."""
    author: str | None = None
    """Who wrote it."""
    dates: PageDates = NO_DATES
    """When it was published and last changed."""
    doubts: tuple[tuple[str, str], ...] = ()
    """What is odd about the names, each as a code and a sentence."""


def read_metadata(tree: HtmlElement, url: str | None = None, captured_at: str | None = None) -> Metadata:
    """Return what the page says about itself; `url` is where it was got from and `captured_at` when, if that is known.

    >>> from lxml.html import document_fromstring
    >>> page = "<html><head><meta property='og:site_name' content='Harbour Gazette'><title>A - Harbour Gazette</title></head></html>"
    >>> read_metadata(document_fromstring(page)).title
    'A'
    """
    meta, linked = _meta(tree), list(_linked_data(tree))
    canonical = _address(tree, meta)
    address = _own_address(canonical, url)
    site = meta.get("og:site_name") or _text(_publisher(linked))
    declared = (tree.get("lang") or "").split("-")[0].lower()
    domain = registrable_domain(address)
    return Metadata(
        title=_title(tree, meta, linked, site),
        outlet=site or domain,
        url=address,
        canonical=canonical,
        language=declared if re.fullmatch("[a-z]{2,3}", declared) else None,
        author=_author(tree, meta, linked),
        dates=read_page_dates(tree, meta, linked, captured_at),
        doubts=tuple(_doubts(site, domain)),
    )


def _doubts(site: str, domain: str | None) -> Iterator[tuple[str, str]]:
    """Yield what is odd about the names that a page goes by."""
    for kind, name in (("name of the site", site), ("domain", domain or "")):
        if mixed_scripts(name):
            sentence = f"The {kind}, {name!r}, is written in letters that pass for others. Check whose site it is."
            yield "mixed-scripts", sentence


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Return the meta tags by lower-case name; the first of a name counts."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        content = _text(element.get("content"))
        if name and content:
            found.setdefault(name, content)
    return found


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, object]]:
    """Yield the JSON-LD objects that describe an article, then the others."""
    objects: list[dict[str, object]] = []
    for place, element in enumerate(tree.iter("script")):
        if place < 10 * _MOST_BLOCKS and "ld+json" in (element.get("type") or "").lower():
            objects.extend(_objects(_json(element.text or ""), _DEEPEST))
    yield from (item for item in objects if _is_article(item))
    yield from (item for item in objects if not _is_article(item))


def _json(block: str) -> object:
    """Return a JSON-LD block, or None where it cannot be read."""
    try:
        return json.loads(block[:_LONGEST_BLOCK], strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(value: object, depth: int) -> Iterator[dict[str, object]]:
    """Yield the objects of lists and graphs."""
    if isinstance(value, list) and depth:
        for item in value[:200]:
            yield from _objects(item, depth - 1)
    elif isinstance(value, dict) and depth:
        yield value
        yield from _objects(value.get("@graph"), depth - 1)


def _is_article(item: dict[str, object]) -> bool:
    """Tell whether a JSON-LD object is an article."""
    kind = item.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(name, str) and bool(_ARTICLE_TYPE.search(name)) for name in kinds)


def _text(value: object) -> str:
    """Return a string with single spaces, or nothing for any other type."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def _publisher(linked: list[dict[str, object]]) -> object:
    """Return the publisher's name of the first object that has one."""
    for item in linked:
        publisher = item.get("publisher")
        name = publisher.get("name") if isinstance(publisher, dict) else None
        if name:
            return name
    return None


def _address(tree: HtmlElement, meta: dict[str, str]) -> str | None:
    """Return the canonical address; only a whole web address counts."""
    canonical = [element.get("href") or "" for element in tree.iter("link") if "canonical" in (element.get("rel") or "").lower()]
    for address in (*canonical, meta.get("og:url", "")):
        if re.match(r"https?://[^\s/]+", address.strip(), re.IGNORECASE):
            return address.strip()
    return None


def _own_address(canonical: str | None, url: str | None) -> str | None:
    """Return the address that a page goes by: the canonical one, unless the page was got from another site, which has no right to it."""
    if not canonical or (url and registrable_domain(url) != registrable_domain(canonical)):
        return url
    return canonical


def _title(tree: HtmlElement, meta: dict[str, str], linked: list[dict[str, object]], site: str) -> str | None:
    """Return the headline: as linked data, social tags, the only main heading or the window title give it."""
    headline = next((_text(item.get("headline")) for item in linked if _text(item.get("headline"))), "")
    headings = [_text(element.text_content()) for element in tree.iter("h1")]
    window = next((_text(element.text_content()) for element in tree.iter("title")), "")
    only_heading = headings[0] if len(headings) == 1 else ""
    for title in (headline, meta.get("og:title", ""), only_heading, meta.get("twitter:title", ""), window):
        if title:
            return _shown_part(_without_site(title, site), tree)[:_LONGEST_TITLE]
    return None


def _shown_part(title: str, tree: HtmlElement) -> str:
    """Return the title without what follows a last bar or dash, where a heading or paragraph of the page is the part before it."""
    found = _BEFORE_BAR.match(title)
    if not found:
        return title
    blocks = itertools.islice(tree.iter("h1", "h2", "h3", "p"), _MOST_BLOCKS)
    return found[1] if fold(found[1]) in {fold(_text(block.text_content())) for block in blocks} else title


def _without_site(title: str, site: str) -> str:
    """Return the title without the name of the site behind a bar or dash."""
    parts = re.split(r"\s+[|–—•»-]\s+", title)
    if site and len(parts) > 1 and fold(parts[-1]) == fold(site):
        return title[: title.rindex(parts[-1])].rstrip(" |–—•»-")
    return title


def _author(tree: HtmlElement, meta: dict[str, str], linked: list[dict[str, object]]) -> str | None:
    """Return who wrote it: as linked data, meta tags or the element of the byline give it; addresses are no names."""
    named = next((found for item in linked if (found := ", ".join(_names(item.get("author"))))), "")
    marked = (_text(element.text_content()) for element in tree.iter("a", "span", "address", "div", "p", "strong") if _is_byline(element))
    for author in (named, *(meta.get(name, "") for name in _AUTHOR_META), *marked):
        cleaned = _BY.sub("", author).strip(" ,|-–—·•")
        if cleaned and len(cleaned) <= _LONGEST_AUTHOR and not re.match(r"https?:|@|www\.", cleaned):
            return cleaned
    return None


def _names(value: object) -> Iterator[str]:
    """Yield the names of persons in linked data, each once."""
    items = value if isinstance(value, list) else [value]
    names = [item.get("name") if isinstance(item, dict) else item for item in items[:20]]
    flat = [each for name in names for each in (name[:20] if isinstance(name, list) else [name])]
    yield from (name for name in dict.fromkeys(map(_text, flat)) if name)


def _is_byline(element: HtmlElement) -> bool:
    """Tell whether an element is marked as the name of the author."""
    marks = f"{element.get('rel') or ''} {element.get('itemprop') or ''} {element.get('class') or ''}".lower().split()
    return not _BYLINE_MARKS.isdisjoint(marks)
