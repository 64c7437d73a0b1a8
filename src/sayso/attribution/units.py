"""An article cut into the stretches in which one attribution can stand: sentences, but never cut inside a quotation."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.attribution.cues import match
from sayso.attribution.dateline import dateline
from sayso.attribution.grammar import QUOTES, Token, tokenise
from sayso.attribution.quotes import Quotation, quotations, reopens
from sayso.model import Article, Span
from sayso.text import overlap, paragraphs, sentences

__all__ = ["Block", "blocks"]

_LONGEST = 300
"""Tokens in one unit. A text without full stops is read in pieces of this length, which keeps the stage linear."""


_LONGEST_PARAGRAPH = 20_000
"""Code points given to the sentence splitter at once; the longest line of 1,008 news articles has 2,573."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, tokenised."""

    span: Span
    """Where it stands."""
    tokens: tuple[Token, ...]
    """Its words and marks."""
    quoted: tuple[bool, ...]
    """For each token, whether it stands inside a quotation, marks included."""
    quotations: tuple[Quotation, ...]
    """Its quotations."""
    units: tuple[tuple[int, int], ...]
    """Token ranges in which attributions are sought."""
    sentences: tuple[Span, ...]
    """Its sentences."""


def blocks(article: Article) -> tuple[Block, ...]:
    r"""Return the readable paragraphs of an article in order; those inside a cut are left out.

    >>> article = Article("a", "a", "0", "One said no.\n\nTwo said yes.")
    >>> [block.span.cut(article.text) for block in blocks(article)]
    ['One said no.', 'Two said yes.']
    """
    spans = [part for span in paragraphs(article.text) for part in _outside_cuts(span, article)]
    following = [*spans[1:], Span(0, 0)][: len(spans)]
    return tuple(_block(article.text, span, reopens(article.text, after)) for span, after in zip(spans, following, strict=True))


def _outside_cuts(span: Span, article: Article) -> list[Span]:
    """The parts of a paragraph that no cut covers."""
    parts: list[Span] = []
    start = span.start
    for cut in sorted(article.cuts, key=lambda cut: cut.span):
        if overlap(span, cut.span):
            if cut.span.start > start:
                parts.append(Span(start, cut.span.start))
            start = max(start, cut.span.end)
    return [*parts, Span(start, span.end)] if start < span.end else parts


def _block(text: str, span: Span, continues: bool) -> Block:
    tokens = tokenise(text, span.start, span.end)
    found = quotations(tokens, continues)
    quoted = [False] * len(tokens)
    for quotation in found:
        for index in range(quotation.start, quotation.end):
            quoted[index] = True
    bounds = _sentences(text, span)
    units = _after_dateline(_units(tokens, found, bounds), dateline(text, tokens))
    return Block(span, tokens, tuple(quoted), found, units, bounds)


def _after_dateline(units: Sequence[tuple[int, int]], opening: int) -> tuple[tuple[int, int], ...]:
    """The units with the dateline left out; it never reaches the end of its paragraph."""
    return tuple((max(start, opening), end) for start, end in units if end > opening)


def _sentences(text: str, span: Span) -> tuple[Span, ...]:
    """The sentences of a paragraph; an enormous one is read in pieces, because the splitter's time grows with the square of its length."""
    found: list[Span] = []
    start = span.start
    while start < span.end:
        end = min(start + _LONGEST_PARAGRAPH, span.end)
        if end < span.end:
            space = text.rfind(" ", start, end)
            end = space + 1 if space > start else end
        found.extend(sentences(text, start, end))
        start = end
    return tuple(found)


def _units(tokens: Sequence[Token], found: Sequence[Quotation], bounds: Sequence[Span]) -> tuple[tuple[int, int], ...]:
    starts = _sentence_starts(tokens, bounds)
    inside = {index for quotation in found for index in range(quotation.start + 1, quotation.end)}
    starts = [start for start in starts if start not in inside and not _belongs_left(tokens, start)]
    edges = [*starts, len(tokens)]
    return tuple((piece, min(piece + _LONGEST, end)) for begin, end in itertools.pairwise(edges) for piece in range(begin, end, _LONGEST))


def _sentence_starts(tokens: Sequence[Token], bounds: Sequence[Span]) -> list[int]:
    starts = [0] if tokens else []
    index = 0
    for bound in bounds[1:]:
        while index < len(tokens) and tokens[index].start < bound.start:
            index += 1
        if 0 < index < len(tokens) and index != starts[-1]:
            starts.append(index)
    return starts


def _belongs_left(tokens: Sequence[Token], start: int) -> bool:
    """Whether a sentence is the tag of a quotation before it: `“They left.” Orne said.`."""
    if start == 0 or tokens[start - 1].text not in QUOTES:
        return False
    if tokens[start].text[0].islower():
        return True
    for index in range(start, min(start + 6, len(tokens) - 1)):
        found = match(tokens, index, len(tokens))
        if found and "said" in {kind for sense in found.form.cue.senses for kind in sense.takes}:
            return tokens[found.end].text == "." if found.end < len(tokens) else True
    return False
