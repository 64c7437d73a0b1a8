"""Attribution inside what somebody said: `denied reports in Vesturian media that ...` has two sources, one in the other.

Verb cues are found by reading the content again as if it stood alone; noun cues (`reports that`, `claims of`) have their own small pattern.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.attribution.clause import Finding
from sayso.attribution.cues import NounCue, lexicon
from sayso.attribution.finder import find
from sayso.attribution.grammar import DETERMINERS, QUOTES, Token, is_verb_like
from sayso.attribution.naming import can_speak, classify
from sayso.attribution.phrases import Phrase, phrase_after, phrase_before
from sayso.model import Act, Certainty, Naming

__all__ = ["inside", "nouns"]

_MODIFIERS = frozenset("in by from on at".split())
_MODIFIER_REACH = 10
_WEIGHTY = frozenset({Act.ADMITS, Act.CONFIRMS, Act.DENIES, Act.DOUBTS, Act.RETRACTS})
"""Acts that matter inside somebody's words even with a bare noun as object; `said he saw the text` is not another voice."""
_MARKS = frozenset(", . ; : ? ! — –".split()) | QUOTES


def inside(tokens: Sequence[Token], start: int, end: int) -> tuple[Finding, ...]:
    """Return the attributions that stand in one content range, quotations read like any other words.

    >>> from sayso.attribution.grammar import tokenise
    >>> text = "reports in Vesturian media that a contract had been signed"
    >>> tokens = tokenise(text, 0, len(text))
    >>> [(finding.lemma, finding.source, finding.content) for finding in inside(tokens, 0, len(tokens))]
    [('reports', Phrase(start=2, end=4, apposition=None), ((4, 10),))]
    """
    first = start
    while first < end and (tokens[first].text in _MARKS or tokens[first].lower in ("that", "whether", "how")):
        first += 1
    plain = [False] * len(tokens)
    verbs = [verb for verb in find(tokens, plain, first, end) if verb.kind not in ("np", "none") or verb.act in _WEIGHTY]
    loose = [
        noun for noun in nouns(tokens, plain, first, end) if not any(verb.start <= noun.start and noun.end <= verb.end for verb in verbs)
    ]
    return tuple(sorted([*verbs, *loose], key=lambda finding: (finding.start, finding.end)))


def nouns(tokens: Sequence[Token], quoted: Sequence[bool], low: int, high: int) -> tuple[Finding, ...]:
    """Return the noun cues of a range with their content, outside quotations, the leftmost one only where they nest.

    >>> from sayso.attribution.grammar import tokenise
    >>> tokens = tokenise("rumours that it rains", 0, 21)
    >>> [finding.naming for finding in nouns(tokens, [False] * 4, 0, 4)]
    [<Naming.UNNAMED: 'unnamed'>]
    """
    found: list[Finding] = []
    index = low
    while index < high:
        finding = None if quoted[index] else _noun(tokens, low, index, high)
        if finding:
            found.append(finding)
        index = finding.end if finding else index + 1
    return tuple(found)


def _noun(tokens: Sequence[Token], low: int, at: int, high: int) -> Finding | None:
    for words, cue in lexicon().nouns.get(tokens[at].lower, ()):
        stop = at + len(words)
        if stop <= high and all(tokens[at + i].lower == word for i, word in enumerate(words)):
            return _linked(tokens, low, at, high, cue)
    return None


def _linked(tokens: Sequence[Token], low: int, at: int, high: int, cue: NounCue) -> Finding | None:
    stop = at + len(cue.lemma.split())
    link, owner = _link(tokens, stop, high, cue)
    if link is None or link + 1 >= high:
        return None
    start = link if tokens[link].lower == "that" else link + 1
    end = high
    while end > start and tokens[end - 1].text in _MARKS:
        end -= 1
    if end - start < 2:
        return None
    source = owner or _owner(tokens, low, at, stop, cue)
    finding = Finding(cue.lemma, cue.act, Certainty.UNSTATED, ((at, stop),), source, ((start, end),), "np")
    return replace(finding, naming=None if source else cue.naming)


def _link(tokens: Sequence[Token], stop: int, high: int, cue: NounCue) -> tuple[int | None, Phrase | None]:
    """The word that joins a noun cue to its content, and the source named between the two."""
    owner = None
    index = stop
    while index < min(high, stop + _MODIFIER_REACH):
        token = tokens[index]
        if token.lower in cue.links and not (token.lower == "on" and index == stop and cue.naming is Naming.UNNAMED):
            return index, owner
        if token.lower in _MODIFIERS and index + 1 < high:
            phrase = phrase_after(tokens, index + 1, high)
            if phrase is None:
                return None, None
            owner = owner or (phrase if _speaks(tokens, phrase) else None)
            index = phrase.end
        elif token.text in QUOTES:
            index += 1
        else:
            return None, None
    return None, None


def _speaks(tokens: Sequence[Token], phrase: Phrase) -> bool:
    words = " ".join(token.text for token in tokens[phrase.start : phrase.end])
    return classify(words) is not Naming.UNNAMED or not tokens[phrase.start].lower.isdigit()


def _owner(tokens: Sequence[Token], low: int, at: int, stop: int, cue: NounCue) -> Phrase | None:
    """The source before a noun cue: `Orne's claim`, `his claim`, `Vesturian media reports`; media reports stand for themselves."""
    if at > low and tokens[at - 1].lower in ("his", "her", "their", "its"):
        return Phrase(at - 1, at)
    for index in range(at - 1, max(low, at - 5) - 1, -1):
        if tokens[index].text.endswith(("'s", "’s", "s'", "s’")):
            return phrase_before(tokens, low, index + 1)
        if not tokens[index].word or is_verb_like(tokens[index]):
            break
    if cue.naming is not Naming.MEDIA:
        spoken = at > low and tokens[at - 1].word and (tokens[at - 1].capital or can_speak(tokens[at - 1].text))
        return phrase_before(tokens, low, at) if spoken else None
    phrase = phrase_before(tokens, low, stop)
    while phrase and phrase.start < at and tokens[phrase.start].lower in DETERMINERS:
        phrase = Phrase(phrase.start + 1, phrase.end)
    return phrase if phrase and phrase.start >= at - 4 else Phrase(at, stop)
