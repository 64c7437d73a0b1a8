"""Where quotations stand, so that the words inside them are never read as the article's own cues.

Marks are paired in one pass over a paragraph. A quotation left open counts only if the next paragraph opens one too (the newspaper habit of
reopening every paragraph of a long quotation); half a quotation mark alone is ignored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.attribution.grammar import Token
from sayso.model import Span

__all__ = ["Quotation", "quotations", "reopens"]

_CLOSERS = {"“": ("”", '"'), "«": ("»",), "„": ("“", "”"), '"': ('"', "''", "”"), "''": ("''", '"'), "``": ("''",), "‘": ("’",)}
_REACH = 2500
"""Tokens that one quotation may hold; bounds the damage of an unpaired mark."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation, its marks included."""

    start: int
    """Index of the opening mark."""
    end: int
    """One past the index of the closing mark, or of the last token if it stays open."""
    closed: bool
    """Whether it ends in the same paragraph."""


def quotations(tokens: Sequence[Token], continues: bool) -> tuple[Quotation, ...]:
    """Return the quotations of one paragraph's tokens; `continues` says whether the next paragraph opens with a mark.

    >>> from sayso.attribution.grammar import tokenise
    >>> quotations(tokenise('"No," he said.', 0, 14), False)
    (Quotation(start=0, end=4, closed=True),)
    """
    found: list[Quotation] = []
    opened: int | None = None
    closers: tuple[str, ...] = ()
    for index, token in enumerate(tokens):
        if opened is None:
            if _opens(tokens, index):
                opened, closers = index, _CLOSERS[token.text]
        elif token.text.endswith(closers):
            found.append(Quotation(opened, index + 1, True))
            opened = None
        elif index - opened > _REACH:
            opened = None
    if opened is not None and continues:
        found.append(Quotation(opened, len(tokens), False))
    return tuple(found)


def _opens(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.text not in _CLOSERS:
        return False
    glued = index > 0 and tokens[index - 1].end == token.start and tokens[index - 1].word
    followed = index + 1 < len(tokens) and tokens[index + 1].start == token.end
    if token.text == "‘":
        return followed and not glued and any(other.text.endswith("’") for other in tokens[index + 1 : index + 40])
    return token.text in "“«„" or (not glued and followed)


def reopens(text: str, span: Span) -> bool:
    """Return whether a paragraph begins with an opening mark.

    >>> reopens("“Yes", Span(0, 4))
    True
    """
    return text[span.start : span.end].lstrip()[:1] in tuple('“"«„')
