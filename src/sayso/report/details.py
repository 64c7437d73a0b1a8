"""Where tellings of one claim differ: sums, counts, dates, places and stages side by side, each with its words."""

from __future__ import annotations

from collections import Counter

from sayso.model import Article
from sayso.report.index import Index
from sayso.report.records import Telling

__all__ = ["tellings"]


def tellings(index: Index, claim_id: str) -> tuple[Telling, ...]:
    """Return each value that a detail of the claim is given, kind by kind, the most frequent value first.

    Raises `NotFoundError` for an id that this ledger does not hold.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> index = index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6))
    >>> tellings(index, "claim-1")
    ()
    """
    quotes: dict[tuple[str, str], list[tuple[str, Article]]] = {}
    for detail in index.claim(claim_id).details:
        if detail.article_id in index.articles:
            quotes.setdefault((detail.kind, detail.value), []).append((detail.quote, index.articles[detail.article_id]))
    values = Counter(kind for kind, _ in quotes)
    order = sorted(quotes, key=lambda key: (key[0], -len(quotes[key]), key[1]))
    return tuple(Telling(kind, value, tuple(quotes[kind, value]), differs=values[kind] > 1) for kind, value in order)
