"""Candidates: words and meaning together find the text that says the same, whatever order the texts stand in."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.claims.candidates import MEASURES, WEIGHTS, TextIndex, candidates, searched

TEXTS = [
    "Norland signed a contract for a steel mill worth 300 million crowns.",
    "A singer's death was announced by her manager.",
    "The ferry from Arvo was late again because of fog.",
    "Vesturia says that talks about the mill never took place.",
    "Arvo's harbour raised its fees by 12 percent.",
]


def test_words_and_meaning_find_the_text() -> None:
    """A query in other words finds its text; the reasons name the shared words."""
    (found,) = candidates(["The mill deal was sealed for 300 million"], TEXTS, 2)
    assert found[0].place == 0
    assert set(found[0].shared) == {"300", "mill", "million"}
    assert found[0].lexical_rank == 1


def test_a_text_without_a_shared_word_is_found_by_meaning() -> None:
    """No word in common: the lexical list has no place for it."""
    (found,) = candidates(["The vocalist has passed away"], TEXTS, 1)
    assert (found[0].place, found[0].lexical_rank, found[0].shared) == (1, None, ())


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_the_texts_changes_nothing(seed: int) -> None:
    """The same texts in any order give the same list; equal scores never go by place."""
    doubled = [*TEXTS, TEXTS[0], "Norland signed a contract."]
    shuffled = random.Random(seed).sample(doubled, len(doubled))
    query = "Did Norland sign for the mill?"
    one, other = candidates([query], doubled, 7)[0], candidates([query], shuffled, 7)[0]
    assert [(doubled[item.place], item.score) for item in one] == [(shuffled[item.place], item.score) for item in other]


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60))
def test_no_query_breaks_the_search(query: str) -> None:
    """Quotes, operators and odd letters are words or nothing, never search syntax; as many are returned as asked for."""
    assert len(TextIndex([(text,) for text in TEXTS]).best(query, 3)) == 3


@pytest.mark.parametrize("query", ['" OR texts MATCH "', "NEAR(mill contract)", "mill NOT contract", "words: mill*", "\x00"])
def test_search_syntax_is_taken_as_words(query: str) -> None:
    """Operators of the search language have no power."""
    assert candidates([query], TEXTS, 5)[0]


def test_nothing_to_search_gives_nothing() -> None:
    """No texts, no candidates."""
    assert candidates(["the mill"], [], 3) == ((),)


def test_joined_words_are_searched_apart_and_links_not_at_all() -> None:
    """Tags of posts hold words; addresses hold none."""
    assert searched("#SaveTheMill https://example.org/fake-mill pic.twitter.com/abc") == ("mill", "save")


def test_each_measure_has_one_weight() -> None:
    """The learnt table fits the measures."""
    assert len(WEIGHTS) == len(MEASURES)
