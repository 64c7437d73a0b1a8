"""Noun phrases beside a cue: who speaks, read from word order and small words alone.

A phrase is walked outwards from the cue until something that cannot belong to it. Appositions are set apart, so that the source is
`Halvar Tun` and `a spokesman for the ministry` is what the article says of him.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.attribution.grammar import (
    AUXILIARIES,
    COORDINATORS,
    DAYS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    QUOTES,
    RELATIVES,
    SUBORDINATORS,
    Token,
    is_adverb,
    is_verb_like,
    pronoun,
)

__all__ = ["PLACING", "SET_OFF", "Phrase", "leading", "phrase_after", "phrase_before"]

_REACH = 25
"""Words that one source may have; 0.2 % of PolNeAR's training sources are longer."""
_INNER_MARKS = frozenset("- & $ % / ’ ' . # @".split())
_OPENERS = frozenset(
    "however meanwhile still moreover indeed furthermore nevertheless instead earlier later separately additionally yet so".split()
)
_LONE = frozenset("he she they it i we you".split())
_STOPS_NAME = frozenset("in on at during after before when as while to from with about over via through".split())
_APPOSITION_REACH = 30
_TIME_LEADS = frozenset("on in late early earlier later last this next".split())
_LONE_TIMES = frozenset("monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight now recently".split())
_REPORTING = frozenset("say says claim claims deny denies insist insists warn warns report reports".split())
"""Words that stand before a name as a cue of their own, never as its title: `claim New Delhi`."""
_PARTICLES = frozenset("up out off down away back".split())
PLACING = frozenset("in at from outside inside across within".split())
"""Prepositions that open a place, never a speaker: `reports from outside Vesturia`."""
SET_OFF = (",", ".", ")", "—", "–")
"""Marks behind a name that stands in apposition to an office: `its founder, Odo Brand,`."""
_AGES = ("aged", "age")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Token range of a noun phrase and of what stands in apposition to it."""

    start: int
    """First token."""
    end: int
    """One past the last token."""
    apposition: tuple[int, int] | None = None
    """Token range of the apposition, if any."""


def phrase_before(tokens: Sequence[Token], low: int, stop: int) -> Phrase | None:
    """Return the noun phrase that ends just before token `stop`, not reaching left of `low`.

    >>> from sayso.attribution.grammar import tokenise
    >>> text = "Ada Orne, the envoy, said"
    >>> phrase_before(tokenise(text, 0, len(text)), 0, 6)
    Phrase(start=0, end=2, apposition=(3, 5))
    """
    if stop <= low:
        return None
    if tokens[stop - 1].text == ",":
        return _before_apposition(tokens, low, stop)
    stop = _before_time(tokens, low, stop)
    start = _walk_left(tokens, low, stop)
    start = _skip_opening(tokens, start, stop)
    return Phrase(start, stop) if _is_phrase(tokens, start, stop) else None


def _before_time(tokens: Sequence[Token], low: int, stop: int) -> int:
    """Leave out a time that stands between subject and verb: `The ministry late on Monday denied`; names such as `May` stay."""
    start = stop
    while start > low and (tokens[start - 1].lower in DAYS | _TIME_LEADS or (start == stop and tokens[start - 1].text.isdigit())):
        start -= 1
    timed = [token.lower for token in tokens[start:stop]]
    if not timed or start == low or not tokens[start - 1].word or tokens[start - 1].lower in DETERMINERS | PREPOSITIONS | COORDINATORS:
        return stop
    return start if timed[0] in _TIME_LEADS | _LONE_TIMES and any(word in DAYS or word.isdigit() for word in timed) else stop


def _before_apposition(tokens: Sequence[Token], low: int, stop: int) -> Phrase | None:
    comma = stop - 2
    while comma > max(low, stop - _APPOSITION_REACH) and tokens[comma].text not in QUOTES | {",", ";", ":", "."}:
        comma -= 1
    if comma <= low or tokens[comma].text != "," or not _is_apposition(tokens, comma + 1, stop - 1):
        return None
    head = phrase_before(tokens, low, comma) if tokens[comma - 1].text != "," else None
    if head and head.apposition is None and _is_remark(tokens, low, head):
        owner = phrase_before(tokens, low, head.start - 1)
        head, comma = (owner, head.start - 1) if owner else (head, comma)
    return Phrase(head.start, head.end, (comma + 1, stop - 1)) if head else None


def _is_remark(tokens: Sequence[Token], low: int, head: Phrase) -> bool:
    """Whether a phrase is itself said of a name before it: `Orne, 48, who` and `Orne, the envoy, who`."""
    if head.start - 2 < low or tokens[head.start - 1].text != "," or not tokens[head.start - 2].word:
        return False
    first = tokens[head.start]
    if head.end - head.start <= 2 and tokens[head.end - 1].text.isdigit():
        return head.end - head.start == 1 or first.lower in _AGES
    return first.lower in ("a", "an", "the") and tokens[head.start - 2].capital


def _is_apposition(tokens: Sequence[Token], start: int, stop: int) -> bool:
    if stop <= start or tokens[start].lower in COORDINATORS or pronoun(tokens[start].lower) in _LONE:
        return False
    if tokens[start].lower in RELATIVES or tokens[start].lower.endswith("ing"):
        return True
    return tokens[start].lower not in PREPOSITIONS and not any(token.lower in AUXILIARIES for token in tokens[start:stop])


def _walk_left(tokens: Sequence[Token], low: int, stop: int) -> int:
    position = stop
    floor = max(low, stop - _REACH)
    while position > floor:
        token = tokens[position - 1]
        if token.text == ")":
            position = _bracket_left(tokens, floor, position)
            continue
        if not _continues_left(tokens, floor, position, stop):
            break
        position -= 1
        if _starts(tokens, floor, position):
            break
    return position


def _bracket_left(tokens: Sequence[Token], floor: int, position: int) -> int:
    back = position - 1
    while back > floor and tokens[back].text != "(":
        back -= 1
    return back if tokens[back].text == "(" else position - 1


def _continues_left(tokens: Sequence[Token], floor: int, position: int, stop: int) -> bool:
    token = tokens[position - 1]
    if not token.word:
        return token.text in _INNER_MARKS and position < stop and tokens[position].start - token.end <= (token.text != ".")
    if pronoun(token.lower) in _LONE:
        return position == stop
    if token.lower in COORDINATORS:
        return token.lower in ("and", "or") and _joins(tokens, floor, position - 1)
    if token.lower in SUBORDINATORS or _is_own_cue(tokens, position, stop):
        return False
    if is_verb_like(token) and token.text[0].islower():
        return position - 2 >= floor and tokens[position - 2].lower in DETERMINERS and token.lower.endswith("ed")
    return True


def _is_own_cue(tokens: Sequence[Token], position: int, stop: int) -> bool:
    """Whether the word before `position` is a cue that no subject reaches across: `according to Orne`, `claim New Delhi`."""
    word = tokens[position - 1].text
    if word == "to":
        return position >= 2 and tokens[position - 2].lower == "according"
    return word in _REPORTING and position < stop and tokens[position].capital


def _joins(tokens: Sequence[Token], floor: int, at: int) -> bool:
    """Whether an `and` joins two names or two bare nouns, rather than two clauses."""
    if at - 1 < floor or at + 1 >= len(tokens) or not tokens[at - 1].word:
        return False
    left, right = tokens[at - 1], tokens[at + 1]
    if left.capital and right.capital:
        return True
    if all(token.word and not is_verb_like(token) for token in tokens[floor:at]):
        return right.lower not in _LONE
    back = at - 1
    while back > floor and tokens[back - 1].word and back > at - 6:
        if is_verb_like(tokens[back - 1]):
            return False
        back -= 1
    return left.capital == right.capital and not is_verb_like(left) and right.lower not in _LONE and left.lower not in DAYS


def _starts(tokens: Sequence[Token], floor: int, position: int) -> bool:
    """Whether the token now included must be the first of its phrase."""
    if pronoun(tokens[position].lower) in _LONE:
        return True
    if tokens[position].lower not in DETERMINERS or position == floor:
        return False
    return tokens[position - 1].lower not in PREPOSITIONS | DETERMINERS | {"and", "or", "all", "both"}


def _skip_opening(tokens: Sequence[Token], start: int, stop: int) -> int:
    while start < stop and _is_opening(tokens[start], stop - start):
        start += 1
    if start < stop and tokens[start].lower in PREPOSITIONS | _PARTICLES:
        start = _after_preposition(tokens, start, stop)
    while start < stop and _is_opening(tokens[start], stop - start):
        start += 1
    return start


def _is_opening(token: Token, left: int) -> bool:
    if not token.word or token.lower in COORDINATORS or token.lower in _OPENERS:
        return True
    return left > 1 and (token.lower in DAYS or is_adverb(token.lower)) and token.lower not in ("may", "both", "only", "either")


def _after_preposition(tokens: Sequence[Token], start: int, stop: int) -> int:
    """Skip `On Tuesday`, `In Moscow` before a subject; give up by returning `stop`."""
    position = start + 1
    while position < stop and (tokens[position].lower in DAYS or tokens[position].text.isdigit()):
        position += 1
    if position > start + 1:
        return position
    for index in range(start + 2, stop):
        if tokens[index].lower in DETERMINERS and tokens[index - 1].lower not in PREPOSITIONS:
            return index
    return stop


def _is_phrase(tokens: Sequence[Token], start: int, stop: int) -> bool:
    if start >= stop:
        return False
    last = tokens[stop - 1].lower
    if last in PREPOSITIONS or (last in DETERMINERS and last not in PRONOUNS and not last.isdigit()):
        return False
    return last not in ("there", "which", "who") and any(token.word for token in tokens[start:stop])


def phrase_after(tokens: Sequence[Token], start: int, high: int) -> Phrase | None:
    """Return the noun phrase that begins at token `start`, with its apposition, not reaching `high`.

    >>> from sayso.attribution.grammar import tokenise
    >>> text = "Ada Orne, the envoy."
    >>> phrase_after(tokenise(text, 0, len(text)), 0, 6)
    Phrase(start=0, end=2, apposition=(3, 5))
    """
    if start >= high or not tokens[start].word or tokens[start].lower in SUBORDINATORS | COORDINATORS:
        return None
    if pronoun(tokens[start].lower) in _LONE:
        return Phrase(start, start + 1)
    if tokens[start].lower in PLACING or (start + 1 < high and is_adverb(tokens[start].lower) and tokens[start + 1].lower in PREPOSITIONS):
        return None
    end = start
    limit = min(high, start + _REACH)
    while end < limit and _continues_right(tokens, start, end, limit):
        end = _bracket_right(tokens, end, limit) if tokens[end].text == "(" else end + 1
    while end > start and (tokens[end - 1].lower in PREPOSITIONS or tokens[end - 1].lower in COORDINATORS):
        end -= 1
    return Phrase(start, end, _apposition_after(tokens, end, high)) if _is_phrase(tokens, start, end) else None


def _bracket_right(tokens: Sequence[Token], at: int, limit: int) -> int:
    end = at + 1
    while end < limit and tokens[end - 1].text != ")":
        end += 1
    return end


def _continues_right(tokens: Sequence[Token], start: int, at: int, limit: int) -> bool:
    token = tokens[at]
    if token.text == "(":
        return at > start
    if not token.word:
        return token.text in _INNER_MARKS and token.text != "." and at + 1 < limit
    if at == start:
        return True
    if token.lower in COORDINATORS:
        return (
            token.lower in ("and", "or")
            and at + 1 < limit
            and tokens[at - 1].capital == tokens[at + 1].capital
            and tokens[at + 1].lower not in _LONE
        )
    if token.lower in SUBORDINATORS - PREPOSITIONS or token.lower in _LONE:
        return False
    return not _ends_right(tokens, start, at)


def _ends_right(tokens: Sequence[Token], start: int, at: int) -> bool:
    token = tokens[at]
    if token.text[0].islower() and is_verb_like(token) and tokens[at - 1].lower not in DETERMINERS:
        return True
    if (token.lower in DAYS or is_adverb(token.lower)) and tokens[at - 1].lower not in DETERMINERS:
        return True
    if token.lower in _STOPS_NAME:
        named = tokens[at - 1].capital and not tokens[start].lower.endswith("s")
        following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
        return named or following in ("a", "an") or following in DAYS or token.lower in ("to", "during", "after", "before", "about", "over")
    return token.lower.endswith("ing") and tokens[at - 1].capital and token.text[0].islower()


def _apposition_after(tokens: Sequence[Token], end: int, high: int) -> tuple[int, int] | None:
    if end + 1 >= high or tokens[end].text != ",":
        return None
    stop = end + 1
    while stop < min(high, end + _APPOSITION_REACH) and tokens[stop].text not in QUOTES | {",", ";", ":", ".", "—", "–", "?", "!"}:
        stop += 1
    first = tokens[end + 1]
    if stop == end + 1 or first.lower.endswith("ing") or first.lower in PREPOSITIONS or first.lower in SUBORDINATORS - RELATIVES:
        return None
    return (end + 1, stop) if _is_apposition(tokens, end + 1, stop) else None


def leading(tokens: Sequence[Token], low: int, stop: int) -> Phrase | None:
    """Return the subject that opens a clause: the first noun phrase before its first verb.

    >>> from sayso.attribution.grammar import tokenise
    >>> leading(tokenise("But the envoy went home", 0, 23), 0, 5)
    Phrase(start=1, end=3, apposition=None)
    """
    start = low
    while start < stop and _is_opening(tokens[start], stop - start):
        start += 1
    if start < stop and tokens[start].lower in PREPOSITIONS | SUBORDINATORS:
        start = next((i + 1 for i in range(start, stop) if tokens[i].text == ","), stop)
    phrase = phrase_after(tokens, start, stop)
    return phrase if phrase and not tokens[phrase.start].lower.endswith("ing") else None
