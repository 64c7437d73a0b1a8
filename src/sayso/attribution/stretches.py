"""Stretches of days and the little calendar arithmetic that news dates need.

A stretch keeps how precise its words were, so that `in May` never becomes a day. A result that the calendar does not have, or that
needs a finer starting point than is known, is None.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = [
    "DAY",
    "MONTH",
    "YEAR",
    "Stretch",
    "beside",
    "closing",
    "day",
    "decade",
    "iso",
    "month",
    "nearest",
    "part",
    "published_on",
    "reach",
    "season",
    "to_end",
    "weekday",
    "weekend",
    "year",
]

DAY, MONTH, YEAR = 10, 7, 4
"""How precise a date is: the length of its ISO form."""
_NEEDED = {"day": DAY, "week": DAY, "fortnight": DAY, "month": MONTH, "year": YEAR, "decade": YEAR}
_MONTHS = {"month": 1, "year": 12, "decade": 120}
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_PUBLISHED = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:[Tt ].*)?)?)?", re.DOTALL)
# Thirds of a month, a year and a decade; no style guide defines `early` and `late`, and thirds are what readers assume.
_PARTS = {
    DAY: {"early": (1, 10), "mid": (11, 20), "late": (21, 31)},
    MONTH: {"early": (1, 4), "mid": (5, 8), "late": (9, 12)},
    YEAR: {"early": (0, 3), "mid": (4, 6), "late": (7, 9)},
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """All days from one to another, and how precisely they were told."""

    first: date
    """The first day."""
    last: date
    """The last day, included."""
    grain: int
    """`DAY`, `MONTH` or `YEAR`."""


def iso(stretch: Stretch) -> str:
    """Return the ISO 8601 form, a closed interval where the stretch is more than one day, month or year.

    >>> iso(year(2031)), iso(Stretch(date(2031, 5, 1), date(2031, 5, 13), DAY))
    ('2031', '2031-05-01/2031-05-13')
    """
    first, last = stretch.first.isoformat()[: stretch.grain], stretch.last.isoformat()[: stretch.grain]
    return first if first == last else f"{first}/{last}"


def day(value: date) -> Stretch:
    """Return one day.

    >>> iso(day(date(2031, 5, 14)))
    '2031-05-14'
    """
    return Stretch(value, value, DAY)


def month(year: int, number: int) -> Stretch:
    """Return one month; numbers beyond 12 or below 1 run into the next year or the one before.

    >>> iso(month(2031, 5)), iso(month(2031, 0))
    ('2031-05', '2030-12')
    """
    years, index = divmod(number - 1, 12)
    first = date(year + years, index + 1, 1)
    return Stretch(first, first.replace(day=monthrange(first.year, first.month)[1]), MONTH)


def year(number: int) -> Stretch:
    """Return one year.

    >>> iso(year(1984))
    '1984'
    """
    return Stretch(date(number, 1, 1), date(number, 12, 31), YEAR)


def decade(number: int) -> Stretch:
    """Return the ten years that begin with a year.

    >>> iso(decade(1970))
    '1970/1979'
    """
    return Stretch(date(number, 1, 1), date(number + 9, 12, 31), YEAR)


def season(name: str, number: int) -> Stretch:
    """Return the three months of a season of the northern half of the world; winter begins in December of its year.

    >>> iso(season("summer", 2031)), iso(season("winter", 2031))
    ('2031-06/2031-08', '2031-12/2032-02')
    """
    begin = _SEASONS[name]
    return Stretch(month(number, begin).first, month(number, begin + 2).last, MONTH)


def published_on(value: str | None) -> Stretch | None:
    """Return the stretch of a publication date of any precision; a moment counts as its day, as written.

    >>> [iso(found) for value in ("2031", "2031-05-30T09:00:00+00:00", "May") if (found := published_on(value))]
    ['2031', '2031-05-30']
    """
    parts = _PUBLISHED.fullmatch(value or "")
    if not parts:
        return None
    numbers = [int(group) for group in parts.groups() if group]
    try:
        if len(numbers) == 1:
            return year(numbers[0])
        named = date(numbers[0], numbers[1], (*numbers, 1)[2])
    except ValueError:
        return None
    return day(named) if len(numbers) == 3 else month(named.year, named.month)


def beside(anchor: Stretch, steps: int, unit: str) -> Stretch | None:
    """Return the day, calendar week, month or year that lies so many steps after the anchor, before it where negative.

    >>> today = day(date(2031, 5, 14))
    >>> [iso(found) for unit in ("day", "week", "month", "year") if (found := beside(today, -1, unit))]
    ['2031-05-13', '2031-05-05/2031-05-11', '2031-04', '2030']
    """
    if anchor.grain < _NEEDED[unit] or unit in ("decade", "fortnight"):
        return None
    edge = anchor.last if steps > 0 else anchor.first
    if unit == "day":
        return day(edge + timedelta(steps))
    if unit == "week":
        monday = edge + timedelta(7 * steps - edge.weekday())
        return Stretch(monday, monday + timedelta(6), DAY)
    return month(edge.year, edge.month + steps) if unit == "month" else year(edge.year + steps)


def reach(anchor: Stretch, steps: int, unit: str) -> Stretch | None:
    """Return all from so many units before the anchor up to it, or from it to so many units after it.

    >>> today = day(date(2031, 5, 14))
    >>> [iso(found) for steps, unit in ((-5, "year"), (-2, "week"), (30, "day")) if (found := reach(today, steps, unit))]
    ['2026/2031', '2031-04-30/2031-05-14', '2031-05-14/2031-06-13']
    """
    grain = min(_NEEDED[unit], anchor.grain)
    if anchor.grain < _NEEDED[unit]:
        return None
    if unit in _DAYS:
        first, last = sorted((anchor.first, anchor.last + timedelta(steps * _DAYS[unit])))
        return Stretch(first, last, grain)
    other = month(anchor.first.year, anchor.first.month + steps * _MONTHS[unit])
    return Stretch(other.first, anchor.last, grain) if steps < 0 else Stretch(anchor.first, other.last, grain)


def nearest(choices: list[Stretch], published: Stretch, future: bool) -> Stretch | None:
    """Return the choice nearest to publication, the earlier of two as near; with `future` the first that is not over by then.

    >>> iso(nearest([month(2030, 5), month(2031, 5)], day(date(2031, 1, 9)), future=False))
    '2031-05'
    """
    if future:
        return min((choice for choice in choices if choice.last >= published.first), key=lambda choice: choice.first, default=None)
    return min(choices, key=lambda choice: (abs((choice.first - published.first).days), choice.first), default=None)


def weekday(anchor: Stretch, number: int, which: str) -> Stretch | None:
    """Return the day with that number, Monday 0: the `last` before the anchor, the `next` after it, `past` or `coming` with it.

    >>> wednesday = day(date(2031, 5, 14))
    >>> [iso(found) for which in ("last", "past", "next") if (found := weekday(wednesday, 2, which))]
    ['2031-05-07', '2031-05-14', '2031-05-21']
    """
    if anchor.grain < DAY:
        return None
    if which in ("last", "past"):
        back = (anchor.first.weekday() - number) % 7
        return day(anchor.first - timedelta(back or (7 if which == "last" else 0)))
    ahead = (number - anchor.last.weekday()) % 7
    return day(anchor.last + timedelta(ahead or (7 if which == "next" else 0)))


def weekend(anchor: Stretch, which: str) -> Stretch | None:
    """Return Saturday and Sunday: the `last` before the anchor, the `next` after it, `past` or `coming` with the one it lies in.

    >>> [iso(found) for which in ("past", "coming") if (found := weekend(day(date(2031, 5, 14)), which))]
    ['2031-05-10/2031-05-11', '2031-05-17/2031-05-18']
    """
    if anchor.grain < DAY:
        return None
    inside = anchor.first.weekday() >= 5
    saturday = anchor.first + timedelta(5 - anchor.first.weekday())
    back = which in ("last", "past") and not (inside and which == "past")
    ahead = which == "next" and inside
    saturday += timedelta(7 * ahead - 7 * back)
    return Stretch(saturday, saturday + timedelta(1), DAY)


def part(whole: Stretch, name: str) -> Stretch | None:
    """Return the `early`, `mid` or `late` third of a month, year or decade; None for anything else.

    >>> iso(part(month(2031, 5), "mid")), iso(part(decade(1990), "late")), part(day(date(2031, 5, 1)), "early")
    ('2031-05-11/2031-05-20', '1997/1999', None)
    """
    length = (whole.last - whole.first).days
    if whole.grain == MONTH and length < 31:
        begin, end = _PARTS[DAY][name]
        return Stretch(whole.first.replace(day=begin), whole.first.replace(day=min(end, whole.last.day)), DAY)
    if whole.grain == YEAR and length < 366:
        begin, end = _PARTS[MONTH][name]
        return Stretch(month(whole.first.year, begin).first, month(whole.first.year, end).last, MONTH)
    if whole.grain == YEAR and whole.last.year - whole.first.year == 9:
        begin, end = _PARTS[YEAR][name]
        return Stretch(year(whole.first.year + begin).first, year(whole.first.year + end).last, YEAR)
    return None


def closing(whole: Stretch) -> Stretch:
    """Return the last day, month or year of a stretch, by how precisely it was told.

    >>> iso(closing(decade(1970))), iso(closing(Stretch(date(2031, 5, 1), date(2031, 5, 13), DAY)))
    ('1979', '2031-05-13')
    """
    if whole.grain == YEAR:
        return year(whole.last.year)
    return month(whole.last.year, whole.last.month) if whole.grain == MONTH else day(whole.last)


def to_end(first: Stretch, last: Stretch) -> Stretch | None:
    """Return all from the beginning of one to the end of the other, as precise as the finer; None where that runs backwards.

    >>> iso(to_end(year(2029), day(date(2031, 5, 14))))
    '2029-01-01/2031-05-14'
    """
    return Stretch(first.first, last.last, max(first.grain, last.grain)) if first.first <= last.last else None
