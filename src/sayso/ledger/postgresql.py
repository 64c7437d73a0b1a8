"""A ledger kept in a database of a PostgreSQL server, for a desk of several people.

The tables are those of a SQLite ledger. An advisory lock keeps writers apart: the server frees it when its holder ends in whatever way, and
knows who that is. Readers see one state of the ledger (repeatable read) and never wait. Triggers refuse every change of what is recorded.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
from collections.abc import Iterator, Sequence

from sqlalchemy import URL, Connection, Engine, cast, create_engine, delete, event, func, select, text
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.exc import DBAPIError

from sayso.errors import LedgerDamagedError, LedgerLockedError, LedgerNewerError, UsageError
from sayso.ledger.database import NO_BOUND
from sayso.ledger.escaping import escaped
from sayso.ledger.lexemes import question, vector
from sayso.ledger.migrations import VERSION
from sayso.ledger.postgresql_schema import article_words, create, version_of, wrong_rules, wrong_words
from sayso.ledger.schema import APPEND_ONLY, articles
from sayso.ledger.server_address import ServerAddress, encryption
from sayso.ledger.server_trouble import LOCK_NOT_HAD, code_of, explained_server
from sayso.model import Article

__all__ = ["PostgresDatabase"]

_LOCK = 0x73617973
"""`says` in ASCII: the number of the lock. Locks belong to one database, so that each database holds one ledger."""
_STANDSTILL = "60s"
"""After this the server ends a writer that does nothing, as one does whose machine was cut off: others would wait for ever."""
_CONNECT_SECONDS = 15.0
_NO_PASSWORD = "no password was given"  # noqa: S105 -- it is none
"""The driver fails in ways of its own where the server asks for a password and there is none; so the server refuses this one."""
_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_INDEXED = text(
    "INSERT INTO article_words (article, words) SELECT articles.number, CAST(made.words AS tsvector) "
    "FROM json_to_recordset(CAST(CAST(:made AS text) AS json)) AS made(id text, words text) JOIN articles ON articles.id = made.id"
)
_HOLDER = """
SELECT held.pid, coalesce(nullif(activity.application_name, ''), 'a program without a name'), coalesce(host(activity.client_addr), '')
FROM pg_locks AS held LEFT JOIN pg_stat_activity AS activity ON activity.pid = held.pid
WHERE held.locktype = 'advisory' AND held.granted AND held.objid = :lock AND held.classid = 0
  AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())"""


class PostgresDatabase:
    """A ledger kept in one database of a server; nothing is connected to before `prepare`.

    >>> from sayso.ledger.server_address import server_address
    >>> PostgresDatabase(server_address("postgresql://desk:secret@db.example/ledger"), 1.0).name
    'postgresql://desk@db.example/ledger'
    """

    def __init__(self, address: ServerAddress, wait_seconds: float) -> None:
        self._address = address
        self._wait_seconds = wait_seconds
        with explained_server(address):
            self._engine = _engine(address, wait_seconds)

    @property
    def name(self) -> str:
        """How messages call it; the password is left out."""
        return self._address.shown

    def prepare(self, *, create_it: bool) -> None:
        """Make the tables if the database is empty, and refuse one that holds something else or was made by a newer sayso."""
        with self.reading() as connection:
            version = version_of(connection)
            others = connection.execute(text("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()")).scalar_one()
            encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
        if version > VERSION:
            raise LedgerNewerError(f"{self.name} was written by a newer sayso (version {version}); upgrade sayso to open it")
        if version == VERSION:
            return
        if version or others:
            raise LedgerDamagedError(f"{self.name} is not a sayso ledger; give an empty database of its own to it")
        if not create_it:
            raise UsageError(f"there is no ledger at {self.name}; check the address, or read something into it first")
        if encoding != "UTF8":
            raise UsageError(
                f"{self.name} keeps its texts as {encoding}; make the database with: createdb --encoding UTF8 --template template0"
            )
        with self.writing() as connection:
            # Another process may have done it while this one waited.
            if version_of(connection) == 0:
                create(connection, VERSION)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees the ledger as it is now, and keeps seeing that."""
        with explained_server(self._address), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def writing(self, *, wait: bool = True) -> Iterator[Connection]:
        """Give a connection that may write, as the only one; raises `LedgerLockedError` at once if `wait` does not hold."""
        options = {"sayso_writing": True, "sayso_wait": wait}
        connect = self._engine.connect
        with explained_server(self._address), connect().execution_options(**options) as connection, self._locked(connection):
            yield connection

    @contextlib.contextmanager
    def _locked(self, connection: Connection) -> Iterator[None]:
        try:
            transaction = connection.begin()
        except DBAPIError as error:
            if code_of(error) != LOCK_NOT_HAD:
                raise
            raise LedgerLockedError(f"{self.name} is being written by {self._holder()}; wait for it to end, then try again") from error
        with transaction:
            yield

    def _holder(self) -> str:
        with self._engine.connect() as connection, connection.begin():
            found = connection.execute(text(_HOLDER), {"lock": _LOCK}).first()
        if found is None:
            return "a process that has just ended"
        return f"{found[1]} (server process {found[0]}{' from ' + found[2] if found[2] else ''})"

    def close(self) -> None:
        """End the connections."""
        self._engine.dispose()

    def keep_checksums(self) -> bool:
        """Do nothing: a server looks after its own files (`initdb --data-checksums`)."""
        return False

    @contextlib.contextmanager
    def changeable(self, connection: Connection) -> Iterator[None]:
        """Lift the rule that nothing recorded changes, inside the caller's transaction: a crash brings the rule back with the rest."""
        connection.exec_driver_sql("SET LOCAL sayso.redacting = 'yes'")
        yield
        connection.exec_driver_sql("SET LOCAL sayso.redacting = 'no'")

    def purge(self) -> tuple[str, ...]:
        """Write the tables anew, without the rows as they were; the server's log, copies and backups are its administrator's.

        Raises `LedgerLockedError` while somebody reads an older state.
        """
        held = ", ".join(table.name for table in (*APPEND_ONLY, article_words))
        with explained_server(self._address), contextlib.closing(self._engine.raw_connection()) as connection:
            cursor = connection.cursor()
            try:
                cursor.execute(f"SET lock_timeout = {max(1, int(1000 * self._wait_seconds))}")
                cursor.execute(f"VACUUM (FULL, ANALYZE) {held}")
            except Exception as error:
                if code_of(error) != LOCK_NOT_HAD:
                    raise
                message = f"{self.name} is still read by another process, whose copy holds the words; end it, then redact again"
                raise LedgerLockedError(message) from error
            finally:
                connection.invalidate()
        return ()

    def damages(self, connection: Connection) -> Iterator[str]:
        """Yield what is not made as a ledger's is, and rows that point to nothing."""
        yield from wrong_rules(connection)

    def word_index_damage(self) -> str:
        """Return what is amiss with the word index, or nothing."""
        with self.reading() as connection:
            wrong = wrong_words(connection)
        return f"the word index does not fit the articles ({wrong} of them)" if wrong else ""

    def index_words(self, connection: Connection, added: Sequence[Article]) -> None:
        """Make the titles and texts of articles findable."""
        if added:
            made = [{"id": escaped(article.id), "words": vector(article.title or "", article.text)} for article in added]
            connection.execute(_INDEXED, {"made": json.dumps(made, ensure_ascii=False)})

    def rebuild_words(self, connection: Connection) -> None:
        """Leave no word of an emptied article in the word index."""
        emptied = select(articles.c.number).where(articles.c.redacted.is_not(None))
        connection.execute(delete(article_words).where(article_words.c.article.in_(emptied)))

    def find_words(self, connection: Connection, words: Sequence[str], limit: int) -> list[str]:
        """Return the ids of articles that hold all of these words, best match first; the words are never read as query syntax."""
        asked = question(words)
        if not asked:
            return []
        query = cast(asked, TSQUERY)
        held = select(articles.c.id).join(article_words, article_words.c.article == articles.c.number)
        ranked = held.where(article_words.c.words.op("@@")(query)).order_by(
            func.ts_rank(article_words.c.words, query, 1).desc(), articles.c.id
        )
        return [str(found) for found in connection.execute(ranked.limit(limit)).scalars()]


def _engine(address: ServerAddress, wait_seconds: float) -> Engine:
    where = {"unix_sock": address.socket} if address.socket else {"host": address.host, "port": address.port}
    arguments = {
        **where,
        "user": address.user,
        "password": address.password or _NO_PASSWORD,
        "database": address.database,
        "ssl_context": encryption(address),
        "application_name": f"sayso process {os.getpid()} on {platform.node()}"[:63],
        "timeout": _CONNECT_SECONDS,
    }
    engine = create_engine(URL.create("postgresql+pg8000"), connect_args=arguments, pool_pre_ping=False, max_overflow=NO_BOUND)

    @event.listens_for(engine, "connect")
    def _configure(connection: object, _record: object) -> None:
        # We start transactions ourselves, as with SQLite; and only connecting is bound to a time: a question may take long.
        connection.autocommit = True  # type: ignore[attr-defined]
        connection._usock.settimeout(None)  # type: ignore[attr-defined]  # the driver has no other way

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get("sayso_writing", False):
            connection.exec_driver_sql(_READ)
            return
        wait = max(1, int(1000 * wait_seconds)) if options.get("sayso_wait", True) else 1
        connection.exec_driver_sql(
            f"BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = {wait}; "
            f"SET LOCAL idle_in_transaction_session_timeout = '{_STANDSTILL}'; SELECT pg_advisory_xact_lock({_LOCK}); "
            "SET LOCAL lock_timeout = 0"
        )

    return engine
