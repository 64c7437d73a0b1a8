"""Raw answers of web servers as WARC records, so that what was fetched can be read again by us and by others."""

from __future__ import annotations

import base64
import gzip
import hashlib
import uuid
from collections.abc import Iterable

__all__ = ["warc_record"]

# What these say holds for the bytes on the wire only, which are not what is kept once a client has taken chunks or coding off.
_OF_THE_WIRE = frozenset({"transfer-encoding"})
_OF_THE_CODING = frozenset({"content-encoding", "content-length"})
_NAMESPACE = uuid.UUID("a3c0ff5e-3d0e-5d2b-9d0c-1f6d3b9d8a41")
_REASONS = {200: "OK", 301: "Moved Permanently", 302: "Found", 304: "Not Modified", 404: "Not Found", 410: "Gone"}


def warc_record(url: str, when: str, status: int, headers: Iterable[tuple[str, str]], body: bytes, *, decoded: bool = False) -> bytes:
    """Return one answer as a WARC 1.1 record (ISO 28500:2017), packed as a gzip member of its own.

    Records may be written one after another. `when` is ISO 8601 in UTC. `body` is the payload without chunks; `decoded` says that its
    content coding was taken off too. The same answer always gives the same bytes.

    >>> record = warc_record("https://gazette.example/1", "2031-05-30T09:00:00+00:00", 200, [("Content-Type", "text/html")], b"<p>Oster")
    >>> gzip.decompress(record).splitlines()[:2]
    [b'WARC/1.1', b'WARC-Type: response']
    """
    block = _head(status, headers, decoded) + body
    moment = when.replace("+00:00", "Z")
    identity = uuid.uuid5(_NAMESPACE, f"{url} {moment} {hashlib.sha256(block).hexdigest()}")
    fields = (
        ("WARC-Type", "response"),
        ("WARC-Record-ID", f"<urn:uuid:{identity}>"),
        ("WARC-Date", moment),
        ("WARC-Target-URI", _plain(url)),
        ("Content-Type", "application/http; msgtype=response"),
        ("WARC-Payload-Digest", _digest(body)),
        ("WARC-Block-Digest", _digest(block)),
        ("Content-Length", str(len(block))),
    )
    head = "WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields) + "\r\n"
    return gzip.compress(head.encode() + block + b"\r\n\r\n", mtime=0)


def _head(status: int, headers: Iterable[tuple[str, str]], decoded: bool) -> bytes:
    dropped = _OF_THE_WIRE | (_OF_THE_CODING if decoded else frozenset())
    lines = [f"HTTP/1.1 {status} {_REASONS.get(status, '')}".rstrip()]
    for name, value in headers:
        kept = f"X-Archive-Orig-{name}" if name.lower() in dropped else name
        lines.append(f"{_plain(kept)}: {_plain(value)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


def _plain(value: str) -> str:
    """Return a value without line ends, which would start a field of their own."""
    return " ".join(value.splitlines())


def _digest(data: bytes) -> str:
    return "sha256:" + base64.b32encode(hashlib.sha256(data).digest()).decode()
