"""No page breaks a rule of access that axe can find, whatever the light, the window and the enlargement."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from .accessibility import STATES, found_on
from .desk import DESK, serve
from .figures import record

VARIANTS = {"/claim-on-a-date", "/article", "/search-narrowed"}
"""Pages that hold no part that another page of the list lacks; looked at in the light alone, as axe needs seconds for a large page."""


@pytest.mark.parametrize("state", STATES)
def test_no_page_breaks_a_rule_of_access(browser: Browser, made_pages: dict[str, str], state: str) -> None:
    """WCAG 2.2 A and AA: every kind of page in light and dark, 320 pixels wide, at 400 %; nothing lies outside the window."""
    context = browser.new_context(**STATES[state])
    serve(context, made_pages)
    page = context.new_page()
    found = []
    looked_at = [path for path in made_pages if state == "light" or path not in VARIANTS]
    for path in looked_at:
        page.goto(DESK + path)
        found += [f"{path} {line}" for line in found_on(page)]
    context.close()
    record(f"violations on pages, {state}", len(found))
    record(f"pages looked at, {state}", len(looked_at))
    assert found == []
