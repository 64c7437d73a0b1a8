"""The smallest view that each page needs, for ledgers too large to be read whole; small ones are read whole, which is the same and simpler.

A page shows some claims, or one article with what is said in it. Which claims an article bears on is looked up in a list that is made once
for each claim as it is kept, and kept on while the claim does not change.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from sayso.errors import NotFoundError, UsageError
from sayso.ledger import asks_for_a_look, decode
from sayso.ledger.cutting import EMPTY
from sayso.ledger.records import Part
from sayso.model import LedgerView, Position, Standing
from sayso.report.cut import cut_to
from sayso.report.index import Index, index_view
from sayso.report.overview import challenged, has_a_place, listed_claims
from sayso.web.desk import Answer, Desk

__all__ = [
    "article_slice",
    "front_slice",
    "judgements_slice",
    "party_slice",
    "problems_slice",
    "search_slice",
    "story_slice",
    "too_large_to_compare",
]

FRONT = (100, 50)
"""Claims of a large ledger that are listed at the start: challenged ones, others."""
FRONT_ON_A_DATE = (20, 10)
"""The same where positions on a date have to be found again from what was said."""
MOST_CLAIMS = 200
"""Claims of a large ledger that one page reads: of an article, a party, a search."""
MOST_FOUND = 400
"""Articles of a large ledger that a search by words looks into, best match first."""


def _large(desk: Desk, answer: Answer) -> bool:
    return answer.edition is not None and desk.overview(answer).articles > desk.settings.large


def too_large_to_compare(desk: Desk, answer: Answer) -> None:
    """Raise `UsageError` for a ledger that the app does not compare at two moments."""
    if _large(desk, answer):
        raise UsageError("This ledger is too large to be compared while a page waits. Use: sayso changes --since DAY --format atom -o FILE")


def front_slice(desk: Desk, answer: Answer, as_of: str | None) -> tuple[Index, bool]:
    """Return the claims for the start page, and whether they are a part, already cut to the date."""
    if not _large(desk, answer):
        return desk.whole(answer), False
    return desk.kept((answer.key, "front", as_of), lambda: _front(desk, answer, as_of)), True


def _front(desk: Desk, answer: Answer, as_of: str | None) -> Index:
    pairs = [(claim, standing) for claim, standing in desk.standings(answer, as_of) if has_a_place(claim, standing)]
    standings: list[Standing] = [standing for _, standing in pairs if standing is not None]
    light = replace(EMPTY, claims=tuple(claim for claim, _ in pairs), standings=tuple(standings))
    contested, others = challenged(listed_claims(index_view(light), light.claims))
    most = FRONT if as_of is None else FRONT_ON_A_DATE
    shown = [line.claim.id for line in (*contested[: most[0]], *others[: most[1]])]
    chosen = frozenset(shown)
    positions = _positions(desk, answer, chosen) if as_of is None else cut_to(desk.some(answer, shown).view, as_of).positions
    return index_view(replace(light, claims=tuple(claim for claim in light.claims if claim.id in chosen), positions=positions))


def _positions(desk: Desk, answer: Answer, chosen: Collection[str]) -> tuple[Position, ...]:
    """Return the latest positions on some claims as they were kept, without the articles and statements behind them."""
    kept = (decode(Part, text) for claim_id, _, text in desk.mentions(answer) if claim_id in chosen)
    return tuple(position for part in kept for position in part.view.positions)


def story_slice(desk: Desk, answer: Answer, story_id: str) -> Index:
    """Return the claims of a story."""
    if not _large(desk, answer):
        return desk.whole(answer)
    return desk.some(answer, [claim.id for claim, _ in desk.overview(answer).claims if claim.story == story_id][:MOST_CLAIMS])


def party_slice(desk: Desk, answer: Answer, name: str) -> tuple[Index, bool]:
    """Return the claims that name a party, and whether some are left out."""
    if not _large(desk, answer):
        return desk.whole(answer), False
    wanted = name.casefold()
    own = [claim.id for claim, _ in desk.overview(answer).claims if any(party.casefold() == wanted for party in claim.parties)]
    return desk.some(answer, own[:MOST_CLAIMS]), len(own) > MOST_CLAIMS


def article_slice(desk: Desk, answer: Answer, article_id: str) -> Index:
    """Return an article, all that is said in it, and the claims that it bears on. Raises `NotFoundError`."""
    if not _large(desk, answer):
        return desk.whole(answer)
    return desk.kept((answer.key, "article", article_id), lambda: _article(desk, answer, article_id))


def _article(desk: Desk, answer: Answer, article_id: str) -> Index:
    snapshot = desk.ledger.store.as_known(answer.known_at)
    pages = snapshot.articles([article_id])
    if not pages:
        raise NotFoundError(f"This ledger holds no article {article_id!r}.")
    view = desk.some(answer, desk.concordance.claims_of(answer.key, desk.mentions(answer), [article_id])[:MOST_CLAIMS]).view
    held = {statement.id for statement in view.statements}
    said = [statement for statement in snapshot.statements([article_id]) if statement.id not in held]
    alone = replace(
        EMPTY,
        articles=pages,
        statements=tuple(said),
        recorded_at=snapshot.recorded_at([article_id]),
        readings=snapshot.readings([pages[0].input_id]),
        problems=snapshot.problems([pages[0].input_id]),
    )
    return index_view(_together(view, alone))


def _together(view: LedgerView, more: LedgerView) -> LedgerView:
    """Return a view with what another one has besides; of an article that both hold, the view's own."""
    held = {article.id for article in view.articles}
    return replace(
        view,
        articles=(*view.articles, *(page for page in more.articles if page.id not in held)),
        statements=(*view.statements, *more.statements),
        recorded_at=tuple(dict((*more.recorded_at, *view.recorded_at)).items()),
        readings=tuple(dict.fromkeys((*view.readings, *more.readings))),
        problems=tuple(dict.fromkeys((*view.problems, *more.problems))),
    )


def search_slice(desk: Desk, answer: Answer, found: Sequence[str] | None) -> tuple[Index, Collection[str] | None, bool]:
    """Return what a search looks into, the articles that hold its words, and whether that is only a part."""
    if not _large(desk, answer):
        return desk.whole(answer), None if found is None else frozenset(found), False
    if found is None:
        front = desk.overview(answer).claims
        contested = [claim.id for claim, standing in front if asks_for_a_look(claim, standing)]
        return desk.some(answer, contested[:MOST_CLAIMS]), None, True
    first = list(found[:MOST_FOUND])
    claims = desk.concordance.claims_of(answer.key, desk.mentions(answer), first)
    view = desk.some(answer, claims[:MOST_CLAIMS]).view
    snapshot = desk.ledger.store.as_known(answer.known_at)
    alone = replace(EMPTY, articles=snapshot.articles(first), recorded_at=snapshot.recorded_at(first))
    return index_view(_together(view, alone)), frozenset(first), len(found) > MOST_FOUND or len(claims) > MOST_CLAIMS


def problems_slice(desk: Desk, answer: Answer) -> Index:
    """Return how every input ended and what was amiss."""
    if not _large(desk, answer):
        return desk.whole(answer)
    return desk.kept((answer.key, "problems"), lambda: _problems(desk, answer))


def _problems(desk: Desk, answer: Answer) -> Index:
    readings = desk.ledger.store.as_known(answer.known_at).readings()
    return index_view(replace(EMPTY, readings=readings, problems=desk.problems(answer)))


def judgements_slice(desk: Desk, answer: Answer) -> Index:
    """Return what people decided, with the claims and articles that it is about."""
    if not _large(desk, answer):
        return desk.whole(answer)
    snapshot = desk.ledger.store.as_known(answer.known_at)
    judgements = snapshot.judgements()
    targets = {target.rpartition(":")[0] or target for judgement in judgements for target in judgement.targets}
    claims = tuple(claim for claim, _ in desk.overview(answer).claims if claim.id in targets)
    pages, differing = snapshot.articles(sorted(targets)), problems_slice(desk, answer).view.problems
    return index_view(replace(EMPTY, judgements=judgements, claims=claims, articles=pages, problems=differing))
