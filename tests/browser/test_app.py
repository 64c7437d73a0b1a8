"""The app as `sayso serve` runs it: complete without scripts, every form usable, accessible as served, and silent beyond itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, StorageState, expect

from sayso.report.index import Index
from web.serving import Served

from .accessibility import STATES, found_on
from .conftest import Watched
from .figures import record
from .keyboard import caught_up

PATIENCE = 120_000


@pytest.fixture
def plain(browser: Browser, served: Served, known: StorageState) -> Iterator[Page]:
    """A page of a browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False, storage_state=known)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(served.base)
    yield page
    context.close()


@pytest.fixture(scope="module")
def job(browser: Browser, served: Served, known: StorageState) -> str:
    """The address of a job that has ended: several articles were read, and something was amiss."""
    context = browser.new_context(storage_state=known)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(served.base)
    sent = {"a.txt": b"Oster's navy said that a lantern was lost.", "b.txt": b"Oster's navy said that it was found.", "c.jsonl": b"{"}
    page.locator("input[name=files]").set_input_files(
        [FilePayload(name=name, mimeType="text/plain", buffer=data) for name, data in sent.items()]
    )
    page.get_by_role("button", name="Read", exact=True).click()
    page.get_by_role("link", name="Go on").wait_for()
    address = page.url.removeprefix(served.base)
    assert page.locator("main li a").count() == 2
    context.close()
    return address


@pytest.fixture(scope="module")
def paths(example: Index, job: str) -> list[str]:
    """Return one address of every kind of page of the app."""
    view = example.view
    claim, article = view.claims[0], view.matches[0].article_id
    return [
        "/", f"/claim/{claim.id}", f"/claim/{claim.id}?as_of=2031-05-28", f"/article/{article}", f"/party?name={claim.parties[0]}",
        f"/story/{claim.story}", "/search", "/search?words=contract&stance=denies", "/search?words=nowhere+at+all", "/problems",
        "/judgements", "/changes?since=2031-01-01", "/claim/none", job,
    ]  # fmt: skip


def words(context: BrowserContext, address: str) -> str:
    """Return what a reader of a page reads, folded parts included, without what only scripts can do."""
    page = context.new_page()
    page.goto(address)
    body = page.locator("body").inner_html()
    page.close()
    body = re.sub(
        r"<(button|span)[^>]*(data-copy|role=.status)[^>]*>.*?</\1>|<p class=\"(keys-door|copying)\">.*?</p>|<dialog.*?</dialog>", "", body
    )
    # The time at which a page was made stands at its foot, and the next minute may have begun.
    return re.sub(r"\s+", " ", re.sub(r"\d\d:\d\d(?= UTC)", "", re.sub(r"<[^>]*>", "", body)))


def test_pages_are_complete_without_scripts(browser: Browser, served: Served, known: StorageState, paths: list[str]) -> None:
    """Every word that stands on a page with scripts stands on it without."""
    contexts = [browser.new_context(java_script_enabled=scripts, storage_state=known) for scripts in (True, False)]
    for context in contexts:
        context.set_default_timeout(PATIENCE)
    for path in paths:
        with_scripts, without = (words(context, served.base + path) for context in contexts)
        assert without == with_scripts, path
        assert len(without) > 200, path
    for context in contexts:
        context.close()
    record("kinds of page complete without scripts", len(paths))


def test_forms_work_without_scripts(plain: Page) -> None:
    """Search, as of a date, follow a claim, correct it, take it back, read a text."""
    plain.get_by_label("Words to search for").fill("contract")
    plain.get_by_role("button", name="Search").first.click()
    expect(plain.locator("article.found").first).to_be_visible()
    plain.locator("article.found a[href^='/claim/']").first.click()
    plain.get_by_label("Published by").fill("2031-05-27")
    plain.get_by_role("button", name="Show").click()
    expect(plain.locator(".asof-note")).to_contain_text("27 May 2031")
    plain.get_by_role("link", name="Claims", exact=True).click()
    plain.get_by_label("The claim in words").fill("Norland and Vesturia opened a ferry line.")
    plain.get_by_label("A party in it").fill("Norland")
    plain.get_by_role("button", name="Follow").click()
    expect(plain.locator(".notice")).to_contain_text("opened a ferry line")
    caught_up(plain)
    plain.get_by_text("that nobody challenges").first.click()
    plain.get_by_role("link", name="opened a ferry line").click()
    plain.get_by_text("Correct this claim").click()
    form = plain.locator("form", has=plain.get_by_text("Add a rating of your own")).first
    form.get_by_label("Your rating, in words").fill("Not looked into yet")
    form.get_by_label("Who decides").fill("Kaja Lund")
    form.get_by_label("Why").fill("Nobody was asked.")
    form.get_by_role("button").click()
    expect(plain.locator(".notice")).to_contain_text("The decision is kept")
    expect(plain.locator("main")).to_contain_text("Not looked into yet")
    plain.get_by_role("link", name="Judgements", exact=True).click()
    plain.get_by_text("Undo").first.click()
    form = plain.locator("form", has=plain.get_by_text("Take this decision back")).first
    form.get_by_label("Why").fill("Somebody was.")
    form.get_by_role("button").click()
    expect(plain.locator(".notice")).to_contain_text("The decision is taken back")
    plain.get_by_role("link", name="Claims", exact=True).click()
    plain.get_by_label("Or a text").fill("Norland's ferry office denied that a balloon had landed at Port Amsel.")
    plain.get_by_role("button", name="Read", exact=True).click()
    plain.get_by_role("link", name="Go on").click()
    caught_up(plain)
    plain.get_by_label("Words to search for").fill("balloon")
    plain.get_by_role("button", name="Search").first.click()
    expect(plain.locator("article.found").first).to_contain_text("balloon")


@pytest.mark.parametrize("state", ["light", "narrow"])
def test_served_pages_break_no_rule_of_access(browser: Browser, served: Served, known: StorageState, paths: list[str], state: str) -> None:
    """What scripts add is looked at too; the pages ask for nothing but themselves, their style and their script."""
    context = browser.new_context(**STATES[state], storage_state=known)
    context.set_default_timeout(PATIENCE)
    watched = Watched(context.new_page()).watch()
    looked_at = [path for path in paths if "as_of" not in path and "words=contract" not in path and path != "/search"]
    found = []
    for path in looked_at:
        watched.page.goto(served.base + path)
        found += [f"{path} {line}" for line in found_on(watched.page)]
    context.close()
    record(f"violations on served pages, {state}", len(found))
    assert found == []
    assert (watched.dialogs, watched.outside(f"{served.base}/")) == ([], [])
