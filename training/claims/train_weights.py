"""Learn the weights of `sayso.claims.weighing` from hand-labelled contested reports.

    python training/claims/train_weights.py CASES_DIR [--out src/sayso/claims/weights.json]

The chances of the trees of relevance are for cases left out of learning those (one at a time), for trees that have seen a case are surer of
it than they will be of a new story; the pair model has seen none of the cases. Needs scikit-learn, which the product does not. What was
tried in place of this stands in `bench/README.md`.
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
from pairs import Pile, case_pile, label_of
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from train_relevance import Rows, case_rows, learn, written

from sayso.claims import features
from sayso.claims.features import StatementSide, claim_sides, prepare_pile
from sayso.claims.joint_trees import COLUMNS, joint_rows
from sayso.claims.pair_answers import FLOOR, NOT_ASKED, read_pairs
from sayso.claims.pair_input import ANSWERS
from sayso.claims.relevance import relevance, trees_from
from sayso.claims.stance import STANCE_RULES, stance_of, utterance
from sayso.claims.weighing import bearing_columns, side_columns

__all__ = ["Prepared", "learn_weights", "prepare"]

Matrix = npt.NDArray[np.float64]

CUT = 0.28
"""Chance from which a statement bears on a claim. On cases left out, .2, .24, .26, .28, .3, .32 and .34 give an F1 of 76.4, 77.1, 77.0,
77.3, 77.2, 77.1 and 76.7."""
STRENGTH = 0.3
"""Inverse strength of the ridge penalty on sides (scikit-learn's C); .1 and 1 are within half a point."""
ENSEMBLES = 5
"""On cases left out, in the whole product, five have an F1 of 77.3 where two have 76.9, and vary less with the cut."""
TREES = 60
"""For each answer and ensemble. On cases left out 50, 80 and 150 are within a point of F1."""
QUERIES = 2.0
"""How much a query counts; there are few of them. On cases left out, 1 and 2 are alike by F1 (74.3, 74.1), with 2 one more party of 43 is
right; 3 and 5 lose one and three points."""
TAKES_A_SIDE = (1, 2, 3)
"""Places among `ANSWERS`."""


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What both readings look at and what is right, for one case; a row a statement and claim."""

    case: str
    bearing: Matrix
    joint: Matrix
    sides: Matrix
    right: npt.NDArray[np.int64]
    """Places among `ANSWERS`, `unrelated` the first."""


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """One case, compared with its claims and put to the pair model once, whatever the trees."""

    rows: Rows
    pile: Pile
    claims: tuple[features.ClaimSide, ...]
    sides: tuple[tuple[StatementSide, ...], ...]
    blocks: tuple[Matrix, ...]
    answers: tuple[Matrix, ...]


def main() -> None:
    """Learn on all cases and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--out", type=Path, default=Path("src/sayso/claims/weights.json"))
    options = parser.parse_args()
    prepared = [prepare(gold.parent) for gold in sorted(options.cases.glob("*/gold.json"))]
    options.out.write_text(json.dumps(learn_weights(prepared), separators=(",", ":")) + "\n", encoding="utf-8")


def learn_weights(prepared: Sequence[Prepared]) -> dict[str, Any]:
    """Return weights learnt on these cases, each measured by trees that have not seen it."""
    return weights([measure(case, learn([other.rows for other in prepared if other is not case])) for case in prepared])


def prepare(folder: Path) -> Prepared:
    """Compare the statements of a case with its claims and ask the pair model about every pair."""
    pile = case_pile(folder)
    prepared = prepare_pile(pile.articles, pile.statements)
    claims = claim_sides(pile.claims, pile.articles, pile.statements)
    blocks = tuple(features.feature_rows(prepared, claims))
    answers = tuple(
        read_pairs(article, row, claims, np.ones(block.shape[:2]))
        for article, row, block in zip(prepared.articles, prepared.sides, blocks, strict=True)
    )
    return Prepared(case_rows(folder), pile, claims, prepared.sides, blocks, answers)


def measure(case: Prepared, trees: dict[str, Any]) -> Measured:
    """Return the rows of one case, with the chances that these trees give."""
    table = trees_from(json.loads(json.dumps(trees)))
    bearing, joint, sides, right = [], [], [], []
    for row, block, asked in zip(case.sides, case.blocks, case.answers, strict=True):
        chances = relevance(block.reshape(-1, block.shape[-1]), table).reshape(block.shape[:2])
        answers = np.where((chances >= FLOOR)[..., None], asked, np.array(NOT_ASKED))
        rules = {(place, number): rule_of(side, claim) for place, side in enumerate(row) for number, claim in enumerate(case.claims)}
        bearing.append(bearing_columns(chances, answers))
        joint.append(joint_rows(block, answers, rules))
        sides.append([side_columns(rule, answers[pair].tolist()) for pair, rule in rules.items()])
        right.append([labels_of(case.pile, claim.claim.id, row[0].statement.article_id, row) for claim in case.claims])
    return Measured(
        case.rows.case, _rows(bearing), _rows(joint), _rows(sides), np.concatenate([np.array(each).T.reshape(-1) for each in right])
    )


def _rows(blocks: Sequence[Any]) -> Matrix:
    return np.concatenate([np.array(block).reshape(-1, np.array(block).shape[-1]) for block in blocks])


def labels_of(pile: Pile, claim: str, article: str, row: Sequence[StatementSide]) -> list[int]:
    """Return what each statement of an article does to a claim, as a place among `ANSWERS`."""
    labels = [label for label in pile.labels if label.claim == claim and label.article == article]
    statements = [side.statement for side in row]
    return [ANSWERS.index(label_of(statement, statements, labels)[0]) for statement in statements]


def rule_of(side: StatementSide, claim: features.ClaimSide) -> str:
    """Return the name of the rule of stance that holds."""
    return stance_of(utterance(side.statement, side.text, side.content_text, frozenset(claim.stems), claim.rung))[1]


def weights(measured: Sequence[Measured]) -> dict[str, Any]:
    """Return both readings in their written form."""
    right = np.concatenate([case.right for case in measured])
    sizes = np.concatenate([np.full(len(case.right), float(len(case.right))) for case in measured])
    bearing = np.concatenate([case.bearing for case in measured])
    sides = np.concatenate([case.sides for case in measured])
    joint = np.concatenate([case.joint for case in measured])
    related = right > 0
    return {
        "learnt_on": [case.case for case in measured],
        "rules": [rule.name for rule in STANCE_RULES],
        "columns": list(COLUMNS),
        "cut": CUT,
        "bearing": _rounded(_linear(bearing, np.isin(right, TAKES_A_SIDE), 1 / sizes / np.mean(1 / sizes), 1.0)[0]),
        "sides": [_rounded(row) for row in _linear(sides[related], right[related], _counted(right[related]), STRENGTH)],
        "trees": _trees(joint, right, sizes**-0.5 * _counted(right)),
    }


def _counted(right: npt.NDArray[np.int64]) -> Matrix:
    return np.where(right == ANSWERS.index("query"), QUERIES, 1.0)


def _rounded(numbers: Matrix) -> list[float]:
    return [round(float(number), 5) for number in numbers]


def _linear(columns: Matrix, right: npt.NDArray[Any], weight: Matrix, strength: float) -> Matrix:
    """Return the weights of a logistic regression; columns hold the constant."""
    model = LogisticRegression(C=strength, max_iter=3000, fit_intercept=False)
    coefficients: Matrix = model.fit(columns, right, sample_weight=weight).coef_
    return coefficients


def _trees(columns: Matrix, right: npt.NDArray[np.int64], weight: Matrix) -> list[dict[str, Any]]:
    """Return one table an answer. A case weighs as the root of its size: neither as its rows, most unrelated, nor as every other one."""
    models = [_boosted(seed).fit(columns, right, sample_weight=weight / weight.mean()) for seed in range(ENSEMBLES)]
    return [written([_one_answer(model, place) for model in models]) for place in range(len(ANSWERS))]


def _boosted(seed: int) -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        max_iter=TREES,
        learning_rate=0.06,
        max_leaf_nodes=8,
        min_samples_leaf=15,
        max_features=0.4,
        early_stopping=False,
        random_state=seed,
    )


def _one_answer(model: HistGradientBoostingClassifier, place: int) -> tuple[float, list[npt.NDArray[Any]]]:
    return float(model._baseline_prediction.reshape(-1)[place]), [predictors[place].nodes for predictors in model._predictors]


if __name__ == "__main__":
    main()
