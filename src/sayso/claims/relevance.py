"""Whether a statement bears on a claim: a small ensemble of decision trees over `sayso.claims.features`.

The trees (gradient boosting, Friedman 2001) are learnt by `training/claims/train_relevance.py` and kept in `relevance.json` as plain
tables, so that the product needs no learning library. The file names the features it was learnt on; a mismatch is a defect of the
package and raises at once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.claims.challenge import challenged, references, retracted
from sayso.claims.features import FEATURES, StatementSide
from sayso.errors import SaysoError
from sayso.model import Act, Naming

__all__ = ["TreeTable", "inherit", "leaf_sums", "load_trees", "points_back", "relevance", "table_of", "trees_from"]

BACK = 8
"""How many statements back "these claims" may point. Tried on cases left out of learning: 4 lost denials behind a long quotation (F1 of
denials 64.3 against 65.6)."""
_AT_ONCE = 256
"""Rows that walk down the trees together; bounds memory."""
SHORT = 4
"""Content words of a statement from which it is taken to speak for itself and not to point back."""

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class TreeTable:
    """Decision trees as flat arrays: node i asks whether column `feature[i]` is at most `threshold[i]`."""

    roots: npt.NDArray[np.int64]
    """First node of each tree."""
    feature: npt.NDArray[np.int64]
    """Column asked; -1 at a leaf."""
    threshold: Matrix
    """The number compared with."""
    left: npt.NDArray[np.int64]
    """Next node if at most the threshold."""
    right: npt.NDArray[np.int64]
    """Next node otherwise."""
    value: Matrix
    """What a leaf adds to the log odds."""
    baseline: float
    """Log odds before any tree."""


@cache
def load_trees() -> TreeTable:
    """Return the trees that the package ships."""
    return trees_from(json.loads(files("sayso.claims").joinpath("relevance.json").read_text(encoding="utf-8")))


def trees_from(content: Mapping[str, Any]) -> TreeTable:
    """Return the trees of a learnt table; raises `SaysoError` where it was learnt on other features than this version has."""
    if tuple(content["features"]) != FEATURES:
        message = "relevance.json was learnt on other features than this version has; reinstall sayso."
        raise SaysoError(message)
    return table_of(content)


def table_of(content: Mapping[str, Any]) -> TreeTable:
    """Return trees from their written form, whatever they look at."""
    return TreeTable(
        roots=_whole(content["roots"]),
        feature=_whole(content["feature"]),
        threshold=_real(content["threshold"]),
        left=_whole(content["left"]),
        right=_whole(content["right"]),
        value=_real(content["value"]),
        baseline=float(content["baseline"]),
    )


def _whole(numbers: Sequence[int]) -> npt.NDArray[np.int64]:
    return np.array(numbers, dtype=np.int64)


def _real(numbers: Sequence[float]) -> Matrix:
    return np.array(numbers, dtype=np.float64)


def relevance(rows: Matrix, trees: TreeTable | None = None) -> Matrix:
    """Return for each row of features the probability that the statement bears on the claim."""
    table = trees or load_trees()
    probability: Matrix = 1.0 / (1.0 + np.exp(-(table.baseline + leaf_sums(rows, table))))
    return probability


def leaf_sums(rows: Matrix, table: TreeTable) -> Matrix:
    """Return for each row what all trees add together."""
    if not len(rows):
        return np.zeros(0)
    blocks = [rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE)]
    return np.concatenate([table.value[_leaves(block, table)].sum(axis=1) for block in blocks])


def _leaves(rows: Matrix, table: TreeTable) -> npt.NDArray[np.int64]:
    """Walk down all trees at once; one after the other took five times as long for the few rows of an article."""
    node = np.tile(table.roots, (len(rows), 1))
    mine = np.arange(len(rows))[:, None]
    while True:
        asked = table.feature[node]
        inner = asked >= 0
        if not inner.any():
            return node
        low = rows[mine, np.maximum(asked, 0)] <= table.threshold[node]
        node = np.where(inner, np.where(low, table.left[node], table.right[node]), node)


def inherit(row: Sequence[StatementSide], chances: Matrix) -> Matrix:
    """Let a denial that only points back ("these claims are baseless") bear on what the statements before it bear on.

    `row` is an article's statements in order; `chances` has shape (statements, claims) and so has the result.
    """
    lifted = np.array(chances)
    for place, side in enumerate(row):
        if place and points_back(side):
            lifted[place] = np.maximum(lifted[place], 0.9 * chances[max(0, place - BACK) : place].max(axis=0))
    return lifted


def points_back(side: StatementSide) -> bool:
    """Tell whether somebody challenges or takes back a report without repeating what it says."""
    statement = side.statement
    if statement.source.naming is Naming.SELF:
        return False
    answers = statement.act in {Act.DENIES, Act.RETRACTS} or challenged(side.content_text) or retracted(side.content_text)
    return answers and (references(side.content_text) > 0 or len(side.content_stems) <= SHORT)
