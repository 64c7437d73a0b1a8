"""Search with facets: rows are what somebody said on a claim, and articles on which nobody says anything that was matched.

A facet counts what a click on it would give: the rows that all other chosen facets leave, with this value. Everything chosen is part of the
address, so that a search can be kept and sent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sayso.model import Article, Claim
from sayso.report.frame import Links
from sayso.report.index import Index, voices_of
from sayso.report.records import Voice
from sayso.report.words import day_words

__all__ = [
    "FACETS",
    "FacetEntry",
    "FacetValue",
    "SearchQuery",
    "SearchResult",
    "SearchRow",
    "facet_entries",
    "read_query",
    "search",
    "search_rows",
]

VALUES_SHOWN = 12
"""Values of a facet that are shown: more do not help to choose."""

FACETS = ("party", "outlet", "stance", "stage", "standing", "date", "language")
"""What can be chosen, in the order in which it is shown; `date` is a month."""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is searched for; an empty text leaves a facet open."""

    words: str = ""
    """Words that the article holds."""
    party: str = ""
    outlet: str = ""
    stance: str = ""
    stage: str = ""
    standing: str = ""
    """One of the six states."""
    date: str = ""
    """A month, such as `2031-05`, or `undated`."""
    language: str = ""
    page: int = 1
    """Which page of the rows, counted from one."""

    @property
    def fields(self) -> dict[str, str]:
        """The query as the fields of an address; what is open is left out.

        >>> SearchQuery(words="mill", stance="denies").fields
        {'words': 'mill', 'stance': 'denies'}
        """
        chosen = {"words": self.words, **{facet: str(getattr(self, facet)) for facet in FACETS}}
        return {name: value for name, value in chosen.items() if value} | ({"page": str(self.page)} if self.page > 1 else {})

    def choosing(self, facet: str, value: str) -> SearchQuery:
        """Return the query with one facet chosen, from the first page; an empty value opens it again.

        >>> SearchQuery(page=3).choosing("party", "Norland")
        SearchQuery(words='', party='Norland', outlet='', stance='', stage='', standing='', date='', language='', page=1)
        """
        chosen = {name: text for name, text in {**self.fields, facet: value}.items() if name != "page"}
        return SearchQuery(**chosen)  # type: ignore[arg-type] # every other field is a text


def read_query(fields: Mapping[str, str]) -> SearchQuery:
    """Return the query that the fields of an address stand for; unknown fields and odd page numbers are passed over.

    >>> read_query({"words": " mill ", "page": "x", "other": "y"})
    SearchQuery(words='mill', party='', outlet='', stance='', stage='', standing='', date='', language='', page=1)
    """
    chosen = {name: fields.get(name, "").strip() for name in ("words", *FACETS)}
    page = fields.get("page", "1")
    return SearchQuery(**chosen, page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 7 else 1)


@dataclass(frozen=True, slots=True)
class SearchRow:
    """What somebody said on one claim; or an article on which nothing that was said is matched to a claim."""

    article: Article
    """Where it stands."""
    claim: Claim | None
    """The claim, or None."""
    voice: Voice | None
    """The statement, or None."""
    values: tuple[tuple[str, str], ...]
    """(facet, value) of everything that it can be found by."""

    def has(self, facet: str, value: str) -> bool:
        """Return whether it has this value; an open facet has any."""
        return not value or (facet, value) in self.values


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet."""

    value: str
    """What is sent."""
    count: int
    """How many rows a click on it gives."""
    chosen: bool
    """Whether it is chosen now."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search finds."""

    rows: tuple[SearchRow, ...]
    """All rows, latest first, undated last."""
    facets: tuple[tuple[str, tuple[FacetValue, ...]], ...]
    """Each facet with its values, most rows first."""


def search_rows(index: Index, found: Collection[str] | None = None) -> tuple[SearchRow, ...]:
    """Return every row of a ledger, latest first; only of the articles `found` where some are given.

    >>> from sayso.model import LedgerView
    >>> from sayso.report.index import index_view
    >>> search_rows(index_view(LedgerView(*[()] * 14)))
    ()
    """
    said = voices_of(index, (match for match in index.view.matches if found is None or match.article_id in found))
    rows = [_row(index, voice.article, index.claims[voice.claim_id], voice) for voice in said if voice.claim_id in index.claims]
    spoken = {row.article.id for row in rows}
    silent = [article for article in index.view.articles if article.id not in spoken and (found is None or article.id in found)]
    rows += [_row(index, article, None, None) for article in silent]
    return tuple(sorted(rows, key=lambda row: (row.article.published_at or "", row.article.id), reverse=True))


def _row(index: Index, article: Article, claim: Claim | None, voice: Voice | None) -> SearchRow:
    standing = index.standing(claim.id) if claim else None
    values = {
        "party": voice.party if voice else None,
        "outlet": article.outlet,
        "stance": voice.stance.value if voice else None,
        "stage": claim.stage if claim else None,
        "standing": standing.state.value if standing else None,
        "date": (article.published_at or "")[:7] or "undated",
        "language": article.language,
    }
    return SearchRow(article, claim, voice, tuple((facet, value) for facet, value in values.items() if value))


def search(rows: Sequence[SearchRow], query: SearchQuery) -> SearchResult:
    """Return the rows that have every chosen value, and for each facet how many rows each of its values would give.

    >>> search((), SearchQuery(stance="denies")).rows
    ()
    """
    chosen = {facet: str(getattr(query, facet)) for facet in FACETS}
    facets = []
    for facet in FACETS:
        others = [row for row in rows if all(row.has(name, value) for name, value in chosen.items() if name != facet)]
        counts = Counter(value for row in others for name, value in row.values if name == facet)
        ordered = sorted(counts, key=lambda value: (-counts[value], value))
        facets.append((facet, tuple(FacetValue(value, counts[value], value == chosen[facet]) for value in ordered)))
    kept = tuple(row for row in rows if all(row.has(name, value) for name, value in chosen.items()))
    return SearchResult(kept, tuple(facets))


@dataclass(frozen=True, slots=True)
class FacetEntry:
    """One link of a facet."""

    label: str
    """What is read."""
    count: int
    """How many rows a click gives."""
    chosen: bool
    """Whether it is chosen; then a click opens the facet again."""
    address: str
    """Where a click leads."""


def facet_entries(result: SearchResult, query: SearchQuery, links: Links) -> tuple[tuple[str, tuple[FacetEntry, ...]], ...]:
    """Return the facets as links; of a facet with many values the ones with most rows, and what is chosen.

    >>> facet_entries(SearchResult((), (("stance", (FacetValue("denies", 2, False),)),)), SearchQuery(), Links(app=True))[0][1][0].address
    '/search?stance=denies'
    """
    return tuple((facet, tuple(_entry(facet, value, query, links) for value in _first(values))) for facet, values in result.facets)


def _first(values: Sequence[FacetValue]) -> list[FacetValue]:
    return [value for place, value in enumerate(values) if place < VALUES_SHOWN or value.chosen]


def _entry(facet: str, value: FacetValue, query: SearchQuery, links: Links) -> FacetEntry:
    label = day_words(value.value) if facet == "date" and value.value != "undated" else value.value
    address = links.address("/search", **query.choosing(facet, "" if value.chosen else value.value).fields)
    return FacetEntry(label, value.count, value.chosen, address)
