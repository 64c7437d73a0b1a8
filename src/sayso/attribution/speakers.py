"""Who `he`, `Maren`, `the official` and `the ministry` are in this article, or None where two could be meant.

People are collected once for the whole article with everything that is said of them. Pronouns, roles and bodies are read from front to
end against all that is named before (`reading.py`); what that leaves open is read against the sources before it. Abstaining is cheap, a
wrong speaker is not: a later stage decides by it which party speaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from sayso.attribution.antecedents import TWO, Choice
from sayso.attribution.cast import Cast
from sayso.attribution.grammar import DETERMINERS, PREPOSITIONS, PRONOUNS, RELATIVES, is_title, pronoun
from sayso.attribution.naming import DOCUMENTS, classify, describes_person, head, is_institution, is_role, split_name
from sayso.attribution.people import People, bare, opens_sentence, role_of, words_between
from sayso.attribution.phrases import SET_OFF, Phrase
from sayso.attribution.reading import Seat, read
from sayso.attribution.things import is_plural
from sayso.attribution.units import Block
from sayso.model import Naming, Source, Span

__all__ = ["Mention", "is_first_person", "resolve"]

_HE = frozenset("he his him himself".split())
_SHE = frozenset("she her herself".split())
_THEY = frozenset("they their them both".split())
_IT = frozenset("it its".split())
_SELF = frozenset("i we my our me us".split())
_MEN = frozenset("spokesman chairman congressman mr mr. king prince lord sir president's".split()) - {"president's"}
_WOMEN = frozenset("spokeswoman chairwoman congresswoman mrs mrs. ms ms. queen princess lady dame".split())
_NEAR = 6
"""Sources back that a pronoun may reach; set by judgement, not measured."""
_RECENT = 60
"""Sources back that `the official` may reach; keeps long texts linear."""
_REPEATED = frozenset({"same"})
"""`The same official` is the one who spoke last, however many there are."""
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
class _Known:
    """A source that was resolved."""

    source: Source
    unit: tuple[int, int]
    words: frozenset[str]
    heads: frozenset[str]
    person: bool


def is_first_person(source: Source) -> bool:
    """Return whether a source is `I` or `we`: inside somebody's words, that speaker.

    >>> is_first_person(Source("We", Naming.UNNAMED)), is_first_person(Source("Orne", Naming.NAMED))
    (True, False)
    """
    return source.text.lower() in _SELF


def resolve(mentions: Sequence[Mention], everyone: People) -> tuple[Source, ...]:
    """Return one source a mention, in order, with name and description filled in where the article settles them."""
    known: list[_Known] = []
    heard: list[_Known] = []
    sources: list[Source] = []
    choices = read(everyone.cast, _seats(mentions, everyone.cast), everyone.holders)
    for number, mention in enumerate(mentions):
        outer = sources[mention.parent] if mention.parent is not None else None
        before = heard if _is_group(mention) else known
        source = _resolved(mention, before, everyone, outer, choices.get(number, Choice()))
        sources.append(source)
        if source.text:
            heard.append(_known(source, mention.unit))
            known.extend(heard[-1:] if mention.parent is None else ())
    return tuple(sources)


def _is_group(mention: Mention) -> bool:
    """Whether a source is a group told before, `the people`, which may be one that somebody else quoted."""
    bounds = (mention.phrase.start, mention.phrase.end) if mention.phrase else (0, 0)
    words = words_between(mention.block.tokens, *bounds).lower()
    return words.startswith("the ") and is_plural(words)


def _seats(mentions: Sequence[Mention], cast: Cast) -> list[Seat]:
    """Where each source stands, for the reading from front to end."""
    seats = []
    for number, mention in enumerate(mentions):
        phrase, block = mention.phrase, mention.unit[0]
        if phrase and block < len(cast.blocks) and cast.blocks[block] is mention.block:
            words = words_between(mention.block.tokens, phrase.start, phrase.end)
            seats.append(Seat(block, phrase.start, phrase.end, words, number))
    return seats


def _known(source: Source, unit: tuple[int, int]) -> _Known:
    words = frozenset(f"{source.name or ''} {source.text} {source.described}".lower().replace("|", " ").replace(",", " ").split())
    pieces = [source.text, source.name or "", *source.described.split(" | ")]
    return _Known(source, unit, words, frozenset(head(piece) for piece in pieces if piece), source.naming is Naming.NAMED)


def _resolved(mention: Mention, known: Sequence[_Known], everyone: People, outer: Source | None, choice: Choice) -> Source:
    if mention.phrase is None:
        return Source("", mention.naming or Naming.UNNAMED)
    tokens = mention.block.tokens
    span = Span(tokens[mention.phrase.start].start, tokens[mention.phrase.end - 1].end)
    words = words_between(tokens, mention.phrase.start, mention.phrase.end)
    lower = pronoun(words.lower())
    words = words if lower == words.lower() else words[: len(lower)]
    span = Span(span.start, span.start + len(lower)) if lower in PRONOUNS else span
    if lower in _SELF and outer:
        return Source(words, outer.naming, span, outer.name, outer.described)
    if lower in RELATIVES | {"that"} and mention.prior:
        return _plain(words_between(tokens, mention.prior.start, mention.prior.end), (words, span), mention, known, everyone)
    if lower in PRONOUNS or lower in _HE | _SHE | _THEY | _IT:
        return _pronoun((words, span), mention, known, everyone, choice)
    return _not_a_pronoun((words, span), mention, known, everyone, choice)


def _not_a_pronoun(place: tuple[str, Span], mention: Mention, known: Sequence[_Known], everyone: People, choice: Choice) -> Source:
    """A source that has words of its own: a role with its bearer behind it, what was chosen for it, or what its words say."""
    words, span = place
    beside = _person_beside(words, classify(words), _name_behind(mention)) if is_role(words) else None
    if beside:
        owned = choice.name if choice.name not in everyone.cast.persons else ""
        described = _join([owned, choice.within, words, *everyone.roles.get(beside, ())])
        return Source(words, Naming.NAMED, span, everyone.full(beside) or beside, described)
    if choice.name:
        return _chosen(words, span, choice, everyone)
    source = _one_of_them(words, span, mention.unit, known) or _plain(words, (words, span), mention, known, everyone)
    source = replace(source, described=_join([source.described, choice.within]))
    return replace(source, open_reason=choice.reason) if source.name in (None, _stripped(words)) else source


def _pronoun(place: tuple[str, Span], mention: Mention, known: Sequence[_Known], everyone: People, choice: Choice) -> Source:
    """A source that is a pronoun."""
    words, span = place
    lower = words.lower()
    found = _unlisted_before(lower, mention.unit, known, everyone) or _heard_before(choice.name, known) or _meant(choice, everyone)
    if found is None and choice.reason != TWO.reason:
        found = _antecedent(lower, mention.unit, known)
    if found is None:
        return Source(words, Naming.UNNAMED, span, open_reason=choice.reason or "nobody named before")
    return Source(words, found.naming, span, found.name, found.described)


def _heard_before(name: str, known: Sequence[_Known]) -> Source | None:
    """The source of whom a choice keeps the words only: `they` are `the managers`, who are two managers at Norlink."""
    spoke = (entry.source for entry in reversed(known[-_NEAR:]) if name and _stripped(entry.source.text) == _stripped(name))
    return next((source for source in spoke if source.naming is not Naming.NAMED and source.name), None)


def _meant(choice: Choice, everyone: People) -> Source | None:
    """Whom a choice names, with what the article says of him; None if it left that open."""
    if not choice.name:
        return None
    if choice.name not in everyone.cast.persons:
        return Source(choice.name, classify(choice.name), None, _stripped(choice.name))
    roles = everyone.roles.get(choice.name) or everyone.roles.get(choice.name.split(" ")[-1], ())
    return Source(choice.name, Naming.NAMED, None, choice.name, _join(roles))


def _one_of_them(words: str, span: Span, unit: tuple[int, int], known: Sequence[_Known]) -> Source | None:
    """Whose one `one of them` is: of the group that spoke last, at most two paragraphs before."""
    last = next((entry for entry in reversed(known[-_NEAR:]) if is_plural(entry.source.text)), None)
    if last is None or not words.lower().endswith(" of them") or unit[0] - last.unit[0] > 2:
        return None
    return Source(words, Naming.UNNAMED, span, f"{words[: -len('them')]}{last.source.name or last.source.text}", last.source.described)


def _chosen(words: str, span: Span, choice: Choice, everyone: People) -> Source:
    """A role, body or possessive whose meaning was chosen."""
    found = _meant(choice, everyone)
    described = [role_of(words), *(found.described.split(" | ") if found else ())]
    naming = Naming.NAMED if choice.name in everyone.cast.persons else classify(words)
    return Source(words, naming, span, _stripped(choice.name), _join(described))


def _unlisted_before(word: str, unit: tuple[int, int], known: Sequence[_Known], everyone: People) -> Source | None:
    """Who spoke directly before and is not among the persons weighed: an official without name, or a name that looks like no person's."""
    last = known[-1] if known else None
    if last is None or word not in _HE | _SHE or not _fits(word, last) or unit[0] - last.unit[0] > 1:
        return None
    name = (last.source.name or "").split(" ")[-1]
    if last.person and any(person.endswith(name) for person in everyone.cast.persons):
        return None
    return last.source


def _plain(words: str, place: tuple[str, Span], mention: Mention, known: Sequence[_Known], everyone: People) -> Source:
    """A source that is not a pronoun."""
    text, span = place
    apposition = _apposition(mention)
    name, before = split_name(words)
    if name and " " not in name and name in everyone.places and name not in everyone.surnames:
        return Source(text, Naming.OFFICE, span, name, role_of(before))
    if name and _is_name(mention, everyone, frozenset()):
        full = everyone.full(name)
        roles = everyone.roles.get(full or "", ()) + everyone.roles.get(name, ())
        return Source(text, Naming.NAMED, span, full, _join([role_of(before), apposition, *roles]))
    naming = mention.naming or classify(words)
    if naming is Naming.NAMED and not _is_name(mention, everyone, PREPOSITIONS):
        naming = classify(words.lower())
    person = _person_beside(words, naming, apposition)
    if person:
        return Source(text, Naming.NAMED, span, everyone.full(person) or person, _join([words, *everyone.roles.get(person, ())]))
    if naming in (Naming.UNNAMED, Naming.OFFICE, Naming.DOCUMENT) and words.lower().startswith(("the ", "that ", "this ")):
        found = _definite(words, mention.unit, known, everyone)
        found = None if found and found.naming is Naming.NAMED and is_institution(words) and " " in (found.name or "") else found
        found = found or _nearest(words, span, everyone)
        if found:
            kept = naming if naming is Naming.OFFICE and " " not in (found.name or "") else found.naming
            return Source(text, kept, span, found.name, _join([role_of(words), *found.described.split(" | ")]))
    return Source(text, naming, span, _stripped(words), _join([apposition, *_inner_names(words, everyone)]))


def _person_beside(words: str, naming: Naming, apposition: str) -> str | None:
    """Return the person whom an apposition names: `the trade minister, Ilse Maren, said`; None beside a body such as a ministry."""
    name, before = split_name(apposition)
    named = naming in (Naming.UNNAMED, Naming.OFFICE) and bool(name) and " " in name and not before
    return name if named and not is_institution(words) else None


def _is_name(mention: Mention, everyone: People, stops: frozenset[str]) -> bool:
    """Whether capitals up to a stop word are those of a name, not only of a place at the head of a sentence or in a headline."""
    phrase, block = mention.phrase if mention.prior is None else mention.prior, mention.block
    if phrase is None:
        return True
    within = takewhile(lambda index: block.tokens[index].lower not in stops, range(phrase.start, phrase.end))
    capitals = [index for index in within if block.tokens[index].capital]
    if is_title(block.tokens):
        return not all(block.tokens[index].lower in everyone.common for index in capitals)
    if len(capitals) != 1 or not opens_sentence(block, capitals[0]):
        return True
    word = bare(block.tokens[capitals[0]].text)
    return (len(word) > 1 and word.isupper()) or word in everyone.capitals or word in everyone.surnames


def _nearest(words: str, span: Span, everyone: People) -> Source | None:
    """Who `the congressman` is: the one person named in the same sentence or the two before it, if only one is."""
    names = everyone.recent(span.start) if describes_person(words) else ()
    if len(names) != 1:
        return None
    return Source(names[0], Naming.NAMED, None, names[0], _join(everyone.roles[names[0]]))


def _apposition(mention: Mention) -> str:
    bounds = mention.phrase.apposition if mention.phrase else None
    return role_of(words_between(mention.block.tokens, *bounds)) if bounds else ""


def _name_behind(mention: Mention) -> str:
    """Return the full name in apposition to a role, inside a source's words or directly behind them: `its founder, Odo Brand,`."""
    tokens, phrase = mention.block.tokens, mention.phrase
    if phrase is None or phrase.end >= len(tokens) or tokens[phrase.end].text != ",":
        return _apposition(mention)
    end = next((index for index in range(phrase.end + 1, len(tokens)) if not tokens[index].capital), len(tokens))
    set_off = end - phrase.end > 2 and end < len(tokens) and tokens[end].text in SET_OFF
    return words_between(tokens, phrase.end + 1, end) if set_off else _apposition(mention)


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
    if word == "both":
        return is_plural(entry.source.text)
    if word in _THEY:
        return entry.source.naming is not Naming.NAMED and (is_plural(entry.source.text) or not _singular_person(entry))
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
    specific = frozenset(words.lower().split()[1:]) - heads - PREPOSITIONS - DETERMINERS - _REPEATED
    fits = [entry for entry in fits if specific <= entry.words]
    if fits and words.lower().split()[1] in _REPEATED:
        return fits[-1].source if fits[-1].source.name else None
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
