"""What an app is made from: one frozen record, so that the same settings give the same app."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from sayso.errors import UsageError
from sayso.pipeline import now

__all__ = ["ServeSettings", "allowed_hosts", "start_token"]

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""The names under which a browser on this machine asks."""
_NAME = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(?::\d{1,5})?|\[[0-9a-f:.]+\](?::\d{1,5})?")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22,200}")


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """Everything that an app is told."""

    ledger: str | Path
    """The ledger: a file, or the address of a database of a server."""
    hosts: frozenset[str]
    """The Host headers that are answered, with the port where a browser sends one."""
    token: str = ""
    """The secret in the address that is printed at the start; no use in public mode."""
    public: bool = False
    """Whether everybody may read, and nobody write."""
    authority: str = "sayso.invalid"
    """Who mints the ids in feeds."""
    clock: Callable[[], str] = now
    """Gives the time, ISO 8601 in UTC."""
    upload_bytes: int = 100_000_000
    """Most bytes that one form with files may hold: ten or so large documents, counted while they come in."""
    form_bytes: int = 64_000
    """Most bytes of any other form; the longest field takes 1,000 signs."""
    large: int = 4_000
    """Articles up to which a ledger is read whole: that takes some seconds once an edition, and some 200 MB."""
    seconds: float = 30.0
    """Time that an answer may take."""
    upload_seconds: float = 600.0
    """Time that files may take to come in."""

    def __post_init__(self) -> None:
        """Refuse an app that writes and has no secret: everybody could make the cookie that lets in."""
        if not self.public and not self.token:
            raise UsageError("an app that can write needs a secret; give it start_token()")


def allowed_hosts(port: int, names: Iterable[str] = ()) -> frozenset[str]:
    """Return the Host headers to answer: the names of loopback with the port, and other names as given, with and without it.

    Raises `UsageError` for what is no host name.

    >>> sorted(allowed_hosts(8787, ["desk.example"]))
    ['127.0.0.1:8787', '[::1]:8787', 'desk.example', 'desk.example:8787', 'localhost:8787']
    """
    found = {f"{name}:{port}" for name in LOOPBACK} | (set(LOOPBACK) if port == 80 else set())
    for name in names:
        plain = name.strip().lower().removesuffix(".")
        if not _NAME.fullmatch(plain):
            raise UsageError(f"{name!r} is no host name; write it as desk.example or desk.example:8443")
        found |= {plain} if re.search(r":\d+$", plain) else {plain, f"{plain}:{port}"}
    return frozenset(found)


def start_token(given: str | None = None) -> str:
    """Return the secret of a start: a new one, or one that a person fixed so that feeds and programs go on after a restart.

    Raises `UsageError` for one that could be guessed or would not fit an address.

    >>> len(start_token())
    43
    """
    if given and not _TOKEN.fullmatch(given):
        raise UsageError("SAYSO_TOKEN must be 22 to 200 letters, digits, - or _; leave it away to have one made")
    return given or secrets.token_urlsafe(32)
