"""Names as far as capitals show them: runs of capitalised words without titles and without what only opens a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.attribution.given_names import sex_of_name
from sayso.attribution.grammar import (
    AUXILIARIES,
    COORDINATORS,
    DAYS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    QUOTES,
    SUBORDINATORS,
    Token,
    is_title,
)
from sayso.attribution.naming import ROLE_WORDS
from sayso.attribution.units import Block

__all__ = ["ADDRESS", "FUNCTION", "SHORT", "Run", "bare_word", "runs"]

FUNCTION = (
    DETERMINERS | PREPOSITIONS | PRONOUNS | COORDINATORS | SUBORDINATORS | AUXILIARIES | DAYS | {"neither", "even", "only", "according"}
)
_PARTICLES = frozenset("de da del della di van von der den bin ibn al el la le ben abu ap".split())
SHORT = {
    "sen.": "senator",
    "sens.": "senator",
    "rep.": "representative",
    "reps.": "representative",
    "gov.": "governor",
    "pres.": "president",
    "gen.": "general",
    "col.": "colonel",
    "dr.": "doctor",
    "prof.": "professor",
    "del.": "delegate",
    "lt.": "lieutenant",
    "rev.": "reverend",
    "justice": "judge",
}
"""Titles as news shortens them, and the word that the article may use later."""
ADDRESS = frozenset(
    "mr mr. mrs mrs. ms ms. dr. sen. sens. rep. reps. gov. pres. gen. col. prof. del. lt. rev. sir dame rev "
    "reverend father sister cardinal archbishop bishop imam sheikh air marshal alhaji monsignor".split()
)
_MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Run:
    """Words with capitals in a row, as they may name something."""

    block: int
    first: int
    last: int
    """One past the last token."""
    words: tuple[str, ...]
    """What is left without titles and without what the head of a sentence explains."""
    titles: frozenset[str]
    """Titles before it, in lower case."""
    headline: bool
    begin: int = 0
    """First token with the titles, for names that are no person's: `State Department`."""


def bare_word(token: Token) -> str:
    """Return a word without the ending of the possessive."""
    return token.text.removesuffix("'s").removesuffix("’s").rstrip("'’")


def runs(blocks: Sequence[Block], common: frozenset[str]) -> Iterator[Run]:
    """Yield what is written with capitals, titles set apart; `common` are words that stand in lower case somewhere."""
    for number, block in enumerate(blocks):
        opens = {sentence.start for sentence in block.sentences}
        headline = is_title(block.tokens)
        index = 0
        while index < len(block.tokens):
            end = _run_end(block.tokens, index)
            for start, stop in _pieces(block.tokens, index, end) if headline else [(index, end)] * (end > index):
                run = _run(block, (number, start, stop), opens, common, headline=headline)
                if run:
                    yield run
            index = max(end, index + 1)


def _pieces(tokens: Sequence[Token], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The words of a headline one by one, but a given name with what follows it."""
    while start < end:
        pair = start + 1 < end and bool(sex_of_name(tokens[start].text)) and tokens[start + 1].text != "."
        yield start, start + 1 + pair
        start += 1 + pair


def _run_end(tokens: Sequence[Token], start: int) -> int:
    """Where a run of capitals ends: after a possessive, over a particle or a nickname in quotation marks."""
    end = start
    while end < len(tokens):
        if tokens[end].capital:
            end += 1
            if tokens[end - 1].text.endswith(("'s", "’s", "s'", "s’")):
                break
        elif end > start and tokens[end].lower in _PARTICLES and end + 1 < len(tokens) and tokens[end + 1].capital:
            end += 1
        elif end > start and _is_nickname(tokens, end):
            end += 3
        else:
            break
    return end


def _is_nickname(tokens: Sequence[Token], at: int) -> bool:
    inside = at + 3 < len(tokens) and tokens[at].text in QUOTES and tokens[at + 2].text in QUOTES
    return inside and tokens[at + 1].capital and tokens[at + 3].capital


def _run(block: Block, place: tuple[int, int, int], opens: set[int], common: frozenset[str], *, headline: bool) -> Run | None:
    number, start, end = place
    tokens = block.tokens
    first = start
    while first < end and tokens[first].lower in FUNCTION and not (tokens[first].lower in ("may", "will") and first + 1 < end):
        first += 1
    first = _past_opening(tokens, (first, end), opens, common)
    titled = [index for index in range(first, end - 1) if _is_role(tokens[index])]
    begin = titled[-1] + 1 if titled else first
    words = tuple(bare_word(tokens[index]) for index in range(begin, end) if tokens[index].word)
    titles = frozenset(word for index in range(max(0, begin - 4), begin) for word in _title_words(tokens, index, begin))
    return Run(number, begin, end, words, titles, headline, first) if words and len(words) <= _MOST_WORDS + 3 else None


def _past_opening(tokens: Sequence[Token], bounds: tuple[int, int], opens: set[int], common: frozenset[str]) -> int:
    """Leave out a word that owes its capital to the head of a sentence: `Speaking Ilse Maren`, but not a given name."""
    first, end = bounds
    if first < end - 1 and tokens[first].start in opens and not sex_of_name(tokens[first].text):
        word = tokens[first].lower
        if word in common or word.endswith(("ing", "ly")):
            return first + 1
    return first


def _is_role(token: Token) -> bool:
    return token.lower in ROLE_WORDS or token.lower in ADDRESS or token.text.endswith(("'s", "’s"))


def _title_words(tokens: Sequence[Token], index: int, begin: int) -> list[str]:
    """The role that stands directly before a name, in capitals or not."""
    if any(not tokens[at].word for at in range(index, begin)):
        return []
    word = tokens[index].lower
    between = range(index, begin)
    if not all(tokens[at].lower in ROLE_WORDS | ADDRESS or tokens[at].lower.endswith("man") for at in between):
        return []
    return [word, SHORT[word]] if word in SHORT else [word]
