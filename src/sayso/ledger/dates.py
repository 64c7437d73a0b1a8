"""When the public could know: partial dates compared by their end, and what to do with pages that carry no date.

`2025-05` is known by 2025-05-31, so it never counts as earlier than it may have been. A date that was guessed, or whose basis is unknown,
orders nothing. A page without a well-founded date is taken as public by the end of the pile: the latest well-founded date of any article
in the ledger. Tried instead: from the first date on (it let pages of unknown age overturn the first days of a story) and never
(it lost half of a scraped pile). It never decides whose voice is the latest.
"""

from __future__ import annotations

import calendar
import datetime
import functools
import re
from collections.abc import Iterable

from sayso.model import Article, DateBasis, Standing

__all__ = ["UNDATED", "date_end", "is_public", "known_by", "latest_by", "moment_of", "pile_end"]

UNDATED = "undated"
"""Stands for the date of a ledger in which no article has a well-founded date; it sorts after every date."""

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:T|$)", re.ASCII)
_UNFOUNDED = frozenset({DateBasis.GUESSED, DateBasis.UNKNOWN})


@functools.lru_cache(maxsize=1 << 16)
def date_end(date: str) -> str | None:
    """Return the last day that a partial date may mean, as `YYYY-MM-DD`; None for what is not a date.

    >>> date_end("2025-05"), date_end("2025"), date_end("2025-05-30T09:00:00+00:00"), date_end("2025-13")
    ('2025-05-31', '2025-12-31', '2025-05-30', None)
    """
    found = _PARTIAL.match(date)
    if found is None:
        return None
    year, month = int(found[1]), int(found[2] or 12)
    if not 1 <= month <= 12 or year == 0:
        return None
    last = calendar.monthrange(year, month)[1]
    day = int(found[3] or last)
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= day <= last else None


def known_by(article: Article) -> str | None:
    """Return the day by which the article was public, or None where no well-founded date says so.

    >>> known_by(Article("a", "a", "", "", published_at="2025-05", published_basis=DateBasis.STATED))
    '2025-05-31'
    >>> known_by(Article("a", "a", "", "", published_at="2025-05", published_basis=DateBasis.GUESSED)) is None
    True
    """
    if article.published_at is None or article.published_basis in _UNFOUNDED:
        return None
    return date_end(article.published_at)


def pile_end(articles: Iterable[Article]) -> str | None:
    """Return the latest well-founded day of any article, or None where there is none.

    >>> pile_end([Article("a", "a", "", "", published_at="2025-05-30", published_basis=DateBasis.STATED), Article("b", "b", "", "")])
    '2025-05-30'
    """
    return max((day for day in map(known_by, articles) if day), default=None)


def is_public(day: str | None, as_of: str, end: str | None) -> bool:
    """Return whether something known by `day` counts on the day `as_of`, in a pile that ends on `end`.

    >>> is_public("2025-05-30", "2025-05-31", "2025-07-01"), is_public(None, "2025-05-31", "2025-07-01")
    (True, False)
    >>> is_public(None, "2025-07-01", "2025-07-01"), is_public(None, "2025-07-01", None)
    (True, True)
    """
    bound = day or end
    return bound is None or bound <= (date_end(as_of) or UNDATED)


def latest_by(history: Iterable[Standing], as_of: str | None) -> Standing | None:
    """Return the latest standing that counts by the date `as_of`, by any date for None; None where there is none.

    A partial date stands for its last day, so `2031-05` means all of May and `2031-05-29` all of that day. The standing of a ledger
    without any date counts on every date, as its pages do.

    >>> from sayso.model import StandingState
    >>> may = Standing("c", "2031-05-29", "unsupported", "unchallenged", StandingState.REPORTED, "", "", "")
    >>> [latest_by([may], date) is may for date in ("2031-05-28", "2031-05-29", "2031-05", "2031-04", None)]
    [False, True, True, False, True]
    """
    found = [standing for standing in history if as_of is None or is_public(_day(standing.published_by), as_of, None)]
    return max(found, key=lambda standing: _day(standing.published_by) or UNDATED, default=None)


def _day(published_by: str) -> str | None:
    return None if published_by == UNDATED else date_end(published_by)


def moment_of(text: str) -> str:
    """Return the last instant that a date or time may mean, in UTC and in the form in which moments of recording compare.

    >>> moment_of("2031-05"), moment_of("2031-05-29T10:00:00+02:00")
    ('2031-05-31T23:59:59.999999+00:00', '2031-05-29T08:00:00.999999+00:00')
    """
    if "T" not in text:
        return f"{date_end(text) or text}T23:59:59.999999+00:00"
    moment = datetime.datetime.fromisoformat(text)
    known = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    minute_only = len(text.split("T")[1].split("+", maxsplit=1)[0].split("-", maxsplit=1)[0].rstrip("Z")) <= len("10:00")
    last = known.replace(second=59 if minute_only else known.second, microsecond=known.microsecond or 999999)
    return last.astimezone(datetime.UTC).isoformat(timespec="microseconds")
