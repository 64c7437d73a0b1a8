"""Servers that stall, flood, lie about lengths or send bombs: each ends as a problem with a next step, in bounded time and memory."""

from __future__ import annotations

import gzip
import time
import tracemalloc
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import Request, Route, page, response, serving

from sayso.network import Fetcher, FetchError, Line, Policy
from sayso.network.inflate import LARGEST_BODY, inflated

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "::1"])

PATIENCE = 1.0
"""Seconds that a page gets in these tests; 30 in earnest."""
LONGEST = 3.0
"""Seconds after which each must have ended, on a machine that may be busy."""
MOST_MEMORY = 3 * LARGEST_BODY
"""Bytes: the body, and its pieces while they are joined."""
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def trickle(start: bytes, drop: bytes) -> Route:
    """Return a route that sends a byte or two at a time, for ever."""

    def answer(_request: Request) -> Iterator[bytes]:
        yield start
        while True:
            time.sleep(0.05)
            yield drop

    return answer


def flood(start: bytes, drop: bytes) -> Route:
    """Return a route that sends as fast as it can, for ever."""

    def answer(_request: Request) -> Iterator[bytes]:
        yield start
        while True:
            yield drop

    return answer


def chunk(data: bytes) -> bytes:
    """Return one piece of a chunked body."""
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def packed(data: bytes, encoding: str = "gzip") -> bytes:
    """Return an answer whose body is packed."""
    return response("200 OK", data, Content_Encoding=encoding)


CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
ZEROS = bytes(1_000_000)
HOSTILE: dict[str, tuple[Route | bytes, set[str]]] = {
    "says nothing": (trickle(b"", b""), {"too-slow"}),
    "slow status line": (trickle(b"", b"H"), {"too-slow", "bad-answer"}),
    "slow headers": (trickle(HEAD, b"X-A: b\r\n"), {"too-slow"}),
    "slow body": (trickle(HEAD + b"Content-Length: 5000\r\n\r\n", b"a"), {"too-slow"}),
    "slow chunks": (trickle(CHUNKED, chunk(b"a")), {"too-slow"}),
    "endless body": (flood(HEAD + b"\r\n", b"a" * 65_536), {"too-large"}),
    "endless chunks": (flood(CHUNKED, chunk(b"a" * 65_536)), {"too-large"}),
    "endless tiny chunks": (flood(CHUNKED, chunk(b"a") * 5_000), {"too-large", "too-slow"}),
    "endless header": (flood(HEAD + b"X-A: ", b"a" * 65_536), {"bad-answer"}),
    "endless headers": (flood(HEAD, b"X-A: b\r\n" * 5_000), {"bad-answer"}),
    "endless early hints": (flood(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1_000), {"too-large", "too-slow", "bad-answer"}),
    "endless trailers": (flood(CHUNKED + chunk(b"a") + b"0\r\n", b"X-A: b\r\n" * 5_000), {"bad-answer"}),
    "no end of a chunk size": (flood(CHUNKED, b"f" * 65_536), {"bad-answer"}),
    "length too great": (HEAD + b"Content-Length: 500\r\n\r\nshort", {"cut-short"}),
    "length beyond measure": (HEAD + b"Content-Length: 99999999999999999999\r\n\r\n", {"too-large", "bad-answer"}),
    "length negative": (HEAD + b"Content-Length: -5\r\n\r\nabcde", {"bad-answer"}),
    "two lengths": (HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", {"bad-answer"}),
    "chunk cut short": (CHUNKED + b"ff\r\nshort", {"cut-short"}),
    "gzip bomb": (packed(gzip.compress(ZEROS * 300)), {"bomb"}),
    "deflate bomb": (packed(zlib.compress(ZEROS * 300), "deflate"), {"bomb"}),
    "gzip in gzip": (packed(gzip.compress(gzip.compress(ZEROS * 300)), "gzip, gzip"), {"encoding-not-read"}),
    "slow bomb": (packed(gzip.compress(b"".join(bytes([n % 251]) * 150 for n in range(200_000)))), {"too-large", "bomb"}),
    "gzip cut short": (packed(gzip.compress(b"Norland signed. " * 500)[:-20]), {"cut-short"}),
    "gzip damaged": (packed(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xff\xff\xff\xff\xff"), {"damaged"}),
    "not gzip at all": (packed(b"plain words"), {"damaged"}),
    "packed as not asked for": (packed(b"\x00", "br"), {"encoding-not-read"}),
    "a film": (response("200 OK", b"\x00" * 100, kind="video/mp4"), {"kind-not-read"}),
    "not HTTP": (b"SSH-2.0-server\r\n", {"bad-answer"}),
    "gzip in parts": (packed(gzip.compress(b"Norland ") + gzip.compress(b"signed.")), {"damaged"}),
    "hangs up": (b"", {"bad-answer", "no-answer"}),
    "a switch of protocols": (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\nConnection: upgrade\r\n\r\n",
        {"server-trouble", "bad-answer"},
    ),
    "a server's trouble": (response("500 Internal Server Error", b"oops"), {"server-trouble"}),
    "a locked page": (response("403 Forbidden", b"no"), {"not-let-in"}),
}


@pytest.mark.parametrize(("route", "codes"), HOSTILE.values(), ids=list(HOSTILE))
def test_a_hostile_server_ends_as_a_problem(route: Route | bytes, codes: set[str]) -> None:
    """Whatever the server does, the page ends with a code and a next step before long, and takes little memory."""
    with serving({"/a": route, "/robots.txt": page("")}) as server:
        policy = Policy(frozenset({("127.0.0.1", server.port)}))
        fetcher = Fetcher(Line("sayso/test", policy, seconds=PATIENCE), pause=0.0)
        tracemalloc.start()
        started = time.monotonic()
        with pytest.raises(FetchError) as caught:
            fetcher.get(server.url("/a"))
        took, (_, most) = time.monotonic() - started, tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert caught.value.code in codes
    assert len([sentence for sentence in caught.value.message.split(". ") if sentence]) >= 2, "no next step"
    assert took < LONGEST
    assert most < MOST_MEMORY


def test_more_than_the_length_says_is_not_read() -> None:
    """What follows the length that was given is no part of the page."""
    with serving({"/a": HEAD + b"Content-Length: 5\r\n\r\nshortHTTP/1.1 200 OK\r\n\r\nsmuggled"}) as server:
        fetcher = Fetcher(Line("sayso/test", Policy(frozenset({("127.0.0.1", server.port)}))), pause=0.0)
        assert fetcher.get(server.url("/a")).body == b"short"


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("GZIP", gzip.compress),
        ("identity", bytes),
    ],
)
def test_honest_packing_is_opened(encoding: str, pack: object) -> None:
    """A page comes out as it went in, in all the packings that are asked for and the slips that servers make with them."""
    body = "".join(f"Norland signed paper {number}. " for number in range(9_000)).encode()
    assert callable(pack)
    with serving({"/a": packed(pack(body), encoding)}) as server:
        fetcher = Fetcher(Line("sayso/test", Policy(frozenset({("127.0.0.1", server.port)}))), pause=0.0)
        assert fetcher.get(server.url("/a")).body == body


@given(st.binary(max_size=3_000), st.integers(1, 500), st.sampled_from(["gzip", "deflate", "identity", "br", ""]))
def test_any_bytes_end_as_a_body_or_a_problem(data: bytes, step: int, encoding: str) -> None:
    """Unpacking raises nothing but our own trouble, however the bytes are cut."""
    try:
        found = b"".join(inflated([data[start : start + step] for start in range(0, len(data), step)], encoding))
    except FetchError:
        return
    assert encoding not in {"", "identity"} or found == data


@given(st.binary(max_size=200_000).map(lambda data: data * 3), st.integers(1, 5_000))
def test_what_was_packed_comes_out_whole(data: bytes, step: int) -> None:
    """Cut anywhere, a packed body is unpacked to itself."""
    packed_data = gzip.compress(data)
    assert b"".join(inflated([packed_data[start : start + step] for start in range(0, len(packed_data), step)], "gzip")) == data
