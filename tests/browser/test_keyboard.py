"""Six tasks of a desk, done with the keyboard alone; and the keys that do something by themselves, which can be turned off."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, StorageState, expect

from web.serving import Served

from .figures import record
from .keyboard import Keyboard, caught_up

expect.set_options(timeout=120_000)  # a machine may be busy with other things; what never comes fails all the same
CONTRACT = "Norland and Vesturia signed a contract"


@pytest.fixture
def keys(browser: Browser, served: Served, known: StorageState) -> Iterator[Keyboard]:
    """The start page, in a window of a small laptop."""
    context = browser.new_context(storage_state=known, viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(served.base)
    page.locator("table.claims").first.wait_for()
    yield Keyboard(page)
    context.close()


def test_find_a_challenged_claim_and_open_the_words_of_a_denial(keys: Keyboard) -> None:
    """From the list to the claim, from the cell of the matrix to the statement, from there into the article at its place."""
    keys.reach(CONTRACT, "table.claims")
    keys.follow()
    expect(keys.page).to_have_url(re.compile("/claim/"))
    keys.reach("denies", "table.matrix .party")
    keys.follow()
    target = keys.page.locator("article.statement:target")
    expect(target).to_be_in_viewport()
    expect(target).to_contain_text("denies")
    words = target.locator("mark").first.inner_text()
    keys.reach("article", "article.statement:target")
    keys.follow()
    expect(keys.page).to_have_url(re.compile("/article/"))
    pointed = keys.page.locator("mark.pointed")
    expect(pointed.first).to_be_in_viewport()
    assert "".join(pointed.all_inner_texts()).strip() == words.strip()
    record("keys pressed to open the words of a denial", keys.pressed)


def test_go_to_an_earlier_date_and_back(keys: Keyboard) -> None:
    """By the step to the change before, by a date that is written, and back to the latest."""
    keys.reach(CONTRACT, "table.claims")
    keys.follow()
    now = keys.page.locator(".stands .big").inner_text()
    keys.reach("previous change")
    keys.follow()
    expect(keys.page).to_have_url(re.compile(r"as_of=2031-"))
    expect(keys.page.locator(".asof-note")).to_contain_text("left out")
    keys.reach("Published by")
    keys.write("05262031")
    keys.follow()
    expect(keys.page).to_have_url(re.compile(r"as_of=2031-05-26"))
    assert keys.page.locator(".stands .big").inner_text() != now
    keys.reach("Latest")
    keys.follow()
    expect(keys.page.locator(".asof-note")).to_have_count(0)
    assert keys.page.locator(".stands .big").inner_text() == now


def test_search_and_narrow_by_a_facet(keys: Keyboard) -> None:
    """The count beside the facet is the count of what it leaves."""
    keys.reach("Words to search for")
    keys.write("contract")
    keys.follow()
    expect(keys.page).to_have_url(re.compile(r"words=contract"))
    keys.reach("denies", ".facet")
    count = int(keys.page.evaluate("document.activeElement.parentElement.querySelector('.number').textContent"))
    keys.follow()
    expect(keys.page).to_have_url(re.compile(r"stance=denies"))
    assert keys.page.locator("article.found").count() == count
    assert {found.strip() for found in keys.page.locator("article.found .stance").all_inner_texts()} == {"denies"}


def test_correct_a_stance_with_a_reason_and_undo_it(keys: Keyboard) -> None:
    """Beside the statement, with the arrow keys, who and why; it shows at once; among the judgements it is taken back."""
    keys.reach(CONTRACT, "table.claims")
    keys.follow()
    claim = keys.page.url
    before = keys.page.locator("article.statement").evaluate_all("all => all.map(each => each.getAttribute('aria-label'))")
    keys.reach("Correct this", "article.statement")
    keys.press("Enter")
    keys.reach("On this claim it", "article.statement")
    chosen = "doubts"
    keys.write(chosen)
    assert keys.page.evaluate("document.activeElement.value") == chosen
    keys.reach("Who decides")
    keys.write("Ada Ødegård")
    keys.reach("Why")
    keys.write("It only asks.")
    keys.press("Tab")
    keys.follow()
    keys.expect_notice("The decision is kept")
    caught_up(keys.page)
    after = keys.page.locator("article.statement").evaluate_all("all => all.map(each => each.getAttribute('aria-label'))")
    assert sum(label.startswith(chosen) for label in after) == sum(label.startswith(chosen) for label in before) + 1
    keys.reach("Judgements", "nav")
    keys.follow()
    keys.reach("Undo", "summary")
    keys.press("Enter")
    keys.reach("Who decides")
    keys.reach("Why")
    keys.write("It does more than ask.")
    keys.press("Tab")
    keys.follow()
    keys.expect_notice("The decision is taken back")
    keys.page.goto(claim)
    caught_up(keys.page)
    assert keys.page.locator("article.statement").evaluate_all("all => all.map(each => each.getAttribute('aria-label'))") == before


def test_track_a_claim(keys: Keyboard) -> None:
    """Its words, its parties, and there it is."""
    keys.reach("The claim in words")
    keys.write("Norland and Vesturia closed a bridge at Port Amsel.")
    keys.press("Tab")
    keys.write("Norland")
    keys.press("Tab")
    keys.write("Vesturia")
    keys.reach("Follow", "button")
    keys.follow()
    keys.expect_notice("Followed from now on")
    expect(keys.page.locator("main")).to_contain_text("closed a bridge")


def test_paste_a_text_and_read_it(keys: Keyboard) -> None:
    """It is read while the page tells how far it has come, and can be found afterwards."""
    keys.reach("Or a text")
    keys.write("Norland's harbour office denied on Tuesday that a zeppelin had been moored at Port Amsel.")
    keys.reach("Read", "button")
    keys.follow()
    expect(keys.page).to_have_url(re.compile("/job/"))
    expect(keys.page.get_by_role("link", name="Go on")).to_be_visible()
    keys.reach("Go on")
    keys.follow()
    keys.reach("Words to search for")
    keys.write("zeppelin")
    keys.follow()
    expect(keys.page.locator("article.found").first).to_contain_text("zeppelin")


def test_single_keys_and_the_switch_that_turns_them_off(keys: Keyboard) -> None:
    """With j and k one walks, / searches, ? helps; turned off they do nothing, on the next page too; in a field a key is a letter."""
    first = keys.press("j")
    assert first
    second = keys.press("j")
    assert second != first
    assert keys.press("k") == first
    assert "Words to search for" in keys.press("/")
    keys.write("j?")
    assert keys.page.locator("#find").input_value() == "j?"
    keys.page.locator("#find").evaluate("node => node.blur()")
    keys.press("?")
    dialog = keys.page.locator("dialog#keys")
    expect(dialog).to_be_visible()
    keys.reach("These keys are on", "dialog")
    keys.press("Space")
    keys.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert keys.page.evaluate("document.querySelector('dialog#keys').open") is False
    for key in ("?", "j", "/"):
        keys.page.keyboard.press(key)
    expect(dialog).to_be_hidden()
    assert keys.page.locator(".at").count() <= 1
    keys.page.reload()
    keys.page.keyboard.press("j")
    assert keys.page.locator(".at").count() == 0
    keys.reach("Keys", "button")
    keys.page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    keys.reach("These keys are on", "dialog")
    keys.press("Space")
    keys.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    keys.page.locator("body").evaluate("() => document.activeElement.blur()")
    keys.press("j")
    assert keys.page.locator(".at").count() == 1
