"""Statements matched to claims over a whole pile: what must hold whatever the story."""

from __future__ import annotations

import random

import pytest

from sayso.attribution import annotate
from sayso.claims import Linked, link
from sayso.claims.link import claim_identifier
from sayso.model import Article, Family, Sdqc, Stance, TrackedClaim
from sayso.testing import article

TALKS = TrackedClaim("talks", "Norland and Vesturia held talks about a steel mill.", ("Norland", "Vesturia"))
CONTRACT = TrackedClaim("contract", "Norland and Vesturia signed a contract for a steel mill.", ("Norland", "Vesturia"))
PILE = {
    "Harbour Gazette": "Norland and Vesturia have signed a contract for a steel mill, the Vesturian government said on Monday.",
    "Northern Bulletin": "The Norlandic foreign ministry denied that a contract for a steel mill had been signed. It acknowledged that "
    "talks about a mill had been held with Vesturia.",
    "Coastal Echo": "Rain fell on the harbour all week. The fish market opened late, a stallholder said.",
}


def pile(texts: dict[str, str]) -> list[Article]:
    return [article(text, outlet=outlet) for outlet, text in texts.items()]


def linked(articles: list[Article], *claims: TrackedClaim) -> Linked:
    statements = [statement for item in articles for statement in annotate(item)]
    families = [Family(f"family {item.id}", (item.id,), item.id) for item in articles]
    return link(articles, statements, families, claims)


def stances(found: Linked, claim: TrackedClaim) -> set[tuple[str | None, Stance]]:
    identifier = claim_identifier(claim, tracked=True)
    return {
        (match.party, match.stance) for match in found.matches if match.claim_id == identifier and match.stance.sdqc is not Sdqc.COMMENT
    }


def test_each_party_stands_where_its_words_put_it() -> None:
    """One government asserts the contract; the other denies it and concedes the talks."""
    found = linked(pile(PILE), TALKS, CONTRACT)
    assert stances(found, CONTRACT) == {("Vesturia", Stance.ASSERTS), ("Norland", Stance.DENIES)}
    assert ("Norland", Stance.CONCEDES) in stances(found, TALKS)


def test_an_article_about_something_else_is_not_matched() -> None:
    """Rain and fish bear on no claim."""
    articles = pile(PILE)
    found = linked(articles, TALKS, CONTRACT)
    assert articles[2].id not in {match.article_id for match in found.matches}


def test_every_match_says_why() -> None:
    """A person must be able to see the rule, the shared words and the score of every match."""
    found = linked(pile(PILE), TALKS, CONTRACT)
    assert found.matches
    assert all(len(match.reasons) >= 3 and match.reasons[1].startswith("words in common") for match in found.matches)


@pytest.mark.parametrize("seed", range(3))
def test_order_changes_nothing(seed: int) -> None:
    """The result depends on the set of inputs, not on their order."""
    articles = pile(PILE)
    shuffled = random.Random(seed).sample(articles, len(articles))
    assert linked(shuffled, CONTRACT, TALKS) == linked(articles, TALKS, CONTRACT)


def swapped(text: str) -> str:
    return (
        text.replace("Norland", "@@")
        .replace("Vesturian", "Norlandic")
        .replace("Vesturia", "Norland")
        .replace("@@ic", "Vesturian")
        .replace("@@", "Vesturia")
    )


def test_swapping_the_parties_swaps_their_stances() -> None:
    """The same standard for every side: exchange the names everywhere, and only the names change."""
    other = {outlet: swapped(text) for outlet, text in PILE.items()}
    claims = [TrackedClaim(claim.id, swapped(claim.text), tuple(map(swapped, claim.parties))) for claim in (TALKS, CONTRACT)]
    before, after = linked(pile(PILE), TALKS, CONTRACT), linked(pile(other), *claims)
    for claim, changed in zip((TALKS, CONTRACT), claims, strict=True):
        assert {(party and swapped(party), stance) for party, stance in stances(before, claim)} == stances(after, changed)


def test_a_bridging_text_moves_nobody_else() -> None:
    """A text written to join talks and contract changes nothing of what the other articles do with either."""
    bridge = "Talks about a steel mill, that is a signed contract for a steel mill, were held between Norland and Vesturia, a broker said."
    articles = pile(PILE)
    bridged = linked([*articles, *pile({"Lantern Post": bridge})], TALKS, CONTRACT)
    known = {item.id for item in articles}
    sides = [
        {(match.claim_id, match.statement_id, match.party, match.stance) for match in found.matches if match.article_id in known}
        for found in (linked(articles, TALKS, CONTRACT), bridged)
    ]
    tracked = {claim.id for claim in bridged.claims if claim.tracked_id}
    before, after = ({row for row in side if row[0] in tracked} for side in sides)
    assert len(before) >= 3
    assert after == before


def test_a_denial_puts_a_claim_on_the_list_that_nobody_wrote_down() -> None:
    """Discovery starts from what somebody denies, and says so."""
    found = linked(pile(PILE))
    challenged = [claim for claim in found.claims if claim.reason.startswith("challenged")]
    assert any("contract" in claim.text.casefold() for claim in challenged)
    assert all(claim.tracked_id is None for claim in found.claims)


def test_a_pile_gives_a_handful_of_claims() -> None:
    """Thirty articles on one episode give no flood."""
    texts = {f"{outlet} {number}": text for number in range(10) for outlet, text in PILE.items()}
    assert len(linked(pile(texts)).claims) <= 10


def test_nothing_to_read_gives_nothing() -> None:
    """An empty pile, and a pile in a language that is not read, give claims without matches."""
    foreign = article("Norland weist den Bericht zurück.", outlet="Amseler Tagblatt", language="de")
    for articles in ([], [foreign]):
        found = linked(articles, TALKS)
        assert (len(found.claims), found.matches) == (1, ())
