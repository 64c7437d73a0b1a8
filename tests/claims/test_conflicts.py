"""What keeps two propositions from being one claim, in made-up sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.claims.conflicts import conflict, facts_of

NAMES = st.sampled_from(["Norland", "Vesturia", "Ostania", "Orsk Steel", "the Red Banner", "Ardel"])
VERBS = st.sampled_from(
    ["held talks with", "signed a contract with", "will sign a $2bn contract with", "attacked", "agreed a 3bn dollar deal with"]
)
SENTENCES = st.builds(lambda one, verb, other: f"{one} {verb} {other}", NAMES, VERBS, NAMES)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Norland and Vesturia held talks", "Norland and Vesturia signed a contract", "rung"),
        ("a memorandum was initialled", "a contract was signed", "rung"),
        ("a plot to attack the port", "an attack on the port", "rung"),
        ("a $2bn contract was signed", "a contract worth 3 billion dollars was signed", "sum"),
        ("a deal that saves $300m a year", "a deal that saves $400m a year", "sum"),
        ("it sold a 49 per cent stake", "it sold a 51 per cent stake", "sum"),
        ("Norland signed a contract with Orsk Steel", "Norland signed a contract with Ardel Ports", "party"),
        ("talks between Norland and Vesturia", "talks between Norland and Ostania", "party"),
        ("Norland attacked the depot", "Ostania attacked the depot", "party"),
        # Silence, another spelling, another measure, a name in other forms: no conflict.
        ("Norland signed a contract", "Norland signed a $2bn contract with Vesturia", None),
        ("a $2bn contract was signed", "a contract worth two billion dollars was signed", None),
        ("a $2bn contract was signed", "a contract that would save $300m a year was signed", None),
        ("Norland and Vesturia signed a contract", "Norlandic and Vesturian ministers signed a contract", None),
        ("talks were held", "the singer died", None),
        ("the contract was signed", "no contract has been signed", None),
    ],
)
def test_what_conflicts(one: str, other: str, reason: str | None) -> None:
    """Rung, sum and party keep apart; what only one of two texts says does not."""
    assert conflict(facts_of(one), facts_of(other)) == reason


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("2031-05-14", "2031-05-15", True),
        ("2031-05", "2031-05-15", False),
        ("2031", "2031-05", False),
        ("2030", "2031-05", True),
        ("2031-05-01/2031-05-10", "2031-05-09", False),
        ("2031-05-01/2031-05-10", "2031-05-11", True),
    ],
)
def test_times_conflict_where_they_cannot_meet(one: str, other: str, apart: bool) -> None:
    """A coarser time that holds the finer one is no conflict."""
    text = "the depot was attacked"
    assert (conflict(facts_of(text, one), facts_of(text, other)) == "date") is apart


@given(SENTENCES, SENTENCES)
def test_conflict_has_no_sides(one: str, other: str) -> None:
    """Whichever text comes first, the answer is one; a text never conflicts with itself."""
    assert conflict(facts_of(one), facts_of(other)) == conflict(facts_of(other), facts_of(one))
    assert conflict(facts_of(one), facts_of(one)) is None
