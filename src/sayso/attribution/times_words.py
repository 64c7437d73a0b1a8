"""Vocabulary of English news dates, and the shape of a rule that reads one kind of time expression.

A rule is tried only where one of its first words stands, and every pattern has a bounded length, so that reading stays linear.
Patterns know case, because `Today`, `Sunday Times`, `March` and `May` are often names or verbs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sayso.attribution.stretches import Stretch
from sayso.model import WhenBasis

__all__ = [
    "DAY_NAME",
    "END",
    "EVENTS",
    "MONTHS",
    "MONTH_KEYS",
    "MONTH_NAME",
    "NUMBER",
    "NUMBERS",
    "ORDINALS",
    "WEEKDAYS",
    "YEAR_NUMBER",
    "Fits",
    "Read",
    "Rule",
    "after",
    "before",
    "compile_words",
    "counted",
    "one_of",
]

MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
"""Number of a month by the first three letters of its name."""
MONTH_KEYS = frozenset(
    "january february march april may june july august september october november december"
    " jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
"""Every name of a month, in lower case."""
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_DIGITS = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
NUMBERS = (
    {"a": 1, "an": 1}
    | {word: number for number, word in enumerate(_DIGITS + _TEENS, 1)}
    | _TENS
    | {f"{ten}-{word}": value + number for ten, value in _TENS.items() for number, word in enumerate(_DIGITS, 1)}
)
"""What number words mean, up to ninety-nine; in news `a hundred` and more are seldom meant exactly."""
_FIRST = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth".split()
_LATER = "sixteenth seventeenth eighteenth nineteenth twentieth".split() + [f"twenty-{word}" for word in _FIRST[:9]]
ORDINALS = {word: number for number, word in enumerate([*_FIRST, *_LATER, "thirtieth", "thirty-first"], 1)}
"""What ordinal words mean, as far as a month has days."""

MONTH_NAME = (
    r"(?P<month>Jan(?:uary|\.|\b)|Feb(?:ruary|\.|\b)|Mar(?:ch|\.|\b)|Apr(?:il|\.|\b)|May|June|Jun\b\.?|July|Jul\b\.?"
    r"|Aug(?:ust|\.|\b)|Sept?(?:ember|\.|\b)|Oct(?:ober|\.|\b)|Nov(?:ember|\.|\b)|Dec(?:ember|\.|\b))(?!\w)"
)
DAY_NAME = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?!\w|-[a-z])"
YEAR_NUMBER = r"(?P<year>(?:1[4-9]|2[01])[0-9]{2})(?![\w%]|[.,:/]?[0-9]|-?[A-Za-z]|-[0-9])"
"""A year from 1400 to 2199, not inside a longer figure or word."""
END = r"(?!\w|[.,:/]?[0-9]|-[0-9A-Za-z]|[%$€£])"
"""Nothing goes on here that would make a figure something else."""

EVENTS = re.compile(
    r"(?:\s[\w’'-]{1,20}){0,2}?\s(?:elections?|campaign|primary|primaries|race|referendum|vote|season|convention|interview|speech|report"
    r"|study|survey|poll|book|article|op-ed|essay|letter|memo|debate|attacks?|war|invasion|crisis|coup|deal|agreement|treaty|accord"
    r"|law|bill|ruling|decision|case|trial|shooting|bombing|earthquake|hurricane|summit|meeting|conference|visit|trip|census|Olympics"
    r"|Games|World Cup|uprising|revolution|documentary|statement|testimony|hearing|lawsuit|complaint|audit|review|tweet|email)(?!\w)"
)
"""What `a 2031 ...` or `the May ...` may be for the month or year to date it; other nouns are merely labelled by it."""
_COUNTED = re.compile(
    r"\s(?:people|persons|men|women|children|voters?|votes|soldiers|troops|members|delegates|seats|cases|deaths|jobs|homes|houses|points"
    r"|pages|words|items|copies|tons|tonnes|barrels|miles|kilomet(?:er|re)s|km|met(?:er|re)s|feet|square|acres|hectares|dollars|euros"
    r"|pounds|percent|per|times|days|hours|minutes|years|months|million|billion|thousand|others?|of|rooms|cars|flights|ships|schools"
    r"|cities|towns|countries|companies|workers|students|prisoners|migrants|refugees|residents|respondents|adults)\b"
)
_REACH = 40
"""How far a guard looks to either side, in code points."""

Read = Callable[[re.Match[str], Stretch, bool], Stretch | None]
"""From the words, what they are read from, and whether what is told lies ahead, to the stretch meant."""
Fits = Callable[[re.Match[str]], bool]
"""Whether the words around let it be a time."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of time expression."""

    keys: frozenset[str]
    """The words it may begin with, in lower case; `0` for a figure."""
    pattern: re.Pattern[str]
    """The whole expression."""
    read: Read
    """How its value is found; a `ValueError` or `OverflowError` means that the calendar has no such day."""
    basis: WhenBasis
    """What the value rests on."""
    fits: Fits | None = None
    """What the words around must be."""
    bare: bool = False
    """Whether it is a month or year alone, which a phrase such as `between ... and ...` lets stand without its own licence."""


def one_of(words: Iterable[str]) -> str:
    """Return a pattern of any of the words, the longest first, the first letter large or small.

    >>> one_of(["two", "twenty"])
    '[Tt]wenty|[Tt]wo'
    """
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in longest_first)


def compile_words(pattern: str) -> re.Pattern[str]:
    r"""Return a compiled pattern in which every space stands for one to three characters of white space.

    >>> bool(compile_words("last week").fullmatch("last\nweek"))
    True
    """
    return re.compile(pattern.replace(" ", r"\s{1,3}"))


def before(match: re.Match[str], size: int = _REACH) -> str:
    """Return the text just before the words, even from outside the span that is read.

    >>> before(re.compile("b").search("a b"))
    'a '
    """
    return match.string[max(0, match.start() - size) : match.start()]


def after(match: re.Match[str], size: int = _REACH) -> str:
    """Return the text just after the words, up to the end of what is read.

    >>> after(re.compile("b").search("a b c"))
    ' c'
    """
    return match.string[match.end() : min(match.endpos, match.end() + size)]


def counted(match: re.Match[str]) -> bool:
    """Tell whether the next word is something counted, so that a figure before it is no year.

    >>> counted(re.compile("1984").search("in 1984 votes were lost"))
    True
    """
    return bool(_COUNTED.match(after(match)))


NUMBER = rf"(?P<n>[0-9]{{1,3}}|{one_of(NUMBERS)})"
"""A count in figures or words."""
