"""Speakers set off by a colon in the layout of a page: headlines, transcripts, labels before a quotation.

`Norland: no contract signed`, `ORNE: I said no.`, `Ada Orne: “No.”`. They stand without the grammar that the tagger learnt from running
text, so a paragraph that it leaves to nobody is read by its layout.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sayso.attribution.cue_readings import CueReading
from sayso.attribution.findings import Finding
from sayso.attribution.grammar import DAYS, QUOTES, Token
from sayso.attribution.naming import classify, head, split_name
from sayso.attribution.phrases import Phrase
from sayso.attribution.units import Block
from sayso.countries import find as find_place
from sayso.model import Act, Certainty, Naming, Span, StatementKind

__all__ = ["colon_findings"]

_BY_LAYOUT = 0.8
"""Confidence of what the layout alone says; by construction, as no labelled pages at hand have headlines."""
_LONGEST_SPEAKER = 6
_TURNS = 3
"""Paragraphs that must open with a name and a colon before an article is read as a transcript."""
_HEADLINE_SPEAKERS = frozenset(
    "source sources report officials official minister president expert experts ministry envoy ambassador consul- "
    "general spokesman spokesperson "
    "media police agent agents lawyer lawyers family coach union club company army group aide aides minister study".split()
)
_LABELS = frozenset(
    "update updated breaking watch exclusive video photos note editor's read more related see also source sources by "
    "opinion analysis live factbox explainer report contact tags filed image credit correction".split()
)


def _transcript(parts: Sequence[Block]) -> frozenset[int]:
    """Return the numbers of the paragraphs that are turns of a transcript: a name and a colon open several of them."""
    turns = [number for number, block in enumerate(parts) if _turn(block)]
    names = Counter(_opening(parts[number]) for number in turns)
    repeated = {name for name, count in names.items() if count > 1}
    return frozenset(turns) if len(turns) >= _TURNS and repeated else frozenset()


def _colon(block: Block) -> int | None:
    for index, token in enumerate(block.tokens[: _LONGEST_SPEAKER + 1]):
        if token.text == ":":
            return index if index and index + 1 < len(block.tokens) else None
        if token.text in QUOTES:
            return None
    return None


def _last_colon(block: Block) -> int | None:
    """The colon before the last few words of a headline: `No contract signed: ministry`."""
    marks = [index for index, token in enumerate(block.tokens) if token.text == ":"]
    return marks[-1] if marks and marks[-1] >= 3 and 1 <= len(block.tokens) - marks[-1] - 1 <= _LONGEST_SPEAKER else None


def _opening(block: Block) -> str:
    return " ".join(token.text for token in block.tokens[: _colon(block) or 0])


def _turn(block: Block) -> bool:
    colon = _colon(block)
    if colon is None:
        return False
    words = [token for token in block.tokens[:colon] if token.word]
    return bool(words) and all(token.capital for token in words) and not any(token.lower in _LABELS | DAYS for token in words)


def colon_findings(parts: Sequence[Block], title: Span | None) -> Iterator[Finding]:
    """Yield the attributions by a colon that opens a paragraph: in a transcript, before a quotation, or in a headline that can speak.

    >>> from sayso.attribution.units import blocks
    >>> from sayso.model import Article
    >>> text = "Ada Orne: “No.”"
    >>> [finding.source for finding in colon_findings(blocks(Article("a", "a", "0", text)), None)]
    [Span(start=0, end=8)]
    """
    turns = _transcript(parts)
    for number, block in enumerate(parts):
        ranges = _ranges(parts, number, number in turns, title is not None and block.span.start == title.start)
        if ranges:
            source, colon, content = ranges
            phrase = (number, Phrase(*source))
            spans = (_span(block, source), (_span(block, (colon, colon + 1)),), (_span(block, content),))
            yield Finding(*spans, _reading(block, content), (number, 0), _BY_LAYOUT, phrase=phrase)


def _span(block: Block, tokens: tuple[int, int]) -> Span:
    return Span(block.tokens[tokens[0]].start, block.tokens[tokens[1] - 1].end)


def _reading(block: Block, content: tuple[int, int]) -> CueReading:
    kind = "quote" if block.quoted[content[0]] else "tag"
    return CueReading(":", Act.SAYS, Certainty.CERTAIN, StatementKind.SPEECH, kind)


def _ranges(parts: Sequence[Block], number: int, turn: bool, title: bool) -> tuple[tuple[int, int], int, tuple[int, int]] | None:
    """Token ranges of source and content around a colon that attributes."""
    block = parts[number]
    last = _last_colon(block) if title else None
    if last is not None and _can_speak(block.tokens[last + 1 :], parts):
        return (last + 1, len(block.tokens)), last, (0, last)
    colon = _colon(block)
    label = colon is not None and not title and _labels_quotation(block, colon)
    if colon is None or not (turn or label or (title and _can_speak(block.tokens[:colon], parts))):
        return None
    end = block.units[0][1] if title or label else len(block.tokens)
    while end > colon + 1 and block.tokens[end - 1].text in (".", ","):
        end -= 1
    return ((0, colon), colon, (colon + 1, end)) if end > colon + 1 else None


def _labels_quotation(block: Block, colon: int) -> bool:
    """Whether a paragraph is a name, a colon and a quotation: `Ada Orne: “No.”`."""
    if colon + 1 >= len(block.tokens) or not (block.quoted[colon + 1] and block.tokens[colon + 1].text in QUOTES):
        return False
    return _turn(block) and bool(split_name(_opening(block))[0])


def _can_speak(tokens: Sequence[Token], parts: Sequence[Block]) -> bool:
    words = " ".join(token.text for token in tokens)
    if any(token.lower in _LABELS for token in tokens) and head(words) not in ("sources", "source", "report"):
        return False
    if find_place(words) or classify(words) in (Naming.OFFICE, Naming.MEDIA):
        return True
    if head(words) in _HEADLINE_SPEAKERS:
        return True
    name = split_name(words)[0]
    if not name and not all(token.capital for token in tokens if token.word):
        return False
    last = (name or words).split()[-1]
    return any(token.text.startswith(last) for block in parts[1:40] for token in block.tokens) and classify(words) is Naming.NAMED
