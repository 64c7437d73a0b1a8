"""Dates that the words give: days, months, years, decades, seasons and quarters, with or without their year.

A month or year on its own counts only after a word that makes it a time, as in `since May`: `May` is also a name and a verb, and most
numbers of four digits are no years. A day or month without its year is the nearest one to publication.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

from sayso.attribution.stretches import MONTH, Stretch, day, decade, month, nearest, part, season, to_end, year
from sayso.attribution.times_words import (
    DAY_NAME,
    END,
    EVENTS,
    MONTH_KEYS,
    MONTH_NAME,
    MONTHS,
    ORDINALS,
    WEEKDAYS,
    YEAR_NUMBER,
    Fits,
    Read,
    Rule,
    after,
    before,
    compile_words,
    counted,
    one_of,
)
from sayso.model import WhenBasis

__all__ = ["RULES"]

_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_OTHER = r"(?P<other>[0-9]{1,2})(?:st|nd|rd|th)?"
_TO = r"(?:[-–]| to | through | until )"
_WEEKDAY = rf"(?:{DAY_NAME}(?:,| the|, the)? )?"
_SEASON = r"(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
_NO_UNIT = r"(?! (?:million|billion|trillion|thousand|percent|per cent|points?|people|others)\b)"

_DAY_WORDS = " ".join(sorted({word.split("-")[0] for word in ORDINALS}))
_MONTHS = " ".join(sorted(MONTH_KEYS))
_KEYS_OF_DATE = f"{_MONTHS} {' '.join(WEEKDAYS)}"

# After these words a month or year is nearly always a time.
_LICENCE = re.compile(
    r"\b(?:in|since|until|till|during|early|mid|late|circa|as of|as early as|as late as|back to|dating to|dates to)[\s-]$", re.IGNORECASE
)
# After these it may also be the one who acts, or a quantity: `by May`, `from 2000`.
_WEAK_LICENCE = re.compile(r"\b(?:by|before|after|from|through)\s$", re.IGNORECASE)
_TIME_GOES_ON = re.compile(
    r"\s{0,2}(?:[^\w\s’']|$)|\s(?:and|or|until|when|with|but|that|for|in|on|at|as|after|before|because|while|he|she|it|they|we|the|a"
    r"|an|his|her|its|their|this|there|will|would|had|has|have|was|were|is|are|if|onwards?|over|under|through|about)\b"
)
_LICENCE_LENGTH = 14
"""As long as `as early as` with the spaces around it."""
_NAME_GOES_ON = re.compile(r"\s[0-9]|['’]s\b|\s[A-Z][\w’-]*['’]s\b|\s(?:Fools|Madness|Day|Revolution)\b")
_PERSONS = frozenset({"apr", "aug", "jun", "mar", "may"})
_OWNER = re.compile(r"\b(?:an?|the|his|her|its|their|this|that|our|my)\s$", re.IGNORECASE)
_OTHER_YEAR = re.compile(r"\b(?:fiscal|financial|school|model|tax)\s$", re.IGNORECASE)
_NAMED_EVENT = re.compile(r",?\s(?:terror|attack|hijack|memorial|famil|Commission|victim)")


def _month(match: re.Match[str]) -> int:
    return MONTHS[match["month"][:3].lower()]


def _number(match: re.Match[str]) -> int:
    return ORDINALS.get(match["day"].lower()) or int(match["day"])


def _to_other(first: Stretch, match: re.Match[str]) -> Stretch | None:
    """The day itself, or all days to the other one of the same month."""
    other = match.groupdict().get("other")
    return to_end(first, day(first.first.replace(day=int(other)))) if other else first


def _full(match: re.Match[str], _anchor: Stretch, _future: bool) -> Stretch | None:
    return _to_other(day(date(int(match["year"]), _month(match), _number(match))), match)


def _yearless(match: re.Match[str], published: Stretch, future: bool) -> Stretch | None:
    """A day without its year: the nearest one that the calendar has."""
    if published.grain < MONTH:
        return None
    near = 8 if (_month(match), _number(match)) == (2, 29) else 1
    choices: list[Stretch] = []
    for number in range(published.first.year - near, published.first.year + near + 1):
        with suppress(ValueError):
            choices.append(day(date(number, _month(match), _number(match))))
    found = nearest(choices, published, future)
    return _to_other(found, match) if found else None


def _figures(match: re.Match[str], _anchor: Stretch, _future: bool) -> Stretch | None:
    """A date in figures, if only one order of day and month makes a date."""
    one, two = int(match["one"]), int(match["two"])
    if max(one, two) < 13 and one != two:
        return None
    return day(date(int(match["year"]), min(one, two), max(one, two)))


def _iso_day(match: re.Match[str], _anchor: Stretch, _future: bool) -> Stretch | None:
    return day(date(int(match["year"]), int(match["one"]), int(match["two"])))


def _month_of_year(match: re.Match[str], _anchor: Stretch, _future: bool) -> Stretch | None:
    return month(int(match["year"]), _month(match))


def _bare_month(match: re.Match[str], published: Stretch, future: bool) -> Stretch | None:
    if published.grain < MONTH:
        return None
    years = range(published.first.year - 1, published.first.year + 2)
    return nearest([month(number, _month(match)) for number in years], published, future)


def _which_month(match: re.Match[str], published: Stretch, _future: bool) -> Stretch | None:
    """`last May` is over before the month of publication, `next May` begins after it."""
    if published.grain < MONTH:
        return None
    number, now = _month(match), published.first.month
    step = {"last": -(number >= now), "next": int(number <= now)}.get(match["which"].lower(), 0)
    return month(published.first.year + step, number)


def _bare_year(match: re.Match[str], _anchor: Stretch, _future: bool) -> Stretch | None:
    return year(int(match["year"]))


def _years(match: re.Match[str], _anchor: Stretch, _future: bool) -> Stretch | None:
    other = match["other"]
    return to_end(year(int(match["year"])), year(int(match["year"][: 4 - len(other)] + other)))


def _decade(match: re.Match[str], _anchor: Stretch, _future: bool) -> Stretch | None:
    whole = decade(int(match["year"] or f"19{match['short']}"))
    return part(whole, match["part"].lower()) if match["part"] else whole


def _season(match: re.Match[str], _anchor: Stretch, _future: bool) -> Stretch | None:
    return season(match["season"].lower(), int(match["year"]))


def _quarter(match: re.Match[str], _anchor: Stretch, _future: bool) -> Stretch | None:
    """A quarter or half of a year."""
    length = 3 if match["kind"] in ("quarter", "Q") else 6
    name = match["rank"].lower()
    number = 12 // length if name in ("last", "final") else int(name) if name.isdigit() else ORDINALS[name]
    if number * length > 12:
        return None
    begin, end = (number - 1) * length + 1, number * length
    return Stretch(month(int(match["year"]), begin).first, month(int(match["year"]), end).last, MONTH)


def _is_month(match: re.Match[str]) -> bool:
    """A month on its own needs a word before it that makes it a time; `by May` may be the work of somebody called May."""
    earlier, later = before(match, _LICENCE_LENGTH), after(match)
    if _NAME_GOES_ON.match(later):
        return False
    if _LICENCE.search(earlier):
        return True
    if _WEAK_LICENCE.search(earlier):
        return bool(_TIME_GOES_ON.match(later)) or match["month"][:3].lower() not in _PERSONS
    return bool(_OWNER.search(earlier)) and bool(EVENTS.match(later))


def _is_year(match: re.Match[str]) -> bool:
    """A year on its own needs a word before it that makes it a time, and nothing after it that is counted."""
    earlier, later = before(match, _LICENCE_LENGTH), after(match)
    if counted(match):
        return False
    if _LICENCE.search(earlier):
        return True
    if _WEAK_LICENCE.search(earlier):
        return int(match["year"]) >= 1800 and bool(_TIME_GOES_ON.match(later))
    return bool(_OWNER.search(earlier)) and bool(EVENTS.match(later))


def _is_day(match: re.Match[str]) -> bool:
    """Not the `September 11 attacks`, which is a name and tells no year."""
    return not _NAMED_EVENT.match(after(match))


def _has_a_year(match: re.Match[str]) -> bool:
    """Not `the 14 May 2031 people`."""
    return not counted(match)


def _is_calendar_year(match: re.Match[str]) -> bool:
    """Not `fiscal year 2031`."""
    return not _OTHER_YEAR.search(before(match))


def _rule(keys: str, pattern: str, read: Read, fits: Fits | None = None, *, stated: bool = True, bare: bool = False) -> Rule:
    """A row of the table: with `stated` the words give the year."""
    basis = WhenBasis.STATED if stated else WhenBasis.PUBLICATION
    return Rule(frozenset(keys.split()), compile_words(pattern), read, basis, fits, bare)


_MONTH_DAY = rf"{_WEEKDAY}{MONTH_NAME} {_DAY}"
_DAY_MONTH = rf"{_DAY}(?: of)? {MONTH_NAME}"
_WORD_DAY = rf"(?P<day>{one_of(ORDINALS)})(?: of)? {MONTH_NAME}"
_OF_YEAR = rf"(?:,|,? of)? {YEAR_NUMBER}"
_RANK = r"(?P<rank>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ll]ast|[Ff]inal)(?:[ -])(?P<kind>quarter|half)"

RULES = (
    _rule("0", r"(?P<year>[0-9]{4})-(?P<one>[0-9]{2})-(?P<two>[0-9]{2})(?:T[0-9:]{5,8}(?:Z|[+-][0-9:]{4,6})?)?(?![\w/-])", _iso_day),
    _rule("0", r"(?P<one>[0-9]{1,2})(?P<mark>[/.])(?P<two>[0-9]{1,2})(?P=mark)(?P<year>[12][0-9]{3})(?![\w/]|[.,]\w)", _figures),
    _rule("0", rf"{_DAY}{_TO}{_OTHER}(?: of)? {MONTH_NAME}{_OF_YEAR}", _full, _has_a_year),
    _rule("0", rf"{_DAY}{_TO}{_OTHER}(?: of)? {MONTH_NAME}", _yearless, stated=False),
    _rule("from between", rf"(?:[Ff]rom|[Bb]etween) {_DAY}(?:{_TO}| and ){_OTHER}(?: of)? {MONTH_NAME}{_OF_YEAR}", _full, _has_a_year),
    _rule("from between", rf"(?:[Ff]rom|[Bb]etween) {_DAY}(?:{_TO}| and ){_OTHER}(?: of)? {MONTH_NAME}", _yearless, stated=False),
    _rule("between", rf"[Bb]etween {MONTH_NAME} {_DAY} and {_OTHER}{_OF_YEAR}", _full, _has_a_year),
    _rule("between", rf"[Bb]etween {MONTH_NAME} {_DAY} and {_OTHER}{END}{_NO_UNIT}", _yearless, stated=False),
    _rule("0", _DAY_MONTH + _OF_YEAR, _full, _has_a_year),
    _rule("0", _DAY_MONTH, _yearless, _is_day, stated=False),
    _rule(" ".join(WEEKDAYS), rf"{_WEEKDAY}{_DAY_MONTH}{_OF_YEAR}", _full, _has_a_year),
    _rule(" ".join(WEEKDAYS), _WEEKDAY + _DAY_MONTH, _yearless, stated=False),
    _rule(_DAY_WORDS, _WORD_DAY + _OF_YEAR, _full, _has_a_year),
    _rule(_DAY_WORDS, _WORD_DAY, _yearless, stated=False),
    _rule(_KEYS_OF_DATE, rf"{_MONTH_DAY}{_TO}{_OTHER}{_OF_YEAR}", _full, _has_a_year),
    _rule(_KEYS_OF_DATE, rf"{_MONTH_DAY}{_TO}{_OTHER}{END}{_NO_UNIT}", _yearless, stated=False),
    _rule(_KEYS_OF_DATE, rf"{_MONTH_DAY}{_OF_YEAR}", _full, _has_a_year),
    _rule(_KEYS_OF_DATE, rf"{_MONTH_DAY}{END}{_NO_UNIT}", _yearless, _is_day, stated=False),
    _rule(_MONTHS, MONTH_NAME + _OF_YEAR, _month_of_year, _has_a_year),
    _rule(_MONTHS, MONTH_NAME, _bare_month, _is_month, stated=False, bare=True),
    _rule("last this next", rf"(?P<which>[Ll]ast|[Tt]his|[Nn]ext) {MONTH_NAME}(?! [A-Z0-9])", _which_month, stated=False),
    _rule("0", r"(?P<year>(?:1[4-9]|2[01])[0-9]{2})[-–/](?P<other>[0-9]{4}|[0-9]{2})(?![\w/-]|[.,]\w)", _years, _is_year, bare=True),
    _rule("0", YEAR_NUMBER, _bare_year, _is_year, bare=True),
    _rule("year", rf"[Yy]ear {YEAR_NUMBER}", _bare_year, _is_calendar_year),
    _rule(
        "the early mid late 0",
        r"(?:[Tt]he )?(?:(?P<part>[Ee]arly|[Mm]id|[Ll]ate)[ -](?:to[ -]late[ -])?)?"
        r"(?:(?P<year>(?:1[4-9]|20)[0-9]0)['’]?|['’‘](?P<short>[1-9]0))s(?![\w-])",
        _decade,
        lambda match: not match.group()[0].isdigit() or bool(_LICENCE.search(before(match))),
        bare=True,
    ),
    _rule("the spring summer autumn fall winter", rf"(?:[Tt]he )?{_SEASON}(?:,? of|,)? {YEAR_NUMBER}", _season, _has_a_year),
    _rule("the first second third fourth last final", rf"(?:[Tt]he )?{_RANK}(?:,? of|,)? {YEAR_NUMBER}", _quarter),
    _rule("q1 q2 q3 q4 q h1 h2 h", rf"(?P<kind>[QH])(?P<rank>[1-4])(?:,? of|,)? {YEAR_NUMBER}", _quarter),
)
"""In order: the first rule that matches at a place reads it."""
