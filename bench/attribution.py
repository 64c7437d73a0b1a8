"""Score who said what on PolNeAR dev, and hold the figures to their floors.

    make bench-attribution DATA=... SCORE=...    or: python bench/attribution.py --data DIR --score DIR [--update]

The folder of --data holds `polnear/dev`, that of --score holds `score_attribution.py`; neither is part of this repository. Statements
come from `sayso annotate`, as a user gets them; the outlet's own voice is not an attribution and is left out.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from floors import hold, options, run

HEADLINE = ("exact~ source", "exact~ cue", "exact~ content", "attr half", "link who-what")


def main() -> int:
    """Annotate the texts, print and keep the figures, compare them with the floors."""
    chosen = options(__doc__, "attribution.json")
    gold = chosen.data / "polnear" / "dev"
    texts = sorted(str(path) for path in (gold / "text").glob("*.txt"))
    with tempfile.TemporaryDirectory() as folder:
        found, figures = Path(folder) / "found.jsonl", Path(folder) / "figures.json"
        found.write_text(run([sys.executable, "-m", "sayso", "annotate", "--format", "jsonl", *texts]), encoding="utf-8")
        print(run([sys.executable, str(chosen.score / "score_attribution.py"), str(gold), str(found), "--json", str(figures)]))
        table = json.loads(figures.read_text(encoding="utf-8"))
    kept = {name: {key: round(value, 4) for key, value in row.items()} for name, row in sorted(table.items())}
    chosen.out.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    headline = {name: round(100 * table[name]["f1"], 1) for name in HEADLINE}
    return hold("attribution", headline, update=chosen.update, allow_regression=chosen.allow_regression)


if __name__ == "__main__":
    sys.exit(main())
