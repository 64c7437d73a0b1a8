"""What the start page says: which claims are contested most, and what waits beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.ledger import asks_for_a_look
from sayso.model import Claim, Standing
from sayso.report.index import Index

__all__ = ["ListedClaim", "challenged", "has_a_place", "listed_claims"]

_WEIGHT = {"retracted": 4, "denied": 4, "partly conceded": 4, "doubted": 2, "unchallenged": 0}
"""How much a challenge asks for a look. Set by reason: a denial, a concession and a withdrawal each change what can be printed."""


@dataclass(frozen=True, slots=True)
class ListedClaim:
    """One line of a list of claims."""

    claim: Claim
    """The claim."""
    standing: Standing | None
    """Where it stands."""
    sides: tuple[tuple[str, tuple[str, ...]], ...]
    """(party, what it does), silent parties left out."""

    @property
    def since(self) -> str | None:
        """When it came to stand there."""
        return self.standing.published_by if self.standing else None


def listed_claims(index: Index, claims: Iterable[Claim]) -> tuple[ListedClaim, ...]:
    """Return claims with where they stand and what their parties do.

    >>> from sayso.model import LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> listed_claims(index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6)), [claim])[0].sides
    ()
    """
    return tuple(ListedClaim(claim, index.standing(claim.id), _sides(index, claim)) for claim in claims)


def has_a_place(claim: Claim, standing: Standing | None) -> bool:
    """Tell whether a claim has a place on the start page: it stands somewhere, or somebody follows it.

    >>> has_a_place(Claim("claim-1", "A bridge was closed"), None)
    False
    """
    return standing is not None or claim.tracked_id is not None


def _sides(index: Index, claim: Claim) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = ((party, index.positions.get((claim.id, party))) for party in claim.parties)
    return tuple((party, tuple(stance.value for stance in position.stances)) for party, position in found if position and position.stances)


def challenged(lines: Sequence[ListedClaim]) -> tuple[tuple[ListedClaim, ...], tuple[ListedClaim, ...]]:
    """Return the claims that somebody challenges, those that ask for a look first, and the rest in the ledger's order.

    A claim that a person dismissed stands with the rest.

    First goes what is challenged most; of those what a person follows; of those what changed last.

    >>> challenged(())
    ((), ())
    """
    contested = [line for line in lines if asks_for_a_look(line.claim, line.standing)]
    shown = {line.claim.id for line in contested}
    contested.sort(key=lambda line: line.since or "", reverse=True)
    contested.sort(key=lambda line: (-_WEIGHT.get(line.standing.challenge if line.standing else "", 1), line.claim.tracked_id is None))
    return tuple(contested), tuple(line for line in lines if line.claim.id not in shown)
