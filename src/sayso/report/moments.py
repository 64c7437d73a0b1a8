"""The two times of a page and the changes before and after them, so that a reader can step through a claim without guessing dates.

`as of` is when something was published, `known at` when this ledger learned of it. Both are fields of a form and steps to the neighbouring
change; nothing has to be dragged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sayso.errors import UsageError
from sayso.ledger.dates import UNDATED, date_end
from sayso.report.frame import Frame, app_links

__all__ = ["Steps", "TimesBar", "known_moment", "steps", "times_bar"]

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?)?(?:Z|\+00:00)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Steps:
    """The neighbouring changes of one of the two times."""

    previous: str
    """The change before the one that holds; empty for none."""
    following: str
    """The next change; empty for none."""
    last: bool
    """Whether the next change is the last one, so that it can be shown without naming a date."""


def steps(dates: Iterable[str], current: str | None) -> Steps:
    """Return the changes around a date; without a date everything holds, and there is only a way back.

    >>> steps(["2031-05-28", "2031-06-01", "2031-06-04"], None)
    Steps(previous='2031-06-01', following='', last=False)
    >>> steps(["2031-05-28", "2031-06-01", "2031-06-04"], "2031-06-02")
    Steps(previous='2031-05-28', following='2031-06-04', last=True)
    """
    days = sorted({_comparable(date) for date in dates if date != UNDATED})
    bound = _comparable(current) if current else None
    past: Sequence[str] = [day for day in days if bound is None or day <= bound]
    later = days[len(past) :]
    return Steps(past[-2] if len(past) > 1 else "", later[0] if later else "", len(later) == 1)


def _comparable(date: str) -> str:
    return date if "T" in date else date_end(date) or date


def known_moment(text: str | None) -> str | None:
    """Return a moment as the ledger writes moments, in UTC; a day stands for its last second; None for an empty text.

    Raises `UsageError` for what is neither a day nor a moment.

    >>> known_moment("2031-06-05"), known_moment("2031-06-05T08:00"), known_moment("")
    ('2031-06-05T23:59:59+00:00', '2031-06-05T08:00:00+00:00', None)
    """
    if not text:
        return None
    bare = text.strip().replace(" ", "+").removesuffix("Z").removesuffix("+00:00")
    if not _MOMENT.fullmatch(bare) or date_end(bare[:10]) is None:
        raise UsageError(f"{text!r} is not a moment; write 2031-06-05 or 2031-06-05T08:00:00.")
    if "T" not in bare:
        return f"{bare}T23:59:59+00:00"
    return f"{bare}:00+00:00" if len(bare) == len("2031-06-05T08:00") else f"{bare}+00:00"


@dataclass(frozen=True, slots=True)
class TimesBar:
    """The form with the two times, and the addresses of the neighbouring changes."""

    path: str
    """Where the form leads."""
    fields: tuple[tuple[str, str], ...]
    """What else the address holds."""
    as_of: str
    """The day in the first field, or empty."""
    known_at: str
    """The moment in the second field without its zone, or empty."""
    earlier: str
    """Address of the change before by publication; empty for none."""
    later: str
    """Address of the next change by publication."""
    known_earlier: str
    """Address of the moment before at which this ledger learned something."""
    known_later: str
    """Address of the next such moment."""
    now: str
    """Address without either time; empty where neither is set."""


def times_bar(frame: Frame, path: str, fields: Mapping[str, str], dates: Iterable[str], moments: Iterable[str]) -> TimesBar:
    """Return the form of a page: `dates` are those of its changes by publication, `moments` those at which the ledger learned something.

    >>> bar = times_bar(Frame(links=app_links()), "/party", {"name": "Norland"}, ["2031-05-28", "2031-06-01"], [])
    >>> bar.earlier, bar.now
    ('/party?name=Norland&as_of=2031-05-28', '')
    """
    published, known = steps(dates, frame.as_of), steps(frame.moments or moments, frame.known_at)

    def to(as_of: str | None, known_at: str | None) -> str:
        return app_links(as_of, known_at).address(path, **fields)

    return TimesBar(
        path=path,
        fields=tuple(fields.items()),
        as_of=date_end(frame.as_of or "") or "",
        known_at=(frame.known_at or "").removesuffix("+00:00"),
        earlier=to(published.previous, frame.known_at) if published.previous else "",
        later=to(None if published.last else published.following, frame.known_at) if published.following else "",
        known_earlier=to(frame.as_of, known.previous) if known.previous else "",
        known_later=to(frame.as_of, None if known.last else known.following) if known.following else "",
        now=to(None, None) if frame.as_of or frame.known_at else "",
    )
