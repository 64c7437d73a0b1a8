"""Where tellings of one claim differ: sums, counts, dates, places, parties and stages side by side, each with its words and first user.

Only like is compared with like: the worth of a deal differs from another worth of the deal, never from a yearly saving.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sayso.ledger.dates import UNDATED, known_by
from sayso.model import Article
from sayso.report.index import Index
from sayso.report.records import Telling

__all__ = ["first_users", "tellings"]


def tellings(index: Index, claim_id: str) -> tuple[Telling, ...]:
    """Return each value that a detail of the claim is given, kind by kind and measure by measure, the most frequent value first.

    Raises `NotFoundError` for an id that this ledger does not hold.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> index = index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6))
    >>> tellings(index, "claim-1")
    ()
    """
    quotes: dict[tuple[str, str, str], list[tuple[str, Article]]] = {}
    for detail in index.claim(claim_id).details:
        if detail.article_id in index.articles:
            key = (detail.kind, detail.measures, detail.value)
            quotes.setdefault(key, []).append((detail.quote, index.articles[detail.article_id]))
    values = Counter((kind, measures) for kind, measures, _ in quotes)
    order = sorted(quotes, key=lambda key: (key[0], key[1], -len(quotes[key]), key[2]))
    return tuple(_telling(key, quotes[key], differs=values[key[:2]] > 1) for key in order)


def _telling(key: tuple[str, str, str], quotes: list[tuple[str, Article]], *, differs: bool) -> Telling:
    kind, measures, value = key
    ordered = sorted(quotes, key=lambda item: (known_by(item[1]) or UNDATED, item[1].outlet or "", item[1].id))
    return Telling(kind, value, tuple(ordered), differs, measures, first_users(article for _, article in ordered))


def first_users(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Return the articles known by the earliest well-founded day; a guessed date is never first, and no dates give nobody.

    >>> from sayso.model import DateBasis
    >>> def dated(name, day, basis=DateBasis.STATED):
    ...     return Article(name, name, "", "", published_at=day, published_basis=basis)
    >>> found = first_users([dated("a", "2031-05-29"), dated("b", "2031-05-27"), dated("c", "2031-05-01", DateBasis.GUESSED)])
    >>> [article.id for article in found]
    ['b']
    """
    unique = {article.id: article for article in articles}
    days = {name: day for name, article in unique.items() if (day := known_by(article))}
    earliest = min(days.values(), default=None)
    return tuple(unique[name] for name in unique if days.get(name) == earliest and earliest is not None)
