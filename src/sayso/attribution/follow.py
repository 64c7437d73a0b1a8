"""What follows a cue, and whether the cue accepts it: a clause, a quotation, a noun phrase, an infinitive.

The choice of reading rests on this: `denied that`, `denied the report`, `denied having`, `called it fabricated`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.attribution.cues import Sense
from sayso.attribution.grammar import (
    COORDINATORS,
    DAYS,
    DETERMINERS,
    OPENERS,
    PREPOSITIONS,
    PRONOUNS,
    QUOTES,
    SUBORDINATORS,
    Token,
    is_adverb,
    is_verb_like,
)
from sayso.attribution.groups import Group

__all__ = ["Following", "following", "skip_listener", "tail"]

_LOOK = 14
"""Tokens searched for `that` or an opening mark after a cue; 10 and 18 changed who-said-what on PolNeAR's dev articles by .1 at most."""
_LISTENERS = frozenset("reporters journalists lawmakers parliament media newsmen correspondents supporters viewers".split())
_PLAIN = frozenset("say insist argue warn".split())
"""Cues that need no sign of a verb after them, since they hardly take a noun phrase: `says talks go on`."""
_EVIDENCE = frozenset("it's he's she's they're there's".split())


@dataclass(frozen=True, slots=True)
class Following:
    """The reading chosen for a cue."""

    sense: Sense
    """The cue's reading."""
    start: int
    """First token of the content."""
    kind: str
    """that, quote, inf, gerund, as, bare or np."""


def following(tokens: Sequence[Token], quoted: Sequence[bool], group: Group, high: int) -> Following | None:
    """Return how the cue's content begins, or None if nothing that it accepts follows."""
    start = _linked(tokens, quoted, group, high)
    if start is None:
        start = skip_listener(tokens, group, high) if _told(group) else _skip_adjunct(tokens, group.end, high)
    if start >= high or not (tokens[start].word or tokens[start].text in QUOTES or tokens[start].text == "$"):
        return None
    kind = "np" if _told(group) and tokens[start].lower in ("of", "about") else _kind(tokens, quoted, start, high)
    return _accept(tokens, group, start, kind)


def _told(group: Group) -> bool:
    return any(sense.listener for sense in group.cue.senses) and not group.passive


def _linked(tokens: Sequence[Token], quoted: Sequence[bool], group: Group, high: int) -> int | None:
    """The place of a `that` or of an opening mark near the cue, if nothing but adjuncts or a listener stands between."""
    start = group.end
    objected = start < high and not _told(group) and tokens[start].word and not _opens_adjunct(tokens[start])
    for index in range(start, min(high, start + (2 if objected else _LOOK))):
        if quoted[index]:
            return index if index == start or tokens[index - 1].text in (":", ",") or index - start <= 1 else None
        if tokens[index].lower in ("that", "whether") and (index == start or not objected):
            return index
        if _blocks_link(tokens[index], index > start):
            return None
    return None


def _opens_adjunct(token: Token) -> bool:
    return token.lower in PREPOSITIONS or token.lower in DAYS or is_adverb(token.lower)


def _blocks_link(token: Token, later: bool) -> bool:
    if later and (is_verb_like(token) or token.lower in PRONOUNS - {"you", "we", "all", "both"}):
        return True
    return token.text in (".", ";", "?", "!") or token.lower in COORDINATORS


def skip_listener(tokens: Sequence[Token], group: Group, high: int) -> int:
    """Return where the content may begin after the person told."""
    index = group.end
    if index < high and tokens[index].lower in ("me", "us", "him", "them", "you", "her", "it"):
        return _skip_adjunct(tokens, index + 1, high)
    while index < high and index < group.end + 8 and _is_listener(tokens, group.end, index):
        index += 1
    return _skip_adjunct(tokens, index, high)


def _is_listener(tokens: Sequence[Token], start: int, index: int) -> bool:
    token = tokens[index]
    if not token.word or token.lower in OPENERS or token.lower == "to" or is_verb_like(token):
        return False
    if index == start:
        return True
    previous = tokens[index - 1]
    if token.lower in DETERMINERS or token.lower in PRONOUNS:
        return False
    return not (previous.lower in _LISTENERS or (token.capital and not previous.capital and previous.lower not in DETERMINERS))


def _skip_adjunct(tokens: Sequence[Token], start: int, high: int) -> int:
    """Step over `on Tuesday`, `in a statement`, `earlier`, a comma or a colon before the content."""
    index = start
    while index < high and index < start + 8:
        word = tokens[index].lower
        if (word in DAYS and word != "may") or is_adverb(word) or tokens[index].text == ":":
            index += 1
        elif word in ("on", "in", "at", "to", "of") and index + 1 < high and _adjunct_noun(tokens, index, high):
            index = _adjunct_noun(tokens, index, high)
        else:
            break
    return index


def _adjunct_noun(tokens: Sequence[Token], at: int, high: int) -> int:
    """One past a short adjunct such as `on Tuesday`, `in a statement`, `to reporters`; 0 if it is none."""
    word = tokens[at + 1].lower
    if word in DAYS or word in _LISTENERS:
        return at + 2
    nouns = ("statement", "interview", "speech", "tweet", "letter", "briefing", "conference", "memo", "report", "email", "post", "release")
    for index in range(at + 1, min(at + 6, high)):
        if tokens[index].lower in nouns and tokens[at + 1].lower in DETERMINERS:
            return index + 1
    return 0


def _kind(tokens: Sequence[Token], quoted: Sequence[bool], start: int, high: int) -> str:
    first = tokens[start]
    if first.text in QUOTES and quoted[start]:
        return "quote"
    if first.lower in OPENERS and not (first.lower == "that" and start + 1 < high and tokens[start + 1].text in (",", ".", ";")):
        return "that"
    if first.lower == "to":
        return "inf"
    if first.lower == "as":
        return "as"
    if first.lower.endswith("ing") and first.lower not in ("nothing", "something", "anything", "everything", "king", "beijing"):
        return "gerund"
    return "bare" if _is_clause(tokens, quoted, start, high) else "np"


def _is_clause(tokens: Sequence[Token], quoted: Sequence[bool], start: int, high: int) -> bool:
    for index in range(start, min(high, start + 16)):
        token = tokens[index]
        if token.text in (".", ";", "—", "–") or (index > start and token.lower in SUBORDINATORS and token.lower not in ("who", "which")):
            return False
        if index > start and is_verb_like(token) and tokens[index - 1].lower not in DETERMINERS | PREPOSITIONS and not quoted[index]:
            return True
        if token.text.replace("’", "'").lower() in _EVIDENCE:
            return True
    return False


_FALLBACKS = {
    "that": ("that", "whether", "np"),
    "bare": ("bare", "np", "as"),
    "quote": ("quote", "np"),
    "inf": ("inf",),
    "gerund": ("gerund", "np", "bare"),
    "as": ("as",),
    "np": ("np", "as"),
}


def _accept(tokens: Sequence[Token], group: Group, start: int, kind: str) -> Following | None:
    if kind == "np" and not (_told(group) or _is_object(tokens, start)):
        return None
    for wanted in _FALLBACKS[kind]:
        for sense in group.cue.senses:
            if wanted in sense.takes:
                return Following(sense, start, kind)
    if kind == "np" and group.cue.lemma in _PLAIN:
        return Following(group.cue.senses[0], start, "bare")
    return None


def _is_object(tokens: Sequence[Token], start: int) -> bool:
    word = tokens[start].lower
    return word not in PREPOSITIONS and word not in SUBORDINATORS and word not in COORDINATORS and not is_adverb(word)


def tail(tokens: Sequence[Token], quoted: Sequence[bool], group: Group, start: int, high: int) -> int | None:
    """Return where the words after a closing tag such as `Orne said on Tuesday` end, or None if a content follows the cue instead."""
    index = start
    first = tokens[index] if index < high else None
    fits = first is None or not first.word or first.lower in PREPOSITIONS or first.lower in DAYS or is_adverb(first.lower)
    after_time = first is not None and first.lower in ("when", "after", "as", "while", "before", "during", "of", "who", "and", "but")
    if not (fits or after_time or _told(group)):
        return None
    while index < high and not quoted[index] and tokens[index].text not in (",", ".", ";", ":", "—", "–", "?", "!"):
        if tokens[index].lower == "that" or (is_verb_like(tokens[index]) and not after_time):
            return None
        index += 1
    if index < high and (tokens[index].text == ":" or (quoted[index] and tokens[index].text in QUOTES and index == start)):
        return None
    return index
