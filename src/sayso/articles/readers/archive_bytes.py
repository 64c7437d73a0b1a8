"""The bytes of a web archive, plain or packed record by record, with what a plain file object cannot tell.

Readers of archives end without a word where a file was cut short. Here the end is told from a cut, what is damaged is passed over up to
the next record, and a record that unpacks too far is left in the middle.
"""

from __future__ import annotations

import contextlib
import zlib
from typing import BinaryIO

from sayso.articles.readers.documents import RefusedError
from sayso.articles.readers.unpacking import check_ratio

__all__ = ["ArchiveBytes", "GzippedBytes", "archive_bytes"]

_PIECE = 1 << 16
_GZIP = b"\x1f\x8b\x08"
_RECORD = b"WARC/"
_MOST_TRIES = 10_000
"""Places that look like the start of a member and are tried after damage; a file of nothing else would cost minutes."""


class ArchiveBytes:
    """The bytes of an archive that is not packed."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._ready = bytearray()
        self.cut = False
        """Whether the packed bytes ended in the middle."""

    def read(self, size: int) -> bytes:
        """Return so many bytes, fewer only at the end."""
        while len(self._ready) < size and self._fill():
            pass
        found = bytes(self._ready[:size])
        del self._ready[:size]
        return found

    def line(self, most: int = 32_768) -> bytes:
        """Return the bytes up to the next line end, which is left off; nothing at the end of the archive."""
        place = 0
        while (end := self._ready.find(b"\n", place)) < 0 and len(self._ready) < most:
            place = len(self._ready)
            if not self._fill():
                break
        return self.read(end + 1 if 0 <= end < most else most)

    def unread(self, data: bytes) -> None:
        """Give back bytes that belong to what follows."""
        self._ready[:0] = data

    def settle(self) -> None:
        """Check the end of what was read last, where the packing has an end to check."""

    def find_record(self) -> bool:
        """Pass over everything up to the next record; tell whether there is one."""
        while (place := self._ready.find(_RECORD)) < 0:
            del self._ready[: max(0, len(self._ready) - len(_RECORD))]
            if not self._fill():
                self._ready.clear()
                return False
        del self._ready[:place]
        return True

    def find_member(self) -> bool:
        """Pass over damage; tell whether a record follows."""
        return self.find_record()

    def _fill(self) -> bool:
        piece = self._stream.read(_PIECE)
        self._ready += piece
        return bool(piece)


class GzippedBytes(ArchiveBytes):
    """The bytes of an archive packed with gzip, one member a record or one for all."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream)
        self._packed = bytearray()
        self._tries = 0
        self._begin()

    def find_member(self) -> bool:
        """Pass over the rest of this member and all up to the next that starts with a record; tell whether there is one."""
        self._ready.clear()
        while self._tries < _MOST_TRIES and self._find_magic():
            self._tries += 1
            self._begin()
            with contextlib.suppress(zlib.error, RefusedError):
                if (start := self.read(len(_RECORD))) == _RECORD:
                    self._ready[:0] = start
                    return True
            self._ready.clear()
            del self._packed[:1]
        return False

    def settle(self) -> None:
        """Unpack to the end of the member, where its checksum stands, unless more of it follows; raises `zlib.error` for damage."""
        while not self._ready and not self._member.eof and self._fill():
            pass

    def _begin(self) -> None:
        self._member = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._packed_size = self._size = 0

    def _find_magic(self) -> bool:
        while (place := self._packed.find(_GZIP)) < 0:
            del self._packed[: max(0, len(self._packed) - 2)]
            if not self._more():
                return False
        del self._packed[:place]
        if len(self._packed) < _PIECE:
            self._more()
        return True

    def _more(self) -> bool:
        piece = self._stream.read(_PIECE)
        self._packed += piece
        return bool(piece)

    def _fill(self) -> bool:
        """Unpack a piece; tell whether there was one. Raises `zlib.error` for damage, `RefusedError` for a bomb."""
        while True:
            if not self._packed and not self._more():
                self.cut = self.cut or (self._packed_size > 0 and not self._member.eof)
                return False
            if self._member.eof:
                self._begin()
            given = bytes(self._packed[:_PIECE])
            piece = self._member.decompress(given, _PIECE)
            used = len(given) - len(self._member.unconsumed_tail) - len(self._member.unused_data)
            del self._packed[:used]
            self._packed_size += used
            self._size += len(piece)
            self._ready += piece
            check_ratio(self._packed_size, self._size)
            if piece:
                return True
            if not used:
                return False


def archive_bytes(stream: BinaryIO, *, packed: bool) -> ArchiveBytes:
    r"""Return the bytes of an archive from where the stream stands.

    >>> import io
    >>> archive_bytes(io.BytesIO(b"WARC/1.1\r\n"), packed=False).line()
    b'WARC/1.1\r\n'
    """
    return GzippedBytes(stream) if packed else ArchiveBytes(stream)
