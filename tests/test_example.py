"""The example episode gives the whole matrix, the origins and the standings that its `expected.json` lists."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sayso.demo import EXAMPLE, read_example
from sayso.model import Article, LedgerView, Sdqc
from sayso.pipeline import Ledger
from sayso.report.export import export_json
from sayso.report.index import index_view
from sayso.report.sentence import sentence_text

EXPECTED: dict[str, Any] = json.loads((EXAMPLE / "expected.json").read_text(encoding="utf-8"))
CLAIMS = ("talks", "group", "contract")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger that has read the episode."""
    with Ledger(tmp_path_factory.mktemp("example") / "example.ledger", clock=lambda: "2031-06-03T00:00:00+00:00") as opened:
        read_example(opened)
        yield opened


@pytest.fixture(scope="module")
def view(ledger: Ledger) -> LedgerView:
    """What the ledger makes of the episode."""
    return ledger.view()


def article(view: LedgerView, name: str) -> Article:
    """Return the article of a page, by its file name or the id in its line."""
    (found,) = [item for item in view.articles if Path(item.input_id).name == name]
    return found


def cells(view: LedgerView, claim: str, name: str) -> list[str]:
    """Return what statements of an article do with a claim: support, deny, query."""
    (claim_id,) = [item.id for item in view.claims if item.tracked_id == claim]
    found = {match.stance.sdqc for match in view.matches if match.claim_id == claim_id and match.article_id == article(view, name).id}
    return sorted(stance.value for stance in found - {Sdqc.COMMENT})


def test_every_input_is_read(view: LedgerView) -> None:
    """Eleven articles from nine pages and one feed; none is quarantined."""
    assert len(view.articles) == 11
    assert "quarantined" not in dict(view.readings).values()


@pytest.mark.parametrize("claim", CLAIMS)
def test_positions(view: LedgerView, claim: str) -> None:
    """Each party stands where the episode puts it; a silent party is shown as silent."""
    (claim_id,) = [item.id for item in view.claims if item.tracked_id == claim]
    found = {item.party: [stance.value for stance in item.stances] for item in view.positions if item.claim_id == claim_id}
    assert found == EXPECTED["positions"][claim]


@pytest.mark.parametrize(("claim", "name"), [(claim, name) for claim in CLAIMS for name in EXPECTED["cells"][claim]])
def test_cells(view: LedgerView, claim: str, name: str) -> None:
    """Each article that bears on a claim is known to, with the right side."""
    missing = set(EXPECTED["cells"][claim][name]) - set(cells(view, claim, name))
    assert missing == set()


@pytest.mark.parametrize(("claim", "name"), [(claim, name) for claim in EXPECTED["no_cells"] for name in EXPECTED["no_cells"][claim]])
def test_silent_cells(view: LedgerView, claim: str, name: str) -> None:
    """Articles that do not speak of a claim have no cell on it."""
    assert cells(view, claim, name) == []


@pytest.mark.parametrize("claim", CLAIMS)
def test_origins(view: LedgerView, claim: str) -> None:
    """Copies, rewrites and citations add no origin."""
    (claim_id,) = [item.id for item in view.claims if item.tracked_id == claim]
    found = dict(view.origins)[claim_id]
    assert [found.low, found.high] == EXPECTED["origins"][claim], found.because


@pytest.mark.parametrize(("claim", "row"), [(claim, row) for row in EXPECTED["standing"] for claim in CLAIMS])
def test_standing_at_four_dates(ledger: Ledger, claim: str, row: dict[str, str | None]) -> None:
    """Each claim stands where it should on each of four dates; before anything was published it has no standing."""
    found = ledger.as_of(ledger.find(claim), str(row["by"]))
    assert (found.state.value if found else None) == row[claim], found.because if found else ""


@pytest.mark.parametrize("row", EXPECTED["labels"], ids=lambda row: str(row["by"]))
def test_both_axes_of_the_contract(ledger: Ledger, row: dict[str, str]) -> None:
    """The two axes keep what one state would lose: who challenges, and that talks are conceded."""
    found = ledger.as_of(ledger.find(row["claim"]), row["by"])
    assert found is not None
    assert (found.support, found.challenge) == (row["support"], row["challenge"])


def test_reprints_and_the_rewrite_are_one_text(view: LedgerView) -> None:
    """The report, its three reprints and its rewrite are one family, and nothing else is in it."""
    wanted = sorted(article(view, name).id for name in EXPECTED["one_text"])
    assert [sorted(family.articles) for family in view.families if len(family.articles) > 1] == [wanted]


def test_the_page_in_another_language_is_kept_and_not_read(view: LedgerView) -> None:
    """Only the German page is unread; it gives no statement."""
    assert [Path(item.input_id).name for item in view.articles if not item.readable] == EXPECTED["not_read"]
    assert [item for item in view.statements if item.article_id == article(view, EXPECTED["not_read"][0]).id] == []


def test_the_comment_form_gives_no_statement(view: LedgerView) -> None:
    """No statement touches the residue of the comment form."""
    found = article(view, EXPECTED["residue"])
    said = [span.cut(found.text) for item in view.statements if item.article_id == found.id for span in item.content]
    assert [words for words in said if "Leave a Reply" in words or "Required fields" in words or "Save my name" in words] == []


def test_fake_reports_are_norlands_words(view: LedgerView) -> None:
    """The charged words of the denial stand in statements whose source is Norland's ministry or its spokesman."""
    found = article(view, EXPECTED["residue"])
    sources = {
        item.source.name or item.source.text
        for item in view.statements
        if item.article_id == found.id and any("fabricated" in span.cut(found.text) for span in item.content) and not item.headline
    }
    assert sources
    assert all("Holt" in source or "ministry" in source.lower() for source in sources)


def test_every_quote_in_the_export_cuts_its_article(view: LedgerView) -> None:
    """Start and end of each exported statement cut exactly the quoted words."""
    texts = {item.id: item.text for item in view.articles}
    statements = [item for claim in json.loads(export_json(view))["claims"] for item in claim["statements"]]
    assert statements
    assert [item["quote"] for item in statements] == [texts[item["article"]][item["start"] : item["end"]] for item in statements]


def test_the_sentence_names_first_who_answers_for_it(view: LedgerView) -> None:
    """Offices and named people come before sources that nobody names, and these have the article that the text gives them."""
    (claim_id,) = [item.id for item in view.claims if item.tracked_id == "contract"]
    sentence = sentence_text(index_view(view), claim_id)
    assert "Norland, Norland’s foreign ministry, Anders Holt (Norland) and 3 others denied this" in sentence
    assert "Anders Holt (Norland), a source in the Norlandic trade ministry and a second Norlandic official conceded that" in sentence
