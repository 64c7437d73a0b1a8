"""Figures and their floors: a figure that falls below its floor fails the run, and a floor is lowered only by saying so."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

__all__ = ["FLOORS", "hold", "options", "run"]

FLOORS = Path(__file__).parent / "floors.json"
TOLERANCE = 0.3
"""Points that a figure may fall below its floor: one cell of the smallest case moves the pooled figure by about 0.2."""


def options(description: str | None, out: str) -> argparse.Namespace:
    """Return the command line of a bench: where the data and the scorers are, where figures go, whether floors are raised."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of development data")
    parser.add_argument("--score", type=Path, required=True, help="the folder of the scorers")
    parser.add_argument("--out", type=Path, default=FLOORS.parent / out)
    parser.add_argument("--update", action="store_true", help="raise floors to what was measured")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: lower floors too")
    return parser.parse_args()


def run(command: list[str]) -> str:
    """Run a command with a fixed clock and return what it printed; exit code 3 (some inputs quarantined) is no failure of the bench."""
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"SOURCE_DATE_EPOCH": "0"}, check=False)
    if done.returncode not in {0, 3}:
        sys.exit(f"{' '.join(command)}\n{done.stderr}")
    return done.stdout


def hold(name: str, figures: Mapping[str, float], *, update: bool, allow_regression: bool) -> int:
    """Compare figures with their floors and return the exit code; with `update` write the floors."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    mine = floors.get(name, {})
    fallen = sorted(key for key, value in figures.items() if value < mine.get(key, value) - TOLERANCE)
    for key in fallen:
        print(f"below its floor: {name}: {key} {figures[key]} < {mine[key]}", file=sys.stderr)
    if update:
        floors[name] = {key: value if allow_regression else max(value, mine.get(key, value)) for key, value in figures.items()}
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 1 if fallen and not (update and allow_regression) else 0
