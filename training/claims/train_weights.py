"""Learn the weights of `sayso.claims.weighing` from hand-labelled contested reports.

    python training/claims/train_weights.py CASES_DIR [--out src/sayso/claims/weights.json]

The trees' chances are for cases left out of learning the trees (one at a time), for trees that have seen a case are surer of it than they
will be of a new story; the pair model has seen none of the cases. Each case weighs the same. Needs scikit-learn, which the product does
not.

Tried on cases left out of learning, by F1 of (claim, article, stance) and of denials: no pair model (70.2; 64.8), the pair model for
bearing and for sides (74.3; 70.8), rows of made-up stories added for sides (73.3; 68.7). Sides alone, by share right where a statement
takes one: rules 66.8, pair model 67.1, both 75.8.
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
from sklearn.linear_model import LogisticRegression
from train_relevance import Rows, case_rows, learn

from sayso.claims import features
from sayso.claims.features import StatementSide, claim_sides, prepare_pile
from sayso.claims.pair_answers import FLOOR, NOT_ASKED, read_pairs
from sayso.claims.relevance import relevance, trees_from
from sayso.claims.stance import STANCE_RULES, stance_of, utterance
from sayso.claims.weighing import SIDES, bearing_columns, side_columns
from sayso.model import Sdqc

__all__ = ["Prepared", "learn_weights", "prepare"]

Matrix = npt.NDArray[np.float64]

CUT = 0.28
"""Chance from which a statement bears on a claim. On cases left out .28 to .36 are within a point of F1, with precision from .77 to .80."""
STRENGTH = 0.3
"""Inverse strength of the ridge penalty on sides (scikit-learn's C); .1 and 1 are within half a point."""
QUERIES = 2.0
"""How much a query counts; there are few of them. On cases left out, 1 and 2 are alike by F1 (74.3, 74.1), with 2 one more party of 43 is
right; 3 and 5 lose one and three points."""
TAKES_A_SIDE = ("support", "deny", "query")


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What both models look at and what is right, for one case."""

    case: str
    bearing: Matrix
    bears: npt.NDArray[np.bool_]
    sides: Matrix
    side: npt.NDArray[np.int64]


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
    options.out.write_text(json.dumps(learn_weights(prepared), indent=0) + "\n", encoding="utf-8")


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
    bearing, bears, sides, side = [], [], [], []
    for row, block, asked in zip(case.sides, case.blocks, case.answers, strict=True):
        chances = relevance(block.reshape(-1, block.shape[-1]), table).reshape(block.shape[:2])
        answers = np.where((chances >= FLOOR)[..., None], asked, np.array(NOT_ASKED))
        for number, claim in enumerate(case.claims):
            labels = labels_of(case.pile, claim.claim.id, row[0].statement.article_id, row)
            columns = bearing_columns(chances, answers)[:, number]
            for place, label in enumerate(labels):
                bearing.append(columns[place])
                bears.append(label in TAKES_A_SIDE)
                if label != "unrelated":
                    sides.append(side_columns(rule_of(row[place], claim), answers[place, number].tolist()))
                    side.append([known.value for known in SIDES].index(label))
    return Measured(case.rows.case, np.array(bearing), np.array(bears), np.array(sides), np.array(side))


def labels_of(pile: Pile, claim: str, article: str, row: Sequence[StatementSide]) -> list[str]:
    """Return what each statement of an article does to a claim."""
    labels = [label for label in pile.labels if label.claim == claim and label.article == article]
    statements = [side.statement for side in row]
    return [label_of(statement, statements, labels)[0] for statement in statements]


def rule_of(side: StatementSide, claim: features.ClaimSide) -> str:
    """Return the name of the rule of stance that holds."""
    return stance_of(utterance(side.statement, side.text, side.content_text, frozenset(claim.stems), claim.rung))[1]


def weights(measured: Sequence[Measured]) -> dict[str, Any]:
    """Return both models in their written form."""
    share = np.concatenate([np.full(len(case.bears), 1.0 / len(case.bears)) for case in measured])
    bearing = LogisticRegression(C=1.0, max_iter=1000, fit_intercept=False).fit(
        np.concatenate([case.bearing for case in measured]),
        np.concatenate([case.bears for case in measured]),
        sample_weight=share * len(share) / share.sum(),
    )
    side = np.concatenate([case.side for case in measured])
    counted = np.where(side == SIDES.index(Sdqc.QUERY), QUERIES, 1.0)
    sides = LogisticRegression(C=STRENGTH, max_iter=3000, fit_intercept=False).fit(
        np.concatenate([case.sides for case in measured]), side, sample_weight=counted
    )
    return {
        "learnt_on": [case.case for case in measured],
        "rules": [rule.name for rule in STANCE_RULES],
        "cut": CUT,
        "bearing": [round(float(value), 5) for value in bearing.coef_[0]],
        "sides": [[round(float(value), 5) for value in row] for row in sides.coef_],
    }


if __name__ == "__main__":
    main()
