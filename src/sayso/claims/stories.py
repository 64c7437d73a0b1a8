"""Which claims belong to one story, and on which rung each stands.

Claims are of one story when a good part of the articles that bear on one bear on the other; rungs of one story are shown side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.claims.ladder import stage_of
from sayso.model import Claim, Match, content_id

__all__ = ["stories"]

SHARED = 0.3
"""Share of the smaller claim's articles that must bear on the other one too. Set by reason; not searched."""


def stories(claims: Sequence[Claim], matches: Sequence[Match]) -> tuple[Claim, ...]:
    """Return the claims with `story` and `stage` filled in, in the order given."""
    articles: dict[str, set[str]] = {claim.id: set() for claim in claims}
    for match in matches:
        articles[match.claim_id].add(match.article_id)
    group = {claim.id: claim.id for claim in claims}
    for one in claims:
        for other in claims:
            if one.id < other.id and _related(articles[one.id], articles[other.id]):
                _join(group, one.id, other.id)
    return tuple(_placed(claim, group) for claim in claims)


def _related(one: set[str], other: set[str]) -> bool:
    smaller = min(len(one), len(other))
    return smaller > 0 and len(one & other) / smaller >= SHARED


def _join(group: dict[str, str], one: str, other: str) -> None:
    first, second = sorted((group[one], group[other]))
    for claim, label in group.items():
        if label == second:
            group[claim] = first


def _placed(claim: Claim, group: dict[str, str]) -> Claim:
    members = sorted(other for other, label in group.items() if label == group[claim.id])
    rung = stage_of(claim.text)
    return replace(claim, story=content_id("story", *members), stage=rung.name if rung else "unstated")
