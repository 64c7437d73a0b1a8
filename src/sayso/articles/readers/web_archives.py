"""Web archives: WARC, plain or packed, as Common Crawl, wget and browsertrix write them.

The framing is our own, since both libraries that were tried end silently where a file was cut, and one loses the record behind an
answer that is chunked and packed (docs/dependencies.md). Pages, texts, feeds and PDF are read; all else is passed over and counted.
"""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sayso.articles.dates import parse_date
from sayso.articles.readers.archive_bytes import ArchiveBytes, archive_bytes
from sayso.articles.readers.archive_writing import ASKED_AS
from sayso.articles.readers.documents import (
    LARGEST_PILE,
    Document,
    Hints,
    RefusedError,
    Request,
    label,
    refusal,
    with_notice,
)
from sayso.articles.readers.payloads import Answer, digest_matches, read_answer, unchunked
from sayso.model import Problem

__all__ = ["holds_record", "read_packed_web_archive", "read_web_archive"]

_MOST_HEADERS = 200
_GET_AGAIN = "What came before was read; get the file again for the rest."
_READ_TYPES = frozenset(
    "text/html application/xhtml+xml text/plain application/rss+xml application/atom+xml application/rdf+xml application/xml text/xml "
    "application/feed+json application/pdf".split()
)
_GO_ON = "What follows was read; get the file again."
_UNPACKABLE = RefusedError("damaged", "cannot be unpacked", _GO_ON)
_HEAD_OF_LARGE = 65_536
_LONGEST_ADDRESS = 2_000
_GONE = frozenset({404, 410})
_WEB = re.compile(r"https?://", re.IGNORECASE)
_ABOUT_THE_CRAWL = frozenset({"warcinfo", "request", "metadata"})


@dataclass(frozen=True, slots=True)
class _Record:
    """One record as it lies in the archive."""

    headers: Mapping[str, str]
    block: bytes
    whole: bool = True

    @property
    def kind(self) -> str:
        return self.headers.get("warc-type", "").lower()

    @property
    def url(self) -> str:
        # wget up to 1.20 wrote the address in angle brackets, as a reading of the standard's grammar allows.
        return self.headers.get("warc-target-uri", "").strip().strip("<>")


@dataclass(slots=True)
class _Count:
    """What was met so far."""

    documents: int = 0
    records: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)


def holds_record(head: bytes) -> bool:
    """Tell whether packed bytes start with a record of a web archive.

    >>> import gzip
    >>> holds_record(gzip.compress(b"WARC/1.1")), holds_record(gzip.compress(b"Norland signed."))
    (True, False)
    """
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, 64).startswith(b"WARC/")
    except zlib.error:
        return False


def read_web_archive(request: Request) -> Iterator[Document]:
    """Yield the documents of an archive that is not packed."""
    return _read(request, archive_bytes(request.stream, packed=False))


def read_packed_web_archive(request: Request) -> Iterator[Document]:
    """Yield the documents of an archive packed with gzip."""
    return _read(request, archive_bytes(request.stream, packed=True))


def _read(request: Request, source: ArchiveBytes) -> Iterator[Document]:
    """Yield the documents; the last one carries what there is to tell of the whole archive."""
    count = _Count()
    last: Document | None = None
    for found in _found(request, source, count):
        if last:
            yield last
        last = found
    if source.cut:
        if last:
            yield last
        last = refusal(RefusedError("truncated", "ends in the middle of a packed record", _GET_AGAIN), request.name)
    passed = ", ".join(f"{number} {reason}" for reason, number in sorted(count.passed_over.items()))
    if last is None:
        held = passed or (f"{count.records} records about the crawl" if count.records else "no records")
        raise RefusedError("nothing-to-read", f"holds no page, text or feed ({held})", "Check that it is the right archive.")
    yield with_notice(last, "passed-over", f"{request.name}: passed over {passed}.") if passed else last


def _found(request: Request, source: ArchiveBytes, count: _Count) -> Iterator[Document]:
    """Yield the documents of all records, going on behind damage with the next record."""
    while True:
        try:
            record = _next_record(source)
            source.settle()
        except (RefusedError, zlib.error) as error:
            yield refusal(error if isinstance(error, RefusedError) else _UNPACKABLE, label(request.name, f"record {count.records + 1}"))
            count.records += 1
            if not (source.find_record() if getattr(error, "code", "") == "damaged-record" else source.find_member()):
                return
            continue
        if record is None:
            return
        count.records += 1
        yield from _documents(record, request, count)
        if not record.whole and not source.find_member():
            return


def _next_record(source: ArchiveBytes) -> _Record | None:
    """Return the next record, or None at the end; raises `RefusedError` where the bytes are no whole record."""
    line = source.line()
    while line and not line.strip():
        line = source.line()
    if not line:
        return None
    if not line.startswith(b"WARC/"):
        raise RefusedError("damaged-record", "is no record", _GO_ON)
    headers = _headers(source)
    size = _size(headers)
    if size > LARGEST_PILE:
        return _Record(headers, source.read(_HEAD_OF_LARGE), whole=False)
    block = source.read(size)
    if len(block) < size:
        raise RefusedError("truncated", "ends in the middle", _GET_AGAIN)
    _end_record(source)
    return _Record(headers, block)


def _end_record(source: ArchiveBytes) -> None:
    """Take the two line ends that close a record; some writers leave the carriage returns out."""
    end = source.read(4)
    if end in {b"\r\n\r\n", b"\n\n"}:
        return
    if len(end) < 4:
        raise RefusedError("truncated", "ends in the middle", _GET_AGAIN)
    source.unread(end)
    if not end.startswith((b"\n", b"WARC")):
        raise RefusedError("damaged-record", "does not end where it says", _GO_ON)


def _headers(source: ArchiveBytes) -> dict[str, str]:
    """Return the header fields of a record by lower-case name; a line that starts with white space goes on with the one before."""
    found: dict[str, str] = {}
    name = ""
    for _ in range(_MOST_HEADERS):
        line = source.line()
        if not line.endswith(b"\n"):
            raise RefusedError("truncated", "ends in the middle of its head", _GET_AGAIN)
        if not line.strip():
            return found
        text = line.decode("utf-8", "replace")
        if text[0] in " \t" and name:
            found[name] += " " + text.strip()
        else:
            name, _, value = text.partition(":")
            name = name.strip().lower()
            found.setdefault(name, value.strip())
    raise RefusedError("damaged-record", "has a head without end", _GO_ON)


def _size(headers: Mapping[str, str]) -> int:
    stated = headers.get("content-length", "")
    if not stated.isascii() or not stated.isdigit() or len(stated) > 18:
        raise RefusedError("damaged-record", "does not say how long it is", _GO_ON)
    return int(stated)


def _documents(record: _Record, request: Request, count: _Count) -> Iterator[Document]:
    """Yield the documents of one record; what holds no article is counted."""
    if record.kind in _ABOUT_THE_CRAWL:
        return
    answer = _answer(record)
    if _is_gone(record, answer):
        count.documents += 1
        reason = f"gave no page on {parse_date(record.headers.get('warc-date', ''))} (the server answered {answer.status})"
        yield refusal(RefusedError("gone", reason, "Look for it in a public web archive."), _name(record, request, count), _seen(record))
        return
    if reason := _passed_over(record, answer, request):
        count.passed_over[reason] += 1
        return
    name = _name(record, request, count)
    count.documents += 1
    try:
        body = answer.body() if record.whole else _refuse_large()
    except RefusedError as error:
        yield refusal(error, name)
        return
    if not body.strip():
        yield refusal(RefusedError("empty-file", "is empty", "Nothing is to be done; the server sent no page."), name)
        return
    yield from request.inner(io.BytesIO(body), name, _hints(record, answer, name))


def _name(record: _Record, request: Request, count: _Count) -> str:
    """Return how a record is called: by its address, wherever the archive lies and whatever it is called."""
    if _WEB.match(record.url):
        return "".join(sign for sign in record.url if sign.isprintable())[:_LONGEST_ADDRESS]
    return label(request.name, record.url or f"record {count.records}")


def _seen(record: _Record) -> bytes:
    """Return a refusal with its moment, since a page may be gone, come back, and be gone again with the same words."""
    return f"{record.headers.get('warc-date', '')}\n".encode() + record.block


def _is_gone(record: _Record, answer: Answer) -> bool:
    """Tell whether a page that somebody asked for was not there any more."""
    return answer.status in _GONE and record.headers.get(ASKED_AS.lower()) == "page"


def _refuse_large() -> bytes:
    raise RefusedError("too-large", f"is larger than {LARGEST_PILE // 1_000_000} MB", "Save the page on its own and read that.")


def _answer(record: _Record) -> Answer:
    if record.kind in {"response", "revisit"} and record.block.startswith(b"HTTP/"):
        return read_answer(record.block)
    return Answer(200, {"content-type": record.headers.get("content-type", "")}, record.block)


def _passed_over(record: _Record, answer: Answer, request: Request) -> str:
    """Return why a record is not read, or nothing."""
    if record.kind not in {"response", "resource", "conversion"}:
        return "repeats" if record.kind == "revisit" else "records of other types"
    if 300 <= answer.status < 400:
        return "redirects"
    if not 200 <= answer.status < 300:
        return "pages that the server refused"
    if request.only and record.url not in request.only:
        return "parts of pages"
    media_type = answer.media_type
    return "" if media_type in _READ_TYPES or (not media_type and record.block.strip()) else "pictures, scripts and other files"


def _hints(record: _Record, answer: Answer, name: str) -> Hints:
    moment = parse_date(record.headers.get("warc-date", ""))
    found: tuple[Problem, ...] = ()
    if _digest_differs(record, answer):
        message = f"{name} differs from the digest that the archive states for it. Get the archive again, or do not rely on this page."
        found += (Problem("digest-differs", message, name),)
    if cut := record.headers.get("warc-truncated"):
        message = f"{name} was cut short when it was archived ({cut[:40]}). Look for another capture."
        found += (Problem("truncated-capture", message, name),)
    return Hints(url=record.url or None, captured_at=moment, charset=answer.charset, problems=found)


def _digest_differs(record: _Record, answer: Answer) -> bool:
    """Tell whether a stated digest fits neither way of counting: archives take it before or after chunks are taken off."""
    block, payload = record.headers.get("warc-block-digest", ""), record.headers.get("warc-payload-digest", "")
    if digest_matches(block, record.block) is False:
        return True
    return digest_matches(payload, answer.payload) is False and not digest_matches(payload, unchunked(answer.payload)[:LARGEST_PILE])
