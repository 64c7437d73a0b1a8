"""A server on loopback that answers byte for byte what a test tells it to, a way there, and a time that waits for us."""

from __future__ import annotations

import contextlib
import ipaddress
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpcore

from sayso.network import Clock

__all__ = ["PUBLIC", "Detour", "Passing", "Request", "Route", "Server", "page", "redirect", "response", "serving"]


@dataclass(frozen=True)
class Request:
    """What a client sent."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


PUBLIC = "9.9.9.9"
"""An address on the public internet; no test connects to it."""

Route = Callable[[Request], "bytes | Iterable[bytes]"]


@dataclass
class Server:
    """A running server: its port, its routes and what it was asked."""

    port: int = 0
    routes: dict[str, Route | bytes] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    connections: int = 0

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """Return an address of this server."""
        return f"http://{host}:{self.port}{path}"

    def asked(self, path: str) -> int:
        """Return how often a path was asked for."""
        return sum(request.path == path for request in self.requests)


def response(status: str, body: bytes = b"", kind: str = "text/html; charset=utf-8", **headers: str) -> bytes:
    """Return a whole answer; underscores in header names stand for hyphens."""
    lines = {"Content-Type": kind, "Content-Length": str(len(body)), **{name.replace("_", "-"): value for name, value in headers.items()}}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + body


def page(body: bytes | str, **headers: str) -> bytes:
    """Return an answer with a page."""
    return response("200 OK", body.encode() if isinstance(body, str) else body, **headers)


def redirect(location: str) -> bytes:
    """Return an answer that sends on."""
    return response("302 Found", Location=location)


class _Handler(socketserver.StreamRequestHandler):
    timeout = 20

    def handle(self) -> None:
        """Answer one request and hang up."""
        server: Server = getattr(self.server, "told")  # noqa: B009 - the type of a socket server has no such field
        server.connections += 1
        with contextlib.suppress(OSError):
            request = self._request()
            if request is None:
                return
            server.requests.append(request)
            route = server.routes.get(request.path, response("404 Not Found", b"nothing here"))
            answer = route if isinstance(route, bytes) else route(request)
            for piece in [answer] if isinstance(answer, bytes) else answer:
                self.wfile.write(piece)
                self.wfile.flush()

    def _request(self) -> Request | None:
        line = self.rfile.readline(65_536).decode("latin-1").split()
        if len(line) < 2:
            return None
        headers: dict[str, str] = {}
        while (header := self.rfile.readline(65_536).decode("latin-1").strip()) and ":" in header:
            name, value = header.split(":", 1)
            headers[name.lower()] = value.strip()
        return Request(line[0], line[1], headers, self.rfile.read(int(headers.get("content-length", "0"))))


class _Listening(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 50


@dataclass
class Passing:
    """A time that passes only when somebody waits."""

    seconds: float = 1_900_000_000.0
    waits: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.waits.append(seconds)
        self.seconds += seconds

    def clock(self) -> Clock:
        """Return the clock of this time."""
        return Clock(lambda: self.seconds, self.sleep)


class Detour(httpcore.NetworkBackend):
    """Notes which address is dialled, and connects to a server of the test instead of to the public internet."""

    def __init__(self, port: int, *, honest: bool = False) -> None:
        self.dialled: list[tuple[str, int]] = []
        self._port = port
        self._honest = honest

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Note the address; go to the test's server for a public one, and where it says for any other."""
        self.dialled.append((host, port))
        public = ipaddress.ip_address(host).is_global
        stream = httpcore.SyncBackend().connect_tcp("127.0.0.1" if public else host, self._port, timeout, local_address, socket_options)
        return stream if self._honest else _Disguised(stream, host)


class _Disguised(httpcore.NetworkStream):
    """A stream that says it leads to the address that was dialled."""

    def __init__(self, stream: httpcore.NetworkStream, host: str) -> None:
        self._stream, self._host = stream, host

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Pass on."""
        return self._stream.read(max_bytes, timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Pass on."""
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        """Pass on."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Pass on."""
        return self._stream.start_tls(ssl_context, server_hostname, timeout)

    def get_extra_info(self, info: str) -> object:
        """Say where it leads."""
        return (self._host, 80) if info == "server_addr" else self._stream.get_extra_info(info)


@contextlib.contextmanager
def serving(routes: Mapping[str, Route | bytes] | None = None) -> Iterator[Server]:
    """Run a server for as long as a test needs it."""
    told = Server(routes=dict(routes or {}))
    with _Listening(("127.0.0.1", 0), _Handler) as listening:
        told.port = listening.server_address[1]
        listening.told = told  # type: ignore[attr-defined]
        thread = threading.Thread(target=listening.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield told
        finally:
            listening.shutdown()
            thread.join(5)
