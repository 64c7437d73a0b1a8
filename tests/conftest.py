"""What all tests share: noting the figures that `bench/` keeps of tests which are run with large counts."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

Note = Callable[[str, object], None]


@pytest.fixture(scope="session")
def note_figure() -> Note:
    """Note a figure in the file that SAYSO_FIGURES names; without it, nothing."""
    path = os.environ.get("SAYSO_FIGURES")

    def note(name: str, value: object) -> None:
        if path:
            with Path(path).open("a+", encoding="utf-8") as file:
                # Tests may run in several processes.
                fcntl.flock(file, fcntl.LOCK_EX)
                file.seek(0)
                held = json.loads(file.read() or "{}")
                file.truncate(0)
                file.write(json.dumps({**held, name: value}, indent=1, sort_keys=True) + "\n")

    return note
