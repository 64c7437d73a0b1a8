"""A real server process over a given ledger, for tests in a browser or over a socket.

    with serving(folder / "desk.ledger") as served:
        browser.goto(served.start)

The port is one that is free; the process is told to stop at the end, as Ctrl-C would.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

__all__ = ["TOKEN", "Served", "serving"]

TOKEN = "a-token-for-tests-only-0123456789"  # noqa: S105 - opens nothing but the servers of these tests


@dataclass(frozen=True)
class Served:
    """A running server."""

    process: subprocess.Popen[str]
    start: str
    """The address that was printed: with the secret, except in public mode."""

    @property
    def base(self) -> str:
        """Scheme, host and port, without a slash at the end."""
        parts = urlsplit(self.start)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def port(self) -> int:
        """The port."""
        return urlsplit(self.start).port or 80

    def stop(self) -> tuple[int, str]:
        """Stop it as Ctrl-C does; return the exit code and what it said on standard error."""
        self.process.send_signal(signal.SIGINT)
        _, said = self.process.communicate(timeout=60)
        return self.process.returncode, said


def environment(**more: str) -> dict[str, str]:
    """Return the variables for a process of ours: those of this one without ours."""
    return {**{name: value for name, value in os.environ.items() if not name.startswith(("SAYSO", "SOURCE_DATE"))}, **more}


@contextlib.contextmanager
def serving(ledger: Path, *arguments: str, port: int = 0) -> Iterator[Served]:
    """Run `sayso serve` over a ledger, on a free port, until the block ends."""
    command = [sys.executable, "-m", "sayso", "--ledger", str(ledger), "serve", "--port", str(port), *arguments]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(SAYSO_TOKEN=TOKEN),
        start_new_session=True,
        # What a shell starts in the background is deaf to Ctrl-C, and so are its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no thread holds a lock that this needs
    )
    watchdog = threading.Timer(120, process.kill)
    watchdog.start()
    try:
        assert process.stdout
        start = process.stdout.readline().strip()
        watchdog.cancel()
        assert start, f"it did not start: {process.communicate(timeout=10)[1]}"
        yield Served(process, start)
    finally:
        watchdog.cancel()
        if process.poll() is None:
            process.terminate()
            try:
                process.communicate(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()
