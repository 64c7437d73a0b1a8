"""The scorer of `make bench-extract`: known texts have known figures, and a folder in the benchmark's format is read."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"
sys.path.insert(0, str(BENCH))

from extract import Counts, body_of, counts, scores  # noqa: E402 - the bench is no package

PROSE = "Norland and Vesturia have not signed a contract for the mill in Oster, the ministry said on Friday."


@pytest.mark.parametrize(
    ("truth", "predicted", "expected"),
    [
        ("a b c d", "a b c d", Counts(1, 0, 0)),
        ("a b c d", "", Counts(0, 0, 1)),
        ("", "a b c d", Counts(0, 1, 0)),
        ("", "", Counts(1, 0, 0)),
        ("a b c d e", "a b c d", Counts(0.5, 0, 0.5)),
        ("a b", "a b", Counts(1, 0, 0)),
        ("a b c d", "A b c d", Counts(0, 0.5, 0.5)),
        ("a, b; c. d!", "a b c d", Counts(1, 0, 0)),
        ("a b c d a b c d", "a b c d", Counts(1 / 5, 0, 4 / 5)),
    ],
)
def test_shingles_are_counted_as_the_benchmark_counts_them(truth: str, predicted: str, expected: Counts) -> None:
    """Four words in a row, with their counts, as shares of all."""
    assert counts(truth, predicted) == expected


def test_every_page_weighs_the_same() -> None:
    """A long page that is right and a short one of which nothing is found: half."""
    found = scores({"long": (PROSE * 50, PROSE * 50), "short": (PROSE, "")})
    assert (found["precision"], found["recall"], found["F1"]) == (100.0, 50.0, 66.7)


def test_the_headline_is_no_part_of_the_body() -> None:
    """Nor is what was cut."""
    page = f"<html><body><article><h1>No mill</h1><p>{PROSE}</p><p>Nobody has seen one.</p><p>Leave a Reply</p></article></body></html>"
    assert body_of(page.encode()) == f"{PROSE}\nNobody has seen one."


@pytest.mark.parametrize(("right", "code"), [(PROSE, 0), ("Something else stands there in many other words.", 1)])
def test_a_folder_in_the_benchmarks_format_is_scored(tmp_path: Path, right: str, code: int) -> None:
    """Figures on standard output, and a failure below the bar."""
    (tmp_path / "html").mkdir()
    page = f"<html><body><article><h1>No mill</h1><p>{PROSE}</p></article></body></html>"
    (tmp_path / "html" / "a1.html.gz").write_bytes(gzip.compress(page.encode()))
    (tmp_path / "html" / "a2.html.gz").write_bytes(gzip.compress(page.encode()))
    truth = {name: {"articleBody": right, "url": "https://gazette.example/1"} for name in ("a1", "a2")}
    (tmp_path / "ground-truth.json").write_text(json.dumps(truth))
    done = subprocess.run([sys.executable, BENCH / "extract.py", "--dir", tmp_path], capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    table = json.loads(done.stdout)
    assert set(table) == {"sayso", "trafilatura, fast"}
    assert table["sayso"]["pages"] == 2
