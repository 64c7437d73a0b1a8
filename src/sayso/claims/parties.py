"""Which of a claim's parties speaks, if any.

A party speaks through its officials, ministries, embassies and spokespeople, and through unnamed people placed inside it ("sources
in Moscow"). People close to it, its supporters and critics, experts on it and media are not the party. What an article does not say
of a speaker another may: descriptions of one full name are pooled over the whole pile, so that a minister introduced by one article
is known in the next. Where nothing places a speaker, the party is left open (None).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sayso.countries import aliases as country_aliases
from sayso.model import Naming, Source, Statement

__all__ = ["PartyIndex", "build_party_index", "party_names"]

_NOT_THE_PARTY = re.compile(
    r"\b(?:close to|supporters?|critics?|opponents?|opposition|analysts?|experts?|scholars?|professors?|media|newspapers?|outlets?|"
    r"broadcasters?|reporters?|journalists?|correspondents?|residents?|families|family of|parents?|relatives|victims?|protesters?|"
    r"former|ex-|observers?|alleged|self-proclaimed|claiming to|purported|fans?|players?|users?|readers?|lawmakers?|"
    r"congress(?:man|woman)|senators?|rep\.|historians?)\b",
    re.IGNORECASE,
)
_GOVERNMENT = re.compile(
    r"\b(?:government|ministry|minister|military|army|air force|navy|defen[cs]e|police|presiden(?:t|cy|tial)|prime minister|"
    r"officials?|embassy|ambassador|envoy|consul|foreign office|state department|administration|cabinet|"
    r"chief of (?:defen[cs]e )?staff|air marshal|general|spokes\w+)\b",
    re.IGNORECASE,
)
_SPEAKS_FOR = re.compile(
    r"\b(?:spokes\w+|officials?|executives?|commissioner|presiden(?:t|cy|tial)|chair\w*|chief|head|director|leader\w*|secretary|minister\w*|"
    r"ministry|government|office|lawyers?|attorneys?|agents?|representatives?|envoys?|ambassadors?|consul\w*|managers?|founder|owner|"
    r"aides?|advis[eo]rs?|sources?|statement|source|commander|general|marshal|captain|admiral|deputy|negotiators?|authorities|board|"
    r"press office|embassy|member of)\b",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(r"(?:['’]s?)?\s+([a-z][\w-]*(?:\s+[a-z][\w-]*)?)")
_JOINT = re.compile(r"\band\b|\bboth\b", re.IGNORECASE)
_ORGANISATION = re.compile(
    r"^(?:the|this|that)\s+(?:[\w-]+\s+)?(?:group|organi[sz]ation|company|firm|agency|department|league|tour|union|club|party|sect|militants?|"
    r"insurgents?|rebels?|movement|association|federation|bank|church|university)(?:['’]s\s+\w+)?",
    re.IGNORECASE,
)
_PLACED_AFTER = re.compile(r"\b(?:to|with|for|on|against|about|towards?|in|at|from|by)\s+(?:the\s+)?$", re.IGNORECASE)
_ACRONYM = re.compile(r"((?:[A-Z][\w’'-]+(?: (?:of|the|and|for|in))? ){1,6}[A-Z]?[\w’'-]*)\s?\(([A-Z][A-Za-z]{1,7})\)")
_SMALL_WORDS = frozenset("of the and for in".split())


@dataclass(frozen=True, slots=True)
class PartyIndex:
    """The words that stand for each party of one claim, and what the pile says of each full name."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    """(party, its names as one pattern)."""
    profiles: Mapping[str, str]
    """Last word of a name -> every description that the pile gives of it."""
    states: tuple[str, ...]
    """The parties that are states; a bare "government" can only be one of them."""

    def party_of(self, source: Source) -> str | None:
        """Return the party that a source speaks for, or None where it is no party or cannot be told.

        Two parties that speak together are neither one nor the other.
        """
        if source.naming in {Naming.SELF, Naming.MEDIA}:
            return None
        said = f"{source.text} {source.name or ''}"
        if _NOT_THE_PARTY.search(said) or (_JOINT.search(source.text) and len(self.mentioned(source.text)) > 1):
            return None
        return self._best(said) or self._described(source) or self._generic(said)

    def mentioned(self, text: str) -> frozenset[str]:
        """Return the parties that a text names."""
        return frozenset(party for party, pattern in self.patterns if pattern.search(text))

    def _described(self, source: Source) -> str | None:
        pooled = self.profiles.get(_last_word(source.name or source.text), "")
        for described in (source.described, pooled):
            for part in filter(None, described.split(" | ")):
                party = self._best(part) if _SPEAKS_FOR.search(part) and not _NOT_THE_PARTY.search(part) else None
                if party:
                    return party
        return self._generic(source.described) if _GOVERNMENT.search(source.described) else None

    def _generic(self, said: str) -> str | None:
        """Return the only state for a bare "government", the only organisation for a bare "group"."""
        if len(self.states) == 1 and _GOVERNMENT.search(said):
            return self.states[0]
        others = [party for party, _ in self.patterns if party not in self.states]
        return others[0] if len(others) == 1 and _ORGANISATION.search(said) else None

    def _best(self, text: str) -> str | None:
        """Return the party named first, where a name behind a preposition counts only if no other party stands freely."""
        found = [
            (_PLACED_AFTER.search(text[: match.start()]) is not None, match.start(), party)
            for party, pattern in self.patterns
            for match in pattern.finditer(text)
            if party in self.states or _is_its_voice(text[match.end() :])
        ]
        return min(found)[2] if found else None


def _is_its_voice(following: str) -> bool:
    """Tell whether the words behind an organisation's or person's name leave it the speaker: "the Tour spokesman", not "a Tour golfer"."""
    noun = _FOLLOWING.match(following)
    return noun is None or _SPEAKS_FOR.search(noun.group(1)) is not None


def _last_word(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1] if name.split() else ""


def party_names(party: str, texts: Iterable[str] = ()) -> tuple[str, ...]:
    """Return every name that stands for a party: its own, a country's other words, acronyms spelt out in the texts, a surname.

    >>> party_names("Department of Works", ["the Department of Works (DOW) said"])
    ('Department of Works', 'DOW')
    """
    own = [part.strip() for part in re.split(r"\s*[/;]\s*", party) if part.strip()]
    names = list(own)
    for name in own:
        names.extend(country_aliases(name))
        names.extend(_surname(name))
    names.extend(_acronyms(own, texts))
    return tuple(dict.fromkeys(names))


def _surname(name: str) -> list[str]:
    """Return the last word of a name of two or three capitalised words; organisations of such names answer to it as well."""
    words = name.split()
    capital = all(word[:1].isupper() for word in words)
    return [words[-1]] if 2 <= len(words) <= 3 and capital and len(words[-1]) > 4 and not country_aliases(name) else []


def _acronyms(own: Sequence[str], texts: Iterable[str]) -> list[str]:
    found = set()
    for text in texts:
        for match in _ACRONYM.finditer(text):
            spelt, short = match.group(1).strip(), match.group(2)
            tail = _tail_for(spelt, short)
            if short in own and tail:
                found.add(tail)
            elif tail in own:
                found.add(short)
    return sorted(found)


def _tail_for(spelt: str, short: str) -> str:
    """Return the last words of `spelt` whose initials are the letters of `short`, or an empty string."""
    words = spelt.split()
    for start in range(len(words)):
        tail = words[start:]
        every = "".join(word[0] for word in tail)
        large = "".join(word[0] for word in tail if word.casefold() not in _SMALL_WORDS)
        if tail[0].casefold() not in _SMALL_WORDS and short.casefold() in {every.casefold(), large.casefold()}:
            return " ".join(tail)
    return ""


def build_party_index(parties: Sequence[str], statements: Iterable[Statement], texts: Sequence[str]) -> PartyIndex:
    """Return the index of one claim's parties over a pile of statements and article texts."""
    patterns = tuple((party, _pattern(party_names(party, texts))) for party in parties)
    states = tuple(party for party in parties if country_aliases(party.strip()))
    return PartyIndex(patterns, _profiles(statements), states)


def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(name) for name in longest_first) + r")(?!\w)")


def _profiles(statements: Iterable[Statement]) -> dict[str, str]:
    """Pool what the pile says of each named source under its last word, so that a surname alone finds it."""
    pooled: dict[str, set[str]] = {}
    for statement in statements:
        source = statement.source
        if source.naming in {Naming.NAMED, Naming.OFFICE} and source.described:
            pooled.setdefault(_last_word(source.name or source.text), set()).update(source.described.split(" | "))
    return {name: " | ".join(sorted(described)) for name, described in sorted(pooled.items())}
