"""Where each party stands on a claim by a date: its latest voice, with the older ones kept beside it.

"Latest" goes by publication day, partial days by their end. A page without a well-founded date never decides which voice is the latest: it
speaks for a party only where no dated page does, and from the end of the pile on (`dates.py`). When it was said (`said_on`) is shown, not
used to order voices. Unnamed voices count like named ones here; only a standing of `confirmed` asks for a name or an office.
"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.ledger.pile import Pile
from sayso.model import Article, Claim, Match, Position, Sdqc, Stance, Statement

__all__ = ["latest_voice", "positions", "positions_in"]

Pair = tuple[Statement, Match]
_SILENT = frozenset({Sdqc.COMMENT})
"""A party that only relays or discusses takes no side; it neither speaks for nor against."""


def positions(claim: Claim, pairs: Sequence[Pair], articles: Sequence[Article], as_of: str) -> tuple[Position, ...]:
    """Return one position for each party of the claim, in the claim's order; empty stances mean silent.

    >>> positions(Claim("c", "A pier was sold.", ("Norland",)), [], [], "2031-05-30")[0].stances
    ()
    """
    return positions_in(Pile.of(articles), claim, pairs, as_of)


def positions_in(pile: Pile, claim: Claim, pairs: Sequence[Pair], as_of: str) -> tuple[Position, ...]:
    """Return the same as `positions` over an indexed pile.

    >>> positions_in(Pile.of([]), Claim("c", "A pier was sold.", ("Norland",)), [], "2031-05-30")[0].party
    'Norland'
    """
    public = [pair for pair in pairs if pile.is_public(pair[0].article_id, as_of) and pair[1].stance.sdqc not in _SILENT]
    return tuple(_position(pile, claim.id, party, [pair for pair in public if pair[1].party == party]) for party in claim.parties)


def latest_voice(pile: Pile, pairs: Sequence[Pair]) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    """Return the pairs of the latest day and the earlier ones, latest first; undated pairs are earlier wherever a dated one exists.

    >>> latest_voice(Pile.of([]), [])
    ((), ())
    """
    ordered = sorted(pairs, key=lambda pair: pair[0].id)
    ordered.sort(key=lambda pair: pile.days.get(pair[0].article_id) or "", reverse=True)
    if not ordered:
        return (), ()
    latest = pile.days.get(ordered[0][0].article_id)
    size = sum(pile.days.get(statement.article_id) == latest for statement, _ in ordered)
    return tuple(ordered[:size]), tuple(ordered[size:])


def _position(pile: Pile, claim_id: str, party: str, pairs: Sequence[Pair]) -> Position:
    latest, earlier = latest_voice(pile, pairs)
    spoken = {match.stance for _, match in latest}
    return Position(
        claim_id,
        party,
        tuple(stance for stance in Stance if stance in spoken),
        tuple(statement.id for statement, _ in latest),
        tuple(statement.id for statement, _ in earlier),
    )
