"""The one-file report: opens from disk without the network, works without scripts, prints on few pages, and is accessible."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from sayso.report.index import Index
from sayso.report.page import render
from sayso.testing import RECORDED_AT

from .accessibility import STATES, violations
from .conftest import Watched
from .figures import record

MOST_PAGES = 6


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, example: Index) -> Path:
    """The report of the example episode."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(render(example.view, head="0" * 64, generated_at=RECORDED_AT), encoding="utf-8")
    return path


def test_it_opens_from_disk_and_asks_for_nothing(watched: Watched, report: Path) -> None:
    """With the network off the page is complete: no request but the file itself, nothing refused, nothing logged."""
    watched.page.context.set_offline(True)
    watched.page.goto(report.as_uri())
    assert "signed a contract" in watched.page.inner_text("main")
    assert watched.requests == [report.as_uri()]
    assert watched.complaints == []
    assert watched.dialogs == []


def test_it_is_complete_without_scripts(browser: Browser, report: Path) -> None:
    """Its text is the same with scripts off."""
    texts = []
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.goto(report.as_uri())
        texts.append(page.inner_text("body"))
        context.close()
    assert texts[0] == texts[1]
    assert len(texts[0]) > 2000


def test_it_prints_on_few_pages(watched: Watched, report: Path) -> None:
    """At most six sheets of A4, and no part of a line is cut off at the right."""
    watched.page.goto(report.as_uri())
    sheets = PdfReader(io.BytesIO(watched.page.pdf(format="A4"))).pages
    assert 1 <= len(sheets) <= MOST_PAGES
    record("sheets of the printed example", len(sheets))
    watched.page.emulate_media(media="print")
    watched.page.set_viewport_size({"width": 720, "height": 1000})
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= 720


@pytest.mark.parametrize("state", STATES)
def test_it_breaks_no_rule_of_access(browser: Browser, report: Path, state: str) -> None:
    """No violation of WCAG 2.2 A and AA that axe can find: light, dark, on a narrow screen, at 400 %."""
    found = violations(browser, report.as_uri(), state)
    record(f"violations on the report file, {state}", len(found))
    assert found == []
