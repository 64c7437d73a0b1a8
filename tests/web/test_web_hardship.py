"""What the app does when things go badly: many readers at once, work that takes long or fails, an article taken out meanwhile, an end."""

from __future__ import annotations

import logging
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from fastapi import FastAPI
from starlette.datastructures import UploadFile
from starlette.testclient import TestClient

from sayso.errors import UsageError
from sayso.model import TrackedClaim
from sayso.pipeline import Ledger
from sayso.reading_pool import Input
from sayso.web import ServeSettings, create_app
from sayso.web.answers import Office
from sayso.web.desk import BusyError, Desk, StoppedError
from sayso.web.fence import Fence
from sayso.web.forms import uploads_of
from sayso.web.jobs import Jobs

from .conftest import BASE, entered, settings_for
from .test_web_judging import one_of_each
from .test_web_pages import claim_path
from .test_web_writing import FROM_HERE

READERS = 24


@pytest.fixture
def desk(ledger: Path) -> Iterator[Desk]:
    """A desk over the ledger, with nothing worked out for this test yet."""
    found = Desk(settings_for(ledger))
    yield found
    found.close()


def office_behind(app: object) -> Office:
    """Return what the routes of an app work with."""
    office = cast("FastAPI", cast("Fence", app)._app).state.office
    assert isinstance(office, Office)
    return office


def test_many_readers_that_look_twice_do_not_wait_for_each_other(desk: Desk) -> None:
    """A reader of one claim looks into the ledger a second time while it holds it open; no number of readers may starve."""
    store, ready = desk.ledger.store, threading.Barrier(READERS)
    found: list[int] = []

    def look() -> None:
        with store._held.reading():
            ready.wait(20)
            found.append(len(store.articles()))

    readers = [threading.Thread(target=look) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join(25)
    assert found == [3] * READERS


@pytest.mark.parametrize("foreign", ['prefs={"a":1}', "a b=c", "x=\u00e9", "=;;", "@=1", 'q="unclosed'])
def test_cookies_of_other_programs_of_this_machine_keep_nobody_out(client: TestClient, foreign: str) -> None:
    """Cookies belong to a host and not to a port: whatever another program set, ours is found."""
    own = "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.cookies.jar)
    client.cookies.clear()
    for sent in (f"{foreign}; {own}", f"{own}; {foreign}"):
        assert client.get("/", headers={b"cookie": sent.encode("latin-1")}).status_code == 200


def test_a_decision_that_is_not_kept_is_told_so(ledger: Path) -> None:
    """While what was recorded before is worked out a decision cannot be checked: it is refused, and no page reloads itself."""
    app = create_app(settings_for(ledger))
    with TestClient(app, base_url=BASE, follow_redirects=False) as client:
        form = one_of_each(entered(client))["dismiss"]
        data = {**dict(form.fields), "who": "Ada", "why": "Settled."}
        gate = threading.Event()
        desk = office_behind(app).desk
        desk.settings = replace(desk.settings, seconds=1.0)
        desk._office.submit(gate.wait, 20)
        answer = client.post("/judge", data=data, headers=FROM_HERE)
        gate.set()
        assert answer.status_code == 503
        assert "Nothing was kept" in answer.text
        assert "nothing need be done" not in answer.text
        assert "refresh" not in answer.headers
        with Ledger(ledger) as again:
            assert again.store.judgements() == ()


def test_a_form_that_takes_too_long_is_not_told_as_given_up(ledger: Path) -> None:
    """What it sent may be kept after all: sending it again blindly would decide twice."""
    app = create_app(settings_for(ledger))
    with TestClient(app, base_url=BASE, follow_redirects=False) as client:
        token = dict(one_of_each(entered(client))["dismiss"].fields)["token"]
        fence = cast("Fence", app)
        fence._settings = replace(fence._settings, seconds=0.5)
        with office_behind(app).desk._writing:
            answer = client.post("/track", data={"token": token, "text": "A pier was sold."}, headers=FROM_HERE)
        assert answer.status_code == 503
        assert "may have been kept" in answer.text


def test_what_is_recorded_while_something_is_worked_out_is_settled_too(desk: Desk, ledger: Path) -> None:
    """A decision is checked against everything recorded before it, and not against what was being worked out just then."""
    desk.derive().result()
    gate = threading.Event()
    held = desk._derived
    begun = threading.Event()

    def slow(moment: str | None) -> object:
        begun.set()
        found = held(moment)
        gate.wait(20)
        return found

    desk._asked[None] = desk._office.submit(slow, None)  # type: ignore[arg-type]
    begun.wait(20)
    with Ledger(ledger, clock=desk.settings.clock) as other:
        other.store.track([TrackedClaim("late", "Oster sold a pier.", ())])
    threading.Timer(0.3, gate.set).start()
    desk.settled()
    assert desk._kept(None) is not None


def test_what_fails_after_a_form_was_kept_is_no_failure_of_the_form(desk: Desk) -> None:
    """It is kept: the next page says what is amiss with the rest."""
    desk.derive().result()
    desk._office.shutdown()
    assert desk.written(lambda ledger: ledger.store.track([TrackedClaim("pier", "A pier was sold.", ())])) is None
    assert "pier" in {claim.id for claim in desk.ledger.store.tracked()}


def test_work_that_fails_is_written_down(ledger: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Pages go on with what was worked out before, so that nobody would hear of it else."""
    app = create_app(settings_for(ledger))
    with TestClient(app, base_url=BASE, follow_redirects=False) as client:
        entered(client)
        office = office_behind(app)
        office.desk.ledger._matching = object()  # type: ignore[assignment] # what a mistake of ours looks like
        with Ledger(ledger, clock=office.settings.clock) as other:
            other.store.track([TrackedClaim("pier", "A pier was sold.", ())])
        with caplog.at_level(logging.ERROR, "sayso.web"):
            client.get("/")
            with pytest.raises(AttributeError):
                office.desk.derive().result(20)
    assert "working out" in caplog.text


@pytest.mark.parametrize("since", ["%20", "soon", "2031-99-99", "T", "zzz"])
def test_a_day_that_is_none_is_told_on_the_start_page(client: TestClient, since: str) -> None:
    """As on every other page; blanks are as nothing."""
    assert client.get(f"/?since={since}").status_code == (200 if since == "%20" else 400)


def test_an_app_that_can_write_has_a_secret() -> None:
    """Without one everybody could make its cookie."""
    with pytest.raises(UsageError, match="secret"):
        ServeSettings(Path("desk.ledger"), frozenset({"localhost"}))
    assert ServeSettings(Path("desk.ledger"), frozenset({"localhost"}), public=True).public


def test_files_that_wait_when_the_app_ends_are_tidied_away(desk: Desk) -> None:
    """What is not read any more is not left lying about."""
    jobs, gate, tidied = Jobs(desk), threading.Event(), []
    jobs._worker.submit(gate.wait, 20)
    for name in ("a", "b"):
        jobs.read([Input(f"{name}.txt", b"A pier.")], "/", lambda name=name: tidied.append(name))  # type: ignore[misc]
    ending = threading.Thread(target=jobs.close)
    ending.start()
    threading.Timer(0.3, gate.set).start()
    ending.join(20)
    assert tidied == ["a", "b"]


def test_files_that_cannot_be_kept_leave_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full must not be filled by what did not fit."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with tempfile.TemporaryFile() as file:
        pass
    with pytest.raises(ValueError, match="closed file"):
        uploads_of([UploadFile(file, size=2_000_000, filename="a.txt")], [])
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_comes_late_opens_no_ledger(desk: Desk) -> None:
    """Nobody would close it."""
    desk.derive().result()
    desk.close()
    with pytest.raises(StoppedError):
        _ = desk.ledger


def test_dismissed_claims_are_not_among_the_challenged(client: TestClient) -> None:
    """On the page and for programs alike."""
    claim = client.get("/api/v1/claims").json()["items"][0]["id"]
    challenged = client.get("/api/v1/claims?challenged=true").json()["items"]
    assert claim in {each["id"] for each in challenged}, claim_path(client)
    form = one_of_each(client)["dismiss"]
    data = {**dict(form.fields), "target": claim, "who": "Ada", "why": "Settled."}
    assert client.post("/judge", data=data, headers=FROM_HERE).status_code == 303
    assert claim not in {each["id"] for each in client.get("/api/v1/claims?challenged=true").json()["items"]}


def test_a_slow_reader_brings_no_words_back_that_were_taken_out(desk: Desk, ledger: Path) -> None:
    """What it had looked up before the redaction answers nobody else afterwards."""
    before = desk.derive().result()
    with Ledger(ledger, clock=desk.settings.clock) as other:
        gone = next(article.id for article in other.view().articles if "fabricated" in article.text)
        other.redact(gone, who="Kaja Lund", why="A court order.")
    desk.answer()
    desk._remember(before)
    assert desk._latest is not before
    assert all("fabricated" not in article.text for article in desk.whole(desk.answer()).view.articles)


def test_comparing_many_moments_ends_with_the_time_that_an_answer_has(desk: Desk) -> None:
    """Nobody waits for it any more by then: a feed that is asked for again and again must not pile up work."""
    for moment in (None, *desk.ledger.store.moments()):
        desk.derive(moment).result()
    assert desk.changes("2031-01-01", each=True)
    desk.settings = replace(desk.settings, seconds=0.0)
    with pytest.raises(BusyError):
        desk.changes("2031-01-01", each=True)


def test_whoever_may_only_read_has_no_past_moment_worked_out(ledger: Path) -> None:
    """What was not kept is refused at once and nothing is derived for it; the same moment answers at the desk, and for all afterwards."""
    with Ledger(ledger) as held:
        past = held.store.moments()[0]
    for public, status in ((True, 404), (False, 200), (True, 200)):
        with TestClient(create_app(settings_for(ledger, public=public)), base_url=BASE, follow_redirects=False) as client:
            reader = client if public else entered(client)
            assert reader.get("/", params={"known_at": past}).status_code == status
