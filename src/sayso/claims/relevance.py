"""Whether a statement bears on a claim: a small ensemble of decision trees over `sayso.claims.features`.

The trees (gradient boosting, Friedman 2001) are learnt by `training/claims/train_relevance.py` and kept in `relevance.json` as plain
tables, so that the product needs no learning library. The file names the features it was learnt on; a mismatch is a defect of the
package and raises at once.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from sayso.claims.features import FEATURES
from sayso.errors import SaysoError

__all__ = ["TreeTable", "cut", "load_trees", "relevance"]

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
    cut: float
    """Probability from which a statement is taken to bear on the claim."""


@cache
def load_trees() -> TreeTable:
    """Return the trees that the package ships."""
    content = json.loads(files("sayso.claims").joinpath("relevance.json").read_text(encoding="utf-8"))
    if tuple(content["features"]) != FEATURES:
        message = "relevance.json was learnt on other features than this version has; reinstall sayso."
        raise SaysoError(message)
    return TreeTable(
        roots=_whole(content["roots"]),
        feature=_whole(content["feature"]),
        threshold=_real(content["threshold"]),
        left=_whole(content["left"]),
        right=_whole(content["right"]),
        value=_real(content["value"]),
        baseline=float(content["baseline"]),
        cut=float(content["cut"]),
    )


def _whole(numbers: Sequence[int]) -> npt.NDArray[np.int64]:
    return np.array(numbers, dtype=np.int64)


def _real(numbers: Sequence[float]) -> Matrix:
    return np.array(numbers, dtype=np.float64)


def cut() -> float:
    """Return the probability from which a statement is taken to bear on a claim."""
    return load_trees().cut


def relevance(rows: Matrix, trees: TreeTable | None = None) -> Matrix:
    """Return for each row of features the probability that the statement bears on the claim."""
    table = trees or load_trees()
    odds = np.full(len(rows), table.baseline)
    for root in table.roots:
        odds += table.value[_leaves(rows, table, int(root))]
    probability: Matrix = 1.0 / (1.0 + np.exp(-odds))
    return probability


def _leaves(rows: Matrix, table: TreeTable, root: int) -> npt.NDArray[np.int64]:
    node = np.full(len(rows), root, dtype=np.int64)
    everyone = np.arange(len(rows))
    while True:
        asked = table.feature[node]
        inner = asked >= 0
        if not inner.any():
            return node
        low = rows[everyone, np.maximum(asked, 0)] <= table.threshold[node]
        node = np.where(inner, np.where(low, table.left[node], table.right[node]), node)
