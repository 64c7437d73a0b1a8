"""Figures that the browser tests count, written down where `SAYSO_FIGURES` names a file.

`make bench-browser` keeps them in `bench/browser.json`.
"""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path

__all__ = ["record"]


def record(name: str, value: object) -> None:
    """Keep one figure; without the variable nothing is written."""
    target = os.environ.get("SAYSO_FIGURES")
    if not target:
        return
    with Path(target).open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        known = json.loads(file.read() or "{}")
        known[name] = value
        file.seek(0)
        file.truncate()
        file.write(json.dumps(known, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
