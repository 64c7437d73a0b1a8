"""Which articles of a large pile are worth comparing with a claim at all.

Every statement against every claim is what the relevance trees were made for, and on a pile about one matter nothing is left out. On a
large pile a claim is compared only with the articles that its words or its meaning lead to (`sayso.claims.candidates`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from sayso.claims.candidates import TextIndex
from sayso.claims.features import ClaimSide, Pile, StatementSide, feature_rows

__all__ = ["LARGE", "blocks", "in_scope"]

LARGE = 200
"""Readable articles up to which every article is compared with every claim; the labelled reports have at most 60."""
NEAR = 0.4
"""Cosine of some statement from which its article is in scope. With 94 written claims over 1,590 articles, NEAR and LOOKED_UP together
keep 99.9 of 100 articles that people tied to a claim and compare it with 100 articles; .5 and 50 keep 99.6 and compare 58; the lookup of
50 alone keeps 98.4, the cosine alone 98.9."""
LOOKED_UP = 150
"""Articles that are in scope by the fused lookup, whatever their cosine."""

Matrix = npt.NDArray[np.float64]


def blocks(pile: Pile, claims: Sequence[ClaimSide]) -> Iterator[tuple[Sequence[StatementSide], Sequence[ClaimSide], Matrix]]:
    """Yield for each article its statements, the claims to compare it with, and their rows of features."""
    if len(pile.articles) <= LARGE:
        for row, block in zip(pile.sides, feature_rows(pile, claims), strict=True):
            yield row, claims, block
        return
    for place, numbers in in_scope(pile, claims):
        mine = [claims[number] for number in numbers]
        one = Pile((pile.articles[place],), (pile.sides[place],), (pile.headlines[place],), pile.rarity)
        yield pile.sides[place], mine, feature_rows(one, mine)[0]


def in_scope(pile: Pile, claims: Sequence[ClaimSide]) -> list[tuple[int, list[int]]]:
    """Return the articles that any claim leads to, each with the numbers of those claims, in the order of the pile."""
    vectors = [side.encoded.whole for row in pile.sides for side in row]
    index = TextIndex([[side.text for side in row] for row in pile.sides], vectors)
    starts = np.cumsum([0, *(len(row) for row in pile.sides)])[:-1]
    stacked = np.array(vectors)
    reached: dict[int, list[int]] = {}
    for number, claim in enumerate(claims):
        nearest = np.maximum.reduceat(stacked @ claim.encoded.whole, starts)
        places = {found.place for found in index.best(claim.claim.text, LOOKED_UP)}
        places |= {int(place) for place in np.flatnonzero(nearest >= NEAR)}
        for place in places:
            reached.setdefault(place, []).append(number)
    return sorted(reached.items())
