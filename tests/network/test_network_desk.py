"""A desk from end to end: the commands, the feeds of alerts, and a watch that is killed wherever it happens to be."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest
from loopback import Server, page, response, serving
from test_network_watch import DENIAL, SALE, TALKS, article, feed

from sayso.articles import read_path
from sayso.cli import main
from sayso.ledger import Store
from sayso.network import captures_folder
from sayso.network.lists import WatchList
from sayso.pipeline import Ledger

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "::1"])

KILLS = int(os.environ.get("SAYSO_KILLS", "4"))
"""Deaths of a watch in the test; the full run has 50."""
CLAIM = ("track", "Norland signed a contract with Vesturia.", "--party", "Norland", "--party", "Vesturia")


@pytest.fixture
def site() -> Iterator[Server]:
    """A feed with three pages."""
    pages = {"/denial": article("Norland denies", DENIAL), "/talks": article("Talks held", TALKS), "/sale": article("Pier sold", SALE)}
    with serving({"/feed": feed(*pages), **{path: page(body) for path, body in pages.items()}}) as server:
        yield server


def started(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start `sayso` in a folder of its own."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SAYSO", "SOURCE_DATE"))}
    command = [sys.executable, "-m", "sayso", *arguments]
    return subprocess.Popen(
        command,
        cwd=folder,
        env=kept,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A suite that was started in the background ignores Ctrl-C, and its children would too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  # nothing else can set it before the program starts
    )


def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Run `sayso` to its end; return its exit code and what it wrote on either stream."""
    process = started(folder, *arguments)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def watching(server: Server, *more: str) -> tuple[str, ...]:
    """Return the arguments of one round."""
    return ("watch", "list.txt", "--once", "--allow", f"127.0.0.1:{server.port}", "--pause", "0", *more)


def test_a_page_is_fetched_and_read(tmp_path: Path, site: Server) -> None:
    """`sayso fetch` reads a page that an allowed host has; without leave it says how to give it, and ends with 3."""
    code, _, told = run(tmp_path, "fetch", site.url("/denial"))
    assert code == 3
    assert f"--allow 127.0.0.1:{site.port}" in told
    assert site.connections == 0
    code, out, told = run(tmp_path, "fetch", site.url("/denial"), site.url("/denial"), "--allow", f"127.0.0.1:{site.port}", "--json")
    assert code == 0, told
    counts = json.loads(out)
    assert counts["ok"] + counts["partial"] == 1
    assert {request.headers["user-agent"].split("/")[0] for request in site.requests} == {"sayso"}
    with Ledger(tmp_path / "sayso.ledger") as ledger:
        assert [found.url for found in ledger.view().articles] == [site.url("/denial")]


def test_each_change_is_told_once_and_the_feeds_hold_it(tmp_path: Path, site: Server) -> None:
    """What the watch finds changes the ledger; each change is in the feeds once, however many rounds follow, and the feeds are valid."""
    (tmp_path / "list.txt").write_text(site.url("/feed"), encoding="utf-8")
    feeds = ("--alerts-atom", "alerts.xml", "--alerts-json", "alerts.json")
    del site.routes["/denial"]
    site.routes["/feed"] = feed("/talks", "/sale")
    assert run(tmp_path, *CLAIM)[0] == 0
    assert "2 new" in run(tmp_path, *watching(site, *feeds))[2]
    before = entries(tmp_path)
    site.routes |= {"/feed": feed("/denial", "/talks", "/sale"), "/denial": page(article("Norland denies", DENIAL))}
    told = run(tmp_path, *watching(site, *feeds))[2]
    assert "standing: " in told
    after = entries(tmp_path)
    assert set(before) < set(after)
    for _ in range(2):
        assert "0 changes in the ledger" in run(tmp_path, *watching(site, *feeds))[2]
    assert entries(tmp_path) == after
    assert len(set(after)) == len(after)
    items = json.loads((tmp_path / "alerts.json").read_text(encoding="utf-8"))["items"]
    assert [item["id"] for item in items] == after


def entries(folder: Path) -> list[str]:
    """Return the ids of the alerts feed, which is read by another program and found valid."""
    with (folder / "alerts.xml").open("rb") as stream:
        parsed = feedparser.parse(stream)
    assert not parsed.bozo
    assert parsed.version == "atom10"
    assert parsed.feed.title
    assert all(entry.id.startswith("tag:") and entry.title and entry.updated for entry in parsed.entries)
    return [entry.id for entry in parsed.entries]


def test_a_watch_that_is_killed_goes_on_without_repeating(tmp_path: Path, site: Server) -> None:
    """However often the process dies, the ledger and the alerts in the end are those of a watch that was left in peace."""
    chance = random.Random(8)
    listed(tmp_path, site, "/denial", "/talks", "/sale")
    run(tmp_path, *CLAIM)
    for death in range(KILLS):
        site.routes["/talks"] = page(article("Talks held", TALKS, f"It said so for the {death + 2}th time."))
        process = started(tmp_path, *watching(site, "--alerts-atom", "alerts.xml"))
        wait_for_requests(site, process, chance.randint(1, 6))
        time.sleep(chance.uniform(0.0, 0.4))
        process.send_signal(signal.SIGKILL)
        process.communicate()
    site.routes["/talks"] = page(article("Talks held", TALKS, "It said so for the last time."))
    site.routes["/sale"] = response("410 Gone")
    for _ in range(2):
        code, _, told = run(tmp_path, *watching(site, "--alerts-atom", "alerts.xml"))
        assert code == 0, told
    assert "0 changes in the ledger" in told
    with Store.open(tmp_path / "sayso.ledger", clock=str) as store:
        assert store.verify() == ()
        texts = [found.text for found in store.articles()]
        ids = {found.id for found in store.articles()}
        gone = [address for address, _ in store.as_known().gone()]
    assert gone == [site.url("/sale")]
    assert sum("last time" in text for text in texts) == 1
    found = entries(tmp_path)
    assert len(set(found)) == len(found)
    alerts = (tmp_path / "alerts.xml").read_text(encoding="utf-8")
    assert alerts.count('<title type="text">Harbour Gazette: “Pier sold” is gone from its address.') == any(
        "pier" in text for text in texts
    )
    with Store.open(tmp_path / "again.ledger", clock=str) as store:
        for path in sorted(captures_folder(tmp_path / "sayso.ledger").iterdir()):
            for reading in read_path(path):
                store.add(reading, [])
        assert {found.id for found in store.articles()} >= ids


def wait_for_requests(site: Server, process: subprocess.Popen[str], number: int) -> None:
    """Wait until a process has asked so often, or has ended."""
    until = len(site.requests) + number
    while len(site.requests) < until and process.poll() is None:
        time.sleep(0.005)


def listed(folder: Path, site: Server, *paths: str) -> None:
    """Write a list of pages."""
    (folder / "list.txt").write_text("\n".join(site.url(path) for path in paths), encoding="utf-8")


def test_reading_what_was_kept_gives_the_same_ledger(tmp_path: Path, site: Server) -> None:
    """The folder of captures, read with `sayso read`, gives a ledger with the same head."""
    listed(tmp_path, site, "/denial", "/talks", "/sale")
    assert run(tmp_path, *watching(site))[0] == 0
    del site.routes["/sale"]
    site.routes["/talks"] = page(article("Talks held", TALKS, "Nothing was signed, it said."))
    assert "1 changed, 1 gone" in run(tmp_path, *watching(site))[2]
    assert run(tmp_path, "--ledger", "again.ledger", "read", str(captures_folder(Path("sayso.ledger"))))[0] == 3
    with Ledger(tmp_path / "sayso.ledger") as first, Ledger(tmp_path / "again.ledger") as second:
        assert first.head() == second.head()
    (tmp_path / "list.txt").unlink()
    assert "5 read: " in run(tmp_path, "read", ".")[2], "what a watch remembers was taken for a page"


def test_control_c_ends_a_watch(tmp_path: Path, site: Server) -> None:
    """A watch that waits for its next round ends at once with 130, without a traceback, and the ledger opens."""
    (tmp_path / "list.txt").write_text(site.url("/feed"), encoding="utf-8")
    process = started(tmp_path, "watch", "list.txt", "--allow", f"127.0.0.1:{site.port}", "--pause", "0")
    until = time.monotonic() + 60
    while site.asked("/sale") == 0 and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    assert "Traceback" not in told
    assert run(tmp_path, "problems")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("watch", "nowhere.txt"), "nowhere.txt cannot be read"),
        (("watch", "empty.txt"), "names no address"),
        (("watch", "list.txt", "--every", "soon"), "write it as 90s"),
        (("watch", "list.txt", "--every", "5s"), "a minute is the least"),
        (("watch", "list.txt", "--webhook", "http://127.0.0.1/"), "needs a secret"),
        (("watch", "list.txt", "--webhook", "ftp://hook.example/"), "only http and https"),
        (("fetch", "https://gazette.example/", "--allow", "gazette.example"), "write it as"),
        (("fetch",), "URL"),
    ],
)
def test_misuse_is_answered_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], why: str
) -> None:
    """A command that cannot be carried out as written ends with 2 before anything is asked for or made."""
    (tmp_path / "list.txt").write_text("https://gazette.example/feed\n", encoding="utf-8")
    (tmp_path / "empty.txt").write_text("# nothing yet\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SAYSO_WEBHOOK_SECRET", raising=False)
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    out, told = capsys.readouterr()
    assert (ended.value.code, out) == (2, "")
    assert why in told
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty.txt", "list.txt"]


def test_a_list_can_be_edited_while_it_is_watched(tmp_path: Path) -> None:
    """What was added is read in the next round; a list that cannot be read leaves the last one, and is told."""
    told: list[str] = []
    (tmp_path / "list.txt").write_text("https://gazette.example/feed\n", encoding="utf-8")
    addresses = WatchList(tmp_path / "list.txt", told.append)
    (tmp_path / "list.txt").write_text("https://gazette.example/feed\nhttps://echo.example/\n", encoding="utf-8")
    assert len(addresses()) == 2
    (tmp_path / "list.txt").unlink()
    assert len(addresses()) == 2
    assert "going on with the 2 addresses" in told[0]
