"""Which of a claim's parties speaks, if any.

A party speaks through its officials, ministries, embassies and spokespeople, and through unnamed people placed inside it ("sources
in Moscow"). People close to it, its supporters and critics, experts on it and media are not the party. What an article does not say
of a speaker another may (`sayso.claims.profiles`). Where nothing places a speaker, the party is left open (None).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sayso.claims.party_names import BODIES, kind_of, office_of, pattern_of
from sayso.claims.profiles import SPEAKS_FOR, last_word, profiles_of
from sayso.countries import aliases as country_aliases
from sayso.countries import find as find_country
from sayso.countries import mentioned as mentioned_countries
from sayso.model import Naming, Source, Statement

__all__ = ["PartyIndex", "build_party_index"]

_NOT_THE_PARTY = re.compile(
    r"\b(?:close to|supporters?|critics?|opponents?|opposition|analysts?|experts?|scholars?|professors?|media|"
    r"press(?! (?:office|secretary|service|officer|man|woman|chief|statement|release))|newspapers?|outlets?|"
    r"broadcasters?|reporters?|journalists?|correspondents?|residents?|families|family of|parents?|relatives|victims?|protesters?|"
    r"former|ex-|observers?|alleged|self-proclaimed|claiming to|purported|fans?|players?|users?|readers?|lawmakers?|"
    r"congress(?:man|woman)|senators?|rep\.|historians?)\b",
    re.IGNORECASE,
)
_GOVERNMENT = re.compile(
    r"\b(?:government|ministry|minister|military|army|air force|navy|defen[cs]e|police|presiden(?:t|cy|tial)|prime minister|"
    r"officials?|embassy|ambassador|envoy|consul|foreign office|state department|administration|cabinet|chancellor|premier|"
    r"secretary of state|foreign secretary|"
    r"chief of (?:defen[cs]e )?staff|air marshal|general|spokes\w+)\b",
    re.IGNORECASE,
)
_OF_A_STATE = re.compile(
    r"\b(?:government|ministry|ministers?|military|army|air force|navy|police|prime minister|embassy|ambassador|consul|foreign office|"
    r"state department|cabinet|chancellor|premier|secretary of state|foreign secretary)\b",
    re.IGNORECASE,
)
"""Offices that no company, union or single person has."""
_OF_A_COMPANY = re.compile(
    r"\b(?:chief executive|ceo|chair(?:man|woman|person)?|managing director|general manager|company secretary|board|director|"
    r"(?:finance|financial|operating|technical|medical) (?:chief|officer|director))\b",
    re.IGNORECASE,
)
"""Offices that no state has."""
_HEADED_BY = re.compile(
    r"the (chancellor|president|premier|prime minister|king|queen|emir|sultan|governor|mayor|chief executive|chairman|chairwoman|director|"
    r"commissioner|archbishop|bishop|general secretary|coach)",
    re.IGNORECASE,
)
_RANKS = (
    (re.compile(r"\bpolice\b", re.IGNORECASE), re.compile(r"\b(?:superintendent|inspector|sergeant|constable|detective)\b", re.IGNORECASE)),
    (re.compile(r"\bcouncil\b", re.IGNORECASE), re.compile(r"\b(?:councillor|alderman|town clerk|mayor)\b", re.IGNORECASE)),
    (
        re.compile(r"\b(?:diocese|church)\b", re.IGNORECASE),
        re.compile(r"\b(?:bishop|archbishop|archdeacon|canon|vicar-general)\b", re.IGNORECASE),
    ),
)
"""Kinds of body and the ranks of those who speak for them."""
_PRESS = re.compile(r"\b(?:news|times|post|gazette|herald|tribune|daily|wire|radio|tv|today|standard|echo|mail|sun|star)\b", re.IGNORECASE)
_PAGE_OF = re.compile(
    r"\b(?:the|of|and|press (?:office|service|centre|release)|newsroom|communications|official|website|office|statement)\b", re.IGNORECASE
)
_LETTER = re.compile(r"[^\W\d_]")
_FOLLOWING = re.compile(r"(?:['’]s?)?\s+([a-z][\w-]*(?:\s+[a-z][\w-]*)?)")
_POSSESSIVE = re.compile(r"['’]s?\b|['’](?=\s)")
_OF_ANOTHER = re.compile(r"\b(?:for|of|from|at|with) (?:the )?[A-Z]")
"""A spokesman for somebody by name is not the bare spokesman of whom was last spoken."""
_BARE_BODY = re.compile(r"the (\w+)")
_RULED = r"(?:['’]s?)? (?:[\w-]+ ){0,2}(?:ministers?|ministry|government|army|parliament|embassy|ambassador)\b"
"""Behind a name: what only a state has."""
_OURS = frozenset("we our i it".split())
_NAMED_WITHIN = 400
"""Characters before an office without a name in which the body that it is of is named. Set by reason: the sentence and two before it."""
_SAME_VOICE = re.compile(r"(?:the|this|that) (?:same )?(?:sources?|diplomat|person)\b", re.IGNORECASE)
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


@dataclass(frozen=True, slots=True)
class PartyIndex:
    """The words that stand for each party of one claim, and what the pile says of each full name."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    """(party, its names as one pattern)."""
    profiles: Mapping[str, str]
    """Last word of a name -> every description that the pile gives of it."""
    states: tuple[str, ...]
    """The parties that are states; a bare "government" can only be one of them."""
    kinds: tuple[tuple[str, re.Pattern[str]], ...] = ()
    """(party, the kind of body in its name as texts use it): "the council" for Oster Council."""
    offices: tuple[tuple[str, re.Pattern[str]], ...] = ()
    """(party, the ministry that it is or heads, or its title): "the interior ministry", "the archbishop"."""
    ruled: frozenset[str] = frozenset()
    """The parties of whose minister, army or parliament the texts tell."""

    @property
    def governed(self) -> tuple[str, ...]:
        """The parties that may have a ministry: states, and what may be one by a name of one word or of an office."""
        alike = (party for party, _ in self.patterns if len(party.split()) == 1 or _GOVERNMENT.search(party))
        return tuple(dict.fromkeys((*self.states, *alike)))

    def parties_of(self, source: Source) -> tuple[str | None, ...]:
        """Return the parties that a source speaks for: one, two that speak together ("both sides"), or (None,)."""
        if source.naming in {Naming.SELF, Naming.MEDIA}:
            return self._own_page(source)
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
        return (
            self._best(said)
            or _only(self.offices, source.text)
            or self._of_kind(source.text, source.name or "")
            or self._described(source)
            or self._of_office(source)
            or self._generic(source.text)
        )

    def _own_page(self, source: Source) -> tuple[str | None, ...]:
        """Return the parties whose own page an article is: its outlet bears their names, or is an office of the state that is the party."""
        outlet = (source.name or "").strip()
        if source.naming is not Naming.SELF or not outlet or _PRESS.search(outlet):
            return (None,)
        named = tuple(party for party, pattern in self.patterns if pattern.search(outlet))
        if not named:
            return (_only(self.offices, outlet),)
        rest = outlet
        for _, pattern in self.patterns:
            rest = pattern.sub("", rest)
        whole = not _LETTER.search(_PAGE_OF.sub("", rest))
        office = len(named) == 1 and named[0] in self.governed and _OF_A_STATE.search(rest)
        return named if whole or office else (None,)

    def _whole(self, said: str) -> str | None:
        """Return the party whose name of several words, such as "Family of Olaf Brandt", stands in full in the source."""
        spelt = said.casefold()
        named = [party for party, _ in self.patterns if len(party.split()) > 2 and party.casefold() in spelt]
        return named[0] if len(named) == 1 else None

    def in_context(self, sources: Sequence[Source], text: str = "") -> list[tuple[str | None, ...]]:
        """Return the parties of an article's sources in order; a bare "ministry" or "spokesman" is the one last heard of.

        The party last placed by name in the same article lends itself to the voices of offices that follow it, but not to those of a state
        that is no party; where none was heard, the party last named in the article's text does. On a party's own page "we" is the party.
        """
        found: list[tuple[str | None, ...]] = []
        last: str | None = None
        own = next((parties for source in sources if (parties := self._own_page(source)) != (None,)), (None,))
        for source in sources:
            parties = self.parties_of(source)
            if parties == (None,) and _speaks_for_page(source):
                parties = own
            if parties == (None,):
                parties = (self._heard(source, last, text),)
            elif len(parties) == 1 and parties[0] is not None:
                last = parties[0]
            found.append(parties)
        return found

    def _heard(self, source: Source, last: str | None, text: str) -> str | None:
        """Return the party last heard of, or else last named, whose voice an office without a name is; None where it is no such office."""
        described = self._known_as(source)
        follows = _GOVERNMENT.search(described) or _OF_A_COMPANY.search(described) or _SAME_VOICE.match(source.text)
        if not follows or source.naming is Naming.MEDIA or _NOT_THE_PARTY.search(described) or self._of_another_body(source):
            return None
        if last is not None:
            return last if self._may_have(last, described) else None
        return self._named_before(source, text, described)

    def _named_before(self, source: Source, text: str, described: str) -> str | None:
        """Return the party that the text names last before a source, if it may have such a voice."""
        if source.span is None or not _OF_A_COMPANY.search(described):
            return None
        before = text[max(0, source.span.start - _NAMED_WITHIN) : source.span.start]
        named = [
            (_PLACED_AFTER.search(before[: match.start()]) is None, match.end(), party)
            for party, pattern in self.patterns
            for match in pattern.finditer(before)
            if self._may_have(party, described)
        ]
        return max(named)[2] if named else None

    def _known_as(self, source: Source) -> str:
        """Return a source's words with what its article says of it or, where that says nothing, what the pile says."""
        pooled = "" if source.naming is Naming.OFFICE else self.profiles.get(last_word(source.name or source.text), "")
        described = source.described or pooled
        return f"{source.text} {source.name or ''} {described}"

    def _may_have(self, party: str | None, described: str) -> bool:
        """Tell whether a party may have such a voice: a ministry only a state, or what may be one by a name of one word or of an office."""
        if party is None or ((party in self.states or party in self.ruled) and _OF_A_COMPANY.search(described)):
            return False
        return party in self.governed or not _OF_A_STATE.search(described)

    def _of_another_body(self, source: Source) -> bool:
        """Tell whether a speaker's words name another body, or words or descriptions an office of a state that is no party of the claim."""
        if _OF_ANOTHER.search(source.text):
            return True
        parts = (source.text, *source.described.split(" | "), *self.profiles.get(last_word(source.name or source.text), "").split(" | "))
        ours = {place.country for party in self.states if (place := find_country(party))}
        named = {place.country for part in parts if _GOVERNMENT.search(part) for _, place in mentioned_countries(part)}
        return bool(named) and not named & ours

    def mentioned(self, text: str) -> frozenset[str]:
        """Return the parties that a text names."""
        return frozenset(party for party, pattern in self.patterns if pattern.search(text))

    def _described(self, source: Source) -> str | None:
        pooled = self.profiles.get(last_word(source.name or source.text), "")
        for described in (source.described, pooled):
            party = self._most_described(described)
            if party:
                return party
        return self._generic(source.described) if _GOVERNMENT.search(source.described) else None

    def _most_described(self, described: str) -> str | None:
        """Return the party that most of the descriptions place somebody in; None where two tie."""
        parts = [part for part in described.split(" | ") if SPEAKS_FOR.search(part) and not _NOT_THE_PARTY.search(part)]
        found = Counter(party for part in parts if (party := self._best(part) or _only(self.offices, part) or self._of_kind(part)))
        ranked = found.most_common(2)
        return ranked[0][0] if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]) else None

    def _of_kind(self, *said: str) -> str | None:
        """Return the party that "the council" or "the council's engineer" means: the only one whose name says that it is such a body."""
        found = {
            party
            for party, pattern in self.kinds
            if any(pattern.match(words) or (SPEAKS_FOR.search(words) and pattern.search(words)) for words in said)
        }
        found |= {party for party, _ in self.patterns if any(_ranks(party, words) for words in said)}
        return found.pop() if len(found) == 1 else None

    def _of_office(self, source: Source) -> str | None:
        """Return the party whose head of that office the pile knows: "the chancellor", where only Vesturia's is told of."""
        office = _HEADED_BY.fullmatch(source.text.strip())
        if office is None:
            return None
        parts = {part for described in self.profiles.values() for part in described.split(" | ") if office.group(1).lower() in part.lower()}
        found = {party for part in parts if (party := self._best(part))}
        return found.pop() if len(found) == 1 else None

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


def _only(patterns: Sequence[tuple[str, re.Pattern[str]]], said: str) -> str | None:
    """Return the only party that one of the patterns finds in a text."""
    found = {party for party, pattern in patterns if pattern.search(said)}
    return found.pop() if len(found) == 1 else None


def _is_its_voice(following: str) -> bool:
    """Tell whether the words behind an organisation's or person's name leave it the speaker: "the Tour spokesman", not "a Tour golfer"."""
    noun = _FOLLOWING.match(following)
    return noun is None or (SPEAKS_FOR.search(noun.group(1)) or _OF_A_STATE.search(noun.group(1))) is not None


def _speaks_for_page(source: Source) -> bool:
    """Tell whether a source that no name places is whoever writes the page: nobody named, "we", "it"."""
    text = source.text.casefold()
    if text.startswith("our "):
        return True
    body = _BARE_BODY.fullmatch(text)
    bare = body is not None and body.group(1) in BODIES and (source.name or "").casefold() in {"", text, body.group(1)}
    return source.naming in {Naming.UNNAMED, Naming.OFFICE} and (not text or text in _OURS or bare)


def _ranks(party: str, words: str) -> bool:
    """Tell whether words hold a rank that only such a body has, as a councillor's of a council."""
    return any(kind.search(party) and ranks.search(words) for kind, ranks in _RANKS)


def build_party_index(
    parties: Sequence[str], statements: Iterable[Statement], texts: Sequence[str], profiles: Mapping[str, str] | None = None
) -> PartyIndex:
    """Return the index of one claim's parties over a pile of statements and article texts.

    `profiles` are those of `profiles_of`, where several claims of one pile share them.
    """
    patterns = tuple((party, pattern_of(party, texts)) for party in parties)
    states = tuple(party for party in parties if country_aliases(party.strip()))
    kinds = tuple((party, pattern) for party in parties if party not in states and (pattern := kind_of(party, texts)))
    known = profiles_of(statements, texts) if profiles is None else profiles
    bodies = {*states, *(party for party, _ in kinds), *(party for party in parties if len(party.split()) == 1)}
    told = {party: known.get(last_word(party), "") if party not in bodies else "" for party in parties}
    offices = tuple((party, pattern) for party in parties if (pattern := office_of(party, told[party])))
    ruled = frozenset(party for party, pattern in patterns if len(party.split()) == 1 and _is_ruled(pattern, texts))
    return PartyIndex(patterns, known, states, kinds, offices, ruled)


def _is_ruled(pattern: re.Pattern[str], texts: Sequence[str]) -> bool:
    told = re.compile(pattern.pattern + _RULED)
    return any(told.search(text) for text in texts)
