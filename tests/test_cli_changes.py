"""`sayso changes`: what came in between two readings, in every format, from a ledger whose clock is set by SOURCE_DATE_EPOCH."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import feedparser
import pytest

REPORT = "A contract for a steel mill has been signed with Norland, two people familiar with it said.\n"
DENIAL = "Norland's foreign ministry denied on Thursday that a contract for a steel mill had been signed with Vesturia.\n"
CLAIM = ("track", "Norland and Vesturia signed a contract for a steel mill.", "--party", "Norland", "--party", "Vesturia")
FIRST, SECOND, LATER = "1937556000", "1937642400", "1937728800"
"""Ten o'clock of 26, 27 and 28 May 2031, in seconds since 1970."""


def run(folder: Path, *arguments: str, at: str = LATER) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SAYSO", "SOURCE_DATE"))}
    command = [sys.executable, "-m", "sayso", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env={**kept, "SOURCE_DATE_EPOCH": at})


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that read a report on one day and a denial on the next."""
    folder = tmp_path_factory.mktemp("desk")
    for name, text, at in (("report", REPORT, FIRST), ("denial", DENIAL, SECOND)):
        row = {"id": name, "site": f"The {name} paper", "published": "2031-05-26", "text": text, "language": "en"}
        (folder / f"{name}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
        assert run(folder, "read", f"{name}.jsonl", at=at).returncode == 0
        assert run(folder, *CLAIM, at=at).returncode == 0
    return folder


def test_the_second_day_brought_a_denial(desk: Path) -> None:
    """As lines, on standard output, each with when and why."""
    found = run(desk, "changes", "--since", "2031-05-26T12:00")
    assert found.returncode == 0
    assert "2031-05-26 10:00" not in found.stdout
    assert "2031-05-27 10:00  new party" in found.stdout
    assert "Because: Norland denies the claim and no party supports it" in " ".join(found.stdout.split())


def test_every_format_tells_the_same(desk: Path) -> None:
    """JSON and the feeds have the same changes; ids do not depend on the day from which they are asked for."""
    listed = json.loads(run(desk, "changes", "--since", "2031-05-27", "--json").stdout)
    feed = json.loads(run(desk, "changes", "--since", "2031-05-27", "--format", "jsonfeed", "--authority", "desk.example").stdout)
    assert {change["id"] for change in listed} == {item["_sayso"]["id"] for item in feed["items"]}
    assert run(desk, "changes", "--since", "2031-05-20", "--format", "atom", "-o", "changes.atom").stdout == ""
    atom = feedparser.parse((desk / "changes.atom").read_bytes())
    assert not atom.bozo
    assert {item["id"].split(":", 2)[2] for item in feed["items"]} < {entry.id.split(":", 2)[2] for entry in atom.entries}


def test_a_quiet_stretch_is_told_as_one(desk: Path) -> None:
    """No line of data, a word on standard error; a feed without entries is still one."""
    found = run(desk, "changes", "--since", "2031-05-28")
    assert (found.returncode, found.stdout) == (0, "")
    assert "Nothing changed since 2031-05-28." in found.stderr
    assert json.loads(run(desk, "changes", "--since", "2031-05-28", "--format", "jsonfeed").stdout)["items"] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("changes",), "--since"),
        (("changes", "--since", "Monday"), "is not a date"),
        (("changes", "--since", "2031", "--until", "soon"), "is not a date"),
        (("changes", "--since", "2031", "--format", "atom", "--authority", "Our Desk"), "domain or mail address"),
        (("--ledger", "none.ledger", "changes", "--since", "2031"), "there is no ledger"),
    ],
)
def test_misuse_is_answered_with_what_to_do(desk: Path, arguments: tuple[str, ...], message: str) -> None:
    """Exit code 2, nothing on standard output."""
    found = run(desk, *arguments)
    assert (found.returncode, found.stdout) == (2, "")
    assert message in found.stderr
