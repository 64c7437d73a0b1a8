"""The ladder of stages, by the words of a claim."""

from __future__ import annotations

import pytest

from sayso.claims.details import details_in
from sayso.claims.ladder import prospective, stage_of
from sayso.model import Span


@pytest.mark.parametrize(
    ("claim", "stage"),
    [
        ("Norland and Vesturia held talks about a mill.", "talks"),
        ("They set up a joint working group.", "understanding"),
        ("The two sides agreed a truce.", "agreed"),
        ("They signed a contract worth $2 billion.", "signed"),
        ("Five smugglers were arrested at the border.", "held"),
        ("The singer has died.", "dead"),
        ("The keeper was suspended for a month.", "punished"),
    ],
)
def test_the_rung_a_claim_stands_on(claim: str, stage: str) -> None:
    """A claim is on the highest rung that its own words name."""
    rung = stage_of(claim)
    assert rung is not None
    assert rung.name == stage


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("Norland hopes to sign a contract this summer", True),
        ("the contract is yet to be signed", True),
        ("a final agreement is being worked on", True),
        ("they will sign the contract in May", True),
        ("the contract was signed in May", False),
        ("they agreed a truce after talks", False),
    ],
)
def test_what_is_still_to_come(text: str, ahead: bool) -> None:
    """Hopes, plans and work on a draft say that the rung has not been reached."""
    assert prospective(text) is ahead


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a $2.6 billion deal", ["USD 2600000000"]),
        ("worth 2.6 billion dollars", ["USD 2600000000"]),
        ("Rs 22,000-crore", ["rupees 220000000000"]),
        ("3,500 workers and 700 acres", ["3500 workers", "700 acres"]),
        ("no sum was named", []),
    ],
)
def test_sums_and_counts_are_normalised(text: str, values: list[str]) -> None:
    """Two spellings of one sum give one value."""
    assert [detail.value for detail in details_in(text, Span(0, len(text)), "a")] == values
