"""Score the outlet's own voice on the pairs of headline and body of the Fake News Challenge, as a component figure.

    python training/claims/fnc.py --data DIR --ledger LEDGER [--figures bench/fnc.json]

DIR holds `fnc1/` and `emergent_fnc/`; LEDGER as for `train_outlets.py`. A pair is unrelated, or the body agrees with the
headline, disagrees with it or discusses it. The challenge's score gives .25 for related or unrelated and .75 more for the right one of the
related, as a share of the most that can be had (Pomerleau and Rao 2017). Five folds grouped by story component of the body; what is learnt
on the others decides the fold. The columns are those of the product (`sayso.claims.outlet_features`) with the headline in the place of the
claim, and how near body and headline are. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier
from train_outlets import FOLDS, fold_of, read_bodies, read_pile

from sayso.claims.challenge import challenged, doubted, negated
from sayso.claims.encoder import Encoded, encode
from sayso.claims.features import Pile, StatementSide
from sayso.claims.outlet_features import headline_voice, own_voice
from sayso.claims.terms import content_stems

LABELS = ("agree", "disagree", "discuss", "unrelated")
UNRELATED = 3
PAIRS_A_BODY = 6
"""Related pairs of one body that are learnt from; a body has up to 70 headlines of one story."""

Matrix = npt.NDArray[np.float64]


def main() -> None:
    """Measure all pairs, learn on folds, print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--ledger", type=Path, required=True)
    parser.add_argument("--share", type=float, default=1.0, help="share of the pairs to score, drawn by their hash")
    parser.add_argument("--figures", type=Path, default=Path("bench/fnc.json"))
    options = parser.parse_args()
    pile = read_pile(options.ledger)[2]
    pairs = read_pairs(options.data / "fnc1", options.share)
    story = {name: body["component"] for name, body in read_bodies(options.data / "emergent_fnc").items()}
    places = {article.input_id: place for place, article in enumerate(pile.articles)}
    pairs = [pair for pair in pairs if pair[1] in places]
    headlines = dict.fromkeys(headline for headline, _, _ in pairs)
    encoded = dict(zip(headlines, encode(list(headlines)), strict=True))
    label = np.array([LABELS.index(stance) for _, _, stance in pairs])
    fold = np.array([fold_of(story[body]) for _, body, _ in pairs])
    bodies = [places[body] for _, body, _ in pairs]
    cheap = np.array(
        [near(pile, place, encoded[headline], headline) for place, (headline, _, _) in zip(bodies, pairs, strict=True)], dtype=np.float64
    )
    limited = few(bodies, label)
    guess = np.full(len(pairs), UNRELATED)
    for number in range(FOLDS):
        related = boosted(cheap, label != UNRELATED, fold != number).predict(cheap) & (fold == number)
        chosen = np.flatnonzero((fold != number) & (label != UNRELATED) & limited)
        rows = {int(place): full(pile.sides[bodies[place]], encoded[pairs[place][0]], pairs[place][0]) for place in chosen}
        model = boosted(np.array(list(rows.values())), label[list(rows)], np.ones(len(rows), dtype=np.bool_))
        asked = np.flatnonzero(related)
        guess[asked] = model.predict(
            np.array([full(pile.sides[bodies[place]], encoded[pairs[place][0]], pairs[place][0]) for place in asked])
        )
        print(number, weighted(label[fold == number], guess[fold == number]), flush=True)
    figures = figures_of(label, guess)
    print(json.dumps(figures))
    options.figures.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def read_pairs(folder: Path, share: float) -> list[tuple[str, str, str]]:
    """Return headline, id of the body and stance of each pair, or of a share of them."""
    with (folder / "train_stances.csv").open(encoding="utf-8", newline="") as handle:
        pairs = [(row["Headline"], f"tr{row['Body ID']}", row["Stance"]) for row in csv.DictReader(handle)]
    return [pair for pair in pairs if zlib.crc32("\n".join(pair).encode()) % 1000 < 1000 * share]


def near(pile: Pile, place: int, headline: Encoded, text: str) -> list[float]:
    """Return how near a body is to a headline, cheaply: for telling related from unrelated."""
    sides = pile.sides[place]
    cosines = np.sort(np.array([side.encoded.whole for side in sides]) @ headline.whole)[::-1]
    words = content_stems(text)
    return [
        *cosines[:3],
        *([0.0] * (3 - len(cosines[:3]))),
        float(cosines.mean()),
        pile.rarity.coverage(words, frozenset(key for side in sides for key in side.stems)),
        pile.rarity.coverage(words, frozenset(key for side in sides[:3] for key in side.stems)),
        max(pile.rarity.coverage(words, side.stems) for side in sides),
        float(len(sides)),
    ]


def full(sides: Sequence[StatementSide], headline: Encoded, text: str) -> Matrix:
    """Return the product's columns of body and headline, and whether the two are challenged, doubted or negated alike."""
    body = own_voice(sides, headline).row
    nearest = max(sides, key=lambda side: float(side.encoded.whole @ headline.whole)).text
    alike = [float(test(text) == test(nearest)) for test in (challenged, doubted, negated)]
    row: Matrix = np.concatenate([body, headline_voice(text, 0.0).row, alike])
    return row


def few(bodies: Sequence[int], label: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Mark the first related pairs of each body, so that bodies with many headlines do not set the rules."""
    seen: dict[int, int] = {}
    marks = []
    for body, stance in zip(bodies, label, strict=True):
        seen[body] = seen.get(body, 0) + int(stance != UNRELATED)
        marks.append(seen[body] <= PAIRS_A_BODY)
    return np.array(marks)


def boosted(rows: Matrix, label: npt.NDArray[Any], use: npt.NDArray[np.bool_]) -> HistGradientBoostingClassifier:
    """Fit one boosted ensemble on the rows to use."""
    model = HistGradientBoostingClassifier(
        max_iter=150, learning_rate=0.06, max_leaf_nodes=12, min_samples_leaf=20, max_features=0.3, early_stopping=False, random_state=0
    )
    return model.fit(rows[use], label[use])


def weighted(label: npt.NDArray[np.int64], guess: npt.NDArray[np.int64]) -> float:
    """Return the challenge's score as a share of the most that can be had, x100."""
    related, said = label != UNRELATED, guess != UNRELATED
    score = 0.25 * (related == said).sum() + 0.75 * (related & (label == guess)).sum()
    return round(float(100 * score / (0.25 * len(label) + 0.75 * related.sum())), 1)


def figures_of(label: npt.NDArray[np.int64], guess: npt.NDArray[np.int64]) -> Mapping[str, float]:
    """Return the weighted score and the F1 of each label, x100."""
    figures: dict[str, float] = {"pairs": len(label), "weighted": weighted(label, guess)}
    for number, name in enumerate(LABELS):
        both = (label == number) & (guess == number)
        figures[name] = round(float(200 * both.sum() / max(1, (label == number).sum() + (guess == number).sum())), 1)
    return figures


if __name__ == "__main__":
    sys.exit(main())
