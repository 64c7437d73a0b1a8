"""However a writer ends, the ledger is whole, no article is half there, and reading the same pages again gives the head of a clean run.

`SAYSO_CASES=200` and more runs the full counts, which `bench/ledger_safety.json` tells of; by default a few of each are run. A *write call*
is one call of `pwrite64`, the only one by which SQLite writes: every page of the ledger and of its write-ahead log, every page's header in
that log, and every step by which the log's index grows, is one. The kernel ends the process as it enters the next one (`strace` asks it).
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from crashing import faults, open_store, session
from ledger_factories import reading

from sayso.ledger import check
from sayso.ledger.checksums import checksums_of

WHOLE = int(os.environ.get("SAYSO_CASES", "0")) >= 200
SCRIPT = str(Path(__file__).with_name("crashing.py"))
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(each for each in sys.path if each)}
Note = Callable[[str, object], None]


def count(full: int, few: int) -> int:
    return full if WHOLE else few


def started(*arguments: str, before: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    command = [*before, sys.executable, SCRIPT, *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT)


def ended(process: subprocess.Popen[str]) -> int:
    process.communicate()
    return process.returncode


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int, int], str]:
    """Return what gives the head of a session that nothing stopped."""
    heads: dict[tuple[int, int], str] = {}

    def head(articles: int, size: int) -> str:
        if (articles, size) not in heads:
            heads[articles, size] = session(tmp_path_factory.mktemp("clean") / "desk.ledger", articles, size)
        return heads[articles, size]

    return head


def looked_at(path: Path, articles: int, size: int, head: str) -> int:
    """Check what was left, then read the same pages again; return how many articles had been there."""
    there = 0
    if path.exists():
        with open_store(path) as store:
            assert faults(store) == []
            there = len(store.articles())
    assert session(path, articles, size) == head
    found = check(path, clock=lambda: "2031")
    assert (found.damages, found.compared) == ((), True)
    return there


def can_trace(folder: Path) -> bool:
    log = folder / "trace.log"
    command = ["strace", "-f", "-o", str(log), "-e", "trace=pwrite64", "-e", "inject=pwrite64:signal=KILL:when=1", "true"]
    return shutil.which("strace") is not None and subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_killed_after_each_write_call(tmp_path: Path, clean: Callable[[int, int], str], note_figure: Note) -> None:
    """From the making of the tables on."""
    if not can_trace(tmp_path):
        pytest.skip("needs strace and the right to trace a process; Debian: apt-get install strace")
    chosen = list(range(1, 201)) if WHOLE else [1, 90, 200]
    seen: list[int] = []
    for number in chosen:
        path = tmp_path / f"{number}.ledger"
        log = tmp_path / "trace.log"
        ask = f"inject=pwrite64:signal=KILL:when={number + 1}"
        tracer = ("strace", "-f", "-qq", "-o", str(log), "-e", "trace=pwrite64", "-e", ask)
        assert ended(started("session", str(path), "12", "300", before=tracer)) == -signal.SIGKILL
        calls = len(re.findall("pwrite64", log.read_text(encoding="utf-8", errors="replace")))
        assert calls == number + 1
        seen.append(looked_at(path, 12, 300, clean(12, 300)))
    assert seen == sorted(seen)
    note_figure("killed after each of the first write calls", {"write calls": len(chosen), "articles at the last": seen[-1], "faults": 0})


def seconds_of(path: Path, articles: int, size: int) -> float:
    """How long a session takes from the open ledger on."""
    process = started("session", str(path), str(articles), str(size))
    assert process.stdout is not None
    process.stdout.readline()
    began = time.monotonic()
    assert ended(process) == 0
    return time.monotonic() - began


def test_killed_at_random_moments(tmp_path: Path, clean: Callable[[int, int], str], note_figure: Note) -> None:
    """While it reads, keeps answers, follows and judges."""
    chance = random.Random(7)
    whole = seconds_of(tmp_path / "whole.ledger", 40, 30_000)
    seen = []
    for number in range(count(50, 2)):
        path = tmp_path / f"{number}.ledger"
        process = started("session", str(path), "40", "30000")
        assert process.stdout is not None
        assert process.stdout.readline() == '"open"\n'
        time.sleep(chance.uniform(0, whole))
        process.kill()
        ended(process)
        seen.append(looked_at(path, 40, 30_000, clean(40, 30_000)))
        path.unlink()
    middle = sum(0 < each < 40 for each in seen)
    assert middle >= len(seen) // 3
    note_figure("killed at random moments", {"kills": len(seen), "in the middle of the pile": middle, "faults": 0})


def stopped(process: subprocess.Popen[str]) -> bool:
    """Stop a process where it is; return whether it had not ended before."""
    process.send_signal(signal.SIGSTOP)
    if process.poll() is not None:
        return False
    state = Path(f"/proc/{process.pid}/stat")
    while (letter := state.read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]) not in "TZ":
        time.sleep(0.001)
    return letter == "T"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see that a process stands still")
def test_copies_at_random_instants(tmp_path: Path, clean: Callable[[int, int], str], note_figure: Note) -> None:
    """The files as they are at one instant: the ledger, its log and its checksums, taken while the writer stands still."""
    chance = random.Random(8)
    seen: list[int] = []
    wanted, run = count(200, 4), 0
    while len(seen) < wanted:
        run += 1
        path = tmp_path / f"{run}.ledger"
        process = started("session", str(path), "24", "200000")
        assert process.stdout is not None
        assert process.stdout.readline() == '"open"\n'
        copies: list[Path] = []
        while len(seen) + len(copies) < wanted:
            time.sleep(chance.uniform(0.01, 0.2))
            if not stopped(process):
                break
            copies.append(copy_of(path, tmp_path / f"copy-{len(copies)}"))
            process.send_signal(signal.SIGCONT)
        process.kill()
        ended(process)
        for copy in copies:
            seen.append(looked_at(copy, 24, 200_000, clean(24, 200_000)))
            shutil.rmtree(copy.parent)
        for each in tmp_path.glob(f"{run}.ledger*"):
            each.unlink()
    assert len(set(seen)) > wanted // 20
    note_figure("copies at random instants", {"copies": len(seen), "different numbers of articles": len(set(seen)), "faults": 0})


def copy_of(path: Path, folder: Path) -> Path:
    folder.mkdir()
    for each in (path, path.with_name(f"{path.name}-wal"), checksums_of(path)):
        if each.exists():
            shutil.copy(each, folder / each.name)
    return folder / path.name


def can_mount() -> bool:
    command = ["unshare", "-m", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]
    return shutil.which("unshare") is not None and subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_a_full_disk(tmp_path: Path, note_figure: Note) -> None:
    """A small file system runs full at many points; the error says so, and nothing but whole files is left."""
    if not can_mount():
        pytest.skip("needs the right to mount a small file system in a namespace of its own; root has it")
    points = count(30, 3)
    process = started("fill", str(tmp_path), str(points), "30", before=("unshare", "-m"))
    told = [json.loads(line) for line in process.communicate()[0].splitlines()]
    assert process.returncode == 0
    assert len(told) == points
    for each in told:
        assert (each["faults"], each["same"]) == ([], True), each
        assert each["error"] in {"", "LedgerError"}, each
        assert not each["error"] or "the disk is full" in each["message"], each
        assert each["left"] == ["desk.ledger", "desk.ledger.checksums"]
    ran_full = [each for each in told if each["error"]]
    assert len(ran_full) > points // 2
    numbers = {each["articles"] for each in ran_full}
    note_figure("a full disk", {"points": points, "ran full": len(ran_full), "different numbers of articles": len(numbers), "faults": 0})


class Obedient:
    """A writer that does what it is told."""

    def __init__(self, path: Path, wait_seconds: float) -> None:
        self.process = started("obey", str(path), str(wait_seconds))
        self.pid = int(self.answer()["pid"])

    def answer(self) -> dict[str, Any]:
        """Return what it says next."""
        assert self.process.stdout is not None
        return dict(json.loads(self.process.stdout.readline()))

    def send(self, command: str) -> None:
        """Say what to do, and do not wait."""
        assert self.process.stdin is not None
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def do(self, command: str) -> dict[str, Any]:
        """Say what to do; return what came of it."""
        self.send(command)
        return self.answer()


@pytest.fixture
def writers(tmp_path: Path) -> Iterator[Callable[[float], tuple[Obedient, Obedient]]]:
    """Return what starts two writers of one ledger."""
    made: list[Obedient] = []

    def start(wait_seconds: float) -> tuple[Obedient, Obedient]:
        path = tmp_path / "shared" / f"{len(made)}.ledger"
        path.parent.mkdir(exist_ok=True)
        made.extend((Obedient(path, wait_seconds), Obedient(path, wait_seconds)))
        return made[-2], made[-1]

    yield start
    for each in made:
        each.process.kill()
        ended(each.process)


PROGRAM = ("add {0}1", "hold", "release", "add {0}2", "keep", "hold", "die", "add {0}3")


def merged(seed: int) -> list[tuple[int, str]]:
    """Return the steps of both writers in an order of their own for each seed; in every third, one of them dies while it holds."""
    chance = random.Random(seed)
    left = {who: list(PROGRAM) for who in (0, 1)}
    order = []
    while left[0] or left[1]:
        who = chance.choice([who for who in (0, 1) if left[who]])
        step = left[who].pop(0).format("ab"[who])
        order.append((who, "release" if step == "die" and (who or seed % 3) else step))
    return order


def expected(order: list[tuple[int, str]]) -> Iterator[tuple[int, str, int | None]]:
    """Yield each step with the writer that is in its way, if one is: the plainest model of one lock."""
    holder: int | None = None
    dead: set[int] = set()
    for who, step in order:
        if who in dead:
            continue
        other = holder if holder not in {None, who} else None
        if step == "hold" and other is None:
            holder = who
        if step in {"release", "die"} and holder == who:
            holder = None
        if step == "die":
            dead.add(who)
        yield who, step, other if step.split()[0] in {"add", "hold"} else None


@pytest.mark.parametrize("seed", range(count(20, 2)))
def test_two_writers(tmp_path: Path, writers: Callable[[float], tuple[Obedient, Obedient]], seed: int, note_figure: Note) -> None:
    """In each interleaving the one in the way is named, the other goes on after it, and both together leave what one alone would."""
    pair = writers(0.05)
    path = tmp_path / "shared" / "0.ledger"
    again, refused, wanted = [], 0, set()
    for who, step, in_the_way in expected(merged(seed)):
        if step == "die":
            pair[who].process.kill()
            ended(pair[who].process)
            continue
        told = pair[who].do(step)
        assert ("locked" in told) == (in_the_way is not None), (seed, step)
        if in_the_way is not None:
            refused += 1
            assert f"process {pair[in_the_way].pid};" in str(told["locked"])
            again += [step] if step.startswith("add") else []
        wanted |= {step} if step.startswith("add") else set()
    with open_store(path) as store:
        assert faults(store) == []
    survivor = pair[1]
    assert all("articles" in survivor.do(step) for step in again)
    alone = Obedient(tmp_path / "alone.ledger", 5)
    for step in sorted(wanted):
        alone.do(step)
    alone.process.communicate()
    survivor.process.communicate()
    with open_store(path) as store, open_store(tmp_path / "alone.ledger") as clean_one:
        assert store.head() == clean_one.head()
        assert len(store.articles()) == len(wanted)
    note_figure(f"two writers, interleaving {seed:02}", {"refused": refused, "faults": 0})


def test_a_second_writer_waits(writers: Callable[[float], tuple[Obedient, Obedient]]) -> None:
    """As long as it was told to, while readers go on; then it writes."""
    first, second = writers(30)
    first.do("hold")
    second.send("add b1")
    time.sleep(0.5)
    first.do("release")
    assert second.answer() == {"articles": 1}


def test_a_crash_of_the_writer_leaves_its_note_and_blocks_nobody(
    tmp_path: Path, writers: Callable[[float], tuple[Obedient, Obedient]]
) -> None:
    """The next writer goes on at once, and the note is its own."""
    first, second = writers(0.05)
    first.do("hold")
    first.process.kill()
    ended(first.process)
    note = tmp_path / "shared" / "0.ledger.writer"
    assert note.read_text(encoding="ascii") == str(first.pid)
    second.do("hold")
    assert note.read_text(encoding="ascii") == str(second.pid)
    second.do("release")
    assert not note.exists()
    with open_store(tmp_path / "shared" / "0.ledger") as store:
        store.add(reading("c"), [])
