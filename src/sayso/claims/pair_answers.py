"""Put the pairs of a pile to the pair model: those that the trees do not rule out, each with what stands before it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sayso.claims.features import ClaimSide, StatementSide
from sayso.claims.pair_input import ANSWERS, PairInput, claim_pieces, pair_input, passage_of
from sayso.claims.pair_model import answers
from sayso.model import Article

__all__ = ["FLOOR", "FLOOR_OF_LARGE", "NOT_ASKED", "pairs_to_ask", "read_pairs", "remembered"]

Matrix = npt.NDArray[np.float64]

FLOOR = 0.04
"""Chance of the trees below which the pair model is not asked."""
FLOOR_OF_LARGE = 0.25
"""The same on a pile of more than 200 articles, where time counts: a third as many pairs are asked on the labelled cases, and 86 of 100
statements that take a side are among them."""
NOT_ASKED = (0.97, 0.01, 0.005, 0.005, 0.01)
"""Stands for the answer where the model was not asked: most such pairs are unrelated."""


REMEMBERED = 100_000
"""Answers kept while the program runs, some 30 MB: what was asked for one state of a ledger is asked again for the next."""
_answered: dict[bytes, npt.NDArray[np.float64]] = {}


def read_pairs(article: Article, row: Sequence[StatementSide], claims: Sequence[ClaimSide], trees: Matrix, floor: float = FLOOR) -> Matrix:
    """Return the model's answers for one article, shape (statements, claims, 5); `trees` holds the chances of the trees."""
    asked = [(int(place), int(number)) for place, number in np.argwhere(trees >= floor)]
    block = np.tile(np.array(NOT_ASKED), (*trees.shape, 1))
    for (place, number), answer in zip(asked, remembered(pairs_to_ask(article, row, claims, asked)), strict=True):
        block[place, number] = answer
    return block


def remembered(pairs: Sequence[PairInput]) -> Matrix:
    """Return the model's answers; a pair that was asked before is not asked again, as its answer depends on nothing else."""
    keys = [hashlib.blake2b(repr((pair.pieces, pair.kinds)).encode(), digest_size=16).digest() for pair in pairs]
    known = {key: found for key in keys if (found := _answered.get(key)) is not None}
    fresh = {key: pair for key, pair in zip(keys, pairs, strict=True) if key not in known}
    known |= dict(zip(fresh, answers(list(fresh.values())), strict=True))
    if len(_answered) + len(fresh) > REMEMBERED:
        _answered.clear()
    _answered.update((key, known[key]) for key in fresh)
    return np.array([known[key] for key in keys]).reshape(-1, len(ANSWERS))


def pairs_to_ask(
    article: Article,
    row: Sequence[StatementSide],
    claims: Sequence[ClaimSide],
    asked: Sequence[tuple[int, int]],
) -> list[PairInput]:
    """Return what the model reads for each (place of the statement, number of the claim) of one article."""
    sources = [side.statement.source for side in row]
    wordings = {number: claim_pieces(claims[number].claim.text, claims[number].index) for number in {number for _, number in asked}}
    voices = {number: claims[number].index.in_context(sources, article.text) for number in {number for _, number in asked}}
    passages = {place: passage_of(row[place].statement, article) for place in {place for place, _ in asked}}
    return [pair_input(wordings[number], claims[number].index, passages[place], voices[number][place][0]) for place, number in asked]
