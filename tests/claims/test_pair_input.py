"""What the pair model reads: the same pieces whatever the parties are called, bounded whatever the text is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sayso.claims.pair_input import PairInput, claim_pieces, pair_input, passage_of
from sayso.claims.parties import build_party_index
from sayso.model import Statement
from sayso.pipeline import annotate
from sayso.testing import article, statement

NAMES = ("Norland", "Vesturia")
LONGEST = 260


def laid_out(claim: str, text: str, said_by: tuple[str, str, str], *, parties: tuple[str, ...] = NAMES) -> PairInput:
    """Return what is read for a claim and one statement of a text; `said_by` is source, cue and content."""
    where = article(text)
    said = statement(where, *said_by)
    index = build_party_index(parties, [said], [text])
    return pair_input(claim_pieces(claim, index), index, passage_of(said, where), index.party_of(said.source))


def test_swapped_names_are_read_alike() -> None:
    """Swap the parties everywhere, and the model reads the same pieces."""
    text, claim = "{0}'s ministry said that no contract with {1} was signed.", "{0} and {1} signed a contract."
    one = laid_out(claim.format(*NAMES), text.format(*NAMES), ("Norland's ministry", "said", "no contract with Vesturia was signed"))
    other = laid_out(
        claim.format(*reversed(NAMES)),
        text.format(*reversed(NAMES)),
        ("Vesturia's ministry", "said", "no contract with Norland was signed"),
        parties=("Vesturia", "Norland"),
    )
    assert one == other


def test_who_speaks_is_read() -> None:
    """The same words by a party and by nobody known are two different inputs."""
    claim, text = "Norland signed a contract.", "{} denied that a contract was signed."
    party = laid_out(claim, text.format("Norland's ministry"), ("Norland's ministry", "denied", "a contract was signed"))
    other = laid_out(claim, text.format("Harbour's ministry"), ("Harbour's ministry", "denied", "a contract was signed"))
    assert party != other


def test_a_denial_and_an_assertion_differ_by_their_words() -> None:
    """Polarity is in what is read."""
    claim = "A contract was signed."
    assert laid_out(claim, "Orne said it was signed.", ("Orne", "said", "it was signed")) != laid_out(
        claim, "Orne said it was not signed.", ("Orne", "said", "it was not signed")
    )


@given(words=some.text(max_size=3000), claim=some.text(max_size=600))
def test_any_text_is_laid_out_in_bounds(words: str, claim: str) -> None:
    """Hostile text gives a bounded input whose two lists are of one length."""
    text = f"Orne said that {words}"
    where = article(text)
    said = statement(where, "Orne", "said", text[10:])
    index = build_party_index(NAMES, [said], [text])
    found = pair_input(claim_pieces(claim, index), index, passage_of(said, where), None)
    assert len(found.pieces) == len(found.kinds) <= LONGEST
    assert min(found.pieces) >= 0


@pytest.mark.parametrize("text", ["Norland's ministry denied that a contract had been signed. It spoke of talks.", "“No,” Orne said."])
def test_statements_of_the_tagger_are_laid_out(text: str) -> None:
    """What the tagger finds can be put to the model."""
    where = article(text)
    found: list[Statement] = annotate(text)
    index = build_party_index(NAMES, found, [text])
    assert found
    for said in found:
        assert pair_input((), index, passage_of(said, where), None).pieces
