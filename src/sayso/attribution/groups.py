"""Verb groups: a cue with its auxiliaries, read for voice, negation and tense, and told apart from the noun of the same form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.attribution.cues import Cue, Match, match
from sayso.attribution.grammar import AUXILIARIES, BE, DETERMINERS, NEGATIONS, PREPOSITIONS, Token, is_adverb, is_title

__all__ = ["Group", "groups"]

_PLAIN_SUBJECTS = frozenset("i we you they who many some most others people both all few police critics and but or then that".split())
_AFTER_NOUN = frozenset("of by is are was were has have had , . ; )".split())
_BEFORE_GERUND = frozenset("by in for without from after before while when besides despite and or also".split())
_ADJECTIVES = frozenset("new first last latest fake own recent earlier previous similar false local foreign such".split())


@dataclass(frozen=True, slots=True)
class Group:
    """One cue with what belongs to it."""

    start: int
    """First token, auxiliaries included."""
    end: int
    """One past the last token of the cue."""
    cue: Cue
    """The cue."""
    kinds: frozenset[str]
    """Forms it may be."""
    passive: bool
    """Whether it is in the passive."""
    negated: bool
    """Whether it is negated."""
    infinitive: bool
    """Whether `to` opens it."""
    helped: bool
    """Whether an auxiliary stands before it."""

    @property
    def gerund(self) -> bool:
        """Whether it is an -ing form without an auxiliary."""
        return "gerund" in self.kinds and not self.helped

    @property
    def finite(self) -> bool:
        """Whether it can be a main verb with a subject of its own."""
        return self.cue.kind == "verb" and not self.gerund and not self.infinitive


def groups(tokens: Sequence[Token], quoted: Sequence[bool], low: int, high: int) -> tuple[Group, ...]:
    """Return the cues of a range in order, those inside quotations left out.

    >>> from sayso.attribution.grammar import tokenise
    >>> tokens = tokenise("They did not deny it", 0, 20)
    >>> [(group.cue.lemma, group.negated) for group in groups(tokens, [False] * 5, 0, 5)]
    [('deny', True)]
    """
    found: list[Group] = []
    titled = is_title(tokens[low:high])
    index = low
    while index < high:
        hit = None if quoted[index] else match(tokens, index, high)
        group = _group(tokens, quoted, low, hit) if hit else None
        if hit and group and (_is_cue(tokens, low, high, group, hit) or (titled and _is_title_verb(tokens, low, high, group, hit))):
            found.append(group)
            index = hit.end
        else:
            index += 1
    return tuple(found)


def _is_title_verb(tokens: Sequence[Token], low: int, high: int, group: Group, hit: Match) -> bool:
    """Whether the base form of a cue is the verb of a title: `Tour Refute Claims`; the plural of a name shows no `s`."""
    if group.kinds != {"base"} or group.cue.kind != "verb" or group.cue.shy or group.start == low or hit.end >= high:
        return False
    before, after = tokens[group.start - 1], tokens[hit.end]
    return (
        tokens[group.start].capital and before.capital and before.lower not in DETERMINERS | PREPOSITIONS and after.lower not in _AFTER_NOUN
    )


def _group(tokens: Sequence[Token], quoted: Sequence[bool], low: int, hit: Match) -> Group:
    start = hit.start
    infinitive = start > low and tokens[start - 1].lower == "to" and "base" in hit.form.kinds and hit.form.cue.kind == "verb"
    start -= infinitive
    edge = start
    finite = "base" not in hit.form.kinds
    if hit.form.cue.kind == "verb":
        while (
            start > low and not quoted[start - 1] and _helps(tokens[start - 1].lower) and not (finite and _surname(tokens, low, start - 1))
        ):
            start -= 1
    before = [token.lower for token in tokens[start:edge]]
    helped = any(word in AUXILIARIES for word in before)
    being = any(word in BE for word in before)
    negated = any(word in NEGATIONS or word.endswith(("n't", "n’t")) for word in before)
    passive = being and "participle" in hit.form.kinds and "gerund" not in hit.form.kinds and hit.form.cue.lemma[:3] != "be "
    return Group(start, hit.end, hit.form.cue, hit.form.kinds, passive, negated, infinitive and not helped, helped)


def _surname(tokens: Sequence[Token], low: int, at: int) -> bool:
    """Whether `May` or `Will` after a capital is a surname: `Ada May said`, but not `Norland May Deny`."""
    return tokens[at].text in ("May", "Will") and at > low and tokens[at - 1].capital


def _helps(word: str) -> bool:
    return word in AUXILIARIES or (word in NEGATIONS and word in ("not", "never", "neither")) or is_adverb(word)


def _is_cue(tokens: Sequence[Token], low: int, high: int, group: Group, hit: Match) -> bool:
    """Whether the form stands where a verb can stand."""
    if group.cue.kind != "verb":
        return True
    before = tokens[group.start - 1].lower if group.start > low else ""
    if group.helped or group.infinitive:
        return not (group.infinitive and before in PREPOSITIONS)
    if group.gerund:
        return _is_gerund(tokens, low, group, before)
    if before in DETERMINERS - {"this", "that", "some", "many", "all", "few", "both"} or before in PREPOSITIONS or before in _ADJECTIVES:
        return False
    if before.endswith(("'s", "’s")) and before not in ("who's", "who’s"):
        return False
    after = tokens[hit.end].lower if hit.end < high else ""
    return _fits_form(tokens, low, group, before, after)


def _is_gerund(tokens: Sequence[Token], low: int, group: Group, before: str) -> bool:
    if group.start == low:
        return True
    last = tokens[group.start - 1]
    return not last.word or before in _BEFORE_GERUND or (before not in DETERMINERS | PREPOSITIONS and not group.cue.shy)


def _fits_form(tokens: Sequence[Token], low: int, group: Group, before: str, after: str) -> bool:
    if group.kinds & {"past", "participle"}:
        return not (after == "by" and not group.helped)
    if "third" in group.kinds:
        return not (group.cue.shy and (after in _AFTER_NOUN or group.start == low or before.endswith(("ing", "al", "ive"))))
    if group.start == low:
        return False
    last = tokens[group.start - 1]
    if before in _PLAIN_SUBJECTS:
        return not (group.cue.shy and before in ("and", "or", "that", "both", "all"))
    return before.endswith("s") and not before.endswith("ss") and last.word and after not in _AFTER_NOUN
