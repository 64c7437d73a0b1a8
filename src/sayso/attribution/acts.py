"""What a source does by a cue, once negation and the words of the content are weighed."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.attribution.cue_readings import CueReading
from sayso.attribution.grammar import Token
from sayso.model import Act

__all__ = ["act"]

_NEGATED = {
    Act.CONFIRMS: Act.DECLINES,
    Act.DENIES: Act.DECLINES,
    Act.ADMITS: Act.DENIES,
    Act.RETRACTS: Act.SAYS,
    Act.PROMISES: Act.DECLINES,
    Act.DOUBTS: Act.CONFIRMS,
}
_SILENT = frozenset(
    "say tell comment respond answer reply elaborate mention discuss address specify disclose reveal clarify explain "
    "comment on respond_to talk_about speak_about".split()
)
_UNFOUNDED = frozenset(
    "fake false untrue baseless unfounded groundless fabricated fabrication fabrications concocted exaggerated wrong "
    "incorrect inaccurate misleading premature nonsense rubbish rumour rumours rumor "
    "rumors speculation speculative fiction fictitious invented lies lie lying hoax bogus propaganda misinformation "
    "disinformation unsubstantiated absurd ridiculous "
    "preposterous distorted erroneous unreliable malicious mischievous garbage invention fantasy unverified ludicrous".split()
)
_UTTERANCES = frozenset(
    "report reports story stories statement statements claim claims comment comments remark remarks article articles "
    "tweet tweets post posts allegation allegations accusation accusations words "
    "assertion announcement apology error errors mistake mistakes column broadcast item suggestion".split()
)
_HEARD = frozenset("report reports rumour rumours rumor rumors claim claims allegation allegations story stories".split())
_OWN_WORDS = frozenset("retract recant walk back on backtrack on backtrack apologise apologize issue".split())
_NAMING_VERBS = frozenset(
    "call|describe|label|brand|term|dub|characterise|characterize|portray|refer to|deem|see|view|regard|consider|depict|paint".split("|")
)


_LOOK = 25
"""Words of the content that are weighed."""


def act(reading: CueReading, content: Sequence[Token], after: Sequence[Token] = (), *, unnamed: bool = False) -> Act:
    """Return what the source does; `after` is the rest of the sentence after the cue, `unnamed` tells that no words name the source.

    `did not confirm` declines; `called the reports exaggerated` denies; `withdrew its troops` takes nothing back; `it was reported that`
    hands on.

    >>> from sayso.attribution.cue_readings import read_cue
    >>> from sayso.attribution.grammar import tokenise
    >>> tokens = tokenise("Orne called the reports exaggerated", 0, 35)
    >>> act(read_cue(tokens, 1, 2, "np"), tokens[2:])
    <Act.DENIES: 'denies'>
    """
    if reading.negated:
        return _negated(reading)
    if unnamed and reading.passive and reading.act is Act.SAYS:
        return Act.RELAYS
    if _disowns(reading, content, after):
        return Act.DENIES
    own = reading.lemma.split()[0] in _OWN_WORDS or {token.lower for token in content[:_LOOK]} & _UTTERANCES
    return Act.SAYS if reading.act is Act.RETRACTS and not own else reading.act


def _disowns(reading: CueReading, content: Sequence[Token], after: Sequence[Token]) -> bool:
    """Whether a description or a charge is levelled at a report: `called it baseless`, `slammed reports of a sale`."""
    words = {token.lower for token in content[:_LOOK]}
    if reading.lemma in _NAMING_VERBS:
        return bool((words | {token.lower for token in after[:_LOOK]}) & _UNFOUNDED)
    if reading.act is not Act.ACCUSES:
        return False
    heard = {token.lower for token in content[:5]} & _HEARD
    return bool(heard or (reading.content in ("as", "np") and words & _UNFOUNDED and words & _UTTERANCES))


def _negated(reading: CueReading) -> Act:
    if reading.lemma.split()[0] in _SILENT:
        return Act.DECLINES
    return _NEGATED.get(reading.act, reading.act)
