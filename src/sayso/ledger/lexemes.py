"""Texts and questions cut into words for PostgreSQL's word index, in the way in which SQLite's cuts them.

PostgreSQL's own parser sees addresses, hyphenated words and file paths where SQLite sees words; the same question would find other pages.
So the words are cut here: runs of letters and digits, small, without their marks. What comes out holds letters and digits alone, so that
nothing of it can be read as the syntax of a question.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

__all__ = ["question", "vector"]

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 200
"""Letters of a word that count; PostgreSQL takes two thousand bytes."""
_LAST_PLACE = 16_383
_PLACES = 256
"""PostgreSQL's bounds: later words of a text all stand at the last place, and of a word so many places are kept."""
_LARGEST = 1_000_000
"""Bytes of one text's words; PostgreSQL takes 1,048,575. What comes after is not found: some hundred thousand different words."""
_APART = 10
"""Places between title and text, so that no phrase runs from one into the other."""


def _words(text: str) -> list[str]:
    if not text.isascii():
        text = "".join(sign for sign in unicodedata.normalize("NFD", text) if unicodedata.category(sign) != "Mn")
    return [word[:_LONGEST] for word in _WORD.findall(text.lower())]


def vector(title: str, text: str) -> str:
    """Return the words of an article with their places, as PostgreSQL writes them.

    >>> vector("Hárbour news", "The pier, the PIER!")
    "'harbour':1 'news':2 'the':13,15 'pier':14,16"
    """
    places: dict[str, list[int]] = {}
    size = 0
    headline = _words(title)
    for start, words in ((1, headline), (1 + len(headline) + _APART, _words(text))):
        for place, word in enumerate(words, start):
            found = places.get(word)
            if found is None:
                size += len(word.encode()) + 4
                if size > _LARGEST:
                    continue
                found = places[word] = []
            if len(found) < _PLACES and size < _LARGEST and (not found or found[-1] < _LAST_PLACE):
                size += 2
                found.append(min(place, _LAST_PLACE))
    return " ".join(f"'{word}':{','.join(map(str, found))}" for word, found in places.items() if found)


def question(words: Sequence[str]) -> str:
    """Return what an article must hold; a word with signs inside (`o'brien`) is a phrase. Nothing, where no word has a letter.

    >>> question(["O'Brien", "pier&mill", "--"])
    "('o' <-> 'brien') & ('pier' <-> 'mill')"
    """
    phrases = [_words(word) for word in words]
    return " & ".join("(" + " <-> ".join(f"'{part}'" for part in phrase) + ")" for phrase in phrases if phrase)
