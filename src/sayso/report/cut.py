"""A view of the ledger cut down to what had been published by a date, so that every part of a page keeps to it.

The rules are the ledger's own (`ledger/dates.py`): a partial date counts from its last day on, a page without a well-founded date from the
end of the pile on. Before that it is kept beside: its text is there, and nothing that was said in it is used.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from sayso.errors import UsageError
from sayso.ledger.dates import date_end, is_public, known_by, latest_by, pile_end
from sayso.ledger.pile import Pile
from sayso.ledger.positions import positions_in
from sayso.model import (
    Article,
    ArticleState,
    ArticleVersion,
    Claim,
    Evidence,
    Family,
    LedgerView,
    Match,
    OriginRange,
    Position,
    Standing,
    Statement,
)

__all__ = ["cut_to"]


def cut_to(view: LedgerView, as_of: str | None, keep: Collection[str] = ()) -> LedgerView:
    """Return the view as it would be had nothing been published after `as_of`; the view itself for None.

    A claim that the pile put forward is left out where nothing on it had been published, unless its id is in `keep`. Raises `UsageError`
    for what is not a date.

    >>> from sayso.model import DateBasis
    >>> may, june = (Article(day, day, "", "", published_at=day, published_basis=DateBasis.STATED) for day in ("2031-05-30", "2031-06-02"))
    >>> view = LedgerView((may, june, Article("a", "a", "", "")), *[()] * 13)
    >>> [article.id for article in cut_to(view, "2031-05").articles]
    ['2031-05-30', 'a']
    """
    if as_of is None:
        return view
    if date_end(as_of) is None:
        raise UsageError(f"{as_of!r} is not a date; write 2031, 2031-05 or 2031-05-29.")
    end = pile_end(view.articles)
    kept = [article for article in view.articles if known_by(article) is None or is_public(known_by(article), as_of, end)]
    used = frozenset(article.id for article in kept if is_public(known_by(article), as_of, end))
    return _cut(view, as_of, kept, used, frozenset(keep))


def _cut(view: LedgerView, as_of: str, kept: list[Article], used: frozenset[str], keep: frozenset[str]) -> LedgerView:
    ids = frozenset(article.id for article in kept)
    gone = {article.input_id for article in view.articles if article.id not in ids} - {article.input_id for article in kept}
    matches = tuple(match for match in view.matches if match.article_id in used)
    statements = tuple(statement for statement in view.statements if statement.article_id in ids)
    claims = _claims(view.claims, {match.claim_id for match in matches} | keep, used)
    standings = tuple(standing for standing in view.standings if latest_by([standing], as_of))
    said = {statement.id for statement in statements}
    return replace(
        view,
        articles=tuple(kept),
        recorded_at=tuple(pair for pair in view.recorded_at if pair[0] in ids),
        readings=tuple(pair for pair in view.readings if pair[0] not in gone),
        problems=tuple(problem for problem in view.problems if problem.input_id not in gone),
        families=tuple(_families(view.families, ids)),
        evidence=tuple(_evidence(view.evidence, ids, view.articles)),
        statements=statements,
        claims=claims,
        matches=matches,
        outlet_stances=tuple(stance for stance in view.outlet_stances if stance.article_id in used),
        positions=_positions(view, claims, statements, matches, as_of),
        origins=tuple(_origins(standings, as_of)),
        statement_origins=tuple(pair for pair in view.statement_origins if pair[0] in said),
        standings=standings,
        versions=tuple(_versions(view.versions, ids)),
    )


def _claims(claims: Iterable[Claim], spoken: Collection[str], used: Collection[str]) -> tuple[Claim, ...]:
    there = (claim for claim in claims if claim.tracked_id is not None or claim.id in spoken)
    return tuple(replace(claim, details=tuple(detail for detail in claim.details if detail.article_id in used)) for claim in there)


def _families(families: Iterable[Family], ids: Collection[str]) -> Iterable[Family]:
    for family in families:
        left = tuple(article for article in family.articles if article in ids)
        if left:
            yield replace(family, articles=left, root=family.root if family.root in ids else left[0])


def _evidence(evidence: Iterable[Evidence], ids: Collection[str], articles: Iterable[Article]) -> Iterable[Evidence]:
    later = {article.id for article in articles} - set(ids)
    return (edge for edge in evidence if edge.article_id in ids and edge.target not in later)


def _positions(
    view: LedgerView, claims: Iterable[Claim], statements: Iterable[Statement], matches: Iterable[Match], as_of: str
) -> tuple[Position, ...]:
    pile = Pile.of(view.articles)
    by_id = {statement.id: statement for statement in statements}
    pairs: dict[str, list[tuple[Statement, Match]]] = {claim.id: [] for claim in claims}
    for match in matches:
        if match.statement_id in by_id and match.claim_id in pairs:
            pairs[match.claim_id].append((by_id[match.statement_id], match))
    return tuple(position for claim in claims for position in positions_in(pile, claim, pairs[claim.id], as_of))


def _origins(standings: Iterable[Standing], as_of: str) -> Iterable[tuple[str, OriginRange]]:
    histories: dict[str, list[Standing]] = {}
    for standing in standings:
        histories.setdefault(standing.claim_id, []).append(standing)
    for claim_id in sorted(histories):
        latest = latest_by(histories[claim_id], as_of)
        if latest is not None and latest.origins is not None:
            yield claim_id, latest.origins


def _versions(versions: Iterable[ArticleVersion], ids: Collection[str]) -> Iterable[ArticleVersion]:
    left = [version for version in versions if version.article_id in ids]
    followed = {version.previous for version in left}
    for version in left:
        replaced = version.state is ArticleState.REPLACED and version.article_id not in followed
        yield (
            replace(version, state=ArticleState.CURRENT, because="No later capture of its address was there yet.") if replaced else version
        )
