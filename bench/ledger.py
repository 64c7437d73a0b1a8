"""Score discovery and the outlets' own voices on a pile of 1,606 articles about 188 rumours, and hold the figures to their floors.

    make bench-ledger DATA=... SCORE=...          or: python bench/ledger.py --data DIR --score DIR [--update]

The folder of --data holds `emergent_fnc/`, that of --score holds `score_ledger.py`; neither is part of this repository. The pile is read
and exported through the command line, without titles, dates or tracked claims. The weights for the outlets' voices were learnt on these
articles, so `cell`, `for`, `against` and `observing` are kind here: `ledger_left_out.json` (training/claims/train_outlets.py) has them for
stories left out of learning. `claim` and `story` rest on two thresholds only.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from floors import hold, options, run

MEASURES = ("claim", "cell", "against", "story")


def main() -> int:
    """Read the pile, export it, print and keep the figures, compare them with the floors."""
    chosen = options(__doc__, "ledger.json")
    scorer, folder = [sys.executable, str(chosen.score / "score_ledger.py")], str(chosen.data / "emergent_fnc")
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        run([*scorer, folder, "--prepare", str(work / "documents.jsonl")])
        begin = time.monotonic()
        command = [sys.executable, "-m", "sayso", "--quiet", "--ledger", str(work / "pile.ledger")]
        run([*command, "read", str(work / "documents.jsonl")])
        run([*command, "export", "json", "-o", str(work / "export.json")])
        seconds, spent = time.monotonic() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
        print(run([*scorer, folder, str(work / "export.json"), "--json", str(work / "figures.json")]))
        figures = json.loads((work / "figures.json").read_text(encoding="utf-8"))
        claims = len(json.loads((work / "export.json").read_text(encoding="utf-8"))["claims"])
    table = figures | {"claims listed": claims, "seconds": round(seconds), "megabytes": spent.ru_maxrss // 1024}
    chosen.out.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    floors = {name: figures[name] for name in MEASURES}
    return hold("ledger", floors, update=chosen.update, allow_regression=chosen.allow_regression)


if __name__ == "__main__":
    sys.exit(main())
