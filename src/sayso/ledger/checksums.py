"""Checksums of the whole file, kept beside it while nobody writes: they tell a changed byte even where nothing recorded stands.

The hashes of rows and entries (`verifying.py`) cover all that was recorded, and say nothing of unused space, of SQLite's own header, or of
notes that may be dropped. A changed byte there does no harm today and is the sign of a failing disk. The rules are few. A writer removes
the checksums before its first change, so that none are ever out of date; whoever wrote and closes the ledger writes them anew, with the
write-ahead log emptied first and the lock held. A crash therefore leaves none, and the next writer or `sayso verify` makes them again.
They are no defence against a person, who can write them anew as well: that is what the chain and a noted head are for.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import xxhash

__all__ = [
    "checksum_damages",
    "checksums_of",
    "drop_checksums",
    "has_checksums",
    "keep_checksums",
]

BLOCK = 1 << 12
"""Bytes a checksum covers: a page of the file, so that it says where; a gigabyte has 4 MB of them."""
_WAIT_SECONDS = 0.5
"""How long closing waits for other users of the file before it goes without checksums."""


def checksums_of(ledger: Path) -> Path:
    """Return the file beside a ledger that holds its checksums.

    >>> checksums_of(Path("desk.sayso")).name
    'desk.sayso.checksums'
    """
    return ledger.with_name(ledger.name + ".checksums")


def has_checksums(ledger: Path) -> bool:
    """Return whether checksums are kept beside a ledger.

    >>> has_checksums(Path("no-such-ledger"))
    False
    """
    return checksums_of(ledger).exists()


def drop_checksums(ledger: Path) -> None:
    """Remove the checksums, for good even if the power fails now: called with the lock held, before a change."""
    with contextlib.suppress(FileNotFoundError):
        checksums_of(ledger).unlink()
        _sync_folder(ledger.parent)


def keep_checksums(ledger: Path) -> bool:
    """Write the checksums of a ledger that nobody writes to; return whether that could be done just now."""
    try:
        with contextlib.closing(sqlite3.connect(ledger, timeout=_WAIT_SECONDS, isolation_level=None)) as connection:
            (busy, *_), *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            if busy:
                return False
            connection.execute("BEGIN IMMEDIATE")
            # Between the two another process may have written.
            log = ledger.with_name(f"{ledger.name}-wal")
            if log.exists() and log.stat().st_size:
                return False
            _write(ledger)
            connection.execute("ROLLBACK")
    except (sqlite3.Error, OSError):
        return False
    return True


def checksum_damages(ledger: Path) -> Iterator[str]:
    """Yield one sentence for each stretch of the file that is not as it was when its last writer closed it."""
    kept = _read(ledger)
    if kept is None:
        return
    found = list(_differences(ledger, kept))
    # A writer that began meanwhile has removed them, and changes the file by right.
    if found and _read(ledger) == kept:
        yield from found


def _sync_folder(folder: Path) -> None:
    """Make the names in a folder last through a power cut, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _read(ledger: Path) -> str | None:
    try:
        return checksums_of(ledger).read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return None


def _differences(ledger: Path, kept: str) -> Iterator[str]:
    *lines, last = kept.split("\n")
    name = checksums_of(ledger).name
    if last != _sum("\n".join(lines).encode("utf-8", "replace")) or not lines[0].startswith("sayso checksums 1 "):
        yield f"{name}: it is damaged itself, so that the file cannot be compared with it"
        return
    size = int(lines[0].rsplit(maxsplit=1)[1])
    if ledger.stat().st_size != size:
        yield f"the file: it has {ledger.stat().st_size} bytes and had {size} when it was last closed"
    wrong = [number for number, (one, other) in enumerate(itertools.zip_longest(lines[1:], _sums(ledger))) if one != other]
    for start, end in _stretches(wrong):
        place = f"the file, bytes {start * BLOCK} to {end * BLOCK - 1}"
        yield f"{place}: not as it was when last closed (if you put another copy in its place, remove {name})"


def _stretches(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Join numbers that follow each other.

    >>> list(_stretches([1, 2, 5]))
    [(1, 3), (5, 6)]
    """
    for _, group in itertools.groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        yield run[0], run[-1] + 1


def _write(ledger: Path) -> None:
    """Whole or not at all: a cut file of checksums would tell of damage that is none."""
    lines = "\n".join([f"sayso checksums 1 {ledger.stat().st_size}", *_sums(ledger)])
    target = checksums_of(ledger)
    scratch = target.with_name(f"{target.name}.new")
    try:
        with scratch.open("w", encoding="ascii") as file:
            file.write(f"{lines}\n{_sum(lines.encode())}")
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(target)
    finally:
        scratch.unlink(missing_ok=True)


def _sums(ledger: Path) -> Iterator[str]:
    with ledger.open("rb") as file:
        while block := file.read(BLOCK):
            yield _sum(block)


def _sum(content: bytes) -> str:
    return str(xxhash.xxh3_64_hexdigest(content))
