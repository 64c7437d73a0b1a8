"""Match statements to claims: the one place that orders the steps of this stage.

Tracked claims come first, then the claims that the pile puts forward; both go the same way: relevance, stance, party, concession.
The result depends on the set of inputs only, never on their order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.claims.details import details_in
from sayso.claims.discovery import propose
from sayso.claims.features import ClaimSide, Pile, StatementSide, claim_sides, feature_rows, prepare_pile
from sayso.claims.outlets import outlet_stances
from sayso.claims.relevance import cut, inherit, relevance
from sayso.claims.stance import stance_of, utterance
from sayso.claims.stories import stories
from sayso.claims.voices import answer, concede, narrow, settle
from sayso.model import Act, Article, Claim, Family, Match, OutletStance, Span, Stance, Statement, TrackedClaim, content_id

__all__ = ["Linked", "claim_identifier", "link"]

_TAKES_A_STAND = frozenset({Act.DENIES, Act.ADMITS, Act.RETRACTS, Act.DOUBTS})
ALONE = 0.6
"""Probability from which a statement without one word of the claim is taken to assert it; below, it is shown as unclear.
0, .45 and .6 are within a point of F1 on cases left out of learning; the highest shows a reader least noise."""
DEEDS = frozenset(
    "agree, agree to, agree on, agree with, sign, meet, talk, discuss, negotiate, attack, accept, begin, start, continue, raise, close, "
    "reach, show, give assurances, respond to, give, make, take".split(", ")
)
"""Cues that tell of a deed rather than of words. Read off errors on left-out cases; each is a deed in any story."""


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
    articles: Sequence[Article],
    statements: Sequence[Statement],
    families: Sequence[Family],
    tracked: Sequence[TrackedClaim],
    *,
    progress: Callable[[int, int, str], None] | None = None,
) -> Linked:
    """Return the claims of a pile and every statement that bears on them.

    `progress` is called with articles prepared, articles in all, and the headline of the one at hand.
    """
    readable = sorted((article for article in articles if article.readable), key=lambda article: article.id)
    pile = prepare_pile(readable, statements, progress)
    family_of = {article: family.id for family in families for article in family.articles}
    proposals = propose(pile, {article.id: family_of.get(article.id, article.id) for article in readable})
    wanted = tuple(sorted(tracked, key=lambda claim: claim.id))
    known = _matches(pile, claim_sides(wanted, readable, statements), tracked=True)
    found = _matches(pile, claim_sides([item.claim for item in proposals], readable, statements), tracked=False)
    matches = tuple(sorted((*known, *found), key=_match_order))
    claims = [_claim(claim, "tracked", claim.id) for claim in wanted]
    claims += [_claim(item.claim, item.reason, None) for item in proposals]
    placed = stories(_with_details(claims, matches, {article.id: article for article in readable}), matches)
    return Linked(placed, matches, outlet_stances(placed, matches, statements, readable))


def _match_order(match: Match) -> tuple[str, str, Span, str, str]:
    return (match.claim_id, match.article_id, match.span, match.statement_id, match.party or "")


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
        chances = inherit(row, relevance(block.reshape(-1, block.shape[-1])).reshape(block.shape[:2]))
        for claim, column in zip(claims, chances.T, strict=True):
            if column.max() < cut():
                continue
            voices = claim.index.in_context([side.statement.source for side in row])
            for side, parties, chance in zip(row, voices, column, strict=True):
                if chance >= cut():
                    speaking = _speaking(side.statement, claim, parties)
                    found.extend(_match(side, claim, party, float(chance), tracked=tracked) for party in speaking)
    rungs = {claim_identifier(claim.claim, tracked=tracked): claim.rung for claim in claims}
    statements = {side.statement.id: side.statement for row in pile.sides for side in row}
    return concede(settle(answer(narrow(found, rungs), statements)), rungs)


def _match(side: StatementSide, claim: ClaimSide, party: str | None, chance: float, *, tracked: bool) -> Match:
    statement = side.statement
    said = utterance(statement, side.text, side.content_text, frozenset(claim.stems), claim.rung)
    stance, rule = stance_of(said)
    shared = sorted(set(claim.stems) & side.stems)
    if stance is Stance.ASSERTS and not shared and chance < ALONE:
        stance, rule = Stance.UNCLEAR, "has no word of the claim"
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
        party,
        round(chance, 4),
        reasons,
    )


def _speaking(statement: Statement, claim: ClaimSide, parties: tuple[str | None, ...]) -> tuple[str | None, ...]:
    """Return the parties whose voice a statement is; (None,) where it is nobody's.

    Who signs, agrees or attacks does a deed that the outlet tells of. And where the claim itself is that a party said something, the
    words told as that party's are the claim, not the party's stand on it; only its denial or admission is.
    """
    if statement.cue_text in DEEDS:
        return (None,)
    stands = statement.act in _TAKES_A_STAND
    return tuple(dict.fromkeys(None if party in claim.speakers and not stands else party for party in parties))
