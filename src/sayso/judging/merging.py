"""Claims that a person said are one: joined, whatever the order in which that was said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sayso.claims import Linked, match_order
from sayso.model import Claim, Match, OutletStance, Sdqc

__all__ = ["merged", "survivors"]


def survivors(claims: Sequence[Claim], joined: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return for each claim the one that it counts as: of those joined, straight or by way of others, the first that the ledger lists.

    >>> survivors([Claim("a", "x"), Claim("b", "y"), Claim("c", "z")], [("c", "b"), ("b", "a")])
    {'a': 'a', 'b': 'a', 'c': 'a'}
    """
    place = {claim.id: number for number, claim in enumerate(claims)}
    leader = {claim.id: claim.id for claim in claims}

    def find(name: str) -> str:
        while leader[name] != name:
            name = leader[name]
        return name

    for names in joined:
        for name in names:
            first, second = sorted((find(names[0]), find(name)), key=place.__getitem__)
            leader[second] = first
    return {name: find(name) for name in leader}


def merged(linked: Linked, into: Mapping[str, str]) -> Linked:
    """Return what was linked with each claim's statements on the claim that it counts as.

    >>> merged(Linked((), (), ()), {})
    Linked(claims=(), matches=(), outlet_stances=())
    """
    if all(name == other for name, other in into.items()):
        return linked
    groups: dict[str, list[Claim]] = {}
    for claim in linked.claims:
        groups.setdefault(into[claim.id], []).append(claim)
    names = {name for name, group in groups.items() if len(group) > 1}
    moved = [replace(match, claim_id=into[match.claim_id]) for match in linked.matches]
    kept = [match for match in moved if match.claim_id not in names]
    kept += _settled([(match, own.claim_id) for match, own in zip(moved, linked.matches, strict=True) if match.claim_id in names])
    return Linked(
        tuple(_joined(group) for group in groups.values()),
        tuple(sorted(kept, key=match_order)),
        _stances(linked.outlet_stances, into),
    )


def _joined(group: Sequence[Claim]) -> Claim:
    first, *others = group
    if not others:
        return first
    parties = tuple(dict.fromkeys(party for claim in group for party in claim.parties))
    told = "; ".join(f"“{claim.text}”" for claim in others)
    return replace(first, parties=parties, reason=f"{first.reason}; a person joined it with {told}")


def _settled(matches: Iterable[tuple[Match, str]]) -> list[Match]:
    """One match for each statement and party: one that takes a side before one that does not, then the surer one.

    A statement that is a party's voice on one of the claims is not nobody's on the other.
    """
    held: dict[tuple[str, str], dict[str | None, list[tuple[Match, str]]]] = {}
    for match, own in matches:
        held.setdefault((match.claim_id, match.statement_id), {}).setdefault(match.party, []).append((match, own))
    return [
        min(found, key=lambda pair: (pair[0].stance.sdqc is Sdqc.COMMENT, -pair[0].confidence, pair[0].stance.value, pair[1]))[0]
        for by_party in held.values()
        for party, found in by_party.items()
        if party is not None or len(by_party) == 1
    ]


def _stances(stances: Iterable[OutletStance], into: Mapping[str, str]) -> tuple[OutletStance, ...]:
    """The outlet's own voice on a claim that was joined: on the claim that stays if it was read there, else on the others."""
    found: dict[tuple[str, str], OutletStance] = {}
    for stance in sorted(stances, key=lambda each: (into[each.claim_id] != each.claim_id, each.claim_id, each.article_id)):
        found.setdefault((into[stance.claim_id], stance.article_id), replace(stance, claim_id=into[stance.claim_id]))
    return tuple(found[key] for key in sorted(found))
