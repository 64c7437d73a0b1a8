"""A ledger can show that it is what was recorded: a changed byte anywhere is found, with its place, and so is a cut-off end.

`SAYSO_CASES` sets how many bytes are changed, one by one; by default a few.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from ledger_factories import made_view, reading, said

from sayso.errors import LedgerNewerError
from sayso.ledger import check
from sayso.ledger.checksums import checksum_damages, checksums_of, has_checksums
from sayso.ledger.migrations import VERSION
from sayso.ledger.store import Store
from sayso.model import Judgement, Problem, TrackedClaim

FLIPS = max(25, int(os.environ.get("SAYSO_CASES", "25")))
Note = Callable[[str, object], None]


def now() -> str:
    return "2031-06-01T08:00:00+00:00"


def written(path: Path, articles: int = 40) -> tuple[str, str]:
    """Make a ledger with rows of every kind; return a head it once had, and its last."""
    with Store.open(path, clock=now) as store:
        for number in range(articles):
            name = f"{'abc'[number % 3]}{number}"
            trouble = (Problem("thin", "Little text; check the page.", f"{name}.txt"),) if number % 5 == 0 else ()
            store.add(reading(name, f"The pier {name} was sold to number {number}. " * 20, trouble), [said(name, "Ilse Maren")])
        early = store.head()
        store.track([TrackedClaim("pier", "The pier was sold.")])
        store.judge(Judgement("j", "dismiss", ("b1",), "", "Odo", "A test page.", "2031"))
        snapshot = store.as_known()
        store.keep(made_view(snapshot), snapshot, "machine 1")
        store.note_input("noted", 1, 0, 0)
        store.redact("c2", "Kaja Lund", "A court order.")
        return early, store.head()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole ledger that was closed."""
    path = tmp_path_factory.mktemp("whole") / "desk.ledger"
    written(path)
    return path


def copied(path: Path, folder: Path, *, checksums: bool = True) -> Path:
    for each in (path, checksums_of(path)) if checksums else (path,):
        shutil.copy(each, folder / each.name)
    return folder / path.name


def flip(path: Path, place: int, bit: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1 << bit
    path.write_bytes(content)


def run(ledger: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sayso", "--ledger", str(ledger), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_every_changed_byte_is_found(whole: Path, tmp_path: Path, note_figure: Note) -> None:
    """Anywhere in the file, unused space and header included; each damage begins with its place."""
    chance = random.Random(6)
    size = whole.stat().st_size
    for _ in range(FLIPS):
        place = chance.randrange(size)
        path = copied(whole, tmp_path)
        flip(path, place, chance.randrange(8))
        found = check(path, clock=now)
        assert found.damages, f"byte {place}"
        start = place // 4096 * 4096
        assert found.damages[0].startswith(f"the file, bytes {start} to {start + 4095}:")
    note_figure("one byte changed at random places", {"tried": FLIPS, "found": FLIPS})


def test_every_byte_of_the_header_is_found(whole: Path, tmp_path: Path) -> None:
    """A changed version is damage and neither a newer ledger nor one to be brought forward; nothing is written to the file for it."""
    for place in range(0, 100, 1 if FLIPS > 99 else 4):
        path = copied(whole, tmp_path)
        flip(path, place, place % 8)
        before = path.read_bytes()
        assert check(path, clock=now).damages
        assert path.read_bytes() == before
        assert {each.name for each in tmp_path.iterdir()} <= {path.name, checksums_of(path).name, f"{path.name}-wal", f"{path.name}-shm"}


def found_without_checksums(whole: Path, folder: Path, place: int, bit: int) -> bool:
    """Whether a changed byte is found as after a crash, when there are no checksums."""
    folder.mkdir()
    path = copied(whole, folder, checksums=False)
    flip(path, place, bit)
    try:
        return bool(check(path, clock=now).damages)
    except LedgerNewerError:
        return True
    finally:
        shutil.rmtree(folder)


def test_what_was_recorded_is_found_without_checksums(whole: Path, tmp_path: Path, note_figure: Note) -> None:
    """By its row, the chain or SQLite's own check, as good as wherever the file holds anything but zeros."""
    content = whole.read_bytes()
    chance = random.Random(7)
    for words in (b"Ilse Maren", b"was sold to number 7", b"A court order", b"A test page", b"thin"):
        assert found_without_checksums(whole, tmp_path / "copy", content.index(words) + chance.randrange(4), 0), words
    places = chance.sample([place for place, byte in enumerate(content) if byte], FLIPS)
    found = sum(found_without_checksums(whole, tmp_path / "copy", place, chance.randrange(8)) for place in places)
    assert found >= 0.95 * FLIPS
    note_figure("the same without checksums, as after a crash, at places that are not zero", {"tried": FLIPS, "found": found})


def test_a_damaged_schema_is_told_in_words(whole: Path, tmp_path: Path) -> None:
    """Even where SQLite's message, which quotes it, is no text any more."""
    content = whole.read_bytes()
    start = content.index(b"CREATE TABLE captures")
    for place in range(start, start + 120, 4):
        assert found_without_checksums(whole, tmp_path / "copy", place, 7), place


def test_a_changed_byte_of_the_checksums_is_found(whole: Path, tmp_path: Path) -> None:
    """It is said of the checksums and not of the ledger."""
    chance = random.Random(8)
    size = checksums_of(whole).stat().st_size
    for place in [0, size - 1, *(chance.randrange(size) for _ in range(10))]:
        path = copied(whole, tmp_path)
        flip(checksums_of(path), place, chance.randrange(7))
        assert check(path, clock=now).damages == (
            "desk.ledger.checksums: it is damaged itself, so that the file cannot be compared with it",
        )


def test_a_file_cut_short_is_found(whole: Path, tmp_path: Path) -> None:
    """Whether whole pages are missing or half of one."""
    for gone in (1, 4096, 100_000):
        path = copied(whole, tmp_path)
        os.truncate(path, path.stat().st_size - gone)
        assert check(path, clock=now).damages


def test_an_end_that_was_cut_off_shows_by_a_noted_head(tmp_path: Path) -> None:
    """A ledger without its last entry is whole in itself; only a head noted elsewhere tells."""
    long, short = tmp_path / "long.ledger", tmp_path / "short.ledger"
    written(long)
    early, _ = written(short, 39)
    _, late = written(long, 41)
    assert check(long, clock=now, head=late).damages == ()
    assert check(long, clock=now, head=early).damages == ()
    (found,) = check(short, clock=now, head=late).damages
    assert found.startswith("journal: this ledger never had the head")


def test_checksums_are_there_when_nobody_writes(tmp_path: Path) -> None:
    """Gone with the first change, back with the close; one who only looks leaves them alone."""
    path = tmp_path / "desk.ledger"
    with Store.open(path, clock=now) as store:
        assert not has_checksums(path)
        store.add(reading("a"), [])
    assert has_checksums(path)
    kept = checksums_of(path).read_bytes()
    with Store.open(path, clock=now) as store:
        assert store.verify() == ()
        assert store.search("pier") == ["a"]
    assert checksums_of(path).read_bytes() == kept
    with Store.open(path, clock=now) as first, Store.open(path, clock=now) as second:
        first.add(reading("b"), [])
        assert not has_checksums(path)
        first.close()
        assert has_checksums(path)
        second.add(reading("c"), [])
        assert not has_checksums(path)
    assert list(checksum_damages(path)) == []
    assert has_checksums(path)


def test_after_a_crash_verify_makes_them_again(tmp_path: Path) -> None:
    """A process that dies leaves none; that is said, and they are made."""
    path = tmp_path / "desk.ledger"
    script = (
        "import os, sys\n"
        f"sys.path[:0] = {[each for each in sys.path if each]!r}\n"
        "from pathlib import Path\n"
        "from ledger_factories import reading\n"
        "from sayso.ledger.store import Store\n"
        f"store = Store.open(Path({str(path)!r}), clock=lambda: '2031')\n"
        "store.add(reading('a'), [])\n"
        "os._exit(9)\n"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 9
    assert not has_checksums(path)
    found = run(path, "verify")
    assert found.returncode == 0
    assert "unused space was not looked at" in found.stderr
    assert has_checksums(path)
    assert "unused space" not in run(path, "verify").stderr


def test_while_somebody_reads_an_older_state_there_are_none(tmp_path: Path) -> None:
    """What is still in the write-ahead log cannot be part of them."""
    path = tmp_path / "desk.ledger"
    with Store.open(path, clock=now) as store:
        store.add(reading("a"), [])
        reader = sqlite3.connect(path, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM articles").fetchone()
        store.add(reading("b"), [])
    assert not has_checksums(path)
    reader.close()
    assert check(path, clock=now).damages == ()
    assert has_checksums(path)


def test_it_can_be_moved(whole: Path, tmp_path: Path) -> None:
    """File and checksums, or the file alone, in another folder and under another name."""
    moved = tmp_path / "elsewhere" / "renamed.ledger"
    moved.parent.mkdir()
    shutil.copy(whole, moved)
    assert check(moved, clock=now).compared is False
    shutil.copy(checksums_of(whole), checksums_of(moved))
    found = check(moved, clock=now)
    assert (found.damages, found.compared) == ((), True)
    assert str(whole.parent).encode() not in checksums_of(moved).read_bytes() + moved.read_bytes()


def test_verify_on_the_command_line(tmp_path: Path) -> None:
    """Exit 0 with the head; 4 with the place of the damage; 2 without a ledger; the head of a report can be compared."""
    path = tmp_path / "desk.ledger"
    written(path, 3)
    good = run(path, "verify")
    assert (good.returncode, good.stdout.splitlines()[0]) == (0, "whole")
    assert "c2 was emptied by Kaja Lund on 2031-06-01: A court order." in good.stderr
    head = good.stdout.split()[-1]
    assert run(path, "report", "-o", str(tmp_path / "report.html")).returncode == 0
    told = json.loads(run(path, "verify", "--json", "--head", head).stdout)
    assert (told["damages"], told["head"]) == ([], head)
    wrong = run(path, "verify", "--head", "0" * 64)
    assert wrong.returncode == 4
    assert wrong.stdout.startswith("journal: this ledger never had the head 0000")
    assert head[:12] in (tmp_path / "report.html").read_text(encoding="utf-8")
    flip(path, path.stat().st_size // 2, 3)
    bad = run(path, "verify")
    assert bad.returncode == 4
    assert bad.stdout.startswith("the file, bytes ")
    assert run(tmp_path / "none.ledger", "verify").returncode == 2


def test_redact_on_the_command_line(tmp_path: Path) -> None:
    """Needs who and why; an unknown article is an error; the words are gone from the search."""
    path = tmp_path / "desk.ledger"
    written(path, 3)
    assert run(path, "redact", "a0").returncode == 2
    assert run(path, "redact", "none", "--who", "Kaja Lund", "--why", "A court order.").returncode == 1
    done = run(path, "redact", "a0", "--who", "Kaja Lund", "--why", "A court order.")
    assert (done.returncode, done.stdout) == (0, "")
    assert "Emptied: a0" in done.stderr
    assert check(path, clock=now).damages == ()
    with Store.open(path, clock=now) as store:
        assert "a0" not in store.search("pier")


def test_newer_and_locked_ledgers_end_with_exit_code_5(tmp_path: Path) -> None:
    """A newer sayso's ledger is left as it is; one that is being written names the process in the way, after a wait."""
    path, newer = tmp_path / "desk.ledger", tmp_path / "newer.ledger"
    written(path, 3)
    shutil.copy(path, newer)
    with sqlite3.connect(newer) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    before = newer.read_bytes()
    for command in (["claims"], ["verify"]):
        found = run(newer, *command)
        assert found.returncode == 5
        assert "upgrade sayso" in found.stderr
    assert newer.read_bytes() == before
    with Store.open(path, clock=now) as store, store._held.writing():
        found = run(path, "track", "The pier was leased.")
    assert found.returncode == 5
    assert f"process {os.getpid()};" in found.stderr
