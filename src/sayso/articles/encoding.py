"""Bytes to text: which encoding, and whether that had to be guessed."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import charset_normalizer

__all__ = ["Decoded", "decode", "is_binary"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    b"%PDF",
    b"\x89PNG",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\xd0\xcf\x11\xe0",
    b"\x7fELF",
    b"SQLite format 3",
    b"BZh",
    b"\xfd7zXZ",
    b"(\xb5/\xfd",
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")
_HEAD = 4096
_GUESSED_FROM = 100_000
# Encodings that write other scripts with plain ASCII bytes; everything else that is valid UTF-8 is UTF-8, whatever it declares.
_SEVEN_BIT = ("iso-2022", "iso2022", "hz")
# Browsers read these labels as Windows-1252, and pages rely on it.
_AS_WINDOWS = frozenset({"iso8859-1", "ascii", "iso8859_1"})
_CONTROLS = bytes(sorted(set(range(32)) - {8, 9, 10, 12, 13, 27}))


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it was decoded."""

    text: str
    """The text."""
    encoding: str
    """The encoding used."""
    guessed: bool
    """Whether the bytes neither said it nor were valid UTF-8."""


def is_binary(data: bytes) -> bool:
    """Tell whether bytes are no text in any encoding: a known file type, or many control bytes.

    >>> is_binary(b"%PDF-1.7"), is_binary("Zürich".encode("utf-16"))
    (True, False)
    """
    if data.startswith(_MAGIC):
        return True
    if any(data.startswith(mark) for mark, _ in _MARKS) or _wide(data):
        return False
    head = data[:_GUESSED_FROM]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > max(2, len(head) // 50)


def decode(data: bytes) -> Decoded:
    """Return the text of some bytes: by byte order mark, as UTF-8, as declared, or guessed; never an error.

    >>> decode("Zürich".encode("cp1252")).guessed, decode("Zürich".encode()).encoding
    (True, 'utf-8')
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _known(data[len(mark) :], encoding)
    declared = _declared(data)
    if not declared.startswith(_SEVEN_BIT) and (decoded := _strict(data, _wide(data) or "utf-8")):
        return decoded
    return (declared and _strict(data, declared)) or _strict(data, "utf-8") or _guess(data)


def _known(data: bytes, encoding: str) -> Decoded:
    """Return the text in the encoding that a mark states; damage counts as a guess."""
    return _strict(data, encoding) or Decoded(data.decode(encoding, "replace"), encoding, guessed=True)


def _strict(data: bytes, encoding: str) -> Decoded | None:
    """Return the text, if the bytes are valid in that encoding."""
    try:
        return Decoded(data.decode(encoding), encoding, guessed=False)
    except (UnicodeError, LookupError, ValueError):
        return None


def _declared(data: bytes) -> str:
    """Return the text encoding that the head of a page declares, or nothing."""
    found = _DECLARED.search(data[:_HEAD])
    if not found:
        return ""
    try:
        codec = codecs.lookup(found[1].decode("ascii"))
    except (LookupError, ValueError):
        return ""
    # Python also lists codecs that are not text encodings, such as zip or rot13.
    is_text = getattr(codec, "_is_text_encoding", False)
    return "" if not is_text else "cp1252" if codec.name in _AS_WINDOWS else codec.name


def _wide(data: bytes) -> str:
    """Return the name of a two-byte encoding without a mark, told by its zero bytes, or nothing."""
    head = data[: _HEAD - _HEAD % 2]
    if len(head) < 8 or len(data) % 2:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.4 * len(head) / 2 and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * len(head) / 2 and odd == 0 else ""


def _guess(data: bytes) -> Decoded:
    """Return the text in the likeliest encoding."""
    best = charset_normalizer.from_bytes(data[:_GUESSED_FROM]).best()
    encoding = best.encoding if best else "cp1252"
    return Decoded(data.decode(encoding, "replace"), encoding, guessed=True)
