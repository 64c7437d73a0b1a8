"""Both kinds of database for the tests of the ledger; a PostgreSQL server is started by the first test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres_server import PostgresServer, running_server, server_programs


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One server for all tests of a process, each with databases of its own."""
    with running_server(server_programs()) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a ledger that is not there yet, on each kind of database."""
    if request.param == "sqlite":
        return str(tmp_path / "desk.sayso")
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.address()
