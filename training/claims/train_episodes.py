"""Choose the likeness from which articles are one episode (`sayso.claims.episodes.ALIKE`) on folds grouped by story.

    python training/claims/train_episodes.py --data DIR --ledger LEDGER [--keep FILE]

Arguments as for `train_outlets.py`. All articles are grouped together, as in use; the threshold is chosen by the articles of four folds and
its figure taken from the fifth. B-cubed F1 (Bagga and Baldwin 1998) against the story components.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from train_outlets import FOLDS, fold_of, prepare, read_bodies

from sayso.claims.discovery import opening
from sayso.claims.episodes import average_linkage, likeness

GRID = [round(0.16 + 0.02 * step, 2) for step in range(10)]


def main() -> None:
    """Group at each threshold, print the figure of all and of each held-out fold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--ledger", type=Path, required=True)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    pile = prepare(options.ledger, options.keep).pile
    bodies = read_bodies(options.data / "emergent_fnc")
    story = [bodies[article.input_id]["component"] for article in pile.articles]
    fold = np.array([fold_of(name) for name in story])
    alike = likeness([article.text for article in pile.articles], np.array([opening(row) for row in pile.sides], dtype=np.float32))
    parts = {least: shares(average_linkage(alike, least), story) for least in GRID}
    for least, part in parts.items():
        print(least, f1(part, np.ones(len(story), dtype=np.bool_)))
    for number in range(FOLDS):
        best = max(GRID, key=lambda least: f1(parts[least], fold != number))
        print("fold", number, "chosen on the others", best, "held out", f1(parts[best], fold == number))


def shares(groups: Sequence[Sequence[int]], story: Sequence[str]) -> np.ndarray:
    """Return for each article the precision and the recall of its group."""
    size = {name: story.count(name) for name in set(story)}
    rows = np.zeros((len(story), 2))
    for group in groups:
        for place in group:
            same = sum(story[other] == story[place] for other in group)
            rows[place] = same / len(group), same / size[story[place]]
    return rows


def f1(rows: np.ndarray, chosen: np.ndarray) -> float:
    """Return B-cubed F1 over the chosen articles, x100."""
    precision, recall = rows[chosen].mean(axis=0)
    return round(float(200 * precision * recall / (precision + recall)), 1)


if __name__ == "__main__":
    main()
