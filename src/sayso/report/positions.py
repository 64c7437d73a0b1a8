"""Positions for pages about a party or a story: what was said, by date, over all claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.errors import NotFoundError
from sayso.model import Claim, Standing
from sayso.report.index import Index, is_copy, ladder, voices_of
from sayso.report.records import Voice

__all__ = ["PartyPart", "PartyStep", "party_part", "story_claims"]


@dataclass(frozen=True, slots=True)
class PartyStep:
    """One thing that a party did."""

    voice: Voice
    """What was said."""
    claim: Claim
    """On which claim."""
    changed: bool
    """Whether the party did something else on that claim before."""
    copied: bool
    """Whether it stands in a copy of another text."""


@dataclass(frozen=True, slots=True)
class PartyPart:
    """All that a party said."""

    name: str
    """The party."""
    latest: tuple[tuple[Claim, tuple[str, ...], Standing | None], ...]
    """Each claim that it is in, with its position and where the claim stands; an empty position means silent."""
    steps: tuple[PartyStep, ...]
    """What it said, earliest first, undated last."""
    silent_on: int
    """On how many of its claims it says nothing."""


def party_part(index: Index, name: str) -> PartyPart:
    """Return every position that a party took; its name is compared without regard to letter case.

    Raises `NotFoundError` where no claim names it and it never spoke.

    >>> from sayso.model import LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> party_part(index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6)), "norland").silent_on
    1
    """
    wanted = name.casefold()
    own = ladder([claim for claim in index.view.claims if any(party.casefold() == wanted for party in claim.parties)])
    said = voices_of(index, (match for match in index.view.matches if match.party and match.party.casefold() == wanted))
    if not own and not said:
        raise NotFoundError(f"No claim of this ledger names {name!r}, and no statement was made for it.")
    latest = tuple((claim, _position(index, claim, wanted), index.standing(claim.id)) for claim in own)
    known = next((party for claim in own for party in claim.parties if party.casefold() == wanted), name)
    return PartyPart(known, latest, _steps(index, said), sum(not stances for _, stances, _ in latest))


def _position(index: Index, claim: Claim, wanted: str) -> tuple[str, ...]:
    party = next(party for party in claim.parties if party.casefold() == wanted)
    position = index.positions.get((claim.id, party))
    return tuple(stance.value for stance in position.stances) if position else ()


def _steps(index: Index, said: Sequence[Voice]) -> tuple[PartyStep, ...]:
    before: dict[str, str] = {}
    steps = []
    for voice in said:
        if voice.claim_id in index.claims:
            changed = before.get(voice.claim_id, voice.stance.value) != voice.stance.value
            before[voice.claim_id] = voice.stance.value
            steps.append(PartyStep(voice, index.claims[voice.claim_id], changed, is_copy(index, voice.article.id)))
    return tuple(steps)


def story_claims(index: Index, story_id: str) -> tuple[Claim, ...]:
    """Return the claims of a story from the lowest rung up. Raises `NotFoundError` for an unknown story.

    >>> from sayso.model import LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", story="bridge")
    >>> [found.id for found in story_claims(index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6)), "bridge")]
    ['claim-1']
    """
    found = [claim for claim in index.view.claims if claim.story == story_id]
    if not found:
        raise NotFoundError(f"This ledger holds no story {story_id!r}.")
    return ladder(found)
