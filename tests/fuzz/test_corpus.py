"""What the fuzzer found once stays found: every input that it kept ends with an outcome."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.articles import read_bytes

KEPT = sorted(path for path in (Path(__file__).parent / "corpus").glob("*/*") if path.is_file())


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_failed_once_is_read(path: Path) -> None:
    readings = list(read_bytes(path.read_bytes(), path.parent.name))
    assert not [problem for reading in readings for problem in reading.problems if problem.code == "reader-failed"]
