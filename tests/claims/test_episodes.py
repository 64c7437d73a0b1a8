"""Episodes: what a pile tells of falls apart by matter, whatever the order, and one matter stays together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pile_factory import MILL, SINGER

from sayso.claims.encoder import encode
from sayso.claims.episodes import average_linkage, background, episodes


def openings(texts: tuple[str, ...]) -> npt.NDArray[np.float32]:
    return np.array([item.whole for item in encode(texts)])


def test_two_matters_fall_apart() -> None:
    """The mill and the singer share no episode."""
    texts = (*MILL, *SINGER)
    assert episodes(texts, openings(texts)) == ((0, 1, 2), (3, 4, 5))


def test_a_pile_about_one_matter_stays_whole() -> None:
    """Names that stand in every article still count: the background knows that they are rare."""
    texts = (*MILL, *(text + " No more was known on Tuesday." for text in MILL))
    assert len(episodes(texts, openings(texts))) == 1


def test_a_rare_name_weighs_more_than_a_common_word() -> None:
    """The background orders words as English does."""
    assert background("said") > background("contract") > background("solberg")


def test_no_articles_no_episodes() -> None:
    """Nothing gives nothing."""
    assert episodes((), np.zeros((0, 4), dtype=np.float32)) == ()


@given(arrays(np.float64, (7, 7), elements=st.floats(0, 1)), st.permutations(range(7)), st.floats(0.1, 0.9))
def test_groups_cover_everything_once(raw: npt.NDArray[np.float64], order: list[int], least: float) -> None:
    """Every text is in one group, whatever the likenesses; and the order of the texts changes no group where no two joins tie."""
    alike = (raw + raw.T) / 2
    groups = average_linkage(alike, least)
    assert sorted(place for group in groups for place in group) == list(range(7))
    upper = alike[np.triu_indices(7, 1)]
    if len(np.unique(np.round(upper, 3))) == len(upper):
        shuffled = average_linkage(alike[np.ix_(order, order)], least)
        back = sorted(tuple(sorted(order[place] for place in group)) for group in shuffled)
        assert len(back) == len(groups)
