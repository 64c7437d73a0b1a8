"""What must hold for any text at all."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.attribution import annotate
from sayso.attribution.cues import inflect, lexicon
from sayso.model import Article

PIECES = [
    *("Orne", " said", " that", " denied", ' "', "” ", "“", "‘", "’", ",", ". ", "\n\n", " according to", " the ministry", " reports of"),
    *(":", " who", " and", " (", ")", " —", "\x00", " не", "他说", " not", " he", " told", " reporters", " was", " by", " adding", "''"),
    *(" ", ";", "1", " in", " Moscow", " claims", " calling", " it was reported", "’s", " Ilse Maren"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


def _article(text: str) -> Article:
    return Article("a", "a", "0", text, language="en")


@settings(max_examples=300, deadline=None)
@given(TEXTS | st.text(max_size=200))
def test_statements_cut_the_text_and_are_sorted(text: str) -> None:
    """Spans lie in the text and in their extent, sources cut their words, statements are sorted and their ids differ by meaning."""
    statements = annotate(_article(text))
    assert [s.extent for s in statements] == sorted(s.extent for s in statements)
    for statement in statements:
        spans = [*statement.content, *statement.cue, *([statement.source.span] if statement.source.span else [])]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(statement.extent.start <= span.start and span.end <= statement.extent.end for span in spans)
        assert 0 < statement.confidence <= 1
        if statement.source.span:
            assert "".join(statement.source.text.split()) in "".join(statement.source.span.cut(text).split())


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_statements(text: str) -> None:
    """Reading twice changes nothing, and no two statements share an id with different words."""
    first = annotate(_article(text))
    assert first == annotate(_article(text))


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_every_sentence_with_a_word_is_somebodys(text: str) -> None:
    """No word is outside every statement's extent."""
    covered = {i for s in annotate(_article(text)) for i in range(s.extent.start, s.extent.end)}
    assert all(i in covered for i, letter in enumerate(text) if letter.isascii() and letter.isalnum())


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "\x00\x00", "”", '"', "...", "“" * 50, "said", "said said said", ", said", "who said", "(" * 99),
        *("Министерство опровергло сообщения.", "外交部否认了报道。", "🙂"),
    ],
)
def test_odd_texts_do_not_break_the_reading(text: str) -> None:
    """Text without letters, half a quotation mark, another script: some statements or none, never an exception."""
    assert isinstance(annotate(_article(text)), tuple)


def test_another_language_gives_no_statements() -> None:
    """An article that says it is not English is not read."""
    assert annotate(Article("a", "a", "0", "Le ministre said no.", language="fr")) == ()


@pytest.mark.parametrize(
    "unit",
    [
        "Halvar Tun, the envoy, said that talks had begun, adding that he denied reports of a sale. ",
        '"Yes." ',
        "said, and said that, who said, ",
        "Ada Orne Ilse Maren ",
        '" “ ',
        "the official said the ministry denied the report\n\n",
        ", , , , ",
        "((((",
        "“a ",
        "x",
    ],
)
def test_a_long_text_takes_time_in_proportion(unit: str) -> None:
    """Four times the text takes well under twelve times as long: nothing grows with the square."""
    _timed(unit, 2_000)
    short, long = _timed(unit, 30_000), _timed(unit, 120_000)
    assert long < 12 * max(short, 0.05)


def _timed(unit: str, size: int) -> float:
    text = (unit * (size // len(unit) + 1))[:size]
    begin = time.process_time()
    annotate(_article(text))
    return time.process_time() - begin


def test_the_lexicon_is_large_and_inflects() -> None:
    """At least 250 verbs and phrases, and irregular forms are right."""
    assert lexicon().size >= 250
    assert dict(inflect("deny", {}))["third"] == "denies"
    assert "withdrew" in lexicon().forms
    assert "announcing" in lexicon().forms
