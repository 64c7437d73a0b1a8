"""Search with facets: rows are what somebody said on a claim, and articles on which nobody says anything that was matched.

A facet counts what a click on it would give: the rows that all other chosen facets leave, with this value. Everything chosen is part of the
address, so that a search can be kept and sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["FACETS", "SearchQuery", "read_query"]

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
