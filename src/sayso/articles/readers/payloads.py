"""From an answer of a web server, as an archive keeps it, to the bytes of the page: head, chunks and coding taken off under caps."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from sayso.articles.readers.documents import LARGEST_DOCUMENT, RefusedError
from sayso.articles.readers.unpacking import unpack

__all__ = ["Answer", "digest_matches", "read_answer", "unchunked"]

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})")
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_LONGEST_HEAD = 65_536
_ALGORITHMS = {"sha1": "sha1", "sha-1": "sha1", "sha256": "sha256", "sha-256": "sha256", "sha512": "sha512", "md5": "md5"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a web server answered."""

    status: int
    """The number that tells how it went; 0 where there is none."""
    headers: dict[str, str]
    """Header fields by lower-case name; the first of a name counts."""
    payload: bytes
    """The body as it was sent."""

    @property
    def media_type(self) -> str:
        """The type of the body, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The encoding of the body, if the header tells it."""
        found = re.search(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", self.headers.get("content-type", ""), re.IGNORECASE)
        return found[1] if found else None

    def body(self, most: int = LARGEST_DOCUMENT) -> bytes:
        """Return the plain body; raises `RefusedError` for a bomb or damage.

        A crawler may have taken chunks or coding off already and left the header that names them.
        """
        data = self.payload
        if "chunked" in self.headers.get("transfer-encoding", "").lower():
            data = unchunked(data)
        coding = self.headers.get("content-encoding", "").lower()
        if not coding or (coding in {"gzip", "x-gzip"} and not data.startswith(b"\x1f\x8b")):
            return _bounded(data, most)
        return unpack(data, coding, most).data


def read_answer(block: bytes) -> Answer:
    r"""Return the answer that an archive keeps, head first.

    >>> read_answer(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Oster").payload
    b'<p>Oster'
    """
    status = _STATUS.match(block)
    end = _HEAD_END.search(block, 0, _LONGEST_HEAD)
    if not status or not end:
        return Answer(int(status[1]) if status else 0, {}, block)
    headers: dict[str, str] = {}
    for line in block[: end.start()].splitlines()[1:]:
        name, colon, value = line.decode("latin-1").partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
    return Answer(int(status[1]), headers, block[end.end() :])


def unchunked(data: bytes) -> bytes:
    r"""Return a body without the lengths of its chunks; one that has none is returned as it is.

    >>> unchunked(b"5\r\nOster\r\n0\r\n\r\n")
    b'Oster'
    """
    out = bytearray()
    place = 0
    while found := _CHUNK.match(data, place):
        size = int(found[1], 16)
        if not size:
            return bytes(out)
        out += data[found.end() : found.end() + size]
        place = found.end() + size
        place += 2 if data[place : place + 2] == b"\r\n" else 1
    return bytes(out) if out and place >= len(data) else data


def digest_matches(stated: str, data: bytes) -> bool | None:
    """Tell whether bytes have the digest that an archive states, such as `sha1:ABC`; None where it cannot be checked.

    >>> digest_matches("sha1:" + base64.b32encode(hashlib.sha1(b"a").digest()).decode(), b"a"), digest_matches("crc:1", b"a")
    (True, None)
    """
    name, _, value = stated.strip().partition(":")
    algorithm = _ALGORITHMS.get(name.strip().lower())
    if not algorithm or not value:
        return None
    actual = hashlib.new(algorithm, data, usedforsecurity=False).digest()
    return actual in _decoded(value.strip())


def _decoded(value: str) -> list[bytes]:
    """Return what a digest may mean: archives write it in base 32 or base 16."""
    found = []
    for decode in (lambda text: base64.b32decode(text.upper() + "=" * (-len(text) % 8)), binascii.unhexlify):
        try:
            found.append(decode(value))
        except (ValueError, binascii.Error):
            continue
    return found


def _bounded(data: bytes, most: int) -> bytes:
    if len(data) > most:
        raise RefusedError("too-large", f"is larger than {most // 1_000_000} MB", "Split it into articles and read those.")
    return data
