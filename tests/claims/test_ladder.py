"""The ladder of stages, by the words of a claim."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.claims.ladder import is_lower, named_rungs, prospective, stage_of, step_of
from sayso.model import Modality

HERE = Path(__file__).parent


def labelled(name: str) -> list[tuple[str, str]]:
    """Return the sentences of a file with the rung that an editor puts them on, such as `dealing signed ahead`."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    pairs = [line.split("=>") for line in lines if line and not line.startswith("#")]
    return [(sentence.strip(), label.strip()) for sentence, label in pairs]


def read(sentence: str) -> str:
    """Return the rung of a sentence in the words of the label files."""
    step = step_of(sentence)
    return f"{step.rung.ladder} {step.rung.name}{' ahead' if step.ahead else ''}" if step else ""


@pytest.mark.parametrize(
    ("name", "least", "floor"),
    [
        # These were in view while the words were chosen; the ladder before them put 54 of 100 on their rung.
        ("rungs_written_before.txt", 150, 97.0),
        # Written afterwards in another manner: 52 at first sight (the ladder before: 42), then general words were added.
        ("rungs_written_after.txt", 65, 88.0),
    ],
)
def test_rungs_of_labelled_sentences(name: str, least: int, floor: float, record_property: Callable[[str, object], None]) -> None:
    """Most sentences stand on the rung that an editor puts them on, reached or still to come; the figure goes into the test report."""
    pairs = labelled(name)
    right = 100 * sum(read(sentence) == label for sentence, label in pairs) / len(pairs)
    record_property(f"share of rungs, {name}", round(right, 1))
    assert len(pairs) >= least
    assert right >= floor


def test_what_will_be_has_not_been_reached() -> None:
    """The mood of a statement, where it is known, decides with the words."""
    steps = [step_of("a contract for the mill", modality) for modality in (Modality.DID, Modality.WILL, Modality.MAY)]
    assert [step.ahead for step in steps if step] == [False, True, True]


PIECES = st.sampled_from("will work begin the not yet sign contract talks attack plot ban lifted ... ( | ) died ' - ß İ ﬁ \x00".split(" "))


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join)))
def test_any_text_has_its_rungs_read(text: str) -> None:
    """No text makes reading fail; the rung that a text stands on is one that it names."""
    step, stage = step_of(text), stage_of(text)
    assert step is None or step.rung in named_rungs(text)
    assert stage is None or stage in named_rungs(text)


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


def test_a_lease_is_a_contract_and_talks_about_a_place_are_no_lease() -> None:
    """Who admits talks about a base has not admitted that it was leased."""
    lease = "Kestria leased the Tallow Island naval base to Ardenmark."
    assert is_lower("Talks about the base were held.", than=lease)
    assert not is_lower("The island was ceded.", than=lease)
