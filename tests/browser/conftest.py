"""Debian's Chromium, driven for the tests, with every dialog, request and policy report written down.

A machine without Chromium skips these tests with a plain word; `SAYSO_REQUIRE=chromium` turns the skip into a failure, so that a check
that is meant to run cannot quietly stop running.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, StorageState, sync_playwright

from sayso.demo import read_example
from sayso.model import LedgerView
from sayso.pipeline import Ledger
from sayso.report.index import Index, index_view
from sayso.testing import RECORDED_AT
from web.serving import Served, serving

from .desk import desk_view, every_page

_COMMANDS = ("chromium", "chromium-browser", "google-chrome")


@dataclass
class Watched:
    """One page with what it did that a page of ours must not do."""

    page: Page
    dialogs: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> Watched:
        """Write down dialogs, requests, and what the console and failing scripts say."""
        self.page.on("dialog", self._refuse)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return self

    def _refuse(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def outside(self, *allowed: str) -> list[str]:
        """Return the addresses asked for that start with none of `allowed`."""
        return [address for address in self.requests if not address.startswith((*allowed, "data:", "blob:"))]


def chromium_path() -> str:
    """Return where Chromium is; skip, or fail where it is required, if it is not installed."""
    found = next((path for name in _COMMANDS if (path := shutil.which(name))), None)
    if found:
        return found
    message = "Chromium is not installed (Debian, Ubuntu: apt-get install chromium)"
    if "chromium" in os.environ.get("SAYSO_REQUIRE", ""):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    path = chromium_path()
    with sync_playwright() as driver:
        # The sandbox needs rights that a container seldom gives; only our own pages are opened here.
        running = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--lang=en-US"])
        yield running
        running.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile."""
    fresh = browser.new_context()
    yield fresh
    fresh.close()


@pytest.fixture
def watched(context: BrowserContext) -> Watched:
    """A fresh page that is watched."""
    return Watched(context.new_page()).watch()


@pytest.fixture(scope="session")
def desk() -> Index:
    """The invented episode with everything that a page can show."""
    return index_view(desk_view())


@pytest.fixture(scope="session")
def made_pages(desk: Index) -> dict[str, str]:
    """Every kind of page of that ledger, by the path at which it is served."""
    return every_page(desk)


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The example episode as it is read; processes that run side by side read it once."""
    return index_view(example_view(tmp_path_factory))


def example_view(factory: pytest.TempPathFactory) -> LedgerView:
    """Return the view of the example, which is read where no other process has read it."""
    path = example_ledger(factory)
    with Ledger(path, clock=lambda: RECORDED_AT) as ledger:
        return ledger.view()


def example_ledger(factory: pytest.TempPathFactory) -> Path:
    """Return the ledger file of the example."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "example"
    folder.mkdir(exist_ok=True)
    path = folder / "example.ledger"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            with Ledger(path, clock=lambda: RECORDED_AT) as ledger:
                read_example(ledger)
                ledger.view()
            (folder / "done").touch()
    return path


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The app over a copy of the example, as `sayso serve` runs it; tests read and write in it."""
    folder = tmp_path_factory.mktemp("served")
    ledger = folder / "desk.ledger"
    shutil.copy(example_ledger(tmp_path_factory), ledger)
    with serving(ledger) as running:
        yield running


@pytest.fixture(scope="session")
def known(browser: Browser, served: Served) -> StorageState:
    """The state of a profile that has opened the address that the app printed."""
    context = browser.new_context()
    context.new_page().goto(served.start)
    state = context.storage_state()
    context.close()
    return state
