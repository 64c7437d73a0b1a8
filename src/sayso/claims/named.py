"""Places and parties that a stretch of text names, by the words in front of them.

No list of all places can be complete, and the names in a contested report are often new; a capitalised name behind "in", "near" or
"off" is taken for a place, one behind "with" after a word of dealings, or on either side of "between ... and ...", for a party. States
are named by their usual name (`sayso.countries`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sayso.claims.words import Word, table
from sayso.countries import find

__all__ = ["parties_named", "places_named"]

_LONGEST = 4
"""Words of a name."""
_DEALING_BEFORE = 9
"""Words back in which a word of dealings makes "with" point to a party."""
_INSIDE = frozenset({"of", "de", "del", "al", "el", "the", "-"})

Named = tuple[str, int, int]
"""Name as shown, first word, word after the last."""


def places_named(words: Sequence[Word]) -> Iterator[Named]:
    """Yield the places that a stretch names.

    >>> from sayso.claims.words import words_in
    >>> from sayso.model import Span
    >>> text = "The mill in the port of Harbourtown was shown to guests in May near Birch Hollow."
    >>> [name for name, _, _ in places_named(words_in(text, Span(0, len(text))))]
    ['Harbourtown', 'Birch Hollow']
    """
    for at, word in enumerate(words):
        if word.lower in table("places")["before"]:
            start = _behind_kind(words, at + 1)
            end = _name_end(words, start)
            if end > start and _is_place(words, start, end, word.lower):
                yield _shown(words, start, end), start, end


def _behind_kind(words: Sequence[Word], at: int) -> int:
    """Step over "the port of", "the northern city of"."""
    at += _lower(words, at) in {"the", "a"}
    for step in (1, 2):
        if _lower(words, at + step) == "of" and _lower(words, at + step - 1) in table("places")["kinds"]:
            return at + step + 1
        if at + step < len(words) and words[at + step - 1].text in table("places")["kinds"] and _capital(words, at + step):
            return at + step
    return at


def _is_place(words: Sequence[Word], start: int, end: int, before: str) -> bool:
    rules = table("places")
    last, follower = words[end - 1].text, _lower(words, end)
    possessive = last.endswith(("'s", "’s"))
    if possessive or last in rules["not_last"] or words[start].text in rules["not_last"] or follower in {"'", "’"}:
        return False
    if before == "at":
        return words[start].text in rules["at"]
    return before != "around" or not _lower(words, end)[:1].isdigit()


def parties_named(words: Sequence[Word]) -> Iterator[Named]:
    """Yield the parties of a dealing that a stretch names.

    >>> from sayso.claims.words import words_in
    >>> from sayso.model import Span
    >>> text = "Norland signed a contract with Orsk Steel after talks between Norland and Vesturia."
    >>> [name for name, _, _ in parties_named(words_in(text, Span(0, len(text))))]
    ['Orsk Steel', 'Norland', 'Vesturia']
    """
    last_dealing = -_DEALING_BEFORE
    for at, word in enumerate(words):
        if word.lower in table("dealings")["words"]:
            last_dealing = at
        if word.lower == "with" and at - last_dealing < _DEALING_BEFORE:
            yield from _party(words, at + 1)
        if word.lower == "between":
            yield from _pair(words, at + 1)


def _pair(words: Sequence[Word], at: int) -> Iterator[Named]:
    first = list(_party(words, at))
    joint = first[0][2] if first else len(words)
    if _lower(words, joint) == "and":
        second = list(_party(words, joint + 1))
        if second:
            yield first[0]
            yield second[0]


def _party(words: Sequence[Word], at: int) -> Iterator[Named]:
    start = at + (_lower(words, at) == "the")
    end = _name_end(words, start)
    months = table("places")["not_last"][table("places")["not_last"].index("January") :]
    if end > start and words[end - 1].text not in months and not words[end - 1].text.endswith(("'s", "’s")):
        yield _shown(words, start, end), start, end


def _name_end(words: Sequence[Word], start: int) -> int:
    """Return the word after a capitalised name; "of" and the like count inside only."""
    end = start
    for place in range(start, min(len(words), start + _LONGEST)):
        if _capital(words, place):
            end = place + 1
        elif words[place].lower not in _INSIDE or place == start:
            break
    return end


def _capital(words: Sequence[Word], at: int) -> bool:
    return at < len(words) and words[at].text[0].isupper()


def _shown(words: Sequence[Word], start: int, end: int) -> str:
    text = words[start].text
    for before, word in zip(words[start : end - 1], words[start + 1 : end], strict=True):
        text += (" " if word.start > before.end else "") + word.text
    known = find(text)
    return known.country if known and known.kind == "name" else text


def _lower(words: Sequence[Word], at: int) -> str:
    return words[at].lower if 0 <= at < len(words) else ""
