"""Fit the weights of `sayso.attribution.antecedents` without labels: on pronouns whose sex leaves one person only.

    python training/speakers/fit.py --data DIR

The folder of --data holds `polnear/train`. Every `he` and `she` counts for which the persons that could be meant are all of known sex
and exactly one of them fits. Sex is then hidden, and a conditional logistic model learns from nearness, part of the sentence and who
spoke last. Articles of `bench/speakers_tuning.json` are left out. Prints the table of weights and how often the likeliest is right on
every fifth article, which is left out of the fit.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "bench")]

from polnear import Document, read  # noqa: E402
from sayso.attribution.antecedents import Trail, choose  # noqa: E402
from sayso.attribution.cast import cast  # noqa: E402
from sayso.attribution.people import people  # noqa: E402
from sayso.attribution.pronouns import PRONOUN_SEX, appearance_at, start_trail, steps  # noqa: E402
from sayso.attribution.units import blocks  # noqa: E402
from sayso.model import Article  # noqa: E402

Case = list[tuple[str, ...]]


def cases(document: Document) -> Iterator[tuple[Case, bool]]:
    """Yield the candidates' features of each pronoun with the right one first, and whether it is a source."""
    parts = blocks(Article(document.id, document.id, "0", document.text, language="en"))
    everyone = people(parts)
    cast_ = cast(parts, everyone.common, everyone.roles)
    sources = {one.source[0][0] for one in document.attributions if one.source}
    trail = start_trail(cast_)
    for place, word, name in steps(cast_, sources):
        case = None if name else _case(trail, trail.rows(place), PRONOUN_SEX[word])
        meant = name or (case[0] if case else choose(trail.rows(place), cast_.persons, PRONOUN_SEX[word], {}).name)
        if case:
            yield case[1], place.source
        if meant:
            trail.note(appearance_at(place, meant, cast_), pronoun=not name)
        if meant and place.source:
            trail.speaks(place, meant)


def _case(trail: Trail, rows: list[tuple[str, tuple[str, ...]]], sex: str) -> tuple[str, Case] | None:
    sexes = {name: trail.cast.persons[name].sex for name, _ in rows}
    right = [name for name, own in sexes.items() if own == sex]
    if len(right) != 1:
        return None
    ordered = sorted((row for row in rows if sexes[row[0]]), key=lambda row: row[0] != right[0])
    return right[0], [features for _, features in ordered]


def fit(data: list[Case], rounds: int = 300, ridge: float = 3.0) -> dict[str, float]:
    """Return weights that make the first candidate of each case the likeliest."""
    names = sorted({feature for case in data for row in case for feature in row})
    at = {name: index for index, name in enumerate(names)}
    matrices = []
    for case in data:
        matrix = np.zeros((len(case), len(names)))
        for row, features in enumerate(case):
            matrix[row, [at[feature] for feature in features]] = 1
        matrices.append(matrix)
    weights, speed = np.zeros(len(names)), np.full(len(names), 1e-6)
    for _ in range(rounds):
        gradient = -ridge * weights
        for matrix in matrices:
            scores = matrix @ weights
            share = np.exp(scores - scores.max())
            gradient += matrix[0] - (share / share.sum()) @ matrix
        speed += gradient**2
        weights += 0.3 * gradient / np.sqrt(speed)
    return {name: round(float(weights[at[name]]), 2) for name in names}


def right(data: list[Case], weights: dict[str, float]) -> float:
    """Return how often the likeliest is the right one."""
    hits = 0
    for case in data:
        scores = [sum(weights.get(feature, 0.0) for feature in row) for row in case]
        hits += scores[0] == max(scores) and scores.count(scores[0]) == 1
    return round(100 * hits / len(data), 1)


def main() -> None:
    """Fit, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--most", type=int, default=10_000, help="articles read")
    chosen = parser.parse_args()
    tuning = {row["document"] for row in json.loads((ROOT / "bench" / "speakers_tuning.json").read_text())}
    documents = [document for document in read(chosen.data / "polnear" / "train") if document.id not in tuning][: chosen.most]
    fitted: list[Case] = []
    held: list[tuple[Case, bool]] = []
    for number, document in enumerate(documents):
        found = [(case, source) for case, source in cases(document) if len(case) > 1]
        if number % 5 == 0:
            held.extend(found)
        else:
            fitted.extend(case for case, _ in found)
    weights = fit(fitted)
    print(f"{len(fitted)} fitted, {len(held)} held out: right {right([case for case, _ in held], weights)}", file=sys.stderr)
    print(f"held-out sources: {right([case for case, source in held if source], weights)}", file=sys.stderr)
    for name, weight in weights.items():
        print(f'    "{name}": {weight},')


if __name__ == "__main__":
    main()
