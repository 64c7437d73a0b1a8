"""Who was first, by the best-founded clock: what a page says of its own date counts as far as this ledger has no better sight of it.

A date that was guessed orders nothing. A page that came into the ledger more than two days after another text of its family, and says
that it was published before it came in, may be back-dated: it stands in the order at the moment of its first sight. Pages that came in
together, as when a folder is read, are ordered by the dates that they give, for there is no better knowledge.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from sayso.addresses import captures_by_page
from sayso.articles.dates import date_key
from sayso.model import Article, DateBasis

__all__ = ["LATE_HOURS", "late_arrivals", "order_of_telling"]

LATE_HOURS = 48
"""A page may be found a day or two after it was put up; later than that its own date has no witness here."""
_UNFOUNDED = frozenset({DateBasis.GUESSED, DateBasis.UNKNOWN})


def late_arrivals(articles: Iterable[Article], first_seen: Mapping[str, str]) -> frozenset[str]:
    """Return the articles whose own date has no witness: first seen long after the date they give, and long after another of these texts.

    >>> pages = [Article(name, name, "", "", published_at="2031-05-01", published_basis=DateBasis.STATED) for name in "ab"]
    >>> late_arrivals(pages, {"a": "2031-05-01T09:00:00+00:00", "b": "2031-06-01T09:00:00+00:00"})
    frozenset({'b'})
    """
    pages = list(articles)
    seen = {article.id: moment for article in pages if (moment := _moment(first_seen.get(article.id)))}
    if not seen:
        return frozenset()
    margin = datetime.timedelta(hours=LATE_HOURS)
    watched_from = min(seen.values())
    late = (article for article in pages if article.id in seen and seen[article.id] > watched_from + margin)
    return frozenset(article.id for article in late if _says_earlier(article, seen[article.id] - margin))


def order_of_telling(articles: Iterable[Article], first_seen: Mapping[str, str]) -> list[Article]:
    """Return the articles of one family, first telling first; those without a founded date come last, then by id.

    Captures of one page that give one date stand together, in the order in which they were seen.

    >>> pages = [Article(name, name, "", "", published_at=day, published_basis=DateBasis.STATED)
    ...          for name, day in (("a", "2031-05-02"), ("b", "2031-05-01"))]
    >>> [page.id for page in order_of_telling(pages, {})]
    ['b', 'a']
    >>> [page.id for page in order_of_telling(pages, {"a": "2031-05-02T09:00:00+00:00", "b": "2031-06-01T09:00:00+00:00"})]
    ['a', 'b']
    """
    pages = list(articles)
    late = late_arrivals(pages, first_seen)
    captures = {page.id: (held[0].id, place) for held in captures_by_page(pages, first_seen).values() for place, page in enumerate(held)}
    return sorted(
        pages,
        key=lambda page: (date_key(_best_date(page, page.id in late, first_seen)), *captures.get(page.id, (page.id, 0)), page.id),
    )


def _best_date(article: Article, late: bool, first_seen: Mapping[str, str]) -> str | None:
    if late:
        return first_seen.get(article.id)
    return None if article.published_basis in _UNFOUNDED else article.published_at


def _says_earlier(article: Article, bound: datetime.datetime) -> bool:
    if article.published_at is None or article.published_basis in _UNFOUNDED:
        return False
    return article.published_at[:10] < bound.date().isoformat()


def _moment(text: str | None) -> datetime.datetime | None:
    try:
        moment = datetime.datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return moment.replace(tzinfo=datetime.UTC) if moment and moment.tzinfo is None else moment
