"""Publication dates that keep their precision, and where they may be read: fields, addresses, datelines.

Nothing here invents a date. A month stays a month; a dateline without a year counts only where the text or address gives the year.
"""

from __future__ import annotations

import re
from calendar import monthrange
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

__all__ = [
    "FieldDate",
    "date_from_dateline",
    "date_from_url",
    "date_key",
    "out_of_bounds",
    "parse_date",
    "parse_written_date",
    "read_field",
]

# Pages on the web are not older; a number outside this range in an address is an article number.
_WEB_YEARS = range(1990, 2100)
_PARTS = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_TIMESTAMP = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d{1,9})?\s?([Zz]|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?", re.ASCII
)
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DAY_FIRST = re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>\d{{4}})(?!\d)", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"(?<![^\W\d_]){_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)", re.IGNORECASE)
# 30.05.2025, 5/30/2025: which figure is the day is told only where one of them is above twelve. 2025/05/30 is never in doubt.
_FIGURES = re.compile(r"(?<![\d/.-])(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?![\d/-]|\.\d)")
_YEAR_FIRST = re.compile(r"(?<![\d/.-])(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?![\d/-]|\.\d)")
_URL_DATES = (
    re.compile(r"/(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?=[/_.-]|$)"),
    re.compile(r"(?<![\d])(\d{4})-(\d{2})-(\d{2})(?!\d)"),
    re.compile(r"/(\d{4})(\d{2})(\d{2})(?=[/_.-]|$)"),
    re.compile(r"/(\d{4})/(\d{1,2})(?=/|$)"),
)
_URL_MONTH = re.compile(r"/(\d{4})/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}/(\d{1,2})(?=/|$)", re.IGNORECASE)
_DATELINE = re.compile(
    rf"\A\s*[^\W\d_][^\n\d:;!?]{{1,60}}?[,:(]\s*(?:(?P<other>\d{{1,2}})\s+)?{_MONTH}(?:\s+(?P<day>\d{{1,2}}))?"
    r"(?:,?\s+(?P<year>\d{4}))?\s*(?:\)|\(|\[|[-–—:]|,\s*\()",
)
_YEAR = re.compile(r"(?<![\d.,/$€£-])((?:19|20)\d{2})(?![\d%]|s\b|[.,]\d|’s)")
_DATELINE_REACH = 200


def parse_date(value: str) -> str | None:
    """Return an ISO date with the precision it was given, or None where it is not one.

    A time of day is kept only with its zone; without one the day is kept, since the hour could not be placed.

    >>> parse_date("2025-05"), parse_date("2025-05-30T09:00:00Z"), parse_date("2025-02-30")
    ('2025-05', '2025-05-30T09:00:00+00:00', None)
    """
    text = value.strip()
    if parts := _PARTS.fullmatch(text):
        return _calendar_date(*parts.groups())
    stamp = _TIMESTAMP.fullmatch(text)
    if not stamp:
        return None
    day, time, zone = stamp.groups()
    if zone:
        return _timestamp(day, time, zone)
    return day if _timestamp(day, time, "Z") else None


def parse_written_date(value: str) -> str | None:
    """Return the ISO date of a field in any usual form: ISO, mail date, or a day, month name and year in English.

    >>> parse_written_date("Friday, May 30, 2025"), parse_written_date("Fri, 30 May 2025 09:00:00 +0500")
    ('2025-05-30', '2025-05-30T09:00:00+05:00')
    """
    text = value.strip()[:100]
    return parse_date(text) or _mail_date(text) or _named_month_date(text)


@dataclass(frozen=True, slots=True)
class FieldDate:
    """What a date field holds."""

    date: str | None
    """The ISO date, where one can be told."""
    trouble: str = ""
    """Why there is none although the field names one: `ambiguous`, `before 1990` or `in the future`."""


def read_field(value: str, captured_at: str | None = None) -> FieldDate:
    """Return the date of a page's own field, or why it cannot be taken; `captured_at` is when the page was got, if that is known.

    A day in figures alone is taken only where they can be read one way. Pages of the web are not older than 1990, and none was got before
    it was published; a day is allowed for zones.

    >>> read_field("30/05/2025").date, read_field("03/04/2025").trouble, read_field("1970-01-01").trouble
    ('2025-05-30', 'ambiguous', 'before 1990')
    >>> read_field("2031-06-02", captured_at="2031-05-30T09:00:00+00:00")
    FieldDate(date=None, trouble='in the future')
    """
    found = parse_written_date(value)
    if found is None:
        figures = _date_in_figures(value.strip()[:100])
        if figures.date is None:
            return figures
        found = figures.date
    trouble = out_of_bounds(found, captured_at)
    return FieldDate(None, trouble) if trouble else FieldDate(found)


def out_of_bounds(found: str, captured_at: str | None = None) -> str:
    """Return why an ISO date cannot be a page's own, or nothing.

    >>> out_of_bounds("1889-05-30"), out_of_bounds("2025-05-30")
    ('before 1990', '')
    """
    year = int(found[:4])
    if year < _WEB_YEARS.start:
        return f"before {_WEB_YEARS.start}"
    bound = _day_after(captured_at)
    return "in the future" if year >= _WEB_YEARS.stop or (bound and found[:10] > bound[: len(found[:10])]) else ""


def date_from_url(url: str | None) -> str | None:
    """Return the date in the path of an address, to the day or the month, or None.

    >>> date_from_url("https://gazette.example/2025/05/30/harbour"), date_from_url("https://gazette.example/2025/05/harbour")
    ('2025-05-30', '2025-05')
    """
    path = _path(url or "")
    if named := _URL_MONTH.search(path):
        year, name, day = named.groups()
        return _web_date(year, f"{_month_number(name):02}", day)
    for pattern in _URL_DATES:
        for match in pattern.finditer(path):
            if found := _web_date(*match.groups()):
                return found
    return None


def date_from_dateline(text: str, url: str | None = None) -> str | None:
    """Return the day named in the dateline that opens a text, such as `Oster, May 30 (Norland Wire)`, or None.

    Without a year in the dateline, the address must give it, or the text must name one year only.

    >>> date_from_dateline("Oster, May 30 (Norland Wire) The talks of 2025 ended.")
    '2025-05-30'
    >>> date_from_dateline("Oster, May 30 (Norland Wire) The talks ended.") is None
    True
    """
    match = _DATELINE.match(text[:_DATELINE_REACH])
    day = match and (match["day"] or match["other"])
    if not match or not day:
        return None
    year = match["year"] or _only_year(text, url)
    return _calendar_date(year, f"{_month_number(match['month']):02}", f"{int(day):02}") if year else None


def date_key(published_at: str | None) -> tuple[int, ...]:
    """Return a key that sorts dates by the latest moment they allow, so that `2025-05` never precedes `2025-05-30`.

    Unknown dates sort last. Days without a zone are taken in UTC.

    >>> sorted(["2025", "2025-05-30", "2025-05-30T09:00:00+00:00"], key=date_key)
    ['2025-05-30T09:00:00+00:00', '2025-05-30', '2025']
    """
    known = parse_date(published_at) if published_at else None
    if known is None:
        return (1,)
    if len(known) > 10:
        moment = datetime.fromisoformat(known)
        return (0, *_utc_parts(moment))
    year, month, day = (*(int(part) for part in known.split("-")), 0, 0)[:3]
    month = month or 12
    return (0, year, month, day or monthrange(year, month)[1], 23, 59, 60)


def _date_in_figures(text: str) -> FieldDate:
    """Return the day that figures alone give, or that they can be read two ways."""
    if match := _YEAR_FIRST.search(text):
        year, month, day = match.groups()
        return FieldDate(_calendar_date(year, f"{int(month):02}", f"{int(day):02}"))
    match = _FIGURES.search(text)
    if not match:
        return FieldDate(None)
    one, other, year = int(match[1]), int(match[3]), match[4]
    readings = {_calendar_date(year, f"{month:02}", f"{day:02}") for day, month in ((one, other), (other, one))} - {None}
    return FieldDate(readings.pop()) if len(readings) == 1 else FieldDate(None, "ambiguous" if readings else "")


def _day_after(moment: str | None) -> str:
    """Return the day after a moment, or nothing where it is not one."""
    try:
        return (date.fromisoformat(moment[:10]) + timedelta(days=1)).isoformat() if moment else ""
    except (ValueError, OverflowError):
        return ""


def _utc_parts(moment: datetime) -> tuple[int, ...]:
    """Return year to second in UTC; at the ends of the calendar, as written."""
    with suppress(OverflowError):
        moment = moment.astimezone(UTC)
    return moment.timetuple()[:6]


def _calendar_date(year: str, month: str | None = None, day: str | None = None) -> str | None:
    """Return the date if the calendar has it."""
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join(part for part in (year, month, day) if part)


def _timestamp(day: str, time: str, zone: str) -> str | None:
    """Return the moment in full, its zone as a figure."""
    offset = "+00:00" if zone.upper() in {"Z", "UTC", "GMT"} else zone
    try:
        return datetime.fromisoformat(f"{day}T{time}{offset}").isoformat()
    except ValueError:
        return None


def _mail_date(text: str) -> str | None:
    """Return the moment of a mail date that states its zone."""
    try:
        moment = parsedate_to_datetime(text)
        return moment.isoformat() if moment.tzinfo and moment.year in _WEB_YEARS else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _named_month_date(text: str) -> str | None:
    """Return the day of a date with an English month name."""
    match = _MONTH_FIRST.search(text) or _DAY_FIRST.search(text)
    if not match:
        return None
    return _calendar_date(match["year"], f"{_month_number(match['month']):02}", f"{int(match['day']):02}")


def _month_number(name: str) -> int:
    """Return 1 to 12 for an English month name."""
    return _MONTH_NAMES.index(name[:3].lower()) + 1


def _path(url: str) -> str:
    """Return the path of an address, or nothing where it is not one."""
    try:
        return urlsplit(url).path[:1000]
    except ValueError:
        return ""


def _web_date(year: str, month: str, day: str | None = None) -> str | None:
    """Return the date if it lies in the years of the web."""
    if int(year) not in _WEB_YEARS:
        return None
    return _calendar_date(year, f"{int(month):02}", f"{int(day):02}" if day else None)


def _only_year(text: str, url: str | None) -> str | None:
    """Return the year in the address, or the one year that the text names."""
    if stated := date_from_url(url):
        return stated[:4]
    years = sorted(set(_YEAR.findall(text[:20000])))
    return years[0] if len(years) == 1 else None
