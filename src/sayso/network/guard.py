"""The only place that opens a connection: a name is looked up once, what it leads to is checked, and that very address is dialled.

A guard that checks a name and then lets the client look it up again can be given one answer for the check and another for the call. Here
the name goes no further than `Guard.connect_tcp`; it lives on in the `Host` header and in the certificate check only. The clock of the
whole exchange runs in the stream, since a server that sends a byte now and then would outlast any time limit on single reads.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore

from sayso.network.addresses import why_refused
from sayso.network.targets import Policy, Target
from sayso.network.trouble import FetchError

__all__ = ["Budget", "Guard", "Resolver", "look_up"]

Resolver = Callable[[str, int], Sequence[str]]
"""Gives the addresses of a host; called once for each connection."""
_MOST_ADDRESSES = 4
_LONGEST_LOOK_UP = 10.0
# A body may come in tiny chunks, each with a header of its own; twice the largest body holds any honest framing.
_MOST_BYTES = 45_000_000


class Budget:
    """The seconds and bytes that are left for one page, its redirects included.

    >>> Budget(30.0).seconds() > 29
    True
    """

    def __init__(self, seconds: float, most_bytes: int = _MOST_BYTES) -> None:
        self._end = time.monotonic() + seconds
        self._given = seconds
        self._bytes = most_bytes

    def seconds(self) -> float:
        """Return the seconds left. Raises `FetchError` when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise FetchError("too-slow", f"the answer was not whole after {self._given:g} seconds. Try again later.")
        return left

    def take(self, count: int) -> None:
        """Count bytes that came in. Raises `FetchError` when there were too many."""
        self._bytes -= count
        if self._bytes < 0:
            raise FetchError("too-large", "the answer has no end in sight. Save the article's text and read that.")


def look_up(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a host, as the system knows them; which of them may be dialled is for the guard to say."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Guard(httpcore.NetworkBackend):
    """Opens the connection of one request, to a checked address only."""

    def __init__(
        self, target: Target, policy: Policy, budget: Budget, resolver: Resolver = look_up, dialler: httpcore.NetworkBackend | None = None
    ) -> None:
        self._target = target
        self._policy = policy
        self._budget = budget
        self._resolver = resolver
        self._dialler = dialler or httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Dial the first address that answers among those that may be dialled."""
        del timeout, local_address
        if (host, port) != (self._target.host, self._target.port):
            raise FetchError("address-refused", "the client asked for another host than the one that was checked. Please report this.")
        failure: Exception | None = None
        for address in self._addresses():
            try:
                return self._dial(address, port, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise FetchError("no-answer", f"{host} does not answer on port {port}. Try again later.") from failure

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Refuse: a page never lives in a local socket."""
        del path, timeout, socket_options
        raise FetchError("address-refused", "local sockets are never dialled. Please report this.")

    def _addresses(self) -> Sequence[str]:
        """Return the addresses that may be dialled, in the resolver's order."""
        found = self._looked_up()
        if self._policy.allows(self._target):
            return found[:_MOST_ADDRESSES]
        refused = {address: reason for address in found if (reason := why_refused(address))}
        open_ones = [address for address in found if address not in refused]
        if not open_ones:
            address, reason = next(iter(refused.items()))
            host, port = self._target.host, self._target.port
            message = f"{host} leads to {address}, which {reason}. If you trust it, allow it: --allow {host}:{port}"
            raise FetchError("address-refused", message)
        return open_ones[:_MOST_ADDRESSES]

    def _looked_up(self) -> Sequence[str]:
        """Ask the resolver, once; it has no time limit of its own, so it is asked in a thread that may be left behind."""
        answers: list[Sequence[str]] = []
        worker = threading.Thread(target=self._ask, args=(answers,), daemon=True)
        worker.start()
        worker.join(min(self._budget.seconds(), _LONGEST_LOOK_UP))
        if not answers or not answers[0]:
            raise FetchError("host-not-found", f"{self._target.host} cannot be found. Check how it is written, and the connection.")
        return answers[0]

    def _ask(self, answers: list[Sequence[str]]) -> None:
        try:
            answers.append(self._resolver(self._target.host, self._target.port))
        except (OSError, UnicodeError):
            answers.append(())

    def _dial(self, address: str, port: int, socket_options: Iterable[Any] | None) -> httpcore.NetworkStream:
        """Open a connection to an address, and hang up if the system led it elsewhere."""
        stream = self._dialler.connect_tcp(address, port, timeout=self._budget.seconds(), socket_options=socket_options)
        reached = stream.get_extra_info("server_addr")
        if reached and ipaddress.ip_address(reached[0]) != ipaddress.ip_address(address):
            stream.close()
            raise FetchError("address-refused", f"{address} was dialled and {reached[0]} answered. Please report this.")
        return _Stream(stream, self._budget)


class _Stream(httpcore.NetworkStream):
    """A connection that ends when the budget does."""

    def __init__(self, stream: httpcore.NetworkStream, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what has come in."""
        del timeout
        data = self._stream.read(max_bytes, timeout=self._budget.seconds())
        self._budget.take(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes."""
        del timeout
        self._stream.write(buffer, timeout=self._budget.seconds())

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Go on encrypted, with a certificate for the host's name."""
        del timeout
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, timeout=self._budget.seconds()), self._budget)

    def get_extra_info(self, info: str) -> object:
        """Tell what the connection knows of itself."""
        return self._stream.get_extra_info(info)
