"""The one cleaning gate: what turns, hides or smuggles letters is taken out, said, and leaves the order in which a text is read.

Each case is a piece of text with a character that has no look of its own. After cleaning the letters stand in the order in which they
were written, no character is left that could show them in another, and a badge (a `cleaned` notice) says that something was there.
"""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.articles import read_bytes
from sayso.text import clean

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
NO_WIDTH = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\u206a\u206f\u3164\ufeff\uffa0"
    "\ufff9\ufffb\ufffc"
)
TAGS = "\U000e0001\U000e0020\U000e0041\U000e0065\U000e007f\U000e0101\U000e01ef"
CONTROLS = "\x01\x08\x0e\x1b\x7f\x84\x9f"
SELECTORS = "\ufe00\ufe0e\ufe0f"
WORDS = "The minister denied that the contract was signed."
PLACES = ("The minister {0}denied that the contract was signed.", "The minister den{0}ied that the contract was signed.")
CASES = [(mark, place) for mark in BIDI + NO_WIDTH + TAGS + CONTROLS + SELECTORS for place in PLACES]


def test_there_are_as_many_as_asked_for() -> None:
    """Sixty and more."""
    assert len(CASES) >= 60


@pytest.mark.parametrize(("mark", "place"), CASES, ids=lambda value: f"U+{ord(value):04X}" if len(value) == 1 else "")
def test_letters_stand_as_they_were_written_and_a_badge_says_so(mark: str, place: str) -> None:
    """In a page: the sentence as it reads, and a notice that something was taken out."""
    markup = f"<html><body><article><p>{place.format(mark)}</p><p>{WORDS} It was Friday.</p></article></body></html>"
    (reading,) = read_bytes(markup.encode(), "page.html")
    assert reading.article is not None
    assert reading.article.text.splitlines()[0] == WORDS
    assert "cleaned" in [problem.code for problem in reading.problems]


@pytest.mark.parametrize(
    "turned",
    [
        "\u202edengis saw tcartnoc ehT\u202c",
        "denied \u2067that it \u2066signed\u2069\u2069 the contract",
        "\u202d\u202e\u202dsigned\u202c\u202c\u202c",
        "not\u200f signed \u200edenied",
    ],
)
def test_nothing_is_left_that_turns_the_order(turned: str) -> None:
    """What is shown and what is stored are the same row of letters."""
    kept, notes = clean(turned)
    assert not any(unicodedata.bidirectional(letter) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"} for letter in kept)
    assert kept == "".join(letter for letter in turned if letter not in BIDI)
    assert notes


@pytest.mark.parametrize(
    "sound",
    [
        "می\u200cخواهم",  # Persian needs the joiner to write `I want`
        "क\u094d\u200dष",  # and Hindi to write a half letter
        "👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3",
        "naïve café — “so”",
        "שלום עולם",
    ],
)
def test_marks_that_a_script_needs_stay(sound: str) -> None:
    """Cleaning takes out what hides, not what writes."""
    assert clean(sound) == (sound, ())


@given(st.text(max_size=300))
def test_cleaning_is_done_once(text: str) -> None:
    """A cleaned text is clean, holds nothing that no store can hold, and is no longer than before."""
    kept, _ = clean(text)
    assert clean(kept) == (kept, ())
    assert len(kept) <= len(text)
    assert "\x00" not in kept
    assert not any("\ud800" <= letter <= "\udfff" for letter in kept)
    kept.encode("utf-8")
