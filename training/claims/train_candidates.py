"""Learn how `sayso.claims.candidates` weighs words against meaning, on the training part of a set of posts with checked claims.

    python training/claims/train_candidates.py DATA     prints WEIGHTS and the figures of other ways of fusing

DATA holds `checkthat2020_task2/`. Only its training part is read. Figures are for five folds of its queries. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from sayso.claims.candidates import MEASURES, TextIndex

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
from retrieval import mean_average_precision, read_claims, read_queries

STRENGTH = 0.1
"""Inverse of the weight decay. .01, .1 and 1 were tried on the folds."""
FOLDS = 5


def main() -> None:
    """Measure, compare the ways of fusing on folds, print the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    folder = parser.parse_args().data / "checkthat2020_task2"
    claims, queries = read_claims(folder), read_queries(folder / "train")
    index = TextIndex([claim.fields for claim in claims])
    found = [index.measure(query.text) for query in queries]
    rows = np.concatenate([item.rows for item in found])
    right = np.concatenate([[claims[place].id in query.right for place in item.places] for item, query in zip(found, queries, strict=True)])
    owner = np.concatenate([np.full(len(item.places), number) for number, item in enumerate(found)])
    places = np.concatenate([item.places for item in found])
    for name, scores in ways(rows, right, owner).items():
        rankings = [
            [claims[place].id for _, _, place in sorted(zip(-scores[mine], -rows[mine, 1], places[mine], strict=True))[:5]]
            for mine in (np.flatnonzero(owner == number) for number in range(len(queries)))
        ]
        print(f"{name:40} MAP@5 {mean_average_precision(rankings, queries):.4f}")
    scale = rows.std(axis=0) + 1e-9
    weights = LogisticRegression(C=STRENGTH, max_iter=3000).fit(rows / scale, right).coef_[0] / scale
    print("WEIGHTS = (", *(f"    {weight:.4f},  # {name}" for name, weight in zip(MEASURES, weights, strict=True)), ")", sep="\n")


def ways(rows: np.ndarray, right: np.ndarray, owner: np.ndarray) -> dict[str, np.ndarray]:
    """Return scores by each way of fusing; learnt ones only for folds that they have not seen."""
    column = {name: rows[:, number] for number, name in enumerate(MEASURES)}
    words, meaning = column["share of the best lexical score"], column["cosine"]
    word_rank, meaning_rank = np.expm1(column["lexical rank, log"]), np.expm1(column["cosine rank, log"])
    found = {"words alone": words, "meaning alone": meaning}
    found |= {f"sum, words x {share}": meaning + share * words for share in (0.1, 0.2, 0.3, 0.5)}
    found |= {f"reciprocal ranks, k {k}": 1 / (k + word_rank) + 1.001 / (k + meaning_rank) for k in (1, 5, 10, 60)}
    scale = rows.std(axis=0) + 1e-9
    for strength in (0.01, 0.1, 1.0):
        found[f"logistic regression, C {strength}"] = _folded(LogisticRegression(C=strength, max_iter=3000), rows / scale, right, owner)
    trees = HistGradientBoostingClassifier(max_iter=60, learning_rate=0.08, max_leaf_nodes=8, min_samples_leaf=40, random_state=0)
    found["trees"] = _folded(trees, rows, right, owner)
    return found


def _folded(
    model: LogisticRegression | HistGradientBoostingClassifier, rows: np.ndarray, right: np.ndarray, owner: np.ndarray
) -> np.ndarray:
    scores = np.zeros(len(rows))
    for fold in range(FOLDS):
        out = owner % FOLDS == fold
        scores[out] = model.fit(rows[~out], right[~out]).decision_function(rows[out])
    return scores


if __name__ == "__main__":
    main()
