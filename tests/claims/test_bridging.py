"""Texts written to bridge two claims: sentences that hold the words of both must not make one claim of them.

Two hundred texts from ten made-up pairs of claims and twenty ways of putting two claims into one sentence, through the real steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pytest

from sayso.attribution import annotate
from sayso.claims.discovery import Proposal, propose
from sayso.claims.features import prepare_pile
from sayso.claims.link import Linked, link
from sayso.model import Article, Claim, Family, Stance, Statement, TrackedClaim
from sayso.testing import article


@dataclass(frozen=True)
class Pair:
    """Two claims that are near each other and not one; `one` and `other` are clauses without a full stop."""

    name: str
    one: str
    other: str


PAIRS = (
    Pair(
        "rung: talks, contract",
        "Norland and Vesturia held talks about a steel mill",
        "Norland and Vesturia signed a contract for a steel mill",
    ),
    Pair(
        "rung: memorandum, deal done",
        "Norland and Vesturia initialled a memorandum on a pipeline",
        "Norland and Vesturia completed the pipeline",
    ),
    Pair(
        "rung: plot, attack",
        "rebels plotted an attack on the depot at Ardel",
        "rebels attacked the depot at Ardel",
    ),
    Pair(
        "rung: missing, dead",
        "the singer Tove Brandt is missing after the storm",
        "the singer Tove Brandt died after the storm",
    ),
    Pair(
        "rung: ban proposed, lifted",
        "Norland proposed a ban on trawlers in the bay",
        "Norland lifted the ban on trawlers in the bay",
    ),
    Pair(
        "sum",
        "Vesturia bought the Ardel refinery for $2 billion",
        "Vesturia bought the Ardel refinery for $3 billion",
    ),
    Pair(
        "share",
        "Orsk Steel sold a 20 per cent stake in the yard",
        "Orsk Steel sold a 51 per cent stake in the yard",
    ),
    Pair(
        "party",
        "Norland signed a fishing treaty with Vesturia",
        "Norland signed a fishing treaty with Ostania",
    ),
    Pair(
        "party that acts",
        "Norland shelled the village of Ardel",
        "Ostania shelled the village of Ardel",
    ),
    Pair(
        "two stories",
        "Norland and Vesturia signed a contract for a steel mill",
        "the singer Tove Brandt died of a stroke in Harbourtown",
    ),
)

BRIDGES = (
    "Reports that {one} and that {other} are baseless, a spokesman said.",
    "The ministry denied that {one} and that {other}.",
    "The ministry denied that {other} or that {one}.",
    "A spokesman confirmed that {one} and that {other}.",
    "It is not so that {one}, nor that {other}, an official said.",
    "{One}, which means that {other}, analysts said.",
    "{One} because {other}, two officials said.",
    "{Other} after {one}, a diplomat said.",
    "{One}; in other words, {other}, the minister said.",
    "{One}, and so {other}, according to the ministry.",
    "Officials rejected as fabricated the claims that {one}, that {other}.",
    "To say that {one} is to say that {other}, the envoy argued.",
    "{One}: {other}.",
    "{Other} - {one}, sources say.",
    '"{One} and {other}," the governor said, calling both reports false.',
    "The envoy doubted that {one} and that {other}.",
    "There is no truth in reports that {one}, or {other}, a spokeswoman said.",
    "Whether {one} or {other} is one question, a lawyer said.",
    "The news that {one}, that is, that {other}, was denied by the ministry.",
    "Neither is it the case that {one} nor that {other}, the office said.",
)

TELLINGS = (
    "{Claim}, two officials said on Tuesday.",
    "The foreign ministry denied on Wednesday that {claim}.",
    "{Claim}, the Ardel Courier reported.",
    "Reports that {claim} are baseless, a spokesman said.",
)


def capital(clause: str) -> str:
    """Return a clause as a sentence begins."""
    return clause[:1].upper() + clause[1:]


def tellings(claim: str, side: str) -> list[Article]:
    """Return articles of different outlets that tell, or deny, one claim alone."""
    texts = [form.format(Claim=capital(claim), claim=claim) for form in TELLINGS]
    return [article(text, outlet=f"{side} Gazette {number}", input_id=f"{side}{number}") for number, text in enumerate(texts)]


def bridges(pair: Pair) -> list[Article]:
    """Return the texts that hold the words of both claims."""
    words = {"one": pair.one, "other": pair.other, "One": capital(pair.one), "Other": capital(pair.other)}
    return [article(form.format(**words), outlet=f"Bridge {number}", input_id=f"b{number}") for number, form in enumerate(BRIDGES)]


@cache
def pure(pair: Pair) -> tuple[tuple[Article, ...], tuple[Article, ...]]:
    """Return the articles of each side."""
    return tuple(tellings(pair.one, "One")), tuple(tellings(pair.other, "Other"))


def statements_of(articles: Sequence[Article]) -> list[Statement]:
    """Return what the real tagger finds in some articles."""
    return [statement for item in articles for statement in annotate(item)]


@cache
def proposals(pair: Pair) -> tuple[Proposal, ...]:
    """Return the claims that a pile with both sides and twenty bridges puts forward."""
    one, other = pure(pair)
    articles = sorted([*one, *other, *bridges(pair)], key=lambda item: item.id)
    return propose(prepare_pile(articles, statements_of(articles)), {item.id: item.id for item in articles})


@cache
def followed(pair: Pair, *, bridged: bool) -> Linked:
    """Return what both claims, followed, get out of the pile."""
    one, other = pure(pair)
    articles = [*one, *other, *(bridges(pair) if bridged else [])]
    families = [Family(item.id, (item.id,), item.id) for item in articles]
    claims = [TrackedClaim("one", f"{capital(pair.one)}."), TrackedClaim("other", f"{capital(pair.other)}.")]
    return link(articles, statements_of(articles), families, claims)


def test_there_are_two_hundred_bridges() -> None:
    """Ten pairs, twenty ways."""
    assert len({item.text for pair in PAIRS for item in bridges(pair)}) == 200


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_no_discovered_claim_stands_for_both(pair: Pair) -> None:
    """No claim that the pile puts forward has words of both sides' own articles behind it."""
    one, other = ({item.id for item in side} for side in pure(pair))
    found = proposals(pair)
    assert found
    assert [proposal.claim.text for proposal in found if one & set(proposal.found_in) and other & set(proposal.found_in)] == []


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_followed_claims_stay_as_they_were(pair: Pair) -> None:
    """Twenty bridges do not make a followed claim take a side's words that it did not have before."""
    one, other = ({item.id for item in side} for side in pure(pair))
    linked = {bridged: followed(pair, bridged=bridged) for bridged in (False, True)}
    for tracked_id, strangers in (("one", other), ("other", one)):
        before, after = (sides(linked[bridged], tracked_id, strangers) for bridged in (False, True))
        assert after <= before


def sides(linked: Linked, tracked_id: str, articles: set[str]) -> set[tuple[str, Stance]]:
    """Return the statements of some articles that take a side on a claim."""
    claim = next(claim for claim in linked.claims if claim.tracked_id == tracked_id)
    return {
        (match.statement_id, match.stance)
        for match in linked.matches
        if match.claim_id == claim.id and match.article_id in articles and match.stance not in {Stance.RELAYS, Stance.UNCLEAR}
    }


def story_of(linked: Linked, tracked_id: str) -> str:
    """Return the story of a followed claim."""
    found: Claim = next(claim for claim in linked.claims if claim.tracked_id == tracked_id)
    return found.story


def test_bridges_make_no_story_of_two_that_share_nothing() -> None:
    """Two followed claims with no word and no party in common stay two stories, however many texts tell of both."""
    pair = PAIRS[-1]
    linked = followed(pair, bridged=True)
    assert story_of(linked, "one") != story_of(linked, "other")
