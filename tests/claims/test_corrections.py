"""Who takes words back, in made-up sentences, near misses included."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.claims.corrections import LONGEST, speaks_for_taker, taken_back
from sayso.claims.ladder import stage_of
from sayso.claims.stance import stance_of, utterance
from sayso.claims.terms import content_stems
from sayso.model import Naming, Source, Span, Stance, Statement

SENTENCES = Path(__file__).parent / "corrections.txt"


def parts() -> list[list[tuple[str, str]]]:
    """Return the labelled sentences, part by part."""
    found: list[list[tuple[str, str]]] = []
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            if not found or found[-1]:
                found.append([])
        elif line:
            sentence, label = line.rsplit("=>", 1)
            found[-1].append((sentence.strip(), label.strip()))
    return found


def read(sentence: str) -> str:
    """Return who takes words back in a sentence, in the words of the label file."""
    found = taken_back(sentence)
    return found.taker.value if found else ""


# The third part was written after the patterns: 45.7 of 100 at first sight; then general patterns were added.
@pytest.mark.parametrize(("part", "least", "floor"), [(0, 80, 98.0), (1, 35, 97.0), (2, 35, 88.0)])
def test_who_takes_words_back(part: int, least: int, floor: float, record_property: Callable[[str, object], None]) -> None:
    """Most sentences are read as an editor reads them; the figure goes into the test report."""
    pairs = parts()[part]
    right = 100 * sum(read(sentence) == label for sentence, label in pairs) / len(pairs)
    record_property(f"share of corrections read right, part {part + 1}", round(right, 1))
    assert len(pairs) >= least
    assert right >= floor


def said(text: str, source: str, naming: Naming) -> Stance:
    """Return the stance of a statement with this text towards the claim that a contract was signed."""
    claim = "Norland and Vesturia signed a contract for a steel mill."
    span = Span(0, len(text))
    statement = Statement("s", "a", span, Source(source, naming, None, source or None), (span,))
    return stance_of(utterance(statement, text, text, frozenset(content_stems(claim)), stage_of(claim)))[0]


@pytest.mark.parametrize(
    ("sentence", "taker"),
    [
        ("The Gazette no longer stands by its report.", "outlet"),
        ("The Gazette can no longer stand by that report and retracts it.", "outlet"),
        ("The paper said it could no longer stand behind the story.", "outlet"),
        ("We cannot stand by this article.", "outlet"),
        ("The Gazette retracts it.", "outlet"),
        ("The Gazette still stands by its report.", ""),
        ("The Gazette has not retracted it.", ""),
    ],
)
def test_standing_by_words_no_longer_takes_them_back(sentence: str, taker: str) -> None:
    """The negation belongs to the words that take back; it is no refusal to do so."""
    assert read(sentence) == taker


@pytest.mark.parametrize(
    ("text", "source", "naming", "retracts"),
    [
        ("The Gazette withdrew its report that a contract was signed.", "", Naming.SELF, True),
        ("The Gazette withdrew its report that a contract was signed.", "Gazette", Naming.MEDIA, True),
        ("The Gazette withdrew its report that a contract was signed.", "the embassy", Naming.OFFICE, False),
        ("The minister retracted his statement that a contract was signed.", "The minister", Naming.OFFICE, True),
        ("He retracted his statement that a contract was signed.", "Pell Adeyar", Naming.NAMED, True),
        ("The minister retracted his statement that a contract was signed.", "the embassy", Naming.OFFICE, False),
        ("I want to make a full retraction: no contract was signed.", "Pell Adeyar", Naming.NAMED, True),
        ("The ministry corrected its statement on the day a contract was signed.", "The ministry", Naming.OFFICE, False),
        ("Norland asked the Gazette to withdraw its report that a contract was signed.", "Norland", Naming.OFFICE, False),
        ("The Gazette refused to withdraw its report that a contract was signed.", "", Naming.SELF, False),
    ],
)
def test_only_who_takes_words_back_retracts(text: str, source: str, naming: Naming, retracts: bool) -> None:
    """Who tells that another took words back, or asks for it, retracts nothing."""
    assert (said(text, source, naming) is Stance.RETRACTS) is retracts


PIECES = st.sampled_from(
    "the Gazette withdrew its report not refused to we regret error correction : ask retract back took words n't".split(" ")
)


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map(" ".join)))
def test_any_text_is_read(text: str) -> None:
    """No text makes reading fail, and the words found stand in the text."""
    found = taken_back(text)
    assert found is None or found.words in text
    statement = Statement("s", "a", Span(0, len(text)), Source("", Naming.SELF), (Span(0, len(text)),))
    assert found is None or speaks_for_taker(found, statement) in {True, False}


@pytest.mark.parametrize("piece", ["the paper ", "not ", "call for ", "withdrew its ", "a"])
def test_a_text_without_end_is_read_in_part_and_soon(piece: str) -> None:
    """A hostile text costs no more than its first lines."""
    text = piece * (200 * LONGEST // len(piece))
    began = time.process_time()
    taken_back(text)
    assert time.process_time() - began < 1
