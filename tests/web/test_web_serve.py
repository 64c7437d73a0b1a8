"""`sayso serve` as a process: what it prints, how it ends, what it says where it cannot start; over a real socket."""

from __future__ import annotations

import http.client
import subprocess
import sys
from pathlib import Path

import pytest

from .serving import TOKEN, Served, environment, serving

pytestmark = pytest.mark.enable_socket


def ask(served: Served, path: str, **headers: str) -> tuple[int, str]:
    """Ask a server over a socket; return the status and the body."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    finally:
        connection.close()


def test_it_prints_its_address_answers_and_ends_clean(ledger: Path) -> None:
    """The address is the only line on standard output; Ctrl-C ends it with 130 and without a trace."""
    with serving(ledger) as served:
        assert served.start == f"{served.base}/?token={TOKEN}"
        assert ask(served, "/")[0] == 403
        status, text = ask(served, "/", authorization=f"Bearer {TOKEN}")
        assert status == 200
        assert "steel mill" in text
        assert ask(served, "/", authorization=f"Bearer {TOKEN}", host="evil.example")[0] == 403
        code, said = served.stop()
    assert code == 130
    assert "Traceback" not in said


def test_a_taken_port_is_told_with_the_next_step(ledger: Path) -> None:
    """Exit code 2, and another port to try."""
    with serving(ledger) as served:
        command = [sys.executable, "-m", "sayso", "--ledger", str(ledger), "serve", "--port", str(served.port)]
        second = subprocess.run(command, capture_output=True, text=True, check=False, env=environment(), timeout=60)
    assert (second.returncode, second.stdout) == (2, "")
    assert f"port {served.port} is taken" in second.stderr
    assert "--port" in second.stderr


def test_public_mode_needs_a_ledger_and_no_secret(ledger: Path, tmp_path: Path) -> None:
    """The printed address opens at once; without a ledger there is nothing to show."""
    with serving(ledger, "--public", "--host-name", "desk.example") as served:
        assert TOKEN not in served.start
        assert ask(served, "/")[0] == 200
        assert ask(served, "/", host="desk.example")[0] == 200
        assert ask(served, "/", host="other.example")[0] == 403
    command = [sys.executable, "-m", "sayso", "--ledger", str(tmp_path / "none.ledger"), "serve", "--public", "--port", "0"]
    refused = subprocess.run(command, capture_output=True, text=True, check=False, env=environment(), timeout=60)
    assert refused.returncode == 2
    assert "there is no ledger" in refused.stderr
    assert not (tmp_path / "none.ledger").exists()


@pytest.mark.parametrize(
    ("arguments", "variables", "message"),
    [
        (("--host-name", "not a name"), {}, "is no host name"),
        (("--host", "203.0.113.7"), {}, "address of this machine"),
        ((), {"SAYSO_TOKEN": "short"}, "SAYSO_TOKEN"),
    ],
)
def test_misuse_is_told_before_an_address_is(ledger: Path, arguments: tuple[str, ...], variables: dict[str, str], message: str) -> None:
    """Exit code 2, nothing on standard output."""
    command = [sys.executable, "-m", "sayso", "--ledger", str(ledger), "serve", "--port", "0", *arguments]
    found = subprocess.run(command, capture_output=True, text=True, check=False, env=environment(**variables), timeout=60)
    assert (found.returncode, found.stdout) == (2, "")
    assert message in found.stderr
