"""What a source does with a claim, one sentence a row, in an editor's words."""

from __future__ import annotations

import pytest

from sayso.claims.ladder import stage_of
from sayso.claims.stance import STANCE_RULES, stance_of, utterance
from sayso.claims.terms import content_stems
from sayso.model import Act, Certainty, Naming, Source, Span, Stance, Statement

CONTRACT = "Norland and Vesturia signed a contract for a steel mill."
TALKS = "Norland and Vesturia held talks about a steel mill."


def said(content: str, *, claim: str = CONTRACT, act: Act = Act.SAYS, own_voice: bool = False, **grammar: object) -> tuple[Stance, str]:
    source = Source("", Naming.SELF) if own_voice else Source("The ministry", Naming.OFFICE, Span(0, 12))
    statement = Statement("s", "a", Span(0, len(content)), source, (Span(0, len(content)),), act=act, **grammar)  # type: ignore[arg-type]
    return stance_of(utterance(statement, content, content, frozenset(content_stems(claim)), stage_of(claim)))


@pytest.mark.parametrize(
    ("content", "act", "stance"),
    [
        ("a contract for the mill had been signed", Act.SAYS, Stance.ASSERTS),
        ("a contract for the mill had been signed", Act.DENIES, Stance.DENIES),
        ("a contract for the mill had been signed", Act.CONFIRMS, Stance.CONFIRMS),
        ("a contract for the mill had been signed", Act.ADMITS, Stance.CONCEDES),
        ("a contract for the mill had been signed", Act.DOUBTS, Stance.DOUBTS),
        ("a contract for the mill had been signed", Act.RETRACTS, Stance.RETRACTS),
        ("whether a contract for the mill had been signed", Act.DECLINES, Stance.RELAYS),
        ("that no contract for the mill had been signed", Act.DENIES, Stance.ASSERTS),
        ("no contract for the mill had been signed", Act.SAYS, Stance.DENIES),
        ("talks took place, but nothing was signed", Act.SAYS, Stance.DENIES),
        ("the reports of a signed contract are baseless", Act.SAYS, Stance.DENIES),
        ("it is unclear whether a contract was signed", Act.SAYS, Stance.DOUBTS),
        ("the sides hope to sign a contract this summer", Act.SAYS, Stance.DENIES),
        ("the final contract, to be signed soon, is being worked on", Act.SAYS, Stance.DENIES),
        ("the ministry did not deny that a contract was signed", Act.SAYS, Stance.RELAYS),
        ("a report of a signed contract, but could not rule out talks", Act.DENIES, Stance.DENIES),
        ("a contract was signed, and he had made up his mind", Act.SAYS, Stance.ASSERTS),
    ],
)
def test_stance_towards_a_signed_contract(content: str, act: Act, stance: Stance) -> None:
    """Each sentence about the mill takes the side that an editor would read in it."""
    assert said(content, act=act)[0] == stance


@pytest.mark.parametrize(
    ("content", "act"),
    [("that a contract had been signed", Act.DENIES), ("no contract has been signed", Act.SAYS)],
)
def test_denying_the_contract_leaves_the_talks_alone(content: str, act: Act) -> None:
    """A denial is as narrow as its words: it does not touch a lower rung."""
    assert said(content, claim=TALKS, act=act) == (Stance.RELAYS, "denies only a stronger claim")


def test_own_voice_possibility_takes_no_side() -> None:
    """An outlet that writes "may have been signed" supports nothing."""
    assert said("a contract may have been signed", own_voice=True, certainty=Certainty.POSSIBLE)[0] == Stance.RELAYS


@pytest.mark.parametrize(
    "content",
    ["the contract was signed but no date for the opening was set", "the contract is meant not only to build a mill but also a port"],
)
def test_a_negation_of_something_else_is_no_denial(content: str) -> None:
    """A negation denies only what it reaches."""
    assert said(content)[0] == Stance.ASSERTS


def test_hearsay_is_the_outer_voice() -> None:
    """Whoever is spoken of by a party or a witness does not speak; an outlet that quotes hands the voice on."""
    inner = Source("Boris Falk", Naming.NAMED, Span(0, 10))
    content = "a contract for the mill had been signed"
    for outer, stance in ((Naming.OFFICE, Stance.RELAYS), (Naming.MEDIA, Stance.ASSERTS)):
        chain = (Source("The outer one", outer, Span(0, 5)), inner)
        statement = Statement("s", "a", Span(0, len(content)), inner, (Span(0, len(content)),), chain=chain)
        stems = frozenset(content_stems(CONTRACT))
        assert stance_of(utterance(statement, content, content, stems, stage_of(CONTRACT)))[0] == stance


def test_every_rule_has_a_name_of_its_own() -> None:
    """Rule names are shown as reasons, so they must tell the rules apart; the last one always holds."""
    assert len({rule.name for rule in STANCE_RULES}) == len(STANCE_RULES)
    assert STANCE_RULES[-1].gives is Stance.ASSERTS
