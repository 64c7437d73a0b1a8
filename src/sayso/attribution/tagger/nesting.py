"""The text that stands for a content when it is read again for statements inside it.

Training makes its inner examples with the same function, so that the model meets at run time what it has learned.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.attribution.tagger.windows import Bounds

__all__ = ["Inner", "inner_texts"]

_OPENING = re.compile(r"[\s“”\"'‘,:]*(?:(?:that|whether|how|by|as|of)\s+)?[“\"‘]?", re.IGNORECASE)
_SHORTEST = 12


@dataclass(frozen=True, slots=True)
class Inner:
    """A content as a sentence: its text, where it begins in the outer text and how many of its characters come from there."""

    text: str
    offset: int
    size: int


def inner_texts(text: str, span: Bounds) -> list[Inner]:
    """Return the content as a sentence, or nothing where it is too short to hold a statement.

    >>> inner_texts("He said that they deny it was signed", (8, 36))
    [Inner(text='They deny it was signed.', offset=13, size=23)]
    """
    piece = text[slice(*span)]
    skip = _match_end(piece)
    body = piece[skip:].rstrip()
    if len(body) < _SHORTEST or " " not in body:
        return []
    first = body[0].upper() if len(body[0].upper()) == 1 else body[0]
    closed = body if body[-1] in ".!?" else body + "."
    return [Inner(first + closed[1:], span[0] + skip, len(body))]


def _match_end(piece: str) -> int:
    match = _OPENING.match(piece)
    return match.end() if match else 0
