"""Read one statement against one claim from everything that was measured of the two at once.

One ensemble of decision trees for each answer of the pair model (gradient boosting with a softmax, Friedman 2001). They look at the
columns of `sayso.claims.features`, at what the pair model answers to this pair, to its neighbours in the article and to the other claims,
and at the rule of stance that held. `sayso.claims.weighing` hears them beside two small linear models: the trees see which of two sibling
claims a denial is meant for, the linear models keep doubts that are too few to grow a tree on. Learnt by
`training/claims/train_weights.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from sayso.claims.features import FEATURES
from sayso.claims.pair_input import ANSWERS
from sayso.claims.relevance import TreeTable, leaf_sums
from sayso.claims.stance import STANCE_RULES

__all__ = ["COLUMNS", "SMALL", "joint_chances", "joint_rows", "lead_of", "odds_of", "pair_index"]

Matrix = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Pair = tuple[int, int]
"""Place of the statement in its article, number of the claim."""

SMALL = 1e-3
"""Chances nearer to 0 or 1 than this are taken as that far from it."""
_RULES = tuple(rule.name for rule in STANCE_RULES)
_AROUND = ("takes a side", "lead over other claims", "best of article", "statement before", "statement after")
_TAKES_A_SIDE = slice(1, 4)
"""Places among `ANSWERS`."""
_AMONG = tuple(f"{side}: {what}" for side in ANSWERS[_TAKES_A_SIDE] for what in ("lead over other claims", "over all claims"))
COLUMNS = (*FEATURES, *(f"pair model: {name}" for name in (*ANSWERS, *_AROUND, *_AMONG)), *_RULES)
"""What the trees look at."""


def joint_rows(block: Matrix, answers: Matrix, rules: Mapping[Pair, str]) -> Matrix:
    """Return what the trees look at for each pair of `rules`, in order; shape (pairs, columns).

    `block` has shape (statements, claims, features), `answers` (statements, claims, 5), and `rules` names the rule of stance that held for
    each pair that is asked for.
    """
    places, numbers = pair_index(rules)
    held = np.array([[rule == name for name in _RULES] for rule in rules.values()], dtype=np.float64).reshape(len(rules), len(_RULES))
    whole = np.concatenate([block, _logarithm(answers), _around(answers), _among(answers)], axis=-1)
    return np.concatenate([whole[places, numbers], held], axis=-1)


def pair_index(pairs: Collection[Pair]) -> tuple[Places, Places]:
    """Return places and numbers of pairs, to look them up in a matrix.

    >>> [part.tolist() for part in pair_index([(0, 1), (2, 0)])]
    [[0, 2], [1, 0]]
    """
    table = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _around(answers: Matrix) -> Matrix:
    """How sure the pair model is of a side, here, against other claims, in the article and in the neighbours."""
    odds = odds_of(answers[..., _TAKES_A_SIDE].sum(axis=-1))
    best = np.broadcast_to(odds.max(axis=0, keepdims=True), odds.shape)
    nobody = np.full((1, odds.shape[1]), odds_of(np.array(0.0)))
    return np.stack([odds, lead_of(odds), best, np.vstack([nobody, odds[:-1]]), np.vstack([odds[1:], nobody])], axis=-1)


def _among(answers: Matrix) -> Matrix:
    """How each side stands among the claims: its lead over the claim that comes next, and how many claims it is taken with in all.

    On cases left out of learning this finds more doubts (F1 of queries 35.2 to 44.3, of all cells 75.2 to 76.1). The same of the
    neighbours in the article does not help (74.7), as is told in `bench/README.md`.
    """
    columns = []
    for place in range(len(ANSWERS))[_TAKES_A_SIDE]:
        share = answers[..., place]
        columns += [lead_of(_logarithm(share)), np.broadcast_to(share.sum(axis=1, keepdims=True), share.shape)]
    return np.stack(columns, axis=-1)


def _logarithm(share: Matrix) -> Matrix:
    logarithm: Matrix = np.log(np.clip(share, SMALL, 1))
    return logarithm


def odds_of(chance: Matrix) -> Matrix:
    """Return log odds.

    >>> float(odds_of(np.array(0.5)))
    0.0
    """
    kept = np.clip(chance, SMALL, 1 - SMALL)
    odds: Matrix = np.log(kept) - np.log(1 - kept)
    return odds


def lead_of(odds: Matrix) -> Matrix:
    """Return how much more each statement bears on a claim than on the nearest other one; nothing where there is one claim only.

    >>> lead_of(np.array([[2.0, -1.0]])).tolist()
    [[3.0, -3.0]]
    """
    if odds.shape[1] == 1:
        return np.zeros_like(odds)
    rivals = np.array([np.delete(odds, number, axis=1).max(axis=1) for number in range(odds.shape[1])]).T
    lead: Matrix = odds - rivals
    return lead


def joint_chances(rows: Matrix, trees: Sequence[TreeTable]) -> Matrix:
    """Return the chance of each answer, shape (pairs, 5), for the rows of `joint_rows`; one table of trees an answer."""
    scores = np.stack([table.baseline + leaf_sums(rows, table) for table in trees], axis=-1)
    odds = np.exp(scores - scores.max(axis=-1, keepdims=True))
    chances: Matrix = odds / odds.sum(axis=-1, keepdims=True)
    return chances
