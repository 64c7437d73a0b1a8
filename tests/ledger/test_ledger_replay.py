"""Every question about a past moment, against a replay of the list of events; and a past answer never changes.

`SAYSO_CASES=5000` runs as many steps as the figures in `bench/ledger_time.json` tell of.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule, run_state_machine_as_test
from replay_oracle import CLAIMS, OUTLETS, SENTENCES, Answer, Event, Oracle, judgement, made_article, made_reading

from sayso.model import Problem, Statement
from sayso.pipeline import Ledger
from sayso.report.export import export_json

STEPS = int(os.environ.get("SAYSO_CASES", "150"))
STEPS_AN_EXAMPLE = 25
PARTS = 4 if STEPS >= 1000 else 1
"""Long runs are cut into tests that several processes can share."""
DAYS = st.integers(1, 28)
SAID = st.lists(st.sampled_from(range(len(SENTENCES))), min_size=1, max_size=2, unique=True)
OUTLET = st.sampled_from(range(len(OUTLETS)))
PAGE = st.sampled_from([None, 1, 1, 2])
"""None is an article without an address; another capture of a page has its outlet and number."""
COUNTED: dict[str, int] = {}
"""How often each kind of step was taken, for the figures."""


def counted(step: str) -> None:
    COUNTED[step] = COUNTED.get(step, 0) + 1


class Desk(RuleBasedStateMachine):
    """A ledger and its oracle, to which the same things happen."""

    pages = Bundle("pages")
    decided = Bundle("decided")

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self._second = 0
        self._ledger = self._opened()
        self._oracle = Oracle()
        self._given: dict[tuple[str, str], Answer] = {}
        self._exports: dict[str, str] = {}
        self._found: dict[str, tuple[Statement, ...]] = {}

    def _opened(self) -> Ledger:
        return Ledger(Path(self._folder.name) / "desk.ledger", clock=self._now)

    def _now(self) -> str:
        days, rest = divmod(self._second, 86_400)
        return f"2031-06-{days + 1:02}T{rest // 3600:02}:{rest % 3600 // 60:02}:{rest % 60:02}+00:00"

    def _happens(self, event: Event) -> None:
        event(self._ledger)
        self._oracle.record(self._now(), event)

    def teardown(self) -> None:
        """Leave nothing behind."""
        self._ledger.close()
        self._folder.cleanup()

    @initialize(target=pages, chosen=st.lists(st.tuples(SAID, OUTLET, DAYS, PAGE), min_size=2, max_size=4))
    def begin(self, chosen: list[tuple[list[int], int, int, int | None]]) -> Any:  # noqa: ANN401 -- hypothesis gives it no type
        """A claim is followed and a few articles are read, one an hour."""
        self._happens(lambda ledger: ledger._store.track(CLAIMS[:1]))
        for sentences, outlet, day, page in chosen:
            self._second += 3_600
            self._read(sentences, outlet, day, page)
        return multiple(*((outlet, page) for _, outlet, _, page in chosen))

    def _read(self, sentences: list[int], outlet: int, day: int, page: int | None) -> None:
        article, found = made_article(tuple(sentences), outlet, day, page)
        reading = made_reading(article, f"in-{len(self._oracle.events)}.html")
        self._found[article.id] = found
        self._happens(lambda ledger: ledger._store.add(reading, found))

    @rule(seconds=st.sampled_from([1, 1, 60, 3_600, 86_400]))
    def time_passes(self, seconds: int) -> None:
        """Without this, several things happen in one second."""
        assume(self._second + seconds < 28 * 86_400)
        counted("time passed")
        self._second += seconds

    @rule(target=pages, sentences=SAID, outlet=OUTLET, day=DAYS, page=PAGE)
    def read(self, sentences: list[int], outlet: int, day: int, page: int | None) -> tuple[int, int | None]:
        """Read an article; with a `page` it may be another capture of one that was read before."""
        counted("article")
        self._read(sentences, outlet, day, page)
        return outlet, page

    @rule(page=pages, sentences=SAID, day=DAYS)
    def read_changed(self, page: tuple[int, int | None], sentences: list[int], day: int) -> None:
        """Read the address of an earlier article again and find other words there."""
        assume(page[1] is not None)
        counted("changed page")
        self._read(sentences, page[0], day, page[1])

    @rule(page=pages)
    def find_gone(self, page: tuple[int, int | None]) -> None:
        """Read the address of an earlier article again and find no page there."""
        assume(page[1] is not None)
        counted("page gone")
        address = f"https://outlet-{page[0]}.example/{page[1]}"
        reading = made_reading(None, address, (Problem("gone", "No page is there any more. Look in an archive.", address),))
        self._happens(lambda ledger: ledger._store.add(reading, ()))

    @rule()
    def follow_another(self) -> None:
        """Follow two claims; the first may be followed already."""
        counted("claim followed")
        self._happens(lambda ledger: ledger._store.track(CLAIMS))

    @rule(target=decided, kind=st.sampled_from(["same-family", "not-same-family"]), data=st.data())
    def judge(self, kind: str, data: Any) -> str:  # noqa: ANN401 -- hypothesis gives it no type
        """Join or part two articles."""
        known = [article.id for article in self._ledger._store.articles()]
        assume(len(known) > 1)
        counted("judgement")
        targets = data.draw(st.lists(st.sampled_from(known), min_size=2, max_size=2, unique=True))
        made = judgement(kind, tuple(sorted(targets)), self._now())
        self._happens(lambda ledger: ledger._store.judge(made))
        return made.id

    @rule(judged=consumes(decided))
    def revoke(self, judged: str) -> None:
        """Take a decision back."""
        counted("revocation")
        made = judgement("revoke", (judged,), self._now())
        self._happens(lambda ledger: ledger._store.judge(made))

    @rule(chosen=st.integers(0, 10**6), kept=st.integers(0, 1))
    def read_anew(self, chosen: int, kept: int) -> None:
        """Another version of the reader finds other statements in an article: the first one only, or none."""
        counted("read by another reader")
        name = sorted(self._found)[chosen % len(self._found)]
        found, reader = self._found[name][:kept], f"reader {len(self._oracle.events)}"
        self._happens(lambda ledger: ledger._store.annotate(name, reader, found))

    @rule(chosen=st.integers(0, 10**6))
    def redact(self, chosen: int) -> None:
        """Empty an article: answers that knew it are given anew, earlier ones stay."""
        counted("redaction")
        known = dict(self._ledger._store.recorded_at())
        name = sorted(known)[chosen % len(known)]
        self._ledger.redact(name, who="Kaja Lund", why="A court order.")
        self._oracle.redact(self._now(), name)
        self._given = {key: answer for key, answer in self._given.items() if key[1] < known[name]}
        self._exports = {moment: text for moment, text in self._exports.items() if moment < known[name]}

    @rule()
    def close_and_open(self) -> None:
        """What is not in the file is forgotten."""
        counted("reopened")
        self._ledger.close()
        self._ledger = self._opened()

    @rule(published=DAYS, chosen=st.integers(0, 10**6))
    def ask(self, published: int, chosen: int) -> None:
        """Ask where claims stood by a date, as was known at a moment before now, or between two moments, or now."""
        counted("question")
        day, moment = f"2031-05-{published:02}", self._moment(chosen)
        answer = self._answer(day, moment)
        assert answer == self._oracle.answer(day, moment)
        if moment is not None:
            assert self._given.setdefault((day, moment), answer) == answer

    @rule(chosen=st.integers(0, 10**6))
    def ask_for_everything(self, chosen: int) -> None:
        """Compare the whole view as it was known at a moment, problems and versions too."""
        counted("whole ledger")
        moment = self._moment(chosen)
        view = self._ledger.view(moment)
        assert view == self._oracle.view(moment)
        exported = export_json(view)
        if moment is not None:
            assert self._exports.setdefault(moment, exported) == exported

    @rule(chosen=st.integers(0, 10**6))
    def ask_again(self, chosen: int) -> None:
        """A question that was answered before has the same answer, whatever came in since."""
        assume(self._given)
        counted("question again")
        day, moment = sorted(self._given)[chosen % len(self._given)]
        assert self._answer(day, moment) == self._given[day, moment]

    def _moment(self, chosen: int) -> str | None:
        """A moment before the present second, at which nothing can be recorded any more, or None for now."""
        past = sorted({moment for moment, _ in self._oracle.events if moment < self._now()})
        asked = [None, *past, *(f"{moment[:17]}30+00:00" for moment in past if f"{moment[:17]}30+00:00" < self._now())]
        return asked[chosen % len(asked)]

    def _answer(self, day: str, moment: str | None) -> Answer:
        return {claim.id: standing for claim, standing in self._ledger.claims(as_of=day, known_at=moment)}

    @invariant()
    def nothing_is_lost(self) -> None:
        """Every statement of the present belongs to an article of the present."""
        store = self._ledger._store
        known = {article.id for article in store.articles()}
        statements: tuple[Statement, ...] = store.statements()
        assert {statement.article_id for statement in statements} <= known


@pytest.mark.parametrize("part", range(PARTS))
def test_every_question_is_answered_as_a_replay_answers_it(part: int, note_figure: Callable[[str, object], None]) -> None:
    """Articles, changed and vanished pages, other readers, claims, judgements, revocations and redactions, in any order, at any pace."""
    COUNTED.clear()
    quiet = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    # Steps that are drawn and cannot be taken do not count.
    while (missing := STEPS // PARTS - sum(COUNTED.values())) > 0:
        chosen = settings(
            max_examples=1 + missing // STEPS_AN_EXAMPLE,
            stateful_step_count=STEPS_AN_EXAMPLE,
            deadline=None,
            database=None,
            suppress_health_check=quiet,
        )
        run_state_machine_as_test(Desk, settings=chosen)
    note_figure(f"replay oracle, part {part + 1} of {PARTS}", {"steps": sum(COUNTED.values()), "kinds": dict(sorted(COUNTED.items()))})
