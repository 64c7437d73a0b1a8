"""What a claim that nobody wrote down is called: the words of the denial, made to stand alone."""

from __future__ import annotations

import pytest

from sayso.attribution import annotate
from sayso.claims.titles import LONGEST, proposition, says_something, shorten
from sayso.model import Act, Naming, Source, Span, Statement
from sayso.testing import article


def titles(text: str) -> list[str]:
    """The titles of what is attributed in a text."""
    return [shorten(proposition(statement, text)) for statement in annotate(article(text)) if statement.source.span]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Norland's foreign ministry denied that it had signed a contract for the mill.", "[Norland's foreign ministry] had signed"),
        ("Norland's defence minister Ilse Maren denied signing a contract for the mill.", "] signing a contract for the mill"),
        ("The ministry dismissed reports that the mill had been sold to Vesturia.", "The mill had been sold to Vesturia"),
        ("The ministry denied that it had been agreed to sell the mill to Vesturia.", "It had been agreed to sell the mill"),
        ("A senior official denied that it had signed a contract for the mill.", "It had signed a contract for the mill"),
    ],
)
def test_a_title_stands_alone_where_the_grammar_says_who_is_meant(text: str, title: str) -> None:
    """A named speaker takes the place of a pronoun, in brackets; an "it" that means nobody stays, and so does an unnamed speaker's."""
    assert any(title in found for found in titles(text))


def test_inside_another_s_words_nobody_is_put_in() -> None:
    """In "Norland denied claims by Vesturia's army that it had signed" the army has signed nothing."""
    found = titles("Norland denied claims by Vesturia's army that it had signed a contract for the mill.")
    assert found
    assert not any("army] had signed" in title for title in found)


@pytest.mark.parametrize(
    "words",
    [
        "these claims are absolutely, unequivocally and completely without any merit whatsoever",
        "the report was written by somebody who has never seen the harbour",
    ],
)
def test_what_only_speaks_of_reports_is_no_claim(words: str) -> None:
    """It says nothing of what the reports say."""
    assert not says_something(words)


def test_a_title_is_not_too_long_and_loses_no_half_word() -> None:
    """Long propositions end at a word, with a sign that they do."""
    title = shorten("norland " * 40)
    assert len(title) <= LONGEST + 2
    assert title.endswith("norland …")


def test_a_name_with_signs_of_a_pattern_in_it_is_put_in_as_it_is() -> None:
    """Text from outside is never taken for a pattern or its replacement."""
    speaker = Source(r"the \g<1> Bank", Naming.OFFICE, Span(0, 13), r"\g<1> Bank")
    text = r"the \g<1> Bank denied that it had signed a contract for the mill"
    content = Span(text.index("it had"), len(text))
    denial = Statement("s", "article", Span(0, len(text)), speaker, (content,), act=Act.DENIES)
    assert proposition(denial, text) == r"[The \g<1> Bank] had signed a contract for the mill"
