"""Processes that write to a ledger and are meant to be stopped: a session that is the same each time, and a writer that obeys.

    python crashing.py session LEDGER ARTICLES BYTES    runs the session, printing a line once it is open and after each step
    python crashing.py redact LEDGER ARTICLE            opens the ledger, brings it forward if it is an older one, and empties an article
    python crashing.py obey LEDGER WAIT_SECONDS         carries out commands, one a line, and answers each with a line of JSON
    python crashing.py fill FOLDER POINTS ARTICLES      runs the session on ever larger file systems of its own (needs the right to mount)

Run by `test_ledger_crashes.py`, which also uses the session in its own process to read the same pages again.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from ledger_factories import article, made_view, said

from sayso.errors import LedgerLockedError, SaysoError
from sayso.ledger.store import Store
from sayso.model import Judgement, Outcome, Problem, Reading, Span, TrackedClaim

__all__ = ["SPEAKERS", "faults", "open_store", "session", "steps"]

SPEAKERS = 5
"""Statements of each article."""
Step = Callable[[Store], object]


def open_store(path: Path, wait_seconds: float = 5.0) -> Store:
    """Open a ledger whose clock stands still."""
    return Store.open(path, clock=lambda: "2031-06-01T08:00:00+00:00", wait_seconds=wait_seconds)


def add(name: str, size: int) -> Step:
    """Add an article with a capture of `size` bytes that cannot be packed, five statements and one problem."""
    made = article(name, "2031-05-01", "Harbour Gazette", f"The pier {name} was sold to {name.capitalize()}quent. " * 8)
    raw = random.Random(name).randbytes(size)
    found = [said(name, f"Speaker {number}", Span(0, 8 + number)) for number in range(SPEAKERS)]
    reading = Reading(f"{name}.txt", Outcome.PARTIAL, made, raw, (Problem("thin", "Little text; check the page.", f"{name}.txt"),))
    return lambda store: store.add(reading, found)


def keep(store: Store) -> None:
    """Keep what is derived from the ledger as it is."""
    snapshot = store.as_known()
    store.keep(made_view(snapshot), snapshot, "machine 1")


def steps(articles: int, size: int) -> Iterator[Step]:
    """Yield what a session does, in order."""
    for number in range(articles):
        yield add(f"a{number:03}", size)
        if number == articles // 3:
            yield lambda store: store.track([TrackedClaim("pier", "The pier was sold.")])
        if number == articles // 2:
            yield keep
        if number == 2 * articles // 3:
            yield lambda store: store.judge(Judgement("j", "dismiss", ("a001",), "", "Odo", "A test page.", "2031"))
        if number % 4 == 0:
            yield lambda store, done=number: store.note_input(f"file {done}", 1, 0, 0)  # type: ignore[misc]


def session(path: Path, articles: int, size: int) -> str:
    """Run a session on a new ledger or on what an earlier one left; return the head."""
    with open_store(path) as store:
        for step in steps(articles, size):
            step(store)
        return store.head()


def faults(store: Store) -> list[str]:
    """Return what is damaged, and each article that is not whole."""
    said_of: dict[str, int] = {}
    for statement in store.statements():
        said_of[statement.article_id] = said_of.get(statement.article_id, 0) + 1
    names = [each.id for each in store.articles()]
    read = {input_id for input_id, _ in store.readings()}
    told = {problem.input_id for problem in store.problems()}
    half = [name for name in names if said_of.pop(name, 0) != SPEAKERS or f"{name}.txt" not in read & told]
    half += [name for name in names if not store.raw(f"digest-{name}") or store.search(name) != [name]]
    return [
        *store.verify(),
        *(f"only half of {name} is there" for name in half),
        *(f"statements of {name}, which is not" for name in said_of),
    ]


def obey(path: Path, wait_seconds: float) -> None:
    """Carry out commands until there are no more."""
    held: AbstractContextManager[object] | None = None
    with open_store(path, wait_seconds) as store:
        answer({"pid": os.getpid()})
        for line in sys.stdin:
            command, *words = line.split()
            try:
                if command == "hold":
                    wanted = store._held.writing()
                    wanted.__enter__()
                    held = wanted
                elif command == "release" and held is not None:
                    held.__exit__(None, None, None)
                    held = None
                elif command == "add":
                    add(words[0], 500)(store)
                elif command == "keep":
                    keep(store)
                answer({"articles": len(store.articles())})
            except LedgerLockedError as error:
                answer({"locked": str(error)})


def answer(told: object) -> None:
    """Say something to the test."""
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def fill(folder: Path, points: int, articles: int) -> None:
    """Run the session on file systems of growing size; on each, what is there must be whole, and go on once there is room."""
    whole = session(folder / "whole.ledger", articles, 3_000)
    needed = (folder / "whole.ledger").stat().st_size // 1024
    for point in range(points):
        place = folder / "small"
        place.mkdir(exist_ok=True)
        room = 16 + 3 * point * needed // points
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={4 * needed + 4096}k", "tmpfs", str(place)], check=True)
        try:
            answer(fill_one(place, room * 1024, articles, whole))
        finally:
            subprocess.run(["umount", str(place)], check=True)


def fill_one(place: Path, room: int, articles: int, whole: str) -> dict[str, object]:
    """Run the session where only `room` bytes are left; return how it ended and what was found."""
    ballast = place / "ballast"
    free = os.statvfs(place)
    ballast.write_bytes(b"\0" * (free.f_bavail * free.f_frsize - room))
    path = place / "desk.ledger"
    told: dict[str, object] = {"room": room, "error": "", "message": ""}
    try:
        session(path, articles, 3_000)
    except SaysoError as error:
        told |= {"error": type(error).__name__, "message": str(error)}
    told["free"] = os.statvfs(place).f_bavail
    ballast.unlink()
    with open_store(path) as store:
        told |= {"articles": len(store.articles()), "faults": faults(store)}
    return {**told, "same": session(path, articles, 3_000) == whole, "left": sorted(each.name for each in place.iterdir())}


if __name__ == "__main__":
    what, target, *numbers = sys.argv[1:]
    if what == "session":
        with open_store(Path(target)) as opened:
            answer("open")
            for number, each in enumerate(steps(int(numbers[0]), int(numbers[1]))):
                each(opened)
                answer(f"step {number}")
        answer("done")
    elif what == "redact":
        with open_store(Path(target)) as opened:
            opened.redact(numbers[0], "Kaja Lund", "A court order.")
    elif what == "obey":
        obey(Path(target), float(numbers[0]))
    elif what == "fill":
        fill(Path(target), int(numbers[0]), int(numbers[1]))
