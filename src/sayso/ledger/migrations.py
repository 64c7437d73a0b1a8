"""How a new SQLite ledger is made, and how an older one is brought forward.

Forward only, in one transaction with the version number, so that a crash leaves the old file or the new one, never something between; the
caller keeps a backup first. Versions 1 and 2 had no journal: their rows are put into entries by the moments that they carry. What carries
none (claims that are followed) is taken as known from the first moment on, and a problem since its input was first read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, String, column, select, text
from sqlalchemy import table as table_named

from sayso.ledger.journal import Entry
from sayso.ledger.records import Annotation
from sayso.ledger.schema import (
    APPEND_ONLY,
    annotated,
    articles,
    captures,
    judgements,
    metadata,
    problems,
    readings,
    statements,
    tracked_claims,
)

__all__ = ["EARLIER_READER", "VERSION", "create", "extras", "migrate", "rules", "version_of"]

VERSION = 3
"""The version this sayso writes."""
EARLIER_READER = "before version 3"
"""The reader of statements that an older ledger holds: it did not write down which it was."""
_OLD_TABLES = ("statements", "readings", "problems", "tracked_claims", "judgements", "articles", "captures")
_OLD_JOURNAL = ("captures", "articles", "readings", "problems", "statements", "tracked_claims", "judgements")
_UNDATED = "0000"
"""For an older ledger that holds claims only: nothing in it carries a moment."""


def version_of(connection: Connection) -> int:
    """Return the version of the file.

    >>> from sqlalchemy import create_engine
    >>> with create_engine("sqlite://").connect() as connection:
    ...     version_of(connection)
    0
    """
    return int(connection.execute(text("PRAGMA user_version")).scalar_one())


def create(connection: Connection) -> None:
    """Make the tables of the present version, with what only SQLite has.

    >>> from sqlalchemy import create_engine
    >>> with create_engine("sqlite://").begin() as connection:
    ...     create(connection)
    ...     connection.execute(text("SELECT count(*) FROM journal")).scalar()
    0
    """
    metadata.create_all(connection)
    for statement in extras():
        connection.exec_driver_sql(statement)


def extras() -> Iterator[str]:
    """Yield what stands beside the tables: triggers that refuse change, and the word index, which reads the articles' own rows."""
    yield from rules().values()
    # SQLite's JSON functions end a text at its first NUL; a space keeps the words after it findable.
    yield (
        r"CREATE VIEW article_words AS SELECT number, id, "
        r"coalesce(json_extract(replace(record, '\u0000', '\u0020'), '$.title'), '') AS title, "
        r"json_extract(replace(record, '\u0000', '\u0020'), '$.text') AS text FROM articles"
    )
    yield (
        "CREATE VIRTUAL TABLE search USING fts5(title, text, content='article_words', content_rowid='number', "
        "tokenize='unicode61 remove_diacritics 2')"
    )


def rules() -> dict[str, str]:
    """Return the triggers that refuse change, by name.

    Not even our own code can change or remove a row then; a redaction takes the triggers away for the time of one transaction.

    >>> len(rules()) == 2 * len(APPEND_ONLY)
    True
    """
    return {
        f"{table.name}_no_{action.lower()}": (
            f"CREATE TRIGGER {table.name}_no_{action.lower()} BEFORE {action} ON {table.name} "
            "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
        )
        for table in APPEND_ONLY
        for action in ("UPDATE", "DELETE")
    }


def migrate(connection: Connection, version: int) -> None:
    """Bring a file of version 1 or 2 to the present one inside the caller's transaction."""
    head = _old_head(connection)
    _set_aside(connection)
    create(connection)
    _copy(connection, f"migrate {version} {head}")
    for table in _OLD_TABLES:
        connection.exec_driver_sql(f"DROP TABLE old_{table}")
    connection.exec_driver_sql("INSERT INTO search(search) VALUES ('rebuild')")


def _old_head(connection: Connection) -> str:
    """The head that older versions printed, so that one noted then can still be checked."""
    whole = hashlib.sha256()
    for table in _OLD_JOURNAL:
        whole.update(table.encode())
        for mark in connection.execute(
            select(column("mark", String)).select_from(table_named(table)).order_by(column("mark", String))
        ).scalars():
            whole.update(str(mark).encode())
    return whole.hexdigest()


def _set_aside(connection: Connection) -> None:
    for kind, name in connection.execute(text("SELECT type, name FROM sqlite_master WHERE sql IS NOT NULL")).all():
        if kind in ("trigger", "index"):
            connection.exec_driver_sql(f'DROP {kind.upper()} "{name}"')
    connection.exec_driver_sql("DROP TABLE IF EXISTS search")
    connection.exec_driver_sql("DROP TABLE views")
    for table in _OLD_TABLES:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO old_{table}")


def _copy(connection: Connection, note: str) -> None:
    moments = sorted({str(row[0]) for row in connection.execute(text(_MOMENTS))}) or [_UNDATED]
    for moment in moments:
        entry = Entry(connection, "read", moment)
        _copy_reading(connection, entry, moment, first=moment == moments[0])
        entry.close()
    for row in connection.execute(text("SELECT id, record, mark FROM old_judgements ORDER BY number")).mappings().all():
        entry = Entry(connection, "judge", json.loads(row["record"])["recorded_at"])
        entry.add(judgements, **row)
        entry.close()
    final = Entry(connection, note, moments[-1])
    final.close(even_if_empty=True)


_MOMENTS = "SELECT recorded_at FROM old_articles UNION SELECT recorded_at FROM old_readings"


def _copy_reading(connection: Connection, entry: Entry, moment: str, *, first: bool) -> None:
    """Everything that became known at one moment."""

    def rows(query: str) -> list[dict[str, object]]:
        return [dict(row) for row in connection.execute(text(query), {"moment": moment}).mappings()]

    for capture in rows(_CAPTURES):
        entry.add(captures, **capture)
    for article in rows("SELECT id, digest, record, mark FROM old_articles WHERE recorded_at = :moment ORDER BY number"):
        entry.add(articles, **article)
        _copy_statements(connection, entry, str(article["id"]))
    entry.add_all(readings, rows(_READINGS))
    entry.add_all(problems, [_with_input(row) for row in rows(_PROBLEMS_FIRST if first else _PROBLEMS)])
    if first:
        entry.add_all(tracked_claims, rows("SELECT id, record, mark FROM old_tracked_claims ORDER BY number"))


# A capture is known since it was first read; one that no reading names belongs to the first moment of its article.
_CAPTURES = """
SELECT digest, raw, mark FROM old_captures WHERE digest IN (
    SELECT digest FROM (SELECT digest, recorded_at FROM old_readings UNION SELECT digest, recorded_at FROM old_articles)
    GROUP BY digest HAVING min(recorded_at) = :moment) ORDER BY digest"""
_READINGS = "SELECT input_id, outcome, article_id, digest, mark FROM old_readings WHERE recorded_at = :moment ORDER BY number"
_PROBLEMS = """
SELECT record, mark FROM old_problems WHERE :moment = (
    SELECT min(recorded_at) FROM old_readings WHERE input_id = json_extract(old_problems.record, '$.input_id')) ORDER BY mark"""
_PROBLEMS_FIRST = """
SELECT record, mark FROM old_problems WHERE :moment = coalesce((
    SELECT min(recorded_at) FROM old_readings WHERE input_id = json_extract(old_problems.record, '$.input_id')), :moment) ORDER BY mark"""


def _with_input(row: dict[str, object]) -> dict[str, object]:
    return {**row, "input_id": json.loads(str(row["record"]))["input_id"]}


def _copy_statements(connection: Connection, entry: Entry, article_id: str) -> None:
    query = text("SELECT id, article_id, record, mark FROM old_statements WHERE article_id = :id ORDER BY id")
    held: Sequence[dict[str, object]] = [dict(row) for row in connection.execute(query, {"id": article_id}).mappings()]
    entry.add_all(statements, held)
    marks = tuple(sorted(str(row["mark"]) for row in held))
    entry.add_record(annotated, Annotation(article_id, EARLIER_READER, "", marks), article_id=article_id)
