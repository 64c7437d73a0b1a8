"""Compressed bodies, opened in small steps: a few kilobytes can stand for gigabytes, so that what comes out is counted as it comes."""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Iterable, Iterator

from sayso.network.trouble import FetchError

__all__ = ["LARGEST_BODY", "inflated"]

LARGEST_BODY = 20_000_000
"""Bytes of a body after decoding; the longest news pages seen have about 5 MB, nearly all of it scripts."""
_HIGHEST_RATIO = 200
# Below this a high ratio proves nothing: a short page of one repeated sign.
_RATIO_FROM = 200_000
_STEP = 65_536
_GZIP = b"\x1f\x8b"
_EITHER_HEADER = 47  # zlib: gzip or zlib, told by the first bytes


def inflated(chunks: Iterable[bytes], encoding: str, largest: int = LARGEST_BODY) -> Iterator[bytes]:
    """Yield a body decoded from its content encoding. Raises `FetchError` where it grows beyond all measure or is damaged.

    >>> import gzip
    >>> b"".join(inflated([gzip.compress(b"Norland signed.")], "gzip"))
    b'Norland signed.'
    """
    name = encoding.strip().lower()
    if name in {"", "identity"}:
        yield from _counted(chunks, largest)
    elif name in {"gzip", "x-gzip", "deflate"}:
        yield from _counted(_opened(chunks), largest)
    else:
        raise FetchError(
            "encoding-not-read", f"the page came packed as {encoding[:40]!r}, which was not asked for. Save it and read the file."
        )


def _counted(pieces: Iterable[bytes], largest: int) -> Iterator[bytes]:
    """Yield the pieces while they stay below the cap."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > largest:
            raise FetchError("too-large", f"the page is larger than {largest // 1_000_000} MB. Save the article's text and read that.")
        yield piece


def _opened(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what gzip or deflate holds, never more than a step at a time."""
    start, following = _start(iter(chunks))
    opener, taken, given = zlib.decompressobj(-zlib.MAX_WBITS if _is_bare_deflate(start) else _EITHER_HEADER), 0, 0
    try:
        for chunk in itertools.chain([start], following):
            taken += len(chunk)
            for piece in _steps(opener, chunk):
                given += len(piece)
                _check_ratio(taken, given)
                yield piece
    except zlib.error as error:
        raise FetchError("damaged", "the page's compression is damaged. Try again later, or save the page and read it.") from error
    if taken and not opener.eof:
        raise FetchError("cut-short", "the page ends in the middle. Try again later.")
    if opener.unused_data.startswith(_GZIP):
        raise FetchError("damaged", "the page came packed in several parts. Save the page and read the file.")


def _start(chunks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Return the first two bytes or more, which tell the packing, and what follows."""
    start = b""
    for chunk in chunks:
        start += chunk
        if len(start) > 1:
            break
    return start, chunks


def _steps(opener: zlib._Decompress, chunk: bytes) -> Iterator[bytes]:
    """Yield what one chunk unpacks to; a step that is full may have more behind it."""
    rest, full = chunk, True
    while (rest or full) and not opener.eof:
        piece = opener.decompress(rest, _STEP)
        rest, full = opener.unconsumed_tail, len(piece) == _STEP
        yield piece


def _is_bare_deflate(start: bytes) -> bool:
    """Tell whether a body is deflate without the header it should have, as some servers send it."""
    is_zlib = len(start) > 1 and start[0] & 15 == 8 and (start[0] << 8 | start[1]) % 31 == 0
    return bool(start) and not start.startswith(_GZIP) and not is_zlib


def _check_ratio(taken: int, given: int) -> None:
    """Refuse a body that grows as no text does."""
    if given > _RATIO_FROM and given > _HIGHEST_RATIO * taken:
        message = f"the page unpacks to more than {_HIGHEST_RATIO} times its size, as no article does. Leave it out."
        raise FetchError("bomb", message)
