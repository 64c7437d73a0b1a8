"""From judgements to opinions on subjects: what each is about in this derivation, and what is no longer found.

A judgement that finds its target no more is kept and said; it counts again when the target is back.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sayso.judging.force import Opinion, Subject, on_subjects
from sayso.judging.ground import Ground, Trace
from sayso.judging.kinds import Targets, row_of
from sayso.ledger import outlet_key
from sayso.model import Judgement, JudgementKind, Match, Problem, Stance

__all__ = ["Ruling", "opinions_of", "ruled", "unheld", "unplaced", "without_judgement"]

LOST = "judgement-without-target"
"""Code of the problem that a judgement finds its target no more."""
UNKNOWN = "judgement-unknown"
"""Code of the problem that a later version's kind of judgement stands in the ledger."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A judgement in force and what it is about here."""

    judgement: Judgement
    """The judgement."""
    claims: tuple[str, ...] = ()
    """Claim ids, as the machine has them."""
    statements: tuple[str, ...] = ()
    """Statement ids."""
    others: tuple[str, ...] = ()
    """Article ids, or outlet names."""
    lost: tuple[str, ...] = ()
    """Targets that were not found, in words."""


def ruled(ground: Ground, judgement: Judgement) -> Ruling:
    """Return what a judgement is about in a derivation.

    >>> from sayso.model import Claim
    >>> ground = Ground.of([Claim("c", "A pier was sold.")], [], [], [])
    >>> ruled(ground, Judgement("j", "dismiss", ("c",), "", "Kaja Lund", "Old.", "2031")).claims
    ('c',)
    """
    row = row_of(judgement.kind)
    about = row.targets if row else None
    if about in {Targets.CLAIM, Targets.CLAIMS}:
        return _on_claims(ground, judgement)
    if about is Targets.CLAIM_AND_STATEMENTS:
        return _on_statements(ground, judgement, judgement.targets[:1], judgement.targets[1:])
    if about is Targets.STATEMENTS:
        return _on_statements(ground, judgement, (), judgement.targets)
    if about is Targets.ARTICLES:
        return _on_known(judgement, {target: target for target in judgement.targets if target in ground.articles}, "article")
    if about is Targets.OUTLETS:
        known = {target: target for target in judgement.targets if outlet_key(target) in ground.outlets}
        return _on_known(judgement, known, "outlet")
    return Ruling(judgement)


def _on_claims(ground: Ground, judgement: Judgement) -> Ruling:
    traces = [Trace.read(target, judgement.traces) for target in judgement.targets]
    found = [(trace, ground.claim(trace)) for trace in traces]
    lost = tuple(f"the claim “{trace.text or trace.claim_id}”" for trace, claim in found if claim is None)
    return Ruling(judgement, tuple(dict.fromkeys(claim.id for _, claim in found if claim)), lost=lost)


def _on_statements(ground: Ground, judgement: Judgement, claims: tuple[str, ...], places: tuple[str, ...]) -> Ruling:
    if judgement.kind == JudgementKind.SET_STANCE and judgement.value not in set(Stance):
        return Ruling(judgement, lost=(f"the stance “{judgement.value}”",))
    traces = [Trace.read(target, judgement.traces) for target in claims]
    found = [ground.claim(trace) for trace in traces]
    if None in found:
        return Ruling(judgement, lost=tuple(f"the claim “{trace.text or trace.claim_id}”" for trace in traces))
    names = tuple(claim.id for claim in found if claim)
    standing = {place: ground.at(place, *names) for place in places}
    statements = tuple(dict.fromkeys(each.id for held in standing.values() for each in held))
    return Ruling(judgement, names, statements, lost=tuple(f"a statement at {place}" for place, held in standing.items() if not held))


def _on_known(judgement: Judgement, known: Mapping[str, str], what: str) -> Ruling:
    lost = tuple(f"the {what} {target}" for target in judgement.targets if target not in known)
    return Ruling(judgement, others=tuple(known), lost=lost)


def opinions_of(ruling: Ruling, merged_into: Mapping[str, str]) -> Iterator[Opinion]:
    """Yield what a ruling says on each of its subjects; `merged_into` gives for each claim the one that it counts as.

    >>> dismissed = Judgement("j", "dismiss", ("c",), "", "Kaja Lund", "Old.", "2031")
    >>> [opinion.subject for opinion in opinions_of(Ruling(dismissed, ("c",)), {"c": "c"})]
    [('dismissed', 'c')]
    """
    kind, value = ruling.judgement.kind, ruling.judgement.value
    says = {
        JudgementKind.SPLIT: ("stance", "not about this claim"),
        JudgementKind.SET_STANCE: ("stance", value),
        JudgementKind.SET_PARTY: ("party", value or "no party"),
        JudgementKind.SET_SOURCE: ("source", value),
        JudgementKind.SAME_FAMILY: ("family", "one text"),
        JudgementKind.NOT_SAME_FAMILY: ("family", "no copies"),
        JudgementKind.APPROVE_WORDING: ("wording", value),
        JudgementKind.DISMISS: ("dismissed", "dismissed"),
    }
    if kind in says:
        subject, word = says[JudgementKind(kind)]
        for records in _records(ruling, merged_into):
            yield Opinion((subject, *records), word, ruling.judgement)


def _records(ruling: Ruling, merged_into: Mapping[str, str]) -> Iterable[tuple[str, ...]]:
    claims = list(dict.fromkeys(merged_into.get(claim, claim) for claim in ruling.claims))
    if ruling.others:
        return itertools.combinations(sorted(ruling.others), 2)
    row = row_of(ruling.judgement.kind)
    if row and row.targets in {Targets.CLAIM_AND_STATEMENTS, Targets.STATEMENTS}:
        return [(*claims, statement) for statement in ruling.statements]
    return [(claim,) for claim in claims]


def unplaced(ruling: Ruling) -> Problem | None:
    """Return the problem that a judgement finds its target no more, with the next step; None where it finds all.

    >>> unplaced(Ruling(Judgement("j", "dismiss", ("c",), "", "Kaja Lund", "Old.", "2031"))) is None
    True
    """
    made = ruling.judgement
    if row_of(made.kind) is None:
        message = f"{made.who} decided “{made.kind}”, which this version does not know. It is kept and not applied; update sayso."
        return Problem(UNKNOWN, message, made.id)
    return _lost(made, " and ".join(ruling.lost[:3])) if ruling.lost else None


def _lost(made: Judgement, what: str) -> Problem:
    message = (
        f"{made.who} decided “{made.kind}” on {made.recorded_at[:10]}, and {what} is not found in this ledger. The decision is kept and"
        f" counts when it is found again. Decide anew, or take it back: sayso judge revoke {made.id}"
    )
    return Problem(LOST, message, made.id)


def unheld(counting: Mapping[Subject, Opinion], matches: Iterable[Match]) -> tuple[Problem, ...]:
    """Return the problems of parties that were set where the claim has no such party, or the statement no longer bears on it.

    >>> unheld({}, [])
    ()
    """
    voices = {(match.claim_id, match.statement_id, match.party) for match in matches}
    found: dict[str, Problem] = {}
    for (_, claim, statement), opinion in on_subjects(counting, "party").items():
        made, about = opinion.judgement, counting.get(("stance", claim, statement))
        taken_off = about is not None and about.judgement.kind == JudgementKind.SPLIT
        if not taken_off and (claim, statement, made.value or None) not in voices:
            found[made.id] = _lost(made, f"a statement of {made.value or 'no party'} on the claim")
    return tuple(found[name] for name in sorted(found))


def without_judgement(judgements: Iterable[Judgement]) -> tuple[Problem, ...]:
    """Return the problems of judgements that take back what this ledger does not hold.

    >>> [problem.code for problem in without_judgement([Judgement("r", "revoke", ("j",), "", "Arne Holt", "Old.", "2031-05-02")])]
    ['judgement-without-target']
    """
    listed = tuple(judgements)
    known = {judgement.id for judgement in listed}
    return tuple(
        _lost(judgement, f"the judgement {judgement.targets[0]}")
        for judgement in listed
        if judgement.kind == JudgementKind.REVOKE and judgement.targets and not known.intersection(judgement.targets)
    )
