"""A stream whose first bytes were looked at and put back, for inputs that cannot be read twice, such as pipes."""

from __future__ import annotations

import io
from typing import BinaryIO, cast

__all__ = ["peeked"]


class _Rewound(io.RawIOBase):
    """What was read already, then the rest."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if not self._head:
            piece = self._rest.read(len(buffer))
        else:
            piece, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


def peeked(stream: BinaryIO, size: int) -> tuple[bytes, BinaryIO]:
    """Return the first bytes of a stream, and a stream that still has them.

    >>> head, stream = peeked(io.BytesIO(b"Norland signed."), 7)
    >>> head, stream.read()
    (b'Norland', b'Norland signed.')
    """
    if stream.seekable():
        start = stream.tell()
        head = stream.read(size)
        stream.seek(start)
        return head, stream
    head = stream.read(size)
    return head, cast("BinaryIO", io.BufferedReader(_Rewound(head, stream)))
