"""The tables of the ledger file and the numbered steps that bring an older file forward.

The journal tables only grow: triggers refuse every update and delete, so that no code path, ours included, can rewrite what was recorded.
Each row carries `mark`, the hash of its content, from which the ledger's head is built and by which damage is found. `views` holds
derived text only and may be dropped at any time. Migrations are forward only; each runs in one transaction with its version number,
so that a crash leaves the old file or the new one, never something between.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Column, Connection, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text, UniqueConstraint, text

__all__ = [
    "APPLICATION_ID",
    "JOURNAL",
    "MIGRATIONS",
    "VERSION",
    "articles",
    "captures",
    "judgements",
    "migrate",
    "problems",
    "readings",
    "statements",
    "tracked_claims",
    "version_of",
    "views",
]

APPLICATION_ID = 0x73617973
"""`says` in ASCII: how a ledger is told from any other SQLite file."""

_metadata = MetaData()

captures = Table(
    "captures",
    _metadata,
    Column("digest", String, primary_key=True),
    Column("raw", LargeBinary, nullable=False),
    Column("mark", String, nullable=False),
)
articles = Table(
    "articles",
    _metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("digest", String, ForeignKey("captures.digest"), nullable=False),
    Column("recorded_at", String, nullable=False),
    Column("record", Text, nullable=False),
    Column("mark", String, nullable=False),
)
readings = Table(
    "readings",
    _metadata,
    Column("number", Integer, primary_key=True),
    Column("input_id", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("recorded_at", String, nullable=False),
    Column("article_id", String, ForeignKey("articles.id")),
    Column("digest", String, ForeignKey("captures.digest"), nullable=False),
    Column("mark", String, nullable=False),
    UniqueConstraint("mark"),
)
problems = Table(
    "problems",
    _metadata,
    Column("mark", String, primary_key=True),
    Column("record", Text, nullable=False),
)
statements = Table(
    "statements",
    _metadata,
    Column("id", String, primary_key=True),
    Column("article_id", String, ForeignKey("articles.id"), nullable=False),
    Column("record", Text, nullable=False),
    Column("mark", String, nullable=False),
    Index("statements_by_article", "article_id"),
)
tracked_claims = Table(
    "tracked_claims",
    _metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("record", Text, nullable=False),
    Column("mark", String, nullable=False),
)
judgements = Table(
    "judgements",
    _metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("record", Text, nullable=False),
    Column("mark", String, nullable=False),
)
views = Table(
    "views",
    _metadata,
    Column("key", String, primary_key=True),
    Column("head", String, nullable=False),
    Column("payload", Text, nullable=False),
)

JOURNAL: tuple[Table, ...] = (captures, articles, readings, problems, statements, tracked_claims, judgements)
"""The tables that only grow."""


def _create_journal(connection: Connection) -> None:
    """Version 1: the tables, and triggers that refuse to change or remove a row of the journal."""
    _metadata.create_all(connection)
    for table in JOURNAL:
        for action in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table.name}_no_{action.lower()} BEFORE {action} ON {table.name} "
                f"BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
            )


def _create_search(connection: Connection) -> None:
    """Version 2: a full-text index over title and text; it keeps no second copy of the text."""
    connection.exec_driver_sql("CREATE VIRTUAL TABLE search USING fts5(title, text, content='', tokenize='unicode61 remove_diacritics 2')")
    connection.exec_driver_sql(
        "INSERT INTO search(rowid, title, text) "
        "SELECT number, coalesce(json_extract(record, '$.title'), ''), json_extract(record, '$.text') FROM articles ORDER BY number"
    )


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_create_journal, _create_search)
"""Step n brings a file of version n-1 to version n. Append only; a released step is never edited."""

VERSION = len(MIGRATIONS)
"""The version this sayso writes."""


def version_of(connection: Connection) -> int:
    """Return the version of the file.

    >>> from sqlalchemy import create_engine
    >>> with create_engine("sqlite://").connect() as connection:
    ...     version_of(connection)
    0
    """
    return int(connection.execute(text("PRAGMA user_version")).scalar_one())


def migrate(connection: Connection, steps: Sequence[Callable[[Connection], None]] = MIGRATIONS) -> int:
    """Run the steps that the file lacks inside the caller's transaction; return the version reached.

    >>> from sqlalchemy import create_engine
    >>> with create_engine("sqlite://").begin() as connection:
    ...     migrate(connection) == VERSION
    True
    """
    start = version_of(connection)
    for step in steps[start:]:
        step(connection)
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {max(start, len(steps))}")
    return max(start, len(steps))
