"""The same pile in any order gives the same bytes."""

from __future__ import annotations

import random
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
