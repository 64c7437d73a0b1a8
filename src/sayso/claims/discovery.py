"""Find the contested claims that nobody wrote down.

What somebody denies, doubts, retracts, confirms or admits is what is contested, so the propositions inside such statements come
first; after them what the leads of two or more text families tell alike. Propositions of like meaning are grouped around the one that
most resemble; a conflict of rung keeps them apart. A pile gives a handful of claims, not one a sentence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sayso.claims.challenge import challenged, without_challenge
from sayso.claims.features import Pile, StatementSide
from sayso.claims.ladder import Rung, stage_of
from sayso.claims.terms import content_stems
from sayso.model import Act, TrackedClaim, content_id

__all__ = ["Proposal", "propose"]

CLOSE = 0.6
"""Cosine from which two propositions are one claim. Set by reading groups at .5, .6 and .7 on one pile; not searched."""
SHORTEST = 4
"""Content words that a proposition needs besides words of challenge and reference; fewer say nothing without their context
("the reports as baseless and overblown"); 3 listed such remnants."""
LONGEST_TEXT = 160
"""Characters of a claim's text; longer ones are cut at a word."""

_CHALLENGES = frozenset({Act.DENIES, Act.DOUBTS, Act.RETRACTS})
_UPHOLDS = frozenset({Act.CONFIRMS, Act.ADMITS})
_LEAD_WORDS = re.compile(
    r"^(?:(?:the|these|those|all|any|such|earlier|recent|media|news|press)\s+)*(?:reports?|claims?|allegations?|rumou?rs?|suggestions?|accusations?|speculation)"
    r"(?:\s+(?:in|by|from)\s+(?:[\w’'-]+\s+){1,4}?)?\s*(?:that|of|about|saying|alleging|claiming|suggesting)\s+",
    re.IGNORECASE,
)
_MONTH = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d")
_OPENING = re.compile(r"^(?:that|whether|how|to have|having)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A claim that the pile itself puts forward."""

    claim: TrackedClaim
    reason: str
    """What challenged or repeated it, in one sentence."""


@dataclass(frozen=True, slots=True, eq=False)
class _Candidate:
    text: str
    vector: npt.NDArray[np.float32]
    rung: Rung | None
    family: str
    weight: int
    """2 for a challenged proposition, 1 for an upheld one or a lead."""


def propose(pile: Pile, families: Mapping[str, str]) -> tuple[Proposal, ...]:
    """Return the claims of a pile, most contested first; `families` gives each article's text family.

    At most one claim for every three families, and never fewer than three where there are that many groups.
    """
    groups = _group(_candidates(pile, families))
    listed = [group for group in groups if _listed(group)]
    listed.sort(key=lambda group: (-_weight(group), _medoid(group).text))
    room = max(3, math.ceil(len(set(families.values())) / 3))
    return tuple(_proposal(group) for group in listed[:room])


def _candidates(pile: Pile, families: Mapping[str, str]) -> list[_Candidate]:
    found = []
    for article, row in zip(pile.articles, pile.sides, strict=True):
        for place, side in enumerate(row):
            weight = _side_weight(side, place)
            text = _proposition(side, article.text)
            if weight and _says_something(text):
                found.append(_Candidate(text, side.content.whole, stage_of(text), families.get(article.id, article.id), weight))
    return sorted(found, key=lambda item: (-item.weight, item.text, item.family))


def _says_something(text: str) -> bool:
    words = without_challenge(text)
    return len(set(content_stems(words))) >= SHORTEST and not text[:1].isdigit() and _MONTH.match(text) is None


def _side_weight(side: StatementSide, place: int) -> int:
    if side.statement.act in _CHALLENGES or (side.statement.source.text and challenged(side.text)):
        return 2
    if side.statement.act in _UPHOLDS or place == 0:
        return 1
    return 0


def _proposition(side: StatementSide, text: str) -> str:
    """Return the words of a statement's content, without "reports that" and the like."""
    words = " ".join(span.cut(text) for span in side.statement.content).strip(' \n\t"“”‘’,.;:')
    return _OPENING.sub("", _LEAD_WORDS.sub("", " ".join(words.split())))


def _group(candidates: Sequence[_Candidate]) -> list[list[_Candidate]]:
    """Put each candidate into the nearest group that it resembles throughout (complete link); a conflict of rung forbids."""
    groups: list[list[_Candidate]] = []
    for candidate in candidates:
        fitting = [(_distance(candidate, group), number) for number, group in enumerate(groups) if _fits(candidate, group)]
        if fitting:
            groups[min(fitting)[1]].append(candidate)
        else:
            groups.append([candidate])
    return groups


def _fits(candidate: _Candidate, group: Sequence[_Candidate]) -> bool:
    return all(not _conflict(candidate.rung, other.rung) for other in group) and _distance(candidate, group) <= 1 - CLOSE


def _distance(candidate: _Candidate, group: Sequence[_Candidate]) -> float:
    return 1 - min(float(candidate.vector @ other.vector) for other in group)


def _conflict(one: Rung | None, other: Rung | None) -> bool:
    return one is not None and other is not None and one.ladder == other.ladder and one.height != other.height


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
    return max(group, key=lambda item: (math.fsum(float(item.vector @ other.vector) for other in group), item.text))


def _proposal(group: Sequence[_Candidate]) -> Proposal:
    text = _shorten(_medoid(group).text)
    families = len({item.family for item in group})
    challenges = len({item.family for item in group if item.weight == 2})
    reason = f"challenged in {challenges} of {families} independent texts" if challenges else f"told in {families} independent texts"
    return Proposal(TrackedClaim(content_id("found", text), text), reason)


def _shorten(text: str) -> str:
    capital = text[:1].upper() + text[1:]
    if len(capital) <= LONGEST_TEXT:
        return capital
    return capital[:LONGEST_TEXT].rsplit(" ", 1)[0] + " …"
