"""The append-only ledger file: SQLite behind SQLAlchemy Core, one transaction an article.

Why it is shaped like this: a crash must lose nothing but the article in hand, readers must never wait, the same inputs in any order must
give the same ledger, and nothing recorded may change afterwards. So: WAL, `synchronous=FULL`, content hashes as keys, triggers against
change (`schema.py`), and a `head` that is a hash over the sorted hashes of all rows. SQLite's own lock keeps writers apart; the small
file `<ledger>.writer` only names the holder, so that one left by a crash blocks nobody.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import os
import re
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import TracebackType
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, Select, Table, create_engine, event, func, select, text
from sqlalchemy.dialects.sqlite import insert

from sayso.errors import LedgerDamagedError, LedgerLockedError, LedgerNewerError, UsageError
from sayso.ledger.codec import decode, encode
from sayso.ledger.schema import APPLICATION_ID, JOURNAL, VERSION, migrate, version_of
from sayso.ledger.schema import articles as articles_table
from sayso.ledger.schema import captures as captures_table
from sayso.ledger.schema import judgements as judgements_table
from sayso.ledger.schema import problems as problems_table
from sayso.ledger.schema import readings as readings_table
from sayso.ledger.schema import statements as statements_table
from sayso.ledger.schema import tracked_claims as claims_table
from sayso.ledger.schema import views as views_table
from sayso.ledger.trouble import explained, writer_note
from sayso.model import Article, Judgement, Problem, Reading, Statement, TrackedClaim

__all__ = ["Store"]

Record = TypeVar("Record")
_WORD = re.compile(r"[^\s\"\x00]+")
_MAX_QUERY_WORDS = 32
GONE = "gone"
"""Code of the problem that an address no longer gives its page."""
_HAS_NOTES = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'inputs_read'"


class Store:
    """One open ledger file.

    >>> import tempfile
    >>> from sayso.model import Outcome
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with Store.open(Path(folder) / "desk.sayso", clock=lambda: "2031-01-01T00:00:00+00:00") as store:
    ...         store.track([TrackedClaim("pier", "A pier was sold.", ("Norland",))])
    ...         article = Article("a", "a.txt", "digest", "The pier was sold.")
    ...         store.add(Reading("a.txt", Outcome.OK, article, b"The pier was sold."), [])
    ...         store.tracked()[0].text, store.search("pier"), store.readings(), store.verify(), len(store.head())
    ('A pier was sold.', ['a'], (('a.txt', 'ok'),), (), 64)
    """

    def __init__(self, path: Path, engine: Engine, clock: Callable[[], str]) -> None:
        self._path = path
        self._engine = engine
        self._clock = clock

    @classmethod
    def open(cls, path: Path, *, clock: Callable[[], str], create: bool = True, wait_seconds: float = 5.0) -> Store:
        """Open the ledger at `path`; make it if it is not there and `create` holds; bring an older one forward, after a backup.

        `clock` gives `recorded_at` as an ISO 8601 text. A writer waits `wait_seconds` for another one. Raises `UsageError` where there
        is no file to open, `LedgerDamagedError` for a file that is not a whole sayso ledger, `LedgerNewerError`, `LedgerLockedError`.

        >>> Store.open(Path("no-such-ledger"), clock=str, create=False)
        Traceback (most recent call last):
        ...
        sayso.errors.UsageError: there is no ledger at no-such-ledger; check the path, or read something into it first
        """
        fresh = not path.exists() or path.stat().st_size == 0
        if fresh and not create:
            raise UsageError(f"there is no ledger at {path.name}; check the path, or read something into it first")
        if not path.parent.is_dir():
            raise UsageError(f"there is no folder {path.parent.name} to keep the ledger in; make it first")
        store = cls(path, _engine(path, wait_seconds), clock)
        try:
            store._prepare(fresh)
        except BaseException:
            store.close()
            raise
        return store

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back; the store cannot be used afterwards."""
        self._engine.dispose()

    def add(self, reading: Reading, statements: Sequence[Statement]) -> None:
        """Record one reading with its article and statements: all of it or nothing.

        An article that the ledger holds already adds no row but its reading. Raises `UsageError` where the statements belong to another
        article, `LedgerLockedError` while another process writes, `LedgerError` where the disk is full.

        >>> import tempfile
        >>> from sayso.model import Outcome
        >>> with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "l", clock=lambda: "2031") as store:
        ...     store.add(Reading("a.html", Outcome.QUARANTINED, raw=b"", problems=(Problem("empty-text", "No text.", "a.html"),)), [])
        ...     store.readings()
        (('a.html', 'quarantined'),)
        """
        article = reading.article
        if any(article is None or statement.article_id != article.id for statement in statements):
            raise UsageError("statements can only be added with the article that they stand in")
        moment = self._clock()
        with self._writing() as connection:
            digest = article.digest if article else hashlib.sha256(reading.raw).hexdigest()
            _insert(connection, captures_table, digest=digest, raw=zlib.compress(reading.raw), mark=_hash(reading.raw))
            if article and _insert_article(connection, article, moment):
                _insert_statements(connection, statements)
            _insert_reading(connection, reading, digest, moment)
            for problem in reading.problems:
                _insert_record(connection, problems_table, dataclasses.replace(problem, input_id=_portable(problem.input_id)))

    def track(self, claims: Sequence[TrackedClaim]) -> None:
        """Follow claims that a person wrote down. Raises `UsageError` where an id is taken by other words."""
        with self._writing() as connection:
            for claim in claims:
                held = connection.execute(_one(claims_table, claim.id)).scalar()
                if held is not None and decode(TrackedClaim, str(held)) != claim:
                    raise UsageError(f"the id {claim.id} already follows another claim; choose another id")
                _insert_record(connection, claims_table, claim, id=claim.id)

    def judge(self, judgement: Judgement) -> None:
        """Keep a person's decision for ever."""
        with self._writing() as connection:
            _insert_record(connection, judgements_table, judgement, id=judgement.id)

    def tracked(self) -> tuple[TrackedClaim, ...]:
        """Return the claims that are followed, by id."""
        return self._records(TrackedClaim, claims_table)

    def judgements(self) -> tuple[Judgement, ...]:
        """Return every decision, by when it was recorded, then by id."""
        return tuple(sorted(self._records(Judgement, judgements_table), key=lambda item: (item.recorded_at, item.id)))

    def statements(self) -> tuple[Statement, ...]:
        """Return all statements, by article and place in it."""
        return tuple(sorted(self._records(Statement, statements_table), key=lambda item: (item.article_id, item.extent, item.id)))

    def problems(self) -> tuple[Problem, ...]:
        """Return all trouble met, by input."""
        found = self._column(Problem, select(problems_table.c.record))
        return tuple(sorted(found, key=lambda item: (item.input_id, item.code, item.message)))

    def articles(self) -> tuple[Article, ...]:
        """Return all articles, by id; one that came by several inputs carries the first of their ids in alphabetical order."""
        inputs = select(readings_table.c.article_id, func.min(readings_table.c.input_id).label("input_id"))
        inputs_by_article = inputs.group_by(readings_table.c.article_id).subquery()
        table = articles_table
        query = select(table.c.record, inputs_by_article.c.input_id).join(inputs_by_article, inputs_by_article.c.article_id == table.c.id)
        with self._reading() as connection:
            rows = connection.execute(query.order_by(table.c.id)).all()
        return tuple(dataclasses.replace(decode(Article, record), input_id=input_id) for record, input_id in rows)

    def recorded_at(self) -> tuple[tuple[str, str], ...]:
        """Return (article id, when this ledger first knew of it), by id."""
        with self._reading() as connection:
            rows = connection.execute(select(articles_table.c.id, articles_table.c.recorded_at).order_by(articles_table.c.id)).all()
        return tuple((article_id, moment) for article_id, moment in rows)

    def readings(self) -> tuple[tuple[str, str], ...]:
        """Return (input id, outcome) of every input read, quarantined ones too; reading the same bytes again adds none."""
        table = readings_table
        with self._reading() as connection:
            rows = connection.execute(select(table.c.input_id, table.c.outcome).order_by(table.c.input_id, table.c.mark)).all()
        return tuple((input_id, outcome) for input_id, outcome in rows)

    def gone(self) -> tuple[tuple[str, str], ...]:
        """Return (address, when this ledger last learned it) of pages that a later reading no longer found."""
        vanished = sorted({problem.input_id for problem in self.problems() if problem.code == GONE})
        table = readings_table
        latest = select(table.c.input_id, func.max(table.c.recorded_at)).where(table.c.input_id.in_(vanished)).group_by(table.c.input_id)
        with self._reading() as connection:
            rows = connection.execute(latest.where(table.c.article_id.is_(None)).order_by(table.c.input_id)).all() if vanished else []
        return tuple((address, moment) for address, moment in rows)

    def raw(self, digest: str) -> bytes | None:
        """Return the bytes of a capture as they were read, or None where this ledger does not hold it."""
        with self._reading() as connection:
            held = connection.execute(select(captures_table.c.raw).where(captures_table.c.digest == digest)).scalar()
        return None if held is None else zlib.decompress(held)

    def search(self, query: str, limit: int = 50) -> list[str]:
        """Return the ids of at most `limit` articles that hold all words of `query`, best match first.

        The words are never read as query syntax.
        """
        words = [word for word in _WORD.findall(_storable(query)) if any(letter.isalnum() for letter in word)]
        if not words:
            return []
        matching = text(
            "SELECT articles.id FROM search JOIN articles ON articles.number = search.rowid "
            "WHERE search MATCH :words ORDER BY bm25(search), articles.id LIMIT :most"
        )
        quoted = " ".join(f'"{word}"' for word in words[:_MAX_QUERY_WORDS])
        with self._reading() as connection:
            return [str(found) for found in connection.execute(matching, {"words": quoted, "most": max(0, limit)}).scalars()]

    def head(self) -> str:
        """Return one hash over everything recorded, whatever the order and the time it was recorded in."""
        whole = hashlib.sha256()
        with self._reading() as connection:
            for table in JOURNAL:
                whole.update(table.name.encode())
                for mark in connection.execute(select(table.c.mark).order_by(table.c.mark)).scalars():
                    whole.update(mark.encode())
        return whole.hexdigest()

    def verify(self) -> tuple[str, ...]:
        """Return one sentence for each damage found; empty where the ledger is whole."""
        found: list[str] = []
        with self._reading() as connection:
            checked = connection.execute(text("PRAGMA integrity_check")).scalars().all()
            found += [f"SQLite reports: {line}" for line in checked if line != "ok"]
            found += [f"{row[0]} row {row[1]} points to nothing" for row in connection.execute(text("PRAGMA foreign_key_check"))]
            for table in JOURNAL:
                rows = [dict(row) for row in connection.execute(select(table)).mappings()]
                found += [f"{table.name}: a row differs from its hash {row['mark'][:16]}" for row in rows if not _whole(row)]
        return tuple(found)

    def noted_input(self, key: str) -> str | None:
        """Return what was noted of an input that was read to its end before, or None."""
        with self._reading() as connection:
            if not connection.execute(text(_HAS_NOTES)).scalar():
                return None
            return connection.execute(text("SELECT note FROM inputs_read WHERE key = :key"), {"key": key}).scalar()

    def note_input(self, key: str, note: str) -> None:
        """Note that an input was read to its end, so that a run that was stopped goes on behind it; no part of what is recorded."""
        with self._writing() as connection:
            connection.execute(text("CREATE TABLE IF NOT EXISTS inputs_read (key TEXT PRIMARY KEY, note TEXT NOT NULL)"))
            connection.execute(text("INSERT OR REPLACE INTO inputs_read VALUES (:key, :note)"), {"key": key, "note": note})

    def load_view(self, key: str) -> str | None:
        """Return the derived text kept under `key`, or None where there is none for the ledger as it is now."""
        head = self.head()
        with self._reading() as connection:
            kept = select(views_table.c.payload).where(views_table.c.key == key, views_table.c.head == head)
            return connection.execute(kept).scalar()

    def save_view(self, key: str, payload: str) -> None:
        """Keep derived text for the ledger as it is now; given up quietly while another process writes, as it can be derived again."""
        head = self.head()
        row = insert(views_table).values(key=key, head=head, payload=payload)
        with contextlib.suppress(LedgerLockedError), self._writing() as connection:
            connection.execute(row.on_conflict_do_update(index_elements=["key"], set_={"head": head, "payload": payload}))

    def _prepare(self, fresh: bool) -> None:
        if not fresh:
            self._check_file()
        with self._reading() as connection:
            version = version_of(connection)
        if version > VERSION:
            raise LedgerNewerError(f"{self._path.name} was written by a newer sayso (version {version}); upgrade sayso to open it")
        if version == VERSION:
            return
        if version > 0:
            _back_up(self._path, version)
        with self._writing() as connection:
            migrate(connection)

    def _check_file(self) -> None:
        with self._reading() as connection:
            application = connection.execute(text("PRAGMA application_id")).scalar_one()
            tables = connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one()
            version = version_of(connection)
            damage = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
        if damage != "ok":
            raise LedgerDamagedError(f"{self._path.name} is damaged ({damage}); restore a backup")
        # An empty SQLite file is what a crash leaves between making the file and its first migration: nothing is lost by going on.
        if application != APPLICATION_ID and (tables or version):
            raise LedgerDamagedError(f"{self._path.name} is not a sayso ledger; give the path of one, or of a file that does not exist yet")

    @contextlib.contextmanager
    def _reading(self) -> Iterator[Connection]:
        with explained(self._path), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Connection]:
        with explained(self._path), self._engine.connect().execution_options(sayso_writing=True) as connection, connection.begin():
            note = writer_note(self._path)
            note.write_text(str(os.getpid()), encoding="ascii")
            try:
                yield connection
            finally:
                # Before the commit frees the lock, so that the next writer's note is never the one removed.
                note.unlink(missing_ok=True)

    def _records(self, kind: type[Record], table: Table) -> tuple[Record, ...]:
        return self._column(kind, select(table.c.record).order_by(table.c.id))

    def _column(self, kind: type[Record], query: Select[Any]) -> tuple[Record, ...]:
        with self._reading() as connection:
            rows = connection.execute(query).scalars().all()
        return tuple(decode(kind, row) for row in rows)


def _engine(path: Path, wait_seconds: float) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": wait_seconds})

    @event.listens_for(engine, "connect")
    def _configure(connection: sqlite3.Connection, _record: object) -> None:
        # We start transactions ourselves: the driver's own way would leave PRAGMA and DDL outside of them.
        connection.isolation_level = None
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("sayso_writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _back_up(path: Path, version: int) -> None:
    """Copy the whole ledger, write-ahead log included, beside itself before it is changed."""
    target = path.with_name(f"{path.name}.version-{version}.backup")
    with contextlib.closing(sqlite3.connect(path)) as source, contextlib.closing(sqlite3.connect(target)) as copy:
        source.backup(copy)


def _hash(content: bytes | str) -> str:
    return hashlib.sha256(content.encode("utf-8") if isinstance(content, str) else content).hexdigest()


def _storable(words: str) -> str:
    return words.encode("utf-8", "replace").decode("utf-8")


def _portable(input_id: str) -> str:
    r"""Keep no absolute path: the ledger can be moved, and says nothing of the machine. The last two parts tell inputs apart.

    >>> _portable("/home/desk/pages/a.html"), _portable("pages/a.html"), _portable("C:\\desk\\pages\\a.html")
    ('pages/a.html', 'pages/a.html', 'pages/a.html')
    """
    for path in (PurePosixPath(input_id), PureWindowsPath(input_id)):
        if path.is_absolute():
            return "/".join(path.parts[1:][-2:])
    return _storable(input_id)


def _insert(connection: Connection, table: Table, **values: object) -> bool:
    """Insert a row unless it is there already; return whether it was new."""
    return connection.execute(insert(table).on_conflict_do_nothing(), values).rowcount == 1


def _insert_record(connection: Connection, table: Table, record: object, **keys: object) -> bool:
    line = encode(record)
    return _insert(connection, table, record=line, mark=_hash(line), **keys)


def _insert_article(connection: Connection, article: Article, moment: str) -> bool:
    # The same article may come by several inputs, in any order: which one came first must leave no trace in the record.
    bare = dataclasses.replace(article, input_id="")
    if not _insert_record(connection, articles_table, bare, id=article.id, digest=article.digest, recorded_at=moment):
        return False
    number = connection.execute(select(articles_table.c.number).where(articles_table.c.id == article.id)).scalar_one()
    words = {"number": number, "title": _storable(article.title or ""), "text": _storable(article.text)}
    connection.execute(text("INSERT INTO search(rowid, title, text) VALUES (:number, :title, :text)"), words)
    return True


def _insert_statements(connection: Connection, statements: Sequence[Statement]) -> None:
    """In one call: row by row, adding an article took twice as long."""
    lines = [(statement, encode(statement)) for statement in statements]
    rows = [{"id": each.id, "article_id": each.article_id, "record": line, "mark": _hash(line)} for each, line in lines]
    if rows:
        connection.execute(insert(statements_table).on_conflict_do_nothing(), rows)


def _insert_reading(connection: Connection, reading: Reading, digest: str, moment: str) -> None:
    article_id = reading.article.id if reading.article else None
    content = {"input_id": _portable(reading.input_id), "outcome": reading.outcome.value, "article_id": article_id, "digest": digest}
    _insert(connection, readings_table, recorded_at=moment, mark=_reading_mark(content), **content)


def _reading_mark(row: Mapping[str, object]) -> str:
    return _hash("\x1f".join(str(row[name]) for name in ("input_id", "outcome", "article_id", "digest")))


def _whole(row: Mapping[str, object]) -> bool:
    """Return whether a journal row still is what was recorded."""
    raw = row.get("raw")
    try:
        if isinstance(raw, bytes):
            return _hash(zlib.decompress(raw)) == row["mark"]
        return (_hash(str(row["record"])) if "record" in row else _reading_mark(row)) == row["mark"]
    except zlib.error:
        return False


def _one(table: Table, identifier: str) -> Select[tuple[str]]:
    return select(table.c.record).where(table.c.id == identifier)
