"""What was fetched, kept as it came: WARC files in a folder beside the ledger.

Each run writes files of its own, so that one that was killed in the middle of a record spoils nothing that comes after. A record is on the
disk before anything is read from it into the ledger.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from sayso.errors import LedgerError

__all__ = ["Archive", "captures_folder"]

LARGEST_FILE = 100_000_000
"""Bytes after which a new file is begun; web archives use 100 MB to 1 GB."""


def captures_folder(ledger: Path) -> Path:
    """Return the folder beside a ledger in which fetched pages are kept.

    >>> captures_folder(Path("desk.ledger")).name
    'desk.ledger.captures'
    """
    return ledger.with_name(f"{ledger.name}.captures")


class Archive:
    """The WARC files of one run; made when the first page is kept.

    >>> import tempfile
    >>> moment = datetime.datetime(2031, 5, 29, tzinfo=datetime.UTC)
    >>> with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "captures", lambda: moment) as archive:
    ...     archive.keep(b"record").name
    '20310529T000000Z-00001.warc.gz'
    """

    def __init__(self, folder: Path, now: Callable[[], datetime.datetime], largest: int = LARGEST_FILE) -> None:
        self._folder = folder
        self._now = now
        self._largest = largest
        self._file: BinaryIO | None = None
        self._path = folder

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file at hand."""
        if self._file:
            self._file.close()
        self._file = None

    def keep(self, record: bytes) -> Path:
        """Write a record to the disk and return the file that holds it. Raises `LedgerError` where that fails; then nothing of it stays."""
        try:
            file = self._open_for(len(record))
            start = file.tell()
            try:
                file.write(record)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                file.truncate(start)
                file.seek(start)
                raise
        except OSError as error:
            message = (
                f"{self._folder.name} cannot be written ({error.strerror}); make room or check the folder, then run the same command again"
            )
            raise LedgerError(message) from error
        return self._path

    def _open_for(self, size: int) -> BinaryIO:
        """Return the file at hand, or a new one where that is full."""
        if self._file and self._file.tell() and self._file.tell() + size > self._largest:
            self.close()
        if self._file is None:
            self._folder.mkdir(exist_ok=True)
            self._file = self._new_file()
        return self._file

    def _new_file(self) -> BinaryIO:
        """Make a file under a name that nobody has taken, also not another run of the same second."""
        stamp = self._now().strftime("%Y%m%dT%H%M%SZ")
        for number in range(1, 100_000):
            self._path = self._folder / f"{stamp}-{number:05}.warc.gz"
            try:
                # Unbuffered, so that a write that fails leaves nothing to be written at a later moment.
                return self._path.open("xb", buffering=0)
            except FileExistsError:
                continue
        raise FileExistsError(17, "no name is left")
