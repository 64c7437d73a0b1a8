"""The box: what is read in it is what is read outside, and nothing in it outlives its time, its memory or its walls."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "articles"))
import hostile_inputs as hostile
import made_inputs as made

from sayso.articles import read_bytes
from sayso.model import Outcome, Reading
from sayso.pipeline import Ledger
from sayso.reading_pool import Input, inputs_of, read_inputs

PAGES = Path(__file__).parent / "pages"
SLOW = made.pdf(["The pier was sold on Monday."] * 60_000)
"""A PDF of sixty thousand lines, whose reading takes four seconds or more."""


def read(inputs: list[Input], workers: int = 1) -> list[Reading]:
    return [reading for _, readings in read_inputs(inputs, workers) for reading in readings]


def codes(readings: list[Reading]) -> list[str]:
    return [problem.code for reading in readings for problem in reading.problems]


@pytest.mark.parametrize("workers", [1, 3])
def test_a_box_reads_what_is_read_outside(workers: int) -> None:
    """Every kind of input and every page of the tests, record for record and in order: nothing has to be opened that is closed inside."""
    inputs = [Input(name, data) for name, data in made.KINDS.items()]
    inputs += [Input(path.name, path.read_bytes()) for path in sorted(PAGES.iterdir()) if path.is_file()]
    outside = [reading for each in inputs for reading in read_bytes(each.data or b"", each.name)]
    assert read(inputs, workers) == outside


def test_what_takes_too_long_is_ended_and_the_next_is_read() -> None:
    found = read([Input("slow.pdf", SLOW, seconds=0), Input("next.txt", b"Norland signed.")])
    assert codes(found) == ["took-too-long"]
    assert [reading.outcome for reading in found] == [Outcome.QUARANTINED, Outcome.OK]
    assert "slow.pdf takes more than" in found[0].problems[0].message


def test_one_slow_member_costs_the_others_nothing() -> None:
    """A document that is ended in the middle of an archive is quarantined by its own name; what stands behind it is read."""
    pile = made.zipped({"a.html": made.PAGE, "b.pdf": SLOW, "c.html": made.page(2)}, zipfile.ZIP_STORED)
    found = read([Input("pile.zip", made.zipped({"a.html": made.PAGE, "c.html": made.page(2)}))])
    assert len(found) == 2
    slow = read([Input("pile.zip", pile, seconds=0)])
    assert [reading.input_id for reading in slow] == ["pile.zip!a.html", "pile.zip!b.pdf", "pile.zip!c.html"]
    assert [reading.outcome.value for reading in slow] == ["ok", "quarantined", "ok"]


SEALED = """
import os, socket, subprocess, sys
from sayso.articles import box
reader, writer = os.pipe()
box._seal()
done = []
for what, attempt in {
    "open": lambda: open(sys.argv[1]),
    "write": lambda: open(sys.argv[2], "w"),
    "listdir": lambda: os.listdir("/"),
    "socket": lambda: socket.socket(),
    "resolve": lambda: socket.getaddrinfo("gazette.example", 80),
    "pair": lambda: socket.socketpair(),
    "program": lambda: subprocess.run(["true"]),
    "memory": lambda: bytearray(2 << 30),
    "again": lambda: __import__("resource").setrlimit(__import__("resource").RLIMIT_AS, (4 << 30, 4 << 30)),
}.items():
    try:
        attempt()
    except (OSError, MemoryError, ValueError):
        continue
    done.append(what)
os.write(writer, " ".join(["could:", *done]).encode())
os.write(1, os.read(reader, 1000))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits of this kind; docs/inputs.md says so")
def test_nothing_can_be_opened_from_inside(tmp_path: Path) -> None:
    """Files, folders, sockets, programs, memory: all refused, while what was open stays usable."""
    victim = tmp_path / "secret.txt"
    victim.write_text("x")
    run = subprocess.run(
        [sys.executable, "-c", SEALED, str(victim), str(tmp_path / "made.txt")], capture_output=True, text=True, check=False
    )
    # A process of the superuser may raise its limits again; reading runs none of the code that comes with an input.
    assert run.stdout.replace("again", "").strip() == "could:", run.stderr
    assert not (tmp_path / "made.txt").exists()


def test_bombs_take_little_memory() -> None:
    """Each of the twelve is quarantined, in less than 300 MB at the highest point, the program itself included."""
    script = (
        "import sys, resource; sys.path[:0] = sys.argv[1:3]\n"
        "import hostile_inputs as hostile\n"
        "from sayso.articles import read_bytes\n"
        "import os, pickle\n"
        "bombs = hostile.bombs(100_000_000)\n"
        "for name, data in bombs.items():\n"
        "    copy = os.fork()\n"
        "    if not copy:\n"
        "        open('/proc/self/clear_refs', 'w').write('5')\n"
        "        ends = {reading.outcome.value for reading in read_bytes(data, name)}\n"
        "        peak = int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])\n"
        "        print(name, ' '.join(ends), peak // 1024, flush=True)\n"
        "        os._exit(0)\n"
        "    os.waitpid(copy, 0)\n"
    )
    if not Path("/proc/self/clear_refs").exists():
        pytest.skip("the highest point of memory is told by Linux only")
    folders = [str(Path(__file__).parent / "articles"), str(Path(__file__).parents[1] / "src")]
    run = subprocess.run([sys.executable, "-c", script, *folders], capture_output=True, text=True, check=True)
    lines = [line.split() for line in run.stdout.splitlines()]
    assert len(lines) == 12
    assert {ends for _, ends, _ in lines} == {"quarantined"}
    assert max(int(peak) for _, _, peak in lines) < 300, run.stdout


def test_good_inputs_among_hostile_ones(tmp_path: Path) -> None:
    """All good ones are read, all hostile ones are quarantined. Full size: `make bench-hostile`."""
    bad = [*hostile.bombs(20_000_000).values(), *hostile.truncated_archives(4).values()]
    bad += [b"\x00\x01" * 500, b"%PDF-1.7", b"PK\x03\x04", b"\x1f\x8b\x08", b"{", b"<rss", b"<p " + b"a " * 5000]
    good = [made.page(number) for number in range(60)]
    for number, data in enumerate(good):
        (tmp_path / f"{number:03}-good.html").write_bytes(data)
    for number, data in enumerate(bad):
        (tmp_path / f"{number * 2:03}-hostile").write_bytes(data)
    found = [(each.name, reading) for each, readings in read_inputs(inputs_of(sorted(tmp_path.iterdir())), 2) for reading in readings]
    ok = [reading for name, reading in found if name.endswith("good.html")]
    assert [reading.outcome for reading in ok] == [Outcome.OK] * 60
    told = {name for name, reading in found if name.endswith("hostile") and reading.outcome is Outcome.QUARANTINED}
    assert len(told) == len(bad)


def test_the_program_may_be_ended_from_outside() -> None:
    """Should the system end a box, the input at hand is told, and the next is read by another box."""
    ending = threading.Timer(1, _end_boxes)
    ending.start()
    found = read([Input("slow.pdf", SLOW), Input("b.txt", b"Norland signed.")])
    ending.join()
    assert {(reading.input_id, reading.outcome) for reading in found[:-1]} == {("slow.pdf", Outcome.QUARANTINED)}
    assert (found[-1].input_id, found[-1].outcome) == ("b.txt", Outcome.OK)


def test_a_program_that_was_ended_while_it_waited_costs_no_input() -> None:
    """Of several that wait, ended a moment ago and perhaps not seen to be, none takes an input with it."""
    for _ in range(5):
        inputs = [Input(f"{number}.txt", b"Norland signed.") for number in range(6)]
        assert [reading.outcome for reading in found_side_by_side(inputs)] == [Outcome.OK] * 6
        _end_boxes()


def found_side_by_side(inputs: list[Input]) -> list[Reading]:
    return [reading for _, readings in read_inputs(inputs, 3) for reading in readings]


def _end_boxes() -> None:
    for child in _children():
        os.kill(child, signal.SIGKILL)


def _children() -> list[int]:
    """Return the programs started by this one."""
    listed = subprocess.run(
        ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=False
    ).stdout
    return [int(line.split()[0]) for line in listed.splitlines() if "sayso.articles.box" in line]


def test_any_number_of_workers_gives_one_ledger(tmp_path: Path) -> None:
    for name, data in made.KINDS.items():
        (tmp_path / "pile").mkdir(exist_ok=True)
        (tmp_path / "pile" / name).write_bytes(data)
    heads = set()
    for workers in (1, 3):
        with Ledger(tmp_path / f"{workers}.ledger") as ledger:
            ledger.read([str(tmp_path / "pile")], workers=workers)
            heads.add(ledger.head())
    assert len(heads) == 1


def test_a_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """What was read to its end is not read again, and its numbers are told again; a file that changed is read anew."""
    for number in range(3):
        (tmp_path / f"{number}.html").write_bytes(made.page(number))
    (tmp_path / "bad.html").write_bytes(b"")
    with Ledger(tmp_path / "desk.ledger") as ledger:
        first = ledger.read([str(tmp_path)])
        head = ledger.head()
        again = ledger.read([str(tmp_path)])
        assert (again.ok, again.quarantined) == (first.ok, first.quarantined) == (3, 1)
        assert (len(first.problems), again.problems) == (1, ())
        assert (first.known, again.known) == (0, 4)
        assert ledger.head() == head
        (tmp_path / "1.html").write_bytes(made.page(9))
        assert ledger.read([str(tmp_path)]).known == 3


def test_columns_are_part_of_how_a_table_is_read(tmp_path: Path) -> None:
    """A table that gave nothing is read anew when somebody says which column holds the text."""
    (tmp_path / "a.csv").write_bytes(made.table([{"corpus": made.PROSE, "nr": "1"}]))
    with Ledger(tmp_path / "desk.ledger") as ledger:
        assert ledger.read([str(tmp_path / "a.csv")]).quarantined == 1
        assert ledger.read([str(tmp_path / "a.csv")], columns={"text": "corpus"}).ok == 1
