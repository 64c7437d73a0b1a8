"""From what is recorded to everything that is shown: families, claims, origins and standings of the whole pile, in one pass.

What is derived depends on the set of records alone: the same pile in any order gives the same view, byte for byte.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.articles import Skipped, late_arrivals, without_repeats
from sayso.claims import Linked, is_lower
from sayso.judging import decided, in_force
from sayso.ledger import (
    UNDATED,
    Pile,
    Snapshot,
    citations,
    concessions,
    identified,
    judged_owners,
    lookalikes,
    positions_in,
    standings_in,
    statement_origin,
    trace_in,
)
from sayso.matching import Matching, Progress
from sayso.model import (
    Article,
    Claim,
    Evidence,
    Family,
    LedgerView,
    Match,
    OriginRange,
    Position,
    Problem,
    Standing,
    Statement,
)
from sayso.notices import in_own_voice, taken_back_by_outlets
from sayso.versions import page_history

__all__ = ["Progress", "derive"]


def derive(store: Snapshot, progress: Progress | None = None, matching: Matching | None = None) -> LedgerView:
    """Derive everything that is shown from what was recorded by one moment; `progress` hears of each article that is prepared.

    `matching` remembers the last pile, so that what only judgements changed is derived at once.
    """
    matching = matching or Matching()
    articles, statements = without_repeats(identified(store.articles()), store.statements())
    recorded_at, judgements = store.recorded_at(), store.judgements()
    seen, held = dict(recorded_at), in_force(judgements)
    found = matching.compare(articles, seen, held)
    machine = matching.link(articles, statements, families := found.families, store.tracked(), progress)
    own = in_own_voice(statements, {article.id: article for article in articles})
    decisions = decided(replace(machine, matches=taken_back_by_outlets(machine.matches, own)), statements, articles, judgements)
    linked, own = decisions.linked, {**own, **decisions.statements}
    statements = tuple(decisions.statements.get(statement.id, statement) for statement in statements)
    evidence = tuple(sorted((*found.evidence, *citations(articles, statements)), key=_evidence_order))
    late = _late(articles, families, seen)
    history = page_history(articles, statements, linked.matches, seen, store.gone())
    pile = Pile.of(articles, families, evidence, (*judged_owners(held), *lookalikes(articles)), late=late, days=history.days)
    judged = _stand(pile, linked, [own.get(each.id, each) for each in statements], history.repeated)
    return LedgerView(
        articles=articles,
        recorded_at=recorded_at,
        readings=store.readings(),
        problems=(
            *store.problems(),
            *map(_boilerplate, found.skipped),
            *(_date_conflict(page, seen[page.id]) for page in articles if page.id in late and page.id not in history.later),
            *history.problems,
            *decisions.problems,
        ),
        families=tuple(sorted(families, key=lambda family: family.id)),
        evidence=evidence,
        statements=statements,
        claims=linked.claims,
        matches=linked.matches,
        outlet_stances=linked.outlet_stances,
        positions=judged.positions,
        origins=judged.origins,
        statement_origins=judged.statement_origins,
        standings=judged.standings,
        versions=history.versions,
        judgements=judgements,
    )


def _boilerplate(skipped: Skipped) -> Problem:
    where = f"code points {skipped.span.start} to {skipped.span.end}"
    message = (
        f"{skipped.articles} articles share a passage, as in {skipped.article_id} at {where}; it was compared between neighbours only."
        " Nothing need be done."
    )
    return Problem("widely-shared", message, skipped.article_id)


def _late(articles: Sequence[Article], families: Sequence[Family], first_seen: Mapping[str, str]) -> tuple[str, ...]:
    """Return the copies whose own date has no witness in this ledger."""
    by_id = {article.id: article for article in articles}
    several = (family for family in families if len(family.articles) > 1)
    return tuple(sorted(name for family in several for name in late_arrivals((by_id[each] for each in family.articles), first_seen)))


def _date_conflict(page: Article, seen: str) -> Problem:
    message = (
        f"It says that it was published on {page.published_at}; this ledger first saw it on {seen[:10]}, later than another article of its"
        " text. It is ordered by that sight. An independent capture from the earlier day would settle it."
    )
    return Problem("date-conflict", message, page.input_id)


def _evidence_order(edge: Evidence) -> tuple[str, str, str, int]:
    return (edge.article_id, edge.kind, edge.target, edge.span.start if edge.span else -1)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What the ledger stage says of a linked pile."""

    positions: tuple[Position, ...]
    origins: tuple[tuple[str, OriginRange], ...]
    statement_origins: tuple[tuple[str, str], ...]
    standings: tuple[Standing, ...]


def _stand(pile: Pile, linked: Linked, statements: Sequence[Statement], repeated: frozenset[str]) -> _Judged:
    """Count origins and derive standings for every claim; what a later capture of a page repeats is not said again."""
    pairs = _pairs(linked, statements, repeated)
    end = pile.end or UNDATED
    standings: list[Standing] = []
    for claim in linked.claims:
        weaker = [pair for other in linked.claims if _is_weaker(other, claim) for pair in pairs[other.id]]
        standings.extend(standings_in(pile, claim, pairs[claim.id], concessions(pile, weaker)))
    party_of = {match.statement_id: match.party for match in linked.matches if match.party}
    matched = {match.statement_id for match in linked.matches}
    return _Judged(
        tuple(position for claim in linked.claims for position in positions_in(pile, claim, pairs[claim.id], end)),
        tuple((claim.id, trace_in(pile, pairs[claim.id], end)) for claim in sorted(linked.claims, key=lambda claim: claim.id)),
        tuple((item.id, statement_origin(item, pile, party_of.get(item.id))) for item in statements if item.id in matched),
        tuple(standings),
    )


def _pairs(linked: Linked, statements: Sequence[Statement], repeated: frozenset[str]) -> Mapping[str, list[tuple[Statement, Match]]]:
    by_id = {statement.id: statement for statement in statements}
    pairs: dict[str, list[tuple[Statement, Match]]] = {claim.id: [] for claim in linked.claims}
    for match in (match for match in linked.matches if match.statement_id not in repeated):
        pairs[match.claim_id].append((by_id[match.statement_id], match))
    return pairs


def _is_weaker(other: Claim, claim: Claim) -> bool:
    """Tell whether `other` is a lower rung of the same story."""
    return other.story == claim.story and is_lower(other.text, claim.text)
