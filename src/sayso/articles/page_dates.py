"""When a page says that it was published and last changed, and which of its tags said so.

Tags are asked in order of how well they are founded. A date that cannot be taken (two readings, before the web, after the page was got)
is told as a doubt and the next tag is asked. Only where no tag, address or dateline gives a date is one guessed from the rest of the
page, and a guessed date never decides who was first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from sayso.articles.dates import date_key, read_field
from sayso.model import DateBasis

__all__ = ["NO_DATES", "PageDates", "read_page_dates"]

_PUBLISHED_META = (
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
_MODIFIED_META = (
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "datemodified",
    "article.updated",
    "lastmod",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
)
_PUBLISHED_MARKS = frozenset({"datepublished", "published", "entry-date", "post-date", "publish-date", "pubdate", "date-published"})
_MODIFIED_MARKS = frozenset({"datemodified", "updated", "modified", "date-modified", "last-updated", "lastmod"})
_DATE_LINES = frozenset("byline dateline posted-on post-meta entry-meta article-meta date timestamp published-date".split())
_LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class PageDates:
    """The dates of a page, each as its own tags give it."""

    published_at: str | None = None
    """When it was published."""
    basis: DateBasis = DateBasis.UNKNOWN
    """What kind of tag gave that date."""
    modified_at: str | None = None
    """When it was last changed; None where that is not after the publication."""
    shown: str | None = None
    """The date in a visible line under the headline, for pages whose tags and address give none."""
    doubts: tuple[tuple[str, str], ...] = ()
    """Dates that were not taken, each as the trouble and the words."""


NO_DATES = PageDates()
"""For a page that cannot be parsed."""


def read_page_dates(
    tree: HtmlElement, meta: Mapping[str, str], linked: Sequence[Mapping[str, object]], captured_at: str | None = None
) -> PageDates:
    """Return the dates of a page; `meta` are its meta tags by name and `linked` its objects of linked data.

    >>> from lxml.html import document_fromstring
    >>> page = document_fromstring("<p class='byline'>By Ada Quill, 03/04/2025</p>")
    >>> read_page_dates(page, {"date": "2025-04-03T09:00:00+02:00"}, []).published_at
    '2025-04-03T09:00:00+02:00'
    >>> read_page_dates(page, {}, []).doubts
    (('ambiguous', 'By Ada Quill, 03/04/2025'),)
    """
    doubts: dict[tuple[str, str], None] = {}
    published, basis = _first(_published_fields(tree, meta, linked), captured_at, doubts)
    modified, _ = _first(_modified_fields(tree, meta, linked), captured_at, doubts)
    shown = None if published else _first(_shown_fields(tree), captured_at, doubts)[0]
    if modified and published and date_key(modified) <= date_key(published):
        modified = None
    return PageDates(published, basis, modified, shown, tuple(doubts))


def _first(
    fields: Iterable[tuple[DateBasis, str]], captured_at: str | None, doubts: dict[tuple[str, str], None]
) -> tuple[str | None, DateBasis]:
    """Return the first date that can be taken; those before it that cannot are noted."""
    for basis, value in fields:
        found = read_field(value, captured_at)
        if found.trouble:
            doubts.setdefault((found.trouble, value[:60]))
        if found.date:
            return found.date, basis
    return None, DateBasis.UNKNOWN


def _published_fields(
    tree: HtmlElement, meta: Mapping[str, str], linked: Sequence[Mapping[str, object]]
) -> Iterator[tuple[DateBasis, str]]:
    """Yield the fields that may say when it was published, best-founded first."""
    for name in ("datePublished", "dateCreated"):
        yield from ((DateBasis.JSONLD, _line(item.get(name))) for item in linked)
    yield from ((DateBasis.META, meta.get(name, "")) for name in _PUBLISHED_META)
    yield from ((DateBasis.TIME_ELEMENT, value) for value in _marked(tree, _PUBLISHED_MARKS, "pubdate"))
    times = {value for element in tree.iter("time") if (value := _line(element.get("datetime"))) and not _marks(element) & _MODIFIED_MARKS}
    days = {found.date for value in times if (found := read_field(value)).date}
    yield from ((DateBasis.TIME_ELEMENT, value) for value in sorted(times) if len(days) == 1)


def _modified_fields(tree: HtmlElement, meta: Mapping[str, str], linked: Sequence[Mapping[str, object]]) -> Iterator[tuple[DateBasis, str]]:
    """Yield the fields that may say when it was last changed."""
    yield from ((DateBasis.JSONLD, _line(item.get("dateModified"))) for item in linked)
    yield from ((DateBasis.META, meta.get(name, "")) for name in _MODIFIED_META)
    yield from ((DateBasis.TIME_ELEMENT, value) for value in _marked(tree, _MODIFIED_MARKS))


def _marked(tree: HtmlElement, marks: frozenset[str], attribute: str = "") -> Iterator[str]:
    """Yield the dates of elements whose attributes say which date they give."""
    for element in tree.iter("time", "span", "abbr", "meta", "div", "p"):
        if _marks(element) & marks or (attribute and element.tag == "time" and element.get(attribute) is not None):
            value = element.get("datetime") or element.get("content") or ("" if element.tag == "meta" else element.get("title"))
            yield _line(value) or (_line(element.text_content()) if element.tag != "meta" else "")


def _shown_fields(tree: HtmlElement) -> Iterator[tuple[DateBasis, str]]:
    """Yield the short lines that themes put a date in, under the headline."""
    for element in tree.iter("div", "p", "span", "time", "li"):
        if _marks(element) & _DATE_LINES or element.tag == "time":
            yield DateBasis.TEXT, _line(element.text_content())


def _marks(element: HtmlElement) -> frozenset[str]:
    return frozenset(f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower().split())


def _line(value: object) -> str:
    """Return a short string with single spaces, or nothing for anything else."""
    line = " ".join(value.split()) if isinstance(value, str) else ""
    return line if len(line) <= _LONGEST_LINE else ""
