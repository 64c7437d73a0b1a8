"""The two readings of a statement against a claim: what holds for any numbers, and what weights of another version meet."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.claims.features import FEATURES
from sayso.claims.joint_trees import COLUMNS, joint_rows
from sayso.claims.relevance import TreeTable, leaf_sums, load_trees
from sayso.claims.stance import STANCE_RULES
from sayso.claims.weighing import SIDES, load_weights, weigh, weighed, weights_from
from sayso.errors import SaysoError
from sayso.model import Stance

Matrix = npt.NDArray[np.float64]
SIZES = st.tuples(st.integers(1, 5), st.integers(1, 4), st.integers(0, 2**32 - 1))


def article(size: tuple[int, int, int]) -> tuple[Matrix, Matrix, dict[tuple[int, int], str]]:
    """Some columns, answers and rules for so many statements and claims."""
    statements, claims, seed = size
    numbers = np.random.default_rng(seed)
    names = [rule.name for rule in STANCE_RULES]
    rules = {pair: names[numbers.integers(len(names))] for pair in np.ndindex(statements, claims)}
    return numbers.normal(size=(statements, claims, len(FEATURES))), numbers.dirichlet(np.ones(5), (statements, claims)), rules


def walk(row: Matrix, table: TreeTable) -> float:
    """What the trees add for one row, one question after the other."""
    total = 0.0
    for root in table.roots:
        node = int(root)
        while table.feature[node] >= 0:
            node = int(table.left[node] if row[table.feature[node]] <= table.threshold[node] else table.right[node])
        total += float(table.value[node])
    return total


@given(SIZES)
def test_every_reading_is_a_chance(size: tuple[int, int, int]) -> None:
    """Chances lie between 0 and 1, and the sides of one statement and claim add up to 1."""
    block, answers, rules = article(size)
    found = weigh(np.full(block.shape[:2], 0.5), block, answers, rules, load_weights())
    assert found.bears.shape == block.shape[:2]
    assert ((found.bears >= 0) & (found.bears <= 1)).all()
    assert found.sides.shape == (*block.shape[:2], len(SIDES))
    assert np.allclose(found.sides.sum(axis=-1), 1)


@given(SIZES)
def test_the_order_of_claims_changes_nothing(size: tuple[int, int, int]) -> None:
    """Claims compared in the other order get the same chances, each its own."""
    block, answers, rules = article(size)
    relevant = np.full(block.shape[:2], 0.5)
    found = weigh(relevant, block, answers, rules, load_weights())
    mirrored = {(place, block.shape[1] - 1 - number): rule for (place, number), rule in rules.items()}
    turned = weigh(relevant, block[:, ::-1], answers[:, ::-1], mirrored, load_weights())
    assert np.allclose(found.bears, turned.bears[:, ::-1])
    assert np.allclose(found.sides, turned.sides[:, ::-1])


def test_trees_see_which_of_two_claims_is_denied() -> None:
    """A denial that is meant for the second claim leads there by as much as it falls behind at the first."""
    answers = np.array([[[0.6, 0.1, 0.1, 0.1, 0.1], [0.1, 0.1, 0.6, 0.1, 0.1]]])
    rows = joint_rows(np.zeros((1, 2, len(FEATURES))), answers, {(0, 0): "denies", (0, 1): "denies"})
    lead = rows[:, COLUMNS.index("pair model: deny: lead over other claims")]
    assert lead == pytest.approx([-np.log(6), np.log(6)])
    assert rows[:, COLUMNS.index("pair model: deny: over all claims")] == pytest.approx([0.7, 0.7])


@given(SIZES)
def test_what_is_not_asked_for_changes_nothing(size: tuple[int, int, int]) -> None:
    """A pair is weighed alike whether others are weighed or not; those that are not bear on nothing."""
    block, answers, rules = article(size)
    relevant = np.full(block.shape[:2], 0.5)
    whole = weigh(relevant, block, answers, rules, load_weights())
    first = weigh(relevant, block, answers, {(0, 0): rules[0, 0]}, load_weights())
    assert np.allclose(first.sides[0, 0], whole.sides[0, 0])
    assert first.bears.sum() == pytest.approx(whole.bears[0, 0])


@given(SIZES)
def test_all_trees_at_once_are_the_trees_one_by_one(size: tuple[int, int, int]) -> None:
    """Walking down all trees together ends in the leaves that a plain walk finds."""
    rows = article(size)[0].reshape(-1, len(FEATURES))
    table = load_trees()
    assert np.allclose(leaf_sums(rows, table), [walk(row, table) for row in rows])


@pytest.mark.parametrize("part", ["rules", "columns"])
def test_weights_learnt_on_something_else_are_refused(part: str) -> None:
    """Weights that belong to other rules or columns raise instead of being misread."""
    content: dict[str, Any] = json.loads(files("sayso.claims").joinpath("weights.json").read_text(encoding="utf-8"))
    with pytest.raises(SaysoError, match="train_weights"):
        weights_from(content | {part: content[part][1:]})


def test_who_admits_something_else_concedes_nothing() -> None:
    """ "Admitted an attack, but no theft" is no admission of the theft; one that reads as support stays one."""
    assert weighed(Stance.CONCEDES, "admits", [0.2, 0.7, 0.0, 0.1])[0] is Stance.RELAYS
    assert weighed(Stance.CONCEDES, "admits", [0.7, 0.2, 0.0, 0.1])[0] is Stance.CONCEDES
