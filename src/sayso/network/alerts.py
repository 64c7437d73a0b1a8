"""What has changed since the last round, kept so that feeds and messages hold each change once, however often a round is interrupted."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sayso.model import Change, ChangeKind, content_id
from sayso.network.pace import Clock
from sayso.network.state import Message, WatchState
from sayso.pipeline import Ledger

__all__ = ["changes_in", "gather", "kept_changes", "mark_start"]

_UNTIL = "alerts-until"
_HEAD = "alerts-head"
_MOST_IN_A_MESSAGE = 50


def mark_start(state: WatchState, clock: Clock) -> None:
    """Note, before the first round of all, from when on changes are news.

    >>> from pathlib import Path
    >>> with WatchState(Path(":memory:")) as state:
    ...     mark_start(state, Clock(now=lambda: 0.5, sleep=lambda seconds: None))
    ...     state.note("alerts-until")
    '1970-01-01T00:00:00+00:00'
    """
    if not state.note(_UNTIL):
        state.keep_alerts([], [], {_UNTIL: _past_second(clock)})


def gather(ledger: Ledger, state: WatchState, clock: Clock, *, messages: bool) -> tuple[Change, ...]:
    """Keep what has changed since the last time, and messages of it if there is a receiver; return what is new."""
    head = ledger.head()
    if head == state.note(_HEAD):
        return ()
    until = _past_second(clock)
    held = {change.id for change in kept_changes(state)}
    new = [change for change in ledger.changes(state.note(_UNTIL), until) if change.id not in held]
    rows = [(change.id, change.moment, json.dumps(asdict(change), ensure_ascii=False)) for change in new]
    state.keep_alerts(rows, _messages(new) if messages else [], {_UNTIL: until, _HEAD: head})
    return tuple(new)


def kept_changes(state: WatchState) -> Sequence[Change]:
    """Return the changes that were kept, newest first.

    >>> from pathlib import Path
    >>> with WatchState(Path(":memory:")) as state:
    ...     kept_changes(state)
    []
    """
    return [_change(json.loads(payload)) for payload in state.alerts()]


def changes_in(message: Message) -> Sequence[Change]:
    """Return the changes that a message tells.

    >>> changes_in(Message("msg-1", "[]"))
    []
    """
    return [_change(values) for values in json.loads(message.body)]


def _messages(changes: Sequence[Change]) -> list[Message]:
    parts = [changes[start : start + _MOST_IN_A_MESSAGE] for start in range(0, len(changes), _MOST_IN_A_MESSAGE)]
    return [
        Message(content_id("msg", *(change.id for change in part)), json.dumps([asdict(change) for change in part], ensure_ascii=False))
        for part in parts
    ]


def _change(values: dict[str, Any]) -> Change:
    return Change(**{**values, "kind": ChangeKind(values["kind"])})


def _past_second(clock: Clock) -> str:
    """Return the last second that is over: what is recorded from now on bears a later one, so that no change falls between two rounds."""
    now = clock.now()
    clock.sleep(int(now) + 1 - now)
    return datetime.datetime.fromtimestamp(int(now), tz=datetime.UTC).isoformat(timespec="seconds")
