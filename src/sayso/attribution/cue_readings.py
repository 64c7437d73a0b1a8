"""What the words of a cue mean: dictionary form, what the source does, how sure it puts it, whether the cue is negated.

The tagger says where a cue stands; the lexicon (`cues.en.toml`) says what it does. A cue that the lexicon does not know keeps its own words
and is speech only if it is a colon or if what follows is a quotation or a clause; else it is a deed: "imposed sanctions".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.attribution.cues import Form, NounCue, Sense, lexicon, match
from sayso.attribution.grammar import AUXILIARIES, BE, DETERMINERS, NEGATIONS, Token, is_adverb
from sayso.model import Act, Certainty, Naming, StatementKind

__all__ = ["CueReading", "read_cue"]

_WEIGHTY = frozenset({Act.ADMITS, Act.CONFIRMS, Act.DECLINES, Act.DENIES, Act.DOUBTS, Act.RETRACTS})
"""Acts that decide a cue of several verbs: `issued a statement denying` denies."""
_AUXILIARY_REACH = 5
_LONGEST_LEMMA = 5
_CLAUSES = frozenset({"that", "quote", "tag", "bare"})
_FALLBACKS = {
    "that": ("that", "whether", "np"),
    "bare": ("bare", "np", "as"),
    "quote": ("quote", "said", "np"),
    "tag": ("said", "bare"),
    "inf": ("inf",),
    "gerund": ("gerund", "np", "bare"),
    "as": ("as",),
    "np": ("np", "as"),
}
"""Kinds of content that a sense of a cue may accept in place of the one found, best first."""


@dataclass(frozen=True, slots=True)
class CueReading:
    """One cue as the lexicon reads it."""

    lemma: str
    """Dictionary form, or the cue's own words in lower case where the lexicon has none."""
    act: Act
    """What the source does, before negation."""
    certainty: Certainty
    """How sure the source puts it."""
    kind: StatementKind
    """Speech, attitude, plan or deed."""
    content: str
    """Pattern of the content: that, quote, tag, bare, inf, gerund, as or np."""
    negated: bool = False
    """Whether the cue is negated."""
    passive: bool = False
    """Whether it is a verb in the passive."""
    impersonal: bool = False
    """Whether its passive attributes to nobody in particular: `are said to have met`."""
    naming: Naming | None = None
    """How the source is identified where the cue alone settles it."""


def read_cue(tokens: Sequence[Token], start: int, end: int, content: str) -> CueReading:
    """Return what the cue at tokens `start` to `end` does with content of the pattern `content`.

    >>> from sayso.attribution.grammar import tokenise
    >>> reading = read_cue(tokenise("They did not deny it", 0, 20), 1, 4, "np")
    >>> (reading.lemma, reading.act.value, reading.negated)
    ('deny', 'denies', True)
    """
    found = _verbs(tokens, start, end, content)
    noun = next((noun for index in range(start, end) for noun in _nouns(tokens, index)), None)
    owned = any(token.lower in DETERMINERS for token in tokens[max(0, start - 1) : start + 1])
    if found and not (noun and owned):
        return max(found, key=lambda reading: reading.act in _WEIGHTY)
    if noun:
        return CueReading(noun.lemma, noun.act, Certainty.UNSTATED, StatementKind.SPEECH, content, naming=noun.naming)
    return _unknown(tokens, start, end, content)


def _verbs(tokens: Sequence[Token], start: int, end: int, content: str) -> list[CueReading]:
    """Every verb or particle of the cue that the lexicon knows, in order."""
    found = []
    index = start
    while index < end:
        hit = match(tokens, index, len(tokens))
        if hit and (hit.form.cue.kind != "adverb" or hit.end >= end):
            found.append(_verb(tokens, start, index, hit.form, content))
        index = hit.end if hit else index + 1
    return found


def _verb(tokens: Sequence[Token], start: int, at: int, form: Form, content: str) -> CueReading:
    helpers = _helpers(tokens, start, at) if form.cue.kind == "verb" else []
    sense = _sense(form.cue.senses, content)
    being = any(word in BE for word in helpers)
    passive = being and "participle" in form.kinds and "gerund" not in form.kinds and form.cue.lemma[:3] != "be "
    negated = any(map(_negates, helpers))
    impersonal = passive and form.cue.impersonal
    return CueReading(form.cue.lemma, sense.act, sense.certainty, sense.kind, content, negated, passive, impersonal)


def _helpers(tokens: Sequence[Token], start: int, at: int) -> list[str]:
    """The words of the verb group before its verb, those that the tagger left outside the cue included."""
    first = start
    while first > max(0, start - _AUXILIARY_REACH) and _helps(tokens[first - 1].lower):
        first -= 1
    return [token.lower for token in tokens[first:at]]


def _helps(word: str) -> bool:
    return word in AUXILIARIES or word in ("not", "never", "neither") or is_adverb(word)


def _negates(word: str) -> bool:
    return word in NEGATIONS or word.endswith(("n't", "n’t"))


def _sense(senses: Sequence[Sense], content: str) -> Sense:
    for wanted in _FALLBACKS[content]:
        for sense in senses:
            if wanted in sense.takes:
                return sense
    return senses[0]


def _nouns(tokens: Sequence[Token], at: int) -> list[NounCue]:
    """The noun cues that begin at a token, the longest first."""
    entries = lexicon().nouns.get(tokens[at].lower, ())
    return [cue for words, cue in entries if [token.lower for token in tokens[at : at + len(words)]] == list(words)]


def _unknown(tokens: Sequence[Token], start: int, end: int, content: str) -> CueReading:
    words = [token.lower for token in tokens[start:end]]
    marked = not any(token.word for token in tokens[start:end])
    spoken = StatementKind.SPEECH if marked or content in _CLAUSES else StatementKind.DEED
    lemma = " ".join(words[:_LONGEST_LEMMA])
    return CueReading(lemma, Act.SAYS, Certainty.UNSTATED, spoken, content, any(map(_negates, words)))
