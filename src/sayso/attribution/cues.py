"""The lexicon of words that attribute, loaded once and matched token by token.

`cues.en.toml` is for editors: dictionary forms in groups. Here they become inflected forms, indexed by first word, so that matching a text
is one look-up a token. Everything is immutable and shared.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from sayso.attribution.grammar import Token
from sayso.model import Act, Certainty, Naming, StatementKind

__all__ = ["Cue", "Form", "Lexicon", "Match", "NounCue", "Sense", "inflect", "lexicon", "match"]

_BE_FORMS = (
    ("base", "be"),
    ("third", "is"),
    ("base", "are"),
    ("past", "was"),
    ("past", "were"),
    ("participle", "been"),
    ("gerund", "being"),
)
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Sense:
    """What a cue does when a certain kind of content follows it."""

    act: Act
    """What the source does."""
    certainty: Certainty
    """How sure the source puts it."""
    factive: bool
    """Whether the writer presents the content as fact."""
    takes: frozenset[str]
    """Kinds of content it accepts."""
    listener: bool
    """Whether a person told stands between cue and content."""
    kind: StatementKind = StatementKind.SPEECH
    """Whether it is speech, or an attitude or plan that the writer ascribes."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One word or phrase that attributes."""

    lemma: str
    """Dictionary form."""
    kind: str
    """verb, particle (`according to`) or adverb (`reportedly`)."""
    senses: tuple[Sense, ...]
    """Its readings, in the order of the file."""
    impersonal: bool = False
    """Whether its passive attributes to nobody in particular."""


@dataclass(frozen=True, slots=True)
class NounCue:
    """A noun that attributes, such as `reports` in `reports that`."""

    lemma: str
    """The words."""
    act: Act
    """What its source does."""
    naming: Naming
    """How its source is identified where no other is given."""
    links: frozenset[str]
    """Words that may join it to its content."""


@dataclass(frozen=True, slots=True)
class Form:
    """One inflected form of a cue."""

    words: tuple[str, ...]
    """Lower-case words."""
    kinds: frozenset[str]
    """base, third, past, participle, gerund."""
    cue: Cue
    """The cue."""


@dataclass(frozen=True, slots=True)
class Match:
    """A form found at a place."""

    start: int
    """Index of its first token."""
    end: int
    """One past the index of its last token."""
    form: Form
    """The form."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All cues, indexed by their first word, longest form first."""

    forms: Mapping[str, tuple[Form, ...]]
    """Verbs, particles and adverbs."""
    nouns: Mapping[str, tuple[tuple[tuple[str, ...], NounCue], ...]]
    """Noun cues."""
    size: int
    """How many dictionary forms there are."""


def inflect(verb: str, irregular: Mapping[str, Sequence[str]]) -> tuple[tuple[str, str], ...]:
    """Return (kind, form) pairs of a verb or phrase; the first word is inflected.

    >>> inflect("deny", {})
    (('base', 'deny'), ('third', 'denies'), ('past', 'denied'), ('participle', 'denied'), ('gerund', 'denying'))
    """
    head, _, rest = verb.partition(" ")
    pairs: tuple[tuple[str, str], ...]
    if head == "be":
        pairs = _BE_FORMS
    elif head in ("would", "could"):
        pairs = (("base", head),)
    else:
        past, participle = irregular.get(head, (_past(head), _past(head)))
        pairs = (("base", head), ("third", _third(head)), ("past", past), ("participle", participle), ("gerund", _gerund(head, past)))
    return tuple((kind, f"{form} {rest}".strip()) for kind, form in pairs)


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    return f"{verb[:-1]}ied" if _ends_in_consonant_y(verb) else f"{verb}ed"


def _third(verb: str) -> str:
    if _ends_in_consonant_y(verb):
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{verb}s"


def _gerund(verb: str, past: str) -> str:
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return f"{verb[:-1]}ing"
    doubled = past.startswith(verb + verb[-1]) and past.endswith("ed")
    short = verb in ("put", "let", "set", "hit", "bet", "cut", "run", "beg")
    return f"{verb}{verb[-1]}ing" if doubled or short else f"{verb}ing"


def _ends_in_consonant_y(verb: str) -> bool:
    return verb.endswith("y") and len(verb) > 1 and verb[-2] not in _VOWELS


@cache
def lexicon() -> Lexicon:
    """Return the English lexicon, loaded once.

    >>> lexicon().size > 250
    True
    """
    data = tomllib.loads(resources.files("sayso.attribution").joinpath("cues.en.toml").read_text(encoding="utf-8"))
    irregular = data["lexicon"]["irregular"]
    cues = _verbs(data) + _particles(data)
    forms: dict[str, list[Form]] = {}
    for cue in cues:
        for form in _forms(cue, irregular):
            forms.setdefault(form.words[0], []).append(form)
    ordered = {word: tuple(sorted(found, key=lambda form: (-len(form.words), form.cue.lemma))) for word, found in forms.items()}
    nouns = _nouns(data)
    return Lexicon(MappingProxyType(ordered), MappingProxyType(nouns), len(cues) + sum(map(len, nouns.values())))


def _sense(group: Mapping[str, Any]) -> Sense:
    takes = frozenset(group.get("takes", ("that", "bare", "quote", "said", "np", "inf")))
    kind = StatementKind(group.get("kind", "speech"))
    return Sense(Act(group["act"]), Certainty(group["certainty"]), group.get("factive", False), takes, group.get("listener", False), kind)


def _verbs(data: Mapping[str, Any]) -> list[Cue]:
    senses: dict[str, list[Sense]] = {}
    for group in data["group"]:
        for verb in group["verbs"]:
            senses.setdefault(verb, []).append(_sense(group))
    impersonal = frozenset(data["impersonal"][0]["verbs"])
    return [Cue(verb, "verb", tuple(found), verb in impersonal) for verb, found in senses.items()]


def _particles(data: Mapping[str, Any]) -> list[Cue]:
    return [
        Cue(phrase, "adverb" if group.get("bare") else "particle", (_sense(group),))
        for group in data["particle"]
        for phrase in group["phrases"]
    ]


def _forms(cue: Cue, irregular: Mapping[str, Sequence[str]]) -> list[Form]:
    if cue.kind != "verb":
        return [Form(tuple(cue.lemma.split()), frozenset({"base"}), cue)]
    kinds: dict[str, set[str]] = {}
    for kind, form in inflect(cue.lemma, irregular):
        kinds.setdefault(form, set()).add(kind)
    return [Form(tuple(form.split()), frozenset(found), cue) for form, found in kinds.items()]


def _nouns(data: Mapping[str, Any]) -> dict[str, tuple[tuple[tuple[str, ...], NounCue], ...]]:
    nouns: dict[str, list[tuple[tuple[str, ...], NounCue]]] = {}
    for group in data["noun"]:
        for words in group["words"]:
            cue = NounCue(words, Act(group["act"]), Naming(group["naming"]), frozenset(group["links"]))
            nouns.setdefault(words.split()[0], []).append((tuple(words.split()), cue))
    return {word: tuple(sorted(found, key=lambda entry: (-len(entry[0]), entry[0]))) for word, found in nouns.items()}


def match(tokens: Sequence[Token], start: int, end: int) -> Match | None:
    """Return the longest form that begins at a token, or None.

    >>> from sayso.attribution.grammar import tokenise
    >>> match(tokenise("cast doubt on it", 0, 16), 0, 4).form.cue.lemma
    'cast doubt on'
    """
    for form in lexicon().forms.get(tokens[start].lower, ()):
        stop = start + len(form.words)
        if stop <= end and all(tokens[start + i].lower == word for i, word in enumerate(form.words)):
            return Match(start, stop, form)
    return None
