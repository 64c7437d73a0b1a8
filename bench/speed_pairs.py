"""Measure how many pairs of claim and statement the pair model answers in a CPU-second, on one thread.

    make bench-pairs          or: python bench/speed_pairs.py

The pairs are those of one hand-written story of `training/claims/stories`, laid out by the product; no data is needed.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from sayso.claims.features import claim_sides, prepare_pile
from sayso.claims.pair_answers import pairs_to_ask
from sayso.claims.pair_input import PairInput
from sayso.claims.pair_model import answers

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "training" / "claims"))
from pairs import story_piles  # noqa: E402  # the folder is no package

PAIRS = 600
REPEATS = 3


def story_pairs(path: Path) -> list[PairInput]:
    """Return what the model reads for every statement and claim of a file of stories."""
    found: list[PairInput] = []
    for pile in story_piles(path):
        prepared = prepare_pile(pile.articles, pile.statements)
        claims = claim_sides(pile.claims, pile.articles, pile.statements)
        for article, row in zip(prepared.articles, prepared.sides, strict=True):
            asked = [(place, number) for place in range(len(row)) for number in range(len(claims))]
            found.extend(pairs_to_ask(article, row, claims, asked))
    return list(dict.fromkeys(found))


def main() -> None:
    """Print and keep the figures."""
    pairs = story_pairs(ROOT / "training" / "claims" / "stories" / "f1.txt")[:PAIRS]
    answers(pairs[:20])
    seconds = []
    for _ in range(REPEATS):
        started = time.process_time()
        answers(pairs)
        seconds.append(time.process_time() - started)
    figures = {
        "pairs": len(pairs),
        "word pieces a pair": round(sum(len(pair.pieces) for pair in pairs) / len(pairs), 1),
        "pairs a CPU-second, best of three": round(len(pairs) / min(seconds), 1),
    }
    print(json.dumps(figures))
    (ROOT / "bench" / "speed_pairs.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
