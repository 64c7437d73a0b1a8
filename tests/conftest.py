"""What all tests share: noting the figures that `bench/` keeps of tests which are run with large counts, and a PostgreSQL server."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from postgres_server import PostgresServer, running_server, server_programs

Note = Callable[[str, object], None]


@pytest.fixture(scope="session")
def note_figure() -> Note:
    """Note a figure in the file that SAYSO_FIGURES names; without it, nothing."""
    path = os.environ.get("SAYSO_FIGURES")

    def note(name: str, value: object) -> None:
        if path:
            with Path(path).open("a+", encoding="utf-8") as file:
                # Tests may run in several processes.
                fcntl.flock(file, fcntl.LOCK_EX)
                file.seek(0)
                held = json.loads(file.read() or "{}")
                file.truncate(0)
                file.write(json.dumps({**held, name: value}, indent=1, sort_keys=True) + "\n")

    return note


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One server for all tests of a process, each with databases of its own; started by the first test that asks for it."""
    with running_server(server_programs()) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a ledger that is not there yet, on each kind of database."""
    if request.param == "sqlite":
        return str(tmp_path / "desk.sayso")
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.address()
