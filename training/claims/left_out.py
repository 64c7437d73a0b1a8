"""Score the whole product on each hand-labelled report with that report left out of all learning.

    python training/claims/left_out.py --data DIR --score DIR [--out bench/cases_left_out.json]

The figures of `bench/cases.py` are for trees that have seen every development report; these are for trees that have not seen the one they
are scored on, and are what to expect of a new story. Needs scikit-learn, which the product does not.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from train_relevance import case_rows, learn

from sayso.claim_files import read_claims
from sayso.claims import relevance
from sayso.pipeline import Ledger
from sayso.report.export import export_json


def main() -> None:
    """Learn without each case, read and track it, score all of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--score", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("bench/cases_left_out.json"))
    options = parser.parse_args()
    cases, scorer = options.data / "cases", [sys.executable, str(options.score / "score_cases.py"), str(options.data / "cases")]
    rows = [case_rows(gold.parent) for gold in sorted(cases.glob("*/gold.json"))]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        subprocess.run([*scorer, "--prepare", str(work / "prepared")], check=True)
        (work / "exports").mkdir()
        for left_out in rows:
            learnt = learn([row for row in rows if row.case != left_out.case])
            export = export_with(learnt, work / "prepared" / left_out.case, work / f"{left_out.case}.ledger")
            (work / "exports" / f"{left_out.case}.json").write_text(export, encoding="utf-8")
        subprocess.run([*scorer, str(work / "exports"), "--json", str(options.out)], check=True)


def export_with(learnt: dict[str, Any], prepared: Path, ledger_path: Path) -> str:
    """Return the export of one case, matched with these trees instead of the shipped ones."""
    table = relevance.trees_from(json.loads(json.dumps(learnt)))
    # The product has no switch for other trees, on purpose: a ledger must not depend on one. Only this script puts others in place.
    relevance.load_trees = lambda: table
    with Ledger(ledger_path, clock=lambda: "1970-01-01T00:00:00+00:00") as ledger:
        ledger.read([str(prepared / "documents.jsonl")])
        ledger.track(read_claims(prepared / "claims.json"))
        return export_json(ledger.view())


if __name__ == "__main__":
    main()
