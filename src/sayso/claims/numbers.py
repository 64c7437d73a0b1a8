"""Numbers as news writes them: `2.6`, `22,000`, `two dozen`, `half a million`, `one and a half billion`, `2bn`.

Reads one number at one place among words and says where it ends; what it counts is decided in `sayso.claims.details`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sayso.claims.words import Word, table

__all__ = ["Number", "number_at", "written"]

_LETTER_SCALES = frozenset({"k", "m", "b", "tn"})
_LARGEST = Decimal(10) ** 21
"""Nothing that is counted in news is larger; a row of scales ("million million million ...") ends here."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number among words."""

    value: Decimal
    """The number."""
    end: int
    """The word after it."""
    in_words: bool
    """Whether it is spelt out, such as `two`."""
    scaled: bool
    """Whether a scale such as `million` is part of it."""


def number_at(words: Sequence[Word], at: int) -> Number | None:
    """Return the number that starts at the word `at`, or None.

    >>> from sayso.claims.words import words_in
    >>> from sayso.model import Span
    >>> def read(text):
    ...     found = number_at(words_in(text, Span(0, len(text))), 0)
    ...     return found and written(found.value)
    >>> [read(text) for text in ("22,000 crore", "two dozen", "half a million", "one and a half billion", "twenty-five", "2bn", "blue")]
    ['220000000000', '24', '500000', '1500000000', '25', '2000000000', None]
    """
    start = _start(words, at)
    if start is None:
        return None
    value, end, in_words = start
    scaled = False
    while (step := _scale(words, end, digits=not in_words)) is not None and value * step[0] <= _LARGEST:
        value, end, scaled = value * step[0], step[1], True
        more = _more(words, end, step[0]) if in_words else None
        if more is not None:
            value, end = value + more[0], more[1]
    return Number(value, end, in_words, scaled)


def written(value: Decimal) -> str:
    """Return a number without exponent and without trailing zeros.

    >>> written(Decimal("2.50E+3")), written(Decimal("0.50"))
    ('2500', '0.5')
    """
    return f"{value.normalize():f}"


def _start(words: Sequence[Word], at: int) -> tuple[Decimal, int, bool] | None:
    word = words[at]
    if word.text[0].isdecimal() and word.text[0].isascii():
        return Decimal(word.text.replace(",", "")), at + 1, False
    if word.lower in {"a", "an"}:
        # "a dozen", "a million"; a letter would be a unit ("a m").
        step = _scale(words, at + 1, digits=False)
        return (Decimal(1), at + 1, True) if step else _quarter(words, at)
    spelt = table("numbers").get(word.lower)
    return _spelt(words, at, Decimal(spelt)) if spelt else None


def _quarter(words: Sequence[Word], at: int) -> tuple[Decimal, int, bool] | None:
    spelt = [_lower(words, place) for place in range(at + 1, at + 4)] == ["quarter", "of", "a"]
    return (Decimal("0.25"), at + 4, True) if spelt else None


def _spelt(words: Sequence[Word], at: int, value: Decimal) -> tuple[Decimal, int, bool]:
    end = at + 1
    if value >= 20 and _lower(words, end) == "-":
        end += 1
    unit = table("numbers").get(_lower(words, end)) if 20 <= value < 100 else None
    if unit and 1 <= Decimal(unit) < 10:
        return value + Decimal(unit), end + 1, True
    if [_lower(words, place) for place in range(at + 1, at + 4)] == ["and", "a", "half"]:
        return value + Decimal("0.5"), at + 4, True
    if value == Decimal("0.5") and _lower(words, at + 1) in {"a", "an"}:
        return value, at + 2, True
    return value, at + 1, True


def _scale(words: Sequence[Word], at: int, *, digits: bool) -> tuple[Decimal, int] | None:
    """Return the scale at a place and the word after it; a letter counts only right behind digits, as in "2m"."""
    if _lower(words, at) == "-" and at and words[at].start == words[at - 1].end:
        at += 1
    found = table("scales").get(_lower(words, at))
    if found is None:
        return None
    letter = words[at].lower in _LETTER_SCALES
    if letter and not (digits and words[at].start == words[at - 1].end):
        return None
    return Decimal(found), at + 1


def _more(words: Sequence[Word], at: int, scale: Decimal) -> tuple[Decimal, int] | None:
    """Return what follows a spelt-out hundred or thousand: "three hundred and twenty"."""
    if scale not in {100, 1000}:
        return None
    place = at + 1 if _lower(words, at) == "and" else at
    spelt = table("numbers").get(_lower(words, place))
    if spelt is None or Decimal(spelt) < 1:
        return None
    value, end, _ = _spelt(words, place, Decimal(spelt))
    # "three hundred and two dozen" are two numbers.
    return None if _lower(words, end) in table("scales") else (value, end)


def _lower(words: Sequence[Word], at: int) -> str:
    return words[at].lower if at < len(words) else ""
