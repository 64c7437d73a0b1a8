"""Discovery over a pile of several matters: each gives its own claims, one of which all its articles belong to."""

from __future__ import annotations

import random

import pytest
from pile_factory import MILL, SINGER, articles, pile_of

from sayso.claims.discovery import Episode, discover
from sayso.model import Article

BOTH = articles((*MILL, *SINGER))


def found(pile: list[Article]) -> tuple[Episode, ...]:
    return discover(pile_of(pile), {item.id: item.id for item in pile})


def test_each_matter_has_one_principal_claim() -> None:
    """Every article of an episode belongs to its principal claim, and to no other episode's."""
    episodes = found(BOTH)
    belonging = [[item.articles for item in episode.proposals if item.articles] for episode in episodes]
    assert [len(mine) for mine in belonging] == [1, 1]
    assert {frozenset(mine[0]) for mine in belonging} == {frozenset(item.id for item in BOTH[:3]), frozenset(item.id for item in BOTH[3:])}


def test_the_principal_claim_is_put_in_the_positive() -> None:
    """To be for it is to uphold the report: no denial is the matter itself."""
    texts = [item.claim.text.casefold() for episode in found(BOTH) for item in episode.proposals if item.articles]
    assert not any("denied" in text or "not " in text for text in texts)


def test_what_is_challenged_comes_first() -> None:
    """Proposals are ranked by how contested they are, and say why they are listed."""
    for episode in found(BOTH):
        weights = [item.weight for item in episode.proposals]
        assert weights == sorted(weights, reverse=True)
        assert all(item.reason for item in episode.proposals)


def test_one_undisputed_article_puts_nothing_forward() -> None:
    """What one text tells and nobody challenges is no contested claim."""
    assert found(articles(MILL[:1])) == ()


def test_no_flood() -> None:
    """Thirty articles of three matters' worth of texts give a handful."""
    many = [text + f" It was day {number}." for number in range(6) for text in (*MILL, *SINGER)]
    assert sum(len(episode.proposals) for episode in found(articles(many))) <= 16


@pytest.mark.parametrize("seed", range(2))
def test_order_changes_nothing(seed: int) -> None:
    """The same articles in any order put the same claims forward, each with the same articles."""
    shuffled = random.Random(seed).sample(BOTH, len(BOTH))
    assert [episode.proposals for episode in found(shuffled)] == [episode.proposals for episode in found(BOTH)]
