"""The low end of a count: what may depend on what, and so counts once or not at all.

The roots that the high end counts are of two sorts. Firm ones speak for themselves: a party, a named person, an office, a document. They
are one at the low end if they are voices of one party or spoke at one occasion. Soft ones are outlets and agencies in their own or an
unnamed voice, and what was not resolved. Soft roots are one telling if an article of the one cites, links to or resembles an article or
outlet of the other, or if both give the same words of a quotation for the claim. A telling that touches a firm root in the same way may
rest on it, and adds nothing. Any other counts if whoever may have told it first has work of its own in this ledger, or if it is an agency's
text. Tellings of outlets with one owner count once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sayso.ledger.dates import date_end
from sayso.ledger.outlets import publisher
from sayso.ledger.pile import Pile
from sayso.model import Article, Span, Statement
from sayso.text import overlap

__all__ = ["FIRM", "Held", "Joined", "joined", "occasion_of"]

FIRM = frozenset({"party", "person", "office", "document"})
"""Kinds of roots that speak for themselves."""
_OCCASION = re.compile(
    r"\b(?:(?:press|news|media)\s+(?:conference|briefing)|briefing|(?:signing\s+)?ceremony|hearing|joint\s+statement|summit"
    r"|round\s?table|rally|inauguration)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Held:
    """A root and what leads to it, as far as the low end needs it."""

    name: str
    """What makes it the same root."""
    kind: str
    """party, person, office, document, outlet, agency or unresolved."""
    group: str
    """Equal for all voices of one party."""
    counts: bool
    """Whether it may count by itself."""
    statements: tuple[Statement, ...]
    """The statements that lead to it."""


@dataclass(frozen=True, slots=True)
class Joined:
    """What the low end makes of the roots."""

    groups: tuple[tuple[str, ...], ...]
    """Names of roots that count once together; only groups that count."""
    resting: tuple[str, ...]
    """Names of soft roots that may rest on a firm one."""


class _Union:
    """Names joined into groups; the smallest name stands for its group."""

    def __init__(self) -> None:
        self._leader: dict[str, str] = {}

    def find(self, name: str) -> str:
        """Return what stands for the group of a name."""
        while self._leader.setdefault(name, name) != name:
            self._leader[name] = self._leader[self._leader[name]]
            name = self._leader[name]
        return name

    def join(self, one: str, other: str) -> None:
        """Join the groups of two names."""
        first, second = sorted((self.find(one), self.find(other)))
        self._leader[second] = first


def joined(pile: Pile, roots: Sequence[Held], rests_on: Mapping[str, Sequence[str]], has_work: Callable[[str], bool]) -> Joined:
    """Return the groups that count at the low end.

    `rests_on` gives for an outlet's key the roots that its telling of the claim ends in; `has_work` tells whether an outlet has work of its
    own beside the claim.

    >>> joined(Pile.of([]), [Held("maren", "person", "maren", True, ())], {}, lambda outlet: False).groups
    (('maren',),)
    """
    tellings, resting = _tellings(pile, roots, rests_on)
    counted = [held for held in tellings if not resting & {root.name for root in held} and _stands(pile, held, has_work)]
    union = _Union()
    for held in counted:
        for root in held:
            union.join(held[0].name, root.name)
            union.join(root.name, f"group {root.group}")
            if root.kind not in FIRM:
                union.join(root.name, f"owner {pile.owner_of(root.name)}")
    for one, other in _shared_occasions(pile, roots):
        union.join(one, other)
    groups: dict[str, set[str]] = {}
    for root in (root for held in counted for root in held):
        groups.setdefault(union.find(root.name), set()).add(root.name)
    return Joined(tuple(sorted(tuple(sorted(names)) for names in groups.values())), tuple(sorted(resting)))


def _tellings(pile: Pile, roots: Sequence[Held], rests_on: Mapping[str, Sequence[str]]) -> tuple[list[list[Held]], set[str]]:
    """Return the roots, soft ones that may depend on each other together, and the names of those that may rest on a firm one."""
    union, firm, touched = _Union(), {root.name for root in roots if root.kind in FIRM}, set()
    for one, other in _soft_links(pile, roots, rests_on):
        if other in firm:
            touched.add(one)
        else:
            union.join(one, other)
    held: dict[str, list[Held]] = {}
    for root in roots:
        held.setdefault(union.find(root.name), []).append(root)
    leaders = {union.find(name) for name in touched}
    return [held[leader] for leader in sorted(held)], {root.name for leader, part in held.items() if leader in leaders for root in part}


def _stands(pile: Pile, held: Sequence[Held], has_work: Callable[[str], bool]) -> bool:
    """Whether a telling counts: by a firm root, by an agency's text, or by all who may have told it first."""
    if not any(root.counts for root in held):
        return False
    if any(root.counts and (root.kind in FIRM or root.kind == "agency") for root in held):
        return True
    first = _first_tellers(pile, {statement.article_id for root in held for statement in root.statements})
    return bool(first) and all(outlet is not None and has_work(outlet) for outlet in first)


def _first_tellers(pile: Pile, articles: Iterable[str]) -> set[str | None]:
    """The outlets that may have told first: those of the earliest day and those without a day, but not who cites another of them."""
    pages = [pile.articles[name] for name in articles if name in pile.articles]
    tellers = {page.id: publisher(page) for page in pages}
    keys = {pile.key_of(outlet) for outlet in tellers.values() if outlet}
    citing = {page.id for page in pages if any(pile.key_of(name) in keys for name in _named_by(pile, page.id))}
    able = [page for page in pages if page.id not in citing and page.id not in pile.late] or pages
    earliest = min((day for page in able if (day := pile.days.get(page.id))), default=None)
    return {tellers[page.id] for page in able if pile.days.get(page.id) in (earliest, None)}


def occasion_of(statement: Statement, article: Article, day: str | None) -> str | None:
    """Return the occasion at which something was said, as far as its sentences name one and a day is known; the day is one either way.

    >>> from sayso.model import Naming, Source
    >>> text = "Maren told a press conference that the pier was sold."
    >>> said = Statement("s", "a", Span(0, len(text)), Source("Maren", Naming.NAMED), (Span(38, 52),))
    >>> occasion_of(said, Article("a", "a", "", text), "2031-05-30")
    'press conference 2031-05-30'
    """
    found = _OCCASION.search(statement.extent.cut(article.text))
    said_on = statement.said_on.value if statement.said_on else ""
    exact = date_end(said_on) if len(said_on) >= len("2031-05-30") else day
    return f"{' '.join(found.group().casefold().split())} {exact}" if found and exact else None


def _shared_occasions(pile: Pile, roots: Iterable[Held]) -> Iterator[tuple[str, str]]:
    """Yield firm roots with the occasions at which they spoke."""
    for root in roots:
        for statement in root.statements if root.kind in FIRM else ():
            article = pile.articles.get(statement.article_id)
            occasion = occasion_of(statement, article, pile.days.get(article.id)) if article else None
            if occasion:
                yield root.name, f"occasion {occasion}"


def _soft_links(pile: Pile, roots: Sequence[Held], rests_on: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield each soft root with what it may depend on, or share: other roots, owners, likeness, outlets not among the roots."""
    soft = [root for root in roots if root.kind not in FIRM]
    telling = _telling(pile, roots)
    for root in soft:
        for article in sorted({statement.article_id for statement in root.statements}):
            likeness = pile.likeness.get(article, article)
            yield from ((root.name, other) for other in telling.get(likeness, ()) if other != root.name)
            outlets = (*_named_by(pile, article), *pile.carriers.get(likeness, ()))
            ends = (end for outlet in outlets for end in rests_on.get(pile.key_of(outlet), (pile.key_of(outlet),)))
            yield from ((root.name, other) for other in ends if other != root.name)
    yield from _shared_quotations(pile, soft)


def _telling(pile: Pile, roots: Iterable[Held]) -> dict[str, tuple[str, ...]]:
    """Return for each group of like articles the roots that their statements lead to."""
    found: dict[str, set[str]] = {}
    for root in roots:
        for statement in root.statements:
            found.setdefault(pile.likeness.get(statement.article_id, statement.article_id), set()).add(root.name)
    return {group: tuple(sorted(names)) for group, names in found.items()}


def _named_by(pile: Pile, article: str) -> Iterator[str]:
    """Yield the outlets that an article cites or links to anywhere, near the statement or not."""
    for edge in (*pile.evidence.get(article, ()), *pile.links.get(article, ())):
        outlet = pile.outlet(edge.target) if edge.target in pile.articles else edge.target
        if outlet:
            yield outlet


def _shared_quotations(pile: Pile, soft: Iterable[Held]) -> Iterator[tuple[str, str]]:
    """Yield soft roots whose statements hold words of one quotation."""
    places: dict[str, list[tuple[Span, str]]] = {}
    for root in soft:
        for statement in root.statements:
            places.setdefault(statement.article_id, []).append((statement.extent, root.name))
    for edge in pile.quotations:
        for mine, theirs in edge.passages:
            here = [name for extent, name in places.get(edge.article_id, ()) if overlap(extent, mine)]
            there = [name for extent, name in places.get(edge.target, ()) if overlap(extent, theirs)]
            yield from ((one, other) for one in here for other in there if one != other)
