"""What only SQLite has: pragmas, the lock, triggers, the word index, backups, and giving deleted bytes back.

The face is that of `sayso.ledger.database`. WAL lets readers go on while one
writes, `synchronous=FULL` makes what was committed last through a power cut. SQLite's own lock keeps writers apart; the small file
`<ledger>.writer` only names the holder, so that one left by a crash blocks nobody.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, text

from sayso.errors import LedgerDamagedError, LedgerLockedError, LedgerNewerError, UsageError
from sayso.ledger.checksums import drop_checksums, has_checksums, keep_checksums
from sayso.ledger.database import NO_BOUND
from sayso.ledger.migrations import VERSION, create, migrate, rules, version_of
from sayso.ledger.trouble import explained, writer_note
from sayso.model import Article

__all__ = ["APPLICATION_ID", "SqliteFile"]

APPLICATION_ID = 0x73617973
"""`says` in ASCII: how a ledger is told from any other SQLite file."""


class SqliteFile:
    """A ledger kept in one SQLite file.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     held = SqliteFile(Path(folder) / "desk.sayso", wait_seconds=1)
    ...     held.prepare(create_it=True)
    ...     with held.reading() as connection:
    ...         version_of(connection) == VERSION
    ...     held.close()
    True
    """

    def __init__(self, path: Path, wait_seconds: float) -> None:
        self.path = path
        self._wait_seconds = wait_seconds
        self._changed = False
        self._engine = _engine(path, wait_seconds)

    @property
    def name(self) -> str:
        """How messages call it."""
        return self.path.name

    def prepare(self, *, create_it: bool) -> None:
        """Make the file if it is not there, bring an older one forward after a backup, and refuse what is no ledger."""
        if self.path.is_dir():
            raise UsageError(f"{self.name} is a folder; name the ledger's file in it with --ledger")
        fresh = not self.path.exists() or self.path.stat().st_size == 0
        if fresh and not create_it:
            raise UsageError(f"there is no ledger at {self.name}; check the path, or read something into it first")
        if not self.path.parent.is_dir():
            raise UsageError(f"there is no folder {self.path.parent.name} to keep the ledger in; make it first")
        if not fresh:
            self._check()
        with self.reading() as connection:
            version = version_of(connection)
        if version > VERSION:
            raise LedgerNewerError(f"{self.name} was written by a newer sayso (version {version}); upgrade sayso to open it")
        if version == VERSION:
            return
        if version > 0:
            _back_up(self.path, version)
        self._bring_forward()

    def _bring_forward(self) -> None:
        with self.writing() as connection:
            # Another process may have done it while this one waited.
            version = version_of(connection)
            if version == 0:
                create(connection)
            elif version < VERSION:
                migrate(connection, version)
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")

    def _check(self) -> None:
        with self.reading() as connection:
            application = connection.execute(text("PRAGMA application_id")).scalar_one()
            tables = connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one()
            version = version_of(connection)
            size = connection.execute(text("PRAGMA page_size")).scalar_one() * connection.execute(text("PRAGMA page_count")).scalar_one()
        # An empty SQLite file is what a crash leaves between making the file and its first migration: nothing is lost by going on.
        if application != APPLICATION_ID and (tables or version):
            raise LedgerDamagedError(f"{self.name} is not a sayso ledger; give the path of one, or of a file that does not exist yet")
        if self.path.stat().st_size < size and not self.path.with_name(f"{self.name}-wal").exists():
            raise LedgerDamagedError(f"{self.name} is damaged (it was cut off); restore a backup")

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees the ledger as it is now, and keeps seeing that."""
        with explained(self.path), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def writing(self, *, wait: bool = True) -> Iterator[Connection]:
        """Give a connection that may write, as the only one; raises `LedgerLockedError` at once if `wait` does not hold."""
        with self._locked(wait=wait) as connection:
            drop_checksums(self.path)
            self._changed = True
            yield connection

    @contextlib.contextmanager
    def _locked(self, *, wait: bool = True) -> Iterator[Connection]:
        options = {"sayso_writing": True, "sayso_wait": wait}
        with explained(self.path), self._engine.connect().execution_options(**options) as connection, connection.begin():
            note = writer_note(self.path)
            # It only names the holder: where a full disk leaves no room for it, what is recorded may still have some, or is told of.
            with contextlib.suppress(OSError):
                note.write_text(str(os.getpid()), encoding="ascii")
            try:
                yield connection
            finally:
                # Before the commit frees the lock, so that the next writer's note is never the one removed.
                note.unlink(missing_ok=True)

    def close(self) -> None:
        """Give the file back; after changes, with checksums."""
        self._engine.dispose()
        if self._changed:
            keep_checksums(self.path)

    def keep_checksums(self) -> bool:
        """Write the checksums where there are none, as after a crash; return whether there are some now."""
        return has_checksums(self.path) or keep_checksums(self.path)

    @contextlib.contextmanager
    def changeable(self, connection: Connection) -> Iterator[None]:
        """Lift the rule that nothing recorded changes, inside the caller's transaction: a crash brings the rule back with the rest."""
        for name in rules():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        yield
        for rule in rules().values():
            connection.exec_driver_sql(rule)

    def purge(self) -> tuple[str, ...]:
        """Leave nothing of what was emptied in unused space, in the write-ahead log or in the backups of older versions.

        Returns the names of the backups that were removed. Raises `LedgerLockedError` while somebody reads an older state.
        """
        with explained(self.path), contextlib.closing(sqlite3.connect(self.path, timeout=self._wait_seconds, isolation_level=None)) as held:
            held.execute("PRAGMA secure_delete = ON").close()
            held.execute("VACUUM").close()
            (busy, *_), *_ = held.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        # Another process may have written some between the change and its purge.
        drop_checksums(self.path)
        if busy:
            raise LedgerLockedError(f"{self.name} is still read by another process, whose copy holds the words; end it, then redact again")
        return _remove_backups(self.path)

    def damages(self, connection: Connection) -> Iterator[str]:
        """Yield what SQLite itself finds amiss with the file, its rules and its word index."""
        yield from (f"the file: {line}" for line in connection.execute(text("PRAGMA integrity_check")).scalars() if line != "ok")
        for row in connection.execute(text("PRAGMA foreign_key_check")):
            yield f"{row[0]} row {row[1]}: it points to nothing in {row[2]}"
        yield from _wrong_rules(connection)

    def word_index_damage(self) -> str:
        """Return what is amiss with the word index, or nothing; the check is a write to SQLite, so that it stands apart."""
        try:
            with self._locked() as connection:
                connection.exec_driver_sql("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)")
        except LedgerDamagedError as error:
            return f"the word index does not fit the articles ({error.__cause__})"
        return ""

    def index_words(self, connection: Connection, added: Sequence[Article]) -> None:
        """Make the titles and texts of articles findable."""
        if added:
            connection.execute(
                text("INSERT INTO search(rowid, title, text) SELECT number, title, text FROM article_words WHERE id = :id"),
                [{"id": article.id} for article in added],
            )

    def rebuild_words(self, connection: Connection) -> None:
        """Make the word index anew: taking single articles out of it would leave their words in it as deleted."""
        connection.exec_driver_sql("INSERT INTO search(search) VALUES ('rebuild')")

    def find_words(self, connection: Connection, words: Sequence[str], limit: int) -> list[str]:
        """Return the ids of articles that hold all of these words, best match first; the words are never read as query syntax."""
        matching = text(
            "SELECT articles.id FROM search JOIN articles ON articles.number = search.rowid "
            "WHERE search MATCH :words ORDER BY bm25(search), articles.id LIMIT :most"
        )
        quoted = " ".join(f'"{word}"' for word in words)
        return [str(found) for found in connection.execute(matching, {"words": quoted, "most": limit}).scalars()]


def _wrong_rules(connection: Connection) -> Iterator[str]:
    """Compare the tables, triggers and indexes with those of a new ledger: a trigger taken away would let rows be changed.

    The tables inside the word index are left out: they are SQLite's own, and may be made otherwise by another version of it.
    """
    query = text("SELECT name, coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_%'")
    with create_engine("sqlite://").connect() as blank:
        create(blank)
        wanted = {str(name): str(sql) for name, sql in blank.execute(query)}
    held = {str(name): str(sql) for name, sql in connection.execute(query)}
    for name in sorted(wanted.keys() | held.keys()):
        if wanted.get(name) != held.get(name):
            yield f"{name}: it is not made as a ledger's is"


def _engine(path: Path, wait_seconds: float) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": wait_seconds}, max_overflow=NO_BOUND)

    @event.listens_for(engine, "connect")
    def _configure(connection: sqlite3.Connection, _record: object) -> None:
        # We start transactions ourselves: the driver's own way would leave PRAGMA and DDL outside of them.
        connection.isolation_level = None
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        wait = int(1000 * wait_seconds) if options.get("sayso_wait", True) else 0
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {wait}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("sayso_writing", False) else "BEGIN")

    return engine


def _back_up(path: Path, version: int) -> None:
    """Copy the whole ledger, write-ahead log included, beside itself before it is changed."""
    target = path.with_name(f"{path.name}.version-{version}.backup")
    with contextlib.closing(sqlite3.connect(path)) as source, contextlib.closing(sqlite3.connect(target)) as copy:
        source.backup(copy)


def _remove_backups(path: Path) -> tuple[str, ...]:
    found = [each for each in path.parent.iterdir() if each.name.startswith(f"{path.name}.version-") and each.name.endswith(".backup")]
    for each in found:
        each.unlink()
    return tuple(sorted(each.name for each in found))
