"""Score the lookup of candidates on posts whose checked claim is known, and hold the figure to its floor.

    make bench-retrieval DATA=...          or: python bench/retrieval.py --data DIR [--update]

The folder of --data holds `checkthat2020_task2/`, which is not part of this repository. Measured is `sayso.claims.candidates.TextIndex`
as the product uses it, over all claims with claim and title as fields. MAP@5 as in the task's own scorer (Barrón-Cedeño et al. 2020).
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from floors import FLOORS, hold
from sayso.claims.candidates import TextIndex

__all__ = ["CheckedClaim", "Query", "mean_average_precision", "read_claims", "read_queries"]

DEEPEST = 5


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim that somebody checked."""

    id: str
    fields: tuple[str, str]
    """The claim and the title of the article about it."""


@dataclass(frozen=True, slots=True)
class Query:
    """A post, and the claims that it makes."""

    text: str
    right: frozenset[str]


def main() -> int:
    """Look up every post of the development part, print and keep the figure, compare it with its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of development data")
    parser.add_argument("--out", type=Path, default=FLOORS.parent / "retrieval.json")
    parser.add_argument("--update", action="store_true", help="raise floors to what was measured")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: lower floors too")
    chosen = parser.parse_args()
    folder = chosen.data / "checkthat2020_task2"
    claims = read_claims(folder)
    index = TextIndex([claim.fields for claim in claims])
    table = {part: _figure(index, claims, read_queries(folder / part)) for part in ("train", "dev")}
    print(json.dumps(table))
    chosen.out.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    return hold("retrieval", {"MAP@5": table["dev"]}, update=chosen.update, allow_regression=chosen.allow_regression)


def _figure(index: TextIndex, claims: Sequence[CheckedClaim], queries: Sequence[Query]) -> float:
    rankings = [[claims[found.place].id for found in index.best(query.text, DEEPEST)] for query in queries]
    return round(100 * mean_average_precision(rankings, queries), 1)


def read_claims(folder: Path) -> list[CheckedClaim]:
    """Return all checked claims."""
    with (folder / "verified_claims.docs.tsv").open(encoding="utf-8", newline="") as handle:
        return [CheckedClaim(row[""], (row["vclaim"], row["title"])) for row in csv.DictReader(handle, delimiter="\t")]


def read_queries(folder: Path) -> list[Query]:
    """Return the posts of one part with the ids of their claims."""
    right: dict[str, set[str]] = {}
    for line in (folder / "tweet-vclaim-pairs.qrels").read_text(encoding="utf-8").splitlines():
        post, _, claim, _ = line.split()
        right.setdefault(post, set()).add(claim)
    with (folder / "tweets.queries.tsv").open(encoding="utf-8", newline="") as handle:
        rows = [(row[""], row["tweet_content"]) for row in csv.DictReader(handle, delimiter="\t")]
    return [Query(text, frozenset(right.get(post, ()))) for post, text in rows]


def mean_average_precision(rankings: Sequence[Sequence[str]], queries: Sequence[Query]) -> float:
    """Return the mean over queries of the average precision of the first five; a post without a claim counts 0."""
    total = 0.0
    for ranking, query in zip(rankings, queries, strict=True):
        hits, precision = 0, 0.0
        for rank, claim in enumerate(ranking[:DEEPEST], start=1):
            if claim in query.right:
                hits += 1
                precision += hits / rank
        total += precision / max(1, min(DEEPEST, len(query.right)))
    return total / len(queries)


if __name__ == "__main__":
    sys.exit(main())
