"""Files, folders and standard input to readings: which reader for which content, and the caps that keep a run alive.

What an input is, is told by its content first and its name second. No content raises; each input ends as ok, partial or quarantined.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from sayso.articles.captures import Capture, finish, quarantine
from sayso.articles.encoding import Decoded, decode, is_binary
from sayso.articles.html import read_page
from sayso.articles.jsonl import LONGEST_LINE, is_object_line, read_line
from sayso.errors import UsageError
from sayso.model import Problem, Reading
from sayso.text import clean

__all__ = ["expand", "read_bytes", "read_path", "read_stream"]

_LARGEST_FILE = 20_000_000
_LONGEST_TITLE = 250
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|article|main|section|div|p|h1|script|link)\b",
    re.IGNORECASE | re.DOTALL,
)
_OTHER_KINDS = (
    (re.compile(r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL), "a feed"),
    (re.compile(r"WARC/\d"), "a web archive"),
)
_TITLE = re.compile(r"\A\s*(\S[^\n]{0,249})\n[^\S\n]*\n")
_NO_TITLE_END = re.compile(r"[.;,:]$")
_PAGE_NAMES = (".html", ".htm", ".xhtml")
_LINE_NAMES = (".jsonl", ".ndjson")
# SQLite's header with the application id of a ledger: a person reads the folder that the ledger lies in.
_LEDGER = re.compile(rb"SQLite format 3\x00.{52}says", re.DOTALL)
_BESIDE_LEDGER = ("-journal", "-shm", "-wal", ".writer", ".watch", ".watch-journal")
_LEDGER_HEAD = 1_000_000


def expand(paths: Sequence[str]) -> list[Path]:
    """Return the files behind some paths, folders walked and sorted, each file once; `-` stands for standard input.

    Hidden files and folders inside a folder are passed over, and so are ledgers with the files that SQLite keeps beside them.
    A path that does not exist raises `UsageError`.

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


def read_path(path: Path) -> Iterator[Reading]:
    """Yield the readings of one file, or of standard input for `-`; a file that cannot be opened is quarantined.

    >>> [reading.problems[0].code for reading in read_path(Path("no-such-file.txt"))]
    ['unreadable']
    """
    name = str(path)
    if name == "-":
        yield from read_stream(sys.stdin.buffer, "standard input")
        return
    try:
        # A named pipe would wait for ever, a device would never end.
        if path.exists() and not path.is_file():
            raise OSError("not a regular file")
        with path.open("rb") as stream:
            yield from read_stream(stream, name)
    except OSError as error:
        message = f"{name} cannot be read ({error.strerror or error}). Check that the file is there and may be opened."
        yield quarantine(_printable(name), b"", "unreadable", message)


def read_bytes(data: bytes, name: str) -> Iterator[Reading]:
    r"""Yield the readings of some bytes: one for a page or a text, one a line for JSONL. Never an error.

    >>> [reading.article.title for reading in read_bytes(b"Oster signs\n\nNorland signed on Monday.", "a.txt")]
    ['Oster signs']
    """
    return read_stream(io.BytesIO(data), name)


def read_stream(stream: BinaryIO, name: str) -> Iterator[Reading]:
    """Yield the readings of an open stream; JSONL is read line by line, so that a corpus may be of any size.

    >>> [reading.outcome.value for reading in read_stream(io.BytesIO(b""), "a.txt")]
    ['quarantined']
    """
    name = _printable(name)
    first = stream.readline(LONGEST_LINE + 1)
    blank = 1
    while first and not first.strip() and blank < 1000:
        first, blank = stream.readline(LONGEST_LINE + 1), blank + 1
    if name.lower().endswith(_LINE_NAMES) or (first.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") and is_object_line(first)):
        yield from _lines(stream, first, name, blank)
        return
    yield _document(first + stream.read(max(0, _LARGEST_FILE + 1 - len(first))), name)


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder in sorted order, without following links to folders."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        seen = [Path(parent, each) for each in sorted(names) if not each.startswith(".")]
        yield from (path for path in seen if not _belongs_to_ledger(path))


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


def _printable(name: str) -> str:
    """Return a file name without characters that no store can hold."""
    return name.encode("utf-8", "replace").decode("utf-8").replace("\x00", "?")


def _lines(stream: BinaryIO, first: bytes, name: str, number: int) -> Iterator[Reading]:
    """Yield one reading for each line that is not blank; an overlong line is passed over in pieces."""
    if not first:
        yield quarantine(name, b"", "empty-file", f"{name} is empty. Leave it out, or save it again.")
    line = first
    while line:
        if len(line) > LONGEST_LINE:
            yield replace(read_line(line, name, number), raw=b"")
            while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
                line = stream.readline(LONGEST_LINE + 1)
        elif line.strip():
            yield read_line(line.rstrip(b"\r\n"), name, number)
        line, number = stream.readline(LONGEST_LINE + 1), number + 1


def _document(data: bytes, name: str) -> Reading:
    """Return the reading of a page or a text."""
    if len(data) > _LARGEST_FILE:
        limit = _LARGEST_FILE // 1_000_000
        message = f"{name} is larger than {limit} MB. Split it into articles, or give it as JSONL with one article a line."
        return quarantine(name, b"", "too-large", message)
    if not data.strip():
        return quarantine(name, data, "empty-file", f"{name} is empty. Leave it out, or save it again.")
    if is_binary(data):
        return quarantine(name, data, "binary", f"{name} is not text or HTML. Save the article as text or HTML first.")
    decoded = decode(data)
    for pattern, kind in _OTHER_KINDS:
        if pattern.match(decoded.text):
            return quarantine(name, data, "kind-not-read", f"{name} is {kind}, which is not read here. Save the articles it names.")
    is_page = _HTML_START.match(decoded.text) or (name.lower().endswith(_PAGE_NAMES) and "<" in decoded.text)
    capture = read_page(decoded.text, name, data) if is_page else _plain_text(decoded.text, name, data)
    return finish(replace(capture, problems=(*_decoding_problems(decoded, name), *capture.problems)))


def _decoding_problems(decoded: Decoded, name: str) -> tuple[Problem, ...]:
    """Return the problem of an encoding that had to be guessed."""
    if not decoded.guessed:
        return ()
    message = f"{name} does not say its encoding; {decoded.encoding} was guessed. Check accents and quotes, or save it as UTF-8."
    return (Problem("guessed-encoding", message, name),)


def _plain_text(text: str, name: str, raw: bytes) -> Capture:
    """Return a text as it stands after cleaning; a short first line before a blank line is its title."""
    kept, notes = clean(text)
    told = [note for note in notes if "line end" not in note]
    notices = (Problem("cleaned", f"{name}: {'; '.join(told)}. The raw file is kept.", name),) if told else ()
    found = _TITLE.match(kept)
    title = found[1].strip() if found and len(found[1].strip()) <= _LONGEST_TITLE else None
    return Capture(name, raw, kept, title=title, notices=notices)
