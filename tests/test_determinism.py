"""The same pile gives the same bytes: in any order, under any hash seed and locale, with any number of workers.

`SAYSO_CASES=40` and more runs every combination of 5 orders, 2 hash seeds, 1 and 2 workers (where reading takes workers) and 2 locales,
each in a process of its own; by default two of them are run.
"""

from __future__ import annotations

import contextlib
import inspect
import itertools
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sayso.claim_files import read_claims
from sayso.demo import EXAMPLE
from sayso.pipeline import Ledger
from sayso.report.export import export_json
from sayso.report.page import render
from sayso.testing import RECORDED_AT

PAGES = sorted(str(path) for path in (EXAMPLE / "pages").iterdir())
CLAIMS = read_claims(EXAMPLE / "claims.json")


def read_in_order(path: Path, pages: list[str], *, claims_first: bool = False) -> tuple[str, str]:
    """Return export and report of a ledger that read the pages one by one in this order."""
    with Ledger(path, clock=lambda: RECORDED_AT) as ledger:
        if claims_first:
            ledger.track(CLAIMS)
        for page in pages:
            ledger.read([page])
        ledger.track(CLAIMS[::-1])
        return export_json(ledger.view()), render(ledger.view(), head="", generated_at=RECORDED_AT)


@pytest.mark.parametrize("seed", range(5))
def test_a_shuffled_pile_gives_the_same_export_and_report(tmp_path: Path, seed: int) -> None:
    """Five shuffled orders, claims followed before or after, give byte-identical exports and reports."""
    shuffled = random.Random(seed).sample(PAGES, len(PAGES))
    expected = read_in_order(tmp_path / "sorted.ledger", PAGES)
    assert read_in_order(tmp_path / "shuffled.ledger", shuffled, claims_first=seed % 2 == 1) == expected


def test_reading_the_same_pile_twice_changes_nothing(tmp_path: Path) -> None:
    """A second reading of the same pages gives the same export."""
    once = read_in_order(tmp_path / "once.ledger", PAGES)
    assert read_in_order(tmp_path / "twice.ledger", PAGES + PAGES) == once


SCRIPT = Path(__file__).with_name("determinism_run.py")
WHOLE = int(os.environ.get("SAYSO_CASES", "0")) >= 40


@pytest.fixture
def other_locale(tmp_path: Path) -> dict[str, str]:
    """What to set for a locale to compare with C: Turkish, whose i has other capitals, where it can be had, else any other."""
    with contextlib.suppress(OSError):
        made = subprocess.run(["localedef", "-i", "tr_TR", "-f", "UTF-8", str(tmp_path / "tr_TR.UTF-8")], capture_output=True, check=False)
        if made.returncode == 0:
            return {"LC_ALL": "tr_TR.UTF-8", "LOCPATH": str(tmp_path)}
    listed = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout.split()
    return {"LC_ALL": next((name for name in listed if name not in {"C", "POSIX"}), "C.UTF-8")}


def run_apart(order: int, seed: int, workers: int, locale: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Return the locale in force and the hashes that a process of its own prints."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "LOCPATH"))}
    variables = {**kept, **locale, "PYTHONHASHSEED": str(seed), "PYTHONUTF8": "0"}
    command = [sys.executable, str(SCRIPT), str(order), str(workers)]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    return found["locale"], found["hashes"]


def test_processes_of_every_kind_give_the_same_bytes(other_locale: dict[str, str], note_figure: Callable[[str, object], None]) -> None:
    """Export, report and feed, byte for byte."""
    workers = (1, 2) if "workers" in inspect.signature(Ledger.read).parameters else (1,)
    every = list(itertools.product(range(5), (0, 4711), workers, ({"LC_ALL": "C"}, other_locale)))
    with ThreadPoolExecutor(os.cpu_count() or 1) as lanes:
        found = list(lanes.map(lambda each: run_apart(*each), every if WHOLE else [every[0], every[-1]]))
    assert len({locale for locale, _ in found}) == 2
    kinds = {tuple(sorted(hashes.items())) for _, hashes in found}
    note_figure(
        "runs of the example: 5 orders, 2 hash seeds, 1 and 2 workers, 2 locales", {"runs": len(found), "different exports": len(kinds)}
    )
    assert len(kinds) == 1
