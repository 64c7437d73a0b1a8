"""A PostgreSQL server of our own, in a temporary folder, reached by a socket in it; nothing of a server that runs already is touched.

Debian's package puts the server's programs where no PATH finds them. The server refuses to run as root; then the user `postgres` runs it.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pg8000.native import Connection

__all__ = ["PostgresServer", "running_server", "server_programs"]

_INSTALLED = "/usr/lib/postgresql"
_SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{folder}'
fsync = {durable}
max_connections = 60
shared_buffers = {buffers}
log_min_messages = warning
"""
_ACCESS = "local all locked scram-sha-256\nlocal all all trust\n"


class PostgresServer:
    """A running server."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder = folder
        self._programs = programs
        self._names = (f"ledger{number}" for number in itertools.count())

    def run(self, program: str, *arguments: str) -> None:
        """Run one of the server's programs as the user that owns the server."""
        command = [str(self._programs / program), *arguments]
        own = ["runuser", "-u", "postgres", "--"] if _is_root() else []
        subprocess.run([*own, *command], check=True, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.run("pg_ctl", "start", "--wait", "-D", str(self.data), "-l", str(self.folder / "log"))

    def stop(self, mode: str = "immediate") -> None:
        """Stop it."""
        self.run("pg_ctl", "stop", "--wait", "-D", str(self.data), "-m", mode)

    @property
    def data(self) -> Path:
        """The folder of its data."""
        return self.folder / "data"

    def sql(self, database: str, *statements: str) -> list[list[object]]:
        """Run statements as the server's own role; return the rows of the last."""
        connection = Connection(user="postgres", database=database, unix_sock=f"{self.folder}/.s.PGSQL.5432", ssl_context=False)
        try:
            rows: list[list[object]] = []
            for statement in statements:
                rows = [list(row) for row in connection.run(statement) or ()]
            return rows
        finally:
            connection.close()

    def fresh(self, options: str = "") -> str:
        """Make an empty database and return its name."""
        name = next(self._names)
        self.sql("postgres", f"CREATE DATABASE {name} {options}")
        return name

    def address(self, database: str | None = None, user: str = "postgres") -> str:
        """Return the address of a database; of a fresh one where none is named."""
        return f"postgresql://{user}@/{database or self.fresh()}?host={self.folder}"


def server_programs() -> Path:
    """Return the folder of the server's programs; skip, or fail where it is required, if it is not installed."""
    found = shutil.which("initdb")
    installed = sorted(Path(_INSTALLED).glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]) if path.parts[-3].isdigit() else 0)
    if found or installed:
        return Path(found).parent if found else installed[-1].parent
    message = "PostgreSQL is not installed (Debian, Ubuntu: apt-get install postgresql)"
    if "postgresql" in os.environ.get("SAYSO_REQUIRE", ""):
        pytest.fail(message)
    pytest.skip(message)


@contextlib.contextmanager
def running_server(programs: Path, *, durable: bool = False, buffers: str = "32MB") -> Iterator[PostgresServer]:
    """Give a fresh server and take it away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="sayso-pg-"))
    try:
        if _is_root():
            shutil.chown(folder, "postgres", "postgres")
        server = PostgresServer(folder, programs)
        server.run(
            "initdb", "-D", str(server.data), "--encoding=UTF8", "--locale=C.UTF-8", "--username=postgres", "--auth=trust", "--no-sync"
        )
        settings = _SETTINGS.format(folder=folder, durable="on" if durable else "off", buffers=buffers)
        (server.data / "postgresql.auto.conf").write_text(settings, encoding="utf-8")
        (server.data / "pg_hba.conf").write_text(_ACCESS, encoding="utf-8")
        server.start()
        try:
            yield server
        finally:
            _end(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _end(server: PostgresServer) -> None:
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        os.kill(int((server.data / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
    with contextlib.suppress(subprocess.CalledProcessError):
        server.stop()


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
