"""The pronouns of an article in order, so that each one read helps to read the next."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Set
from types import MappingProxyType

from sayso.attribution.antecedents import Place, Trail
from sayso.attribution.cast import Appearance, Cast, part_of
from sayso.attribution.given_names import MAN, WOMAN
from sayso.attribution.grammar import SUBORDINATORS, pronoun
from sayso.attribution.units import Block

__all__ = ["PRONOUN_SEX", "appearance_at", "place_at", "start_trail", "steps"]

PRONOUN_SEX: Mapping[str, str] = MappingProxyType(
    dict.fromkeys("he him his himself".split(), MAN) | dict.fromkeys("she her hers herself".split(), WOMAN)
)
_LONGEST = 30
"""Words that an opening clause may have before a pronoun."""
_OPENING = SUBORDINATORS | frozenset("in on at by for with about like".split())


def start_trail(cast: Cast) -> Trail:
    """Return a trail at the beginning of an article; main are the persons named most often."""
    ranked = sorted(cast.persons.values(), key=lambda person: (-person.count, person.name))
    return Trail(cast, main=tuple(person.name for person in ranked[:2]))


def steps(cast: Cast, sources: Set[int]) -> Iterator[tuple[Place, str, str]]:
    """Yield in order each place where a person is named, with the name, and each pronoun of a person, with the word.

    The caller tells the trail who a pronoun means before it asks for the next.
    """
    named = {one.start: one for one in cast.appearances}
    for number, block in enumerate(cast.blocks):
        for index, token in enumerate(block.tokens):
            one = named.get(token.start)
            if one:
                yield place_at(cast, (number, index), source=one.start in sources), "", one.name
            elif pronoun(token.lower) in PRONOUN_SEX:
                yield place_at(cast, (number, index), source=token.start in sources), pronoun(token.lower), ""


def place_at(cast: Cast, where: tuple[int, int], *, source: bool) -> Place:
    """Return the place of a token, given by paragraph and number."""
    block = cast.blocks[where[0]]
    token = block.tokens[where[1]]
    sentence = cast.sentence(token.start)
    return Place(token.start, sentence, where[0], _part(block, where[1]), block.quoted[where[1]], source, _is_early(block, where[1]))


def _part(block: Block, index: int) -> str:
    word = pronoun(block.tokens[index].lower)
    if word in ("he", "she"):
        return "subject"
    if word == "his" or (word == "her" and index + 1 < len(block.tokens) and block.tokens[index + 1].word):
        return "owner"
    return part_of(block.tokens, index, index + 1) if word not in PRONOUN_SEX else "object"


def _is_early(block: Block, index: int) -> bool:
    """Whether a place stands before the comma of an opening clause."""
    start = block.tokens[index].start
    number = bisect_right(block.sentences, start, key=lambda span: span.start) - 1
    opening = block.sentences[number].start if number >= 0 else start
    first = index
    while first and block.tokens[first - 1].start >= opening and index - first < _LONGEST:
        first -= 1
    between = block.tokens[first:index]
    return bool(between) and between[0].lower in _OPENING and not any(token.text == "," for token in between)


def appearance_at(place: Place, name: str, cast: Cast) -> Appearance:
    """Return the appearance of a person who is named or meant at a place."""
    index = bisect_left(cast.appearances, place.start, key=lambda one: one.start)
    if index < len(cast.appearances) and cast.appearances[index].start == place.start:
        return cast.appearances[index]
    return Appearance(place.start, name, place.sentence, place.block, place.part, place.quoted)
