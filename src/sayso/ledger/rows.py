"""Adding rows, many in one call.

SQLite takes a list of rows as it is. PostgreSQL's driver would send them one by one, each with two waits for the server: there the rows go
as one array a column, under one text of SQL for any number of rows.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Insert, Table, bindparam, func, insert, select
from sqlalchemy.dialects.postgresql import ARRAY

__all__ = ["insert_rows"]

_AT_ONCE = 1000


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
        connection.execute(_from_arrays(table, names), {f"all_{name}": [row[name] for row in block] for name in names})


@functools.lru_cache(maxsize=64)
def _from_arrays(table: Table, names: tuple[str, ...]) -> Insert:
    arrays = [bindparam(f"all_{name}", type_=ARRAY(table.c[name].type)) for name in names]
    given = func.unnest(*arrays).table_valued(*names, name="given").render_derived()
    return insert(table).from_select(list(names), select(*(given.c[name] for name in names)))
