"""What the pair model answered is asked once while a program runs, and remembering changes no answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from sayso.claims import pair_answers
from sayso.claims.pair_answers import remembered
from sayso.claims.pair_input import PairInput
from sayso.claims.pair_model import Matrix, answers

PAIRS = tuple(
    PairInput((101, *range(2000, 2000 + length), 102, 3000 + length, 102), (0,) * (length + 2) + (1, 1)) for length in range(1, 7)
)


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Nothing is remembered of other tests."""
    pair_answers._answered.clear()
    yield
    pair_answers._answered.clear()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[PairInput]:
    """What is put to the network, which answers as ever."""
    found: list[PairInput] = []

    def listened(pairs: Sequence[PairInput]) -> Matrix:
        found.extend(pairs)
        return answers(pairs)

    monkeypatch.setattr(pair_answers, "answers", listened)
    return found


def test_a_pair_is_asked_once_and_answered_alike(asked: list[PairInput]) -> None:
    """Alone, beside new ones, several times in one question, in another order: to the last bit what the network says."""
    expected = dict(zip(PAIRS, answers(PAIRS), strict=True))
    for question in (PAIRS[:2], (), PAIRS[1:4], (PAIRS[5], PAIRS[0], PAIRS[5]), PAIRS[::-1]):
        found = remembered(question)
        assert found.shape == (len(question), 5)
        assert np.array_equal(found, np.array([expected[pair] for pair in question]).reshape(-1, 5))
    assert sorted(asked, key=lambda pair: len(pair.pieces)) == list(PAIRS)


def test_what_is_remembered_has_a_bound(asked: list[PairInput], monkeypatch: pytest.MonkeyPatch) -> None:
    """Past it everything is forgotten, and the answers stay what they are."""
    monkeypatch.setattr(pair_answers, "REMEMBERED", 3)
    for pair in (*PAIRS, *PAIRS):
        assert np.array_equal(remembered([pair]), answers([pair]))
        assert len(pair_answers._answered) <= 3
    assert len(asked) == 2 * len(PAIRS)


def test_an_answer_cannot_be_changed_from_outside() -> None:
    """Whoever is answered may do with it what they like."""
    first = remembered(PAIRS[:1])
    before = first.copy()
    first[:] = 0
    assert np.array_equal(remembered(PAIRS[:1]), before)
