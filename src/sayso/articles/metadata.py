"""What a page says about itself: headline, outlet, address, date, and which tag said so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from courlan import extract_domain
from lxml.html import HtmlElement

from sayso.articles.dates import parse_written_date
from sayso.model import DateBasis
from sayso.text import fold

__all__ = ["Metadata", "read_metadata"]

_LONGEST_BLOCK = 500_000
_MOST_BLOCKS = 20
_DEEPEST = 6
_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report|Posting)$")
_DATE_META = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "article.published",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "date",
)
_LONGEST_TITLE = 500


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about itself."""

    title: str | None = None
    """The headline."""
    outlet: str | None = None
    """The name of the site for show, or else the registrable domain of the address."""
    url: str | None = None
    """The canonical address."""
    language: str | None = None
    """The language the page declares."""
    published_at: str | None = None
    """The publication date."""
    published_basis: DateBasis = DateBasis.UNKNOWN
    """The kind of tag that gave the date."""


def read_metadata(tree: HtmlElement, url: str | None = None) -> Metadata:
    """Return what the page says about itself; `url` is where it was got from, if that is known.

    >>> from lxml.html import document_fromstring
    >>> page = "<html><head><meta property='og:site_name' content='Harbour Gazette'><title>A - Harbour Gazette</title></head></html>"
    >>> read_metadata(document_fromstring(page)).title
    'A'
    """
    meta, linked = _meta(tree), list(_linked_data(tree))
    address = _address(tree, meta) or url
    site = meta.get("og:site_name") or _text(_publisher(linked))
    published, basis = _published(tree, meta, linked)
    declared = (tree.get("lang") or "").split("-")[0].lower()
    return Metadata(
        title=_title(tree, meta, linked, site),
        outlet=site or _domain(address),
        url=address,
        language=declared if re.fullmatch("[a-z]{2,3}", declared) else None,
        published_at=published,
        published_basis=basis,
    )


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


def _domain(address: str | None) -> str | None:
    """Return the registrable domain of an address; for an unknown top level its last two labels."""
    if not address:
        return None
    if domain := extract_domain(address):
        return str(domain)
    found = re.match(r"https?://(?:[^/@]*@)?([^/:?#]+)", address, re.IGNORECASE)
    return ".".join(found[1].lower().split(".")[-2:]) if found else None


def _title(tree: HtmlElement, meta: dict[str, str], linked: list[dict[str, object]], site: str) -> str | None:
    """Return the headline: as linked data, social tags, the only main heading or the window title give it."""
    headline = next((_text(item.get("headline")) for item in linked if _text(item.get("headline"))), "")
    headings = [_text(element.text_content()) for element in tree.iter("h1")]
    window = next((_text(element.text_content()) for element in tree.iter("title")), "")
    only_heading = headings[0] if len(headings) == 1 else ""
    for title in (headline, meta.get("og:title", ""), only_heading, meta.get("twitter:title", ""), window):
        if title:
            return _without_site(title, site)[:_LONGEST_TITLE]
    return None


def _without_site(title: str, site: str) -> str:
    """Return the title without the name of the site behind a bar or dash."""
    parts = re.split(r"\s+[|–—•»-]\s+", title)
    if site and len(parts) > 1 and fold(parts[-1]) == fold(site):
        return title[: title.rindex(parts[-1])].rstrip(" |–—•»-")
    return title


def _published(tree: HtmlElement, meta: dict[str, str], linked: list[dict[str, object]]) -> tuple[str | None, DateBasis]:
    """Return the date and what it rests on, best-founded first."""
    for item in linked:
        if found := parse_written_date(_text(item.get("datePublished"))):
            return found, DateBasis.JSONLD
    for name in _DATE_META:
        if found := parse_written_date(meta.get(name, "")):
            return found, DateBasis.META
    if found := _time_element(tree):
        return found, DateBasis.TIME_ELEMENT
    return None, DateBasis.UNKNOWN


def _time_element(tree: HtmlElement) -> str | None:
    """Return the date of the element marked as the publication date, or of the only `time` element."""
    dates: dict[str, None] = {}
    for element in tree.iter("time"):
        found = parse_written_date(_text(element.get("datetime")))
        if found and (element.get("pubdate") is not None or element.get("itemprop") == "datePublished"):
            return found
        if found:
            dates.setdefault(found)
    return next(iter(dates)) if len(dates) == 1 else None
