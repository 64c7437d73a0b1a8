"""The numbers of a ledger and its claims with their latest standing, from a view: what a list of claims shows at its head."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from sayso.ledger.dates import UNDATED, date_end
from sayso.model import Article, Claim, DateBasis, LedgerView, Outcome, Overview, Standing

__all__ = ["akin_to", "asks_for_a_look", "overview_of"]


def asks_for_a_look(claim: Claim, standing: Standing | None) -> bool:
    """Tell whether a claim belongs among the challenged ones: somebody denies, doubts or takes it back, and nobody dismissed it.

    >>> asks_for_a_look(Claim("c", "A pier was sold."), None)
    False
    """
    return standing is not None and standing.challenge != "unchallenged" and not claim.dismissed


def overview_of(view: LedgerView, head: str, known_at: str) -> Overview:
    """Return the overview of a view that was derived at `head`.

    >>> from sayso.ledger.cutting import EMPTY
    >>> overview_of(EMPTY, "h", "2031").articles
    0
    """
    outcomes = Counter(outcome for _, outcome in view.readings)
    languages = Counter(article.language for article in view.articles)
    dates = sorted(page.published_at for page in view.articles if page.published_at and not _undated(page))
    copies = {copy: family.id for family in view.families for copy in family.articles}
    return Overview(
        head=head,
        known_at=known_at,
        inputs=len(view.readings),
        outcomes=tuple((outcome.value, outcomes[outcome.value]) for outcome in Outcome),
        articles=len(view.articles),
        statements=len(view.statements),
        families=len({copies.get(page.id, page.id) for page in view.articles}),
        outlets=len({page.outlet for page in view.articles if page.outlet}),
        languages=tuple(sorted(languages.items(), key=lambda item: (-item[1], item[0]))),
        first_date=dates[0] if dates else None,
        last_date=dates[-1] if dates else None,
        undated=sum(map(_undated, view.articles)),
        unread=sum(not page.readable for page in view.articles),
        problems=len(view.problems),
        claims=_light_claims(view),
    )


def _undated(article: Article) -> bool:
    return article.published_at is None or article.published_basis is DateBasis.GUESSED


def _light_claims(view: LedgerView) -> tuple[tuple[Claim, Standing | None], ...]:
    latest: dict[str, Standing] = {}
    for standing in view.standings:
        held = latest.get(standing.claim_id)
        if held is None or _day(held) < _day(standing):
            latest[standing.claim_id] = standing
    return tuple((replace(claim, details=()), _light(latest.get(claim.id))) for claim in view.claims)


def _day(standing: Standing) -> str:
    return UNDATED if standing.published_by == UNDATED else date_end(standing.published_by) or UNDATED


def _light(standing: Standing | None) -> Standing | None:
    if standing is None:
        return None
    counted = replace(standing.origins, origins=()) if standing.origins else None
    return replace(standing, statements=(), origins=counted)


def akin_to(view: LedgerView, article_id: str) -> tuple[str, ...]:
    """Return articles of one family with this one, and other captures of its page: they may hold its words too.

    >>> from sayso.ledger.cutting import EMPTY
    >>> akin_to(EMPTY, "a")
    ()
    """
    addresses = {version.url for version in view.versions if version.article_id == article_id}
    captures = {version.article_id for version in view.versions if version.url in addresses}
    copies = {name for family in view.families if article_id in family.articles for name in family.articles}
    return tuple(sorted((captures | copies) - {article_id}))
