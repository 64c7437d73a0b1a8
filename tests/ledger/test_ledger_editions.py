"""What was derived once is kept and stays the answer; a claim is read from it without the pile."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import sayso.pipeline
from sayso import attribution
from sayso.claim_files import read_claims
from sayso.demo import EXAMPLE
from sayso.derivation import derive
from sayso.errors import NotFoundError
from sayso.ledger import Cutter
from sayso.model import LedgerView, TrackedClaim
from sayso.pipeline import Ledger
from sayso.report.export import export_json
from sayso.report.gaps import claim_gaps, ledger_header
from sayso.report.index import Index, index_view, voices
from sayso.report.matrix import claim_matrix
from sayso.report.page import render
from sayso.report.sentence import sentence_parts
from sayso.report.terminal import claim_lines
from sayso.report.timeline import claim_timeline
from sayso.report.tree import claim_articles, origin_tree

PAGES = sorted(str(path) for path in (EXAMPLE / "pages").iterdir())
CLAIMS = read_claims(EXAMPLE / "claims.json")


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.day = 1

    def __call__(self) -> str:
        """Return eight in the morning of the day that was set."""
        return f"2031-06-{self.day:02d}T08:00:00+00:00"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ledger, Clock, dict[str, LedgerView]]]:
    """The example episode read over several days, with the view of each evening."""
    clock = Clock()
    seen = {}
    with Ledger(tmp_path_factory.mktemp("told") / "desk.ledger", clock=clock) as ledger:
        for day, pages in enumerate((PAGES[:4], PAGES[4:7], PAGES[7:]), start=1):
            clock.day = day
            ledger.read(pages)
            if day == 2:
                ledger.track(CLAIMS)
            seen[f"2031-06-0{day}"] = derive(ledger._store.as_known())
            if day != 2:
                assert ledger.view() == seen[f"2031-06-0{day}"]
        clock.day = 9
        yield ledger, clock, seen


def test_a_kept_view_is_the_derived_view(told: tuple[Ledger, Clock, dict[str, LedgerView]]) -> None:
    """Read back from parts and tables, byte for byte, for the present and for each past moment, kept then or derived now."""
    ledger, _, seen = told
    for day, view in seen.items():
        assert ledger.view(day) == view
        ledger._last = None
        assert ledger.view(day) == view
        assert export_json(ledger.view(day)) == export_json(view)
    assert ledger.view("2031-05-31") == derive(ledger._store.as_known("2031-05-31"))
    assert ledger.view("2031-05-31").articles == ()


def test_what_is_recorded_later_changes_no_earlier_answer(told: tuple[Ledger, Clock, dict[str, LedgerView]]) -> None:
    """Claims followed on the second day are not known on the first; a problem, reading or article neither."""
    ledger, _, seen = told
    first, last = ledger.view("2031-06-01"), ledger.view()
    assert [claim for claim in first.claims if claim.tracked_id] == []
    assert len(first.articles) == len(PAGES[:4])
    assert len(first.readings) < len(last.readings)
    assert last == seen["2031-06-03"]


REPORTS: dict[str, Callable[[Index, str], object]] = {
    "terminal": lambda index, claim: claim_lines(index, claim, 80),
    "matrix": lambda index, claim: claim_matrix(index, [index.claims[claim]]),
    "sentence": sentence_parts,
    "timeline": claim_timeline,
    "tree": origin_tree,
    "articles": claim_articles,
    "gaps": claim_gaps,
    "voices": voices,
}


@pytest.mark.parametrize("name", REPORTS)
def test_a_claim_alone_is_shown_as_in_the_pile(told: tuple[Ledger, Clock, dict[str, LedgerView]], name: str) -> None:
    """Every report function gives for the cut view what it gives for the whole."""
    ledger, _, _ = told
    whole = index_view(ledger.view())
    for claim in whole.view.claims:
        cut = index_view(ledger.claim_view(claim.id))
        assert REPORTS[name](cut, claim.id) == REPORTS[name](whole, claim.id)


def test_the_kept_claim_is_the_cut_claim(told: tuple[Ledger, Clock, dict[str, LedgerView]]) -> None:
    """Reading a claim's parts gives what cutting the whole view gives."""
    ledger, _, seen = told
    for day in ("2031-06-01", "2031-06-02", "2031-06-03"):
        cutter = Cutter.of(seen[day])
        for claim in seen[day].claims:
            assert ledger.claim_view(claim.id, day) == cutter.story(claim)
    with pytest.raises(NotFoundError):
        ledger.claim_view("no such claim")


def test_one_claim_in_a_report(told: tuple[Ledger, Clock, dict[str, LedgerView]]) -> None:
    """A page can be written from a cut view, and says nothing of other stories."""
    ledger, _, _ = told
    claim = ledger.view().claims[0]
    assert claim.text in render(ledger.claim_view(claim.id), claims=[claim.id], head="", generated_at="2031-06-09T08:00:00+00:00")


def test_the_overview_counts_what_the_header_counts(told: tuple[Ledger, Clock, dict[str, LedgerView]]) -> None:
    """Same numbers as the report's header, from the kept row; each claim's latest standing without its lists."""
    ledger, _, _ = told
    for day in ("2031-06-01", None):
        overview, index = ledger.overview(day), index_view(ledger.view(day))
        for field in dataclasses.fields(ledger_header(index)):
            assert getattr(overview, field.name) == getattr(ledger_header(index), field.name), field.name
        for claim, standing in overview.claims:
            whole = index.standing(claim.id)
            assert (whole and whole.label) == (standing and standing.label)
    assert ledger.overview().head == ledger.head()


@pytest.mark.parametrize("as_of", [None, "2031", "2031-05-30", "2031-05", "2030", "nonsense"])
@pytest.mark.parametrize("challenged", [False, True])
def test_standings_as_of_a_date_come_from_rows(
    told: tuple[Ledger, Clock, dict[str, LedgerView]], as_of: str | None, challenged: bool
) -> None:
    """The lean table answers as the whole history does, for each date that anything happened on and for odd ones."""
    ledger, _, _ = told
    view = ledger.view()
    dates = {standing.published_by for standing in view.standings} if as_of is None else {as_of}
    for date in (*sorted(dates), as_of):
        wanted = [(claim, sayso.pipeline._standing(view, claim, date)) for claim in view.claims]
        kept = [pair for pair in wanted if not challenged or (pair[1] and pair[1].challenge != "unchallenged")]
        assert list(ledger.claims(as_of=date, challenged=challenged)) == kept
        if date is not None:
            assert [ledger.as_of(claim, date) for claim in view.claims] == [standing for _, standing in wanted]


def test_an_edition_outlives_the_machine_that_made_it(
    told: tuple[Ledger, Clock, dict[str, LedgerView]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under another matcher the present is derived anew and earlier moments stay as they were answered."""
    ledger, clock, seen = told
    monkeypatch.setattr(sayso.pipeline, "VIEW", "view of the future")
    monkeypatch.setattr(sayso.pipeline, "derive", lambda snapshot, *_: dataclasses.replace(derive(snapshot), claims=(), origins=()))
    clock.day = 20
    assert ledger.view().claims == ()
    clock.day = 21
    for day, view in seen.items():
        assert ledger.view(day) == view
    assert ledger.view("2031-06-19") == seen["2031-06-03"]
    assert ledger.view("2031-06-20").claims == ()


def test_rereading_supersedes_and_keeps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a newer reader finds counts from then on; what the older one found is the answer for before."""
    clock = Clock()
    with Ledger(tmp_path / "desk.ledger", clock=clock) as ledger:
        ledger.read(PAGES[:3])
        before, head = ledger.view(), ledger.head()
        assert ledger.reread() == 0
        assert ledger.head() == head
        monkeypatch.setattr(attribution, "reader_version", lambda: "a newer reader")
        found = attribution.annotate
        monkeypatch.setattr(attribution, "annotate", lambda article: found(article)[:1])
        clock.day = 2
        ledger.read(PAGES[:1])
        assert len(ledger.view().statements) < len(before.statements)
        assert ledger.reread() == len(before.articles) - 1
        assert len(ledger.view().statements) == sum(article.readable for article in before.articles)
        assert ledger.head() != head
        clock.day = 3
        assert ledger.view("2031-06-01") == before
        ledger._last = None
        assert ledger.view("2031-06-01T08:00:00Z") == before
        assert ledger._store.as_known("2031-06-01").statements() == before.statements
        assert ledger._store.verify() == ()


def test_a_view_that_cannot_be_kept_is_still_given(tmp_path: Path) -> None:
    """While another process writes, a reader derives and answers, and waits for nobody."""
    path = tmp_path / "desk.ledger"
    with Ledger(path, clock=Clock()) as ledger, Ledger(path, clock=Clock()) as other:
        ledger._store.track([TrackedClaim("pier", "Norland sold a pier.", ("Norland",))])
        with ledger._store._held.writing():
            (claim,) = other.view().claims
            assert other.overview().claims[0][0].text == claim.text
            assert other.claim_view(claim.id).claims == (claim,)
            assert other.claims() == ((claim, other.as_of(claim, "2031")),)
        assert ledger._store.edition(ledger._store.as_known(), sayso.pipeline.VIEW) is None
        assert other.view().claims == (claim,)
