"""Who counts as the same speaker: one named person or office is one origin, however often and by whomever repeated.

A person is known by the last word of the name, so that "Ilse Maren", "Minister Maren" and "Maren" are one voice. That may join two
people of one surname who support one claim: the count of origins then errs on the low side, which is the safe one.
"""

from __future__ import annotations

import re

from sayso.countries import find
from sayso.model import Naming, Source

__all__ = ["RELEASES", "is_generic_media", "is_identified", "is_on_record", "is_release", "name_key", "named_outlet", "speaker_key"]

_WORDS = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_LEADING = frozenset({"the", "a", "an", "its", "their", "his", "her", "our"})
_SUFFIXES = frozenset({"jr", "jnr", "sr", "snr", "ii", "iii", "iv"})
_DESCRIBED = re.compile(r"^(?:(?:the|a|an)\s+)?(?:[a-z][\w-]*\s+){1,3}(?=[A-Z][\w’'-]*(?:\s|$))")
"""Common nouns before a proper name: "the watchdog group Clean Quays" and "Clean Quays" are one body."""
_MEDIA_WORDS = frozenset(
    "media press report reports newspaper newspapers outlet outlets channel channels agency agencies website websites journalists reporters"
    " rumours rumors coverage broadcasters portals papers".split()
)
_COLLECTIVE = frozenset(
    "media press reports newspapers outlets channels agencies websites journalists reporters rumours rumors coverage broadcasters portals"
    " papers".split()
)
RELEASES = frozenset("release releases statement statements communique communiqué communiqués handout readout bulletin".split())
"""Papers that an office gives out and that have no name of their own."""
_OF_WHOM = re.compile(r"[,;]|\s(?:by|from|of|on|about|in|to|issued|released|published|posted|sent)\b")
_NOT_GIVEN_OUT = re.compile(
    r"\b(?:leaked|draft|purported|alleged|unsigned|unpublished|unverified|internal|confidential|secret)\b", re.IGNORECASE
)
_VAGUE = frozenset("reports media some several many other local a an one another".split())
_ONE_REPORT = frozenset("report newspaper article story channel website broadcast interview account".split())


def name_key(name: str) -> str:
    """Return the name of an office or outlet in the form in which two spellings are equal.

    >>> name_key("The Harbour Gazette"), name_key("harbour-gazette")
    ('harbourgazette', 'harbourgazette')
    """
    words = _WORDS.findall(name.casefold())
    while len(words) > 1 and words[0] in _LEADING:
        words = words[1:]
    return "".join(re.sub(r"[^\w]|'s$|’s$", "", word) for word in words)


def speaker_key(source: Source) -> str:
    """Return what stands for the speaker: the surname of a named person, otherwise the words of the office.

    >>> speaker_key(Source("Minister Ilse Maren", Naming.NAMED)), speaker_key(Source("she", Naming.NAMED, name="Maren"))
    ('maren', 'maren')
    >>> speaker_key(Source("the foreign ministry", Naming.OFFICE))
    'foreignministry'
    >>> speaker_key(Source("the watchdog group Clean Quays", Naming.OFFICE)) == speaker_key(Source("Clean Quays", Naming.OFFICE))
    True
    """
    name = source.name or source.text
    if source.naming is not Naming.NAMED:
        return name_key(_DESCRIBED.sub("", name))
    person = name.split(",")[0].split("(")[0]
    capitalised = [word for word in _WORDS.findall(person) if not word[0].islower()]
    kept = [word for word in capitalised if word.casefold().rstrip(".") not in _SUFFIXES]
    return name_key(kept[-1]) if kept else name_key(name)


def is_identified(source: Source) -> bool:
    """Return whether the source is a named person or an office, so that two statements can be told to be one voice.

    >>> is_identified(Source("Ilse Maren", Naming.NAMED)), is_identified(Source("sources", Naming.UNNAMED))
    (True, False)
    """
    return source.naming in (Naming.NAMED, Naming.OFFICE)


def is_on_record(source: Source, party: str | None = None) -> bool:
    """Return whether somebody answers for the words: a named person, an office, a paper that an office gives out, or a party's own page.

    >>> is_on_record(Source("the ministry's news release", Naming.DOCUMENT)), is_on_record(Source("a leaked memo", Naming.DOCUMENT))
    (True, False)
    """
    return is_identified(source) or is_release(source) or (party is not None and source.naming is Naming.SELF)


def is_release(source: Source) -> bool:
    """Return whether the source is a paper that is given out to be quoted; one that got out otherwise, or is not final, is none.

    >>> [is_release(Source(words, Naming.DOCUMENT)) for words in ("a statement by the ministry", "a draft statement", "a letter")]
    [True, False, False]
    """
    words = source.text or source.name or ""
    given_out = source.naming is Naming.DOCUMENT and not _NOT_GIVEN_OUT.search(words)
    return given_out and not RELEASES.isdisjoint(_OF_WHOM.split(words, maxsplit=1)[0].casefold().split()[-1:])


def is_generic_media(name: str) -> bool:
    """Return whether the words name no outlet, such as "Vesturian media" or "earlier reports".

    >>> is_generic_media("Vesturian media"), is_generic_media("several news reports"), is_generic_media("the Harbour Gazette")
    (True, True, False)
    """
    return named_outlet(name) is None


def named_outlet(words: str) -> str | None:
    """Return the outlet that some words name, without the word for what it is, or None where they name none.

    >>> [named_outlet(words) for words in ("the Harbour Gazette report", "state media Far Post and officials", "a Vesturian newspaper")]
    ['Harbour Gazette', 'Far Post', None]
    """
    found = _WORDS.findall(words)
    plain = [word.casefold() for word in found]
    if not found or plain[-1] in _COLLECTIVE or plain[0] in _VAGUE:
        return None
    start = next((place for place, word in enumerate(found) if not word[0].islower() and plain[place] not in _LEADING), 0)
    inner = [place for place, word in enumerate(plain[:-1]) if word in _MEDIA_WORDS and place and found[place + 1][0].isupper()]
    if inner and found[inner[-1]][0].islower():
        # "state media Sputnik and senior officials": the name stands behind the word for what it is.
        start = inner[-1] + 1
        found = found[: next((place for place in range(start, len(found)) if found[place][0].islower()), len(found))]
    end = len(found)
    while end > start and plain[end - 1] in _ONE_REPORT:
        end -= 1
    kept = [re.sub(r"['’]s?$", "", word) for word in found[start:end]]
    if not kept or all(word.casefold() in _MEDIA_WORDS | _LEADING for word in kept):
        return None
    described = end < len(found)
    return None if described and (not all(word[0].isupper() for word in kept) or _is_nationality(kept)) else " ".join(kept)


def _is_nationality(words: list[str]) -> bool:
    """One adjective of a country, or what looks like one."""
    return len(words) == 1 and (find(words[0]) is not None or words[0].casefold().endswith(("ian", "ish", "ese")))
