"""Time expressions and the phrases made of them: `since 2029`, `by Friday`, `from May 3 to May 7`, `late May`, `earlier in May`.

A phrase that does not come off leaves its words to be read on their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from sayso.attribution import times_dates, times_relative
from sayso.attribution.stretches import DAY, Stretch, beside, closing, part, to_end, year
from sayso.attribution.times_words import MONTH_KEYS, Rule, compile_words, counted
from sayso.model import WhenBasis

__all__ = ["Context", "Point", "read"]


@dataclass(frozen=True, slots=True)
class Context:
    """What a relative time is read from."""

    text: str
    """The whole text."""
    end: int
    """Where reading stops."""
    published: Stretch | None
    """The publication date."""
    future: bool = False
    """Whether what is told lies ahead."""
    anchor: Stretch | None = None
    """The time told before this one."""


@dataclass(frozen=True, slots=True)
class Point:
    """A time expression and its value."""

    end: int
    """One past its last code point."""
    stretch: Stretch | None
    """Its value; None where the calendar has no such day or nothing is known to read it from."""
    basis: WhenBasis
    """What the value rests on."""


# A figure goes on as a date, a range, a decade or a count of days, or it has the four digits of a year; other figures are not tried.
_FIRST = compile_words(
    r"[A-Za-z]{1,11}(?![A-Za-z])"
    r"|[0-9](?=[0-9]{3}\b|[0-9]{0,3}(?:[-–/.'’s]|(?:st|nd|rd|th)?(?:[-–]| (?:[A-Z]|of|to|through|until|[dwmy][a-z]{2,5}))))"
)
_LINK_WORD = compile_words(
    r"(?:[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]y|[Tt]hrough|[Ff]rom|[Bb]etween) "
    r"(?:(?:about|around|at least|roughly|sometime in) )?(?:the (?=[a-z]*[0-9]))?"
)
_PART = compile_words(
    r"(?:(?P<part>[Ee]arly|[Mm]id|[Ll]ate)(?: in|-to-late)?[ -]|(?:[Tt]he )?(?P<edge>[Bb]eginning|[Ss]tart|[Mm]iddle|[Ee]nd) of )(?:the )?"
)
_EDGES = {"beginning": "early", "start": "early", "middle": "mid", "end": "late"}
_FIGURE_NEXT = compile_words(r"[.,]?(?: of)? [0-9]")
_CURRENT = compile_words(r"(?P<unit>year|month|week)(?![\w-])")
_EARLIER = compile_words(r"(?P<way>[Ee]arlier|[Ll]ater) (?:in|this) (?=[A-Z0-9])")
_AND = compile_words(r" and ")
_TO = compile_words(r"(?: to | through | until | till |[-–])(?:the )?")
_OWNS = re.compile(r"['’]s\b")
_MOVED = re.compile(r"\b(?:mov|postpon|delay|push|shift|reschedul|br(?:ing|ought)|chang)[a-z]{0,5}\b[^.]{0,60}$", re.IGNORECASE)
_FIGURES = frozenset("0123456789")
_NOWHERE = year(2000)
_WORST_LAST = (WhenBasis.STATED, WhenBasis.PUBLICATION, WhenBasis.TEXT)


def read(start: int, context: Context, licensed: bool = False) -> Point | None:
    """Return the time expression that begins exactly at `start`, as long as it goes, or None.

    `licensed` lets a month or year stand that has no word before it which makes it a time.

    >>> from sayso.attribution.stretches import iso, published_on
    >>> found = read(0, Context("since 2029 or so", 16, published_on("2031-05-14")))
    >>> (found.end, iso(found.stretch))
    (10, '2029-01-01/2031-05-14')
    """
    key = _key(start, context)
    phrase = _PHRASES.get(key)
    if found := phrase(start, context) if phrase else None:
        return found
    first = _plain(start, context, key, licensed)
    if not first or not _TO.match(context.text, first.end, context.end) or _MOVED.search(context.text, max(0, start - 80), start):
        return first
    return _range(first, context, _TO, sure=False) or first


def _key(start: int, context: Context) -> str:
    """The first word in lower case, a month that no figure follows marked so; `0` for a figure."""
    found = _FIRST.match(context.text, start, context.end)
    word = found.group().lower() if found else ""
    if word in _FIGURES:
        return "0"
    return f"{word} alone" if word in MONTH_KEYS and not _FIGURE_NEXT.match(context.text, start + len(word), context.end) else word


def _plain(start: int, context: Context, key: str = "", licensed: bool = True) -> Point | None:
    """A time without words such as `since`: what the first rule that matches reads, or a part of such a time."""
    key = key or _key(start, context)
    if key in _PART_KEYS and (found := _part(start, context)):
        return found
    return _by_rule(start, context, key, licensed) if key in _BY_KEY else None


def _by_rule(start: int, context: Context, key: str, licensed: bool = True) -> Point | None:
    for rule in _BY_KEY.get(key, ()):
        match = rule.pattern.match(context.text, start, context.end)
        if match and ((licensed and rule.bare and not counted(match)) or rule.fits is None or rule.fits(match)):
            return Point(match.end(), _value(rule, match, context), rule.basis)
    return None


def _value(rule: Rule, match: re.Match[str], context: Context) -> Stretch | None:
    anchor: Stretch | None = _NOWHERE
    if rule.basis is not WhenBasis.STATED:
        anchor = context.published if rule.basis is WhenBasis.PUBLICATION else context.anchor
    with suppress(ValueError, OverflowError):
        return rule.read(match, anchor, context.future) if anchor else None
    return None


def _part(start: int, context: Context) -> Point | None:
    """`late May`, `the end of 2031`, `the end of the week`; a week has no parts and stays whole."""
    match = _PART.match(context.text, start, context.end)
    if not match or (match["part"] and match.group().rstrip().endswith("the")):
        return None
    whole = _current(match.end(), context) or _by_rule(match.end(), context, _key(match.end(), context))
    if not whole or whole.stretch is None:
        return whole
    name = match["part"] or _EDGES[match["edge"].lower()]
    week = whole.stretch.grain == DAY and whole.stretch.first != whole.stretch.last
    portion = whole.stretch if week else part(whole.stretch, name.lower())
    return Point(whole.end, portion, whole.basis) if portion else None


def _since(start: int, context: Context) -> Point | None:
    """All from then to publication, if the publication date is as precise as that."""
    point, published = _linked(start, replace(context, future=False)), context.published
    if not point:
        return None
    basis = _worse(point.basis, WhenBasis.PUBLICATION)
    if not point.stretch or not published or published.grain < point.stretch.grain:
        return Point(point.end, None, basis)
    return Point(point.end, to_end(point.stretch, published), basis)


def _by(start: int, context: Context) -> Point | None:
    """The end point; `hit by Thursday's storm` names no end."""
    point = _linked(start, context)
    if not point or _OWNS.match(context.text, point.end, context.end):
        return None
    return Point(point.end, closing(point.stretch) if point.stretch else None, point.basis)


def _from(start: int, context: Context) -> Point | None:
    """`from Monday to Friday`; what is moved from one day to another does not last from one to the other."""
    if _MOVED.search(context.text, max(0, start - 80), start):
        return None
    first = _linked(start, context)
    return first and _range(first, context, _TO)


def _between(start: int, context: Context) -> Point | None:
    first = _linked(start, context)
    return first and _range(first, context, _AND)


def _linked(start: int, context: Context) -> Point | None:
    """The time that a word such as `since` goes with."""
    link = _LINK_WORD.match(context.text, start, context.end)
    return _plain(link.end(), context) if link else None


def _range(first: Point, context: Context, link: re.Pattern[str], sure: bool = True) -> Point | None:
    """From one time to another; unless a word such as `from` makes that sure, only between two told alike."""
    gap = link.match(context.text, first.end, context.end)
    last = _plain(gap.end(), context) if gap else None
    if not last:
        return None
    if not first.stretch or not last.stretch:
        return Point(last.end, None, _worse(first.basis, last.basis)) if sure else None
    if not sure and first.stretch.grain != last.stretch.grain:
        return None
    begin = _begun(first.stretch, last.stretch) if first.basis is WhenBasis.PUBLICATION else first.stretch
    return Point(last.end, to_end(begin, last.stretch), _worse(first.basis, last.basis))


def _begun(first: Stretch, last: Stretch) -> Stretch:
    """Where a range runs backwards and its week or year was not told, it began in the one before."""
    with suppress(ValueError, OverflowError):
        if first.first > last.last:
            week = first.grain == DAY and (first.first - last.last).days < 7
            begin = first.first - timedelta(7) if week else first.first.replace(year=first.first.year - 1)
            return Stretch(begin, begin, first.grain)
    return first


def _current(start: int, context: Context) -> Point | None:
    """The year, month or week of publication, after `the end of the`."""
    match = _CURRENT.match(context.text, start, context.end)
    if not match:
        return None
    return Point(match.end(), beside(context.published, 0, match["unit"]) if context.published else None, WhenBasis.PUBLICATION)


def _earlier(start: int, context: Context) -> Point | None:
    """`earlier in May`: in the month or year of publication, up to the eve of that day."""
    match = _EARLIER.match(context.text, start, context.end)
    whole = _plain(match.end(), context) if match else None
    if not match or not whole or not whole.stretch:
        return whole
    return Point(whole.end, _side(whole.stretch, match["way"].lower() == "later", context), WhenBasis.PUBLICATION)


def _side(whole: Stretch, later: bool, context: Context) -> Stretch:
    """What of a stretch lies before the day of publication, or from it on; the whole where that day does not lie in it."""
    published = context.published
    if not published or published.grain < DAY or not whole.first <= published.first <= whole.last:
        return whole
    if later:
        return Stretch(published.first, whole.last, DAY)
    return Stretch(whole.first, max(whole.first, published.first - timedelta(1)), DAY)


def _worse(one: WhenBasis, other: WhenBasis) -> WhenBasis:
    return max(one, other, key=_WORST_LAST.index)


def _by_key() -> dict[str, tuple[Rule, ...]]:
    """The rules by the words that they may begin with, in the order of the tables."""
    rules = (*times_dates.RULES, *times_relative.RULES)
    keys = sorted({key for rule in rules for key in rule.keys})
    table = {key: tuple(rule for rule in rules if key in rule.keys) for key in keys}
    return table | {f"{key} alone": tuple(rule for rule in table[key] if rule.bare) for key in sorted(MONTH_KEYS)}


_BY_KEY = _by_key()
_PART_KEYS = frozenset("early mid late the beginning start middle end".split())
_PHRASES: dict[str, Callable[[int, Context], Point | None]] = {
    "between": _between,
    "by": _by,
    "earlier": _earlier,
    "from": _from,
    "later": _earlier,
    "since": _since,
    "through": _by,
    "till": _by,
    "until": _by,
}
