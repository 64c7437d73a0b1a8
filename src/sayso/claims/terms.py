"""Content words and how rare they are, so that a statement and a claim can be compared word by word.

Words are stemmed with the Snowball English stemmer and weighed by how few statements of the pile hold them (inverse document
frequency, Sparck Jones 1972). Stems are keys for matching only; they are never shown and never used for spans.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

import snowballstemmer

__all__ = ["STOP_WORDS", "Rarity", "content_stems", "stem"]

STOP_WORDS = frozenset(
    """
    a about after all also am an and any are as at be been before being between but by can could did do does during for
    from had has have he her him his how i if in into is it its may me might more most must my no nor not of on or our
    over own shall she should so some such than that the their them then there these they this those to was we were
    what when where which while who whom will with would you your
    """.split()
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_STEMMER = snowballstemmer.stemmer("english")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the matching key of one word.

    >>> stem("Signed") == stem("signing")
    True
    """
    lowered = word.casefold().replace("’", "'").removesuffix("'s")
    return str(_STEMMER.stemWord(lowered))


def content_stems(text: str) -> tuple[str, ...]:
    """Return the stems of the words that carry content, in the order of the text.

    >>> content_stems("The mills were built in the harbour")
    ('mill', 'built', 'harbour')
    """
    words = (match.group().casefold() for match in _WORD.finditer(text))
    return tuple(stem(word) for word in words if word not in STOP_WORDS)


class Rarity:
    """How rare each stem is in a pile of texts.

    >>> rarity = Rarity(["a contract was signed", "a contract was denied"])
    >>> rarity.weight("sign") > rarity.weight("contract")
    True
    """

    def __init__(self, texts: Iterable[str]) -> None:
        counts: Counter[str] = Counter()
        self._texts = 0
        for text in texts:
            self._texts += 1
            counts.update(set(content_stems(text)))
        self._counts: Mapping[str, int] = counts

    def weight(self, key: str) -> float:
        """Return the natural logarithm of pile size over the number of texts that hold the stem; never negative."""
        return max(0.0, math.log((self._texts + 1) / (self._counts.get(key, 0) + 0.5)))

    def coverage(self, wanted: Iterable[str], found: frozenset[str]) -> float:
        """Return the share of the weight of `wanted` that is among `found`, from 0 to 1."""
        weights = {key: self.weight(key) for key in sorted(set(wanted))}
        total = math.fsum(weights.values())
        return math.fsum(weight for key, weight in weights.items() if key in found) / total if total else 0.0
