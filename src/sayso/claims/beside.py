"""Why a statement that is near a claim says nothing of it: another actor, value or step, or what only a claim like it has.

The pair model reads one claim at a time and takes "1,500 jobs will go" for support of "4,000 jobs will go", and "the red dye is banned" for
support of "the yellow dye is banned". Here the words decide, and the other claims that are compared. Each reason is kept with the match.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.claims.conflicts import denies_value, other_actor, other_value
from sayso.claims.features import ClaimSide, StatementSide
from sayso.claims.terms import content_stems
from sayso.claims.voices import EXPLICIT
from sayso.model import Polarity, Stance

__all__ = ["Contrasts", "contrasts", "refuses_value", "stands_beside"]

Contrasts = Sequence[tuple[frozenset[str], frozenset[str]]]
"""Pairs of (stems that only this claim has, stems that only a claim like it has)."""

ALIKE, APART = 2, 3
"""Stems that two claims share at least, and that each has for itself at most, to differ in little. Set by reason."""
_NOBODY = re.compile(r"(?:nobody|no one|none|neither|no)\b", re.IGNORECASE)
"""Opens a source such as "no official" or "neither side": what nobody says is not said."""
_SUPPORTS = frozenset({Stance.ASSERTS, Stance.CONFIRMS})


def contrasts(claims: Sequence[ClaimSide]) -> list[Contrasts]:
    """Return for each claim what keeps it and the claims apart that differ from it in little.

    "The Office banned the yellow dye" has (yellow, red) against "The Office banned the red dye". Claims that stand on different rungs are
    told apart by their rungs.
    """
    stems = [frozenset(content_stems(claim.claim.text)) for claim in claims]
    return [
        tuple(
            (stems[one] - stems[other], stems[other] - stems[one])
            for other in range(len(claims))
            if other != one and claims[one].rung == claims[other].rung and _differ_in_little(stems[one], stems[other])
        )
        for one in range(len(claims))
    ]


def _differ_in_little(one: frozenset[str], other: frozenset[str]) -> bool:
    apart = (len(one - other), len(other - one))
    return len(one & other) >= ALIKE and min(apart) >= 1 and max(apart) <= APART


def refuses_value(side: StatementSide, claim: ClaimSide, stance: Stance) -> bool:
    """Tell whether what reads as support gives another value instead of the claim's: "212 people fell ill and not 30"."""
    return stance in _SUPPORTS and denies_value(claim.claim.text, side.content_text)


def stands_beside(side: StatementSide, claim: ClaimSide, apart: Contrasts, party: str | None, read: tuple[Stance, str]) -> str | None:
    """Return the reason why a statement takes no side on a claim although it reads as if it did; None where there is none."""
    if _NOBODY.match(side.statement.source.text):
        return "said by nobody"
    stance, rule = read
    supports = stance in _SUPPORTS
    # Who says without a negation that it was another number may well deny this one, and "two died, not three" denies three.
    refused = supports or rule in EXPLICIT or side.statement.polarity is Polarity.NEGATED
    if refused and (supports or not denies_value(claim.claim.text, side.content_text)) and (other := _other_claim(side, claim, apart)):
        return other
    return (_other_actor(side, claim) or _other_step(side, claim, party)) if supports else None


def _other_claim(side: StatementSide, claim: ClaimSide, apart: Contrasts) -> str | None:
    """Return the reason if what is said, denied or doubted is of another value than the claim's, or of what only a claim like it has."""
    if value := other_value(claim.claim.text, side.content_text):
        return f"speaks of {value}"
    others = [stem for mine, theirs in apart if not mine & side.stems for stem in sorted(theirs & side.stems)]
    return f"speaks of what only a claim like it has: {others[0]}" if others else None


def _other_actor(side: StatementSide, claim: ClaimSide) -> str | None:
    actors = other_actor(claim.claim.text, side.content_text)
    if actors and not claim.index.mentioned(actors[0]) & claim.index.mentioned(actors[1]):
        return f"tells it of {actors[1]}"
    return None


def _other_step(side: StatementSide, claim: ClaimSide, party: str | None) -> str | None:
    """Return the reason if a statement names steps of the claim's ladder and none bears on the claim's own.

    Who agrees on a working group has signed nothing: asked of parties alone, whose word decides a standing. On cases left out of learning
    it costs .3 of F1 (four statements), and .5 to 1.0 if asked of everybody, as headlines call a contract a deal. Who tells of a contract
    tells nothing of the talks before: .2 of F1 more (32 statements). That holds on every ladder, as of an attack and the plot before it.
    """
    if claim.rung is None:
        return None
    heights = [rung.height for rung in side.rungs if rung.ladder == claim.rung.ladder]
    if heights and party and claim.rung.graded and max(heights) < claim.rung.height:
        return "speaks of a weaker step only"
    return "speaks of a stronger step only" if heights and min(heights) > claim.rung.height else None
