"""Looking for damage: every row against its hash, every entry against the chain, every edition against its parts.

What is looked at is independent of the database's own checks, which tell whether the file is well-formed and not whether it says what was
recorded. Each damage is one sentence that begins with its place. A row without an entry, an entry without its row, a head that does not
follow: each is said. What was cut off at the end leaves a shorter ledger that is whole in itself; only a head noted elsewhere shows that.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, RowMapping, Table, select
from sqlalchemy.exc import DatabaseError

from sayso.errors import LedgerDamagedError
from sayso.ledger.codec import decode
from sayso.ledger.editions import edition_mark, part_mark, standing_day
from sayso.ledger.journal import EDITION, adds_to_head
from sayso.ledger.marks import EMPTY_SUM, NO_LINK, add_marks, head_of, link_of, mark_of, reading_mark, seal_of
from sayso.ledger.records import Redaction
from sayso.ledger.schema import (
    RECORDED,
    annotated,
    captures,
    edition_parts,
    editions,
    journal,
    part_standings,
    parts,
    readings,
    redactions,
    tally,
)
from sayso.model import Standing

__all__ = ["damages", "heads"]

_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "articles": {"id": "id", "digest": "digest"},
    "annotated": {"article_id": "article_id"},
    "statements": {"id": "id", "article_id": "article_id"},
    "problems": {"input_id": "input_id"},
    "tracked_claims": {"id": "id"},
    "judgements": {"id": "id"},
    "redactions": {"id": "id"},
}
"""Columns that repeat a field of the record, to be looked up by."""
_UNREADABLE = (DatabaseError, LedgerDamagedError, zlib.error, UnicodeDecodeError, ValueError, KeyError, TypeError)
"""What reading a damaged row may raise; anything else is a fault of ours and is raised."""


def damages(connection: Connection) -> Iterator[str]:
    """Yield one sentence for each damage in what was recorded, in the journal, and in what was kept of derivations."""
    found = _Found()
    for look in (_redactions, _rows, _editions, _journal, _order):
        try:
            yield from look(connection, found)
        except _UNREADABLE as error:
            yield f"{look.__name__.strip('_')}: cannot be read further ({_reason(error)})"


def heads(connection: Connection) -> frozenset[str]:
    """Return every head and link that this ledger ever had, those of older versions too: any of them may have been noted elsewhere."""
    found = {head_of(EMPTY_SUM)}
    for kind, link, head in connection.execute(select(journal.c.kind, journal.c.link, journal.c.head)):
        found |= {link, head, *kind.split()[2:]}
    return frozenset(found)


@dataclass(slots=True)
class _Found:
    """What was seen on the way."""

    seals: dict[int, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    """By entry, what stands for each row in its table."""
    editions: set[bytes] = field(default_factory=set)
    """What stands for each edition; none names the entry that brought it."""
    emptied: set[tuple[str, str]] = field(default_factory=set)
    """(table, mark) of rows that redactions account for."""


def _reason(error: Exception) -> str:
    return str(getattr(error, "orig", error))[:200]


def _redactions(connection: Connection, found: _Found) -> Iterator[str]:
    for record in connection.execute(select(redactions.c.record)).scalars():
        found.emptied |= set(decode(Redaction, record).emptied)
    yield from ()


def _rows(connection: Connection, found: _Found) -> Iterator[str]:
    """Each row of what was recorded says what its mark stands for."""
    for table in RECORDED:
        try:
            for row in connection.execute(select(table)).mappings():
                found.seals[row["entry"]].append(seal_of(table.name, row["mark"]))
                fault = _fault(table, row, found.emptied)
                if fault:
                    yield f"{_place(table, row)}: {fault}"
        except _UNREADABLE as error:
            yield f"{table.name}: cannot be read further ({_reason(error)})"


def _place(table: Table, row: RowMapping) -> str:
    return f"{table.name} {row['digest']!s:.16}" if table is captures else f"{table.name} row {row['number']}"


def _fault(table: Table, row: RowMapping, emptied: set[tuple[str, str]]) -> str:
    if row["redacted"] is not None:
        return "" if (table.name, row["mark"]) in emptied else "it was emptied, and no redaction says so"
    try:
        if _content_mark(table, row) != row["mark"]:
            return f"it differs from its hash {row['mark']!s:.16}"
        wrong = _wrong_column(table, row)
    except _UNREADABLE as error:
        return f"it cannot be read ({_reason(error)})"
    return f"its column {wrong} differs from its record" if wrong else ""


def _content_mark(table: Table, row: RowMapping) -> str:
    if table is captures:
        return mark_of(zlib.decompress(row["raw"]))
    return reading_mark(dict(row)) if table is readings else mark_of(row["record"])


def _wrong_column(table: Table, row: RowMapping) -> str:
    repeated = _COLUMNS.get(table.name, {})
    record = json.loads(row["record"]) if repeated else {}
    return next((column for column, name in repeated.items() if row[column] != record[name]), "")


def _order(connection: Connection, _found: _Found) -> Iterator[str]:
    """The latest annotation of an article is the one with the highest number, so numbers must follow the entries."""
    last = 0
    for number, entry in connection.execute(select(annotated.c.number, annotated.c.entry).order_by(annotated.c.number)):
        if entry < last:
            yield f"annotated row {number}: it stands after one of a later entry"
        last = max(last, entry)


def _journal(connection: Connection, found: _Found) -> Iterator[str]:
    """Each entry follows the one before, and lists the rows that are there."""
    chain, gone = _Chain(), {seal_of(table, mark) for table, mark in found.emptied}
    for row in connection.execute(select(journal).order_by(journal.c.number)):
        place = f"journal entry {row.number}"
        seals = [row.marks[start : start + 32] for start in range(0, len(row.marks), 32)]
        yield from (f"{place}: {fault}" for fault in chain.follow(row, seals))
        there = [seal for seal in seals if seal in found.editions] if row.kind == EDITION else found.seals.pop(row.number, [])
        found.editions -= set(seals)
        yield from _compared(place, seals, there, gone)
    yield from (f"journal entry {entry}: it is missing, and rows of it are there" for entry in sorted(found.seals))
    if found.editions:
        yield f"editions: {len(found.editions)} of them are in no entry of the journal"
    held = connection.execute(select(tally.c.sum)).scalars().all()
    if held != ([chain.total] if chain.total != EMPTY_SUM else []):
        yield "tally: the running sum does not follow from the journal"


@dataclass(slots=True)
class _Chain:
    """How far the journal was followed."""

    number: int = 0
    moment: str = ""
    link: str = NO_LINK
    total: bytes = EMPTY_SUM

    def follow(self, row: Row[Any], seals: list[bytes]) -> Iterator[str]:
        """Go on to the next entry; yield what does not fit."""
        if row.number != self.number + 1:
            yield f"entry {self.number + 1} is missing before it"
        if row.recorded_at < self.moment:
            yield "it was recorded before the entry in front of it"
        if link_of(self.link, row.kind, row.recorded_at, row.marks) != row.link:
            yield "the chain is broken here; this entry or one before it is not what was recorded"
        if adds_to_head(row.kind):
            self.total = add_marks(self.total, seals)
        if row.head != head_of(self.total):
            yield "its head does not follow from what was recorded"
        self.number, self.moment, self.link = row.number, row.recorded_at, row.link


def _compared(place: str, written: list[bytes], there: list[bytes], gone: set[bytes]) -> Iterator[str]:
    missing = set(written) - set(there) - gone
    if missing:
        yield f"{place}: {len(missing)} of the rows that it recorded are missing or changed"
    if set(there) - set(written):
        yield f"{place}: {len(set(there) - set(written))} rows name it that it did not record"


def _editions(connection: Connection, found: _Found) -> Iterator[str]:
    """Each edition is what its mark stands for, and so is each of its parts."""
    marks: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(select(part_standings).order_by(part_standings.c.part, part_standings.c.place)).mappings():
        marks[row["part"]].append(row["mark"])
        fault = _standing_fault(row)
        if fault:
            yield f"part_standings {row['part'][:16]} place {row['place']}: {fault}"
    held = set()
    for row in connection.execute(select(parts)).mappings():
        held.add(row["mark"])
        yield from _part_faults(row, marks.pop(row["mark"], []))
    yield from (f"part_standings {mark[:16]}: the part that they belong to is missing" for mark in sorted(marks))
    used = set()
    for row in connection.execute(select(editions)).mappings():
        chosen = select(edition_parts.c.claim_id, edition_parts.c.story, edition_parts.c.part)
        mine = connection.execute(chosen.where(edition_parts.c.edition == row["number"]).order_by(edition_parts.c.place)).all()
        used |= {part for _, _, part in mine}
        found.editions.add(seal_of(editions.name, row["mark"]))
        yield from _edition_faults(row, [(claim, story, part) for claim, story, part in mine])
    yield from (f"parts {mark[:16]}: no edition holds it" for mark in sorted(held - used))


def _standing_fault(row: RowMapping) -> str:
    try:
        line = zlib.decompress(row["record"]).decode("utf-8")
        standing = decode(Standing, line)
    except _UNREADABLE as error:
        return f"it cannot be read ({_reason(error)})"
    if mark_of(line) != row["mark"]:
        return f"it differs from its hash {row['mark']!s:.16}"
    repeated = (standing_day(standing), standing.challenge)
    return "" if repeated == (row["day"], row["challenge"]) else "its columns differ from its record"


def _part_faults(row: RowMapping, standings: list[str]) -> Iterator[str]:
    try:
        if part_mark(row["claim"], row["payload"], standings) != row["mark"]:
            yield f"parts {row['mark'][:16]}: it differs from its hash"
    except _UNREADABLE as error:
        yield f"parts {row['mark']!s:.16}: it cannot be read ({_reason(error)})"


def _edition_faults(row: RowMapping, claims: list[tuple[str, str, str]]) -> Iterator[str]:
    try:
        if edition_mark(dict(row), claims) != row["mark"]:
            yield f"editions row {row['number']}: it differs from its hash"
    except _UNREADABLE as error:
        yield f"editions row {row['number']}: it cannot be read ({_reason(error)})"
