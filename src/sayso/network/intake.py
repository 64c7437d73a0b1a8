"""From an answer to the ledger, by way of the archive: what is read into the ledger is the record as it lies on the disk.

So the ledger holds nothing that its web archive does not: reading the archive again gives the same ledger.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

from sayso.articles import read_bytes
from sayso.articles.readers.archive_writing import warc_record
from sayso.model import Reading
from sayso.network.archive import Archive
from sayso.network.exchange import Answer
from sayso.pipeline import Ledger, ReadSummary

__all__ = ["Captured", "Intake"]


@dataclass(frozen=True, slots=True)
class Captured:
    """An answer as a record, and what can be read from it; nothing of it is kept yet."""

    record: bytes
    """One record of a web archive."""
    readings: tuple[Reading, ...]
    """What reading it gives."""

    @classmethod
    def of(cls, answer: Answer) -> Captured:
        """Return an answer as a record; the same answer gives the same bytes."""
        record = warc_record(answer.url, answer.moment, answer.status, answer.headers, answer.body, decoded=True, page=True)
        return cls(record, tuple(read_bytes(record, "-")))

    @property
    def words(self) -> str:
        """A hash of the headlines and texts that were read, or of why there are none."""
        found = [
            (reading.article.title, reading.article.text) if reading.article else [problem.code for problem in reading.problems]
            for reading in self.readings
        ]
        return hashlib.sha256(repr(found).encode("utf-8", "backslashreplace")).hexdigest()

    @property
    def title(self) -> str:
        """The headline, or nothing."""
        return next((reading.article.title for reading in self.readings if reading.article and reading.article.title), "")


class Intake:
    """Takes captures into a ledger and its web archive."""

    def __init__(self, ledger: Ledger, archive: Archive) -> None:
        self._ledger = ledger
        self._archive = archive

    def take(self, captured: Captured) -> ReadSummary:
        """Keep a capture on the disk, then read it into the ledger from the bytes that were kept."""
        self._archive.keep(captured.record)
        return self._ledger.read(["-"], stdin=io.BytesIO(captured.record))
