"""Bytes to text: which encoding, and whether that had to be guessed."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import charset_normalizer

__all__ = ["Decoded", "decode", "is_binary", "twice_encoded"]

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
# Browsers read these labels as the larger set, which pages use under the smaller one's name (WHATWG Encoding Standard).
_LARGER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "iso8859-11": "cp874",
    "big5": "big5hkscs",
}
_LATIN_FAMILY = ("cp1250", "cp1252", "cp1254", "cp1257", "cp775", "iso8859", "latin", "mac_")
_TAG = re.compile(r"<[^>]{0,5000}>")
_BYTE_TAG = re.compile(rb"<(?:script|style)\b.{0,20000}?</(?:script|style)>|<[^>]{0,5000}>", re.IGNORECASE | re.DOTALL)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_BEYOND_ASCII_RUN = re.compile(r"[^\x00-\x7f]+")
# A first byte of UTF-8 and a further one, as Windows-1252 and Latin-1 show them.
_FURTHER = (
    "\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022"
    "\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178"
)
_TWICE = re.compile(rf"[\u00c3\u00c2\u00d0\u00d1\u00d8\u00d9\u00c4\u00c5\u00ce\u00cf\u00d7][{_FURTHER}]|[\u00e0-\u00ef][{_FURTHER}]{{2}}")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_HIGH_LATIN = re.compile(r"[\u00aa-\u00ff\u0152-\u0192]")
_TURNED_WORD = re.compile(r"(?<!\w)[а-яё][А-ЯЁ]{2,}")
_CYRILLIC_WORD = re.compile(r"[\u0400-\u04ff]{3,}")
_ODD_IN_WORD = re.compile(r"[A-Za-zÀ-ÿ][¡-©«-²´¶¸¹»-¿×÷ƒ†‡‰‹›¨¯]+[a-zà-ÿ]|[ðþýÐÞÝ¹³¿¯]")
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

    What is declared is not believed where it makes no text: Latin words of accented letters only, or Cyrillic words in which small and
    capital letters changed places.

    >>> decode("Zürich".encode("cp1252")).guessed, decode("Zürich".encode()).encoding
    (True, 'utf-8')
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _known(data[len(mark) :], encoding)
    declared = _declared(data)
    if not declared.startswith(_SEVEN_BIT) and (decoded := _strict(data, _wide(data) or "utf-8")):
        return decoded
    stated = _strict(data, declared) if declared else None
    if stated and not _implausible(stated):
        return stated
    return _strict(data, "utf-8") or _damaged(data) or _guess(data, stated)


def twice_encoded(text: str) -> bool:
    """Tell whether letters of a text are UTF-8 that was taken for Windows-1252 and encoded again, in three places or more.

    >>> twice_encoded("Le ministÃ¨re a dÃ©clarÃ© vendredi"), twice_encoded("Le ministère a déclaré, Âge d’or")
    (True, False)
    """
    found = _TWICE.findall(text[:_GUESSED_FROM])
    return len(found) >= 3 and len(found) * 3 >= len(_BEYOND_ASCII_RUN.findall(text[:_GUESSED_FROM]))


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
    name = "cp1252" if codec.name in _AS_WINDOWS else _LARGER.get(codec.name, codec.name)
    return name if is_text else ""


def _wide(data: bytes) -> str:
    """Return the name of an encoding of two or four bytes without a mark, told by its zero bytes, or nothing."""
    head = data[: min(_HEAD, len(data) - len(data) % 4)]
    if len(head) < 8 or len(data) % 2:
        return ""
    zeros = [head[place::4].count(0) * 4 / len(head) for place in range(4)]
    if len(data) % 4 == 0 and zeros[0] < 0.1 and min(zeros[2:]) > 0.9 and zeros[1] > 0.4:
        return "utf-32-le"
    if len(data) % 4 == 0 and zeros[3] < 0.1 and min(zeros[:2]) > 0.9 and zeros[2] > 0.4:
        return "utf-32-be"
    even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
    if even == 0 and (odd > 0.4 or data.startswith(b"<\0")):
        return "utf-16-le"
    return "utf-16-be" if odd == 0 and (even > 0.4 or data.startswith(b"\0<")) else ""


def _implausible(decoded: Decoded) -> bool:
    """Tell whether a one-byte encoding that was declared makes no text of the bytes."""
    text = _TAG.sub(" ", decoded.text[:_GUESSED_FROM])
    if decoded.encoding == "cp1252":
        high = len(_HIGH_LATIN.findall(text))
        return high > 20 and high > 0.4 * len(_LATIN.findall(text))
    words = len(_CYRILLIC_WORD.findall(text))
    turned = len(_TURNED_WORD.findall(text))
    return turned > 2 and turned > 0.1 * words


def _damaged(data: bytes) -> Decoded | None:
    """Return the text of UTF-8 with a few broken places, such as a page cut off within a letter."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = len(_BEYOND_ASCII.findall(text)) - broken
    return Decoded(text, "utf-8", guessed=True) if broken * 4 <= sound else None


def _guess(data: bytes, stated: Decoded | None) -> Decoded:
    """Return the text in the likeliest encoding, told from the words alone, without tags."""
    sample = _BYTE_TAG.sub(b" ", data[: 3 * _GUESSED_FROM])[:_GUESSED_FROM]
    best = charset_normalizer.from_bytes(sample).best()
    encoding = best.encoding if best else "cp1252"
    if encoding.startswith(_LATIN_FAMILY) and _is_western(sample):
        encoding = "cp1252"
    if stated and encoding == stated.encoding:
        return stated
    return Decoded(data.decode(encoding, "replace"), encoding, guessed=True)


def _is_western(sample: bytes) -> bool:
    """Tell whether bytes read as Windows-1252 are words of Western Europe: no sign or rare letter stands inside a word."""
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return not _ODD_IN_WORD.search(text)
