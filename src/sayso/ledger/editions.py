"""Editions: what was derived at a moment, kept for ever, claim by claim.

A question about the past is answered with what this sayso answered then, or with the first answer given since; a later version of the
matcher does not rewrite it. An edition is cut into one part a claim, kept under the hash of its content: a claim that did not change costs
nothing in the next edition. Standings are rows of their own, and a list of claims as of a date reads those alone.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Subquery, func, insert, or_, select

from sayso.ledger.codec import decode, encode
from sayso.ledger.cutting import EMPTY, Cutter, claim_fields, joined_views
from sayso.ledger.dates import UNDATED, date_end
from sayso.ledger.journal import EDITION, Entry
from sayso.ledger.marks import EMPTY_SUM, head_of, mark_of
from sayso.ledger.overview import asks_for_a_look, overview_of
from sayso.ledger.records import Edition, Part, Rest
from sayso.ledger.rows import insert_rows
from sayso.ledger.schema import edition_parts, editions, journal, part_standings, parts
from sayso.ledger.snapshot import Snapshot, place_of
from sayso.model import Claim, LedgerView, Overview, Problem, Standing

__all__ = [
    "Prepared",
    "claim_of_edition",
    "claims_of_edition",
    "edition_mark",
    "find_edition",
    "keep",
    "mentions_of_edition",
    "overview_of_edition",
    "packed",
    "part_mark",
    "prepare",
    "problems_of_edition",
    "standing_day",
    "standings_by",
    "unpacked",
    "view_of_edition",
]

Record = TypeVar("Record")
_AT_ONCE = 500
_HELD = ("articles", "recorded_at", "readings", "problems", "statements", "judgements")
"""Fields of a view that stand in the tables of what was recorded."""


def packed(record: object) -> bytes:
    """Return a record's text, compressed."""
    return zlib.compress(encode(record).encode("utf-8"))


def unpacked(kind: type[Record], payload: bytes) -> Record:
    """Return the record that `packed` wrote."""
    return decode(kind, zlib.decompress(payload).decode("utf-8"))


def part_mark(claim: bytes, payload: bytes, standings: Sequence[str]) -> str:
    """Return the hash of a part: of its claim, its payload and the hashes of its standings."""
    texts = [mark_of(zlib.decompress(claim)), mark_of(zlib.decompress(payload)), *standings]
    return mark_of("\x1f".join(texts))


def edition_mark(row: Mapping[str, Any], claims: Sequence[tuple[str, str, str]]) -> str:
    """Return the hash of an edition: of its own row and of the marks of its parts, (claim id, story, mark) in their order."""
    own = (row["entry"], row["head"], row["machine"], row["derived_at"])
    payloads = (mark_of(zlib.decompress(row["overview"])), mark_of(zlib.decompress(row["rest"])))
    return mark_of("\x1f".join(map(str, (*own, *payloads, *(word for claim in claims for word in claim)))))


def find_edition(connection: Connection, entry: int, machine: str, moment: str | None) -> Edition | None:
    """Return the edition that answers for an entry; None where none was kept.

    For the present (`moment` is None) that of this machine. For a past moment the last one derived by then; where there was none then, the
    first that was derived since, so that what was once answered stays the answer.
    """
    columns = (editions.c.number, editions.c.entry, editions.c.head, editions.c.machine, editions.c.derived_at)
    query = select(*columns).where(editions.c.entry == entry).order_by(editions.c.number)
    found = [Edition(*row) for row in connection.execute(query)]
    if moment is None:
        return next((edition for edition in found if edition.machine == machine), None)
    then = [edition for edition in found if edition.derived_at <= moment]
    return next(iter(then[-1:] or found[:1]), None)


@dataclass(frozen=True, slots=True)
class Prepared:
    """An edition packed and ready to be written: packing a large pile takes longer than other writers may be kept waiting."""

    entry: int
    head: str
    overview: bytes
    rest: bytes
    pieces: tuple[_Packed, ...]


def prepare(connection: Connection, view: LedgerView, snapshot: Snapshot) -> Prepared:
    """Pack what was derived from a snapshot; `connection` only reads."""
    known = connection.execute(select(journal.c.head, journal.c.recorded_at).where(journal.c.number == snapshot.entry)).first()
    head, known_at = (known[0], known[1]) if known else (head_of(EMPTY_SUM), "")
    pieces = _pieces(view, snapshot)
    overview, rest = packed(overview_of(view, head, known_at)), packed(_rest(view, snapshot, pieces))
    return Prepared(snapshot.entry, head, overview, rest, tuple(map(_pack, pieces)))


def keep(connection: Connection, prepared: Prepared, machine: str, moment: str) -> Edition:
    """Write a prepared edition, inside the caller's transaction."""
    entry = Entry(connection, EDITION, moment)
    number = (connection.execute(select(func.max(editions.c.number))).scalar() or 0) + 1
    found = Edition(number, prepared.entry, prepared.head, machine, entry.moment)
    row = {**asdict(found), "overview": prepared.overview, "rest": prepared.rest}
    mark = edition_mark(row, [(piece.claim_id, piece.story, piece.mark) for piece in prepared.pieces])
    connection.execute(insert(editions), {**row, "mark": mark})
    _keep_parts(connection, prepared.pieces)
    lines = [
        {"edition": number, "place": place, "claim_id": piece.claim_id, "story": piece.story, "part": piece.mark}
        for place, piece in enumerate(prepared.pieces)
    ]
    insert_rows(connection, edition_parts, lines)
    entry.witness(editions.name, [mark])
    entry.close()
    return found


@dataclass(frozen=True, slots=True)
class _Packed:
    """One claim of an edition as it is written."""

    mark: str
    claim_id: str
    story: str
    claim: bytes
    payload: bytes
    standings: tuple[Mapping[str, object], ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """One claim of an edition and what belongs to it."""

    part: Part
    claim: Claim
    standings: tuple[Standing, ...]


def _pieces(view: LedgerView, snapshot: Snapshot) -> list[_Piece]:
    cutter, marks = Cutter.of(view), snapshot.marks()
    recorded = {statement.id: statement for statement in snapshot.statements()}
    pages = {article.id: article for article in snapshot.articles()}
    met = set(snapshot.problems())
    pieces = []
    for claim in view.claims:
        whole = cutter.claim(claim)
        same = [statement for statement in whole.statements if recorded.get(statement.id) == statement]
        other = tuple(statement for statement in whole.statements if recorded.get(statement.id) != statement)
        changed = tuple(article for article in whole.articles if pages.get(article.id) != article)
        derived = tuple(problem for problem in whole.problems if problem not in met)
        stripped = replace(whole, claims=(), articles=changed, statements=other, standings=(), readings=(), problems=derived, judgements=())
        refs = tuple((statement.article_id, marks[statement.id]) for statement in same)
        pieces.append(_Piece(Part(stripped, refs), claim, whole.standings))
    return pieces


def _pack(piece: _Piece) -> _Packed:
    claim, payload = packed(piece.claim), packed(piece.part)
    lines = [encode(standing) for standing in piece.standings]
    mark = part_mark(claim, payload, [mark_of(line) for line in lines])
    rows = tuple(_standing_row(mark, place, *each) for place, each in enumerate(zip(piece.standings, lines, strict=True)))
    return _Packed(mark, piece.claim.id, piece.claim.story, claim, payload, rows)


def _keep_parts(connection: Connection, pieces: Sequence[_Packed]) -> None:
    """Write the parts that are not held yet."""
    marks = sorted({piece.mark for piece in pieces})
    held: set[str] = set()
    for start in range(0, len(marks), _AT_ONCE):
        held |= set(connection.execute(select(parts.c.mark).where(parts.c.mark.in_(marks[start : start + _AT_ONCE]))).scalars())
    fresh = {piece.mark: piece for piece in pieces if piece.mark not in held}
    insert_rows(connection, parts, [{"mark": mark, "claim": each.claim, "payload": each.payload} for mark, each in fresh.items()])
    insert_rows(connection, part_standings, [row for piece in fresh.values() for row in piece.standings])


def _standing_row(part: str, place: int, standing: Standing, line: str) -> dict[str, object]:
    return {
        "part": part,
        "place": place,
        "day": standing_day(standing),
        "challenge": standing.challenge,
        "record": zlib.compress(line.encode("utf-8")),
        "mark": mark_of(line),
    }


def standing_day(standing: Standing) -> str:
    """Return what the date of a standing is compared by: its last day, or `UNDATED`, which sorts after all days."""
    return UNDATED if standing.published_by == UNDATED else date_end(standing.published_by) or UNDATED


def _rest(view: LedgerView, snapshot: Snapshot, pieces: Sequence[_Piece]) -> Rest:
    """What cannot be put together from the parts and the tables, after trying whether it can."""
    together = joined_views([replace(piece.part.view, claims=(piece.claim,), standings=piece.standings) for piece in pieces])
    rebuilt = [name for name in claim_fields() if getattr(together, name) == getattr(view, name)]
    kept: dict[str, tuple[Any, ...]] = dict.fromkeys(rebuilt, ())
    absent: list[str] = []
    for name in _HELD:
        base, wanted = _recorded(snapshot, name), getattr(view, name)
        gone, more = _difference(name, base, wanted)
        if _patched(name, base, set(gone), more) == wanted:
            rebuilt.append(name)
            absent += gone
            kept[name] = more
    return Rest(replace(view, **kept), tuple(rebuilt), tuple(absent))


def _recorded(snapshot: Snapshot, name: str) -> tuple[Any, ...]:
    return tuple(getattr(snapshot, name)())


def _difference(name: str, base: tuple[Any, ...], wanted: tuple[Any, ...]) -> tuple[list[str], tuple[Any, ...]]:
    """Ids of records that are not there as recorded, and records that are there otherwise or besides."""
    if base == wanted:
        return [], ()
    if name not in ("articles", "statements"):
        return [], wanted[len(base) :]
    held = {item.id: item for item in base}
    there = {item.id: item for item in wanted}
    return (
        [name for name, item in held.items() if there.get(name) != item],
        tuple(item for item in wanted if held.get(item.id) != item),
    )


def _patched(name: str, base: tuple[Any, ...], absent: set[str], more: tuple[Any, ...]) -> tuple[Any, ...]:
    if not absent and not more:
        return base
    if name not in ("articles", "statements"):
        return (*base, *more)
    left = [item for item in base if item.id not in absent]
    return tuple(sorted([*left, *more], key=place_of if name == "statements" else lambda article: article.id))


def overview_of_edition(connection: Connection, edition: Edition) -> Overview:
    """Return the overview that was kept."""
    payload = connection.execute(select(editions.c.overview).where(editions.c.number == edition.number)).scalar_one()
    return unpacked(Overview, payload)


def view_of_edition(connection: Connection, edition: Edition, snapshot: Snapshot) -> LedgerView:
    """Return the whole view that was kept."""
    rest = unpacked(Rest, connection.execute(select(editions.c.rest).where(editions.c.number == edition.number)).scalar_one())
    chosen = select(edition_parts.c.part).where(edition_parts.c.edition == edition.number).order_by(edition_parts.c.place)
    together = joined_views([view for _, view in _parts(connection, list(connection.execute(chosen).scalars()))])
    fields = {name: getattr(together, name) for name in claim_fields() if name in rest.rebuilt}
    for name in _HELD:
        if name in rest.rebuilt:
            fields[name] = _patched(name, _recorded(snapshot, name), set(rest.absent), getattr(rest.view, name))
    return replace(rest.view, **fields)


def problems_of_edition(connection: Connection, edition: Edition, snapshot: Snapshot) -> tuple[Problem, ...]:
    """Return all trouble of an edition, met in inputs and derived, without reading its claims."""
    rest = unpacked(Rest, connection.execute(select(editions.c.rest).where(editions.c.number == edition.number)).scalar_one())
    base = snapshot.problems() if "problems" in rest.rebuilt else ()
    return (*base, *rest.view.problems)


def claim_of_edition(connection: Connection, edition: Edition, claim_id: str, snapshot: Snapshot) -> LedgerView | None:
    """Return what was kept of a claim and of the other claims of its story; None where the edition has no such claim."""
    mine = select(edition_parts.c.story).where(edition_parts.c.edition == edition.number, edition_parts.c.claim_id == claim_id)
    story = connection.execute(mine).scalar()
    if story is None:
        return None
    belongs = or_(edition_parts.c.claim_id == claim_id, (edition_parts.c.story == story) & (edition_parts.c.story != ""))
    chosen = select(edition_parts.c.part).where(edition_parts.c.edition == edition.number, belongs).order_by(edition_parts.c.place)
    return _view_of_parts(connection, list(connection.execute(chosen).scalars()), snapshot)


def claims_of_edition(connection: Connection, edition: Edition, claim_ids: Sequence[str], snapshot: Snapshot) -> LedgerView:
    """Return what was kept of some claims, in the order of the edition; ids that it does not hold are passed over."""
    placed: list[tuple[int, str]] = []
    for start in range(0, len(claim_ids), _AT_ONCE):
        mine = edition_parts.c.claim_id.in_(claim_ids[start : start + _AT_ONCE])
        chosen = select(edition_parts.c.place, edition_parts.c.part).where(edition_parts.c.edition == edition.number, mine)
        placed += [(place, part) for place, part in connection.execute(chosen)]
    return _view_of_parts(connection, [part for _, part in sorted(placed)], snapshot)


def mentions_of_edition(connection: Connection, edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Yield (claim id, mark of its part, text of its part) of an edition, without making records of it."""
    joined = edition_parts.join(parts, parts.c.mark == edition_parts.c.part)
    chosen = select(edition_parts.c.claim_id, parts.c.mark, parts.c.payload).select_from(joined)
    for claim_id, mark, payload in connection.execute(chosen.where(edition_parts.c.edition == edition.number)):
        yield claim_id, mark, zlib.decompress(payload).decode("utf-8")


def _view_of_parts(connection: Connection, marks: Sequence[str], snapshot: Snapshot) -> LedgerView:
    """Put parts together with the articles and statements that they rest on."""
    found = _parts(connection, marks)
    view = joined_views([each for _, each in found])
    refs = sorted({ref for part, _ in found for ref in part.statements})
    names = [name for name, _ in view.recorded_at]
    changed = {article.id for article in view.articles}
    articles = (*view.articles, *snapshot.articles([name for name in names if name not in changed]))
    inputs = sorted({article.input_id for article in articles})
    met = replace(EMPTY, readings=snapshot.readings(inputs), problems=(*view.problems, *snapshot.problems(inputs)))
    met = joined_views([met])
    return replace(
        view,
        articles=tuple(sorted(articles, key=lambda article: article.id)),
        statements=tuple(sorted((*view.statements, *snapshot.marked(refs)), key=place_of)),
        readings=met.readings,
        problems=met.problems,
        judgements=snapshot.judgements(),
    )


def _parts(connection: Connection, marks: Sequence[str]) -> list[tuple[Part, LedgerView]]:
    """Return parts with their claim and standings, in the order of `marks`."""
    held: dict[str, tuple[Part, LedgerView]] = {}
    for start in range(0, len(marks), _AT_ONCE):
        block = marks[start : start + _AT_ONCE]
        standings: dict[str, list[Standing]] = {}
        rows = select(part_standings.c.part, part_standings.c.record).where(part_standings.c.part.in_(block))
        for mark, record in connection.execute(rows.order_by(part_standings.c.part, part_standings.c.place)):
            standings.setdefault(mark, []).append(unpacked(Standing, record))
        for row in connection.execute(select(parts).where(parts.c.mark.in_(block))):
            held[row.mark] = _whole_part(row, standings.get(row.mark, []))
    return [held[mark] for mark in marks]


def _whole_part(row: Row[Any], standings: Sequence[Standing]) -> tuple[Part, LedgerView]:
    part = unpacked(Part, row.payload)
    return part, replace(part.view, claims=(unpacked(Claim, row.claim),), standings=tuple(standings))


def _stood(mine: ColumnElement[bool], as_of: str | None) -> Subquery:
    """The standings of some parts by a date, those of rank 1 the latest; never of all editions: a ledger looked at each day keeps many."""
    latest = func.row_number().over(partition_by=part_standings.c.part, order_by=(part_standings.c.day.desc(), part_standings.c.place))
    by_then = or_(part_standings.c.day == UNDATED, part_standings.c.day <= (UNDATED if as_of is None else date_end(as_of) or UNDATED))
    held = edition_parts.join(part_standings, part_standings.c.part == edition_parts.c.part)
    columns = (edition_parts.c.place, part_standings.c.part, part_standings.c.challenge, part_standings.c.record, latest.label("rank"))
    return select(*columns).select_from(held).where(mine, by_then).subquery()


def standings_by(
    connection: Connection, edition: Edition, as_of: str | None, *, claim_id: str | None = None, challenged: bool = False
) -> list[tuple[Claim, Standing | None]]:
    """Return claims, or one, with where each stood by a date, in the order of the edition; None where nothing was published by then.

    The rule is that of `sayso.ledger.dates.latest_by`; rows that are not asked for are never unpacked.
    """
    mine = edition_parts.c.edition == edition.number
    if claim_id is not None:
        mine &= edition_parts.c.claim_id == claim_id
    stood = _stood(mine, as_of)
    if challenged:
        # From the standings to their claims: the other way round SQLite walks through the edition once for each of them.
        chosen = stood.join(parts, parts.c.mark == stood.c.part)
        query = select(parts.c.claim, stood.c.record).select_from(chosen).where(stood.c.rank == 1, stood.c.challenge != "unchallenged")
        query = query.order_by(stood.c.place)
    else:
        joined = edition_parts.join(parts, parts.c.mark == edition_parts.c.part).outerjoin(
            stood, (stood.c.part == edition_parts.c.part) & (stood.c.rank == 1)
        )
        query = select(parts.c.claim, stood.c.record).select_from(joined).where(mine)
        if claim_id is None:
            # Asked for one claim, SQLite would walk through all of them for the sake of this order.
            query = query.order_by(edition_parts.c.place)
    rows = connection.execute(query).all()
    found = [(unpacked(Claim, claim), unpacked(Standing, record) if record is not None else None) for claim, record in rows]
    return [pair for pair in found if not challenged or asks_for_a_look(*pair)]
