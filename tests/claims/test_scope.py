"""Scope: on a large pile a claim is compared with the articles that its words or its meaning lead to, and with no fewer than that."""

from __future__ import annotations

import numpy as np
from pile_factory import MILL, SINGER, articles, pile_of

from sayso.claims.features import claim_sides, feature_rows
from sayso.claims.scope import blocks, in_scope
from sayso.model import TrackedClaim

CLAIM = TrackedClaim("contract", "Norland and Vesturia signed a contract for a steel mill.", ("Norland", "Vesturia"))


def test_articles_on_the_matter_are_in_scope() -> None:
    """All three articles on the mill are compared with the claim about it."""
    found = articles((*MILL, *SINGER))
    pile = pile_of(found)
    reached = {pile.articles[place].id for place, numbers in in_scope(pile, claim_sides([CLAIM], pile.articles, [])) if numbers == [0]}
    assert {item.id for item in found[:3]} <= reached


def test_a_small_pile_is_compared_in_full() -> None:
    """Nothing is left out where there is little."""
    pile = pile_of(articles((*MILL, *SINGER)))
    sides = claim_sides([CLAIM], pile.articles, [])
    compared = list(blocks(pile, sides))
    assert len(compared) == 6
    assert all(np.array_equal(block, rows) for (_, _, block), rows in zip(compared, feature_rows(pile, sides), strict=True))
