"""What can be wrong with a ledger file, told as one sentence with a next step instead of a database's error."""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from sayso.errors import LedgerDamagedError, LedgerError, LedgerLockedError

__all__ = ["explained", "writer_note"]


_NO_ROOM_FOR_THE_INDEX = "SQLITE_IOERR_SHMSIZE"
"""What a full disk looks like where even the index of the write-ahead log finds no room."""
_UNREADABLE = frozenset({"SQLITE_IOERR_READ", "SQLITE_IOERR_SHORT_READ", "SQLITE_IOERR_CORRUPTFS", "SQLITE_IOERR_DATA"})

_NO_LEDGER = "is no ledger, or its beginning is damaged; name a ledger with --ledger, or restore a backup"
_UNUSABLE = "cannot be read as a ledger ({}); run `sayso verify`, or restore a backup"


def writer_note(path: Path) -> Path:
    """Return the small file beside the ledger in which a writer notes its process id.

    >>> writer_note(Path("desk.sayso")).name
    'desk.sayso.writer'
    """
    return path.with_name(path.name + ".writer")


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn the database's trouble with the file at `path` into one of `LedgerError`'s kinds, with a next step.

    >>> with explained(Path("desk.sayso")):
    ...     raise sqlite3.OperationalError("database is locked")
    Traceback (most recent call last):
    ...
    sayso.errors.LedgerLockedError: desk.sayso is being written by process unknown; wait for it to end, then try again
    """
    try:
        yield
    # SQLite quotes a damaged schema in its message, which then may not even be text.
    except (DatabaseError, sqlite3.DatabaseError, zlib.error, UnicodeDecodeError) as error:
        raise _explain(path, getattr(error, "orig", error)) from error


def _explain(path: Path, error: BaseException) -> LedgerError:
    message, kind = str(error), str(getattr(error, "sqlite_errorname", ""))
    if "locked" in message or "busy" in message:
        return LedgerLockedError(f"{path.name} is being written by process {_holder(path)}; wait for it to end, then try again")
    if "full" in message or kind == _NO_ROOM_FOR_THE_INDEX:
        return LedgerError(f"the disk is full; {path.name} is whole up to the last article: make room, then read again")
    if "append-only" in message:
        return LedgerError(f"{path.name} is append-only: nothing recorded can be changed; add a judgement instead")
    if "unable to open" in message or "readonly" in message:
        return LedgerError(f"{path.name} cannot be opened ({message}); check the folder and its permissions")
    if kind.startswith("SQLITE_IOERR") and kind not in _UNREADABLE:
        return LedgerError(
            f"the disk refuses to write ({kind}); {path.name} is whole up to the last article: check the disk, then read again"
        )
    return LedgerDamagedError(f"{path.name} {_NO_LEDGER if kind == 'SQLITE_NOTADB' else _UNUSABLE.format(message)}")


def _holder(path: Path) -> str:
    try:
        return writer_note(path).read_text(encoding="ascii")[:20] or "unknown"
    except (OSError, UnicodeDecodeError):
        return "unknown"
