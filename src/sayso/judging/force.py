"""Which judgements hold: those that nobody took back; of several on the same thing the latest, whoever made it.

A judgement speaks on *subjects*: one statement on one claim, one pair of articles, the wording of one claim. Two people who decide the same
subject otherwise are in conflict: the later decision counts, both stay, and the conflict is said.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sayso.model import Claim, Judgement, JudgementKind

__all__ = ["Opinion", "Subject", "absorbed", "disagreements", "in_force", "latest", "made_at", "moment_after", "on_subjects"]

Subject = tuple[str, ...]
"""What is decided, and about which records: `("stance", claim id, statement id)`."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one judgement says on one subject."""

    subject: Subject
    """The subject."""
    says: str
    """The decision, in words."""
    judgement: Judgement
    """The judgement."""


def made_at(judgement: Judgement) -> tuple[str, str]:
    """Return what judgements are ordered by: when they were recorded, then id.

    >>> made_at(Judgement("j", "dismiss", ("c",), "", "Kaja Lund", "Old.", "2031-05-01"))
    ('2031-05-01', 'j')
    """
    return judgement.recorded_at, judgement.id


def moment_after(judgements: Iterable[Judgement], moment: str) -> str:
    """Return the moment of a new judgement: this one, or a trace after the latest there is, so that of two the later one counts.

    Clocks count in seconds and are set back; what a person decides last must hold all the same.

    >>> moment_after([Judgement("j", "dismiss", ("c",), "", "Kaja Lund", "Old.", "2031-05-01T08:00:00+00:00")], "2031-05-01T07:00:00+00:00")
    '2031-05-01T08:00:00.000001+00:00'
    """
    last = max((judgement.recorded_at for judgement in judgements), default="")
    if moment > last:
        return moment
    try:
        return (datetime.datetime.fromisoformat(last) + datetime.timedelta(microseconds=1)).isoformat(timespec="microseconds")
    except ValueError:
        return moment


def in_force(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Return the judgements that nobody took back, earliest first; those that only take back another are left out.

    >>> made = Judgement("j", "dismiss", ("c",), "", "Kaja Lund", "Old.", "2031-05-01")
    >>> in_force([made, Judgement("r", "revoke", ("j",), "", "Arne Holt", "Not so old.", "2031-05-02")])
    ()
    """
    listed = sorted(judgements, key=made_at)
    taken_back = {target for judgement in listed if judgement.kind == JudgementKind.REVOKE for target in judgement.targets}
    return tuple(judgement for judgement in listed if judgement.kind != JudgementKind.REVOKE and judgement.id not in taken_back)


def latest(opinions: Iterable[Opinion]) -> dict[Subject, Opinion]:
    """Return the opinion that counts on each subject, by subject.

    >>> latest([])
    {}
    """
    found = {opinion.subject: opinion for opinion in sorted(opinions, key=lambda each: made_at(each.judgement))}
    return dict(sorted(found.items()))


def disagreements(opinions: Sequence[Opinion]) -> tuple[tuple[Opinion, Opinion], ...]:
    """Return (what counts, what somebody else had decided otherwise) for each pair of judgements that do not agree, by when made.

    >>> disagreements([])
    ()
    """
    counting = latest(opinions)
    found: dict[tuple[str, str], tuple[Opinion, Opinion]] = {}
    for opinion in sorted(opinions, key=lambda each: (made_at(each.judgement), each.subject)):
        last = counting[opinion.subject]
        same_person = last.judgement.who.casefold() == opinion.judgement.who.casefold()
        if not same_person and last.says != opinion.says:
            found.setdefault((last.judgement.id, opinion.judgement.id), (last, opinion))
    return tuple(sorted(found.values(), key=lambda pair: (made_at(pair[0].judgement), made_at(pair[1].judgement))))


def absorbed(claims: Iterable[Claim], judgements: Iterable[Judgement], key: str) -> Claim | None:
    """Return the claim into which a claim of this id, or tracked id, was merged; None where none was.

    >>> merge = Judgement("j", "merge", ("a", "b"), "", "Kaja Lund", "One.", "2031", (("a", "", "It sank."), ("b", "pier", "Sank!")))
    >>> absorbed([Claim("a", "It sank.", judgements=("j",))], [merge], "pier").id
    'a'
    """
    merging = {
        judgement.id
        for judgement in judgements
        if judgement.kind == JudgementKind.MERGE and any(key in trace[:2] for trace in (*judgement.traces, *zip(judgement.targets)))
    }
    return next((claim for claim in claims if merging & set(claim.judgements)), None)


def on_subjects(opinions: Mapping[Subject, Opinion], kind: str) -> dict[Subject, Opinion]:
    """Return the opinions on subjects of one kind.

    >>> on_subjects({}, "stance")
    {}
    """
    return {subject: opinion for subject, opinion in opinions.items() if subject[0] == kind}
