"""axe-core on a page in the states in which people meet it."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, StorageState

__all__ = ["STATES", "violations"]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
STATES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    "narrow": {"color_scheme": "light", "viewport": {"width": 320, "height": 700}},
    # 400 % of a window 1280 wide: the page has 320 x 256 pixels of its own, each drawn four times as large (WCAG 1.4.10).
    "enlarged": {"color_scheme": "light", "viewport": {"width": 320, "height": 256}, "device_scale_factor": 4},
}


def violations(browser: Browser, address: str, state: str, storage: StorageState | None = None) -> list[str]:
    """Return one line for each violation found on a page in one state; `storage` is the profile's state, such as its cookies."""
    context = browser.new_context(**STATES[state], storage_state=storage)
    try:
        page = context.new_page()
        page.goto(address)
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    finally:
        context.close()
    lines = [f"{item['id']}: {node['target']} {node['failureSummary']}" for item in found for node in item["nodes"]]
    return lines + ([f"the page scrolls sideways by {wide} pixels"] if wide > 0 else [])
