"""What a value measures: the worth of a deal is not the yearly saving that it brings.

The nearest word that names a measure gives it, within the same clause; a word right behind the value ("a $2bn steel deal") is
nearest. The words stand in `details.en.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from sayso.claims.words import Word, single_words, table

__all__ = ["MONTHS", "measure_at", "period_at"]

REACH = {"amounts": 12, "counts": 7, "shares": 6}
"""Words between value and measure. Set by reading the sentences of `tests/claims/values_written_before.txt`; 8 for amounts lost two."""
ACROSS_COMMA, ACROSS_VALUE, BEHIND = 3, 4, 1
"""Extra steps for a comma or "and", for another number between, and for standing behind the value rather than before. Reasoned."""
_PERIODS = {"year": "a year", "annum": "a year", "month": "a month", "week": "a week", "day": "a day", "hour": "an hour"}
_ADVERBS = {"annually": "a year", "yearly": "a year", "monthly": "a month", "weekly": "a week", "daily": "a day", "hourly": "an hour"}
_ADJECTIVES = {"annual": "a year", "yearly": "a year", "monthly": "a month", "weekly": "a week", "daily": "a day"}
MONTHS = frozenset("January February March April May June July August September October November December".split())
_NOT_IN_A_PHRASE = frozenset(
    ", and to for on from after with that would will could may might can is has have had which who it they he she".split()
)
_PERIOD_BEHIND = 6
_PERIOD_BEFORE = 5


def measure_at(words: Sequence[Word], start: int, end: int, kind: str) -> str:
    """Return what the value in `words[start:end]` measures, by the table `kind`; an empty string where nothing says so.

    >>> from sayso.claims.words import words_in
    >>> from sayso.model import Span
    >>> words = words_in("a contract worth 2bn that saves 300m", Span(0, 36))
    >>> measure_at(words, 3, 5, "amounts"), measure_at(words, 7, 9, "amounts")
    ('deal', 'saving')
    """
    names, reach = single_words(kind), REACH[kind]
    before = _nearest(words, range(start - 1, -1, -1), names, reach)
    behind = _nearest(words, range(end, len(words)), names, reach)
    if behind is not None and _same_phrase(words, end, behind[1]):
        return behind[2]
    found = [item for item in (before, behind and (behind[0] + BEHIND, *behind[1:])) if item]
    return min(found)[2] if found else ""


def _nearest(words: Sequence[Word], places: range, names: Mapping[str, str], reach: int) -> tuple[int, int, str] | None:
    """Return steps, place and name of the first measure word on one side."""
    steps = 0
    for place in islice(places, reach):
        word = words[place].lower
        if word in table("breaks")["words"]:
            return None
        steps += 1 + _extra(words, place)
        pair = f"{word} {words[place + 1].lower}" if place + 1 < len(words) else ""
        name = names.get(pair) or names.get(word)
        if name:
            return (steps, place, name) if steps <= reach else None
    return None


def _extra(words: Sequence[Word], place: int) -> int:
    if words[place].text[0].isdigit():
        return 0 if _of_a_date(words, place) else ACROSS_VALUE
    return ACROSS_COMMA if words[place].lower in {",", "and"} else 0


def _of_a_date(words: Sequence[Word], place: int) -> bool:
    beside = {words[near].text for near in (place - 1, place + 1) if 0 <= near < len(words)}
    year = len(words[place].text) == 4 and words[place].text[:2] in {"19", "20"}
    return year or bool(beside & MONTHS)


def _same_phrase(words: Sequence[Word], end: int, place: int) -> bool:
    """Tell whether only words of the same noun phrase stand between: "$2.6 billion steel deal", "300m in aid", "30 were wounded"."""
    between = [word.lower for word in words[end:place]]
    return len(between) <= 2 and not set(between) & _NOT_IN_A_PHRASE


def period_at(words: Sequence[Word], start: int, end: int) -> str:
    """Return the period of a rate, such as `a year`; an empty string where the value is no rate.

    >>> from sayso.claims.words import words_in
    >>> from sayso.model import Span
    >>> period_at(words_in("500 tonnes of steel per year", Span(0, 28)), 0, 2)
    'a year'
    """
    for place in range(end, min(len(words), end + _PERIOD_BEHIND)):
        word, before = words[place].lower, words[place - 1].lower
        if word[0].isdigit() or word in table("breaks")["words"] or word in {",", "and"}:
            break
        if word in _ADVERBS:
            return _ADVERBS[word]
        if word in _PERIODS and before in {"a", "an", "per", "every", "each", "/"}:
            return _PERIODS[word]
    return _adjective(words, start)


def _adjective(words: Sequence[Word], start: int) -> str:
    for place in range(start - 1, max(-1, start - 1 - _PERIOD_BEFORE), -1):
        word = words[place].lower
        if word[0].isdigit() or word in table("breaks")["words"]:
            break
        if word in _ADJECTIVES:
            return _ADJECTIVES[word]
    return ""
