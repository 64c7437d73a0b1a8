"""Hashes: of one row, of an entry of the journal (the chain), and of the whole set of what is recorded (the head).

Two hashes, because two questions are asked. The *link* of an entry is a SHA-256 over the link before it, its kind, its time and its marks:
it proves what was recorded in which order. The *head* depends on the set of recorded things alone, so that two desks that read the same
pile in another order can compare theirs, and it grows by an addition instead of by hashing everything anew: it is a SHA-256 over the sum
modulo 2^2048 of a 2048-bit hash of each thing (the additive multiset hash of Bellare and Micciancio 1997, with the size of Lewi, Kim,
Maykov and Weis 2019). Finding another set with the same sum is taken to be out of reach at that size.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

__all__ = ["EMPTY_SUM", "NO_LINK", "SIZE", "add_marks", "head_of", "link_of", "mark_of", "reading_mark", "seal_of"]

SIZE = 256
"""Bytes of the sum."""
EMPTY_SUM = bytes(SIZE)
"""The sum of a ledger in which nothing is recorded."""
NO_LINK = "0" * 64
"""The link before the first entry."""
_MODULUS = 1 << (8 * SIZE)


def mark_of(content: bytes | str) -> str:
    """Return the SHA-256 of a row's content in hexadecimal.

    >>> mark_of("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(content.encode("utf-8") if isinstance(content, str) else content).hexdigest()


def reading_mark(row: Mapping[str, object]) -> str:
    """Return the hash of a reading, whose content stands in columns.

    >>> reading_mark({"input_id": "a.txt", "outcome": "ok", "article_id": None, "digest": "d"})[:8]
    'dc212d39'
    """
    return mark_of("\x1f".join(str(row[name]) for name in ("input_id", "outcome", "article_id", "digest")))


def seal_of(table: str, mark: str) -> bytes:
    """Return what the journal writes down of a row: 32 bytes that stand for its table and its content.

    >>> seal_of("articles", "00") == seal_of("captures", "00")
    False
    """
    return hashlib.sha256(f"{table}\x1f{mark}".encode()).digest()


def add_marks(held: bytes, seals: Iterable[bytes]) -> bytes:
    """Return the sum with some rows more.

    >>> one, other = seal_of("articles", "00"), seal_of("articles", "01")
    >>> add_marks(add_marks(EMPTY_SUM, [one]), [other]) == add_marks(EMPTY_SUM, [other, one])
    True
    """
    total = int.from_bytes(held, "big")
    total += sum(int.from_bytes(hashlib.shake_256(seal).digest(SIZE), "big") for seal in seals)
    return (total % _MODULUS).to_bytes(SIZE, "big")


def head_of(held: bytes) -> str:
    """Return the head that belongs to a sum.

    >>> len(head_of(EMPTY_SUM))
    64
    """
    return mark_of(held)


def link_of(before: str, kind: str, recorded_at: str, marks: bytes) -> str:
    """Return the link of an entry.

    >>> link_of(NO_LINK, "read", "2031", b"") == link_of(NO_LINK, "read", "2032", b"")
    False
    """
    return hashlib.sha256("\x1f".join((before, kind, recorded_at, "")).encode() + marks).hexdigest()
