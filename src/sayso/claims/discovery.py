"""Find the contested claims that nobody wrote down.

What somebody denies, doubts, retracts, confirms or admits is what is contested, so the propositions inside such statements come
first; after them what the leads of two or more text families tell alike. Propositions of like meaning are grouped around the one that
most resemble; a conflict of rung, sum, date or party keeps them apart. A pile gives a handful of claims, not one a sentence.

A large pile tells of many things: it first falls into episodes (`sayso.claims.episodes`), and each gives its own handful. Among them is
one principal claim, what most of the episode's articles tell; every article of the episode belongs to it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sayso.claims.challenge import challenged, doubted, negated
from sayso.claims.conflicts import Facts, conflict, facts_of
from sayso.claims.episodes import episodes
from sayso.claims.features import Pile, StatementSide
from sayso.claims.terms import Rarity
from sayso.claims.titles import LONGEST, proposition, says_something, shorten
from sayso.model import Act, TrackedClaim, content_id

__all__ = ["Episode", "Proposal", "discover", "opening", "propose"]

CLOSE = 0.6
"""Cosine from which two propositions are one claim. Set by reading groups at .5, .6 and .7 on one pile; not searched."""
OPENING = 5
"""Statements from the top of an article that tell what it is about. 1, 3, 5, 8, 12 and all were tried for telling episodes apart:
3 to 12 are within half a point."""

_CHALLENGES = frozenset({Act.DENIES, Act.DOUBTS, Act.RETRACTS})
_UPHOLDS = frozenset({Act.CONFIRMS, Act.ADMITS})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A claim that the pile itself puts forward."""

    claim: TrackedClaim
    reason: str
    """What challenged or repeated it, in one sentence."""
    found_in: tuple[str, ...] = ()
    """Articles in which the propositions that it stands for were found, sorted."""
    weight: int = 0
    """How contested: two for each family that challenges, one for each that tells."""
    articles: tuple[str, ...] = ()
    """For the principal claim of an episode all its articles; otherwise none, and only matches tell."""


@dataclass(frozen=True, slots=True, eq=False)
class Episode:
    """Articles that tell of one matter, and the claims that they put forward."""

    pile: Pile
    """Its articles only; how rare a word is counts within them."""
    proposals: tuple[Proposal, ...]
    """Most contested first."""


@dataclass(frozen=True, slots=True, eq=False)
class _Candidate:
    text: str
    vector: npt.NDArray[np.float32]
    facts: Facts
    family: str
    article: str
    weight: int
    """2 for a challenged proposition, 1 for an upheld one or a lead."""


def discover(pile: Pile, families: Mapping[str, str]) -> tuple[Episode, ...]:
    """Return the episodes of a pile that put a claim forward, by their first article; `families` gives each article's text family."""
    if not pile.articles:
        return ()
    groups = episodes([article.text for article in pile.articles], np.array([opening(row) for row in pile.sides], dtype=np.float32))
    parts = [pile if len(group) == len(pile.articles) else _part(pile, group) for group in groups]
    found = _once([Episode(part, propose(part, families)) for part in parts])
    return tuple(episode for episode in found if episode.proposals)


def _once(found: Sequence[Episode]) -> list[Episode]:
    """Leave a claim to the first episode that puts it forward in the same words."""
    known: set[str] = set()
    kept = []
    for episode in found:
        fresh = tuple(item for item in episode.proposals if item.claim.id not in known)
        known.update(item.claim.id for item in fresh)
        kept.append(replace(episode, proposals=fresh))
    return kept


def opening(row: Sequence[StatementSide]) -> npt.NDArray[np.float64]:
    """Return the mean direction of the statements at the top of an article, as one unit vector."""
    mean = np.array([side.encoded.whole for side in row[:OPENING]], dtype=np.float64).mean(axis=0)
    unit: npt.NDArray[np.float64] = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return unit


def _part(pile: Pile, places: Sequence[int]) -> Pile:
    sides = tuple(pile.sides[place] for place in places)
    return Pile(
        tuple(pile.articles[place] for place in places),
        sides,
        tuple(pile.headlines[place] for place in places),
        Rarity(side.text for row in sides for side in row),
    )


def propose(pile: Pile, families: Mapping[str, str]) -> tuple[Proposal, ...]:
    """Return the claims of one episode, most contested first; `families` gives each article's text family.

    At most one claim for every three families, and never fewer than three where there are that many groups; besides them the principal
    claim. An episode that one family tells and nobody challenges puts nothing forward.
    """
    groups = _group(_candidates(pile, families))
    listed = [group for group in groups if _listed(group)]
    listed.sort(key=lambda group: (-_weight(group), _medoid(group).text))
    mine = {families.get(article.id, article.id) for article in pile.articles}
    found = [_proposal(group) for group in listed[: max(3, math.ceil(len(mine) / 3))]]
    if found or len(mine) > 1:
        found = _with_principal(found, listed, pile, mine)
    return tuple(sorted(found, key=lambda item: (-item.weight, item.claim.text)))


def _with_principal(found: list[Proposal], listed: Sequence[list[_Candidate]], pile: Pile, families: set[str]) -> list[Proposal]:
    """Mark the proposal that says what the articles are about; add one where none does."""
    principal = _principal(pile)
    if principal is None:
        return found
    text, vector = principal
    everyone = tuple(sorted(article.id for article in pile.articles))
    for place, group in enumerate(listed[: len(found)]):
        if float(_medoid(group).vector @ vector) >= CLOSE and _is_plain(_medoid(group).text):
            found[place] = replace(found[place], articles=everyone)
            return found
    short = shorten(text)
    reason = f"what {len(everyone)} articles in {len(families)} independent texts are about"
    return [*found, Proposal(TrackedClaim(content_id("found", short), short), reason, (), len(families), everyone)]


def _principal(pile: Pile) -> tuple[str, npt.NDArray[np.float32]] | None:
    """Return the proposition from the top of an article that the tops of all articles come nearest to, if any says something."""
    tops = [row[:OPENING] for row in pile.sides]
    texts = {
        text: side.content.whole
        for article, top in zip(pile.articles, tops, strict=True)
        for side in top
        if says_something(text := proposition(side.statement, article.text)) and len(text) <= LONGEST and _is_plain(text)
    }
    if not texts:
        return None
    names = sorted(texts)
    vectors = np.array([texts[name] for name in names])
    told = [np.max(vectors @ np.array([side.content.whole for side in top]).T, axis=1) for top in tops]
    score = np.round(np.mean(told, axis=0), 6)
    best = int(score.argmax())
    return names[best], vectors[best]


def _is_plain(text: str) -> bool:
    """Tell whether a proposition is put in the positive, so that to be for it is to uphold the report."""
    return not (challenged(text) or negated(text) or doubted(text))


def _candidates(pile: Pile, families: Mapping[str, str]) -> list[_Candidate]:
    found = []
    for article, row in zip(pile.articles, pile.sides, strict=True):
        for place, side in enumerate(row):
            weight = _side_weight(side, place)
            text = proposition(side.statement, article.text)
            if weight and says_something(text):
                found.append(
                    _Candidate(text, side.content.whole, _facts(side, text), families.get(article.id, article.id), article.id, weight)
                )
    return sorted(found, key=lambda item: (-item.weight, item.text, item.family))


def _side_weight(side: StatementSide, place: int) -> int:
    if side.statement.act in _CHALLENGES or (side.statement.source.text and challenged(side.text)):
        return 2
    if side.statement.act in _UPHOLDS or place == 0:
        return 1
    return 0


def _group(candidates: Sequence[_Candidate]) -> list[list[_Candidate]]:
    """Put each candidate into the nearest group that it resembles throughout (complete link), unless `conflict` keeps them apart."""
    groups: list[list[_Candidate]] = []
    for candidate in candidates:
        fitting = [(_distance(candidate, group), number) for number, group in enumerate(groups) if _fits(candidate, group)]
        if fitting:
            groups[min(fitting)[1]].append(candidate)
        else:
            groups.append([candidate])
    return groups


def _fits(candidate: _Candidate, group: Sequence[_Candidate]) -> bool:
    return all(conflict(candidate.facts, other.facts) is None for other in group) and _distance(candidate, group) <= 1 - CLOSE


def _distance(candidate: _Candidate, group: Sequence[_Candidate]) -> float:
    return 1 - min(float(candidate.vector @ other.vector) for other in group)


def _facts(side: StatementSide, text: str) -> Facts:
    happened = side.statement.happened
    return facts_of(text, happened.value if happened else None)


def _listed(group: Sequence[_Candidate]) -> bool:
    """A challenged proposition is listed; any other only where two families tell it."""
    return any(item.weight == 2 for item in group) or len({item.family for item in group}) >= 2


def _weight(group: Sequence[_Candidate]) -> int:
    """Two for each family that challenges, one for each that tells."""
    best: dict[str, int] = {}
    for item in group:
        best[item.family] = max(best.get(item.family, 0), item.weight)
    return sum(best.values())


def _medoid(group: Sequence[_Candidate]) -> _Candidate:
    """Return the proposition that resembles the others most.

    To take one that opens with a name rather than with "he" or "it" was tried: it is less often what the group is about (discovery on the
    six cases 79.5 against 82.9).
    """
    return max(group, key=lambda item: (math.fsum(float(item.vector @ other.vector) for other in group), item.text))


def _proposal(group: Sequence[_Candidate]) -> Proposal:
    text = shorten(_medoid(group).text)
    families = len({item.family for item in group})
    challenges = len({item.family for item in group if item.weight == 2})
    reason = f"challenged in {challenges} of {families} independent texts" if challenges else f"told in {families} independent texts"
    found_in = tuple(sorted({item.article for item in group}))
    return Proposal(TrackedClaim(content_id("found", text), text), reason, found_in, _weight(group))
