"""Weigh what the trees, the rules of stance and the pair model say of one statement and one claim.

Two small linear models, learnt by `training/claims/train_weights.py` and kept in `weights.json`: whether the statement bears on the claim
(logistic, over the chance of the trees and the answers of the pair model), and what its source does with it (multinomial, over the rule
that held and the same answers). A rule or a network alone is right on two of three statements that take a side; together on three of four
(`bench/README.md`). Below the cut a statement is unclear.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.claims.pair_input import ANSWERS
from sayso.claims.stance import STANCE_RULES
from sayso.errors import SaysoError
from sayso.model import Sdqc, Stance

__all__ = ["SIDES", "Weights", "bearing", "bearing_columns", "load_weights", "side_columns", "sides", "weighed", "weights_from"]

Matrix = npt.NDArray[np.float64]

SIDES = (Sdqc.SUPPORT, Sdqc.DENY, Sdqc.QUERY, Sdqc.COMMENT)
"""What the second model chooses from, in order."""
FORCED = 0.4
"""Chance of the best side below which a statement is shown as unclear. Not searched: four sides are even at .25."""
_READ_AS = {
    Sdqc.SUPPORT: (Stance.ASSERTS, "reads as saying so"),
    Sdqc.DENY: (Stance.DENIES, "reads as a denial"),
    Sdqc.QUERY: (Stance.DOUBTS, "reads as a doubt"),
    Sdqc.COMMENT: (Stance.RELAYS, "reads as taking no side"),
}
_SMALL = 1e-3
_STANDING = frozenset(rule.name for rule in STANCE_RULES if rule.stands)


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Both models; columns as in `bearing_columns` and `side_columns`, the constant first."""

    bearing: Matrix
    """Shape (columns,)."""
    sides: Matrix
    """Shape (sides, columns)."""
    cut: float
    """Chance from which a statement is taken to bear on a claim."""


@cache
def load_weights() -> Weights:
    """Return the weights that the package ships."""
    return weights_from(json.loads(files("sayso.claims").joinpath("weights.json").read_text(encoding="utf-8")))


def weights_from(raw: dict[str, Any]) -> Weights:
    """Return weights from their written form; raises `SaysoError` where they were learnt on other rules."""
    if raw["rules"] != [rule.name for rule in STANCE_RULES]:
        raise SaysoError("weights.json was learnt on other rules of stance; run training/claims/train_weights.py")
    return Weights(np.array(raw["bearing"]), np.array(raw["sides"]), float(raw["cut"]))


def bearing_columns(trees: Matrix, answers: Matrix) -> Matrix:
    """Return what the first model looks at; `trees` has shape (statements, claims), `answers` (statements, claims, 5)."""
    taking = answers[..., 1:4].sum(axis=-1)
    odds = _odds(taking)
    best = np.broadcast_to(odds.max(axis=0, keepdims=True), odds.shape)
    return np.stack([np.ones_like(odds), _odds(trees), odds, _lead(odds), best], axis=-1)


def _lead(odds: Matrix) -> Matrix:
    """How much more each statement bears on a claim than on the nearest other one; nothing where there is one claim only."""
    if odds.shape[1] == 1:
        return np.zeros_like(odds)
    rivals = np.array([np.delete(odds, number, axis=1).max(axis=1) for number in range(odds.shape[1])]).T
    lead: Matrix = odds - rivals
    return lead


def _odds(chance: Matrix) -> Matrix:
    kept = np.clip(chance, _SMALL, 1 - _SMALL)
    odds: Matrix = np.log(kept) - np.log(1 - kept)
    return odds


def bearing(trees: Matrix, answers: Matrix, weights: Weights) -> Matrix:
    """Return the chance that each statement bears on each claim; shape (statements, claims)."""
    chance: Matrix = 1 / (1 + np.exp(-(bearing_columns(trees, answers) @ weights.bearing)))
    return chance


def side_columns(rule: str, answers: Sequence[float]) -> list[float]:
    """Return what the second model looks at: a constant, the rule that held, and the logarithm of each answer of the pair model."""
    held = [float(rule == known.name) for known in STANCE_RULES]
    return [1.0, *held, *(math.log(max(answers[place], _SMALL)) for place in range(len(ANSWERS)))]


def sides(rule: str, answers: Sequence[float], weights: Weights) -> dict[Sdqc, float]:
    """Return the chance of each side."""
    scores = weights.sides @ np.array(side_columns(rule, answers))
    odds = np.exp(scores - scores.max())
    return dict(zip(SIDES, (float(share) for share in odds / odds.sum()), strict=True))


def weighed(stance: Stance, rule: str, chances: dict[Sdqc, float]) -> tuple[Stance, str]:
    """Return the stance and its first reason: the rule's where the weighing agrees with it, otherwise how the statement reads.

    >>> weighed(Stance.CONFIRMS, "confirms", {Sdqc.SUPPORT: 0.9, Sdqc.DENY: 0.1, Sdqc.QUERY: 0.0, Sdqc.COMMENT: 0.0})[0].value
    'confirms'
    >>> weighed(Stance.ASSERTS, "says so", {Sdqc.SUPPORT: 0.2, Sdqc.DENY: 0.7, Sdqc.QUERY: 0.0, Sdqc.COMMENT: 0.1})[0].value
    'denies'
    """
    if rule in _STANDING:
        return stance, rule
    best = max(SIDES, key=lambda side: chances[side])
    if chances[best] < FORCED:
        return Stance.UNCLEAR, f"{rule}, but it could be read in several ways"
    return (stance, rule) if stance.sdqc is best else _READ_AS[best]
