"""How a claim and a statement are laid out for the pair model: word pieces with marks for party, speaker, source and content.

Names of the claim's parties are replaced by marks in both texts, so that no name can tip the scale: swap the parties everywhere and the
model reads the same pieces. The marks are unused entries of the BERT vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from tokenizers import BertWordPieceTokenizer

from sayso.claims.parties import PartyIndex
from sayso.model import Article, Naming, Span, Statement

__all__ = ["ANSWERS", "PARTY_MARKS", "SPEAKER_MARKS", "PairInput", "Passage", "claim_pieces", "pair_input", "passage_of"]

ANSWERS = ("unrelated", "support", "deny", "query", "comment")
"""What a statement can do to a claim, in the order of the model's scores."""

_START, _SEPARATOR = 101, 102
PARTY_MARKS = range(11, 17)
"""Marks for the parties of the claim, in order; parties beyond the last share it."""
SPEAKER_MARKS = range(21, 27)
"""Marks for a speaker who is one of these parties."""
_SPEAKER = {
    Naming.SELF: 31,
    Naming.MEDIA: 32,
    Naming.UNNAMED: 33,
    Naming.DOCUMENT: 34,
    Naming.OFFICE: 35,
    Naming.NAMED: 36,
}
_TITLE, _BEFORE, _STATEMENT, _STATEMENT_END = 41, 42, 43, 44
_SOURCE, _SOURCE_END, _CONTENT, _CONTENT_END = 45, 46, 47, 48
_HEADLINE = 49
_LONGEST = {"claim": 48, "title": 28, "before": 48, "statement": 100}
"""Word pieces kept of each part; of what stands before the statement the last ones, of all else the first."""
_BEFORE_CHARACTERS = 320


@dataclass(frozen=True, slots=True)
class Passage:
    """A statement as it stands in its article, cut into plain text and marks."""

    title: str
    """The article's headline; empty where the statement is the headline or there is none."""
    before: str
    """What stands before the statement in the text, at most a few sentences."""
    parts: tuple[str | int, ...]
    """The statement: text between marks."""
    naming: Naming
    """How the source is identified."""
    headline: bool
    """Whether the statement is the headline."""


@dataclass(frozen=True, slots=True)
class PairInput:
    """What the model reads: one list of piece numbers and, for each, 0 in the claim and 1 behind it."""

    pieces: tuple[int, ...]
    kinds: tuple[int, ...]


@cache
def _tokenizer() -> BertWordPieceTokenizer:
    vocabulary = files("sayso.claims").joinpath("wordpieces.txt")
    return BertWordPieceTokenizer(str(vocabulary), lowercase=True)


def passage_of(statement: Statement, article: Article) -> Passage:
    """Return a statement with its marks and what a reader has read before it."""
    extent = statement.extent
    title = "" if statement.headline else article.title or ""
    before = "" if statement.headline else article.text[max(0, extent.start - _BEFORE_CHARACTERS) : extent.start]
    repeated = before.strip().casefold() == title.strip().casefold()
    parts = tuple(_marked(statement, article.text))
    return Passage(title, "" if repeated else before, parts, statement.source.naming, statement.headline)


def _marked(statement: Statement, text: str) -> Iterator[str | int]:
    marks: list[tuple[int, int, int]] = []
    spans = [(span, _CONTENT, _CONTENT_END) for span in statement.content]
    if statement.source.span is not None:
        spans.append((statement.source.span, _SOURCE, _SOURCE_END))
    for span, opening, closing in spans:
        if statement.source.naming is not Naming.SELF and _inside(span, statement.extent):
            marks += [(span.start, 1, opening), (span.end, 0, closing)]
    place = statement.extent.start
    for position, _, mark in sorted(marks):
        yield text[place:position]
        yield mark
        place = position
    yield text[place : statement.extent.end]


def _inside(span: Span, extent: Span) -> bool:
    return extent.start <= span.start and span.end <= extent.end


def claim_pieces(text: str, index: PartyIndex) -> tuple[int, ...]:
    """Return the pieces of a claim's words with its parties as marks."""
    return tuple(_masked(text, index))[: _LONGEST["claim"]]


def pair_input(claim: Sequence[int], index: PartyIndex, passage: Passage, party: str | None) -> PairInput:
    """Return the pieces of one claim and one passage; `party` is the claim's party that speaks, if any."""
    parties = [name for name, _ in index.patterns]
    speaker = _SPEAKER[passage.naming] if party is None else _mark(SPEAKER_MARKS, parties.index(party))
    first = [_START, *claim, _SEPARATOR]
    said = [piece for part in passage.parts for piece in ([part] if isinstance(part, int) else _masked(part, index))]
    second = [
        speaker,
        *([_HEADLINE] if passage.headline else []),
        *([_TITLE, *_masked(passage.title, index)[: _LONGEST["title"]]] if passage.title else []),
        *([_BEFORE, *_masked(passage.before, index)[-_LONGEST["before"] :]] if passage.before else []),
        _STATEMENT,
        *said[: _LONGEST["statement"]],
        _STATEMENT_END,
        _SEPARATOR,
    ]
    return PairInput((*first, *second), (*(0 for _ in first), *(1 for _ in second)))


def _masked(text: str, index: PartyIndex) -> list[int]:
    pieces: list[int] = []
    place = 0
    for start, end, number in sorted(_mentions(text, index.patterns)):
        if start >= place:
            pieces += [*_pieces(text[place:start]), _mark(PARTY_MARKS, number)]
            place = end
    return [*pieces, *_pieces(text[place:])]


def _mark(marks: range, number: int) -> int:
    return marks[min(number, len(marks) - 1)]


def _mentions(text: str, patterns: Sequence[tuple[str, re.Pattern[str]]]) -> Iterator[tuple[int, int, int]]:
    for number, (_, pattern) in enumerate(patterns):
        yield from ((match.start(), match.end(), number) for match in pattern.finditer(text))


@lru_cache(maxsize=65536)
def _pieces(text: str) -> tuple[int, ...]:
    return tuple(_tokenizer().encode(text, add_special_tokens=False).ids) if text.strip() else ()
