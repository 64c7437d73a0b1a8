"""Signed messages: each arrives once, under one id, however often the receiver fails; none goes where no page could lead."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from loopback import Passing, Request, Server, page, redirect, response, serving

from sayso.errors import UsageError
from sayso.model import Change, ChangeKind
from sayso.network import Line, Policy, WatchState, Webhook, read_secret
from sayso.network.state import Message
from sayso.network.webhook import deliver

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "::1"])

KEY = bytes(range(32))
SECRET = "whsec_" + base64.b64encode(KEY).decode()
CHANGE = Change(
    "change-1", ChangeKind.STANDING, "2031-05-29T09:00:00+00:00", "“Norland signed” is denied now.", before="reported", after="denied"
)


def waiting(*names: str) -> WatchState:
    """Return a memory in which messages wait."""
    state = WatchState(Path(":memory:"))
    state.keep_alerts([], [Message(name, json.dumps([asdict(CHANGE) | {"id": name}])) for name in names], {})
    return state


def receiver(server: Server, time: Passing, *, allow: bool = True, path: str = "/hook") -> Webhook:
    """Return the way to a receiver on loopback."""
    policy = Policy(frozenset({("127.0.0.1", server.port)}) if allow else frozenset(), frozenset({80, 443, server.port}))
    return Webhook(server.url(path), SECRET, Line("sayso/test", policy, seconds=5.0), time.clock())


def is_signed(request: Request) -> bool:
    """Check a signature as a receiver would, from the specification alone."""
    signed = f"{request.headers['webhook-id']}.{request.headers['webhook-timestamp']}.".encode() + request.body
    expected = "v1," + base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
    return hmac.compare_digest(expected, request.headers["webhook-signature"])


def answering(*statuses: str) -> Iterator[bytes]:
    """Return a receiver's answers in turn, then yes for ever."""
    yield from map(response, statuses)
    while True:
        yield response("200 OK")


def test_a_message_arrives_once_after_three_failures() -> None:
    """A receiver that fails three times and then says yes has the message under one id, signed at each attempt."""
    time, told = Passing(), list[str]()
    answers = answering("500 Oops", "500 Oops", "500 Oops")
    with serving({"/hook": lambda _request: next(answers)}) as server, waiting("message-1") as state:
        assert deliver(receiver(server, time), state, told.append) == 1
        assert deliver(receiver(server, time), state, told.append) == 0
        posts = [request for request in server.requests if request.method == "POST"]
    assert len(posts) == 4
    assert len({request.headers["webhook-id"] for request in posts}) == 1
    assert all(is_signed(request) for request in posts)
    assert {request.headers["content-type"] for request in posts} == {"application/json"}
    assert json.loads(posts[0].body)["data"]["changes"][0]["after"] == "denied"
    assert [request.headers["webhook-timestamp"] for request in posts] == [str(int(1_900_000_000 + wait)) for wait in (0, 1, 6, 31)]
    assert told == []


def test_a_changed_body_is_not_signed() -> None:
    """A receiver that checks notices a message that was tampered with."""
    time = Passing()
    with serving({"/hook": response("204 No Content")}) as server, waiting("message-1") as state:
        deliver(receiver(server, time), state, list[str]().append)
        (post,) = server.requests
    assert is_signed(post)
    assert not is_signed(Request(post.method, post.path, post.headers, post.body.replace(b"denied", b"signed")))


def test_a_receiver_that_stays_away_is_tried_for_three_days() -> None:
    """Attempts grow rarer, each keeps its id, and in the end a message is given up and told."""
    time, told = Passing(), list[str]()
    with serving({"/hook": response("503 Service Unavailable")}) as server, waiting("message-1", "message-2") as state:
        for _ in range(24 * 5):
            deliver(receiver(server, time), state, told.append)
            time.sleep(3_600)
        sent = [request.headers["webhook-id"] for request in server.requests]
        assert state.waiting(time.seconds) == []
    assert len(set(sent)) == 2
    assert sum("given up" in line for line in told) == 2
    assert len(sent) == 2 * 4 * 9


def test_a_message_that_was_not_sent_is_there_after_a_restart(tmp_path: Path) -> None:
    """Messages wait on the disk."""
    time = Passing()
    with serving({"/hook": response("500 Oops")}) as server:
        with WatchState(tmp_path / "desk.watch") as state:
            state.keep_alerts([], [Message("message-1", json.dumps([asdict(CHANGE)]))], {})
            assert deliver(receiver(server, time), state, list[str]().append) == 0
        server.routes["/hook"] = response("202 Accepted")
        time.sleep(86_400)
        with WatchState(tmp_path / "desk.watch") as state:
            assert deliver(receiver(server, time), state, list[str]().append) == 1


def test_messages_go_nowhere_inside() -> None:
    """A receiver on loopback that nobody allowed is not called, nor is one that a receiver sends on to."""
    time, told = Passing(), list[str]()
    with serving({"/hook": response("200 OK")}) as canary, waiting("message-1") as state:
        assert deliver(receiver(canary, time, allow=False), state, told.append) == 0
        assert canary.connections == 0
        with serving({"/hook": redirect(canary.url("/hook"))}) as server:
            time.sleep(86_400)
            assert deliver(receiver(server, time), state, told.append) == 0
        assert canary.connections == 0
    assert "If you trust it, allow it" in told[0]
    assert "sends on" in told[1]


def test_an_answer_without_end_is_not_read() -> None:
    """Only the status of the answer counts."""
    time = Passing()

    def endless(_request: Request) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        while True:
            yield b"a" * 65_536

    with serving({"/hook": endless}) as server, waiting("message-1") as state:
        assert deliver(receiver(server, time), state, list[str]().append) == 1


@pytest.mark.parametrize(
    ("text", "why"), [("", "needs a secret"), ("short", "whsec_"), ("whsec_!!!", "whsec_"), ("whsec_c2hvcnQ=", "24 to 64")]
)
def test_a_secret_that_protects_nothing_is_refused(tmp_path: Path, text: str, why: str) -> None:
    """A secret must be there and be long enough; what is told does not hold it."""
    file = tmp_path / "secret"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=why) as caught:
        read_secret(file)
    assert not text or text.removeprefix("whsec_") not in str(caught.value)


def test_the_secret_comes_from_the_environment_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a file the variable is read."""
    monkeypatch.setenv("SAYSO_WEBHOOK_SECRET", SECRET)
    assert read_secret(None) == SECRET


def test_the_secret_is_not_sent() -> None:
    """Nothing of the secret goes out."""
    time = Passing()
    with serving({"/hook": page("")}) as server, waiting("message-1") as state:
        deliver(receiver(server, time), state, list[str]().append)
        (post,) = server.requests
    assert SECRET.removeprefix("whsec_") not in str(post)
