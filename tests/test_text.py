"""Spans cut the text exactly, sentences cover it, and cleaning says what it did."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sayso.model import Span
from sayso.text import clean, contains, fold, normalise_quotes, overlap, paragraphs, sentences, storable, trim, words

NEWSLIKE = st.text(
    alphabet=st.sampled_from(list("abcDEF .!?\"“”’'()\n\n  0123,;:-…😀éЖд।ا\u0301\u200d\t")),
    max_size=200,
)


def pieces(text: str) -> list[str]:
    return [span.cut(text) for span in sentences(text)]


@given(st.one_of(st.text(), NEWSLIKE))
@example("a\n\n b")
@example("“\n”")
def test_sentences_are_sorted_apart_and_cover_all_that_is_not_blank(text: str) -> None:
    """No character of the news falls between two sentences, and none belongs to two."""
    spans = sentences(text)
    assert list(spans) == sorted(spans)
    assert all(left.end <= right.start for left, right in itertools.pairwise(spans))
    outside = set(range(len(text))) - {place for span in spans for place in range(span.start, span.end)}
    assert "".join(text[place] for place in sorted(outside)).strip() == ""


@given(st.one_of(st.text(), NEWSLIKE))
def test_every_span_is_trimmed_and_not_empty(text: str) -> None:
    """A span begins and ends with something to read."""
    for span in (*sentences(text), *paragraphs(text), *words(text)):
        assert span.cut(text) == span.cut(text).strip() != ""


@given(NEWSLIKE, st.integers(0, 200), st.integers(0, 200))
def test_sentences_of_a_part_lie_in_that_part(text: str, one: int, other: int) -> None:
    """Offsets count from the start of the whole text."""
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    found = sentences(text, start, end)
    assert all(contains(Span(start, end), span) for span in found)
    assert [span.cut(text) for span in found] == pieces(text[start:end])


@given(NEWSLIKE)
def test_no_sentence_crosses_a_blank_line(text: str) -> None:
    """Paragraphs end sentences."""
    assert [piece for piece in pieces(text) if "\n\n" in piece] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It cost $2.6 bn. in all. He paid.", ["It cost $2.6 bn. in all.", "He paid."]),
        ("Lt. Gen. Orr Vale met Sen. Maren. They spoke.", ["Lt. Gen. Orr Vale met Sen. Maren.", "They spoke."]),
        ("Mr. Orr of the U.N. met Dr. Lund.", ["Mr. Orr of the U.N. met Dr. Lund."]),
        ("(It was signed.) Norland agreed.", ["(It was signed.)", "Norland agreed."]),
        ("“We deny it,” she said. “All of it.”", ["“We deny it,” she said.", "“All of it.”"]),
        ("“Is it so?” he asked. No.", ["“Is it so?” he asked.", "No."]),
        ("See No. 5 of the text. Then stop.", ["See No. 5 of the text.", "Then stop."]),
        ("It cost Rs. 500 crore. Enough.", ["It cost Rs. 500 crore.", "Enough."]),
        ("😀 One. Two.", ["😀 One.", "Two."]),
        ("Headline without a stop\n\nBody text.", ["Headline without a stop", "Body text."]),
        ("Leave a Reply\nYour email is safe", ["Leave a Reply", "Your email is safe"]),
    ],
)
def test_sentence_bounds(text: str, expected: list[str]) -> None:
    """Abbreviations do not end sentences; stops, brackets and lines do."""
    assert expected == pieces(text)


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    """A wire text wrapped at 60 characters is read as sentences, not as lines."""
    text = (
        "The foreign ministry of Norland said on Friday that minister\n"
        "Ilse Maren had met the envoy of Vesturia in the harbour town\n"
        "of Oster. Nothing was signed."
    )
    assert [text] == [span.cut(text) for span in paragraphs(text)]
    assert len(sentences(text)) == 2


def test_words_keep_figures_and_abbreviations_whole() -> None:
    """Words are what a reader would count."""
    text = "The S-400, 2.6bn and 2025-05-30; Norland’s U.N. envoy (aged 41)."
    assert [span.cut(text) for span in words(text)] == [
        "The", "S-400", "2.6bn", "and", "2025-05-30", "Norland’s", "U.N.", "envoy", "aged", "41",
    ]  # fmt: skip


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    """Where a paragraph is too long to be looked at whole, no sentence is broken by that."""
    sentence = "Norland's minister Ilse Maren met Lt. Gen. Odo Brand on Monday."
    assert pieces(" ".join([sentence] * 2000)) == [sentence] * 2000


@pytest.mark.parametrize(
    "unit", ['"\u201c ', "\u201cNo. ", "and so on. ", "(A b c. ", "word", "a long line that goes on without an end and\n"]
)
def test_time_grows_with_the_length_of_a_paragraph(unit: str) -> None:
    """Four times the length takes about four times as long, whatever the paragraph is made of; the square would be sixteen."""
    short, long = (processor_seconds(unit * (size // len(unit))) for size in (100_000, 400_000))
    assert long < 9 * short + 0.2


def processor_seconds(text: str) -> float:
    started = time.process_time()
    sentences(text)
    return time.process_time() - started


def test_hindi_words_are_not_broken_at_vowel_signs() -> None:
    """Combining vowel signs stand inside words."""
    assert [span.cut("मंत्री ने कहा।") for span in words("मंत्री ने कहा।")] == ["मंत्री", "ने", "कहा"]


@given(st.text())
def test_straight_quotes_keep_the_length(text: str) -> None:
    """Spans of the one text are spans of the other."""
    assert len(normalise_quotes(text)) == len(text)


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    """The gate is passed once and for all."""
    once, _ = clean(text)
    assert (once, ()) == clean(once)


@given(st.text(alphabet=st.characters()))
def test_storable_keeps_every_offset(text: str) -> None:
    """JSONL text keeps its length and can be stored as UTF-8."""
    kept, notes = storable(text)
    assert len(kept) == len(text)
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert bool(notes) == (kept != text)


def test_cleaning_says_what_it_did() -> None:
    """Each kind of change leaves one note with its count."""
    text, notes = clean("a\x00b\x07c\u202ed\u200be\r\nf\U000e0041")
    assert text == "a\ufffdbcde\nf"
    assert notes == (
        "1 unstorable character replaced",
        "1 control character removed",
        "1 text direction mark removed",
        "2 invisible characters removed",
        "1 line end made plain",
    )


def test_joiners_stay_where_a_script_needs_them() -> None:
    """Persian and emoji need joiners; Latin words do not."""
    assert clean("می\u200cرود 👩\u200d🚀 con\u200dtract")[0] == "می\u200cرود 👩\u200d🚀 contract"


def test_fold_makes_keys() -> None:
    """Case, accents and typographic marks do not tell names apart."""
    assert fold("ÉLAN–O’Hara") == fold("elan-o'hara") == "elan-o'hara"


def test_span_arithmetic() -> None:
    """Spans are compared by code points, end exclusive."""
    assert Span(1, 1) == trim("a   ", Span(1, 4))
    assert overlap(Span(0, 2), Span(2, 4)) == 0
    assert not contains(Span(0, 2), Span(1, 3))
