"""Which of a claim's parties speaks, if any.

A party speaks through its officials, ministries, embassies and spokespeople, and through unnamed people placed inside it ("sources
in Moscow"). People close to it, its supporters and critics, experts on it and media are not the party. What an article does not say
of a speaker another may: descriptions of one full name are pooled over the whole pile, so that a minister introduced by one article
is known in the next. Where nothing places a speaker, the party is left open (None).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sayso.countries import aliases as country_aliases
from sayso.countries import find as find_country
from sayso.countries import mentioned as mentioned_countries
from sayso.model import Naming, Source, Statement

__all__ = ["PartyIndex", "build_party_index", "party_names", "profiles_of"]

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
_POSSESSIVE = re.compile(r"['’]s?\b|['’](?=\s)")
_OF_ANOTHER = re.compile(r"\b(?:for|of|from|at|with) (?:the )?[A-Z]")
"""A spokesman for somebody by name is not the bare spokesman of whom was last spoken."""
_TITLE_BEFORE = re.compile(r"(?:[\w’'-]+ ){1,8}$")
_APPOSITION = re.compile(r",\s+([^,.;:()\n]{3,90})[,.;]")
_WINDOW = 80
"""Characters before a name in which its title stands."""
_SAME_VOICE = re.compile(r"(?:the|this|that) (?:same )?(?:sources?|diplomat|person)\b", re.IGNORECASE)
_PERSON = re.compile(r"(?:[A-Z][\w.'’-]+ ){1,3}[A-Z][\w'’-]+")
_JOINT = re.compile(r"\band\b|\bboth\b", re.IGNORECASE)
_BOTH = re.compile(
    r"\b(?:both|the two) (?:sides|countries|governments|nations|parties|capitals|states|ministries|delegations)\b", re.IGNORECASE
)
_ORGANISATION = re.compile(
    r"(?:the|this)\s+(?:[\w-]+\s+)?(?:group|organi[sz]ation|company|firm|agency|department|league|tour|sect|militants?|insurgents?|rebels?|"
    r"movement|association|federation)(?:['’]s\s+(?:leader|head|chief|spokes\w+|president|chairman|chairwoman|director|lawyers?))?",
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

    def parties_of(self, source: Source) -> tuple[str | None, ...]:
        """Return the parties that a source speaks for: one, two that speak together ("both sides"), or (None,)."""
        if source.naming in {Naming.SELF, Naming.MEDIA}:
            return (None,)
        whole = self._whole(f"{source.text} {source.name or ''}")
        if whole is not None or _NOT_THE_PARTY.search(source.text):
            return (whole,)
        named = tuple(party for party, _ in self.patterns if party in self.mentioned(source.text))
        if len(named) == 2 and _JOINT.search(source.text):
            return named
        if len(self.patterns) == 2 and not named and _BOTH.search(source.text):
            return tuple(party for party, _ in self.patterns)
        return (self.party_of(source),)

    def party_of(self, source: Source) -> str | None:
        """Return the one party that a source speaks for, or None where it is no party, more than one, or cannot be told."""
        if source.naming in {Naming.SELF, Naming.MEDIA}:
            return None
        said = f"{source.text} {source.name or ''}"
        if _NOT_THE_PARTY.search(said) or (_JOINT.search(source.text) and len(self.mentioned(source.text)) > 1):
            return None
        return self._best(said) or self._described(source) or self._generic(source.text)

    def _whole(self, said: str) -> str | None:
        """Return the party whose name of several words, such as "Family of Olaf Brandt", stands in full in the source."""
        spelt = said.casefold()
        named = [party for party, _ in self.patterns if len(party.split()) > 2 and party.casefold() in spelt]
        return named[0] if len(named) == 1 else None

    def in_context(self, sources: Sequence[Source]) -> list[tuple[str | None, ...]]:
        """Return the parties of an article's sources in order; a bare "ministry" or "spokesman" is the one last heard of.

        The party last placed by name in the same article lends itself to the government voices that follow it, but not to those of a
        state that is no party.
        """
        found: list[tuple[str | None, ...]] = []
        last: str | None = None
        for source in sources:
            parties = self.parties_of(source)
            described = f"{source.text} {source.name or ''} {source.described}"
            follows = _GOVERNMENT.search(described) or _SAME_VOICE.match(source.text)
            government = source.naming is not Naming.MEDIA and follows and not _NOT_THE_PARTY.search(described)
            if parties == (None,) and government and last is not None and not self._of_another_body(source):
                parties = (last,)
            elif len(parties) == 1 and parties[0] is not None:
                last = parties[0]
            found.append(parties)
        return found

    def _of_another_body(self, source: Source) -> bool:
        """Tell whether a speaker's words name another body, or words or descriptions an office of a state that is no party of the claim."""
        if _OF_ANOTHER.search(source.text):
            return True
        parts = (source.text, *source.described.split(" | "), *self.profiles.get(_last_word(source.name or source.text), "").split(" | "))
        ours = {place.country for party in self.states if (place := find_country(party))}
        named = {place.country for part in parts if _GOVERNMENT.search(part) for _, place in mentioned_countries(part)}
        return bool(named) and not named & ours

    def mentioned(self, text: str) -> frozenset[str]:
        """Return the parties that a text names."""
        return frozenset(party for party, pattern in self.patterns if pattern.search(text))

    def _described(self, source: Source) -> str | None:
        pooled = self.profiles.get(_last_word(source.name or source.text), "")
        for described in (source.described, pooled):
            party = self._most_described(described)
            if party:
                return party
        return self._generic(source.described) if _GOVERNMENT.search(source.described) else None

    def _most_described(self, described: str) -> str | None:
        """Return the party that most of the descriptions place somebody in; None where two tie."""
        parts = [part for part in described.split(" | ") if _SPEAKS_FOR.search(part) and not _NOT_THE_PARTY.search(part)]
        found = Counter(party for party in map(self._best, parts) if party)
        ranked = found.most_common(2)
        return ranked[0][0] if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]) else None

    def _generic(self, said: str) -> str | None:
        """Return the only state for a bare "government", the only organisation for a bare "group"."""
        if len(self.states) == 1 and _GOVERNMENT.search(said):
            return self.states[0]
        others = [party for party, _ in self.patterns if party not in self.states]
        return others[0] if len(others) == 1 and _ORGANISATION.fullmatch(said.strip()) else None

    def _best(self, text: str) -> str | None:
        """Return the party named first, where a name behind a preposition counts only if no other party stands freely.

        An owner gives way to what it owns: in "Norland's rebel group Red Banner" the group speaks.
        """
        found = [
            (
                _PLACED_AFTER.search(text[: match.start()]) is not None,
                match.start(),
                party,
                _POSSESSIVE.match(text, match.end()) is not None,
            )
            for party, pattern in self.patterns
            for match in pattern.finditer(text)
            if party in self.states or _is_its_voice(text[match.end() :])
        ]
        free = sorted(item for item in found if not item[0])
        owned = [item for item in free if not item[3]]
        ranked = (owned if owned and free[0][3] else free) or sorted(found)
        return ranked[0][2] if ranked else None


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


def build_party_index(
    parties: Sequence[str], statements: Iterable[Statement], texts: Sequence[str], profiles: Mapping[str, str] | None = None
) -> PartyIndex:
    """Return the index of one claim's parties over a pile of statements and article texts.

    `profiles` are those of `profiles_of`, where several claims of one pile share them.
    """
    patterns = tuple((party, _pattern(party_names(party, texts), _root(party))) for party in parties)
    states = tuple(party for party in parties if country_aliases(party.strip()))
    return PartyIndex(patterns, profiles_of(statements, texts) if profiles is None else profiles, states)


def _root(party: str) -> str | None:
    """Return the part of a one-word name that its adjective keeps, where no table knows the name: Norland, Norlandic."""
    plain = len(party.split()) == 1 and party[:1].isupper() and not party.isupper() and not country_aliases(party)
    root = party.rstrip("aeiouy")
    return root if plain and len(root) >= 5 else None


def _pattern(names: Sequence[str], root: str | None) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    options = [re.escape(name) for name in longest_first] + ([re.escape(root) + r"\w{0,4}"] if root else [])
    return re.compile(r"(?<!\w)(?:" + "|".join(options) + r")(?!\w)")


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
                pooled.setdefault(_last_word(name), set()).update(parts)
        for part in parts:
            # "Vesturia's minister, Ilse Maren, said": the office is the source and the person its apposition.
            if _PERSON.fullmatch(part) and _SPEAKS_FOR.search(source.text):
                pooled.setdefault(_last_word(part), set()).add(source.text)
    for text in texts:
        for name, introduced in _introductions(text, names):
            pooled.setdefault(_last_word(name), set()).add(introduced)
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
            if _SPEAKS_FOR.search(found):
                yield name, found.strip()


def _title_before(text: str, start: int) -> str:
    """Return the title that leads up to the name at `start`; empty where a verb does ("Norland's minister thanked Ilse Maren")."""
    found = _TITLE_BEFORE.search(text, max(0, start - _WINDOW), start)
    words = found.group().split() if found else []
    leads_up = bool(words) and (words[-1][0].isupper() or _SPEAKS_FOR.fullmatch(words[-1]) is not None)
    return found.group() if found and leads_up else ""
