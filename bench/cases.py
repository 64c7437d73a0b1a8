"""Score the whole product on hand-labelled contested reports, and hold the figures to their floors.

    make bench-cases DATA=... SCORE=...          or: python bench/cases.py --data DIR --score DIR [--update]

The folder of --data holds `cases/`, that of --score holds `score_cases.py`; neither is part of this repository. Each case is read,
tracked and exported through the command line, as a user would.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from floors import hold, options, run


def main() -> int:
    """Run the cases, print and keep the figures, compare them with the floors."""
    chosen = options(__doc__, "cases.json")
    scorer, cases = str(chosen.score / "score_cases.py"), str(chosen.data / "cases")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        run([sys.executable, scorer, cases, "--prepare", str(work / "prepared")])
        (work / "exports").mkdir()
        for prepared in sorted((work / "prepared").iterdir()):
            export_case(prepared, work / "exports" / f"{prepared.name}.json", work)
        figures = work / "figures.json"
        print(run([sys.executable, scorer, cases, str(work / "exports"), "--json", str(figures)]))
        table = json.loads(figures.read_text(encoding="utf-8"))
    chosen.out.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    return hold("cases", headline(table["all"]), update=chosen.update, allow_regression=chosen.allow_regression)


def export_case(prepared: Path, target: Path, work: Path) -> None:
    """Read, track and export one case by the command line into a ledger of its own."""
    command = [sys.executable, "-m", "sayso", "--quiet", "--ledger", str(work / f"{prepared.name}.ledger")]
    run([*command, "read", str(prepared / "documents.jsonl")])
    run([*command, "track", str(prepared / "claims.json")])
    run([*command, "export", "json", "-o", str(target)])


def headline(row: dict[str, Any]) -> dict[str, float]:
    """Return one number for each measure: its F1, or its mean where it is an accuracy."""
    return {name: value.get("f1", value.get("mean")) for name, value in row.items() if "f1" in value or "mean" in value}


if __name__ == "__main__":
    sys.exit(main())
