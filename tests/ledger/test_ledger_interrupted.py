"""A redaction or a migration that is stopped half way is done or not done, and asking again ends it.

`SAYSO_CASES=200` and more stops at forty write calls of each, and cuts the power at 200 moments; by default at a few.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from crashing import faults, open_store, session, steps
from traces import traces

from sayso.ledger import check
from sayso.ledger.migrations import VERSION

MANY = int(os.environ.get("SAYSO_CASES", "0")) >= 200
SCRIPT = str(Path(__file__).with_name("crashing.py"))
GOLDEN = Path(__file__).with_name("version-1.sql")
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(each for each in sys.path if each)}
WORDS = "A001quent"
"""A word of the article that is emptied, and of no other."""
Note = Callable[[str, object], None]


def traced(folder: Path, ask: str, *arguments: str) -> tuple[int, int]:
    """Run a command under strace; return how it ended and how many write calls it began."""
    log = folder / "trace.log"
    tracer = ["strace", "-f", "-qq", "-o", str(log), "-e", "trace=pwrite64", *(["-e", ask] if ask else [])]
    done = subprocess.run([*tracer, sys.executable, SCRIPT, *arguments], env=ENVIRONMENT, check=False)
    return done.returncode, len(re.findall("pwrite64", log.read_text(encoding="utf-8", errors="replace")))


@pytest.fixture
def tracing(tmp_path: Path) -> None:
    """Skip where processes cannot be ended at a chosen write call."""
    log = str(tmp_path / "try.log")
    command = ["strace", "-f", "-o", log, "-e", "trace=pwrite64", "-e", "inject=pwrite64:signal=KILL:when=1", "true"]
    if shutil.which("strace") is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("needs strace and the right to trace a process; Debian: apt-get install strace")


def places(calls: int) -> list[int]:
    """The write calls at which to stop: the first, the last, and some between."""
    number = 40 if MANY else 4
    return sorted({1 + place * (calls - 1) // (number - 1) for place in range(number)})


@pytest.mark.usefixtures("tracing")
def test_a_redaction_that_is_stopped(tmp_path: Path, note_figure: Note) -> None:
    """The article is whole or empty, nothing is damaged, and a second redaction leaves no word of it."""
    whole, desk = tmp_path / "whole", tmp_path / "desk"
    whole.mkdir()
    session(whole / "desk.ledger", 6, 3_000)
    assert traces(whole, WORDS)
    shutil.copytree(whole, desk)
    code, calls = traced(tmp_path, "", "redact", str(desk / "desk.ledger"), "a001")
    assert (code, traces(desk, WORDS)) == (0, [])
    emptied = 0
    for number in places(calls):
        shutil.rmtree(desk)
        shutil.copytree(whole, desk)
        code, _ = traced(tmp_path, f"inject=pwrite64:signal=KILL:when={number}", "redact", str(desk / "desk.ledger"), "a001")
        assert code != 0
        with open_store(desk / "desk.ledger") as store:
            assert store.verify() == ()
            (article,) = store.as_known().articles(["a001"])
            assert (article.text == "") == bool(store.redactions())
            emptied += article.text == ""
            store.redact("a001", "Kaja Lund", "A court order.")
        assert traces(desk, WORDS) == []
        assert check(desk / "desk.ledger", clock=lambda: "2031").damages == ()
    assert 0 < emptied < len(places(calls))
    note_figure("redactions stopped at a write call", {"stopped": len(places(calls)), "emptied, and not yet purged": emptied, "faults": 0})


@pytest.mark.usefixtures("tracing")
def test_a_migration_that_is_stopped(tmp_path: Path, note_figure: Note) -> None:
    """The file is of the old version or of the new one, and opening it again brings it forward."""
    old, desk = tmp_path / "old", tmp_path / "desk"
    old.mkdir()
    with sqlite3.connect(old / "desk.ledger") as connection:
        connection.executescript(GOLDEN.read_text(encoding="utf-8"))
    connection.close()
    shutil.copytree(old, desk)
    _, calls = traced(tmp_path, "", "redact", str(desk / "desk.ledger"), "no such article")
    with open_store(desk / "desk.ledger") as store:
        head, articles = store.head(), store.articles()
    assert articles
    for number in places(calls):
        shutil.rmtree(desk)
        shutil.copytree(old, desk)
        traced(tmp_path, f"inject=pwrite64:signal=KILL:when={number}", "redact", str(desk / "desk.ledger"), "no such article")
        with sqlite3.connect(desk / "desk.ledger") as connection:
            assert connection.execute("PRAGMA user_version").fetchone()[0] in {1, VERSION}
        connection.close()
        with open_store(desk / "desk.ledger") as store:
            assert (store.verify(), store.head(), store.articles()) == ((), head, articles)
        with sqlite3.connect(desk / "desk.ledger.version-1.backup") as backup:
            assert backup.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert backup.execute("PRAGMA user_version").fetchone() == (1,)
        backup.close()
    note_figure("migrations stopped at a write call", {"stopped": len(places(calls)), "faults": 0})


@pytest.mark.usefixtures("tracing")
def test_making_a_ledger_again_after_each_stop(tmp_path: Path) -> None:
    """Stopped again and again on one and the same ledger, it grows all the same."""
    path = tmp_path / "desk.ledger"
    for number in (30, 60, 100, 200, 400):
        traced(tmp_path, f"inject=pwrite64:signal=KILL:when={number}", "session", str(path), "12", "300")
        if path.exists():
            with open_store(path) as store:
                assert faults(store) == []
    assert session(path, 12, 300) == session(tmp_path / "clean.ledger", 12, 300)


CALL = re.compile(r'(pwrite64|ftruncate|fsync|fdatasync|unlink|write)\((?:\d+<([^>]*)>|"([^"]*)")(?:, "([^"]*)")?(.*?)\) += ')
"""One line of strace: the call, the file behind its descriptor or its name, what is written, and the other arguments."""
SECTOR = 512


class Disk:
    """What a disk holds of some files: what was synced for certain, and of what came since any part."""

    def __init__(self, start: dict[str, bytes]) -> None:
        self.synced = {name: bytearray(content) for name, content in start.items()}
        self.waiting: dict[str, list[tuple[int, bytes | None]]] = {}

    def write(self, name: str, place: int, content: bytes | None) -> None:
        """Take a write, or with no content a cut of the file at `place`."""
        self.waiting.setdefault(name, []).append((place, content))

    def sync(self, name: str) -> None:
        """Make all that was written to a file certain."""
        held = self.synced.setdefault(name, bytearray())
        for place, content in self.waiting.pop(name, []):
            change(held, place, content)

    def remove(self, name: str) -> None:
        """Take a file away."""
        self.synced.pop(name, None)
        self.waiting.pop(name, None)

    def after_a_power_cut(self, chance: random.Random) -> dict[str, bytes]:
        """Return files that could be found after a power cut now: of each write that was not synced, any sectors."""
        found = {name: bytearray(content) for name, content in self.synced.items()}
        for name, writes in self.waiting.items():
            held = found.setdefault(name, bytearray())
            share = chance.choice([0.0, 0.5, 0.9, 1.0])
            for place, content in writes:
                if content is None:
                    if chance.random() < share:
                        change(held, place, None)
                    continue
                for start in range(0, len(content), SECTOR):
                    if chance.random() < share:
                        change(held, place + start, content[start : start + SECTOR])
        return {name: bytes(content) for name, content in found.items()}


def change(held: bytearray, place: int, content: bytes | None) -> None:
    if content is None:
        del held[place:]
        return
    if len(held) < place:
        held.extend(b"\0" * (place - len(held)))
    held[place : place + len(content)] = content


def unescaped(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def calls_of(log: Path, ledger: Path) -> Iterator[tuple[str, str, int, bytes | None]]:
    """Yield each call that touches the ledger or its write-ahead log, and each line that the session printed."""
    for line in log.read_text(encoding="ascii").splitlines():
        match = CALL.search(line)
        if match is None:
            continue
        call, opened, named, written, rest = match.groups()
        name, content = Path(os.fsdecode(unescaped(opened or named))).name, unescaped(written or "")
        if call == "write" and content.startswith(b'"step '):
            yield "step", "", 0, None
        elif name in {ledger.name, f"{ledger.name}-wal"}:
            number = int(rest.rsplit(", ", 1)[-1]) if call in {"pwrite64", "ftruncate"} else 0
            yield call, name, number, content


@pytest.mark.usefixtures("tracing")
def test_the_power_is_cut(tmp_path: Path, note_figure: Note) -> None:
    """What was synced is there; of what was not, any sectors may be lost. The ledger is whole, and no finished step is gone."""
    path, log, chance = tmp_path / "desk.ledger", tmp_path / "trace.log", random.Random(9)
    session(path, 0, 0)
    disk = Disk({path.name: path.read_bytes()})
    what = "trace=pwrite64,ftruncate,fsync,fdatasync,unlink,write"
    tracer = ["strace", "-f", "-qq", "-y", "-xx", "-s", "70000", "-o", str(log), "-e", what]
    subprocess.run([*tracer, sys.executable, SCRIPT, "session", str(path), "40", "60000"], env=ENVIRONMENT, check=True, capture_output=True)
    calls = list(calls_of(log, path))
    assert sum(call == "pwrite64" for call, *_ in calls) > 1000
    chosen = set(chance.sample(range(len(calls)), 200 if MANY else 6))
    done, torn = 0, 0
    for number, (call, name, place, content) in enumerate(calls):
        if number in chosen:
            torn += bool(disk.waiting)
            found_after_a_power_cut(tmp_path / "cut", disk.after_a_power_cut(chance), done)
        if call == "step":
            done += 1
        elif call == "unlink":
            disk.remove(name)
        elif call in {"fsync", "fdatasync"}:
            disk.sync(name)
        else:
            disk.write(name, place, None if call == "ftruncate" else content)
    assert torn > len(chosen) // 4
    note_figure("power cuts", {"cuts": len(chosen), "with writes not synced": torn, "faults": 0})


def found_after_a_power_cut(folder: Path, files: dict[str, bytes], done: int) -> None:
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    with open_store(folder / "desk.ledger") as store:
        assert faults(store) == []
        before = len(store.articles())
        head = store.head()
        for step in list(steps(40, 60_000))[:done]:
            step(store)
        assert (len(store.articles()), store.head()) == (before, head)
    shutil.rmtree(folder)
