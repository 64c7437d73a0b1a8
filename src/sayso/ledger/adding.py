"""Recording readings: several in one transaction, each an entry of its own.

What the ledger holds already is asked for once for all of them, and their rows go into the tables together. The entries, and with them the
links and the head, are those that the same readings would make one by one.
"""

from __future__ import annotations

import dataclasses
import hashlib
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, select

from sayso.errors import UsageError
from sayso.ledger.codec import decode, encode
from sayso.ledger.journal import Block, Entry
from sayso.ledger.marks import mark_of, reading_mark
from sayso.ledger.portable import portable
from sayso.ledger.records import Annotation
from sayso.ledger.schema import annotated, articles, captures, problems, readings, statements
from sayso.model import Article, Problem, Reading, Statement

__all__ = ["Adding", "annotate", "latest_annotation"]

Found = Sequence[tuple[Reading, Sequence[Statement]]]


def latest_annotation(connection: Connection, article_id: str) -> tuple[Annotation, str] | None:
    """Return the annotation of an article that counts, with its mark; None where the ledger does not hold the article."""
    query = select(annotated.c.record, annotated.c.mark).where(annotated.c.article_id == article_id)
    row = connection.execute(query.order_by(annotated.c.number.desc()).limit(1)).first()
    return (decode(Annotation, row[0]), row[1]) if row else None


def annotate(connection: Connection, entry: Entry, article_id: str, reader: str, found: Sequence[Statement]) -> None:
    """Add an annotation of an article that is held, unless the latest one is by the same reader or a redaction emptied the article."""
    latest = latest_annotation(connection, article_id)
    if latest and latest[0].reader == reader:
        return
    emptied = select(articles.c.id).where(articles.c.id == article_id, articles.c.redacted.is_not(None))
    if connection.execute(emptied).first() is not None:
        return
    known = set(connection.execute(select(statements.c.mark).where(statements.c.article_id == article_id)).scalars())
    _add_annotation(entry, article_id, Annotation(article_id, reader, latest[1] if latest else "", ()), found, known)


def _add_annotation(entry: Entry, article_id: str, bare: Annotation, found: Sequence[Statement], known: set[str]) -> None:
    lines = {mark_of(line): (statement.id, line) for statement, line in ((each, encode(each)) for each in found)}
    rows = [
        {"id": name, "article_id": article_id, "record": line, "mark": mark} for mark, (name, line) in lines.items() if mark not in known
    ]
    entry.add_all(statements, rows)
    entry.add_record(annotated, dataclasses.replace(bare, statements=tuple(sorted(lines))), article_id=article_id)


@dataclasses.dataclass(frozen=True, slots=True)
class _Prepared:
    """One reading as it is written."""

    reading: Reading
    statements: Sequence[Statement]
    digest: str
    content: dict[str, object]
    mark: str
    problems: dict[str, tuple[str, Problem]]


class Adding:
    """Readings on their way into the ledger, inside the caller's transaction."""

    def __init__(self, connection: Connection, found: Found, reader: str) -> None:
        self._connection = connection
        self._reader = reader
        self._items = [_prepared(reading, said) for reading, said in found]
        self._block = Block(connection)
        self._captures = self._held(captures.c.digest, (item.digest for item in self._items))
        self._articles = self._held(articles.c.id, (item.reading.article.id for item in self._items if item.reading.article))
        self._readings = self._held(readings.c.mark, (item.mark for item in self._items))
        self._problems = self._held(problems.c.mark, (mark for item in self._items for mark in item.problems))
        self._waiting = set(self._articles)

    def record(self, clock: Callable[[], str]) -> tuple[Article, ...]:
        """Record them all; return the articles that are new."""
        fresh: list[Article] = []
        for item in self._items:
            entry = Entry(self._connection, "read", clock(), self._block)
            self._add_capture(entry, item)
            article = item.reading.article
            if article and article.id in self._waiting:
                self._waiting.discard(article.id)
                annotate(self._connection, entry, article.id, self._reader, item.statements)
            elif article and article.id not in self._articles:
                self._add_article(entry, article, item.statements)
                fresh.append(article)
            self._add_reading(entry, item)
            entry.close()
        self._block.flush()
        return tuple(fresh)

    def _held(self, column: Column[Any] | ColumnElement[str], keys: Iterable[str]) -> set[str]:
        wanted = sorted(set(keys))
        return set(self._connection.execute(select(column).where(column.in_(wanted))).scalars()) if wanted else set()

    def _add_capture(self, entry: Entry, item: _Prepared) -> None:
        if item.digest not in self._captures:
            self._captures.add(item.digest)
            entry.add(captures, digest=item.digest, raw=zlib.compress(item.reading.raw), mark=mark_of(item.reading.raw))

    def _add_article(self, entry: Entry, article: Article, said: Sequence[Statement]) -> None:
        self._articles.add(article.id)
        # The same article may come by several inputs, in any order: which one came first must leave no trace in the record.
        entry.add_record(articles, dataclasses.replace(article, input_id=""), id=article.id, digest=article.digest)
        _add_annotation(entry, article.id, Annotation(article.id, self._reader, "", ()), said, set())

    def _add_reading(self, entry: Entry, item: _Prepared) -> None:
        if item.mark not in self._readings:
            self._readings.add(item.mark)
            entry.add(readings, **item.content, mark=item.mark)
        for mark, (line, problem) in item.problems.items():
            if mark not in self._problems:
                self._problems.add(mark)
                entry.add(problems, record=line, mark=mark, input_id=problem.input_id)


def _prepared(reading: Reading, said: Sequence[Statement]) -> _Prepared:
    article = reading.article
    if any(article is None or statement.article_id != article.id for statement in said):
        raise UsageError("statements can only be added with the article that they stand in")
    digest = article.digest if article else hashlib.sha256(reading.raw).hexdigest()
    content: dict[str, object] = {
        "input_id": portable(reading.input_id),
        "outcome": reading.outcome.value,
        "article_id": article.id if article else None,
        "digest": digest,
    }
    met = [dataclasses.replace(problem, input_id=portable(problem.input_id)) for problem in reading.problems]
    lines = [(encode(problem), problem) for problem in met]
    return _Prepared(reading, said, digest, content, reading_mark(content), {mark_of(line): (line, problem) for line, problem in lines})
