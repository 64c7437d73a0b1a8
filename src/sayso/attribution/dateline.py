"""Datelines: `PORT AMEL, May 30 (AFP) —` opens a paragraph and says where and for whom it was written, not who speaks in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.attribution.grammar import Token
from sayso.attribution.naming import AGENCIES
from sayso.countries import find

__all__ = ["dateline"]

_LONGEST = 120
"""Code points that a dateline may have; bounds the search."""
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_NAME = r"[A-Z][\w.'’\-]{0,20}(?:(?: (?:de|da|do|du|la|el|al|of))? [A-Z][\w.'’\-]{0,20}){0,3}"
_DATELINE = re.compile(
    rf"(?P<place>{_NAME}(?:(?:, ?|/)(?!{_MONTH} \d){_NAME}){{0,2}})?"
    rf"(?P<date>,? {{0,2}}(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?)?"
    rf"(?P<agency>[,:]? {{0,2}}[(\[](?P<wire>[A-Z][\w.&/ \-]{{1,30}})[)\]])?"
    r"(?P<mark>(?: {0,2}(?:—|–|--)| {1,2}-(?= )| {0,2}[:.](?= ))?) {0,2}"
)
_DASHES = ("—", "–", "--", "-")


def dateline(text: str, tokens: Sequence[Token]) -> int:
    """Return how many tokens at the start of a paragraph are its dateline; 0 if it has none.

    A bare place counts only in capitals, or as a place in the table, before a dash and a capital letter: `Orne — the envoy — said` opens
    with a speaker. A bracket counts after a date, before a dash, or round the name of an agency: `Ada Orne (Harbour Party) said` does too.

    >>> from sayso.attribution.grammar import tokenise
    >>> [dateline(text, tokenise(text, 0, len(text))) for text in ("LAGOS (AFP) — Talks went on.", "Orne — the envoy — left.")]
    [5, 0]
    """
    if not tokens:
        return 0
    begin = tokens[0].start
    found = _DATELINE.match(text, begin, begin + _LONGEST)
    if found is None or found.end() == begin or not _is_dateline(found, text[found.end() : found.end() + 1]):
        return 0
    count = sum(token.start < found.end() for token in tokens[:_LONGEST])
    return count if any(token.word for token in tokens[count:]) else 0


def _is_dateline(found: re.Match[str], following: str) -> bool:
    place, wire, mark = found["place"] or "", found["wire"], found["mark"].strip()
    dashed = mark in _DASHES
    if not place and not wire:
        return False
    if wire and (dashed or mark == ":" or found["date"] or _agency(wire)):
        return bool(found["date"]) or dashed or _agency(wire)
    opens = following.isupper() or following in tuple('"“‘0123456789')
    if found["date"]:
        return dashed and bool(place)
    first = place.split(",")[0]
    return dashed and opens and bool(place) and (first.isupper() or find(first) is not None)


def _agency(wire: str) -> bool:
    return any(word in AGENCIES for word in re.split(r"[ /]", wire))
