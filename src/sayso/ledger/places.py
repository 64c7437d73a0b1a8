"""Which database an address means: a path is a SQLite file, `postgresql://user@host/database` a database of a server.

An address is kept as the text that a person gave: a path object would fold the two slashes of a server's address into one.
"""

from __future__ import annotations

from pathlib import Path

from sayso.ledger.database import Database
from sayso.ledger.postgresql import PostgresDatabase
from sayso.ledger.server_address import is_server, server_address
from sayso.ledger.sqlite import SqliteFile

__all__ = ["beside", "database_at", "is_missing", "is_server", "shown"]


def database_at(address: str | Path, wait_seconds: float) -> Database:
    """Return the database at an address, not yet opened. Raises `UsageError` for an address that cannot be read.

    >>> database_at("postgresql://desk@db.example/ledger", 1.0).name, database_at("desk.ledger", 1.0).name
    ('postgresql://desk@db.example/ledger', 'desk.ledger')
    """
    if is_server(address):
        return PostgresDatabase(server_address(str(address)), wait_seconds)
    return SqliteFile(Path(address), wait_seconds)


def is_missing(address: str | Path) -> bool:
    """Tell whether there is surely no ledger; of a server only opening tells.

    >>> is_missing("no-such.ledger"), is_missing("postgresql://desk@db.example/ledger")
    (True, False)
    """
    return not is_server(address) and not Path(address).exists()


def shown(address: str | Path) -> str:
    """Return an address as messages may show it: without its password.

    >>> shown("postgresql://desk:secret@db.example/news"), shown("desk.ledger")
    ('postgresql://desk@db.example/news', 'desk.ledger')
    """
    return server_address(str(address)).shown if is_server(address) else str(address)


def beside(address: str | Path) -> Path:
    """Return the path that files beside a ledger are named after: for a server's database one of its name in the folder at hand.

    >>> beside("desk/a.ledger").name, str(beside("postgresql://desk@db.example/news"))
    ('a.ledger', 'news.ledger')
    """
    if is_server(address):
        return Path(f"{server_address(str(address)).database.replace('/', '_')}.ledger")
    return Path(address)
