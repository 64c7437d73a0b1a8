"""Finds attributions in one sentence: which words speak, by which cue, saying what.

Patterns are tried from the surest to the loosest: tags after or inside what is said (`“No,” Orne said`), `according to`, then cues with
their content after them. A cue inside the content of another is left to the reading of that content, so what comes out here is outermost
only. This is the part that a trained tagger can replace; everything after it works on `Finding`s alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.attribution.clause import Clause, Finding, right_end, trim_marks
from sayso.attribution.follow import Following, following
from sayso.attribution.grammar import COORDINATORS, RELATIVES, Token
from sayso.attribution.groups import Group, groups
from sayso.attribution.phrases import Phrase, leading, phrase_after, phrase_before
from sayso.attribution.tags import tags
from sayso.model import Act, Certainty, Naming

__all__ = ["find"]


def find(tokens: Sequence[Token], quoted: Sequence[bool], low: int, high: int) -> tuple[Finding, ...]:
    """Return the outermost attributions of a token range, in order.

    >>> from sayso.attribution.grammar import tokenise
    >>> text = "The ministry denied that a contract had been signed."
    >>> tokens = tokenise(text, 0, len(text))
    >>> [(finding.lemma, finding.content) for finding in find(tokens, [False] * len(tokens), 0, len(tokens))]
    [('deny', ((3, 9),))]
    """
    clause = Clause(tokens, quoted, low, high, groups(tokens, quoted, low, high))
    tagged = tags(clause)
    found = list(tagged)
    for begin, end in _gaps(clause, tagged):
        part = replace(clause, low=begin, high=end, groups=tuple(g for g in clause.groups if begin <= g.start and g.end <= end))
        found.extend(_forward(part))
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.end)))


def _gaps(clause: Clause, tags: Sequence[Finding]) -> list[tuple[int, int]]:
    gaps: list[tuple[int, int]] = []
    begin = clause.low
    for tag in sorted(tags, key=lambda tag: tag.start):
        if tag.start > begin:
            gaps.append((begin, tag.start))
        begin = max(begin, tag.end)
    return [*gaps, (begin, clause.high)] if begin < clause.high else gaps


def _forward(clause: Clause) -> list[Finding]:
    """Attributions whose content follows the cue."""
    found: list[Finding] = []
    edge = clause.low
    for group in clause.groups:
        if group.start < edge:
            continue
        finding = _one(clause, group, found, edge)
        if finding:
            found.append(finding)
            edge = max(edge, finding.end)
    return found


def _one(clause: Clause, group: Group, found: Sequence[Finding], edge: int) -> Finding | None:
    if group.cue.kind != "verb":
        return _cited(clause, group, found) if group.cue.kind == "particle" else None
    if group.passive:
        return _passive(clause, group, edge)
    reading = _reading(clause, group)
    return _active(clause, group, reading, _source(clause, group, found, edge)) if reading else None


def _active(clause: Clause, group: Group, reading: Following, source: Phrase | None) -> Finding | None:
    if source is None:
        return None
    span = trim_marks(clause, reading.start, right_end(clause, group, reading.start))
    if span[1] <= span[0] and reading.kind != "none":
        return None
    return _finding(group, reading, source, span)


def _finding(group: Group, reading: Following, source: Phrase | None, span: tuple[int, int]) -> Finding:
    quoted = reading.kind == "quote"
    content = (span,) if span[1] > span[0] else ((group.start, group.end),)
    cue = (group.start, group.end)
    return Finding(
        group.cue.lemma, reading.sense.act, reading.sense.certainty, (cue,), source, content, reading.kind, group.negated, None, quoted
    )


def _reading(clause: Clause, group: Group) -> Following | None:
    reading = following(clause.tokens, clause.quoted, group, clause.high)
    if reading is None:
        bare = next((sense for sense in group.cue.senses if "none" in sense.takes), None)
        return Following(bare, group.end, "none") if bare else None
    if reading.kind == "np" and group.cue.shy and group.kinds == {"base"} and not group.helped and not group.infinitive:
        return None
    return reading


def _source(clause: Clause, group: Group, found: Sequence[Finding], edge: int) -> Phrase | None:
    """Who speaks by a cue whose content follows it."""
    tokens, at = clause.tokens, group.start - 1
    if group.gerund or group.infinitive:
        return _governing(clause, group, found)
    if at < clause.low:
        return None
    before = tokens[at]
    if before.lower in RELATIVES or (before.lower == "that" and at > clause.low and tokens[at - 1].word):
        return Phrase(at, at + 1) if before.lower != "whom" else None
    if before.lower in COORDINATORS or (before.text == "," and at > clause.low and tokens[at - 1].lower in COORDINATORS):
        return _shared(clause, group, found)
    low = clause.low if before.text == "," else max(clause.low, _after_cue(clause, edge, group))
    return phrase_before(tokens, low, group.start) or _shared(clause, group, found)


def _after_cue(clause: Clause, edge: int, group: Group) -> int:
    """Where the last rejected cue before this one ends: no subject reaches across it."""
    ends = [other.end for other in clause.groups if other.end <= group.start - 1]
    return max([clause.low, edge if edge < group.start else clause.low, *ends[-1:]])


def _shared(clause: Clause, group: Group, found: Sequence[Finding]) -> Phrase | None:
    if found and found[-1].source:
        return found[-1].source
    return leading(clause.tokens, clause.low, group.start)


def _governing(clause: Clause, group: Group, found: Sequence[Finding]) -> Phrase | None:
    """Who speaks by `..., adding that` or `Calling it ..., X`."""
    if group.start == clause.low or not any(token.word for token in clause.tokens[clause.low : group.start]):
        comma = next((i for i in range(group.end, clause.high) if clause.tokens[i].text == ","), None)
        return leading(clause.tokens, comma + 1, clause.high) if comma else None
    return _shared(clause, group, found)


def _cited(clause: Clause, group: Group, found: Sequence[Finding]) -> Finding | None:
    """`..., citing X`: what stands before it is what X said."""
    source = phrase_after(clause.tokens, group.end, clause.high)
    start, end = trim_marks(clause, clause.low, group.start)
    if source is None or end <= start or found:
        return None
    sense = group.cue.senses[0]
    return Finding(group.cue.lemma, sense.act, sense.certainty, ((group.start, group.end),), source, ((start, end),), "tag")


def _passive(clause: Clause, group: Group, edge: int) -> Finding | None:
    """`The report was denied by X`, `it was reported that`, `is said to have`."""
    tokens = clause.tokens
    subject = phrase_before(tokens, max(clause.low, _after_cue(clause, edge, group)), group.start)
    by = _agent(clause, group)
    end = right_end(clause, group, group.end)
    sense = group.cue.senses[0]
    if by:
        content = [(subject.start, subject.end)] if subject else []
        rest = trim_marks(clause, group.end, by.start - 1)
        content.extend([rest] if rest[1] > rest[0] else [])
        cue = ((group.start, group.end), (by.start - 1, by.start))
        return Finding(group.cue.lemma, sense.act, sense.certainty, cue, by, tuple(content), "np", group.negated) if content else None
    return _agentless(clause, group, subject, end)


def _agent(clause: Clause, group: Group) -> Phrase | None:
    for index in range(group.end, min(group.end + 8, clause.high)):
        if clause.tokens[index].lower == "by":
            return phrase_after(clause.tokens, index + 1, clause.high)
        if not clause.tokens[index].word or clause.quoted[index]:
            return None
    return None


def _agentless(clause: Clause, group: Group, subject: Phrase | None, end: int) -> Finding | None:
    after = clause.tokens[group.end].lower if group.end < clause.high else ""
    if not group.cue.impersonal or after not in ("that", "to", "as", "whether", "if", "how"):
        return None
    span = trim_marks(clause, group.end, end)
    it = subject is None or (clause.tokens[subject.start].lower in ("it", "there", "he", "she", "they") and after == "that")
    content = [span] if it or subject is None else [(subject.start, subject.end), span]
    heard = subject is not None and after == "that" and group.cue.lemma in ("tell", "inform")
    sense = group.cue.senses[0]
    naming = Naming.MEDIA if group.cue.lemma == "report" else Naming.UNNAMED
    act = Act.RELAYS if sense.act is Act.SAYS or heard else sense.act
    return Finding(
        group.cue.lemma, act, Certainty.POSSIBLE, ((group.start, group.end),), None, tuple(content), "that", group.negated, naming
    )
