"""The table of states: which words stand for which state, and which do not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.countries import Place, aliases, find, mentioned

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("word", "country", "kind"),
    [
        ("Russia", "Russia", "name"),
        ("Russians", "Russia", "demonym"),
        ("Kiev", "Ukraine", "capital"),  # the older spelling
        ("Kyiv's", "Ukraine", "capital"),
        ("Burma", "Myanmar", "name"),
        ("U.S.", "United States", "name"),
        ("the White House", "United States", "seat"),
        ("Washington, D.C.", "United States", "capital"),
        ("Foggy Bottom", "United States", "seat"),
        ("Downing Street", "United Kingdom", "seat"),
        ("Elysee", "France", "seat"),
        ("Rawalpindi", "Pakistan", "seat"),
        ("Tel Aviv", "Israel", "capital"),
        ("Indian", "India", "demonym"),  # not British Indian Ocean Territory
        ("French", "France", "demonym"),  # not Réunion
        ("Spaniards", "Spain", "demonym"),
        ("DPRK", "North Korea", "name"),
        ("EU", "European Union", "name"),
    ],
)
def test_word_stands_for_its_state(word: str, country: str, kind: str) -> None:
    """A name, demonym, capital or seat is found with its kind."""
    assert find(word) == Place(country, kind)


@pytest.mark.parametrize("word", ["polish", "turkey", "Norland", "Vesturian", "", "us", "male"])
def test_other_words_stand_for_none(word: str) -> None:
    """Lower-case words and invented states are not in the table."""
    assert find(word) is None


def test_longest_entry_wins_and_outlets_are_left_alone() -> None:
    """`North Korean` is not `Korean`, and a place in an outlet's name does not speak."""
    text = "South Sudanese envoys told the Moscow Times in Guinea-Bissau that Niger agreed."
    assert [(span.cut(text), place.country) for span, place in mentioned(text)] == [
        ("South Sudanese", "South Sudan"),
        ("Guinea-Bissau", "Guinea-Bissau"),
        ("Niger", "Niger"),
    ]


def test_aliases_hold_every_kind_of_word() -> None:
    """Aliases of a state, asked for by any of its words, hold name, people, capital and seat."""
    assert {"Russia", "Russian", "Moscow", "Kremlin"} <= set(aliases("Moscow"))
    assert aliases("Norland") == ()


def test_the_shipped_table_is_what_the_notes_say() -> None:
    """The CSV was built from the notes that a person reviews."""
    done = subprocess.run([sys.executable, "tools/build_countries.py", "--check"], cwd=ROOT, check=False)
    assert done.returncode == 0


@given(st.text(alphabet=st.sampled_from("RUuSussia .'’-North Korea\x00п"), max_size=60))
def test_mentions_cut_words_of_the_text_that_are_found(text: str) -> None:
    """Every mention is a word of the table, in order, and cuts the text."""
    found = mentioned(text)
    assert all(find(span.cut(text)) == place for span, place in found)
    assert list(found) == sorted(found, key=lambda pair: pair[0])
