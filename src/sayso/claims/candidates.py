"""Which of many texts may say the same as a query: lexical search fused with meaning, each candidate with its reasons.

Comparing every statement with every claim does not scale to a large pile, so texts that may bear on a claim are looked up first. Words
are looked up with BM25 (Robertson and Zaragoza 2009) in SQLite's full-text index, meaning with `sayso.claims.encoder`; a linear model
over both orders the union of the two lists. It proposes only: a text and its denial are both found, and polarity is decided elsewhere.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sayso.claims.encoder import encode
from sayso.claims.terms import STOP_WORDS, content_stems

__all__ = ["MEASURES", "WEIGHTS", "Candidate", "TextIndex", "candidates", "measured", "searched"]

DEPTH = 50
"""Texts taken from each of the two lists before they are fused. 20, 50 and 100 give the same on the training part of the bench."""
MEASURES = (
    "cosine",
    "best cosine",
    "share of the best lexical score",
    "lexical rank, log",
    "cosine rank, log",
    "lexical rank, inverse",
    "cosine rank, inverse",
    "lexical lead",
    "cosine lead",
    "shared numbers",
    "shared names",
)
"""What the order is made of. A rank counts from 0 and enters as log(rank + 1) and 1 / (rank + 1); a lead is the distance to the best
other text, so that a clear winner is told from a crowd."""
WEIGHTS = (-2.0675, 0.0940, 0.1317, 0.0560, -0.1861, 0.1294, 2.0089, 6.1219, 10.2117, 0.1809, -0.0004)
"""One weight for each measure, learnt by `training/claims/train_candidates.py` on 800 posts with their checked claims. MAP@5 on five
folds of those: .898; the best weighted sum of cosine and lexical score .894, reciprocal ranks .892, boosted trees .895, words alone .844,
meaning alone .841. Lead and cosine add up for one query, so the negative weight of the cosine only says that its lead says more."""

_LINK = re.compile(r"https?://\S+|\bpic\.twitter\.com/\S+")
_JOINED = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"\b[A-Z][^\W\d_]{2,}")

Vector = npt.NDArray[np.float32]
Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One text that may say the same as a query, and why."""

    place: int
    """Which of the texts, counted from 0."""
    score: float
    """Log odds of the fused model; comparable for one query only."""
    cosine: float
    """How near the meaning of its nearest field is, -1 to 1."""
    lexical_rank: int | None
    """Its place in the lexical list, from 1; None where no word is shared."""
    shared: tuple[str, ...]
    """Stems of the words in common, sorted."""


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What was measured for one query, before it is weighed."""

    places: npt.NDArray[np.int64]
    """The texts of the union of both lists, ascending."""
    rows: Scores
    """One row of `MEASURES` for each."""


class TextIndex:
    """Texts prepared for many queries; each text has one or more fields, such as a title and a body.

    >>> index = TextIndex([("A contract for the mill was signed.",), ("It rained in the harbour.",)])
    >>> index.best("They signed for the steel mill", 1)[0].place
    0
    """

    def __init__(self, texts: Sequence[Sequence[str]], vectors: Sequence[Vector] | None = None) -> None:
        self.texts = [tuple(fields) for fields in texts]
        self._search = sqlite3.connect(":memory:")
        self._search.execute("CREATE VIRTUAL TABLE texts USING fts5(words, tokenize = 'porter unicode61 remove_diacritics 2')")
        rows = ((number, " ".join(fields)) for number, fields in enumerate(self.texts))
        self._search.executemany("INSERT INTO texts(rowid, words) VALUES (?, ?)", rows)
        flat = vectors if vectors is not None else [item.whole for item in encode([field for fields in self.texts for field in fields])]
        self._vectors = np.array(flat, dtype=np.float32)
        self._starts = np.cumsum([0, *(len(fields) for fields in self.texts)])[:-1]
        self._sizes = np.array([len(fields) for fields in self.texts])

    def best(self, query: str, k: int) -> tuple[Candidate, ...]:
        """Return the best `k` texts for a query, best first; equal scores go by cosine, then by the text itself, never by its place."""
        if not self.texts:
            return ()
        lexical, nearest, mean = self._lexical(query), *self._cosines(encode([query])[0].whole)
        found = measured(query, self.texts, lexical, nearest, mean)
        ranks = _ranks(lexical)
        # Rounded: a product of matrices may differ in the last digit with the number of rows, and ties must stay ties.
        scores = np.round(found.rows @ np.array(WEIGHTS), 9)
        order = sorted(
            range(len(scores)), key=lambda n: (-scores[n], -nearest[found.places[n]], self.texts[found.places[n]], found.places[n])
        )
        mine = set(content_stems(query))
        chosen = [(int(found.places[number]), float(scores[number])) for number in order[:k]]
        return tuple(
            Candidate(
                place,
                score,
                float(nearest[place]),
                int(ranks[place]) + 1 if lexical[place] > 0 else None,
                tuple(sorted(mine & set(content_stems(" ".join(self.texts[place]))))),
            )
            for place, score in chosen
        )

    def measure(self, query: str) -> Measured:
        """Return what the fused model sees for one query; for learning its weights."""
        return measured(query, self.texts, self._lexical(query), *self._cosines(encode([query])[0].whole))

    def _lexical(self, query: str) -> Scores:
        scores = np.zeros(len(self.texts))
        words = searched(query)
        if words:
            match = " OR ".join(f'"{word}"' for word in words)
            for place, score in self._search.execute("SELECT rowid, bm25(texts) FROM texts WHERE texts MATCH ?", (match,)):
                scores[place] = -score
        return scores

    def _cosines(self, query: Vector) -> tuple[Scores, Scores]:
        """Return for each text the best and the mean cosine of its fields."""
        each = np.round((self._vectors @ query).astype(np.float64), 6)
        return np.maximum.reduceat(each, self._starts), np.add.reduceat(each, self._starts) / self._sizes


def searched(query: str) -> tuple[str, ...]:
    """Return the words of a query that are looked up: without links, with joined words taken apart.

    >>> searched("#DefundThePier now! https://example.org/x")
    ('defund', 'now', 'pier')
    """
    plain = _JOINED.sub(" ", _LINK.sub(" ", query))
    return tuple(sorted({word.casefold() for word in _WORD.findall(plain)} - STOP_WORDS))


def measured(query: str, texts: Sequence[Sequence[str]], lexical: Scores, nearest: Scores, mean: Scores) -> Measured:
    """Return the measures of the texts that stand high in either list."""
    word_ranks, meaning_ranks = _ranks(lexical), _ranks(mean)
    places = np.flatnonzero(((word_ranks < DEPTH) & (lexical > 0)) | (meaning_ranks < DEPTH))
    share = lexical / max(float(lexical.max()), 1e-9)
    plain = _LINK.sub(" ", query)
    numbers, names = set(_NUMBER.findall(plain)), set(_NAME.findall(plain))
    joined = [" ".join(texts[int(place)]) for place in places]
    columns = [
        mean[places],
        nearest[places],
        share[places],
        np.log1p(word_ranks[places]),
        np.log1p(meaning_ranks[places]),
        1 / (1 + word_ranks[places]),
        1 / (1 + meaning_ranks[places]),
        _leads(share)[places],
        _leads(mean)[places],
        [float(min(3, len(numbers & set(_NUMBER.findall(text))))) for text in joined],
        [float(min(3, len(names & set(_NAME.findall(text))))) for text in joined],
    ]
    return Measured(places, np.array(columns, dtype=np.float64).T)


def _ranks(scores: Scores) -> npt.NDArray[np.int64]:
    """Return how many texts score higher than each; equal scores share a rank, so that places in the list do not matter."""
    ascending = np.sort(scores)
    return (len(scores) - np.searchsorted(ascending, scores, side="right")).astype(np.int64)


def _leads(scores: Scores) -> Scores:
    """Return the distance of each score to the best of the others."""
    if len(scores) < 2:
        return np.zeros(len(scores))
    best, second = np.sort(scores)[::-1][:2]
    leads: Scores = np.where(scores == best, best - second, scores - best)
    return leads


def candidates(queries: Sequence[str], texts: Sequence[str], k: int) -> tuple[tuple[Candidate, ...], ...]:
    """Return for each query the best `k` of the texts, best first, each with its score and reasons.

    >>> found = candidates(["the mill contract"], ["It rained.", "A contract for a steel mill was signed."], 1)
    >>> found[0][0].place, found[0][0].shared
    (1, ('contract', 'mill'))
    """
    index = TextIndex([(text,) for text in texts])
    return tuple(index.best(query, k) for query in queries)
