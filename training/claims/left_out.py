"""Score the whole product on each hand-labelled report with that report left out of all learning.

    python training/claims/left_out.py --data DIR --score DIR [--out bench/cases_left_out.json]

The figures of `bench/cases.py` are for trees and weights that have seen every development report; these are for such as have not seen the
one they are scored on (the pair model has seen none), and are what to expect of a new story. Needs scikit-learn, which the product does
not.
"""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from train_relevance import learn
from train_weights import learn_weights, prepare

from sayso.claim_files import read_claims
from sayso.claims import relevance
from sayso.claims.weighing import weights_from
from sayso.pipeline import Ledger
from sayso.report.export import export_json

linking = importlib.import_module("sayso.claims.link")  # the name `link` of the package is its function


def main() -> None:
    """Learn without each case, read and track it, score all of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--score", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("bench/cases_left_out.json"))
    options = parser.parse_args()
    cases, scorer = options.data / "cases", [sys.executable, str(options.score / "score_cases.py"), str(options.data / "cases")]
    prepared = [prepare(gold.parent) for gold in sorted(cases.glob("*/gold.json"))]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        subprocess.run([*scorer, "--prepare", str(work / "prepared")], check=True)
        (work / "exports").mkdir()
        for left_out in prepared:
            others, case = [other for other in prepared if other is not left_out], left_out.rows.case
            trees, weights = learn([other.rows for other in others]), learn_weights(others)
            export = export_with(trees, weights, work / "prepared" / case, work / f"{case}.ledger")
            (work / "exports" / f"{case}.json").write_text(export, encoding="utf-8")
        subprocess.run([*scorer, str(work / "exports"), "--json", str(options.out)], check=True)


def export_with(trees: dict[str, Any], weights: dict[str, Any], prepared: Path, ledger_path: Path) -> str:
    """Return the export of one case, matched with these trees and weights instead of the shipped ones."""
    table, weighed = relevance.trees_from(json.loads(json.dumps(trees))), weights_from(json.loads(json.dumps(weights)))
    # The product has no switch for other trees, on purpose: a ledger must not depend on one. Only this script puts others in place.
    relevance.load_trees = lambda: table
    linking.load_weights = lambda: weighed
    with Ledger(ledger_path, clock=lambda: "1970-01-01T00:00:00+00:00") as ledger:
        ledger.read([str(prepared / "documents.jsonl")])
        ledger.track(read_claims(prepared / "claims.json"))
        return export_json(ledger.view())


if __name__ == "__main__":
    main()
