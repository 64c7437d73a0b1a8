"""Make the pictures of `docs/pictures/` from the example episode, so that they can be made anew when a page changes.

Run `python tools/make_pictures.py`; it needs Chromium (Debian: apt-get install chromium) and opens no connection: the pages come from
memory, under an address that leads nowhere. A picture is what a window shows without scrolling, and small enough for a page of text.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from sayso.demo import read_example
from sayso.pipeline import Ledger
from sayso.report import pages
from sayso.report.frame import Frame, app_links
from sayso.report.index import Index, index_view
from sayso.report.search import SearchQuery

__all__ = ["PICTURES", "main"]

TARGET = Path(__file__).resolve().parent.parent / "docs" / "pictures"
MOMENT = "2031-06-05T08:00:00+00:00"
ADDRESS = "http://desk.invalid/"
MOST_BYTES = 150_000
FRAME = Frame(app_links(), generated_at=MOMENT, writable=True, token="-")  # noqa: S106 -- opens nothing


@dataclass(frozen=True)
class Picture:
    """One picture of one page."""

    page: Callable[[Index], str]
    """Makes the page."""
    width: int = 1040
    height: int = 620
    dark: bool = False
    place: str = ""
    """What is scrolled to; empty for the top."""


def _claim(index: Index) -> str:
    return pages.claim_page(index, "contract", FRAME)


def _article(index: Index) -> str:
    denial = next(article for article in index.view.articles if "denounces" in (article.title or ""))
    return pages.article_page(index, denial.id, FRAME)


PICTURES = {
    "start": Picture(lambda index: pages.start_page(index, FRAME)),
    "claim": Picture(_claim, height=600),
    "claim-dark": Picture(_claim, dark=True, place=".matrices"),
    "words": Picture(_claim, height=700, place=".when-said"),
    "article": Picture(_article, height=560),
    "statements": Picture(lambda index: pages.search_page(index, FRAME, SearchQuery(stance="denies"))),
    "narrow": Picture(_claim, width=390, height=780),
}


def main() -> int:
    """Write every picture; return 1 where one has become too large for a page of text."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.stderr.write("Chromium is not installed (Debian, Ubuntu: apt-get install chromium)\n")
        return 1
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "demo.ledger", clock=lambda: MOMENT) as ledger:
        read_example(ledger)
        index = index_view(ledger.view())
    TARGET.mkdir(exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--lang=en-US"])
        sizes = {name: _taken(browser, name, picture, index) for name, picture in PICTURES.items()}
        browser.close()
    for name, size in sizes.items():
        sys.stdout.write(f"{name}.png {size:,} bytes\n")
    return int(max(sizes.values()) > MOST_BYTES)


def _taken(browser: Browser, name: str, picture: Picture, index: Index) -> int:
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height}, color_scheme="dark" if picture.dark else "light"
    )
    body = picture.page(index).encode("utf-8")
    context.route("**/*", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
    page = context.new_page()
    page.goto(ADDRESS)
    if picture.place:
        page.locator(picture.place).first.evaluate("node => node.scrollIntoView({ behavior: 'instant' })")
    path = TARGET / f"{name}.png"
    page.screenshot(path=path)
    context.close()
    return path.stat().st_size


if __name__ == "__main__":
    sys.exit(main())
