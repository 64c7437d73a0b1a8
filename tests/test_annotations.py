"""Statements without a ledger: read in the box like everything else, one line a document, whatever an input does."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "articles"))
import hostile_inputs as hostile
import made_inputs as made

from sayso.annotations import annotation_lines
from sayso.articles import read_bytes
from sayso.attribution import annotate

DENIAL = "The Norlandic ministry denied that a contract had been signed."


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """A folder with an input of every kind, good ones at both ends."""
    folder = tmp_path / "pile"
    folder.mkdir()
    for name, data in made.KINDS.items():
        (folder / name).write_bytes(data)
    (folder / "a.txt").write_text(DENIAL, encoding="utf-8")
    (folder / "z.txt").write_text(DENIAL, encoding="utf-8")
    return folder


def test_a_box_gives_what_reading_outside_gives(pile: Path) -> None:
    """A line for each article that the readers find, in their order, with as many statements as its text has."""
    files = sorted(pile.iterdir())
    readings = [reading for file in files for reading in read_bytes(file.read_bytes(), str(file))]
    lines = list(annotation_lines([str(pile)], own_voice=True))
    assert [line is None for line, _ in lines] == [reading.article is None for reading in readings]
    assert [problems for _, problems in lines] == [reading.problems for reading in readings]
    told = [json.loads(line) for line, _ in lines if line]
    counts = [len(line["attributions"]) + len(line["nested"]) for line in told]
    assert counts == [len(annotate(reading.article)) if reading.article.readable else 0 for reading in readings if reading.article]
    assert sum(counts) > len(made.KINDS)


def test_hostile_inputs_cost_the_others_nothing(tmp_path: Path) -> None:
    bombs = hostile.bombs(20_000_000)
    for number, data in enumerate(bombs.values()):
        (tmp_path / f"{number:02}-bomb").write_bytes(data)
    for name in ("00.txt", "99.txt"):
        (tmp_path / name).write_text(DENIAL, encoding="utf-8")
    lines = [line for line, _ in annotation_lines([str(tmp_path)])]
    assert [json.loads(line)["id"] for line in lines if line] == ["00", "99"]
    assert lines.count(None) == len(bombs) == 12


@pytest.mark.skipif(sys.platform == "win32", reason="asks ps for the box")
def test_a_document_that_ends_its_process_is_told_and_the_next_is_annotated(tmp_path: Path) -> None:
    """Were files read in our own process, no box would be there to be ended, and the slow one would give a line."""
    (tmp_path / "slow.pdf").write_bytes(made.pdf(["The pier was sold on Monday."] * 60_000))
    for name in ("a.txt", "z.txt"):
        (tmp_path / name).write_text(DENIAL, encoding="utf-8")
    lines = annotation_lines([str(tmp_path / name) for name in ("a.txt", "slow.pdf", "z.txt")])
    found = [next(lines)]
    ending = threading.Timer(1, _end_copies)
    ending.start()
    found += lines
    ending.join()
    assert [line is not None for line, _ in found] == [True, False, True]
    assert [problem.code for _, problems in found for problem in problems] == ["took-too-long"]


def _end_copies() -> None:
    """End the processes that read at this moment: the copies that boxes have made of themselves."""
    for box in _children(os.getpid()):
        for copy in _children(box):
            os.kill(copy, signal.SIGKILL)


def _children(parent: int) -> list[int]:
    listed = subprocess.run(["ps", "-ww", "-o", "pid=,args=", "--ppid", str(parent)], capture_output=True, text=True, check=False).stdout
    return [int(line.split()[0]) for line in listed.splitlines() if "sayso.articles.box" in line]


def test_standard_input_is_read_in_the_box_too() -> None:
    ((line, problems),) = annotation_lines(["-"], stdin=io.BytesIO(DENIAL.encode()))
    assert line
    assert json.loads(line)["id"] == "-"
    assert problems == ()
