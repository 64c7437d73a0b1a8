"""Which articles of a pile tell of one episode, so that discovery and matching can work on each by itself.

Articles are compared by their rare words (TF-IDF) and by the meaning of their openings, and joined by average linkage until no two
groups are alike enough. How rare a word is comes from the pile and from a background together: in a pile about one single episode its
own names stand in every article and would count for nothing. The background is the order of the encoder's word pieces, which is by how
frequent they are in English (Zipf 1949).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from sayso.claims.terms import content_stems, stem

__all__ = ["average_linkage", "background", "episodes", "likeness"]

ALIKE = 0.24
"""Mean likeness from which two groups are one episode. By B-cubed F1 on 1,590 articles of 182 stories (`train_episodes.py`): .22 gives
94.6, .24 95.0, .26 94.4, .28 92.8. Each four of five folds grouped by story choose .24; the fold left out has 93.5 to 96.3."""
MEANING = 0.3
"""Weight of meaning beside 1 for words; .3 and .5 were tried, and openings of 3, 5, 8 and 12 statements (93.6 to 95.0)."""
RARE = 1.5
"""Power of a word's rarity: 1 gives 94.5 at its best threshold, 1.5 gives 95.0, 2 gives 94.7; word pairs gave 94.3."""
BACKGROUND = 200
"""How many articles the background counts as. With 0 a pile about one episode falls apart; 200 changes a large pile by .1."""
SPECIAL = 1990
"""Places of the word-piece list that are no words but signs and letters."""
UNKNOWN = 2e-4
"""Share of articles that hold a word which is no word piece of its own, such as a rare name."""
COMMONEST = 0.8

Matrix = npt.NDArray[np.float64]


def episodes(texts: Sequence[str], openings: npt.NDArray[np.float32]) -> tuple[tuple[int, ...], ...]:
    """Return groups of places in `texts`, each ascending, by first place; `openings` holds one unit vector a text.

    >>> mill = "Norland signed a contract for a steel mill in Arvo, Vesturia said."
    >>> rain = "Rain fell on the fish market all week and the stalls stayed shut."
    >>> episodes([mill, rain, mill + " The mill costs much."], np.array([[1, 0], [0, 1], [1, 0]], dtype=np.float32))
    ((0, 2), (1,))
    """
    if not texts:
        return ()
    return average_linkage(likeness(texts, openings), ALIKE)


def likeness(texts: Sequence[str], openings: npt.NDArray[np.float32]) -> Matrix:
    """Return how much each two texts are alike, about 0 to 1."""
    alike = (_word_likeness(texts) + MEANING * (openings @ openings.T).astype(np.float64)) / (1 + MEANING)
    return np.round(alike, 6)


def _word_likeness(texts: Sequence[str]) -> Matrix:
    counts = [Counter(content_stems(text)) for text in texts]
    frequency = Counter(key for count in counts for key in count)
    columns = {key: number for number, key in enumerate(sorted(frequency))}
    total = len(texts) + BACKGROUND
    rarity = {key: math.log(total / (found + BACKGROUND * background(key))) ** RARE for key, found in frequency.items()}
    alike = np.zeros((len(texts), len(texts)))
    rows = [_unit({columns[key]: (1 + math.log(found)) * rarity[key] for key, found in count.items()}) for count in counts]
    holders: dict[int, list[tuple[int, float]]] = {}
    for place, row in enumerate(rows):
        for column, weight in row.items():
            holders.setdefault(column, []).append((place, weight))
    for _, held in sorted(holders.items()):
        places, weights = np.array([place for place, _ in held]), np.array([weight for _, weight in held])
        alike[np.ix_(places, places)] += np.outer(weights, weights)
    return alike


def _unit(row: Mapping[int, float]) -> dict[int, float]:
    length = math.sqrt(math.fsum(weight * weight for weight in row.values())) or 1.0
    return {column: weight / length for column, weight in row.items()}


@cache
def _ranks() -> Mapping[str, int]:
    lines = files("sayso.claims").joinpath("wordpieces.txt").read_text(encoding="utf-8").splitlines()
    ranks: dict[str, int] = {}
    for rank, word in enumerate(lines):
        if word.isalpha():
            key = stem(word)
            ranks[key] = min(rank, ranks.get(key, rank))
    return ranks


def background(key: str) -> float:
    """Return the share of English news articles that hold a stem, roughly: by Zipf's law from its rank.

    >>> background("said") > background("contract") > background("norland")
    True
    """
    rank = _ranks().get(key)
    if rank is None:
        return UNKNOWN
    return min(COMMONEST, 8 / (max(0, rank - SPECIAL) + 8))


def average_linkage(alike: Matrix, least: float) -> tuple[tuple[int, ...], ...]:
    """Join the two groups with the highest mean likeness until it is below `least` (UPGMA, Sokal and Michener 1958).

    >>> average_linkage(np.array([[1, 0.9, 0.1], [0.9, 1, 0.2], [0.1, 0.2, 1]]), 0.5)
    ((0, 1), (2,))
    """
    mean = alike.astype(np.float64).copy()
    np.fill_diagonal(mean, -np.inf)
    members = [[place] for place in range(len(alike))]
    best = mean.argmax(axis=1)
    value = mean[np.arange(len(mean)), best]
    while len(members) > 1:
        one = int(value.argmax())
        if value[one] < least:
            break
        other = int(best[one])
        one, other = min(one, other), max(one, other)
        _merge(mean, members, one, other)
        stale = np.flatnonzero((best == one) | (best == other) | (np.arange(len(mean)) == one))
        best[stale] = mean[stale].argmax(axis=1)
        value[stale] = mean[stale, best[stale]]
        nearer = mean[:, one] > value
        best[nearer], value[nearer] = one, mean[nearer, one]
    return tuple(sorted(tuple(sorted(group)) for group in members if group))


def _merge(mean: Matrix, members: list[list[int]], one: int, other: int) -> None:
    """Put group `other` into group `one`; the row of `other` is emptied."""
    sizes = len(members[one]), len(members[other])
    joined = (sizes[0] * mean[one] + sizes[1] * mean[other]) / sum(sizes)
    joined[[one, other]] = -np.inf
    mean[one], mean[:, one] = joined, joined
    mean[other], mean[:, other] = -np.inf, -np.inf
    members[one] += members[other]
    members[other] = []
