"""Compressed bytes to plain ones under caps: no more than a document's worth, and no more than 200 bytes out for each byte in.

Everything is unpacked a piece at a time, so that a bomb is known before it has filled the memory.
"""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable
from typing import Protocol

from fastwarc.stream_io import BrotliReader, WarcReader, ZstdReader

from sayso.articles.readers.documents import LARGEST_DOCUMENT, MOST_NESTING, RefusedError

__all__ = ["CODINGS", "HIGHEST_RATIO", "Unpacked", "check_ratio", "unpack"]

HIGHEST_RATIO = 200
"""Bytes out for one byte in. News text gives 3 to 10, a page of tables 50; what gives more holds one byte over and over."""
_RATIO_FROM = 1_000_000
_PIECE = 1 << 16
_BOMB = "Leave it out; if you trust it, unpack it yourself and read what is inside."
_DAMAGED = "Get the file again; what could be unpacked of it was not read."


class _Inflater(Protocol):
    """What zlib, bz2 and lzma have in common."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class Unpacked:
    """What came out, and whether the packed bytes were whole."""

    def __init__(self, data: bytes, *, whole: bool) -> None:
        self.data = data
        self.whole = whole


def check_ratio(packed: int, unpacked: int) -> None:
    """Raise `RefusedError` where more came out than any text gives.

    >>> check_ratio(1_000, 5_000_000)
    Traceback (most recent call last):
    ...
    sayso.articles.readers.documents.RefusedError: unpacks to more than 200 times its size
    """
    if unpacked > max(_RATIO_FROM, packed * HIGHEST_RATIO):
        raise RefusedError("unpacks-too-far", f"unpacks to more than {HIGHEST_RATIO} times its size", _BOMB)


def unpack(data: bytes, coding: str, most: int = LARGEST_DOCUMENT) -> Unpacked:
    """Return the plain bytes of `data`, packed in one way or two; raises `RefusedError` for a bomb, damage, or a coding not known.

    >>> unpack(zlib.compress(b"Norland signed."), "deflate").data
    b'Norland signed.'
    """
    codings = [each.strip() for each in reversed(coding.lower().split(",")) if each.strip()]
    if unknown := [each for each in codings if each not in CODINGS]:
        raise RefusedError("coding-not-read", f"is packed as {unknown[0][:40]!r}, which is not read here", "Unpack it and read that.")
    if len(codings) > MOST_NESTING:
        raise RefusedError("nested-too-deep", f"is packed more than {MOST_NESTING} times", _BOMB)
    whole = True
    for one in codings:
        found = _unpack_once(data, one, most)
        data, whole = found.data, whole and found.whole
    return Unpacked(data, whole=whole)


def _unpack_once(data: bytes, coding: str, most: int) -> Unpacked:
    try:
        return CODINGS[coding](data, most)
    except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError) as error:
        if isinstance(error, RefusedError):
            raise
        raise RefusedError("damaged", f"cannot be unpacked ({type(error).__name__})", _DAMAGED) from None


def _pieces(make: Callable[[], _Inflater]) -> Callable[[bytes, int], Unpacked]:
    """Return what unpacks all members of a stream with one of the standard library's decoders."""

    def unpack_members(data: bytes, most: int) -> Unpacked:
        out = bytearray()
        place = 0
        while place < len(data):
            inflater = make()
            try:
                place = _member(inflater, data, place, out, most)
            except (zlib.error, lzma.LZMAError, OSError):
                if out:
                    break
                raise
            if not inflater.eof:
                return Unpacked(bytes(out), whole=False)
        return Unpacked(bytes(out), whole=0 < len(data) <= place)

    return unpack_members


def _member(inflater: _Inflater, data: bytes, place: int, out: bytearray, most: int) -> int:
    """Add what one member holds to `out`; return where the bytes behind it start."""
    waiting = b""
    while not inflater.eof:
        if not waiting:
            waiting, place = data[place : place + _PIECE], min(len(data), place + _PIECE)
        piece = inflater.decompress(waiting, _PIECE)
        waiting = getattr(inflater, "unconsumed_tail", b"")
        out += piece
        _check_room(len(out), most)
        check_ratio(len(data), len(out))
        if not piece and not waiting and place >= len(data):
            break
    return place - len(inflater.unused_data)


def _check_room(size: int, room: int) -> None:
    if size > room:
        raise RefusedError("unpacks-too-far", "unpacks to more than one document may hold", _BOMB)


def _deflate(data: bytes, most: int) -> Unpacked:
    """Unpack `deflate`, which servers send with or without zlib's header."""
    try:
        return _pieces(zlib.decompressobj)(data, most)
    except zlib.error:
        return _pieces(lambda: zlib.decompressobj(-zlib.MAX_WBITS))(data, most)


def _through(reader: Callable[[io.BytesIO], WarcReader]) -> Callable[[bytes, int], Unpacked]:
    """Return what unpacks with a reader that gives as much as it is asked for."""

    def unpack_stream(data: bytes, most: int) -> Unpacked:
        out = bytearray()
        stream = reader(io.BytesIO(data))
        while piece := stream.read(_PIECE):
            out += piece
            _check_room(len(out), most)
            check_ratio(len(data), len(out))
        return Unpacked(bytes(out), whole=True)

    return unpack_stream


def _as_it_is(data: bytes, most: int) -> Unpacked:
    _check_room(len(data), most)
    return Unpacked(data, whole=True)


_GZIP = _pieces(lambda: zlib.decompressobj(16 + zlib.MAX_WBITS))
CODINGS: dict[str, Callable[[bytes, int], Unpacked]] = {
    "identity": _as_it_is,
    "none": _as_it_is,
    "gzip": _GZIP,
    "x-gzip": _GZIP,
    "deflate": _deflate,
    "bzip2": _pieces(bz2.BZ2Decompressor),
    "xz": _pieces(lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=100_000_000)),
    "br": _through(BrotliReader),
    "zstd": _through(ZstdReader),
}
"""What unpacks each coding, by the names that HTTP and file types have for it."""
