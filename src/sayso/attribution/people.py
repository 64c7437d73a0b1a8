"""The people of one article: full names, what is said of them anywhere, where they are named, and which words are names at all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sayso.attribution.cast import EMPTY, Cast, cast
from sayso.attribution.grammar import DAYS, DETERMINERS, PREPOSITIONS, QUOTES, Token, is_title
from sayso.attribution.naming import head, is_role, split_name
from sayso.attribution.phrases import SET_OFF, phrase_after, phrase_before
from sayso.attribution.units import Block

__all__ = ["People", "bare", "opens_sentence", "people", "remark_of", "role_of", "words_between"]

_MOST_HOLDERS = 20
"""People who may share a word of their roles before the word is useless for telling them apart."""
_ROLE_REACH = 12
"""Words before the comma before a name in which its role is sought."""
_INSIDE_ROLE = frozenset("of to for at in with".split())
_GOES_ON = frozenset("said says told added wrote asked denied insisted was is were had has will and but or".split())
"""Words after the comma behind a name with which the sentence goes on."""
_BACK = 2
"""Sentences back that `the congressman` may reach for the one person named there; set by judgement."""


@dataclass(frozen=True, slots=True)
class People:
    """The people of an article."""

    roles: Mapping[str, tuple[str, ...]]
    """Full name to what is said of it."""
    surnames: Mapping[str, tuple[str, ...]]
    """Last name to the full names that end in it."""
    places: frozenset[str] = frozenset()
    """Capitalised words that follow `in` somewhere: states and towns that the table of countries does not know."""
    holders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Main word of a role to the full names of which it was used."""

    starts: tuple[int, ...] = ()
    """Where each sentence begins, in order."""
    near: tuple[tuple[int, str], ...] = ()
    """Where each person is named, with the full name, in order."""
    capitals: frozenset[str] = frozenset()
    """Words that have a capital in the middle of a sentence somewhere, headlines in title case left out."""
    common: frozenset[str] = frozenset()
    """Words that stand in lower case somewhere."""
    cast: Cast = EMPTY
    """Every person named, speaker or not, and where."""

    def full(self, name: str) -> str | None:
        """Return the only full name that a name may stand for; None if there are two."""
        if " " in name:
            return name
        found = self.surnames.get(name, ())
        if len(found) > 1:
            return None
        return found[0] if found else name

    def recent(self, place: int) -> tuple[str, ...]:
        """Return the people named before an offset, in its sentence or the two before it, each once."""
        sentence = max(0, bisect_right(self.starts, place) - 1 - _BACK)
        begin = self.starts[sentence] if self.starts else 0
        first = bisect_left(self.near, (begin, ""))
        return tuple(dict.fromkeys(name for _, name in self.near[first : bisect_left(self.near, (place, ""))]))


def people(blocks: Sequence[Block]) -> People:
    """Return the people whom an article names in full, with their roles and appositions."""
    roles: dict[str, list[str]] = {}
    named: list[tuple[int, str]] = []
    for block in blocks:
        for begin, end in _runs(block.tokens):
            start = begin + (end - begin > 1 and block.tokens[begin].lower.endswith("ing") and opens_sentence(block, begin))
            name = _note(block, start, end, roles)
            named.extend([(block.tokens[start].start, name)] if name else [])
    surnames: dict[str, list[str]] = {}
    for name in roles:
        if " " in name and name[0].isalnum():
            surnames.setdefault(name.rsplit(" ", 1)[1], []).append(name)
    merged = _merge_surnames(roles, surnames)
    places = frozenset(after.text for block in blocks for before, after in pairwise(block.tokens) if before.lower == "in" and after.capital)
    common = frozenset(token.text for block in blocks for token in block.tokens if token.word and not token.capital)
    return People(
        roles={name: tuple(found) for name, found in merged.items()},
        surnames={last: tuple(found) for last, found in surnames.items()},
        places=places,
        holders=_holders(merged),
        starts=tuple(sorted(sentence.start for block in blocks for sentence in block.sentences)),
        near=_near(named, surnames, places),
        capitals=frozenset(word for block in blocks for word in _capitals(block)),
        common=common,
        cast=cast(blocks, common, merged),
    )


def _near(named: Iterable[tuple[int, str]], surnames: Mapping[str, Sequence[str]], places: frozenset[str]) -> tuple[tuple[int, str], ...]:
    """Each place where a person is named, by full name; one who shares a surname or is called like a place is passed over."""
    found: list[tuple[int, str]] = []
    for place, name in named:
        owners = [name] if " " in name else surnames.get(name, ())
        if len(owners) == 1 and owners[0].split(" ")[0] not in places:
            found.append((place, owners[0]))
    return tuple(sorted(found))


def _capitals(block: Block) -> Iterable[str]:
    """The words with a capital that no sentence, quotation or colon before them explains."""
    if is_title(block.tokens):
        return
    for index, token in enumerate(block.tokens):
        if token.capital and not opens_sentence(block, index):
            yield bare(token.text)


def opens_sentence(block: Block, index: int) -> bool:
    """Return whether a word owes its capital to its place: first in a sentence, a quotation, or after a dateline or colon."""
    tokens = block.tokens
    while index and not tokens[index - 1].word and tokens[index - 1].text not in (",", ")", "-", "’", "'"):
        if tokens[index - 1].text in QUOTES | {":"}:
            return True
        index -= 1
        if _begins(block, index):
            return True
    return index == 0 or _begins(block, index)


def _begins(block: Block, index: int) -> bool:
    start = block.tokens[index].start
    sentence = bisect_left(block.sentences, start, key=lambda span: span.start)
    unit = bisect_left(block.units, (index, 0))
    return (sentence < len(block.sentences) and block.sentences[sentence].start == start) or (
        unit < len(block.units) and block.units[unit][0] == index
    )


def bare(word: str) -> str:
    """Return a word without the ending of the possessive.

    >>> bare("Orne's")
    'Orne'
    """
    return word.removesuffix("'s").removesuffix("’s").rstrip("'’")


def _holders(roles: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    holders: dict[str, list[str]] = {}
    for name, found in roles.items():
        if " " in name:
            for word in sorted({head(role) for role in found}):
                holders.setdefault(word, []).append(name)
    return {word: tuple(names) for word, names in holders.items() if len(names) <= _MOST_HOLDERS}


def _merge_surnames(roles: Mapping[str, Sequence[str]], surnames: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Give what is said of `Maren` to Ilse Maren, if she is the only one."""
    merged = {name: list(found) for name, found in roles.items()}
    for name, found in roles.items():
        owners = surnames.get(name, ())
        if " " not in name and len(owners) == 1:
            merged[owners[0]].extend(role for role in found if role not in merged[owners[0]])
    return merged


def _runs(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Runs of capitalised words."""
    runs: list[tuple[int, int]] = []
    index = 0
    while index < len(tokens):
        end = index
        while end < len(tokens) and tokens[end].capital:
            end += 1
        if end > index:
            runs.append((index, end))
        index = max(end, index + 1)
    return runs


def _note(block: Block, start: int, end: int, roles: dict[str, list[str]]) -> str:
    """Keep what is said of the person whose name ends a run of capitals; return the name, empty if there is none."""
    tokens, low = block.tokens, block.units[0][0] if block.units else 0
    if end - start > 12 or end <= low:
        return ""
    start = max(start, low)
    phrase = phrase_before(tokens, max(low, end - 14), end)
    name, before = split_name(words_between(tokens, phrase.start if phrase else start, end))
    name, before = (name, before) if name else split_name(words_between(tokens, start, end))
    if not name or (tokens[end - 1].text.endswith(("'s", "’s")) and " " not in name):
        return ""
    found = roles.setdefault(name, [])
    after = phrase_after(tokens, end - 1, len(tokens))
    apposition = words_between(tokens, *after.apposition) if after and after.end == end and after.apposition else ""
    for role in (role_of(before) or _role_before(tokens, low, start, end), remark_of(apposition)):
        if role and role not in found:
            found.append(role)
    return name


def _role_before(tokens: Sequence[Token], low: int, start: int, end: int) -> str:
    """Return the role to which a full name is the apposition: `its founder, Odo Brand,` but not `with the envoy, Ada Orne said`."""
    set_off = end - start > 1 and start - 1 > low and tokens[start - 1].text == "," and end < len(tokens) and tokens[end].text in SET_OFF
    phrase = phrase_before(tokens, max(low, start - _ROLE_REACH), start - 1) if set_off else None
    words = words_between(tokens, phrase.start, phrase.end) if phrase and not phrase.apposition else ""
    return role_of(words) if is_role(words) else ""


def words_between(tokens: Sequence[Token], start: int, end: int) -> str:
    """Return the words of a token range, spaced as in the article but with one space at most.

    >>> from sayso.attribution.grammar import tokenise
    >>> words_between(tokenise("the  trade ministry", 0, 19), 0, 2)
    'the trade'
    """
    parts: list[str] = []
    for index in range(start, end):
        gap = index > start and tokens[index].start > tokens[index - 1].end
        parts.append((" " if gap else "") + tokens[index].text)
    return "".join(parts)


def remark_of(words: str) -> str:
    """Return what an apposition behind a name says of somebody; empty where it goes on with the sentence.

    >>> remark_of("the envoy who met Brand on Tuesday"), remark_of("told workers in the canteen"), remark_of("on Tuesday")
    ('envoy who met Brand', '', '')
    """
    parts = words.strip(" ,").split()
    while parts and parts[0].lower() in DETERMINERS:
        parts.pop(0)
    if not parts or parts[0].lower() in _GOES_ON:
        return ""
    cut = next((index for index, part in enumerate(parts) if index and part.lower() in PREPOSITIONS - _INSIDE_ROLE), len(parts))
    told = [] if parts[0].lower() in PREPOSITIONS else parts[:cut]
    return " ".join(told) if any(part.lower() not in DAYS for part in told) else ""


def role_of(words: str) -> str:
    """Return the words beside a name that say what the person is: nothing before the last place or time of something else.

    >>> role_of("the trade minister")
    'trade minister'
    """
    parts = words.strip(" ,").split()
    while parts and (parts[0].lower() in DETERMINERS or parts[0].lower() in PREPOSITIONS or parts[0].lower() in ("and", "but", "or")):
        parts.pop(0)
    for index in range(len(parts) - 1, 0, -1):
        if parts[index].lower() in PREPOSITIONS - _INSIDE_ROLE:
            return " ".join(parts[index + 1 :])
    return " ".join(parts)
