"""What a watch remembers from round to round, in a small SQLite file beside the ledger.

It is a convenience and never evidence: if it is lost, pages are fetched once more, and the ledger knows them again. SQLite gives what a
file of our own would have to be taught: each step is there whole or not at all, and a lock that the system frees when a process dies.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from types import TracebackType
from typing import Any

from sayso.errors import LedgerLockedError, UsageError

__all__ = ["Message", "WatchState", "Watched", "state_file"]

ALERTS_KEPT = 500
"""Alerts that feeds show; a reader that looks once a week sees them all on a busy desk."""
_START = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS pages (
  url TEXT PRIMARY KEY, feed TEXT NOT NULL, first_seen REAL NOT NULL, due REAL, etag TEXT NOT NULL, last_modified TEXT NOT NULL,
  digest TEXT NOT NULL, words TEXT NOT NULL, address TEXT NOT NULL, gone INTEGER NOT NULL, failures INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS alerts (id TEXT PRIMARY KEY, moment TEXT NOT NULL, payload TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS messages (id TEXT PRIMARY KEY, body TEXT NOT NULL, attempts INTEGER NOT NULL, due REAL);
CREATE TABLE IF NOT EXISTS notes (key TEXT PRIMARY KEY, value TEXT NOT NULL);
INSERT OR REPLACE INTO notes VALUES ('version', '1');
COMMIT;
"""


@dataclass(frozen=True, slots=True)
class Watched:
    """One address that is watched."""

    url: str
    """The address, as the list or the feed gives it."""
    feed: str = ""
    """The feed that led to it; empty where a person listed it."""
    first_seen: float = 0.0
    """When it was first met."""
    due: float | None = 0.0
    """When it is to be read again; None where it no longer is."""
    etag: str = ""
    """What the server called the copy that was read last."""
    last_modified: str = ""
    """When the server said that it was changed last."""
    digest: str = ""
    """Hash of the bytes that were read last."""
    words: str = ""
    """Hash of the words that were read from them."""
    address: str = ""
    """Where it led when it was read last."""
    gone: bool = False
    """Whether the address gave no page when it was read last."""
    failures: int = 0
    """How often in a row it could not be had."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message that waits for its receiver."""

    id: str
    """The same at each attempt, so that a receiver can tell that it has it."""
    body: str
    """The changes that it tells, as JSON."""
    attempts: int = 0
    """How often it was sent in vain."""


def state_file(ledger: Path) -> Path:
    """Return the file beside a ledger in which its watch remembers.

    >>> state_file(Path("desk.ledger")).name
    'desk.ledger.watch'
    """
    return ledger.with_name(f"{ledger.name}.watch")


class WatchState:
    """The memory of one watch; held by one process at a time.

    >>> with WatchState(Path(":memory:")) as state:
    ...     new = state.meet(["https://gazette.example/a"], now=5.0)
    ...     [page.url for page in state.due(5.0)]
    ['https://gazette.example/a']
    """

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, timeout=1.0, isolation_level=None)
        try:
            # The exclusive mode keeps the lock from the first write to the end of the process, however that comes.
            for pragma in ("locking_mode = EXCLUSIVE", "synchronous = FULL"):
                self._connection.execute(f"PRAGMA {pragma}").close()
            self._connection.executescript(_START)
        except sqlite3.OperationalError as error:
            self._connection.close()
            if "locked" in str(error):
                raise LedgerLockedError(f"another `sayso watch` is using {path.name}; wait for it to end, or stop it") from error
            raise UsageError(f"{path.name} cannot be opened ({error}); check the folder and its permissions") from error
        except sqlite3.DatabaseError as error:
            self._connection.close()
            message = f"{path.name} is damaged ({error}); remove it: the ledger is whole, and pages are looked at anew"
            raise UsageError(message) from error

    def __enter__(self) -> WatchState:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._connection.close()

    def meet(self, urls: Iterable[str], now: float, feed: str = "") -> list[str]:
        """Remember addresses and return those that are new; one that a person lists stays listed."""
        new = []
        for url in urls:
            row = Watched(url, feed, first_seen=now, due=now)
            held = self._connection.execute("INSERT OR IGNORE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", astuple(row))
            if held.rowcount:
                new.append(url)
            elif not feed:
                self._connection.execute("UPDATE pages SET feed = '' WHERE url = ?", (url,))
        return new

    def page(self, url: str) -> Watched | None:
        """Return what is remembered of an address."""
        found = self._pages("WHERE url = ?", (url,))
        return found[0] if found else None

    def due(self, now: float) -> list[Watched]:
        """Return what is to be read by now, in the order in which it was met."""
        return self._pages("WHERE due IS NOT NULL AND due <= ? ORDER BY first_seen, url", (now,))

    def next_due(self) -> float | None:
        """Return the moment at which the next page is to be read."""
        found = self._connection.execute("SELECT min(due) FROM pages").fetchone()[0]
        return None if found is None else float(found)

    def keep(self, page: Watched) -> None:
        """Remember what became of a page."""
        self._connection.execute("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", astuple(page))

    def note(self, key: str) -> str:
        """Return a note, or nothing."""
        found = self._connection.execute("SELECT value FROM notes WHERE key = ?", (key,)).fetchone()
        return str(found[0]) if found else ""

    def keep_alerts(self, alerts: Sequence[tuple[str, str, str]], messages: Sequence[Message], notes: Mapping[str, str]) -> None:
        """Keep alerts (id, moment, payload), messages and notes in one step, all or nothing; what is held already stays as it is."""
        with self._step():
            self._connection.executemany("INSERT OR IGNORE INTO alerts VALUES (?, ?, ?)", alerts)
            waiting = [(message.id, message.body, 0, 0.0) for message in messages]
            self._connection.executemany("INSERT OR IGNORE INTO messages VALUES (?, ?, ?, ?)", waiting)
            self._connection.executemany("INSERT OR REPLACE INTO notes VALUES (?, ?)", list(notes.items()))

    def alerts(self) -> list[str]:
        """Return the payloads of the latest alerts, newest first."""
        rows = self._connection.execute("SELECT payload FROM alerts ORDER BY moment DESC, rowid DESC LIMIT ?", (ALERTS_KEPT,))
        return [str(row[0]) for row in rows]

    def waiting(self, now: float) -> list[Message]:
        """Return the messages that are to be sent by now, oldest first."""
        rows = self._connection.execute("SELECT id, body, attempts FROM messages WHERE due <= ? ORDER BY rowid", (now,))
        return [Message(str(row[0]), str(row[1]), int(row[2])) for row in rows]

    def put_off(self, message: Message, due: float | None) -> None:
        """Remember that a message was sent in vain; None gives it up."""
        self._connection.execute("UPDATE messages SET attempts = ?, due = ? WHERE id = ?", (message.attempts + 1, due, message.id))

    def sent(self, message: Message) -> None:
        """Remember that a message has arrived."""
        self._connection.execute("DELETE FROM messages WHERE id = ?", (message.id,))

    def _pages(self, where: str, values: tuple[object, ...]) -> list[Watched]:
        names = ", ".join(field.name for field in fields(Watched))
        rows = self._connection.execute(f"SELECT {names} FROM pages {where}", values)  # noqa: S608 - both parts stand in this file
        return [_watched(row) for row in rows]

    def _step(self) -> _Step:
        return _Step(self._connection)


def _watched(row: Sequence[Any]) -> Watched:
    names = [field.name for field in fields(Watched)]
    values = dict(zip(names, row, strict=True))
    return Watched(**{**values, "gone": bool(values["gone"])})


class _Step:
    """One transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._connection.execute("ROLLBACK" if kind else "COMMIT")
