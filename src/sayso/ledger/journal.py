"""Writing to the journal: every change of a ledger is one entry, and one transaction.

An entry is opened first, so that its number can stand in the rows that it brings; it is written last, when their marks are known. Rows are
added through it alone. An entry that brought nothing is not written: reading the same page twice leaves no trace.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Table, insert, select, update

from sayso.ledger.codec import encode
from sayso.ledger.marks import EMPTY_SUM, NO_LINK, add_marks, head_of, link_of, mark_of, seal_of
from sayso.ledger.rows import insert_rows
from sayso.ledger.schema import APPEND_ONLY, journal, tally

__all__ = ["EDITION", "Block", "Entry", "adds_to_head", "last_entry"]

EDITION = "edition"
"""The kind of an entry that keeps something derived: it is chained, and adds nothing to the head."""
_OUTSIDE_THE_HEAD = frozenset({EDITION, "migrate"})


def adds_to_head(kind: str) -> bool:
    """Return whether entries of a kind record something, rather than keep what was derived or tell of a migration.

    >>> adds_to_head("read"), adds_to_head("edition")
    (True, False)
    """
    return kind.split(maxsplit=1)[0] not in _OUTSIDE_THE_HEAD


def last_entry(connection: Connection) -> tuple[int, str, str, str]:
    """Return number, moment, link and head of the newest entry; those of an empty ledger where there is none."""
    columns = (journal.c.number, journal.c.recorded_at, journal.c.link, journal.c.head)
    row = connection.execute(select(*columns).order_by(journal.c.number.desc()).limit(1)).first()
    return (row[0], row[1], row[2], row[3]) if row else (0, "", NO_LINK, head_of(EMPTY_SUM))


class Block:
    """The entries of one transaction: the end of the journal is read once, and all their rows go into the tables together.

    Recorded row by row, reading on a server spent nine tenths of its time waiting for answers.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.number, self.moment, self.link, self.head = last_entry(connection)
        self._held: bytes | None = connection.execute(select(tally.c.sum).where(tally.c.number == 1)).scalar()
        self._total = self._held or EMPTY_SUM
        self._rows: dict[str, list[Mapping[str, object]]] = {}

    def add(self, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
        """Take rows that all name the same columns."""
        self._rows.setdefault(table.name, []).extend(rows)

    def close(self, kind: str, moment: str, seals: Sequence[bytes]) -> None:
        """Take an entry: its marks, its link and the new head."""
        marks = b"".join(sorted(seals))
        if adds_to_head(kind):
            self._total = add_marks(self._total, seals)
            self.head = head_of(self._total)
        self.link = link_of(self.link, kind, moment, marks)
        self.number, self.moment = self.number + 1, moment
        row = {"number": self.number, "kind": kind, "recorded_at": moment, "marks": marks, "link": self.link, "head": self.head}
        self.add(journal, [row])

    def flush(self) -> None:
        """Write what was taken."""
        # The journal goes first: told later of an entry that rows name already, SQLite looks through all tables for such rows.
        for table in APPEND_ONLY:
            insert_rows(self.connection, table, self._rows.pop(table.name, ()))
        if self._held is None and self._total != EMPTY_SUM:
            self.connection.execute(insert(tally).values(number=1, sum=self._total))
        elif self._held is not None and self._total != self._held:
            self.connection.execute(update(tally).where(tally.c.number == 1).values(sum=self._total))
        self._held = self._total if self._total != EMPTY_SUM else self._held


class Entry:
    """One entry in the making, inside the caller's transaction; of a `block` of them, or alone; its rows are written when it is closed.

    `moment` never lies before that of the entry before it, so that what was known at a past moment cannot change when a clock is set back.
    """

    def __init__(self, connection: Connection, kind: str, moment: str, block: Block | None = None) -> None:
        self._alone = block is None
        self._block = block or Block(connection)
        self._kind = kind
        self._seals: list[bytes] = []
        self.number = self._block.number + 1
        self.moment = max(moment, self._block.moment)

    @property
    def empty(self) -> bool:
        """Whether nothing was added so far."""
        return not self._seals

    def add(self, table: Table, **values: object) -> None:
        """Add a row, whose `mark` is given."""
        self.add_all(table, [values])

    def add_record(self, table: Table, record: object, **keys: object) -> None:
        """Add a record as a row."""
        line = encode(record)
        self.add(table, record=line, mark=mark_of(line), **keys)

    def add_all(self, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
        """Add rows in one call: row by row, adding an article took twice as long."""
        if not rows:
            return
        self._block.add(table, [{**row, "entry": self.number} for row in rows] if "entry" in table.c else rows)
        self.witness(table.name, [str(row["mark"]) for row in rows])

    def witness(self, table: str, marks: Sequence[str]) -> None:
        """Write down marks of rows that are in their table already."""
        self._seals += [seal_of(table, mark) for mark in marks]

    def close(self, *, even_if_empty: bool = False) -> None:
        """Write the entry with its marks, its link and the new head."""
        if self.empty and not even_if_empty:
            return
        self._block.close(self._kind, self.moment, self._seals)
        if self._alone:
            self._block.flush()
