"""A view cut down to some claims, and cut views put together again: pure functions over records.

A page on one claim needs the claim, the other rungs of its story, and the articles, statements, families and evidence that these rest on;
not the pile. Each claim is cut by itself, so that an edition keeps a claim that did not change only once. Joined again, records stand in
the order in which a derivation gives them.
"""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from sayso.ledger.snapshot import place_of
from sayso.model import Article, Claim, Evidence, Family, LedgerView, OriginRange, Problem, Standing, Statement

__all__ = ["EMPTY", "Cutter", "claim_fields", "joined_views"]

Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")

EMPTY = LedgerView((), (), (), (), (), (), (), (), (), (), (), (), (), ())
"""A view of nothing."""


_first: Callable[[Any], Any] = operator.itemgetter(0)
_id: Callable[[Any], Any] = operator.attrgetter("id")


def _evidence_place(edge: Evidence) -> tuple[str, str, str, int]:
    return (edge.article_id, edge.kind, edge.target, edge.span.start if edge.span else -1)


def _problem_place(problem: Problem) -> tuple[str, str, str]:
    return (problem.input_id, problem.code, problem.message)


_ORDER: Mapping[str, Callable[[Any], Any] | None] = {
    "articles": _id,
    "recorded_at": _first,
    "readings": lambda reading: reading,
    "problems": _problem_place,
    "families": _id,
    "evidence": _evidence_place,
    "statements": place_of,
    "claims": None,
    "matches": lambda match: match.claim_id,
    "outlet_stances": lambda stance: stance.claim_id,
    "positions": None,
    "origins": _first,
    "standings": None,
}
"""What each field of a view is sorted by; None where the order of the claims rules."""


def claim_fields() -> tuple[str, ...]:
    """Return the fields that are put together from the claims' parts.

    >>> "matches" in claim_fields(), "families" in claim_fields()
    (True, False)
    """
    return ("claims", "matches", "outlet_stances", "positions", "origins", "standings")


def joined_views(parts: Sequence[LedgerView]) -> LedgerView:
    """Return cut views as one, each record once, in the order of a derivation; the parts come in the order of their claims.

    >>> joined_views([]) == EMPTY
    True
    """
    return replace(
        EMPTY, **{field.name: _joined(field.name, [getattr(part, field.name) for part in parts]) for field in fields(LedgerView)}
    )


def _joined(name: str, rows: Sequence[tuple[Any, ...]]) -> tuple[Any, ...]:
    items = list(dict.fromkeys(item for row in rows for item in row))
    order = _ORDER.get(name)
    return tuple(sorted(items, key=order) if order else items)


def _grouped(pairs: Iterable[tuple[Key, Item]]) -> Mapping[Key, tuple[Item, ...]]:
    groups: dict[Key, list[Item]] = defaultdict(list)
    for key, item in pairs:
        groups[key].append(item)
    return {key: tuple(items) for key, items in groups.items()}


@dataclass(frozen=True, slots=True)
class Cutter:
    """A view indexed once, to be cut claim by claim."""

    view: LedgerView
    """The whole view."""
    articles: Mapping[str, Article]
    """By id."""
    statements: Mapping[str, Statement]
    """By id."""
    origins: Mapping[str, OriginRange]
    """By claim."""
    roots: Mapping[str, str]
    """Root of the chain by statement."""
    seen: Mapping[str, str]
    """When the ledger knew, by article."""
    families: Mapping[str, Family]
    """By article."""
    evidence: Mapping[str, tuple[Evidence, ...]]
    """By article."""
    versions: Mapping[str, tuple[Any, ...]]
    """By article."""
    readings: Mapping[str, tuple[tuple[str, str], ...]]
    """By input."""
    problems: Mapping[str, tuple[Any, ...]]
    """By input."""
    of_claim: Mapping[str, Mapping[str, tuple[Any, ...]]]
    """For each field that names its claim: its records by claim."""

    @classmethod
    def of(cls, view: LedgerView) -> Cutter:
        """Index a view.

        >>> Cutter.of(EMPTY).claim(Claim("c", "A pier was sold.")).claims[0].id
        'c'
        """
        named = ("matches", "outlet_stances", "positions", "standings")
        return cls(
            view=view,
            articles={article.id: article for article in view.articles},
            statements={statement.id: statement for statement in view.statements},
            origins=dict(view.origins),
            roots=dict(view.statement_origins),
            seen=dict(view.recorded_at),
            families={article: family for family in view.families for article in family.articles},
            evidence=_grouped((edge.article_id, edge) for edge in view.evidence),
            versions=_grouped((version.article_id, version) for version in view.versions),
            readings=_grouped((reading[0], reading) for reading in view.readings),
            problems=_grouped((problem.input_id, problem) for problem in view.problems),
            of_claim={name: _grouped((item.claim_id, item) for item in getattr(view, name)) for name in named},
        )

    def claim(self, claim: Claim) -> LedgerView:
        """Return what belongs to one claim alone."""
        mine = {name: groups.get(claim.id, ()) for name, groups in self.of_claim.items()}
        used = sorted({match.statement_id for match in mine["matches"]})
        near, far = self._articles_of(claim, mine)
        inputs = sorted({self.articles[name].input_id for name in far})
        return replace(
            EMPTY,
            **mine,
            claims=(claim,),
            origins=((claim.id, self.origins[claim.id]),) if claim.id in self.origins else (),
            statements=tuple(sorted((self.statements[name] for name in used if name in self.statements), key=place_of)),
            statement_origins=tuple((name, self.roots[name]) for name in used if name in self.roots),
            articles=tuple(self.articles[name] for name in far),
            recorded_at=tuple((name, self.seen[name]) for name in far if name in self.seen),
            families=tuple(sorted({self.families[name] for name in far if name in self.families}, key=_id)),
            evidence=tuple(sorted((edge for name in near for edge in self.evidence.get(name, ())), key=_evidence_place)),
            versions=tuple(version for name in far for version in self.versions.get(name, ())),
            readings=tuple(reading for name in inputs for reading in self.readings.get(name, ())),
            problems=tuple(sorted((problem for name in inputs for problem in self.problems.get(name, ())), key=_problem_place)),
            judgements=self.view.judgements,
        )

    def story(self, claim: Claim) -> LedgerView:
        """Return what belongs to a claim and to the other claims of its story."""
        rungs = [other for other in self.view.claims if other.id == claim.id or (claim.story and other.story == claim.story)]
        return joined_views([self.claim(rung) for rung in rungs])

    def _articles_of(self, claim: Claim, mine: Mapping[str, tuple[Any, ...]]) -> tuple[list[str], list[str]]:
        """The articles that speak of a claim, with their copies; and those that these rest on, with theirs."""
        spoken = {item.article_id for name in ("matches", "outlet_stances") for item in mine[name]}
        spoken |= {detail.article_id for detail in claim.details}
        near = self._with_copies(spoken)
        far = near | {edge.target for name in near for edge in self.evidence.get(name, ())}
        standings: tuple[Standing, ...] = mine["standings"]
        ranges = [self.origins.get(claim.id), *(standing.origins for standing in standings)]
        far |= {article for held in ranges if held for origin in held.origins for article in origin.articles}
        return sorted(near & self.articles.keys()), sorted(self._with_copies(far) & self.articles.keys())

    def _with_copies(self, names: Iterable[str]) -> set[str]:
        found = set(names)
        copies = {copy for name in found if name in self.families for copy in self.families[name].articles}
        previous = {version.previous for name in found | copies for version in self.versions.get(name, ()) if version.previous}
        return found | copies | previous
