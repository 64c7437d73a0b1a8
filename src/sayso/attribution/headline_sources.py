"""Who `Minister` is in `Minister denies contract`: a headline names people by less than their names, and the lead says who they are.

The reading from front to end (`reading.py`) has nothing before a headline to go by. So its sources are read last, against those of the
paragraphs below: the first paragraph in which anybody goes by that word decides, if it means one source by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.attribution.grammar import DETERMINERS, PREPOSITIONS
from sayso.attribution.naming import BODY_WORDS, head
from sayso.countries import find
from sayso.model import Naming, Source, Span
from sayso.text import overlap

__all__ = ["told_below"]

_OUTLETS = frozenset("newspaper paper daily weekly magazine tabloid broadcaster channel network outlet".split())
"""Words for an outlet; the lead has its name and seldom the word."""
_FIRMS = frozenset("company firm bank airline carrier operator manufacturer maker retailer insurer chain club charity".split())
"""Words for bodies whose names need not say what they are."""
_UNNAMED = frozenset("source sources insider insiders".split())
"""Words for those whom an outlet does not name; the lead tells how near they are: `two people familiar with the talks`."""
_SPOKESPERSONS = frozenset("spokesman spokeswoman spokesperson".split())
_STEM = 4
"""Letters that two words share at least, and fewer than which one is longer, to be a place and what is of it."""
_DEPTH = 4
"""Paragraphs below the headline that are looked at: the lead, and what follows where the lead quotes nobody; set by judgement."""


def told_below(sources: Sequence[Source], title: Span | None, paragraphs: Sequence[int]) -> tuple[Source, ...]:
    """Return the sources of an article with those of its headline told by the paragraphs below; `paragraphs` numbers that of each source.

    >>> minister, maren = Source("Minister", Naming.OFFICE, Span(0, 8)), Source("the minister", Naming.NAMED, Span(30, 42), "Ilse Maren")
    >>> [source.name for source in told_below([minister, maren], Span(0, 24), [0, 1])]
    ['Ilse Maren', 'Ilse Maren']
    """
    if title is None:
        return tuple(sources)
    above = [source.span is not None and overlap(source.span, title) > 0 for source in sources]
    below = [pair for pair, on_top in zip(zip(paragraphs, sources, strict=True), above, strict=True) if pair[1].name and not on_top]
    return tuple(_told(source, below) if on_top else source for source, on_top in zip(sources, above, strict=True))


def _told(source: Source, below: Sequence[tuple[int, Source]]) -> Source:
    if source.naming is Naming.NAMED or not source.text:
        return source
    fitting = [(paragraph, one) for paragraph, one in below if paragraph <= _DEPTH and _fits(source.text, one)]
    first = [one for paragraph, one in fitting if paragraph == fitting[0][0]]
    if len({one.name for one in first}) != 1 or (first[0].name or "").casefold() == source.text.casefold():
        return source
    described = dict.fromkeys(piece for one in (source, first[0]) for piece in one.described.split(" | ") if piece)
    return replace(source, naming=first[0].naming, name=first[0].name, described=" | ".join(described), open_reason="")


def _fits(words: str, below: Source) -> bool:
    """Whether a source goes by the words of a headline: by its main word and all that says which, or by a name of that kind."""
    main = head(words)
    if main in _OUTLETS:
        return below.naming is Naming.MEDIA and _is_name(below.name or "")
    if main in _UNNAMED and len(words.split()) == 1 and below.naming is Naming.UNNAMED:
        return not _is_name(below.name or "")
    called = [below.text, below.name or "", *below.described.split(" | ")]
    alike = _SPOKESPERSONS if main in _SPOKESPERSONS else {main}
    if any(head(piece) in alike for piece in called if piece):
        held = _content(" ".join(called))
        return all(any(_same(word, other) for other in held) for word in _content(words) - alike)
    return main in _FIRMS and len(words.split()) == 1 and _may_be_firm(below)


def _may_be_firm(source: Source) -> bool:
    name = source.name or ""
    other = head(name) in BODY_WORDS - _FIRMS or find(name) is not None
    return source.naming in (Naming.UNNAMED, Naming.OFFICE) and _is_name(name) and not other


def _is_name(words: str) -> bool:
    return words != "" and all(word[0].isupper() for word in words.split())


def _same(one: str, other: str) -> bool:
    """Whether two words are one, or a place and what is of it: `norland` and `norlandic`."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) > _STEM and len(long) - len(short) < _STEM and long.startswith(short))


def _content(words: str) -> frozenset[str]:
    """The words that say which, in lower case; a country and what is of it are one."""
    bare = [word.removesuffix("'s").removesuffix("’s").strip("'’,.") for word in words.split()]
    places = {word: find(word) for word in bare}
    told = frozenset((place.country if (place := places[word]) else word).lower() for word in bare)
    return told - DETERMINERS - PREPOSITIONS
