"""Which state a word stands for: names, demonyms, capitals and seats of government.

News lets a government speak under many words: `Moscow denied`, `the Kremlin said`, `Russian officials`. Whether such a word is a
government or only a place depends on the sentence and is decided elsewhere; this table only says which state it belongs to. States that
the table does not know, such as invented ones, are simply not found. The table is `countries.csv`, written by `tools/build_countries.py`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from sayso.model import Span

__all__ = ["Place", "aliases", "find", "mentioned"]

_KINDS = (("names", "name"), ("demonyms", "demonym"), ("capitals", "capital"), ("seats", "seat"))
_WORD = re.compile(r"[^\W_][\w.'’\-]*")
_LONGEST = 6
"""Words in the longest entry, `St. Vincent and the Grenadines` and the like."""
_TITLES = frozenset(
    "Chronicle Daily Examiner Globe Guardian Herald Independent Inquirer Journal Mail Mirror News Post Press Review Star Sun Telegraph "
    "Times Today Tribune".split()
)
"""A place directly before one of these is part of an outlet's name: the place does not speak."""


@dataclass(frozen=True, slots=True)
class Place:
    """What one word stands for."""

    country: str
    """The state's common English name, such as `Russia`."""
    kind: str
    """name, demonym, capital or seat."""


@cache
def _rows() -> tuple[Mapping[str, str], ...]:
    text = resources.files("sayso").joinpath("countries.csv").read_text(encoding="utf-8")
    return tuple(MappingProxyType(row) for row in csv.DictReader(text.splitlines()))


@cache
def _index() -> Mapping[str, Place]:
    index: dict[str, Place] = {}
    for row in _rows():
        index.setdefault(row["name"], Place(row["name"], "name"))
        for column, kind in _KINDS:
            for word in filter(None, row[column].split("|")):
                index.setdefault(word, Place(row["name"], kind))
    return MappingProxyType(index)


@cache
def _by_country() -> Mapping[str, tuple[str, ...]]:
    grouped: dict[str, list[str]] = {}
    for word, place in _index().items():
        grouped.setdefault(place.country, []).append(word)
    return MappingProxyType({country: tuple(sorted(words)) for country, words in grouped.items()})


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word.strip())


def find(word: str) -> Place | None:
    """Return what a word or phrase stands for, or None; a possessive ending and a leading `the` are ignored.

    >>> find("the Kremlin")
    Place(country='Russia', kind='seat')
    >>> find("Pakistan's").kind
    'name'
    >>> find("polish") is None
    True
    """
    bare = _bare(word)
    place = _index().get(bare)
    if place is None and bare[:4] in ("the ", "The "):
        place = _index().get(bare[4:])
    return place


def aliases(country: str) -> tuple[str, ...]:
    """Return every word that stands for a state, sorted; the state may be given by any of its words. Empty if unknown.

    >>> "Islamabad" in aliases("Pakistan"), "Islamabad" in aliases("Pakistani")
    (True, True)
    >>> aliases("Norland")
    ()
    """
    place = find(country)
    return _by_country()[place.country] if place else ()


def mentioned(text: str) -> tuple[tuple[Span, Place], ...]:
    """Return the states that a text names, in order; the longest entry wins and whole words only count.

    >>> [(span.cut("North Korean envoys in Moscow"), place.country) for span, place in mentioned("North Korean envoys in Moscow")]
    [('North Korean', 'North Korea'), ('Moscow', 'Russia')]
    >>> mentioned("The Moscow Times")
    ()
    """
    words = list(_WORD.finditer(text))
    found: list[tuple[Span, Place]] = []
    position = 0
    while position < len(words):
        count = _longest(text, words, position, found)
        position += max(count, 1)
    return tuple(found)


def _longest(text: str, words: list[re.Match[str]], at: int, found: list[tuple[Span, Place]]) -> int:
    """Append the longest entry that starts at a word; return how many words it takes, 0 if none."""
    start = words[at].start()
    if not text[start].isupper():
        return 0
    for count in range(min(_LONGEST, len(words) - at), 0, -1):
        end = words[at + count - 1].end()
        phrase = text[start:end]
        place = _index().get(phrase) or _index().get(_bare(phrase).rstrip(".'’-"))
        if place is None or end - start > 60:
            continue
        follower = words[at + count].group() if at + count < len(words) else ""
        if follower not in _TITLES or phrase != _bare(phrase):
            found.append((Span(start, start + len(phrase.rstrip("'’-"))), place))
        return count
    return 0
