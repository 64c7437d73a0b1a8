"""The difference of two captures gives back both, to the letter, and costs little on long and on nasty texts."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.errors import NotFoundError
from sayso.model import Act, Article, DateBasis, LedgerView, Match, Stance
from sayso.report import difference
from sayso.report.difference import captures_of, changes_of_capture, compare_words
from sayso.report.index import Index, index_view
from sayso.report.records import Run
from sayso.testing import statement
from sayso.versions import page_history

WORDS = st.lists(
    st.sampled_from(["the", "pier", "was", "sold.", "not", "sold,", "\n\n", "“so”", "Ḥarbour", "2.6bn", "a\u0301"]), max_size=60
)
TEXTS = st.one_of(st.text(max_size=80), WORDS.map(" ".join))
CPU_SECONDS = 8.0
"""Measured: 0.8 s for the worst of these; the bound is generous, as the machine may be busy. A quadratic way takes minutes."""


def rebuilt(runs: tuple[Run, ...]) -> tuple[str, str]:
    before = "".join(run.text for run in runs if run.role != "added")
    return before, "".join(run.text for run in runs if run.role != "removed")


@settings(max_examples=1000, deadline=None, database=None)
@given(TEXTS, TEXTS)
def test_the_runs_give_back_both_texts(before: str, after: str) -> None:
    """A thousand pairs: both sides exact, no empty run, no two runs of one role side by side, equal texts without a change."""
    runs = compare_words(before, after)
    assert rebuilt(runs) == (before, after)
    assert all(run.text and run.role in {"kept", "removed", "added"} for run in runs)
    assert all(one.role != other.role for one, other in pairwise(runs))
    assert (before == after) is all(run.role == "kept" for run in runs)


@settings(max_examples=300, deadline=None, database=None)
@given(st.lists(st.sampled_from("abcd"), max_size=30), st.lists(st.sampled_from("abcd"), max_size=30))
def test_where_words_repeat_as_many_are_kept_as_can_be(one: list[str], other: list[str]) -> None:
    """Against the textbook's table of longest common subsequences."""
    table = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i, mine in enumerate(one, 1):
        for j, theirs in enumerate(other, 1):
            table[i][j] = table[i - 1][j - 1] + 1 if mine == theirs else max(table[i - 1][j], table[i][j - 1])
    found = difference._common(one, other)
    assert len(found) == table[-1][-1]
    assert all(one[here] == other[there] for here, there in found)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(found))


def test_a_word_put_in_is_the_only_change() -> None:
    """Words around an edit are kept, also where they repeat."""
    before = "The ministry said that the pier was sold. " * 30
    after = before[:420] + "It did not say to whom. " + before[420:]
    changed = [run for run in compare_words(before, after) if run.role != "kept"]
    assert [run.role for run in changed] == ["added"]
    assert len(changed[0].text.split()) == 6


def long_texts(kind: str, chance: random.Random) -> tuple[str, str]:
    vocabulary = [f"w{number}" for number in range(3000)]
    drawn = chance.choices(vocabulary, k=20_000)
    pairs = {
        "edited": (drawn, [word if chance.random() > 0.02 else "x" for word in drawn]),
        "random": (drawn, chance.choices(vocabulary, k=20_000)),
        "two words": (chance.choices("ab", k=20_000), chance.choices("ab", k=20_000)),
        "one word": (["a"] * 20_000, ["a"] * 19_000),
        "shuffled": ([f"u{number}" for number in range(20_000)], [f"u{number}" for number in chance.sample(range(20_000), 20_000)]),
        "moved": (drawn, drawn[5_000:] + drawn[:5_000]),
    }
    one, other = pairs[kind]
    return " ".join(one), " ".join(other)


@pytest.mark.parametrize("kind", ["edited", "random", "two words", "one word", "shuffled", "moved"])
def test_twenty_thousand_words_cost_little(kind: str) -> None:
    """Exact and fast, whatever the texts are like; of an edit of one word in fifty nearly all of the rest is kept."""
    before, after = long_texts(kind, random.Random(3))
    start = time.process_time()
    runs = compare_words(before, after)
    assert time.process_time() - start < CPU_SECONDS
    assert rebuilt(runs) == (before, after)
    if kind == "edited":
        assert sum(len(run.text.split()) for run in runs if run.role == "kept") > 19_300


def page(name: str, text: str, title: str, day: str) -> Article:
    return Article(name, name, name, text, title, "Coastal Echo", "https://echo.example/pier", "en", day, DateBasis.STATED)


@pytest.fixture
def edited() -> Index:
    """A page that asserted a sale, a ministry's denial elsewhere, and the page as it was seen afterwards."""
    first = page("a", "Ilse Maren said that the pier was sold.", "Pier sold", "2031-05-01")
    later = page("b", "Ilse Maren said that talks were held.", "Talks on pier", "2031-05-09")
    elsewhere = replace(page("d", "The ministry denied that the pier was sold.", "", "2031-05-04"), url=None, outlet="Far Post")
    said = [
        statement(first, "Ilse Maren", "said", "that the pier was sold"),
        statement(elsewhere, "The ministry", "denied", "that the pier was sold", act=Act.DENIES),
    ]
    stances = (Stance.ASSERTS, Stance.DENIES)
    matches = [Match("claim", item.id, item.article_id, item.extent, stance, None, 1.0) for item, stance in zip(said, stances, strict=True)]
    seen = {"a": "2031-05-01T09:00:00+00:00", "b": "2031-05-09T09:00:00+00:00", "d": "2031-05-04T09:00:00+00:00"}
    articles = (first, later, elsewhere)
    versions = page_history(articles, said, matches, seen).versions
    view = LedgerView(articles, tuple(seen.items()), (), (), (), (), tuple(said), (), tuple(matches), (), (), (), (), (), versions)
    return index_view(view)


def test_a_capture_is_shown_beside_the_one_before(edited: Index) -> None:
    """Headline, words and date, and after which denial the page changed."""
    assert [version.article_id for version in captures_of(edited, "b")] == ["a", "b"]
    found = changes_of_capture(edited, "b")
    assert (found.earlier.id, found.later.id) == ("a", "b")
    assert rebuilt(found.headline) == ("Pier sold", "Talks on pier")
    assert [run.text for run in found.body if run.role == "kept"] == ["Ilse Maren said that ", "."]
    assert [run.text for run in found.date if run.role == "removed"] == ["2031-05-01"]
    assert found.changed_after is not None
    assert found.changed_after.quote == "The ministry denied that the pier was sold"


def test_a_first_capture_has_none_before_it(edited: Index) -> None:
    """It is answered in words, as is a page that was captured once."""
    assert captures_of(edited, "d") == ()
    for name in ("a", "d"):
        with pytest.raises(NotFoundError, match="first capture"):
            changes_of_capture(edited, name)
