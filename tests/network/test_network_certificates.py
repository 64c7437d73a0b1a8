"""Encrypted connections: the certificate must be one for the name, although it is the address that is dialled."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback import PUBLIC, Detour

from sayso.network import Fetcher, FetchError, Line

pytestmark = [
    pytest.mark.allow_hosts(["127.0.0.1", "::1"]),
    pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here to make a certificate with"),
]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A key and a certificate for gazette.example that it signed itself."""
    folder = tmp_path_factory.mktemp("papers")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=gazette.example"]
    command += ["-addext", "subjectAltName=DNS:gazette.example", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return key, certificate


@pytest.fixture
def server(papers: tuple[Path, Path]) -> Iterator[tuple[int, list[str | None]]]:
    """A server with that certificate; gives its port and the names that clients asked for."""
    key, certificate = papers
    names: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.1)
        ended = threading.Event()
        worker = threading.Thread(target=_serve, args=(listening, context, ended), daemon=True)
        worker.start()
        yield listening.getsockname()[1], names
        ended.set()
        worker.join(5)


def _serve(listening: socket.socket, context: ssl.SSLContext, ended: threading.Event) -> None:
    while not ended.is_set():
        try:
            connection, _ = listening.accept()
            connection.settimeout(5)
            with context.wrap_socket(connection, server_side=True) as secured:
                secured.recv(65_536)
                secured.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 7\r\n\r\nsecured")
        except OSError:
            continue


def fetcher(port: int, trusted: Path | None) -> Fetcher:
    """Return a fetcher for which every name leads to a public address, and that address to the test's server."""
    trust = ssl.create_default_context(cafile=str(trusted)) if trusted else None
    return Fetcher(Line("sayso/test", resolver=lambda _host, _port: [PUBLIC], dialler=Detour(port), seconds=5.0, trust=trust), pause=0.0)


def test_the_name_is_checked_and_the_address_dialled(papers: tuple[Path, Path], server: tuple[int, list[str | None]]) -> None:
    """With a certificate that is trusted the page is had; the server heard the name in the handshake."""
    port, names = server
    assert fetcher(port, papers[1]).get("https://gazette.example/").body == b"secured"
    assert set(names) == {"gazette.example"}


@pytest.mark.parametrize(("host", "trusted"), [("gazette.example", False), ("echo.example", True)])
def test_a_certificate_that_does_not_hold(
    papers: tuple[Path, Path], server: tuple[int, list[str | None]], host: str, trusted: bool
) -> None:
    """One that nobody vouches for, or that is for another name, ends as a problem."""
    with pytest.raises(FetchError) as caught:
        fetcher(server[0], papers[1] if trusted else None).get(f"https://{host}/")
    assert caught.value.code == "certificate"
