"""The table of standing rules: one set for every claim and every party, read from the top, the first that holds gives the state.

Each rule is a named predicate over a `Case`: who stands where, and on how many origins. The table never looks at who a party is, so that
swapping the parties swaps the standings and changes nothing else. A denial is recorded as a denial; no rule turns it into more than that.

"Two or more independent origins" is read at the low end of the range. Tried on the six development stories with their hand-made matches
(34 dated standings): low end 30 right, high end 31; against a second labelling where the first is
arguable, 32 and 33. The difference lies in one story of outlets that repeat each other. The low end was kept because at the high end
any number of new sites that print the same would count as corroboration, which is what "independent" is there to prevent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sayso.model import OriginRange, StandingState

__all__ = ["RULES", "Case", "Rule", "rule_for"]


@dataclass(frozen=True, slots=True)
class Case:
    """All that a rule may look at: where a claim's voices stand on one day."""

    origins: OriginRange
    """Independent origins of the support."""
    supporting: tuple[str, ...] = ()
    """Parties whose latest voice supports the claim."""
    confirming: tuple[str, ...] = ()
    """Those of them that do so by a named person or an office."""
    denying: tuple[str, ...] = ()
    """Parties whose latest voice denies the claim."""
    doubting: tuple[str, ...] = ()
    """Parties and others who doubt the claim."""
    conceding: tuple[str, ...] = ()
    """Parties that deny this claim and concede a weaker one of the story."""
    outside_denials: tuple[str, ...] = ()
    """Sources outside the claim who deny it."""
    witnesses: tuple[str, ...] = ()
    """Named sources outside the claim who assert it from what they themselves saw."""
    withdrawn: tuple[str, ...] = ()
    """Sources that supported the claim and took it back."""
    remaining: tuple[str, ...] = ()
    """Origins of the support that have not taken it back."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table."""

    name: str
    """How the rule is cited."""
    when: Callable[[Case], bool]
    """Whether it holds."""
    gives: StandingState
    """The state it gives."""
    because: Callable[[Case], str]
    """The reason, filled in."""
    would_change: Callable[[Case], str]
    """What would change it, filled in."""


def rule_for(case: Case) -> Rule:
    """Return the first rule that holds; the last one always does.

    >>> rule_for(Case(OriginRange(1, 1, ""), denying=("Norland",))).name
    'denied'
    """
    return next(rule for rule in RULES if rule.when(case))


def withdrawn_by_all(case: Case) -> bool:
    """Every origin that supported it has withdrawn it, or its source took it back."""
    return bool(case.withdrawn) and not case.remaining


def on_both_sides(case: Case) -> bool:
    """Parties stand on both sides, or a party denies and a named witness with first-hand knowledge asserts."""
    return bool(case.denying) and bool(case.supporting or case.witnesses)


def denied_by_party(case: Case) -> bool:
    """A party denies; that none supports follows from the rows above."""
    return bool(case.denying)


def confirmed_by_party(case: Case) -> bool:
    """A party supports on the record; that none denies follows from the rows above."""
    return bool(case.confirming)


def independently_supported(case: Case) -> bool:
    """Two or more independent origins support, at the low end of the range."""
    return case.origins.low >= 2


def supported(case: Case) -> bool:
    """At least one origin supports."""
    return case.origins.high >= 1


def always(_case: Case) -> bool:
    """The row for a claim that nobody supports yet."""
    return True


def listed(names: tuple[str, ...]) -> str:
    """Join names as a sentence has them.

    >>> listed(("Norland", "Vesturia", "Ostmark"))
    'Norland, Vesturia and Ostmark'
    """
    shown = (*names[:4], f"{len(names) - 4} more") if len(names) > 5 else names
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def _verb(names: tuple[str, ...], one: str, many: str) -> str:
    return f"{listed(names)} {one if len(names) == 1 else many}"


def _count(origins: OriginRange) -> str:
    if origins.low == origins.high:
        return f"{origins.low} independent origin{'' if origins.low == 1 else 's'}"
    return f"{origins.low} to {origins.high} independent origins"


def _stands(case: Case) -> str:
    if case.supporting:
        both = tuple(name for name in case.supporting if name in case.denying)
        if both and len(set(case.supporting + case.denying)) == len(both):
            return f"The latest voices of {listed(both)} differ: one supports the claim, another denies it."
        return f"{_verb(case.supporting, 'supports', 'support')} the claim; {_verb(case.denying, 'denies', 'deny')} it."
    return f"{_verb(case.denying, 'denies', 'deny')} the claim; {_verb(case.witnesses, 'asserts', 'assert')} it as a witness."


def _sides_would_change(case: Case) -> str:
    parties = listed(tuple(dict.fromkeys(case.supporting + case.denying)))
    witness = f", or {listed(case.witnesses)} taking it back" if case.witnesses else ""
    return f"A later voice of {parties} that changes sides{witness}."


def _denied(case: Case) -> str:
    support = f"{_count(case.origins)} outside the parties" if case.origins.high else "no one in this ledger"
    return f"{_verb(case.denying, 'denies', 'deny')} the claim and no party supports it; it is supported by {support}."


def _reported(case: Case) -> str:
    spoken = f" {_verb(case.supporting, 'supports', 'support')} it by unnamed voices only."
    unnamed = spoken if case.supporting else " No party has spoken for it."
    return f"Support goes back to {_count(case.origins)}.{unnamed}"


RULES: tuple[Rule, ...] = (
    Rule(
        "retracted",
        withdrawn_by_all,
        StandingState.RETRACTED,
        lambda case: f"{_verb(case.withdrawn, 'has', 'have')} taken back the claim and no other origin that stands by it is left.",
        lambda _: "A new origin that supports the claim.",
    ),
    Rule(
        "disputed",
        on_both_sides,
        StandingState.DISPUTED,
        _stands,
        _sides_would_change,
    ),
    Rule(
        "denied",
        denied_by_party,
        StandingState.DENIED,
        _denied,
        lambda case: (
            f"A party that supports the claim, a named witness with first-hand knowledge, or {listed(case.denying)} taking the denial back."
        ),
    ),
    Rule(
        "confirmed",
        confirmed_by_party,
        StandingState.CONFIRMED,
        lambda case: f"{_verb(case.confirming, 'supports', 'support')} the claim on the record and no party denies it.",
        lambda case: f"A party's denial, or {listed(case.confirming)} taking it back.",
    ),
    Rule(
        "corroborated",
        independently_supported,
        StandingState.CORROBORATED,
        _reported,
        lambda _: "A party's confirmation on the record, a party's denial, or origins taking it back until one is left.",
    ),
    Rule(
        "reported",
        supported,
        StandingState.REPORTED,
        _reported,
        lambda _: "A second independent origin, or a party's confirmation on the record or denial.",
    ),
    Rule(
        "unsupported",
        always,
        StandingState.REPORTED,
        lambda case: (
            "No statement in this ledger supports the claim"
            + (f"; {_verb(case.outside_denials, 'denies', 'deny')} it." if case.outside_denials else ".")
        ),
        lambda _: "Any statement that supports the claim, or a party's denial.",
    ),
)
"""The table, in the order in which it is read."""
