"""Score whole made-up episodes that nothing was learnt on: who takes which side in which article, where parties stand, and the state.

    python bench/episodes.py [--folder bench/episodes] [--figures bench/episodes.json] [--errors]

Each file is a case as `docs/cases.md` has them: six to nine articles of invented outlets, two to four claims that are easily taken for each
other, and for each claim what every article holds, where every party stands at the end, and the state on two or three days. They were
written by seven writers (language models) who had not seen the product, under `bench/episodes/README.md`. Two more read the texts of those
held out and answered the same questions: `second_reader`.

- cell: F1 over (claim, article, support | deny | query), as in `score_cases.py`; deny and query: the same for one of them.
- position: share of (claim, party) whose latest voice is the one expected.
- standing: share of the expected states.

The errors of the episodes in `worked_on` were looked at when rules were written; those of `held_out` were counted only.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from sayso.model import LedgerView, Stance
from sayso.testing import Case, load_case, run_case

SIDES = ("support", "deny", "query")
_NEUTRAL = frozenset({Stance.RELAYS, Stance.UNCLEAR})
_SIDE_OF = {stance.value: stance.sdqc.value for stance in Stance} | {side: side for side in SIDES}


def main() -> None:
    """Run every episode and write the figures of each folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path(__file__).with_name("episodes"))
    parser.add_argument("--figures", type=Path, default=Path(__file__).with_suffix(".json"))
    parser.add_argument("--errors", action="store_true", help="print what differs, of the episodes that were worked on")
    options = parser.parse_args()
    figures = {}
    for folder in (options.folder / name for name in ("held_out", "worked_on")):
        counts: Counter[str] = Counter()
        for path in sorted(folder.glob("*.md")):
            counts += counted(load_case(path), errors=options.errors and folder.name == "worked_on")
        figures[folder.name] = figures_of(counts)
        print(folder.name, json.dumps(figures[folder.name]), flush=True)
    figures["second_reader"] = figures_of(second_reader(options.folder))
    print("second_reader", json.dumps(figures["second_reader"]))
    options.figures.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def counted(case: Case, *, errors: bool) -> Counter[str]:
    """Return how many expectations of one episode hold, and of its cells how many are right, added and missed, by side."""
    view = run_case(case)
    claims = {claim.tracked_id: claim.id for claim in view.claims if claim.tracked_id}
    articles = {article.input_id: article.id for article in view.articles}
    counts: Counter[str] = Counter()
    for expected in case.expected:
        if expected.kind not in {"article", "position", "standing"}:
            continue
        claim, where, wanted = claims[expected.fields[0]], expected.fields[1], expected.fields[2]
        if expected.kind == "article":
            found = sides_in(view, claim, articles[where])
            counts += cells(found, wanted)
            right = agrees(found, wanted)
        elif expected.kind == "position":
            held = [item.stances for item in view.positions if item.claim_id == claim and item.party == where]
            right = agrees({stance.sdqc.value for stances in held for stance in stances}, wanted)
        else:
            right = state_on(view, claim, where) == wanted.strip()
        counts[f"{expected.kind} right"] += right
        counts[expected.kind] += 1
        if errors and not right:
            print(f"{case.path.name}:{expected.line}: {expected.kind} {' | '.join(expected.fields)}")
    return counts


def second_reader(folder: Path) -> Counter[str]:
    """Return the same counts for who labelled the episodes held out once more from their texts alone."""
    counts: Counter[str] = Counter()
    for path in sorted((folder / "second_reader").glob("*.txt")):
        lines = (line.removeprefix("=> ").split(" | ") for line in path.read_text(encoding="utf-8").splitlines())
        answers = {(claim, where): answer for claim, where, answer in lines}
        for expected in load_case(folder / "held_out" / f"{path.stem}.md").expected:
            if expected.kind not in {"article", "position", "standing"}:
                continue
            answer, wanted = answers[f"{expected.kind} {expected.fields[0]}", expected.fields[1]], expected.fields[2]
            found = {side for part in answer.split(",") for side in sides_of(part)} - {"silent"}
            counts += cells(found, wanted) if expected.kind == "article" else Counter()
            right = answer.strip() == wanted.strip() if expected.kind == "standing" else agrees(found, wanted)
            counts[f"{expected.kind} right"] += right
            counts[expected.kind] += 1
    return counts


def sides_in(view: LedgerView, claim: str, article: str) -> set[str]:
    """Return the sides that an article's statements take on a claim."""
    mine = [match for match in view.matches if match.claim_id == claim and match.article_id == article]
    return {match.stance.sdqc.value for match in mine if match.stance not in _NEUTRAL}


def cells(found: set[str], wanted: str) -> Counter[str]:
    """Count cells by side; where a choice is given, what was found of it is right and nothing of it is missed."""
    certain = {side for part in wanted.split(",") if len(choice := sides_of(part)) == 1 for side in choice}
    allowed = {side for part in wanted.split(",") for side in sides_of(part)}
    counts: Counter[str] = Counter()
    for side in SIDES:
        counts[f"{side} right"] += side in found & certain
        counts[f"{side} added"] += side in found - allowed
        counts[f"{side} missed"] += side in certain - found
    return counts


def sides_of(part: str) -> set[str]:
    """Return the sides that "denies or doubts" leaves open; `silent` is one of them."""
    return {_SIDE_OF.get(word.strip(), word.strip()) for word in part.split(" or ")}


def agrees(found: set[str], wanted: str) -> bool:
    """Tell whether the sides found are those asked for; `silent` is none."""
    choices = [sides_of(part) for part in wanted.split(",")]
    if not found:
        return any("silent" in choice for choice in choices)
    return all(found & choice for choice in choices) and found <= set().union(*choices)


def state_on(view: LedgerView, claim: str, date: str) -> str:
    """Return the state of a claim on a date; `none` before anything was published."""
    before = [item for item in view.standings if item.claim_id == claim and item.published_by[: len(date)] <= date]
    return max(before, key=lambda item: item.published_by).state.value if before else "none"


def figures_of(counts: Counter[str]) -> dict[str, float]:
    """Return the figures x100."""
    right, added, missed = (sum(counts[f"{side} {kind}"] for side in SIDES) for kind in ("right", "added", "missed"))
    found = {"cell": f1(right, added, missed)}
    found |= {side: f1(*(counts[f"{side} {kind}"] for kind in ("right", "added", "missed"))) for side in ("deny", "query")}
    shares = {kind: round(100 * counts[f"{kind} right"] / max(1, counts[kind]), 1) for kind in ("position", "standing")}
    return found | shares | {"cells": right + missed, "positions": counts["position"], "standings": counts["standing"]}


def f1(right: int, added: int, missed: int) -> float:
    """Return the harmonic mean of precision and recall, x100."""
    return round(200 * right / max(1, 2 * right + added + missed), 1)


if __name__ == "__main__":
    main()
