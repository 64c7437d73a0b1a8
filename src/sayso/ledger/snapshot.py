"""What the ledger knew at one moment: every record of its tables up to one entry of the journal.

A snapshot is named by the number of an entry and not by a time, so that what is derived from it does not change while somebody else reads
on, and two things recorded within one second are told apart.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, Table, func, select

from sayso.ledger.codec import decode
from sayso.ledger.records import Annotation
from sayso.ledger.schema import (
    annotated,
    articles,
    journal,
    judgements,
    problems,
    readings,
    statements,
    tracked_claims,
)
from sayso.model import Article, Judgement, Problem, Statement, TrackedClaim

__all__ = ["Snapshot", "place_of"]

Record = TypeVar("Record")
GONE = "gone"
"""Code of the problem that an address no longer gives its page."""
_AT_ONCE = 500
"""Keys asked for in one query; SQLite takes a few thousand, PostgreSQL's plans grow slow."""


def place_of(statement: Statement) -> tuple[str, Any, str]:
    """Return what statements are sorted by: article, place in it, id."""
    return (statement.article_id, statement.extent, statement.id)


class Snapshot:
    """The records up to one entry."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]], entry: int, taken_out: int = 0) -> None:
        self._reading = reading
        self.entry = entry
        self.taken_out = taken_out
        """How many redactions the ledger had when this was begun; what is derived from it is void if there are more by its end."""
        # Whole piles are read once: to derive from, and again to tell what the derivation changed.
        self._articles: tuple[Article, ...] | None = None
        self._statements: tuple[Statement, ...] | None = None
        self._marks: dict[str, str] = {}

    def articles(self, only: Iterable[str] | None = None) -> tuple[Article, ...]:
        """Return all articles, or those with these ids, by id; one that came by several inputs carries the first of their ids."""
        if only is None and self._articles is not None:
            return self._articles
        came_by = (readings.c.article_id == articles.c.id) & (readings.c.entry <= self.entry)
        first = select(func.min(readings.c.input_id)).where(came_by).correlate(articles).scalar_subquery()
        rows = self._rows(select(articles.c.record, first).where(articles.c.entry <= self.entry), articles.c.id, only)
        pages = (dataclasses.replace(decode(Article, record), input_id=input_id or "") for record, input_id in rows)
        found = tuple(sorted(pages, key=lambda article: article.id))
        self._articles = found if only is None else self._articles
        return found

    def recorded_at(self, only: Iterable[str] | None = None) -> tuple[tuple[str, str], ...]:
        """Return (article id, when this ledger first knew of it), by id."""
        query = select(articles.c.id, journal.c.recorded_at).join(journal, journal.c.number == articles.c.entry)
        rows = self._rows(query.where(articles.c.entry <= self.entry), articles.c.id, only)
        return tuple(sorted((article_id, moment) for article_id, moment in rows))

    def annotations(self, only: Iterable[str] | None = None) -> tuple[Annotation, ...]:
        """Return the latest annotation of each article."""
        latest = select(func.max(annotated.c.number)).where(annotated.c.entry <= self.entry).group_by(annotated.c.article_id)
        query = select(annotated.c.record).where(annotated.c.number.in_(latest))
        return tuple(decode(Annotation, row[0]) for row in self._rows(query, annotated.c.article_id, only))

    def statements(self, only: Iterable[str] | None = None) -> tuple[Statement, ...]:
        """Return the statements that the latest reader found, of all articles or of these, by article and place in it."""
        if only is None and self._statements is not None:
            return self._statements
        wanted = None if only is None else tuple(only)
        current = {mark for annotation in self.annotations(wanted) for mark in annotation.statements}
        query = select(statements.c.id, statements.c.record, statements.c.mark)
        rows = self._rows(query.where(statements.c.entry <= self.entry, statements.c.redacted.is_(None)), statements.c.article_id, wanted)
        shown = [(name, record, mark) for name, record, mark in rows if mark in current]
        found = tuple(sorted((decode(Statement, record) for _, record, _ in shown), key=place_of))
        if only is None:
            self._statements, self._marks = found, {name: mark for name, _, mark in shown}
        return found

    def marks(self) -> Mapping[str, str]:
        """Return (statement id, mark) of all statements that count."""
        self.statements()
        return self._marks

    def marked(self, wanted: Sequence[tuple[str, str]]) -> tuple[Statement, ...]:
        """Return the statements with these (article id, mark), of whatever reader, by article and place in it."""
        marks = {mark for _, mark in wanted}
        query = select(statements.c.record, statements.c.mark).where(statements.c.redacted.is_(None))
        rows = self._rows(query, statements.c.article_id, sorted({article for article, _ in wanted}))
        return tuple(sorted((decode(Statement, record) for record, mark in rows if mark in marks), key=place_of))

    def tracked(self) -> tuple[TrackedClaim, ...]:
        """Return the claims that are followed, by id."""
        return tuple(sorted(self._records(TrackedClaim, tracked_claims), key=lambda claim: claim.id))

    def judgements(self) -> tuple[Judgement, ...]:
        """Return every decision, by when it was recorded, then by id; one that lost words of a redacted article counts as before."""
        query = select(judgements.c.record).where(judgements.c.entry <= self.entry)
        made = (decode(Judgement, row[0]) for row in self._rows(query, judgements.c.id, None))
        return tuple(sorted(made, key=lambda item: (item.recorded_at, item.id)))

    def problems(self, only: Iterable[str] | None = None) -> tuple[Problem, ...]:
        """Return all trouble met, or that of these inputs, by input."""
        query = select(problems.c.record).where(problems.c.entry <= self.entry, problems.c.redacted.is_(None))
        found = (decode(Problem, row[0]) for row in self._rows(query, problems.c.input_id, only))
        return tuple(sorted(found, key=lambda item: (item.input_id, item.code, item.message)))

    def readings(self, only: Iterable[str] | None = None) -> tuple[tuple[str, str], ...]:
        """Return (input id, outcome) of every input read, or of these; the same bytes again add none."""
        query = select(readings.c.input_id, readings.c.outcome, readings.c.mark).where(readings.c.entry <= self.entry)
        rows = sorted(self._rows(query, readings.c.input_id, only), key=lambda row: (row[0], row[2]))
        return tuple((input_id, outcome) for input_id, outcome, _ in rows)

    def gone(self) -> tuple[tuple[str, str], ...]:
        """Return (address, when this ledger last learned it) of pages that a later reading no longer found."""
        vanished = {problem.input_id for problem in self.problems() if problem.code == GONE}
        latest = select(readings.c.input_id, func.max(journal.c.recorded_at)).join(journal, journal.c.number == readings.c.entry)
        without_page = latest.where(readings.c.entry <= self.entry, readings.c.article_id.is_(None)).group_by(readings.c.input_id)
        return tuple(sorted((address, moment) for address, moment in self._rows(without_page, readings.c.input_id, vanished)))

    def _records(self, kind: type[Record], table: Table) -> tuple[Record, ...]:
        query = select(table.c.record).where(table.c.entry <= self.entry, table.c.redacted.is_(None))
        return tuple(decode(kind, row[0]) for row in self._rows(query, table.c.id, None))

    def _rows(self, query: Select[Any], key: ColumnElement[str], only: Iterable[str] | None) -> list[Any]:
        """Run a query for all rows, or for those with these keys, some hundred keys at once."""
        with self._reading() as connection:
            if only is None:
                return list(connection.execute(query))
            keys = sorted(set(only))
            blocks = [keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE)]
            return [row for block in blocks for row in connection.execute(query.where(key.in_(block)))]
