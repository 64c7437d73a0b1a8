"""The append-only ledger: what is recorded, one transaction an article, and what was derived from it.

Why it is shaped like this: a crash must lose nothing but the article in hand, readers must never wait, the same inputs in any order must
give the same head, and nothing recorded may change afterwards. Each change is one entry of the journal (`journal.py`); what was known at
a moment is a snapshot up to an entry (`snapshot.py`); what was derived is kept as an edition (`editions.py`).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Select, select
from sqlalchemy.exc import DatabaseError

from sayso.errors import LedgerLockedError, UsageError
from sayso.ledger.adding import Adding, annotate, latest_annotation
from sayso.ledger.codec import decode
from sayso.ledger.database import Database
from sayso.ledger.dates import moment_of
from sayso.ledger.editions import (
    claim_of_edition,
    claims_of_edition,
    find_edition,
    keep,
    mentions_of_edition,
    overview_of_edition,
    prepare,
    problems_of_edition,
    standings_by,
    view_of_edition,
)
from sayso.ledger.journal import EDITION, Entry, last_entry
from sayso.ledger.places import database_at
from sayso.ledger.portable import storable
from sayso.ledger.records import Edition, Redaction
from sayso.ledger.redacting import redact, redactions_of, taken_out
from sayso.ledger.schema import (
    articles,
    captures,
    inputs_read,
    journal,
    judgements,
    tracked_claims,
)
from sayso.ledger.snapshot import Snapshot
from sayso.ledger.verifying import damages, heads
from sayso.model import Article, Claim, Judgement, LedgerView, Overview, Problem, Reading, Standing, Statement, TrackedClaim

__all__ = ["UNKNOWN_READER", "Store"]

UNKNOWN_READER = "unknown"
"""The reader of statements that were given without saying which version of the attribution stage found them."""
_WORD = re.compile(r"[^\s\"\x00]+")
_MAX_QUERY_WORDS = 32


class Store:
    """One open ledger.

    >>> import tempfile
    >>> from sayso.model import Outcome
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with Store.open(Path(folder) / "desk.sayso", clock=lambda: "2031-01-01T00:00:00+00:00") as store:
    ...         store.track([TrackedClaim("pier", "A pier was sold.", ("Norland",))])
    ...         article = Article("a", "a.txt", "digest", "The pier was sold.")
    ...         store.add(Reading("a.txt", Outcome.OK, article, b"The pier was sold."), [])
    ...         store.tracked()[0].text, store.search("pier"), store.readings(), len(store.head())
    ('A pier was sold.', ['a'], (('a.txt', 'ok'),), 64)
    """

    def __init__(self, held: Database, clock: Callable[[], str]) -> None:
        self._held = held
        self._clock = clock

    @classmethod
    def open(cls, path: str | Path, *, clock: Callable[[], str], create: bool = True, wait_seconds: float = 5.0) -> Store:
        """Open the ledger at `path`; make it if it is not there and `create` holds; bring an older one forward, after a backup.

        A text that begins with `postgresql://` is the address of a database of a server; anything else is the path of a file.
        `clock` gives `recorded_at` as an ISO 8601 text. A writer waits `wait_seconds` for another one. Raises `UsageError` where there
        is no file to open, `LedgerDamagedError` for a file that is not a whole sayso ledger, `LedgerNewerError`, `LedgerLockedError`.

        >>> Store.open(Path("no-such-ledger"), clock=str, create=False)
        Traceback (most recent call last):
        ...
        sayso.errors.UsageError: there is no ledger at no-such-ledger; check the path, or read something into it first
        """
        held = database_at(path, wait_seconds)
        try:
            held.prepare(create_it=create)
        except BaseException:
            held.close()
            raise
        return cls(held, clock)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back; the store cannot be used afterwards."""
        self._held.close()

    def add(self, reading: Reading, found: Sequence[Statement], *, reader: str = UNKNOWN_READER) -> None:
        """Record one reading with its article and the statements that `reader` found in it: all of it or nothing.

        An article that the ledger holds already adds no row but its reading, and statements if another reader found them. Raises
        `UsageError` where the statements belong to another article, `LedgerLockedError` while another process writes, `LedgerError`
        where the disk is full.

        >>> import tempfile
        >>> from sayso.model import Outcome
        >>> with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "l", clock=lambda: "2031") as store:
        ...     store.add(Reading("a.html", Outcome.QUARANTINED, raw=b"", problems=(Problem("empty-text", "No text.", "a.html"),)), [])
        ...     store.readings()
        (('a.html', 'quarantined'),)
        """
        self.add_all([(reading, found)], reader=reader)

    def add_all(self, found: Sequence[tuple[Reading, Sequence[Statement]]], *, reader: str = UNKNOWN_READER) -> None:
        """Record several readings in one transaction, as `add` would one by one: all of them or nothing, and many times as fast."""
        with self._held.writing() as connection:
            fresh = Adding(connection, found, reader).record(self._clock)
            self._held.index_words(connection, fresh)

    def annotate(self, article_id: str, reader: str, found: Sequence[Statement]) -> None:
        """Record what another version of the reader found in an article; what earlier ones found stays, and no longer counts."""
        with self._held.writing() as connection:
            entry = Entry(connection, "reread", self._clock())
            annotate(connection, entry, article_id, reader, found)
            entry.close()

    def reader_of(self, article_id: str) -> str | None:
        """Return which reader found the statements of an article that count; None where the ledger does not hold the article."""
        with self._held.reading() as connection:
            held = latest_annotation(connection, article_id)
        return held[0].reader if held else None

    def outdated(self, reader: str) -> tuple[str, ...]:
        """Return the ids of the articles whose statements that count were found by another reader than this one."""
        found = self.as_known().annotations()
        emptied = self._emptied()
        return tuple(sorted(item.article_id for item in found if item.reader != reader and item.article_id not in emptied))

    def _emptied(self) -> frozenset[str]:
        with self._held.reading() as connection:
            return frozenset(connection.execute(select(articles.c.id).where(articles.c.redacted.is_not(None))).scalars())

    def track(self, claims: Sequence[TrackedClaim]) -> None:
        """Follow claims that a person wrote down. Raises `UsageError` where an id is taken by other words."""
        with self._held.writing() as connection:
            entry = Entry(connection, "track", self._clock())
            known: dict[str, TrackedClaim] = {}
            for claim in claims:
                held = connection.execute(select(tracked_claims.c.record).where(tracked_claims.c.id == claim.id)).scalar()
                same = known.get(claim.id) or (decode(TrackedClaim, str(held)) if held is not None else None)
                if same is None:
                    known[claim.id] = claim
                    entry.add_record(tracked_claims, claim, id=claim.id)
                elif same != claim:
                    raise UsageError(f"the id {claim.id} already follows another claim; choose another id")
            entry.close()

    def judge(self, judgement: Judgement) -> None:
        """Keep a person's decision for ever."""
        with self._held.writing() as connection:
            entry = Entry(connection, "judge", self._clock())
            if not _holds(connection, select(judgements.c.id).where(judgements.c.id == judgement.id)):
                entry.add_record(judgements, judgement, id=judgement.id)
            entry.close()

    def as_known(self, moment: str | None = None) -> Snapshot:
        """Return everything as this ledger knew it at a moment (a date means its end); as it knows it now where none is given."""
        query = select(journal.c.number).where(journal.c.kind != EDITION).order_by(journal.c.number.desc()).limit(1)
        with self._held.reading() as connection:
            number = connection.execute(query if moment is None else query.where(journal.c.recorded_at <= moment_of(moment))).scalar()
            return Snapshot(self._held.reading, number or 0, taken_out(connection))

    def articles(self) -> tuple[Article, ...]:
        """Return all articles, by id; one that came by several inputs carries the first of their ids in alphabetical order."""
        return self.as_known().articles()

    def statements(self) -> tuple[Statement, ...]:
        """Return all statements that count, by article and place in it."""
        return self.as_known().statements()

    def tracked(self) -> tuple[TrackedClaim, ...]:
        """Return the claims that are followed, by id."""
        return self.as_known().tracked()

    def judgements(self) -> tuple[Judgement, ...]:
        """Return every decision, by when it was recorded, then by id."""
        return self.as_known().judgements()

    def problems(self) -> tuple[Problem, ...]:
        """Return all trouble met, by input."""
        return self.as_known().problems()

    def recorded_at(self) -> tuple[tuple[str, str], ...]:
        """Return (article id, when this ledger first knew of it), by id."""
        return self.as_known().recorded_at()

    def moments(self) -> tuple[str, ...]:
        """Return the moments at which something was recorded, earliest first."""
        query = select(journal.c.recorded_at).where(journal.c.kind != EDITION).distinct().order_by(journal.c.recorded_at)
        with self._held.reading() as connection:
            return tuple(connection.execute(query).scalars())

    def readings(self) -> tuple[tuple[str, str], ...]:
        """Return (input id, outcome) of every input read, quarantined ones too; reading the same bytes again adds none."""
        return self.as_known().readings()

    def raw(self, digest: str) -> bytes | None:
        """Return the bytes of a capture as they were read, or None where this ledger does not hold them (any more)."""
        held = select(captures.c.raw).where(captures.c.digest == digest, captures.c.redacted.is_(None))
        with self._held.reading() as connection:
            found = connection.execute(held).scalar()
        return None if found is None else zlib.decompress(found)

    def search(self, query: str, limit: int = 50) -> list[str]:
        """Return the ids of at most `limit` articles that hold all words of `query`, best match first.

        The words are never read as query syntax.
        """
        words = [word for word in _WORD.findall(storable(query)) if any(letter.isalnum() for letter in word)]
        if not words:
            return []
        with self._held.reading() as connection:
            return self._held.find_words(connection, words[:_MAX_QUERY_WORDS], max(0, limit))

    def head(self) -> str:
        """Return one hash over everything recorded, whatever the order and the time it was recorded in."""
        with self._held.reading() as connection:
            return last_entry(connection)[3]

    def verify(self, head: str | None = None) -> tuple[str, ...]:
        """Return one sentence for each damage found, each beginning with its place; empty where the ledger is whole.

        `head` is a head or link that this ledger once had and that was noted elsewhere: it tells a ledger that was cut off at its end.
        """
        with self._held.reading() as connection:
            found = [*_guarded(self._held.damages(connection)), *damages(connection)]
            if head is not None and head not in heads(connection):
                found.append(f"journal: this ledger never had the head {head}, or what was recorded since the entry before it is gone")
        words = self._held.word_index_damage()
        return (*found, words) if words else tuple(found)

    def redact(self, article_id: str, who: str, why: str) -> tuple[Redaction, tuple[str, ...]]:
        """Empty an article for good; return the tombstone, and the names of backups that went with it.

        Its text, statements, captures and trouble go from the tables, the word index, the write-ahead log, unused space, what was kept
        of derivations, and backups that migrations made. Asked again, it purges again, so that a purge that was stopped can be ended.
        """
        with self._held.writing() as connection:
            tombstone = redact(connection, lambda: self._held.changeable(connection), article_id, who=who, why=why, moment=self._clock())
            self._held.rebuild_words(connection)
        return tombstone, self._held.purge()

    def redactions(self) -> tuple[Redaction, ...]:
        """Return every tombstone, oldest first."""
        with self._held.reading() as connection:
            return redactions_of(connection)

    def keep_checksums(self) -> bool:
        """Write checksums of the whole file where there are none, as after a crash; return whether there are some now."""
        return self._held.keep_checksums()

    def noted_input(self, key: str) -> tuple[int, int, int] | None:
        """Return how many inputs of a file were ok, partial and quarantined, if it was read to its end before."""
        table = inputs_read
        with self._held.reading() as connection:
            found = connection.execute(select(table.c.ok, table.c.partial, table.c.quarantined).where(table.c.key == key)).first()
        return (found[0], found[1], found[2]) if found else None

    def note_input(self, key: str, ok: int, partial: int, quarantined: int) -> None:
        """Note that a file was read to its end, so that a run that was stopped goes on behind it; no part of what is recorded."""
        with self._held.writing() as connection:
            connection.execute(inputs_read.delete().where(inputs_read.c.key == key))
            connection.execute(inputs_read.insert().values(key=key, ok=ok, partial=partial, quarantined=quarantined))

    def edition(self, snapshot: Snapshot, machine: str, moment: str | None = None) -> Edition | None:
        """Return what was derived from a snapshot and kept; None where nothing was.

        For the present (no `moment`) only what this `machine` derived; for a past moment what was answered then, whatever derived it.
        """
        with self._held.reading() as connection:
            return find_edition(connection, snapshot.entry, machine, moment)

    def keep(self, view: LedgerView, snapshot: Snapshot, machine: str) -> Edition | None:
        """Keep what was derived from a snapshot; given up at once, with None, while another process writes: it can be derived again.

        Given up too where an article was taken out since the snapshot was begun: it may quote that article, and must be derived anew.
        """
        with self._held.reading() as connection:
            prepared = prepare(connection, view, snapshot)
        try:
            with self._held.writing(wait=False) as connection:
                if taken_out(connection) != snapshot.taken_out:
                    return None
                held = find_edition(connection, snapshot.entry, machine, None)
                return held or keep(connection, prepared, machine, self._clock())
        except LedgerLockedError:
            return None

    def view(self, edition: Edition) -> LedgerView:
        """Return all of an edition."""
        with self._held.reading() as connection:
            return view_of_edition(connection, edition, Snapshot(self._held.reading, edition.entry))

    def claim_view(self, edition: Edition, claim_id: str) -> LedgerView | None:
        """Return what an edition says of one claim and its story, read without the pile; None where it has no such claim."""
        with self._held.reading() as connection:
            return claim_of_edition(connection, edition, claim_id, Snapshot(self._held.reading, edition.entry))

    def claims_view(self, edition: Edition, claim_ids: Sequence[str]) -> LedgerView:
        """Return what an edition says of some claims, read without the pile; ids that it does not hold are passed over."""
        with self._held.reading() as connection:
            return claims_of_edition(connection, edition, claim_ids, Snapshot(self._held.reading, edition.entry))

    def mentions(self, edition: Edition) -> Iterator[tuple[str, str, str]]:
        """Yield (claim id, mark, text) of what was kept of each claim: to find where an id stands without making records of it all."""
        with self._held.reading() as connection:
            yield from mentions_of_edition(connection, edition)

    def problems_in(self, edition: Edition) -> tuple[Problem, ...]:
        """Return all trouble of an edition, that of judgements and copies too, read without the pile."""
        with self._held.reading() as connection:
            return problems_of_edition(connection, edition, Snapshot(self._held.reading, edition.entry))

    def overview(self, edition: Edition) -> Overview:
        """Return the numbers of an edition and its claims with their latest standing."""
        with self._held.reading() as connection:
            return overview_of_edition(connection, edition)

    def standings(
        self, edition: Edition, as_of: str | None = None, *, claim_id: str | None = None, challenged: bool = False
    ) -> list[tuple[Claim, Standing | None]]:
        """Return the claims of an edition, or one of them, each with its standing by a date."""
        with self._held.reading() as connection:
            return standings_by(connection, edition, as_of, claim_id=claim_id, challenged=challenged)


def _guarded(found: Iterable[str]) -> Iterator[str]:
    """Pass sentences on; a check that cannot go on ends in a sentence of its own."""
    try:
        yield from found
    except DatabaseError as error:
        yield f"the file: it cannot be read further ({error.orig})"


def _holds(connection: Connection, query: Select[Any]) -> bool:
    return connection.execute(query).first() is not None
