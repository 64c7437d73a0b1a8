"""An outlet edits a page after it was used: what was shown before stays as it was, and the edit is one event, in the feed too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sayso.model import ChangeKind, TrackedClaim
from sayso.pipeline import Ledger
from sayso.report.export import export_json
from sayso.report.feeds import atom_feed
from sayso.report.page import render

CLAIM = TrackedClaim("sinking", "The Norlandic ferry Aurelia sank off Cape Morrow.", ("Norland",))
ADDRESS = "https://coastalecho.example/aurelia"
FILLER = " Fishing boats searched the bay until dusk. The harbour office opened a line for relatives."
SANK = "The Norlandic ferry Aurelia sank off Cape Morrow on Monday night."
CORRECTED = "Correction: An earlier version of this article wrongly said that the ferry Aurelia sank off Cape Morrow."
DENIED = "Norland's transport ministry denied that the ferry Aurelia sank off Cape Morrow."
MONDAY, FRIDAY, LATER = "2031-07-01T09:00:00+00:00", "2031-07-05T09:00:00+00:00", "2031-07-20T09:00:00+00:00"


class Desk:
    """A ledger with a clock that is set by hand."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.moment = MONDAY
        self.ledger = Ledger(folder / "desk.ledger", clock=lambda: self.moment)
        self.ledger.track([CLAIM])

    def read(self, moment: str, text: str, day: str = "2031-07-01") -> None:
        """Read the page as it is at a moment."""
        self.moment = moment
        row = {"id": "page", "site": "Coastal Echo", "url": ADDRESS, "published": day, "language": "en", "text": text}
        (self.folder / "page.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
        self.ledger.read([str(self.folder / "page.jsonl")])

    def shown(self, known_at: str | None) -> tuple[str, str]:
        """Return export and report as was known at a moment."""
        view = self.ledger.view(known_at)
        return export_json(view), render(view, head="", generated_at=LATER)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path / "desk")
    made.read(MONDAY, SANK + FILLER)
    return made


@pytest.mark.parametrize(("later", "kinds"), [(f"All are safe.{FILLER}", {"text-changed"}), (f"{SANK} {DENIED}{FILLER}", None)])
def test_what_was_shown_before_an_edit_stays(desk: Desk, later: str, kinds: set[str] | None) -> None:
    """A claim erased or a denial put in: the old page is the same byte for byte, and the edit is one event."""
    before = desk.shown(None)
    desk.read(LATER, later)
    assert desk.shown("2031-07-10") == before
    assert desk.shown(None) != before
    found = desk.ledger.changes("2031-07-10")
    assert [change.kind for change in found].count(ChangeKind.TEXT_CHANGED) == 1
    assert {change.moment for change in found} == {LATER}
    assert kinds is None or {change.kind.value for change in found} == kinds


def test_a_correction_reaches_standing_and_feed(desk: Desk) -> None:
    """The claim is retracted from then on, with the rule's reason and the capture that brought it; before, it stood as it did."""
    desk.read(FRIDAY, f"Passengers walked ashore at noon. {CORRECTED}{FILLER}", "2031-07-05")
    by_kind = {change.kind: change for change in desk.ledger.changes("2031-07-02")}
    standing, correction = by_kind[ChangeKind.STANDING], by_kind[ChangeKind.CORRECTION]
    (first, second) = sorted(desk.ledger.view().versions, key=lambda version: version.number)
    assert standing.before.startswith("reported")
    assert standing.after.startswith("retracted")
    assert "taken back" in standing.because
    assert standing.article_id == second.article_id
    assert (correction.article_id, correction.after, correction.moment) == (first.article_id, "corrected", FRIDAY)
    assert CORRECTED in correction.because
    assert [change.kind for change in desk.ledger.changes("2031-07-06")] == []
    assert "retracted" in atom_feed(tuple(by_kind.values()), since="2031")


def test_a_feed_is_the_same_after_a_rebuild(desk: Desk, tmp_path: Path) -> None:
    """A ledger that read the same pages at the same moments gives the same feed, byte for byte."""
    again = Desk(tmp_path / "again")
    again.read(MONDAY, SANK + FILLER)
    for each in (desk, again):
        each.read(FRIDAY, f"Passengers walked ashore at noon. {CORRECTED}{FILLER}", "2031-07-05")
    feeds = [atom_feed(each.ledger.changes("2031", each=True), since="2031") for each in (desk, again)]
    assert feeds[0] == feeds[1]
    assert feeds[0].count("<entry>") >= 4
