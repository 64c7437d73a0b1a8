"""What a statement does to a claim, as a small trained network reads it: unrelated, support, deny, query or comment.

The network is a six-layer MiniLM (Wang et al. 2020) in eight-bit ONNX form, fine-tuned on our own labelled stories by
`training/claims/train_pairs.py`; the model card lies beside the weights. It is one voice among several: `sayso.claims.bearing` weighs it
against words, rungs and cues.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import onnxruntime

from sayso.claims.pair_input import ANSWERS, PairInput
from sayso.claims.runtime import each_at_once, open_network

__all__ = ["answers"]

Matrix = npt.NDArray[np.float64]


@cache
def _session() -> onnxruntime.InferenceSession:
    return open_network(files("sayso.claims").joinpath("pairs.onnx"))


def answers(inputs: Sequence[PairInput]) -> Matrix:
    """Return for each pair the probability of each of `ANSWERS`; shape (pairs, 5).

    Each pair is run alone, not in a padded batch, so that its answer does not depend on its neighbours; equal pairs are run once.
    """
    different = list(dict.fromkeys(inputs))
    known = dict(zip(different, each_at_once(_answer, different), strict=True))
    return np.array([known[pair] for pair in inputs]).reshape(-1, len(ANSWERS))


def _answer(pair: PairInput) -> Matrix:
    pieces = np.array([pair.pieces], dtype=np.int64)
    feeds = {"pieces": pieces, "mask": np.ones_like(pieces), "kinds": np.array([pair.kinds], dtype=np.int64)}
    scores = _session().run(None, feeds)[0][0].astype(np.float64)
    odds = np.exp(scores - scores.max())
    shares: Matrix = odds / odds.sum()
    return shares
