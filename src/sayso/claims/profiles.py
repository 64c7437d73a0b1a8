"""What a pile of articles says of each person: descriptions of one full name pooled, so that who is introduced once is known everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sayso.model import Naming, Statement

__all__ = ["SPEAKS_FOR", "last_word", "profiles_of"]

SPEAKS_FOR = re.compile(
    r"\b(?:spokes\w+|officials?|executives?|commissioner|presiden(?:t|cy|tial)|chair\w*|chief|head|director|leader\w*|secretary|minister\w*|"
    r"ministry|government|office|lawyers?|attorneys?|agents?|representatives?|envoys?|ambassadors?|consul\w*|managers?|founder|owner|"
    r"aides?|advis[eo]rs?|sources?|statement|source|commander|general|marshal|captain|admiral|deputy|negotiators?|authorities|board|"
    r"press office|embassy|member of|chancellor|premier|mayor|governor|king|queen|emir|bishop|archbishop|councillors?|superintendent|"
    r"officers?|inspector|colonel|brigadier)\b",
    re.IGNORECASE,
)
"""Words for who speaks for a body."""
_TITLE_BEFORE = re.compile(r"(?:[\w’'-]+ ){1,8}$")
_APPOSITION = re.compile(r",\s+([^,.;:()\n]{3,90})[,.;]")
_WINDOW = 80
"""Characters before a name in which its title stands."""
_PERSON = re.compile(r"(?:[A-Z][\w.'’-]+ ){1,3}[A-Z][\w'’-]+")


def last_word(name: str) -> str:
    """Return the last word of a name, under which a surname alone finds it.

    >>> last_word("Ilse Maren")
    'Maren'
    """
    return name.rsplit(maxsplit=1)[-1] if name.split() else ""


def profiles_of(statements: Iterable[Statement], texts: Iterable[str]) -> dict[str, str]:
    """Pool what the pile says of each named source under its last word, so that a surname alone finds it.

    Whoever speaks in one article may be introduced in another, where he only stands by: titles before a full name and appositions behind
    it count wherever the name stands.
    """
    pooled: dict[str, set[str]] = {}
    names: set[str] = set()
    for statement in statements:
        source = statement.source
        name = source.name or source.text
        parts = [part for part in source.described.split(" | ") if part]
        if source.naming in {Naming.NAMED, Naming.OFFICE}:
            names.update(match.group() for match in _PERSON.finditer(name))
            if parts:
                pooled.setdefault(last_word(name), set()).update(parts)
        for part in parts:
            # "Vesturia's minister, Ilse Maren, said": the office is the source and the person its apposition.
            if _PERSON.fullmatch(part) and SPEAKS_FOR.search(source.text):
                pooled.setdefault(last_word(part), set()).add(source.text)
    for text in texts:
        for name, introduced in _introductions(text, names):
            pooled.setdefault(last_word(name), set()).add(introduced)
    return {name: " | ".join(sorted(described)) for name, described in sorted(pooled.items())}


def _introductions(text: str, names: set[str]) -> Iterator[tuple[str, str]]:
    """Yield each known person whom a text introduces, with the title before the name or the apposition behind it."""
    for match in _PERSON.finditer(text):
        words = match.group().split(" ")
        # The longest known ending, so that a title in capitals before the name is no part of it and the order of a set tells nothing.
        name = next((ending for place in range(len(words)) if (ending := " ".join(words[place:])) in names), None)
        if name is None:
            continue
        start = match.end() - len(name)
        behind = _APPOSITION.match(text, match.end())
        for found in (_title_before(text, start), behind.group(1) if behind else ""):
            if SPEAKS_FOR.search(found):
                yield name, found.strip()


def _title_before(text: str, start: int) -> str:
    """Return the title that leads up to the name at `start`; empty where a verb does ("Norland's minister thanked Ilse Maren")."""
    found = _TITLE_BEFORE.search(text, max(0, start - _WINDOW), start)
    words = found.group().split() if found else []
    leads_up = bool(words) and (words[-1][0].isupper() or SPEAKS_FOR.fullmatch(words[-1]) is not None)
    return found.group() if found and leads_up else ""
