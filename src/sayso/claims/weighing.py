"""Weigh what the trees, the rules of stance and the pair model say of one statement and one claim.

Two readings, whose chances are averaged. One is made of two small linear models: whether the statement bears on the claim (logistic, over
the chance of the trees of relevance and the answers of the pair model), and what its source does with it (multinomial, over the rule that
held and the same answers). The other is `sayso.claims.joint_trees`, which looks at everything at once. Both are learnt by
`training/claims/train_weights.py` and kept in `weights.json`. Each of the two is behind their average (`bench/README.md`). Below the cut a
statement is not matched, and where no side is likely enough it is unclear.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.claims.joint_trees import COLUMNS, SMALL, joint_chances, joint_rows, lead_of, odds_of, pair_index
from sayso.claims.pair_input import ANSWERS
from sayso.claims.relevance import TreeTable, table_of
from sayso.claims.stance import STANCE_RULES
from sayso.errors import SaysoError
from sayso.model import Sdqc, Stance

__all__ = ["SIDES", "Weighed", "Weights", "bearing_columns", "load_weights", "side_columns", "weigh", "weighed", "weights_from"]

Matrix = npt.NDArray[np.float64]

SIDES = (Sdqc.SUPPORT, Sdqc.DENY, Sdqc.QUERY, Sdqc.COMMENT)
"""What the second model chooses from, in order."""
FORCED = 0.4
"""Chance of the best side below which a statement is shown as unclear. Not searched: four sides are even at .25."""
ADMITS_ELSE = 0.45
"""Chance of denial from which who admits something is taken to admit something else ("admitted an attack, but no theft"). Of 15 such
statements of the cases and of made-up episodes that nothing was learnt on, none supports its claim; one at .4 does."""
_READ_AS = {
    Sdqc.SUPPORT: (Stance.ASSERTS, "reads as saying so"),
    Sdqc.DENY: (Stance.DENIES, "reads as a denial"),
    Sdqc.QUERY: (Stance.DOUBTS, "reads as a doubt"),
    Sdqc.COMMENT: (Stance.RELAYS, "reads as taking no side"),
}
_STANDING = frozenset(rule.name for rule in STANCE_RULES if rule.stands)


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Both readings; columns of the linear models as in `bearing_columns` and `side_columns`, the constant first."""

    bearing: Matrix
    """Shape (columns,)."""
    sides: Matrix
    """Shape (sides, columns)."""
    trees: tuple[TreeTable, ...]
    """One table for each of `ANSWERS`, in order."""
    cut: float
    """Chance from which a statement is taken to bear on a claim."""


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """Chances for the statements of one article and the claims that they are compared with; nothing for pairs that were not weighed."""

    bears: Matrix
    """That the statement bears on the claim; shape (statements, claims)."""
    sides: Matrix
    """What it does with it if so, in the order of `SIDES`; shape (statements, claims, 4)."""


@cache
def load_weights() -> Weights:
    """Return the weights that the package ships."""
    return weights_from(json.loads(files("sayso.claims").joinpath("weights.json").read_text(encoding="utf-8")))


def weights_from(raw: dict[str, Any]) -> Weights:
    """Return weights from their written form; raises `SaysoError` where they were learnt on other rules."""
    if raw["rules"] != [rule.name for rule in STANCE_RULES]:
        raise SaysoError("weights.json was learnt on other rules of stance; run training/claims/train_weights.py")
    if tuple(raw["columns"]) != COLUMNS:
        raise SaysoError("weights.json was learnt on other columns; run training/claims/train_weights.py")
    return Weights(np.array(raw["bearing"]), np.array(raw["sides"]), tuple(map(table_of, raw["trees"])), float(raw["cut"]))


def weigh(relevant: Matrix, block: Matrix, answers: Matrix, rules: Mapping[tuple[int, int], str], weights: Weights) -> Weighed:
    """Return what both readings make of the pairs of `rules`: (place of the statement, number of the claim) and the rule that held.

    `relevant` has the chances of the trees of relevance, shape (statements, claims); `block` and `answers` are as in `joint_rows`.
    """
    bears, sides = np.zeros(relevant.shape), np.zeros((*relevant.shape, len(SIDES)))
    if rules:
        index = pair_index(rules)
        joint = joint_chances(joint_rows(block, answers, rules), weights.trees)
        bears[index] = (_linear_bearing(relevant, answers, weights)[index] + joint[:, 1:4].sum(axis=-1)) / 2
        sides[index] = (_linear_sides(rules, answers[index], weights) + joint[:, 1:] / joint[:, 1:].sum(axis=-1, keepdims=True)) / 2
    return Weighed(bears, sides)


def _linear_bearing(relevant: Matrix, answers: Matrix, weights: Weights) -> Matrix:
    chances: Matrix = 1 / (1 + np.exp(-(bearing_columns(relevant, answers) @ weights.bearing)))
    return chances


def _linear_sides(rules: Mapping[tuple[int, int], str], answers: Matrix, weights: Weights) -> Matrix:
    columns = np.array([side_columns(rule, answer) for rule, answer in zip(rules.values(), answers.tolist(), strict=True)])
    scores = columns @ weights.sides.T
    odds = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Matrix = odds / odds.sum(axis=-1, keepdims=True)
    return shares


def bearing_columns(relevant: Matrix, answers: Matrix) -> Matrix:
    """Return what the first linear model looks at; `relevant` has shape (statements, claims), `answers` (statements, claims, 5)."""
    odds = odds_of(answers[..., 1:4].sum(axis=-1))
    best = np.broadcast_to(odds.max(axis=0, keepdims=True), odds.shape)
    return np.stack([np.ones_like(odds), odds_of(relevant), odds, lead_of(odds), best], axis=-1)


def side_columns(rule: str, answers: Sequence[float]) -> list[float]:
    """Return what the second looks at: a constant, the rule that held, and the logarithm of each answer of the pair model."""
    held = [float(rule == known.name) for known in STANCE_RULES]
    return [1.0, *held, *(math.log(max(answers[place], SMALL)) for place in range(len(ANSWERS)))]


def weighed(stance: Stance, rule: str, chances: Sequence[float]) -> tuple[Stance, str]:
    """Return the stance and its first reason: the rule's where the weighing agrees with it, otherwise how the statement reads.

    `chances` are those of `SIDES`, in order.

    >>> weighed(Stance.CONFIRMS, "confirms", [0.9, 0.1, 0.0, 0.0])[0].value
    'confirms'
    >>> weighed(Stance.ASSERTS, "says so", [0.2, 0.7, 0.0, 0.1])[0].value
    'denies'
    """
    chance, best = max(zip(chances, SIDES, strict=True), key=lambda pair: pair[0])
    if rule == "admits" and best is Sdqc.DENY and chance >= ADMITS_ELSE:
        return Stance.RELAYS, "admits something else"
    if rule in _STANDING:
        return stance, rule
    if chance < FORCED:
        return Stance.UNCLEAR, f"{rule}, but it could be read in several ways"
    return (stance, rule) if stance.sdqc is best else _READ_AS[best]
