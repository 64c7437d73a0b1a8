"""Who `he`, `Maren`, `the official` and `the ministry` are in this article, or None where two could be meant.

People are collected once for the whole article with everything that is said of them; then each source is read in order against the sources
before it. Abstaining is cheap, a wrong speaker is not: a later stage decides by it which party speaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sayso.attribution.grammar import DETERMINERS, PREPOSITIONS, PRONOUNS, RELATIVES, Token
from sayso.attribution.naming import DOCUMENTS, classify, head, split_name
from sayso.attribution.phrases import Phrase, phrase_after, phrase_before
from sayso.attribution.units import Block
from sayso.model import Naming, Source, Span

__all__ = ["Mention", "People", "people", "resolve"]

_HE = frozenset("he his him himself".split())
_SHE = frozenset("she her herself".split())
_THEY = frozenset("they their them both".split())
_IT = frozenset("it its".split())
_SELF = frozenset("i we my our me us".split())
_MEN = frozenset("spokesman chairman congressman mr mr. king prince lord sir president's".split()) - {"president's"}
_WOMEN = frozenset("spokeswoman chairwoman congresswoman mrs mrs. ms ms. queen princess lady dame".split())
_NEAR = 6
"""Sources back that a pronoun may reach; set by judgement, not measured."""
_MOST_HOLDERS = 20
"""People who may share a word of their roles before the word is useless for telling them apart."""
_RECENT = 60
"""Sources back that `the official` may reach; keeps long texts linear."""
_SAME_HEADS = (
    {"spokesman", "spokeswoman", "spokesperson"},
    {"official", "officials"},
    {"source", "sources"},
    {"release", "statement", "communique"},
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One source as found, before it is resolved."""

    block: Block
    """Its paragraph."""
    phrase: Phrase | None
    """Its words; None where nobody is named."""
    unit: tuple[int, int]
    """Number of its paragraph and of its sentence."""
    naming: Naming | None = None
    """How it is identified, where the cue settles it."""
    parent: int | None = None
    """Number of the mention in whose content it stands."""
    prior: Phrase | None = None
    """The noun phrase that a relative pronoun continues."""


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

    def full(self, name: str) -> str | None:
        """Return the only full name that a name may stand for; None if there are two."""
        if " " in name:
            return name
        found = self.surnames.get(name, ())
        if len(found) > 1:
            return None
        return found[0] if found else name


@dataclass(frozen=True, slots=True)
class _Known:
    """A source that was resolved."""

    source: Source
    unit: tuple[int, int]
    words: frozenset[str]
    heads: frozenset[str]
    person: bool


def people(blocks: Iterable[Block]) -> People:
    """Return the people whom an article names in full, with their roles and appositions."""
    roles: dict[str, list[str]] = {}
    places: set[str] = set()
    for block in blocks:
        places.update(after.text for before, after in pairwise(block.tokens) if before.lower == "in" and after.capital)
        for start, end in _runs(block.tokens):
            _note(block.tokens, start, end, roles)
    surnames: dict[str, list[str]] = {}
    for name in roles:
        if " " in name:
            surnames.setdefault(name.rsplit(" ", 1)[1], []).append(name)
    merged = _merge_surnames(roles, surnames)
    return People(
        {name: tuple(found) for name, found in merged.items()}, {last: tuple(found) for last, found in surnames.items()}, frozenset(places)
    )


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


def _note(tokens: Sequence[Token], start: int, end: int, roles: dict[str, list[str]]) -> None:
    if end - start > 12:
        return
    phrase = phrase_before(tokens, max(0, end - 14), end)
    name, before = split_name(_text(tokens, phrase.start if phrase else start, end))
    if not name or (tokens[end - 1].text.endswith(("'s", "’s")) and " " not in name):
        return
    found = roles.setdefault(name, [])
    after = phrase_after(tokens, end - 1, len(tokens))
    apposition = _text(tokens, *after.apposition) if after and after.end == end and after.apposition else ""
    for role in (_role(before), _role(apposition)):
        if role and role not in found:
            found.append(role)


def _text(tokens: Sequence[Token], start: int, end: int) -> str:
    parts: list[str] = []
    for index in range(start, end):
        gap = index > start and tokens[index].start > tokens[index - 1].end
        parts.append((" " if gap else "") + tokens[index].text)
    return "".join(parts)


def _role(words: str) -> str:
    """The words beside a name that say what the person is: nothing before the last place or time of something else."""
    parts = words.strip(" ,").split()
    while parts and (parts[0].lower() in DETERMINERS or parts[0].lower() in PREPOSITIONS or parts[0].lower() in ("and", "but", "or")):
        parts.pop(0)
    for index in range(len(parts) - 1, 0, -1):
        if parts[index].lower() in PREPOSITIONS - {"of", "to", "for", "at", "in", "with"}:
            return " ".join(parts[index + 1 :])
    return " ".join(parts)


def resolve(mentions: Sequence[Mention], everyone: People) -> tuple[Source, ...]:
    """Return one source a mention, in order, with name and description filled in where the article settles them."""
    known: list[_Known] = []
    sources: list[Source] = []
    for mention in mentions:
        outer = sources[mention.parent] if mention.parent is not None else None
        source = _resolved(mention, known, everyone, outer)
        sources.append(source)
        if source.text and mention.parent is None:
            known.append(_known(source, mention.unit))
    return tuple(sources)


def _known(source: Source, unit: tuple[int, int]) -> _Known:
    words = frozenset(f"{source.name or ''} {source.text} {source.described}".lower().replace("|", " ").replace(",", " ").split())
    pieces = [source.text, source.name or "", *source.described.split(" | ")]
    return _Known(source, unit, words, frozenset(head(piece) for piece in pieces if piece), source.naming is Naming.NAMED)


def _resolved(mention: Mention, known: Sequence[_Known], everyone: People, outer: Source | None) -> Source:
    if mention.phrase is None:
        return Source("", mention.naming or Naming.UNNAMED)
    tokens = mention.block.tokens
    span = Span(tokens[mention.phrase.start].start, tokens[mention.phrase.end - 1].end)
    words = _text(tokens, mention.phrase.start, mention.phrase.end)
    lower = words.lower()
    if lower in _SELF and outer:
        return Source(words, outer.naming, span, outer.name, outer.described)
    if lower in RELATIVES | {"that"} and mention.prior:
        return _plain(_text(tokens, mention.prior.start, mention.prior.end), (words, span), mention, known, everyone)
    if lower in PRONOUNS or lower in _HE | _SHE | _THEY | _IT:
        found = _antecedent(lower, mention.unit, known)
        return Source(words, found.naming, span, found.name, found.described) if found else Source(words, Naming.UNNAMED, span)
    return _plain(words, (words, span), mention, known, everyone)


def _plain(words: str, place: tuple[str, Span], mention: Mention, known: Sequence[_Known], everyone: People) -> Source:
    """A source that is not a pronoun."""
    text, span = place
    apposition = _apposition(mention)
    name, before = split_name(words)
    if name and " " not in name and name in everyone.places and name not in everyone.surnames:
        return Source(text, Naming.OFFICE, span, name, _role(before))
    if name:
        full = everyone.full(name)
        roles = everyone.roles.get(full or "", ()) + everyone.roles.get(name, ())
        return Source(text, Naming.NAMED, span, full, _join([_role(before), apposition, *roles]))
    naming = mention.naming or classify(words)
    if naming in (Naming.UNNAMED, Naming.OFFICE, Naming.DOCUMENT) and words.lower().startswith(("the ", "that ", "this ")):
        found = _definite(words, mention.unit, known, everyone)
        if found:
            return Source(text, found.naming, span, found.name, _join([_role(words), *found.described.split(" | ")]))
    return Source(text, naming, span, _stripped(words), _join([apposition, *_inner_names(words, everyone)]))


def _apposition(mention: Mention) -> str:
    bounds = mention.phrase.apposition if mention.phrase else None
    return _role(_text(mention.block.tokens, *bounds)) if bounds else ""


def _stripped(words: str) -> str:
    first, _, rest = words.partition(" ")
    return rest if rest and first.lower() in ("the", "a", "an") else words


def _inner_names(words: str, everyone: People) -> list[str]:
    """What the article says of the people named inside a longer source, such as `aides to Halvar Tun`."""
    parts = words.split(" ")
    names = [" ".join(parts[start:stop]) for stop in range(len(parts), 0, -1) for start in range(max(0, stop - 3), stop)]
    return [role for name in names for role in everyone.roles.get(name, ())][:3]


def _join(parts: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(part for part in parts if part))


def _antecedent(word: str, unit: tuple[int, int], known: Sequence[_Known]) -> Source | None:
    """The nearest earlier source that a pronoun fits; None if two fit equally well."""
    near = [entry for entry in known[-_NEAR:] if _fits(word, entry) and unit[0] - entry.unit[0] <= 3]
    names = list(dict.fromkeys(entry.source.name for entry in near if entry.source.name))
    if not names:
        return None
    last = near[-1]
    if len(names) == 1 or _directly_before(last.unit, unit, near):
        return last.source
    return None


def _directly_before(last: tuple[int, int], unit: tuple[int, int], near: Sequence[_Known]) -> bool:
    """Whether one speaker alone holds the sentence or paragraph just before, so that older ones do not compete."""
    close = {entry.source.name for entry in near if entry.unit == last}
    following = 0 <= unit[0] - last[0] <= 1
    return following and len(close) == 1


def _fits(word: str, entry: _Known) -> bool:
    if word in _HE:
        return _singular_person(entry) and not entry.words & _WOMEN and entry.source.text.lower() not in _SHE
    if word in _SHE:
        return _singular_person(entry) and not entry.words & _MEN and entry.source.text.lower() not in _HE
    if word in _THEY:
        return entry.source.naming is not Naming.NAMED
    if word in _IT:
        return entry.source.naming in (Naming.OFFICE, Naming.DOCUMENT, Naming.MEDIA)
    return False


def _singular_person(entry: _Known) -> bool:
    if entry.person:
        return True
    main = head(entry.source.text)
    return entry.source.naming in (Naming.UNNAMED, Naming.OFFICE) and (
        main.startswith("spokes") or main in ("official", "source", "minister", "ambassador", "diplomat", "officer", "aide", "man", "woman")
    )


def _definite(words: str, unit: tuple[int, int], known: Sequence[_Known], everyone: People) -> Source | None:
    """Who `the official` is: the one source or person of whom that word was used."""
    heads = _alike(head(words))
    fits = [
        entry
        for entry in known[-_RECENT:]
        if (heads & entry.heads and entry.source.text.lower() != words.lower())
        or (entry.source.text.lower() == words.lower() and entry.source.name != _stripped(words))
    ]
    specific = frozenset(words.lower().split()[1:]) - heads - PREPOSITIONS - DETERMINERS
    fits = [entry for entry in fits if specific <= entry.words]
    names = list(dict.fromkeys(entry.source.name for entry in fits))
    if len(names) == 1 or (names and fits[-1] is known[-1] and _directly_before(fits[-1].unit, unit, fits)):
        return fits[-1].source if fits[-1].source.name else None
    return None if names else _by_role(heads, specific, everyone)


def _holds(role: str, heads: frozenset[str], wanted: frozenset[str]) -> bool:
    return head(role) in heads and wanted - heads <= set(role.lower().split())


def _by_role(heads: frozenset[str], specific: frozenset[str], everyone: People) -> Source | None:
    if heads & DOCUMENTS:
        return None
    wanted = heads | specific
    candidates = sorted({name for word in heads for name in everyone.holders.get(word, ())})
    named = [name for name in candidates if any(_holds(role, heads, wanted) for role in everyone.roles[name])]
    if len(named) != 1:
        return None
    return Source(named[0], Naming.NAMED, None, named[0], _join(everyone.roles[named[0]]))


def _alike(word: str) -> frozenset[str]:
    return next((frozenset(group) for group in _SAME_HEADS if word in group), frozenset({word}))
