"""The same standard for every side under people's decisions: swap the parties in texts and decisions, and nothing else changes."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.errors import SaysoError
from sayso.judging import Targets, row_of
from sayso.matching import Matching
from sayso.model import JudgementKind, Stance
from test_symmetry import outcome, swapped_text, swapping

from .judging_desk import CLAIMS, DENIAL, OFFICIAL, PILE, TALKS, WITNESS, Desk, Said, opened

SWAP = swapping("Norland", "Vesturia")
SAID = (WITNESS, DENIAL, TALKS, OFFICIAL)
OUTLETS = tuple(outlet for outlet, _, _ in PILE)
NAMES = ("Norland's foreign ministry", "Vesturia's trade ministry", "Ilse Maren", "the Far Post")
WHO = ("Kaja Lund", "Arne Holt")
KINDS = (*JudgementKind, *(JudgementKind.SET_STANCE, JudgementKind.SET_PARTY) * 4)
"""The kinds that say most of sides are drawn more often."""
Step = tuple[JudgementKind, int, int, int]
"""A kind of decision and three numbers, from which its targets and its value are chosen."""
STEPS = st.lists(st.tuples(st.sampled_from(KINDS), *[st.integers(0, 11)] * 3), min_size=4, max_size=9)
CASES = int(os.environ.get("SAYSO_CASES", "10"))


def turned_said(said: Said, swap: Mapping[str, str]) -> Said:
    source, cue, content, act, naming = said
    return swapped_text(source, swap), swapped_text(cue, swap), swapped_text(content, swap), act, naming


class Side:
    """One telling: a desk, and the words of this telling."""

    def __init__(self, desk: Desk, swap: Mapping[str, str]) -> None:
        self.desk = desk
        self.swap = swap

    def fill(self) -> None:
        """Read the pile and follow the claims in the words of this telling."""
        pile = [(outlet, day, [turned_said(said, self.swap) for said in sentences]) for outlet, day, sentences in PILE]
        parties = {claim.id: tuple(swapped_text(party, self.swap) for party in claim.parties) for claim in CLAIMS}
        self.desk.fill(pile, [replace(claim, text=swapped_text(claim.text, self.swap), parties=parties[claim.id]) for claim in CLAIMS])

    def _place(self, number: int) -> str:
        return self.desk.place(turned_said(SAID[number % len(SAID)], self.swap))

    def decide(self, step: Step, number: int) -> str:
        """Make a decision; return how that ended."""
        kind, one, two, three = step
        try:
            self.desk.judge(kind, *self._targets(kind, one, two), value=self._value(kind, three), who=WHO[number % 2])
        except SaysoError as error:
            return type(error).__name__
        return "kept"

    def _targets(self, kind: JudgementKind, one: int, two: int) -> Sequence[str]:
        claims = [claim.id for claim in CLAIMS]
        outlets = [OUTLETS[number % len(OUTLETS)] for number in (one, two)]
        made = [judgement.id for judgement in self.desk.view.judgements] or ["none"]
        row = row_of(kind)
        assert row is not None
        found: Mapping[Targets, Callable[[], Sequence[str]]] = {
            Targets.CLAIM: lambda: claims[one % 2 :][:1],
            Targets.CLAIMS: lambda: claims,
            Targets.CLAIM_AND_STATEMENTS: lambda: (claims[one % 2], self._place(two)),
            Targets.STATEMENTS: lambda: (self._place(two),),
            Targets.ARTICLES: lambda: [self.desk.article(outlet).id for outlet in outlets],
            Targets.OUTLETS: lambda: outlets,
            Targets.JUDGEMENT: lambda: (made[one % len(made)],),
        }
        return found[row.targets]()

    def _value(self, kind: JudgementKind, number: int) -> str:
        words = {
            JudgementKind.SET_STANCE: [stance.value for stance in Stance],
            JudgementKind.SET_PARTY: ["Norland", "Vesturia", ""],
            JudgementKind.SET_SOURCE: NAMES,
            JudgementKind.APPROVE_WORDING: ["Norland has sold it to Vesturia"],
            JudgementKind.RATE: ["Vesturia is asked"],
        }.get(kind, [""])
        return swapped_text(words[number % len(words)], self.swap)


@pytest.fixture(scope="module")
def tellings(tmp_path_factory: pytest.TempPathFactory) -> tuple[tuple[Path, Matching, Mapping[str, str]], ...]:
    """The pile in both tellings, read and matched once each."""
    found = []
    for name, swap in (("straight", {"Norland": "Norland"}), ("turned", SWAP)):
        path, matching = tmp_path_factory.mktemp(name) / "pile.ledger", Matching()
        with opened(path, matching) as desk:
            Side(desk, swap).fill()
            assert desk.view.claims
        found.append((path, matching, swap))
    return tuple(found)


@settings(max_examples=CASES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_swapping_names_swaps_the_standings_under_any_decisions(
    tellings: tuple[tuple[Path, Matching, Mapping[str, str]], ...], tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    """Each decision ends alike in both tellings; afterwards standings, positions, matches, origins and conflicts are alike."""
    folder = tmp_path_factory.mktemp("desks")
    with ExitStack() as stack:
        sides = []
        for path, matching, swap in tellings:
            copy = folder / f"{path.parent.name}.ledger"
            copy.write_bytes(path.read_bytes())
            sides.append(Side(stack.enter_context(opened(copy, matching, clock=1000)), swap))
        straight, turned = sides
        for number, step in enumerate(steps):
            assert straight.decide(step, number) == turned.decide(step, number), step
        assert outcome(turned.desk.view, SWAP) == outcome(straight.desk.view)
        assert sorted(turned.desk.codes()) == sorted(straight.desk.codes())
        assert len(turned.desk.ledger.conflicts()) == len(straight.desk.ledger.conflicts())
