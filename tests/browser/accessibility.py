"""axe-core on a page in the states in which people meet it."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, StorageState

__all__ = ["STATES", "found_on", "violations"]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
STATES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    "narrow": {"color_scheme": "light", "viewport": {"width": 320, "height": 700}},
    # 400 % of a window 1280 wide: the page has 320 x 256 pixels of its own, each drawn four times as large (WCAG 1.4.10).
    "enlarged": {"color_scheme": "light", "viewport": {"width": 320, "height": 256}, "device_scale_factor": 4},
}
# What lies right of the window and in no box that scrolls by itself: such words a reader at 320 pixels cannot reach.
_CUT_OFF = """() => {
  const wide = document.documentElement.clientWidth;
  return [...document.querySelectorAll("body *")].filter(node => {
    const box = node.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && box.right > wide + 1
      && !node.closest(".scroll, .unseen, .skip, .shapes, input, select, textarea") && getComputedStyle(node).visibility !== "hidden";
  }).map(node => `${node.tagName}.${node.getAttribute("class")} ends outside the window: ${node.textContent.slice(0, 50)}`);
}"""


def violations(browser: Browser, address: str, state: str, storage: StorageState | None = None) -> list[str]:
    """Return one line for each violation found on a page in one state; `storage` is the profile's state, such as its cookies."""
    context = browser.new_context(**STATES[state], storage_state=storage)
    try:
        page = context.new_page()
        page.goto(address)
        return found_on(page)
    finally:
        context.close()


def found_on(page: Page) -> list[str]:
    """Return one line for each violation that axe finds on an open page, and for each word that lies outside the window."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    lines = [f"{item['id']}: {node['target']} {node['failureSummary']}" for item in found for node in item["nodes"]]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    sideways = [f"the page scrolls sideways by {wide} pixels"] if wide > 0 else []
    cut_off: list[str] = page.evaluate(_CUT_OFF)
    return lines + sideways + cut_off
