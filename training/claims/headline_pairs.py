"""Pairs of a rumour and a headline with the headline's labelled stance (Ferreira and Vlachos 2016), in the form of pairs.py.

    python training/claims/headline_pairs.py EMERGENT_DIR OUT.jsonl [--without WORDS ...]

EMERGENT_DIR holds claims.csv and articles.csv. for = support, against = deny, observing = comment; as many unrelated pairs are drawn from
other rumours. `--without` leaves out rumours that hold all words of a group ("pope,dog"), such as those that a scored case is about.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from pathlib import Path
from typing import Any

from sayso.claims.pair_input import ANSWERS, claim_pieces, pair_input, passage_of
from sayso.claims.parties import build_party_index
from sayso.model import Article, Naming, Source, Span, Statement

_STANCE = {"for": "support", "against": "deny", "observing": "comment"}


def main() -> None:
    """Write the pairs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--without", nargs="*", default=[])
    options = parser.parse_args()
    claims = {row["claim_id"]: row["claim"] for row in rows(options.folder / "claims.csv")}
    barred = [group.casefold().split(",") for group in options.without]
    kept = {name: text for name, text in claims.items() if not any(all(word in text.casefold() for word in group) for group in barred)}
    print("left out:", sorted(set(claims.values()) - set(kept.values())))
    headlines = [row for row in rows(options.folder / "articles.csv") if row["claimId"] in kept and row["articleHeadlineStance"] in _STANCE]
    generator = random.Random(7)
    with options.out.open("w", encoding="utf-8") as target:
        for row in headlines:
            other = generator.choice([claim for claim in kept if claim != row["claimId"]])
            stance = _STANCE[row["articleHeadlineStance"]]
            for claim, label in ((row["claimId"], stance), (other, "unrelated")):
                target.write(json.dumps(pair(claim, kept[claim], row["articleHeadline"], label)) + "\n")


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def pair(claim: str, text: str, headline: str, label: str) -> dict[str, Any]:
    """Return one pair; the headline is the outlet's own statement."""
    article = Article(headline, headline, "", headline, headline)
    whole = Span(0, len(headline))
    statement = Statement(headline, headline, whole, Source("", Naming.SELF), (whole,), headline=True)
    index = build_party_index((), (), ())
    laid_out = pair_input(claim_pieces(text, index), index, passage_of(statement, article), None)
    return {
        "group": f"rumour {claim}",
        "claim": claim,
        "article": headline,
        "statement": headline,
        "pieces": laid_out.pieces,
        "kinds": laid_out.kinds,
        "label": ANSWERS.index(label),
        "weight": 1.0,
    }


if __name__ == "__main__":
    main()
