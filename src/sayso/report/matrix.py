"""Who stands where: actors by claims, each cell with the statements that give it.

A party's cell is its position as the ledger derived it (its latest voice, older ones beside it); an outlet's or another speaker's
cell is everything that it said. Nothing here weighs or decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sayso.model import Claim, Stance
from sayso.report.index import Index, chosen_claims, ladder, voices
from sayso.report.records import Cell, Matrix, Row, Voice

__all__ = ["SOFT", "claim_matrix", "sides_taken", "story_matrices"]

_KINDS = ("party", "outlet", "speaker")
SOFT = frozenset({Stance.RELAYS, Stance.UNCLEAR})
"""Stances that take no side."""
_ORDER = {stance: place for place, stance in enumerate(Stance)}


def claim_matrix(index: Index, claims: Sequence[Claim] | None = None) -> Matrix:
    """Return the matrix of some claims; of all tracked ones where none are given.

    Every party has a row, silent or not; an outlet or speaker has one if it says anything on any of the claims.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> index = index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6))
    >>> [(row.name, row.cells[0].stances) for row in claim_matrix(index, [claim]).rows]
    [('Norland', ())]
    """
    columns = ladder(claims) if claims is not None else chosen_claims(index, None)
    said = {claim.id: voices(index, claim.id) for claim in columns}
    rows = [Row(name, kind, _cells(index, columns, said, kind, name)) for kind, name in _actors(columns, said)]
    return Matrix(columns, tuple(index.standing(claim.id) for claim in columns), tuple(rows))


def story_matrices(index: Index, claims: Sequence[Claim]) -> tuple[Matrix, ...]:
    """Return one matrix a story, so that claims that have nothing to do with each other never share a table.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> index = index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6))
    >>> [matrix.claims[0].id for matrix in story_matrices(index, [claim])]
    ['claim-1']
    """
    stories: dict[str, list[Claim]] = {}
    for claim in ladder(claims):
        stories.setdefault(claim.story or claim.id, []).append(claim)
    return tuple(claim_matrix(index, group) for group in stories.values())


def sides_taken(matrix: Matrix) -> Matrix:
    """Return the matrix without outlets and speakers that only hand on what others say; parties keep their rows.

    >>> sides_taken(Matrix((), (), (Row("Norland", "party", ()), Row("report", "speaker", ())))).rows
    (Row(name='Norland', kind='party', cells=()),)
    """
    return replace(matrix, rows=tuple(row for row in matrix.rows if row.kind == "party" or _takes_a_side(row)))


def _takes_a_side(row: Row) -> bool:
    return any(set(cell.stances) - SOFT for cell in row.cells)


def _actors(columns: Sequence[Claim], said: Mapping[str, Sequence[Voice]]) -> list[tuple[str, str]]:
    parties = [party for claim in columns for party in claim.parties]
    spoken = [voice for claim in columns for voice in said[claim.id]]
    names = [("party", name) for name in [*parties, *(voice.party for voice in spoken if voice.party)]]
    names += [(voice.kind, voice.speaker) for voice in spoken if voice.kind != "party"]
    first: dict[tuple[str, str], tuple[str, str]] = {}
    for kind, name in names:
        first.setdefault((kind, name.casefold()), (kind, name))
    return sorted(first.values(), key=lambda actor: _KINDS.index(actor[0]))


def _cells(index: Index, columns: Sequence[Claim], said: Mapping[str, Sequence[Voice]], kind: str, name: str) -> tuple[Cell, ...]:
    return tuple(_cell(index, claim.id, kind, name, _spoken_by(said[claim.id], kind, name)) for claim in columns)


def _spoken_by(spoken: Sequence[Voice], kind: str, name: str) -> list[Voice]:
    wanted = name.casefold()
    return [v for v in spoken if v.kind == kind and (v.party or v.speaker if kind == "party" else v.speaker).casefold() == wanted]


def _cell(index: Index, claim_id: str, kind: str, name: str, spoken: Sequence[Voice]) -> Cell:
    position = index.positions.get((claim_id, name)) if kind == "party" else None
    if position is None:
        return Cell(claim_id, _stances(spoken), tuple(spoken))
    if not position.stances:
        # A party that only handed on what others say is silent; its words stay at hand.
        return Cell(claim_id, (), (), tuple(reversed(spoken)))
    latest = [voice for voice in spoken if voice.statement_id in position.statements]
    earlier = [voice for voice in spoken if voice.statement_id not in position.statements]
    return Cell(claim_id, tuple(sorted(set(position.stances), key=_ORDER.__getitem__)), tuple(latest), tuple(reversed(earlier)))


def _stances(spoken: Sequence[Voice]) -> tuple[Stance, ...]:
    found = {voice.stance for voice in spoken}
    return tuple(sorted(found - SOFT or found, key=_ORDER.__getitem__))
