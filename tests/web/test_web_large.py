"""Pages of a large ledger are made from the smallest view: on a small ledger they say the same as those made from the whole."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient

from sayso.demo import EXAMPLE
from sayso.pipeline import Ledger
from sayso.report.frame import Frame, app_links
from sayso.report.index import index_view
from sayso.report.pages import claim_page
from sayso.web import create_app
from sayso.web.concordance import Concordance
from sayso.web.desk import Desk
from sayso.web.shelf import Shelf

from .conftest import BASE, entered, settings_for
from .test_web_pages import article_path, claim_path, links, page_paths

DATES = (None, "2031-05-26", "2031-05-27", "2031")


@pytest.fixture
def parted(ledger: Path, tmp_path: Path) -> Iterator[TestClient]:
    """The same ledger, taken for a large one."""
    copy = Path(shutil.copy(ledger, tmp_path / "large.ledger"))
    with TestClient(create_app(settings_for(copy, large=0)), base_url=BASE, follow_redirects=False) as found:
        yield entered(found)


def shown(client: TestClient, path: str) -> str:
    """Return what a page says, without forms, whose lists of choices are shorter on a large ledger, and without what it was made at."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    tree = html.document_fromstring(answer.text)
    for node in tree.xpath("//details[@class='correct'] | //p[@role='status'] | //footer | //select"):
        node.drop_tree()
    return " ".join(tree.xpath("//main")[0].text_content().split())


def test_articles_parties_and_stories_say_the_same(client: TestClient, parted: TestClient) -> None:
    """On any date."""
    claim = claim_path(client)
    stories = links(client, claim, "/story/")[:1]
    for path in (claim, article_path(client), "/party?name=Norland", "/party?name=Vesturia", "/search?words=contract", *stories):
        for date in DATES:
            asked = path if date is None else f"{path}{'&' if '?' in path else '?'}as_of={date}"
            assert shown(parted, asked) == shown(client, asked), asked


def test_the_start_page_lists_the_same_claims(client: TestClient, parted: TestClient) -> None:
    """With where each stands and what its parties do, on any date."""
    for date in DATES:
        path = "/" if date is None else f"/?as_of={date}"
        rows = [
            [" ".join(row.text_content().split()) for row in html.document_fromstring(each.get(path).text).xpath("//tr")]
            for each in (client, parted)
        ]
        assert rows[0] == rows[1]
        assert rows[0] or date == "2031-05-25"


def test_every_page_of_a_large_ledger_answers(parted: TestClient) -> None:
    """Each says where it shows a part only; two moments are not compared while a page waits, and the page says how to."""
    for path in page_paths(parted):
        answer = parted.get(path)
        assert answer.status_code == (400 if path.startswith(("/changes", "/feed")) else 404 if "/none" in path else 200), path
    assert "sayso changes" in parted.get("/changes").text
    assert "Search to find others" in parted.get("/").text


def test_a_claim_page_needs_no_more_than_its_story(ledger: Path) -> None:
    """Made from the smallest view it says what it says when made from everything, on any date."""
    desk = Desk(settings_for(ledger))
    try:
        answer = desk.answer()
        whole = index_view(desk.ledger.store.view(answer.edition)) if answer.edition else None
        assert whole is not None
        for claim in whole.view.claims:
            for date in DATES:
                frame = Frame(links=app_links(date), as_of=date, moments=desk.moments())
                assert claim_page(desk.claim(answer, claim.id), claim.id, frame) == claim_page(whole, claim.id, frame)
    finally:
        desk.close()


def test_readers_go_on_while_something_is_worked_out(ledger: Path) -> None:
    """What another process recorded is shown once it is derived; until then pages answer at once from before, and say so."""
    desk = Desk(settings_for(ledger))
    try:
        first = desk.answer()
        with Ledger(ledger, clock=lambda: "2031-06-06T08:00:00+00:00") as other:
            other.read([str(EXAMPLE / "pages" / "2031-05-26-pasted-text.txt")])
        started = time.monotonic()
        during = desk.answer()
        assert time.monotonic() - started < 2
        assert (during.behind, during.key) == (True, first.key)
        assert desk.derive(None).result(timeout=100).key != first.key
        assert not desk.answer().behind
    finally:
        desk.close()


def test_what_is_taken_out_is_shown_no_more(ledger: Path) -> None:
    """Views that were held are let go as soon as an article was redacted, by whatever process."""
    desk = Desk(settings_for(ledger))
    try:
        index = desk.whole(desk.answer())
        (gone,) = [page for page in index.view.articles if page.outlet == "Coastal Echo"]
        with Ledger(ledger, clock=lambda: "2031-06-06T08:00:00+00:00") as other:
            other.redact(gone.id, who="Ada Ødegård", why="Asked for.")
        assert "fabricated" not in "".join(page.text for page in desk.whole(desk.answer()).view.articles)
    finally:
        desk.close()


def test_a_shelf_makes_each_thing_once() -> None:
    """However many ask for it at the same time; what fails is not kept."""
    shelf: Shelf[int] = Shelf(3)
    made: list[int] = []

    def make() -> int:
        time.sleep(0.05)
        made.append(1)
        return len(made)

    askers = [threading.Thread(target=lambda: shelf.get("a", make)) for _ in range(8)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert made == [1]
    with pytest.raises(ZeroDivisionError):
        shelf.get("b", lambda: 1 // 0)
    assert shelf.get("b", lambda: 7) == 7


def test_a_concordance_forgets_claims_that_are_gone() -> None:
    """A claim that is kept under another mark, or no more, is not found by what it mentioned before."""
    made = Concordance()
    one, other = (f"article-{sign * 16}" for sign in "ab")
    assert made.claims_of("1", [("c", "m", f'["{one}"]')], [one, other]) == ("c",)
    assert made.claims_of("2", [("c", "n", f'["{other}"]')], [one]) == ()
    assert made.claims_of("2", [], [other]) == ("c",)


def test_what_was_derived_of_judgements_is_told_of_a_large_ledger_too(ledger: Path) -> None:
    """Decisions that do not agree, on both pages and for programs: a page that leaves them out would say that all agree."""
    with Ledger(ledger) as held:
        for who, words in (("Ada", "Signed"), ("Arne", "Not signed")):
            held.judge("approve-wording", ["contract"], words, who, "I have read it.")
        (told,) = held.conflicts()
        everything = {(problem.code, problem.message) for problem in held.view().problems}
    with TestClient(create_app(settings_for(ledger, large=0)), base_url=BASE, follow_redirects=False) as client:
        entered(client)
        assert "Decisions that do not agree" in shown(client, "/judgements")
        assert "judgements-differ" in shown(client, "/problems")
        found = client.get("/api/v1/problems?limit=500").json()["items"]
        assert {(problem["code"], problem["message"]) for problem in found} == everything
        assert told in {problem["message"] for problem in found}
