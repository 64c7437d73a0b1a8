"""The table of what a person can decide: what each kind is about, what value it takes, and what it does.

One table serves the check before a judgement is kept, the command line and the docs, so that they cannot drift apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sayso.model import JudgementKind

__all__ = ["KINDS", "KindRow", "Targets", "Value", "row_of"]


class Targets(StrEnum):
    """What a kind of judgement is about."""

    CLAIM = "one claim"
    CLAIMS = "two or more claims"
    CLAIM_AND_STATEMENTS = "a claim and one or more of its statements"
    STATEMENTS = "one or more statements"
    ARTICLES = "two or more articles"
    OUTLETS = "two or more outlets"
    JUDGEMENT = "one judgement"


class Value(StrEnum):
    """What a kind of judgement takes as its value."""

    NONE = "none"
    STANCE = "a stance"
    PARTY = "a party of the claim, or nothing for no party"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class KindRow:
    """One row of the table."""

    kind: JudgementKind
    """The kind."""
    targets: Targets
    """What it is about."""
    value: Value
    """What it takes as its value."""
    does: str
    """What it does, in one sentence."""


KINDS: tuple[KindRow, ...] = (
    KindRow(
        JudgementKind.MERGE,
        Targets.CLAIMS,
        Value.NONE,
        "The claims are one: all their statements count on the one that the ledger lists first.",
    ),
    KindRow(JudgementKind.SPLIT, Targets.CLAIM_AND_STATEMENTS, Value.NONE, "The statements are not about this claim."),
    KindRow(
        JudgementKind.SET_STANCE,
        Targets.CLAIM_AND_STATEMENTS,
        Value.STANCE,
        "The statements do this with the claim; one that was not matched to it is from now on.",
    ),
    KindRow(JudgementKind.SET_SOURCE, Targets.STATEMENTS, Value.WORDS, "This is who speaks; the party stays as it is."),
    KindRow(JudgementKind.SET_PARTY, Targets.CLAIM_AND_STATEMENTS, Value.PARTY, "The statements are this party's voice."),
    KindRow(JudgementKind.SAME_FAMILY, Targets.ARTICLES, Value.NONE, "The articles derive from one text."),
    KindRow(JudgementKind.NOT_SAME_FAMILY, Targets.ARTICLES, Value.NONE, "None of the articles is a copy of another."),
    KindRow(JudgementKind.SAME_OWNER, Targets.OUTLETS, Value.NONE, "The outlets belong to one owner and count as one at the low end."),
    KindRow(JudgementKind.DISMISS, Targets.CLAIM, Value.NONE, "The claim is no longer listed among challenged ones; it stays where it is."),
    KindRow(JudgementKind.APPROVE_WORDING, Targets.CLAIM, Value.WORDS, "Reports put the claim in these words, and say who approved them."),
    KindRow(JudgementKind.RATE, Targets.CLAIM, Value.WORDS, "A person's own rating, quoted with the name; no rule ever uses it."),
    KindRow(JudgementKind.REVOKE, Targets.JUDGEMENT, Value.NONE, "An earlier judgement no longer counts; it stays in the list."),
)
"""The table, in the order of `JudgementKind`."""


def row_of(kind: str) -> KindRow | None:
    """Return the row of a kind; None for a kind that this version does not know.

    >>> row_of("set-stance").value.value, row_of("praise")
    ('a stance', None)
    """
    return next((row for row in KINDS if row.kind == kind), None)
