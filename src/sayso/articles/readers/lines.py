"""One JSON object a line, of any length of file: our own exchange format, or the objects that other tools write a line each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from sayso.articles.jsonl import LONGEST_LINE, is_object_line, read_line
from sayso.articles.readers.documents import Document, RefusedError, Request
from sayso.articles.readers.entries import entry_document
from sayso.articles.readers.fields import entry_of, has_words, usual_fields
from sayso.articles.readers.posts import is_posts, read_posts
from sayso.model import Reading

__all__ = ["is_lines", "read_lines"]

_MOST_BLANK = 1000


def is_lines(stream: BinaryIO) -> bool:
    """Tell whether a stream that starts like JSON has an object a line: more than one line, or one in our own format.

    >>> import io
    >>> is_lines(io.BytesIO(b'{"text": "Norland signed."}')), is_lines(io.BytesIO(b'{"version": "1"}')), is_lines(io.BytesIO(b'[1]'))
    (True, False, False)
    """
    start = stream.tell()
    try:
        first = _first(stream)[0].removeprefix(b"\xef\xbb\xbf")
        if not first.lstrip().startswith(b"{") or not is_object_line(first):
            return False
        return b'"text"' in first or b'"html"' in first or _first(stream)[0].lstrip().startswith(b"{")
    finally:
        stream.seek(start)


def read_lines(request: Request) -> Iterator[Document]:
    """Yield a document for each line that is not blank; an overlong line is passed over in pieces."""
    line, number = _first(request.stream)
    if not line:
        raise RefusedError("empty-file", "is empty", "Leave it out, or save it again.")
    while line:
        if line.strip():
            yield _document(line.rstrip(b"\r\n"), request, number)
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = request.stream.readline(LONGEST_LINE + 1)
        line, number = request.stream.readline(LONGEST_LINE + 1), number + 1


def _first(stream: BinaryIO) -> tuple[bytes, int]:
    """Return the first line that is not blank, and its number."""
    line, number = stream.readline(LONGEST_LINE + 1), 1
    while line and not line.strip() and number < _MOST_BLANK:
        line, number = stream.readline(LONGEST_LINE + 1), number + 1
    return line, number


def _document(line: bytes, request: Request, number: int) -> Document:
    place = f"{request.name}:{number}"

    def read() -> Reading:
        if len(line) > LONGEST_LINE:
            return replace(read_line(line, request.name, number), raw=b"")
        value = _object(line)
        found = _of_others(value, place, request)
        return found.read() if found else read_line(line, request.name, number, usual_fields(value))

    return Document(place, read)


def _object(line: bytes) -> dict[str, Any]:
    """Return the object of a line; an empty one where `read_line` will say what is wrong with it."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _of_others(value: dict[str, Any], place: str, request: Request) -> Document | None:
    """Return the document of a line that is not in our own format but in one that is known: a post, or fields under other names."""
    if is_posts(value):
        return next(read_posts(value, replace(request, name=place)), None)
    ours = "text" in value or "html" in value
    if request.columns or (not ours and has_words(value, request.columns)):
        return entry_document(entry_of(value, place, request.columns))
    return None
