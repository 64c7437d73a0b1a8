"""Emptying an article on a person's decision: its words go, that it was here and who took it away stays.

The one exception to "nothing recorded changes". Rows keep their hashes, so that the chain still holds, and lose their content; the
tombstone lists each of them. Answers that were kept since the first of these rows came are dropped, for they may quote it: they are
derived again, without it. What lies outside this ledger's own files (reports, exports, copies) is out of reach.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

from sqlalchemy import Connection, delete, func, or_, select, update

from sayso.errors import NotFoundError, UsageError
from sayso.ledger.codec import decode, encode
from sayso.ledger.journal import Entry
from sayso.ledger.records import Redaction
from sayso.ledger.schema import (
    articles,
    captures,
    edition_parts,
    editions,
    judgements,
    part_standings,
    parts,
    problems,
    readings,
    redactions,
    statements,
)
from sayso.model import Article, Judgement, content_id

__all__ = ["redact", "redactions_of", "taken_out"]

_NOTHING = zlib.compress(b"")
_GIVEN, _WORDS = 1, 2
"""Places in a trace of the id that a person gave a claim, and of the claim's words."""
Emptied = list[tuple[str, str]]


def redact(
    connection: Connection, changeable: Callable[[], AbstractContextManager[None]], article_id: str, *, who: str, why: str, moment: str
) -> Redaction:
    """Empty an article inside the caller's transaction and return the tombstone; one that is emptied already has its own.

    `changeable` lifts the rule that nothing changes. Raises `NotFoundError` for an article that the ledger does not hold, `UsageError`
    where no name or reason is given.
    """
    if not who.strip() or not why.strip():
        raise UsageError("say who decided and why: both stay in the ledger for good")
    row = connection.execute(select(articles).where(articles.c.id == article_id)).mappings().first()
    if row is None:
        raise NotFoundError(f"this ledger holds no article {article_id!r}")
    if row["redacted"] is not None:
        return next(each for each in redactions_of(connection) if article_id in each.targets)
    entry = Entry(connection, "redact", moment)
    with changeable():
        emptied = _empty_rows(connection, entry.number, decode(Article, row["record"]))
    name = content_id("redaction", article_id, who, why, entry.moment)
    tombstone = Redaction(name, (article_id,), who, why, entry.moment, tuple(sorted(emptied)))
    entry.add_record(redactions, tombstone, id=name)
    entry.close()
    return tombstone


def redactions_of(connection: Connection) -> tuple[Redaction, ...]:
    """Return every tombstone, oldest first."""
    return tuple(
        decode(Redaction, line) for line in connection.execute(select(redactions.c.record).order_by(redactions.c.number)).scalars()
    )


def taken_out(connection: Connection) -> int:
    """Return how many redactions there were."""
    return int(connection.execute(select(func.count()).select_from(redactions)).scalar_one())


def _empty_rows(connection: Connection, entry: int, article: Article) -> Emptied:
    mine = select(readings.c.input_id, readings.c.digest).where(readings.c.article_id == article.id)
    came = connection.execute(mine).all()
    digests, inputs = {article.digest, *(digest for _, digest in came)}, {name for name, _ in came}
    kept = Article(
        article.id,
        "",
        article.digest,
        "",
        outlet=article.outlet,
        published_at=article.published_at,
        published_basis=article.published_basis,
    )
    named = or_(readings.c.article_id == article.id, readings.c.digest.in_(digests))
    chosen = (
        (articles, articles.c.id == article.id, {"record": encode(kept)}),
        (statements, statements.c.article_id == article.id, {"record": "{}", "id": ""}),
        (captures, captures.c.digest.in_(digests), {"raw": _NOTHING}),
        (problems, problems.c.input_id.in_(inputs), {"record": "{}", "input_id": ""}),
        # Names of files and addresses often hold the headline.
        (readings, named, {"input_id": f"redacted {article.id}"}),
    )
    emptied: Emptied = []
    first = entry
    for table, which, values in chosen:
        rows = connection.execute(select(table.c.mark, table.c.entry).where(which, table.c.redacted.is_(None))).all()
        first = min([first, *(since for _, since in rows)])
        emptied += [(table.name, mark) for mark, _ in rows]
        connection.execute(update(table).where(which, table.c.redacted.is_(None)).values(redacted=entry, **values))
    return emptied + _forget_words(connection, entry, article) + _drop_editions(connection, first)


def _forget_words(connection: Connection, entry: int, article: Article) -> Emptied:
    """Take the article's words out of what judgements kept to find their claims again; the judgements themselves stay and count."""
    emptied: Emptied = []
    for row in connection.execute(select(judgements)).mappings().all():
        made = decode(Judgement, row["record"])
        traces = tuple(_without_words(trace, article) for trace in made.traces)
        if traces != made.traces:
            changed = {"record": encode(replace(made, traces=traces)), "redacted": entry}
            connection.execute(update(judgements).where(judgements.c.number == row["number"]).values(**changed))
            emptied.append((judgements.name, row["mark"]))
    return emptied


def _without_words(trace: tuple[str, ...], article: Article) -> tuple[str, ...]:
    """Return a trace (claim, id given by a person, words, places) without the words of a claim that may be the article's own."""
    if len(trace) <= _WORDS or trace[_GIVEN]:
        return trace
    held = f"{_plain(article.title or '')}\n{_plain(article.text)}"
    quoted = _plain(trace[_WORDS]) in held or any(place.rpartition(":")[0] == article.id for place in trace[_WORDS + 1 :])
    return (*trace[:_WORDS], "", *trace[_WORDS + 1 :]) if quoted else trace


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def _drop_editions(connection: Connection, first: int) -> Emptied:
    """Drop what was derived from an entry on, and the parts that no edition holds then."""
    dropped = connection.execute(select(editions.c.number, editions.c.mark).where(editions.c.entry >= first)).all()
    numbers = select(editions.c.number).where(editions.c.entry >= first)
    connection.execute(delete(edition_parts).where(edition_parts.c.edition.in_(numbers)))
    connection.execute(delete(editions).where(editions.c.entry >= first))
    held = select(edition_parts.c.part)
    connection.execute(delete(part_standings).where(part_standings.c.part.not_in(held)))
    connection.execute(delete(parts).where(parts.c.mark.not_in(held)))
    return [(editions.name, mark) for _, mark in dropped]
