"""What a source does by a cue, once negation and the words of the content are weighed."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.attribution.clause import Finding
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


def act(finding: Finding, content: Sequence[Token]) -> Act:
    """Return what the source does.

    `did not confirm` declines; `called the reports exaggerated` denies; `withdrew its troops` takes nothing back.

    >>> from sayso.attribution.finder import find
    >>> from sayso.attribution.grammar import tokenise
    >>> tokens = tokenise("Orne called the reports exaggerated", 0, 35)
    >>> [act(finding, tokens[2:]) for finding in find(tokens, [False] * 5, 0, 5)]
    [<Act.DENIES: 'denies'>]
    """
    if finding.negated:
        return _negated(finding)
    words = {token.lower for token in content[:25]}
    if finding.lemma in _NAMING_VERBS and words & _UNFOUNDED:
        return Act.DENIES
    if finding.act is Act.ACCUSES and finding.kind in ("as", "np") and (words & _UNFOUNDED) and words & _UTTERANCES:
        return Act.DENIES
    if finding.act is Act.ACCUSES and {token.lower for token in content[:5]} & _HEARD:
        return Act.DENIES
    if finding.act is Act.RETRACTS and not (finding.lemma.split()[0] in _OWN_WORDS or words & _UTTERANCES):
        return Act.SAYS
    return finding.act


def _negated(finding: Finding) -> Act:
    if finding.lemma.split()[0] in _SILENT:
        return Act.DECLINES
    return _NEGATED.get(finding.act, finding.act)
