"""What stands on PostgreSQL beside the shared tables: the version, the triggers that refuse change, the word index; and checks of these."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from sayso.ledger.lexemes import vector
from sayso.ledger.schema import APPEND_ONLY, articles, metadata

__all__ = ["article_words", "create", "version_of", "wrong_rules", "wrong_words"]

_beside = MetaData()
_version = Table("ledger_version", _beside, Column("number", Integer, primary_key=True))
article_words = Table(
    "article_words",
    _beside,
    Column("article", Integer, ForeignKey(articles.c.number), primary_key=True, autoincrement=False),
    Column("words", TSVECTOR, nullable=False),
    Index("article_words_by_word", "words", postgresql_using="gin"),
)
_REFUSAL = """BEGIN
  IF coalesce(current_setting('sayso.redacting', true), '') <> 'yes' THEN RAISE EXCEPTION 'the ledger is append-only'; END IF;
  RETURN NULL;
END"""
"""A setting lets a redaction by, and not the taking away of triggers: PostgreSQL refuses that in a transaction that wrote rows."""
_KINDS = ((Integer, "integer"), (LargeBinary, "bytea"), (TSVECTOR, "tsvector"), (Text, "text"), (String, "character varying"))
_AT_ONCE = 200


def version_of(connection: Connection) -> int:
    """Return the version of the ledger that the database holds; 0 where it holds none."""
    if connection.execute(text("SELECT to_regclass('ledger_version')")).scalar() is None:
        return 0
    return int(connection.execute(select(func.coalesce(func.max(_version.c.number), 0))).scalar_one())


def create(connection: Connection, version: int) -> None:
    """Make the tables, inside the caller's transaction."""
    metadata.create_all(connection)
    _beside.create_all(connection)
    connection.exec_driver_sql(f"CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $refusal${_REFUSAL}$refusal$")
    for table in APPEND_ONLY:
        connection.exec_driver_sql(
            f"CREATE TRIGGER {table.name}_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {table.name} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    connection.execute(insert(_version).values(number=version))


def wrong_rules(connection: Connection) -> Iterator[str]:
    """Compare columns, keys, indexes and triggers with those of a new ledger, and look for rows that point to nothing."""
    tables = (*metadata.sorted_tables, *_beside.sorted_tables)
    found = {table.name for table in tables if connection.execute(text("SELECT to_regclass(:name)"), {"name": table.name}).scalar()}
    yield from (f"{table.name}: the table is missing" for table in tables if table.name not in found)
    yield from _wrong_triggers(connection)
    yield from _differing("its columns are", _columns(connection), {row for table in tables for row in _made_columns(table)})
    yield from _differing("its indexes are", _indexes(connection), {row for table in tables for row in _made_indexes(table)})
    for table in tables:
        if table.name in found:
            yield from _astray(connection, table)


def _differing(what: str, held: set[tuple[str, ...]], made: set[tuple[str, ...]]) -> Iterator[str]:
    for name in sorted({row[0] for row in held ^ made}):
        yield f"{name}: {what} not made as a ledger's are"


def _wrong_triggers(connection: Connection) -> Iterator[str]:
    query = text(
        "SELECT relname, tgname, tgenabled, tgtype, prosrc FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "JOIN pg_proc ON pg_proc.oid = tgfoid JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace "
        "WHERE NOT tgisinternal AND nspname = current_schema()"
    )
    # The type of BEFORE UPDATE OR DELETE OR TRUNCATE, for a whole statement: bits 2, 8, 16 and 32.
    wanted: set[tuple[str, ...]] = {(table.name, f"{table.name}_stays", "O", "58", _REFUSAL) for table in APPEND_ONLY}
    yield from _differing("its triggers are", {tuple(map(str, row)) for row in connection.execute(query)}, wanted)


def _columns(connection: Connection) -> set[tuple[str, ...]]:
    query = text(
        "SELECT table_name, column_name, data_type, coalesce(collation_name, ''), is_nullable "
        "FROM information_schema.columns WHERE table_schema = current_schema()"
    )
    return {tuple(row) for row in connection.execute(query)}


def _made_columns(table: Table) -> Iterator[tuple[str, ...]]:
    for column in table.columns:
        kind = next(name for made, name in _KINDS if isinstance(column.type, made))
        yield table.name, column.name, kind, "C" if kind == "character varying" else "", "YES" if column.nullable else "NO"


def _indexes(connection: Connection) -> set[tuple[str, ...]]:
    rows = connection.execute(text("SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = current_schema()"))
    return {(table, re.sub(r"INDEX \S+ ON \S+", "INDEX", definition)) for table, definition in rows}


def _made_indexes(table: Table) -> Iterator[tuple[str, ...]]:
    for rule in table.constraints:
        if isinstance(rule, PrimaryKeyConstraint | UniqueConstraint):
            yield table.name, f"CREATE UNIQUE INDEX USING btree ({', '.join(column.name for column in rule.columns)})"
    for index in table.indexes:
        method = index.dialect_options["postgresql"]["using"] or "btree"
        yield table.name, f"CREATE INDEX USING {method} ({', '.join(column.name for column in index.columns)})"


def _astray(connection: Connection, table: Table) -> Iterator[str]:
    for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
        known = select(key.column).where(key.column == key.parent).exists()
        query = select(func.count()).select_from(table).where(key.parent.is_not(None), ~known)
        if found := connection.execute(query).scalar_one():
            yield f"{table.name}: {found} rows point to nothing in {key.column.table.name}"


def wrong_words(connection: Connection) -> int:
    """Return for how many articles the word index holds other words than they have."""
    wrong = 0
    query = select(articles.c.number, articles.c.record).where(articles.c.redacted.is_(None))
    compared = text(
        "SELECT count(*) FROM unnest(CAST(:numbers AS integer[]), CAST(:vectors AS text[])) AS made(article, words) "
        "LEFT JOIN article_words ON article_words.article = made.article "
        "WHERE article_words.words IS DISTINCT FROM CAST(made.words AS tsvector)"
    )
    for block in connection.execute(query.execution_options(yield_per=_AT_ONCE)).partitions():
        pages = [(number, json.loads(record)) for number, record in block]
        rows = {"numbers": [number for number, _ in pages], "vectors": [_vector(page) for _, page in pages]}
        wrong += connection.execute(compared, rows).scalar_one()
    return wrong + _words_of_nothing(connection)


def _vector(page: Any) -> str:  # noqa: ANN401 -- what a damaged record holds
    """The words of a record; a record that is damaged has been told as such, and has none."""
    try:
        return vector(page["title"] or "", page["text"])
    except (KeyError, TypeError):
        return ""


def _words_of_nothing(connection: Connection) -> int:
    emptied = select(func.count()).select_from(article_words.join(articles, articles.c.number == article_words.c.article))
    return int(connection.execute(emptied.where(articles.c.redacted.is_not(None))).scalar_one())
