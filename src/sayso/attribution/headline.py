"""Headlines and transcripts, where a colon attributes: `Norland: no contract signed`, `ORNE: I said no.`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sayso.attribution.clause import Finding
from sayso.attribution.grammar import DAYS, QUOTES, Token
from sayso.attribution.naming import classify, head, split_name
from sayso.attribution.phrases import Phrase
from sayso.attribution.units import Block
from sayso.countries import find as find_place
from sayso.model import Act, Article, Certainty, Naming, Span

__all__ = ["headline_span", "speaker_colon", "transcript"]

_LONGEST_SPEAKER = 6
_LONGEST_HEADLINE = 160
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


def headline_span(article: Article, parts: Sequence[Block]) -> Span | None:
    """Return where the headline stands in the text, or None.

    The first paragraph is the headline if it equals the title, or, without a title, if it is short and does not end like a sentence.
    """
    if not parts:
        return None
    first = parts[0].span
    words = first.cut(article.text)
    if article.title is not None:
        return first if _same(words, article.title) else None
    lone = len(parts) > 1 and len(words) <= _LONGEST_HEADLINE
    return first if lone and words[-1] not in ".!:,;" and not words.endswith((".”", '."', ",”")) else None


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold().rstrip(" .") == " ".join(other.split()).casefold().rstrip(" .")


def transcript(parts: Sequence[Block]) -> frozenset[int]:
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


def speaker_colon(block: Block, turn: bool, title: bool, parts: Sequence[Block]) -> Finding | None:
    """Return the attribution by a colon that opens a paragraph: in a transcript, or in a headline whose first words can speak."""
    last = _last_colon(block) if title else None
    if last is not None and _can_speak(block.tokens[last + 1 :], parts):
        return Finding(":", Act.SAYS, Certainty.CERTAIN, ((last, last + 1),), Phrase(last + 1, len(block.tokens)), ((0, last),), "tag")
    colon = _colon(block)
    label = colon is not None and not title and _labels_quotation(block, colon)
    if colon is None or not (turn or label or (title and _can_speak(block.tokens[:colon], parts))):
        return None
    end = block.units[0][1] if title or label else len(block.tokens)
    while end > colon + 1 and block.tokens[end - 1].text in (".", ","):
        end -= 1
    if end <= colon + 1:
        return None
    content = ((colon + 1, end),)
    kind = "quote" if label else "tag"
    return Finding(":", Act.SAYS, Certainty.CERTAIN, ((colon, colon + 1),), Phrase(0, colon), content, kind, quoted=label)


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
