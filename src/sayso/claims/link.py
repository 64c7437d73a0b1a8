"""Match statements to claims: the one place that orders the steps of this stage.

Tracked claims come first, then the claims that the pile puts forward; both go the same way: relevance, stance, party, concession.
The result depends on the set of inputs only, never on their order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.claims.details import details_in
from sayso.claims.discovery import propose
from sayso.claims.features import ClaimSide, Pile, StatementSide, claim_sides, feature_rows, prepare_pile
from sayso.claims.outlets import outlet_stances
from sayso.claims.relevance import cut, relevance
from sayso.claims.stance import stance_of, utterance
from sayso.claims.stories import stories
from sayso.model import Article, Claim, Family, Match, OutletStance, Stance, Statement, TrackedClaim, content_id

__all__ = ["Linked", "claim_identifier", "link"]

_UPHOLDING = frozenset({Stance.ASSERTS, Stance.CONFIRMS})


@dataclass(frozen=True, slots=True)
class Linked:
    """What this stage gives to the ledger."""

    claims: tuple[Claim, ...]
    """Tracked claims in the order of their ids, then discovered ones, most contested first."""
    matches: tuple[Match, ...]
    """Sorted by claim, article and place."""
    outlet_stances: tuple[OutletStance, ...]
    """The outlets' own voices."""


def link(
    articles: Sequence[Article], statements: Sequence[Statement], families: Sequence[Family], tracked: Sequence[TrackedClaim]
) -> Linked:
    """Return the claims of a pile and every statement that bears on them."""
    readable = sorted((article for article in articles if article.readable), key=lambda article: article.id)
    pile = prepare_pile(readable, statements)
    family_of = {article: family.id for family in families for article in family.articles}
    proposals = propose(pile, {article.id: family_of.get(article.id, article.id) for article in readable})
    wanted = tuple(sorted(tracked, key=lambda claim: claim.id))
    known = _matches(pile, claim_sides(wanted, readable, statements), tracked=True)
    found = _matches(pile, claim_sides([item.claim for item in proposals], readable, statements), tracked=False)
    matches = tuple(sorted((*known, *found), key=lambda match: (match.claim_id, match.article_id, match.span, match.statement_id)))
    claims = [_claim(claim, "tracked", claim.id) for claim in wanted]
    claims += [_claim(item.claim, item.reason, None) for item in proposals]
    placed = stories(_with_details(claims, matches, {article.id: article for article in readable}), matches)
    return Linked(placed, matches, outlet_stances(placed, matches, statements, readable))


def claim_identifier(claim: TrackedClaim, *, tracked: bool) -> str:
    """Return the id of a claim: a hash of what it says, apart for tracked and discovered ones."""
    return content_id("claim", "tracked" if tracked else "found", claim.id, claim.text, *claim.parties)


def _claim(claim: TrackedClaim, reason: str, tracked_id: str | None) -> Claim:
    identifier = claim_identifier(claim, tracked=tracked_id is not None)
    return Claim(identifier, claim.text, claim.parties, tracked_id, reason=reason)


def _with_details(claims: Sequence[Claim], matches: Sequence[Match], articles: Mapping[str, Article]) -> list[Claim]:
    detailed = []
    for claim in claims:
        mine = [match for match in matches if match.claim_id == claim.id]
        values = {detail for match in mine for detail in details_in(articles[match.article_id].text, match.span, match.article_id)}
        order = sorted(values, key=lambda detail: (detail.kind, detail.value, detail.article_id, detail.span))
        detailed.append(replace(claim, details=tuple(order)))
    return detailed


def _matches(pile: Pile, claims: Sequence[ClaimSide], *, tracked: bool) -> list[Match]:
    if not claims or not pile.articles:
        return []
    found: list[Match] = []
    for row, block in zip(pile.sides, feature_rows(pile, claims), strict=True):
        chances = relevance(block.reshape(-1, block.shape[-1])).reshape(block.shape[:2])
        for side, chance_row in zip(row, chances, strict=True):
            for claim, chance in zip(claims, chance_row, strict=True):
                if chance >= cut():
                    found.append(_match(side, claim, float(chance), tracked=tracked))
    return _concede(found, claims, tracked=tracked)


def _match(side: StatementSide, claim: ClaimSide, chance: float, *, tracked: bool) -> Match:
    statement = side.statement
    said = utterance(statement, side.text, side.content_text, frozenset(claim.stems), claim.rung)
    stance, rule = stance_of(said)
    shared = sorted(set(claim.stems) & side.stems)
    reasons = (
        rule,
        "words in common: " + (", ".join(shared) if shared else "none; matched by meaning and context"),
        f"similar meaning {float(side.encoded.whole @ claim.encoded.whole):.2f}",
    )
    return Match(
        claim_identifier(claim.claim, tracked=tracked),
        statement.id,
        statement.article_id,
        statement.extent,
        stance,
        claim.index.party_of(statement.source),
        round(chance, 4),
        reasons,
    )


def _concede(matches: Sequence[Match], claims: Sequence[ClaimSide], *, tracked: bool) -> list[Match]:
    """A party that denies a rung and upholds a lower rung of the same ladder concedes the lower one."""
    rung_of = {claim_identifier(claim.claim, tracked=tracked): claim.rung for claim in claims}
    denied = {(match.party, rung_of[match.claim_id]) for match in matches if match.party and match.stance is Stance.DENIES}
    changed = []
    for match in matches:
        rung = rung_of[match.claim_id]
        above = any(
            party == match.party and other is not None and rung is not None and other.ladder == rung.ladder and other.height > rung.height
            for party, other in denied
        )
        conceding = above and match.party is not None and match.stance in _UPHOLDING
        changed.append(replace(match, stance=Stance.CONCEDES, reasons=(*match.reasons, "denies a stronger claim")) if conceding else match)
    return changed
