"""A small ledger that was read and matched once, and the app over a copy of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from sayso.claim_files import tracked_claim
from sayso.pipeline import Ledger
from sayso.web import ServeSettings, allowed_hosts, create_app

from .serving import TOKEN

BASE = "http://127.0.0.1:8787"
ROWS = (
    (
        "report",
        "Meridian Courier",
        "2031-05-26",
        "A contract for a steel mill has been signed with Norland, two people familiar with it said.",
    ),
    (
        "denial",
        "Coastal Echo",
        "2031-05-27",
        """Norland's foreign ministry denied on Tuesday that a contract for a steel mill had been signed with Vesturia.

The ministry called the reports "fabricated". Vesturia's trade minister said that talks were held. 😀""",
    ),
    ("urdu", "Harbour Gazette", "2031-05-28", "وزارت نے کہا کہ کوئی معاہدہ نہیں ہوا۔"),
)
CLAIM = "Norland and Vesturia signed a contract for a steel mill."


def clock_from(start: int = 0) -> Iterator[str]:
    """Yield one moment a second, from a morning in June 2031 on."""
    for second in range(start, 86_400):
        yield f"2031-06-05T{8 + second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}+00:00"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that has read three articles and follows a claim; one input was quarantined."""
    folder = tmp_path_factory.mktemp("desk")
    lines = [
        json.dumps(
            {"id": name, "site": outlet, "published": day, "text": text, "title": f"Of a {name}", "url": f"https://{name}.example/a"}
        )
        for name, outlet, day, text in ROWS
    ]
    (folder / "pile.jsonl").write_text("\n".join([*lines, "{"]) + "\n", encoding="utf-8")
    ticks = clock_from()
    with Ledger(folder / "desk.ledger", clock=lambda: next(ticks)) as ledger:
        ledger.read([str(folder / "pile.jsonl")])
        ledger.track([tracked_claim(CLAIM, ("Norland", "Vesturia"), "contract")])
    return folder / "desk.ledger"


@pytest.fixture
def ledger(made: Path, tmp_path: Path) -> Path:
    """A copy of the ledger, to write into."""
    return Path(shutil.copy(made, tmp_path / "desk.ledger"))


def settings_for(ledger: Path, *, public: bool = False, **more: float) -> ServeSettings:
    """Return the settings of an app over a ledger, with a clock that never goes back."""
    ticks = clock_from(3600)
    return ServeSettings(ledger, allowed_hosts(8787), TOKEN, public=public, clock=lambda: next(ticks), **more)  # type: ignore[arg-type]


def entered(client: TestClient) -> TestClient:
    """Return a client that has opened the printed address."""
    assert client.get("/", params={"token": TOKEN}).status_code == 200
    return client


@pytest.fixture
def client(ledger: Path) -> Iterator[TestClient]:
    """A browser, so to say, that has opened the printed address."""
    with TestClient(create_app(settings_for(ledger)), base_url=BASE, follow_redirects=False) as found:
        yield entered(found)


@pytest.fixture
def public(ledger: Path) -> Iterator[TestClient]:
    """The same ledger, opened for everybody to read."""
    with TestClient(create_app(settings_for(ledger, public=True)), base_url=BASE, follow_redirects=False) as found:
        yield found
