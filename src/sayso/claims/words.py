"""The words of a stretch of text with their places, and the tables of `details.en.toml`, for all that read values.

A hostile text may be one sentence of a million words: only the first words of a stretch are read, and every later step looks at a
bounded number of words around one place, so that the work grows with the length of what is read and no faster.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from sayso.model import Span

__all__ = ["LONGEST", "Word", "single_words", "table", "words_in"]

LONGEST = 6000
"""Characters read of one stretch. A sentence of news seldom has more than 400; ten times that is no sentence."""

_WORD = re.compile(
    r"(?:US|C|A)\$|\d{1,3}(?:,\d{2,3}){1,6}(?:\.\d{1,4})?(?!\d)|\d{1,15}(?:\.\d{1,4})?(?!\d)|"
    r"[^\W\d_]{1,40}(?:['’][^\W\d_]{1,10}){0,2}|[^\w\s]",
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word, number or mark."""

    text: str
    """As written."""
    start: int
    """Its first code point in the article's text."""
    end: int
    """One past its last code point."""

    @property
    def lower(self) -> str:
        """The word in lower case."""
        return self.text.lower()


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return one table of `details.en.toml`."""
    return _tables()[name]


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(files("sayso.claims").joinpath("details.en.toml").read_text(encoding="utf-8"))


@cache
def single_words(name: str) -> Mapping[str, str]:
    """Return word -> name shown, for a table of lists; phrases keep their blanks.

    >>> single_words("currencies")["euros"]
    'EUR'
    """
    return {word: shown for shown, listed in table(name).items() for word in listed}


def words_in(text: str, span: Span) -> tuple[Word, ...]:
    """Return the words, numbers and marks of a stretch, in order; at most its first `LONGEST` characters.

    >>> [word.text for word in words_in("A US$2.6-billion deal", Span(0, 21))]
    ['A', 'US$', '2.6', '-', 'billion', 'deal']
    """
    end = min(span.end, span.start + LONGEST, len(text))
    return tuple(Word(found.group(), found.start(), found.end()) for found in _WORD.finditer(text, max(0, span.start), end))
