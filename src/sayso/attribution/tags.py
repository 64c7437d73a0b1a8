"""Tags: attributions whose cue follows what is said (`“No,” Orne said`), and `according to`.

They are looked for first, because what is said before a tag may hold cues of its own.
"""

from __future__ import annotations

from sayso.attribution.clause import Clause, Finding, right_end, trim_marks
from sayso.attribution.cues import Sense
from sayso.attribution.follow import tail
from sayso.attribution.grammar import CLAUSE_LINKS, COORDINATORS, OPENERS, PREPOSITIONS, QUOTES, RELATIVES, is_verb_like
from sayso.attribution.groups import Group
from sayso.attribution.naming import can_speak
from sayso.attribution.phrases import Phrase, phrase_after, phrase_before

__all__ = ["tags"]

_SPEECHLESS = frozenset("when if asked while after before since because although though unless once as".split())
_RELATIVE_REACH = 20


def tags(clause: Clause) -> list[Finding]:
    """Return the attributions whose cue follows what is said, and those by `according to`, in order."""
    found: list[Finding] = []
    edge = clause.low
    for group in clause.groups:
        if group.start < edge:
            continue
        finding = _particle(clause, group, edge) if group.cue.kind == "particle" else _tag(clause, group, edge)
        if finding:
            found.append(finding)
            edge = finding.end
    return found


def _said(group: Group) -> Sense | None:
    return next((sense for sense in group.cue.senses if "said" in sense.takes), None)


def _tag(clause: Clause, group: Group, edge: int) -> Finding | None:
    sense = _said(group)
    if sense is None or group.passive or not group.finite:
        return None
    if group.start <= edge:
        return None
    before = clause.tokens[group.start - 1]
    told = any(sense.listener for sense in group.cue.senses)
    inverted = not told and before.text in QUOTES | {",", "—", "–", "?", "!"} and not group.helped
    if inverted and _can_invert(clause, group):
        source = phrase_after(clause.tokens, group.end, clause.high)
        if source and can_speak(" ".join(token.text for token in clause.tokens[source.start : source.end])):
            return _tagged(clause, group, sense, source, edge=edge, stop=group.start, start=_past(source))
    source = phrase_before(clause.tokens, edge, group.start)
    if source is None or source.start - 1 <= edge:
        return None
    return _tagged(clause, group, sense, source, edge=edge, stop=source.start, start=group.end)


def _past(source: Phrase) -> int:
    return source.apposition[1] if source.apposition else source.end


def _can_invert(clause: Clause, group: Group) -> bool:
    if group.end >= clause.high or group.kinds & {"gerund"}:
        return False
    after = clause.tokens[group.end]
    return after.word and after.lower not in OPENERS and after.lower not in PREPOSITIONS and not clause.quoted[group.end]


def _tagged(clause: Clause, group: Group, sense: Sense, source: Phrase, *, edge: int, stop: int, start: int) -> Finding | None:
    """Build the finding if the words to the left can be what is said and nothing that is said follows the tag."""
    left = _left(clause, edge, stop)
    if left is None:
        return None
    end = tail(clause.tokens, clause.quoted, group, start, clause.high)
    spoken = clause.tokens[stop - 1].text in QUOTES or (
        clause.tokens[stop - 1].text == "," and stop >= 2 and clause.tokens[stop - 2].text in QUOTES
    )
    if end is None:
        if not spoken or clause.tokens[min(start, clause.high - 1)].lower in OPENERS:
            return None
        end = start
    content = [left, *_resumed(clause, end, spoken)]
    return Finding(
        group.cue.lemma,
        sense.act,
        sense.certainty,
        ((group.start, group.end),),
        source,
        tuple(content),
        "quote" if spoken else "tag",
        group.negated,
        None,
        spoken,
    )


def _left(clause: Clause, edge: int, stop: int) -> tuple[int, int] | None:
    """The words before a tag, if they can stand as what is said."""
    tokens = clause.tokens
    last = tokens[stop - 1]
    if last.text not in QUOTES and last.text not in (",", "—", "–", "?", "!"):
        return None
    start, end = trim_marks(clause, edge, stop)
    if end <= start:
        return None
    if tokens[end - 1].text in QUOTES:
        return _quoted_left(clause, start, end)
    if tokens[start].lower in COORDINATORS:
        start += 1
    return (start, end) if _can_be_said(clause, start, end, stop) else None


def _can_be_said(clause: Clause, start: int, end: int, stop: int) -> bool:
    """Whether unquoted words before a tag are a clause, or the subject of one that goes on after the tag."""
    tokens = clause.tokens
    if end - start < 2 or tokens[start].lower in _SPEECHLESS:
        return False
    clausal = any(is_verb_like(token) for token in tokens[start:end])
    if tokens[start].lower in PREPOSITIONS:
        return clausal
    if clausal or any(token.lower.endswith("s") for token in tokens[start:end]):
        return True
    comma = next((i for i in range(stop, min(stop + 12, clause.high)) if tokens[i].text == ","), clause.high)
    return any(is_verb_like(token) for token in tokens[comma + 1 : comma + 4])


def _quoted_left(clause: Clause, start: int, end: int) -> tuple[int, int]:
    """A quotation before a tag; words outside the marks belong to it only if they lead into it without a break."""
    first = end - 1
    while first > start and clause.quoted[first - 1]:
        first -= 1
    lead = clause.tokens[start:first]
    if lead and any(token.text in (":", ";") for token in lead):
        return first, end
    return start, end


def _resumed(clause: Clause, end: int, spoken: bool) -> list[tuple[int, int]]:
    """What is said after the tag in the same sentence."""
    tokens, start = clause.tokens, end + 1
    if spoken:
        opening = next((i for i in range(end, min(end + 14, clause.high)) if clause.quoted[i] and tokens[i].text in QUOTES), None)
        if opening is None or any(group.end > end and group.start < opening for group in clause.groups):
            return []
        close = opening + 1
        while close < clause.high and clause.quoted[close]:
            close += 1
        return [trim_marks(clause, opening, clause.high if not any(group.start >= close for group in clause.groups) else close)]
    if start >= clause.high or tokens[end].text != ",":
        return []
    first = tokens[start]
    linked = first.lower in CLAUSE_LINKS or first.lower in RELATIVES or first.lower.endswith("ing")
    if linked or any(group.start == start for group in clause.groups):
        return []
    span = trim_marks(clause, start, right_end(clause, None, start))
    return [span] if span[1] > span[0] else []


def _particle(clause: Clause, group: Group, edge: int) -> Finding | None:
    """`According to X, ...` and `..., according to X`."""
    source = phrase_after(clause.tokens, group.end, clause.high)
    if source is None:
        return None
    sense = group.cue.senses[0]
    content: list[tuple[int, int]] = []
    opening = group.start <= edge or not any(token.word for token in clause.tokens[edge : group.start])
    if not opening and group.cue.lemma in ("citing", "quoting"):
        return None
    if not opening:
        content.append(trim_marks(clause, edge, group.start))
    past = _past_of_opening(clause, source) if opening else source.end
    if opening and past == source.end:
        source = Phrase(source.start, source.end)
    if past < clause.high and clause.tokens[past].text == ",":
        rest = trim_marks(clause, past + 1, right_end(clause, None, past + 1))
        follows = clause.tokens[past + 1].lower if past + 1 < clause.high else ""
        if rest[1] > rest[0] and (opening or not (follows.endswith("ing") or follows in CLAUSE_LINKS | RELATIVES)):
            content.append(rest)
    content = [span for span in content if span[1] > span[0]]
    if not content:
        return None
    return Finding(group.cue.lemma, sense.act, sense.certainty, ((group.start, group.end),), source, tuple(content), "tag")


def _past_of_opening(clause: Clause, source: Phrase) -> int:
    """Where `According to Orne, the envoy, ...` ends; in `According to Orne, the envoy left` the rest is what she said."""
    if source.apposition is None:
        return _past_of_relative(clause, source.end)
    start, end = source.apposition
    closed = end < clause.high - 1 and clause.tokens[end].text == ","
    return end if closed and not any(is_verb_like(token) for token in clause.tokens[start:end]) else source.end


def _past_of_relative(clause: Clause, end: int) -> int:
    """Where `According to a man who was there, ...` ends: at the comma after the relative clause."""
    if end >= clause.high or clause.tokens[end].lower not in RELATIVES | {"that"}:
        return end
    return next((i for i in range(end, min(end + _RELATIVE_REACH, clause.high)) if clause.tokens[i].text == ","), end)
