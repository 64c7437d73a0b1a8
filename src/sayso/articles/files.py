"""Files, folders and standard input to documents and readings: which reader for which content.

What an input is, is told by its content first and its name second. No content raises; each input ends as ok, partial or quarantined.
"""

from __future__ import annotations

import io
import lzma
import os
import re
import sys
import traceback
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from sayso.articles.captures import quarantine
from sayso.articles.readers.containers import OFFICE, is_beside_page, read_packed, read_tar, read_zip
from sayso.articles.readers.documents import LARGEST_PILE, Document, Reader, RefusedError, Request, refusal
from sayso.articles.readers.feeds import read_feed
from sayso.articles.readers.json_piles import read_json
from sayso.articles.readers.kinds import HEAD, Kind, kind_of
from sayso.articles.readers.lines import is_lines, read_lines
from sayso.articles.readers.mail import read_mail
from sayso.articles.readers.pages import read_one
from sayso.articles.readers.pdf import read_pdf
from sayso.articles.readers.streams import peeked
from sayso.articles.readers.tables import read_table
from sayso.articles.readers.web_archives import holds_record, read_packed_web_archive, read_web_archive
from sayso.errors import UsageError
from sayso.model import Reading

__all__ = ["READER", "attempt", "documents", "expand", "open_input", "printable", "read_bytes", "read_path", "read_stream"]

READER = "4"
"""The version of all that reads inputs; one that gives other articles for the same bytes gets a new number, and files are read anew."""
# SQLite's header with the application id of a ledger: a person reads the folder that the ledger lies in.
_LEDGER = re.compile(rb"SQLite format 3\x00.{52}says", re.DOTALL)
_BESIDE_LEDGER = ("-journal", "-shm", "-wal", ".checksums", ".writer", ".watch", ".watch-journal")
_LEDGER_HEAD = 1_000_000
_ARCHIVED = re.compile(rb'"_processed_at"')
_MEDIA = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|mp[34]|m4[av]|webm|mov|avi|mkv|ogg|wav)$", re.IGNORECASE)


def expand(paths: Sequence[str]) -> list[Path]:
    """Return the files behind some paths, folders walked and sorted, each file once; `-` stands for standard input.

    Hidden files and folders inside a folder are passed over, and so are the pictures beside a page saved whole, the media beside the
    records of an auto-archiver, and ledgers with the files that SQLite keeps beside them. A path that does not exist raises `UsageError`.

    >>> expand(["-"])
    [PosixPath('-')]
    """
    found: dict[Path, None] = {}
    for given in paths:
        path = Path(given)
        if given == "-":
            found.setdefault(path)
        elif path.is_dir():
            found.update(dict.fromkeys(_walk(path)))
        elif path.exists():
            found.setdefault(path)
        else:
            raise UsageError(f"{given} does not exist. Check the path; use - for standard input.")
    return list(found)


def read_path(path: Path, columns: Mapping[str, str] | None = None) -> Iterator[Reading]:
    """Yield the readings of one file, or of standard input for `-`; a file that cannot be opened is quarantined.

    >>> [reading.problems[0].code for reading in read_path(Path("no-such-file.txt"))]
    ['unreadable']
    """
    name = str(path)
    if name == "-":
        yield from read_stream(sys.stdin.buffer, "standard input", columns)
        return
    try:
        with open_input(path) as stream:
            yield from read_stream(stream, name, columns)
    except OSError as error:
        message = f"{name} cannot be read ({error.strerror or error}). Check that the file is there and may be opened."
        yield quarantine(printable(name), b"", "unreadable", message)


def open_input(path: Path) -> BinaryIO:
    """Open a file to read it; raises `OSError` for what is no regular file, since a named pipe would be waited for without end."""
    if path.exists() and not path.is_file():
        raise OSError("not a regular file")
    return path.open("rb")


def read_bytes(data: bytes, name: str, columns: Mapping[str, str] | None = None) -> Iterator[Reading]:
    r"""Yield the readings of some bytes: one for a page or a text, one an entry for feeds, tables, exports and archives. Never an error.

    >>> [reading.article.title for reading in read_bytes(b"Oster signs\n\nNorland signed on Monday.", "a.txt")]
    ['Oster signs']
    """
    return read_stream(io.BytesIO(data), name, columns)


def read_stream(stream: BinaryIO, name: str, columns: Mapping[str, str] | None = None) -> Iterator[Reading]:
    """Yield the readings of an open stream; lines and archives are read piece by piece, so that a corpus may be of any size.

    >>> [reading.outcome.value for reading in read_stream(io.BytesIO(b""), "a.txt")]
    ['quarantined']
    """
    return (attempt(found) for found in documents(stream, name, columns))


def attempt(found: Document) -> Reading:
    """Return the reading of a document; should our own code fail on it, it is quarantined like any other, and the run goes on.

    >>> attempt(Document("a.txt", lambda: quarantine("a.txt", b"", "x", "..."))).outcome.value
    'quarantined'
    """
    try:
        return found.read()
    except MemoryError:
        raise
    except Exception as error:
        return refusal(_failed(error), found.input_id).read()


def _failed(error: Exception) -> RefusedError:
    where = traceback.extract_tb(error.__traceback__)[-1]
    reason = f"could not be read ({type(error).__name__} in {Path(where.filename).name}:{where.lineno})"
    return RefusedError("reader-failed", reason, "Please report it with the file, or save its text and read that.")


def documents(stream: BinaryIO, name: str, columns: Mapping[str, str] | None = None) -> Iterator[Document]:
    """Yield what an input holds, found but not read; what is wrong with it as a whole is a document that is quarantined.

    >>> [found.input_id for found in documents(io.BytesIO(b"Norland signed."), "a.txt")]
    ['a.txt']
    """
    request = Request(stream, printable(name), _documents, columns=columns or {})
    return _documents(request)


def _documents(request: Request) -> Iterator[Document]:
    """Yield the documents of a request, whatever its bytes are."""
    try:
        head, stream = peeked(request.stream, HEAD)
        if not head:
            raise RefusedError("empty-file", "is empty", "Leave it out, or save it again.")
        kind = kind_of(head, request.name)
        if kind is Kind.JSON and not stream.seekable():
            stream = io.BytesIO(replace(request, stream=stream).whole(LARGEST_PILE))
        request = replace(request, stream=stream)
        yield from _reader(request, head, kind)(request)
    except RefusedError as error:
        yield refusal(error, request.name)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError):
        # What an archive holds is unpacked while it is read, so that its damage shows here.
        yield refusal(RefusedError("damaged", "cannot be unpacked to its end", "Get the file again."), request.name)
    except (MemoryError, OSError):
        raise
    except Exception as error:
        yield refusal(_failed(error), request.name)


def _reader(request: Request, head: bytes, kind: Kind) -> Reader:
    """Return the reader for a kind of input; raises `RefusedError` for what is not read."""
    if kind is Kind.GZIP and holds_record(head):
        return read_packed_web_archive
    if kind is Kind.JSON and is_lines(request.stream):
        return read_lines
    if kind in _REFUSED:
        raise _REFUSED[kind]
    return _READERS[kind]


_READERS: dict[Kind, Reader] = {
    Kind.PDF: read_pdf,
    Kind.GZIP: read_packed("gzip"),
    Kind.BZIP2: read_packed("bzip2"),
    Kind.XZ: read_packed("xz"),
    Kind.ZSTD: read_packed("zstd"),
    Kind.ZIP: read_zip,
    Kind.TAR: read_tar,
    Kind.WARC: read_web_archive,
    Kind.MAIL: read_mail,
    Kind.FEED: read_feed,
    Kind.LINES: read_lines,
    Kind.JSON: read_json,
    Kind.TABLE: read_table,
    Kind.ONE: read_one,
}
_REFUSED = {
    Kind.OFFICE: OFFICE,
    Kind.PACKED: RefusedError("kind-not-read", "is an archive of a kind that is not unpacked", "Unpack it and read what is inside."),
    Kind.BINARY: RefusedError("binary", "is not text or HTML", "Save the article as text or HTML first."),
    Kind.MARKUP: RefusedError(
        "kind-not-read", "is markup that is neither a page nor a feed", "Save the articles it holds as text or HTML."
    ),
}


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder in sorted order, without following links to folders."""
    for parent, folders, names in os.walk(folder):
        pages = frozenset(names)
        folders[:] = sorted(each for each in folders if not each.startswith(".") and not is_beside_page(f"{each}/", pages))
        kept = _articles_of(Path(parent), [each for each in sorted(names) if not each.startswith(".")])
        yield from (path for path in kept if not _belongs_to_ledger(path))


def _articles_of(parent: Path, names: list[str]) -> list[Path]:
    """Return the files of a folder that are read; beside an auto-archiver's records lie media, which hold no text."""
    archived = any(name.endswith(".json") and _ARCHIVED.search(_head(parent / name, 100_000)) for name in names)
    return [parent / name for name in names if not (archived and _MEDIA.search(name))]


def _belongs_to_ledger(path: Path) -> bool:
    """Tell whether a file is a ledger, or one of the files that stand beside a ledger while it is open."""
    beside = next((end for end in _BESIDE_LEDGER if path.name.endswith(end) and path.name != end), "")
    return _is_ledger(path) or (bool(beside) and _is_ledger(path.with_name(path.name.removesuffix(beside))))


def _is_ledger(path: Path) -> bool:
    """Tell whether a file is a ledger; the header of one made just now may still stand in the log beside it."""
    if not _head(path, 16).startswith(b"SQLite format 3"):
        return False
    return bool(_LEDGER.match(_head(path, 100)) or _LEDGER.search(_head(path.with_name(path.name + "-wal"), _LEDGER_HEAD)))


def _head(path: Path, size: int) -> bytes:
    """Return the first bytes of a file; nothing where it cannot be opened, which is told when it is read."""
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as stream:
            return stream.read(size)
    except OSError:
        return b""


def printable(name: str) -> str:
    r"""Return a file name without characters that no store can hold.

    >>> printable("a\x00.txt")
    'a?.txt'
    """
    return name.encode("utf-8", "replace").decode("utf-8").replace("\x00", "?")
