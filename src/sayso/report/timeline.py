"""A claim's voices along the days on which the public could know: support above the axis, denials and doubts below.

A date keeps its precision: a statement dated `2031-05` lies anywhere in that month and is drawn so. What has no date is listed
apart.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from sayso.model import Sdqc
from sayso.report.index import Index, is_copy, voices
from sayso.report.records import Timeline, TimelineEntry, Voice

__all__ = ["claim_timeline", "day_range"]

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*)?")
_LANES = {Sdqc.SUPPORT: "above", Sdqc.DENY: "below", Sdqc.QUERY: "below", Sdqc.COMMENT: "beside"}


def claim_timeline(index: Index, claim_id: str) -> Timeline:
    """Return the dated and the undated voices of a claim, each dated one with its lane and the days that its date allows.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> index = index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6))
    >>> claim_timeline(index, "claim-1")
    Timeline(dated=(), undated=())
    """
    entries = [_entry(voice, is_copy(index, voice.article.id)) for voice in voices(index, claim_id)]
    dated = sorted((entry for entry in entries if entry.first_day is not None), key=lambda entry: entry.first_day or 0)
    return Timeline(tuple(dated), tuple(entry for entry in entries if entry.first_day is None))


def day_range(text: str | None) -> tuple[int, int] | None:
    """Return the first and last day that an ISO date allows, as proleptic ordinals; None for no date or no such day.

    >>> [date.fromordinal(day).isoformat() for day in day_range("2031-02") or ()]
    ['2031-02-01', '2031-02-28']
    >>> day_range("2031-02/2031-03") == (day_range("2031-02")[0], day_range("2031-03")[1])
    True
    >>> day_range("2031-02-30") is None
    True
    """
    begin, interval, end = (text or "").partition("/")
    if interval:
        first, last = day_range(begin), day_range(end)
        return (first[0], last[1]) if first and last and "/" not in end else None
    found = _DATE.fullmatch(text or "")
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        return _days(year or 0, month, day)
    except ValueError:
        return None


def _days(year: int, month: int | None, day: int | None) -> tuple[int, int]:
    if month is None:
        return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    if day is None:
        first = date(year, month, 1)
        return first.toordinal(), first.replace(day=calendar.monthrange(year, month)[1]).toordinal()
    exact = date(year, month, day).toordinal()
    return exact, exact


def _entry(voice: Voice, copied: bool) -> TimelineEntry:
    days = day_range(voice.date)
    lane = _LANES[voice.stance.sdqc]
    first, last = days or (None, None)
    return TimelineEntry(lane, first, last, copied, voice)
