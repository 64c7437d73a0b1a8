"""Adding rows, many in one call.

SQLite takes a list of rows as it is. PostgreSQL's driver would send them one by one, each with two waits for the server, and goes through
an array sign by sign; so the rows go there as one text of JSON, under one text of SQL for any number of rows. With arrays, a column each,
recording cost twice the processor's time.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Insert, LargeBinary, Table, Text, bindparam, cast, column, func, insert, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

from sayso.ledger.escaping import EscapedText, escaped

__all__ = ["insert_rows"]

_AT_ONCE = 1000
_POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]  # how a column is kept there; nothing is connected to


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Add rows that all name the same columns.

    >>> from sqlalchemy import create_engine
    >>> from sayso.ledger.schema import metadata, tally
    >>> with create_engine("sqlite://").begin() as connection:
    ...     metadata.create_all(connection)
    ...     insert_rows(connection, tally, [{"number": 1, "sum": b"a"}, {"number": 2, "sum": b"b"}])
    ...     connection.execute(select(func.count()).select_from(tally)).scalar()
    2
    """
    if connection.dialect.name != "postgresql":
        if rows:
            connection.execute(insert(table), [dict(row) for row in rows])
        return
    for start in range(0, len(rows), _AT_ONCE):
        block = rows[start : start + _AT_ONCE]
        names = tuple(block[0])
        connection.execute(_from_lines(table, names), {"lines": _lines(table, names, block)})


def _lines(table: Table, names: Sequence[str], block: Sequence[Mapping[str, object]]) -> str:
    """Return rows as one list of JSON: bytes in hexadecimal, names without the sign that PostgreSQL refuses."""
    escaping = {name for name in names if isinstance(_kind(table, name), EscapedText)}
    return json.dumps([{name: _plain(row[name], name in escaping) for name in names} for row in block], ensure_ascii=False)


def _kind(table: Table, name: str) -> TypeEngine[object]:
    return table.c[name].type.dialect_impl(_POSTGRESQL)


def _plain(value: object, escaping: bool) -> object:
    if isinstance(value, bytes):
        return value.hex()
    return escaped(value) if escaping and isinstance(value, str) else value


@functools.lru_cache(maxsize=64)
def _from_lines(table: Table, names: tuple[str, ...]) -> Insert:
    hexadecimal = {name for name in names if isinstance(table.c[name].type, LargeBinary)}
    columns = (column(name, Text() if name in hexadecimal else _kind(table, name)) for name in names)
    given = (
        func.json_to_recordset(cast(bindparam("lines", type_=Text()), postgresql.JSON))
        .table_valued(*columns, name="given")
        .render_derived(with_types=True)
    )
    values = (func.decode(given.c[name], "hex") if name in hexadecimal else given.c[name] for name in names)
    return insert(table).from_select(list(names), select(*values))
