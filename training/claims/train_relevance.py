"""Learn the trees of `sayso.claims.relevance` from hand-labelled contested reports, and say how they do on cases left out.

    python training/claims/train_relevance.py CASES_DIR [--out src/sayso/claims/relevance.json] [--figures bench/relevance.json]

CASES_DIR holds one folder a case with documents.jsonl and gold.json (see the README beside the cases). A row is one statement of the
product's own attribution stage against one tracked claim; it is positive where a labelled statement that takes a side (support, deny,
query) covers half of the shorter of the two spans. Every figure printed is for cases that were left out of learning (one case out at
a time); the shipped trees are then learnt on all cases. Needs scikit-learn, which the product does not.

Tried on whole sentences of cases left out, by average precision and by the F1 of (claim, article, stance): logistic regression (.52; 66),
one boosted ensemble (.53; 70), a random forest of 300 trees (.55; 72, but megabytes as a table). What ships is the mean of several boosted
ensembles on resampled rows, which comes near the forest in 220 kB.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score

from sayso.articles import read_path
from sayso.attribution import annotate
from sayso.claims.features import FEATURES, claim_sides, feature_rows, prepare_pile
from sayso.model import Article, Span, Statement, TrackedClaim

Matrix = npt.NDArray[np.float64]

SIDES = ("support", "deny", "query")
ENSEMBLES = 8
"""Boosted ensembles that are averaged, each on its own resampling of the rows."""
TREES = 80
LEAVES = 8
RATE = 0.06
CUT = 0.35
"""Probability from which a statement bears on a claim. On left-out cases the F1 of cells is flat from .25 to .40 (71.2 to 71.8); the
higher end shows less noise."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one case."""

    case: str
    features: Matrix
    positive: npt.NDArray[np.bool_]


def main() -> None:
    """Learn, print left-out figures, write the trees."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--out", type=Path, default=Path("src/sayso/claims/relevance.json"))
    parser.add_argument("--leave-out", default="", help="a case that is not learnt from; for leave-one-case-out figures")
    options = parser.parse_args()
    rows = [case_rows(folder.parent) for folder in sorted(options.cases.glob("*/gold.json"))]
    if not options.leave_out:
        for left_out in rows:
            print(left_out.case, json.dumps(left_out_figures(left_out, rows)), flush=True)
    learnt = learn([row for row in rows if row.case != options.leave_out])
    options.out.write_text(json.dumps(learnt, separators=(",", ":")) + "\n", encoding="utf-8")


def case_rows(folder: Path) -> Rows:
    """Return the rows of one case, made by the product's own stages."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    articles = {reading.article.input_id: reading.article for reading in read_path(folder / "documents.jsonl") if reading.article}
    readable = sorted((article for article in articles.values() if article.readable), key=lambda article: article.id)
    statements = [statement for article in readable for statement in annotate(article)]
    claims = [TrackedClaim(claim["id"], claim["text"], tuple(claim["principals"])) for claim in gold["claims"]]
    pile = prepare_pile(readable, statements)
    blocks = feature_rows(pile, claim_sides(claims, readable, statements))
    labels = {(claim["id"], name): spans for claim in gold["claims"] for name, spans in _labelled(claim, articles).items()}
    features, positive = [], []
    for article, row, block in zip(pile.articles, pile.sides, blocks, strict=True):
        for side, pairs in zip(row, block, strict=True):
            for claim, pair in zip(claims, pairs, strict=True):
                features.append(pair)
                positive.append(_covers(side.statement, labels.get((claim.id, article.id), [])))
    return Rows(folder.name, np.array(features), np.array(positive))


def _labelled(claim: dict[str, Any], articles: dict[str, Article]) -> dict[str, list[Span]]:
    spans: dict[str, list[Span]] = {}
    for statement in claim["statements"]:
        if statement["stance"] in SIDES and statement["doc"] in articles:
            article = articles[statement["doc"]]
            start = statement.get("start", article.text.find(statement["quote"]))
            spans.setdefault(article.id, []).append(Span(start, statement.get("end", start + len(statement["quote"]))))
    return spans


def _covers(statement: Statement, spans: Sequence[Span]) -> bool:
    mine = statement.extent
    for span in spans:
        shared = min(mine.end, span.end) - max(mine.start, span.start)
        if shared > 0 and shared >= 0.5 * min(mine.end - mine.start, span.end - span.start):
            return True
    return False


def left_out_figures(left_out: Rows, rows: Sequence[Rows]) -> dict[str, float]:
    """Return average precision, and precision and recall at the cut, on a case that was not learnt from."""
    models = _fit([row for row in rows if row.case != left_out.case])
    chances = _chances(models, left_out.features)
    taken = chances >= CUT
    right = int((taken & left_out.positive).sum())
    return {
        "average precision": round(float(average_precision_score(left_out.positive, chances)), 3),
        "precision": round(right / max(1, int(taken.sum())), 3),
        "recall": round(right / max(1, int(left_out.positive.sum())), 3),
        "positive": int(left_out.positive.sum()),
    }


def _fit(rows: Sequence[Rows]) -> list[HistGradientBoostingClassifier]:
    features = np.concatenate([row.features for row in rows])
    positive = np.concatenate([row.positive for row in rows])
    # Each case weighs the same, so that the largest one does not set the rules.
    weight = np.concatenate([np.full(len(row.positive), 1.0 / len(row.positive)) for row in rows])
    models = []
    for seed in range(ENSEMBLES):
        chosen = np.random.default_rng(seed).choice(len(positive), len(positive))
        model = HistGradientBoostingClassifier(
            max_iter=TREES,
            learning_rate=RATE,
            max_leaf_nodes=LEAVES,
            min_samples_leaf=15,
            max_features=0.4,
            early_stopping=False,
            random_state=seed,
        )
        models.append(model.fit(features[chosen], positive[chosen], sample_weight=weight[chosen] * len(positive) / weight.sum()))
    return models


def _chances(models: Sequence[HistGradientBoostingClassifier], features: Matrix) -> Matrix:
    odds = np.mean([model.decision_function(features) for model in models], axis=0)
    chances: Matrix = 1 / (1 + np.exp(-odds))
    return chances


def learn(rows: Sequence[Rows]) -> dict[str, Any]:
    """Return the table that the product reads."""
    table: dict[str, Any] = {"features": list(FEATURES), "learnt_on": [row.case for row in rows], "cut": CUT}
    return table | written([_whole(model) for model in _fit(rows)])


def _whole(model: HistGradientBoostingClassifier) -> tuple[float, list[npt.NDArray[Any]]]:
    return float(model._baseline_prediction.item()), [predictors[0].nodes for predictors in model._predictors]


def written(models: Sequence[tuple[float, Sequence[npt.NDArray[Any]]]]) -> dict[str, Any]:
    """Return the mean of several ensembles, each its baseline and its trees, in the form of `sayso.claims.relevance.TreeTable`."""
    columns: dict[str, list[Any]] = {name: [] for name in ("roots", "feature", "threshold", "left", "right", "value")}
    for _, trees in models:
        for nodes in trees:
            _append(columns, nodes, len(models))
    return columns | {"baseline": float(np.mean([baseline for baseline, _ in models]))}


def _append(columns: dict[str, list[Any]], nodes: npt.NDArray[Any], models: int) -> None:
    first = len(columns["feature"])
    columns["roots"].append(first)
    for node in nodes:
        leaf = bool(node["is_leaf"])
        columns["feature"].append(-1 if leaf else int(node["feature_idx"]))
        columns["threshold"].append(0.0 if leaf else round(float(node["num_threshold"]), 6))
        columns["left"].append(0 if leaf else first + int(node["left"]))
        columns["right"].append(0 if leaf else first + int(node["right"]))
        columns["value"].append(round(float(node["value"]) / models, 6) if leaf else 0.0)


if __name__ == "__main__":
    main()
