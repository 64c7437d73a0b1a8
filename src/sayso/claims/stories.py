"""Which claims belong to one story, and on which rung each stands.

Claims are of one story when they have a party or a word in common and a good part of the articles that bear on one bear on the other;
rungs of one story are shown side by side. Coverage alone does not join: anybody can publish texts that tell of two matters at once. And a
discovered claim, whose words come from such texts, joins one story and never two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sayso.claims.ladder import rung_stems, stage_of
from sayso.claims.terms import content_stems
from sayso.model import Claim, Match, content_id

__all__ = ["stories"]

SHARED = 0.3
"""Share of the smaller claim's articles that must bear on the other one too. Set by reason; not searched."""

SHARED_WORDS = 2
"""Words, besides names and the words for rungs, that two followed claims of one matter have in common ("steel mill"). Set by reason."""


def stories(claims: Sequence[Claim], matches: Sequence[Match]) -> tuple[Claim, ...]:
    """Return the claims with `story` and `stage` filled in, in the order given."""
    articles: dict[str, set[str]] = {claim.id: set() for claim in claims}
    for match in matches:
        articles[match.claim_id].add(match.article_id)
    group: dict[str, str] = {}
    # Followed claims first: their words are a person's own, so they may join stories; each discovered one then finds its place.
    for claim in sorted(claims, key=lambda claim: (claim.tracked_id is None, claim.id)):
        near: dict[str, float] = {}
        for other in claims:
            if other.id in group and _kin(claim, other):
                share = 1.0 if _same_dealing(claim, other) else _shared(articles[claim.id], articles[other.id])
                near[group[other.id]] = max(near.get(group[other.id], 0.0), share)
        _place(group, claim, {label: share for label, share in near.items() if share >= SHARED})
    return tuple(_placed(claim, group) for claim in claims)


def _place(group: dict[str, str], claim: Claim, near: Mapping[str, float]) -> None:
    """Put a claim into its story; a followed one joins all stories that it is near, a discovered one the nearest."""
    chosen = sorted(near) if claim.tracked_id is not None else sorted(near, key=lambda label: (-near[label], label))[:1]
    group[claim.id] = chosen[0] if chosen else claim.id
    for other, label in group.items():
        if label in chosen:
            group[other] = chosen[0]


def _kin(one: Claim, other: Claim) -> bool:
    """Tell whether two claims have a party or a word in common, besides the words for their rungs."""
    return bool(set(one.parties) & set(other.parties) or _own_words(one) & _own_words(other))


def _same_dealing(one: Claim, other: Claim) -> bool:
    """Tell whether two followed claims are rungs of one matter by their words: same parties, one ladder, two more words in common."""
    rung, beside = stage_of(one.text), stage_of(other.text)
    if not one.tracked_id or not other.tracked_id or set(one.parties) != set(other.parties) or rung is None or beside is None:
        return False
    names = {stem for party in one.parties for stem in content_stems(party)}
    shared = (_own_words(one) & _own_words(other)) - names
    return bool(one.parties) and rung.ladder == beside.ladder and len(shared) >= SHARED_WORDS


def _own_words(claim: Claim) -> frozenset[str]:
    rung = stage_of(claim.text)
    common = rung_stems(rung.ladder, rung.height) if rung else frozenset[str]()
    return frozenset(content_stems(claim.text)) - common


def _shared(one: set[str], other: set[str]) -> float:
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def _placed(claim: Claim, group: dict[str, str]) -> Claim:
    members = sorted(other for other, label in group.items() if label == group[claim.id])
    rung = stage_of(claim.text)
    return replace(claim, story=content_id("story", *members), stage=rung.name if rung else "unstated")
