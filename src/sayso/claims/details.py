"""Values on which tellings of one claim may differ: sums and what they measure, counts and of what, shares, places, parties, dates.

A value is normalised for comparison (`USD 2600000000`); the exact words are what is shown. "About", "more than" and "up to" are left in the
words and do not make another value. Vague numbers ("dozens") and lengths of time are no values. What follows from two values that differ is
left to the reader of a report, and to `sayso.claims.conflicts` where claims would be merged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sayso.claims.measures import MONTHS, measure_at, period_at
from sayso.claims.named import Named, parties_named, places_named
from sayso.claims.numbers import Number, number_at, written
from sayso.claims.words import Word, single_words, table, words_in
from sayso.model import Article, Detail, Match, Span, Stance, Statement

__all__ = ["claim_details", "details_in"]

MOST = 40
"""Details of one stretch; more are a table and no sentence."""
_UNIT_WITHIN = 4
"""Words behind a number among which its noun is looked for: "36 new Norlandic fighter jets"."""
_NO_SIDE = frozenset({Stance.RELAYS, Stance.UNCLEAR})
_STOPS = frozenset(
    "in on at to for with from by and or but that which who were was had has have are is be been as after before during when where while "
    "said says would will could may might can did does do if than not the a an this these those it they he she we".split()
)
_OWNERS = frozenset("the its their his her our these those them".split())
_YEARS = range(1900, 2101)
_BEFORE_A_YEAR = frozenset("in since by until of from late early mid".split())


@dataclass(frozen=True, slots=True)
class _Value:
    kind: str
    value: str
    measures: str
    start: int
    end: int


def details_in(text: str, span: Span, article_id: str) -> tuple[Detail, ...]:
    """Return the details in one span of an article's text, in the order of the text.

    >>> text = "A contract worth $2.6 billion would give work to 300 people and save $40m a year."
    >>> [(detail.value, detail.measures) for detail in details_in(text, Span(0, len(text)), "a")]
    [('USD 2600000000', 'deal'), ('300 people', ''), ('USD 40000000', 'saving a year')]
    """
    words = words_in(text, span)
    found = [*_numbers(words), *_named("place", places_named(words)), *_named("party", parties_named(words))]
    details = [_detail(text, words, value, article_id) for value in sorted(found, key=lambda item: (item.start, item.kind))]
    return tuple(details[:MOST])


def claim_details(
    matches: Sequence[Match], statements: Mapping[str, Statement], articles: Mapping[str, Article]
) -> dict[str, tuple[Detail, ...]]:
    """Return claim id -> the details that its matched statements give, sorted; only what is said counts, not who says it.

    Places, parties and the time of what happened are taken from statements that take a side; what only hands on or is unclear often
    tells of something else.
    """
    found: dict[str, set[Detail]] = {}
    for match in matches:
        statement, article = statements[match.statement_id], articles[match.article_id]
        side = match.stance not in _NO_SIDE
        values = [detail for span in statement.content for detail in details_in(article.text, span, article.id)]
        kept = [detail for detail in values if side or detail.kind not in {"place", "party"}]
        if side and statement.happened is not None:
            when = statement.happened
            kept.append(Detail("date", when.value, when.span.cut(article.text), article.id, when.span))
        found.setdefault(match.claim_id, set()).update(kept)
    return {claim: tuple(sorted(values, key=_order)) for claim, values in found.items()}


def _order(detail: Detail) -> tuple[str, str, str, str, Span]:
    return detail.kind, detail.measures, detail.value, detail.article_id, detail.span


def _detail(text: str, words: Sequence[Word], value: _Value, article_id: str) -> Detail:
    span = Span(words[value.start].start, words[value.end - 1].end)
    return Detail(value.kind, value.value, span.cut(text), article_id, span, value.measures)


def _named(kind: str, found: Iterator[Named]) -> Iterator[_Value]:
    return (_Value(kind, name, "", start, end) for name, start, end in found)


def _numbers(words: Sequence[Word]) -> Iterator[_Value]:
    at = 0
    while at < len(words):
        value = _value_at(words, at)
        if value is None:
            at += 1
            continue
        yield value
        at = max(value.end, at + 1)


def _value_at(words: Sequence[Word], at: int) -> _Value | None:
    """Return the value whose words begin at `at`, currency sign included."""
    currencies = single_words("currencies")
    sign = currencies.get(words[at].lower) if at + 1 < len(words) and not words[at].lower.endswith("s") else None
    if words[at].lower == "rs":
        sign = currencies["rs"]
    start = at + (sign is not None)
    start += sign is not None and words[at].lower == "rs" and _lower(words, start) == "."
    number = number_at(words, start) if start < len(words) else None
    if number is None:
        return None
    low, number = _range(words, start, number, sign)
    shown = written(number.value) if low is None else f"{low} to {written(number.value)}"
    return _amount(words, at, number, shown, sign) or (None if sign else _other(words, at, number, shown))


def _range(words: Sequence[Word], start: int, number: Number, sign: str | None) -> tuple[str | None, Number]:
    """Return the lower end and the number at the upper end of "30 to 40", "2-3 billion", "between 30 and 40"."""
    joint = _lower(words, number.end)
    between = joint == "and" and _lower(words, start - 1 - (sign is not None)) == "between"
    if not (joint in {"-", "–", "to"} or between) or _lower(words, start - 1) == "from" or number.end + 1 >= len(words):
        return None, number
    place = number.end + 1
    place += bool(sign and single_words("currencies").get(_lower(words, place)) == sign)
    upper = number_at(words, place) if place < len(words) else None
    if upper is None or upper.value <= number.value:
        return None, number
    low = number.value
    if upper.scaled and not number.scaled:
        low *= upper.value / (number_at(words[: place + 1], place) or upper).value
    return written(low), upper


def _amount(words: Sequence[Word], at: int, number: Number, shown: str, sign: str | None) -> _Value | None:
    end = number.end
    if sign is None:
        end += _lower(words, end) == "-"
        end += _lower(words, end) in {"us", "of"} and _lower(words, end + 1) in {"dollars", "dollar"}
        sign = single_words("currencies").get(_lower(words, end)) if _lower(words, end) != "won" or number.scaled else None
        end += 1
    if sign is None:
        return None
    return _Value("amount", f"{sign} {shown}", _measured(words, at, end, "amounts"), at, end)


def _other(words: Sequence[Word], at: int, number: Number, shown: str) -> _Value | None:
    """Return a share or a count."""
    share = _share_end(words, number.end)
    if share:
        return _Value("share", f"{shown} per cent", measure_at(words, at, share, "shares"), at, share)
    month = number.end < len(words) and words[number.end].text in MONTHS
    if month or _lower(words, at - 1) in table("named")["words"] or (_lower(words, at - 1) == "." and _lower(words, at - 2) == "no"):
        return None
    return _count(words, at, number, shown)


def _share_end(words: Sequence[Word], at: int) -> int:
    if _lower(words, at) in {"%", "percent", "pc", "pct"}:
        return at + 1
    return at + 2 if [_lower(words, at), _lower(words, at + 1)] == ["per", "cent"] else 0


def _count(words: Sequence[Word], at: int, number: Number, shown: str) -> _Value | None:
    unit = _unit(words, number)
    if unit is None:
        return _bare(words, at, number, shown)
    name, end = unit
    before = _lower(words, at - 1)
    small = number.in_words and not number.scaled and (number.value <= 1 or (number.value < 10 and before in _OWNERS))
    year = number.value in _YEARS and len(words[at].text) == 4 and before in _BEFORE_A_YEAR
    if small or year:
        return None
    return _Value("count", f"{shown} {name}", _befell(words, at, end, name), at, end)


def _befell(words: Sequence[Word], at: int, end: int, name: str) -> str:
    """Return what a count measures; "27 bodies" and "11 injuries" say it by their noun."""
    return single_words("counts").get(name) or _measured(words, at, end, "counts")


def _unit(words: Sequence[Word], number: Number) -> tuple[str, int] | None:
    """Return what is counted and the word after it: the first plural noun close behind the number."""
    units, place = single_words("units"), number.end
    place += _lower(words, place) == "of" and _lower(words, place + 1) in _OWNERS and 2
    for step in range(place, min(len(words), place + _UNIT_WITHIN)):
        word = words[step].lower
        pair = f"{word} {_lower(words, step + 1)}"
        if pair in units:
            return units[pair], step + 2
        if word in units:
            return units[word], step + 1
        if word in table("uncounted")["words"] or word in _STOPS or not word[0].isalpha():
            return None
        if _is_plural(words[step]):
            return word, step + 1
    return None


def _is_plural(word: Word) -> bool:
    lower = word.lower
    if lower in table("plurals")["words"]:
        return True
    written_small = word.text[0].islower() or (word.text.isupper() and len(lower) > 3)
    return written_small and len(lower) > 3 and lower.endswith("s") and not lower.endswith(("ss", "us", "is", "'s", "’s"))


def _bare(words: Sequence[Word], at: int, number: Number, shown: str) -> _Value | None:
    """Return a number without a noun where a word right beside it says what befell those counted: "killed 14", "30 wounded"."""
    names = single_words("counts")
    # "212 made ill", "40 were hurt".
    behind = number.end + (_lower(words, number.end) in {"made", "were", "are", "taken", "fell", "fallen"})
    beside = (_lower(words, at - 1), _lower(words, behind))
    toll = "toll" in {_lower(words, place) for place in range(max(0, at - 4), at)}
    measured = next((names[word] for word in beside if word in names), "killed" if toll else "")
    return _Value("count", shown, measured, at, number.end) if measured else None


def _measured(words: Sequence[Word], start: int, end: int, kind: str) -> str:
    return f"{measure_at(words, start, end, kind)} {period_at(words, start, end)}".strip()


def _lower(words: Sequence[Word], at: int) -> str:
    return words[at].lower if 0 <= at < len(words) else ""
