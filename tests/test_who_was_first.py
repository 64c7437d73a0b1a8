"""Through the whole path: a back-dated copy is never the first, is marked, and people's judgements outlast a new reading."""

from __future__ import annotations

import json
from pathlib import Path

from sayso.model import Judgement
from sayso.pipeline import Ledger, derive

TEXT = (
    "Norland sold the pier of Port Ilse to Vesturia on Monday, the harbour office said. The price was 41 million crowns, paid in two parts."
    " Dock workers stopped work for an hour. Their union wants a vote before the winter, its chair Kaja Lund said."
)


def page(name: str, day: str, site: str) -> str:
    return json.dumps({"id": name, "text": TEXT, "site": site, "published": day, "language": "en"}) + "\n"


def test_a_page_found_weeks_later_is_marked_and_never_first(tmp_path: Path) -> None:
    """It says that it came out in 2019; the ledger knows better."""
    moment = ["2031-05-02T09:00:00+00:00"]
    with Ledger(tmp_path / "desk.ledger", clock=lambda: moment[0]) as ledger:
        (tmp_path / "a.jsonl").write_text(page("first", "2031-05-01", "Harbour Gazette"))
        ledger.read([str(tmp_path / "a.jsonl")])
        moment[0] = "2031-06-20T09:00:00+00:00"
        (tmp_path / "b.jsonl").write_text(page("late", "2019-01-01", "New Site"))
        ledger.read([str(tmp_path / "b.jsonl")])
        view = ledger.view()
    (family,) = view.families
    names = {article.id: article.input_id for article in view.articles}
    assert names[family.root] == "first"
    assert [(problem.code, problem.input_id) for problem in view.problems] == [("date-conflict", "late")]


def test_what_a_person_decides_lasts(tmp_path: Path) -> None:
    """Two copies parted by a person stay parted when a third is read."""
    with Ledger(tmp_path / "desk.ledger") as ledger:
        (tmp_path / "a.jsonl").write_text(page("a", "2031-05-01", "Harbour Gazette") + page("b", "2031-05-02", "Far Post"))
        ledger.read([str(tmp_path / "a.jsonl")])
        targets = tuple(article.id for article in ledger.view().articles)
        store = ledger._store
        store.judge(Judgement("j", "not-same-family", targets, "", "Kaja Lund", "Read both.", "2031-05-03T00:00:00+00:00"))
        assert len(derive(store.as_known()).families) == 2
        (tmp_path / "c.jsonl").write_text(page("c", "2031-05-04", "Pier Times"))
        ledger.read([str(tmp_path / "c.jsonl")])
        assert all(not set(targets) <= set(family.articles) for family in derive(store.as_known()).families)
