"""Statements that read as if they took a side on a claim and speak of something beside it."""

from __future__ import annotations

import pytest

from sayso.attribution import annotate
from sayso.claims import link
from sayso.claims.conflicts import denies_value, other_value
from sayso.claims.link import claim_identifier
from sayso.model import Family, Match, Stance, TrackedClaim
from sayso.testing import article

FOUR = TrackedClaim("four", "Orsk Steel will cut 4,000 jobs.", ("Orsk Steel",))
FEW = TrackedClaim("few", "Orsk Steel will cut 1,500 jobs.", ("Orsk Steel",))
YELLOW = TrackedClaim("yellow", "The Food Office has banned the yellow dye tarvone.", ("Food Office",))
RED = TrackedClaim("red", "The Food Office has banned the red dye tarvone.", ("Food Office",))


def matches_of(text: str, claim: TrackedClaim, *others: TrackedClaim) -> list[Match]:
    item = article(text)
    found = link([item], annotate(item), [Family("family", (item.id,), item.id)], [claim, *others])
    return [match for match in found.matches if match.claim_id == claim_identifier(claim, tracked=True)]


def sides(text: str, claim: TrackedClaim, *others: TrackedClaim) -> set[Stance]:
    return {match.stance for match in matches_of(text, claim, *others)} - {Stance.RELAYS, Stance.UNCLEAR}


def test_another_number_supports_the_claim_that_gives_it_and_no_other() -> None:
    """A user who follows 4,000 jobs must not read that the firm has confirmed them."""
    text = "Orsk Steel announced on Wednesday that 1,500 jobs will go by the end of August."
    assert sides(text, FEW, FOUR) == {Stance.ASSERTS}
    assert sides(text, FOUR, FEW) == set()
    assert "1,500 jobs" in matches_of(text, FOUR)[0].reasons[0]


def test_who_doubts_a_number_doubts_no_other() -> None:
    """The analyst says nothing of the smaller cut."""
    text = "An analyst, Odd Lien, doubted that Orsk Steel would cut 4,000 jobs."
    assert sides(text, FOUR, FEW) == {Stance.DOUBTS}
    assert sides(text, FEW, FOUR) == set()


def test_what_only_a_claim_like_it_has_is_of_that_claim() -> None:
    """Two dyes, one sentence about one of them."""
    text = "The Food Office has banned the yellow dye tarvone, a spokesman for the office said on Tuesday."
    assert sides(text, YELLOW, RED) == {Stance.ASSERTS}
    assert sides(text, RED, YELLOW) == set()


def test_what_nobody_says_is_not_said() -> None:
    """No official stands behind the claim because none has confirmed it."""
    text = "No official has confirmed that Orsk Steel will cut 4,000 jobs. Nobody at Orsk Steel said that 4,000 jobs would go."
    assert not sides(text, FOUR) & {Stance.ASSERTS, Stance.CONFIRMS}


@pytest.mark.parametrize(
    ("claim", "told", "value"),
    [
        ("31 miners died in the flood.", "19 dead in Osk mine", "19"),
        ("31 miners died in the flood.", "Three rescuers were killed", "Three rescuers"),
        ("The poisoned river made 30 people ill.", "Doctors' list: 212 made ill by the river", "212"),
        ("Norland pays $900m for the port.", "a deal worth $2.6 billion", "$2.6 billion"),
        # Rounded, grown, within bounds, of another thing, or given beside the claim's own: no other value.
        ("31 miners died in the flood.", "Some 30 miners died", None),
        ("At least 12 people died.", "40 people died", None),
        ("31 miners died in the flood.", "The union said that 31 miners died, the ministry that 19 did", None),
        ("31 miners died in the flood.", "The mine employs 900 people", None),
        ("Norland signed a $2bn contract.", "The contract would save $300m a year", None),
    ],
)
def test_which_values_cannot_be_the_claims(claim: str, told: str, value: str | None) -> None:
    """Only another value of the same thing counts."""
    assert other_value(claim, told) == value


def test_a_value_refused_in_so_many_words() -> None:
    """The number behind "not" is denied."""
    assert denies_value("The river made 30 people ill.", "212 people fell ill and not 30")
    assert not denies_value("The river made 212 people ill.", "212 people fell ill and not 30")


@pytest.mark.parametrize(
    "words",
    ["I find it very hard to believe that", "I am not convinced that", "I don't buy the story that"],
)
def test_who_says_in_so_many_words_that_he_does_not_believe_it_doubts(words: str) -> None:
    """Idioms that say so of a report, and of nothing else."""
    assert sides(f'"{words} Orsk Steel will cut 4,000 jobs," Odd Lien told the Gazette.', FOUR) == {Stance.DOUBTS}
