"""The whole pile of articles, indexed once, so that origins of many claims on many dates are traced without going through it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sayso.ledger.dates import is_public, known_by, pile_end
from sayso.ledger.outlets import outlet_key
from sayso.model import Article, Evidence, EvidenceKind, Family

__all__ = ["Pile"]


@dataclass(frozen=True, slots=True)
class Pile:
    """Articles by id, with what is known of each: date, family, outlet, and what it says that it rests on."""

    articles: Mapping[str, Article]
    """Articles by id."""
    days: Mapping[str, str | None]
    """The day by which each was public, or None."""
    end: str | None
    """The latest well-founded day."""
    roots: Mapping[str, str]
    """For each article the root of its family."""
    evidence: Mapping[str, tuple[Evidence, ...]]
    """Stated dependence by article, in order of place."""
    wires: Mapping[str, str]
    """For each family root the agency that its text is credited to, if any."""
    owners: Mapping[str, str]
    """For each outlet with a known owner the outlet that stands for all of that owner's; for a short name ("the Gazette") the full one."""
    own_work: Mapping[str, tuple[str, ...]]
    """For each outlet the articles that are its own first telling and name nothing they rest on."""

    @classmethod
    def of(
        cls,
        articles: Sequence[Article],
        families: Sequence[Family] = (),
        evidence: Sequence[Evidence] = (),
        owners: Sequence[Sequence[str]] = (),
    ) -> Pile:
        """Index a pile. `owners` holds groups of outlet names that belong to one owner.

        >>> pile = Pile.of([Article("a", "a", "", "", outlet="Harbour Gazette"), Article("b", "b", "", "")], [Family("f", ("a", "b"), "a")])
        >>> pile.outlet("b")
        'Harbour Gazette'
        """
        by_id = {article.id: article for article in sorted(articles, key=lambda article: article.id)}
        roots = {article: family.root for family in families for article in family.articles}
        stated = _by_article(evidence)
        heads = {outlet_key(group[0]): group for group in (sorted(names, key=outlet_key) for names in owners if names)}
        return cls(
            articles=by_id,
            days={name: known_by(article) for name, article in by_id.items()},
            end=pile_end(by_id.values()),
            roots={name: roots.get(name, name) for name in by_id},
            evidence=stated,
            wires=_wires(stated, roots),
            owners=_short_names(by_id.values()) | {outlet_key(name): head for head, group in sorted(heads.items()) for name in group},
            own_work=_own_work(by_id, roots, stated),
        )

    def is_public(self, article_id: str, as_of: str) -> bool:
        """Return whether the article counts on the day `as_of`."""
        return is_public(self.days.get(article_id), as_of, self.end)

    def root(self, article_id: str) -> str:
        """Return the article taken as the first telling of this one's text."""
        return self.roots.get(article_id, article_id)

    def outlet(self, article_id: str) -> str | None:
        """Return the outlet of the first telling, or None where it is not known."""
        root = self.articles.get(self.root(article_id))
        return root.outlet if root else None

    def tellers(self, article_id: str) -> tuple[str, ...]:
        """Return the outlets that tell what this article tells: its own, that of the first telling, and the agency it is credited to."""
        article = self.articles.get(article_id)
        names = (article.outlet if article else None, self.outlet(article_id), self.wires.get(self.root(article_id)))
        return tuple(sorted({name for name in names if name}))

    def owner_key(self, outlet: str) -> str:
        """Return what stands for the outlet and all others of its owner."""
        key = outlet_key(outlet)
        return self.owners.get(key, key)

    def has_history(self, outlet: str, claim_families: frozenset[str], as_of: str) -> bool:
        """Return whether the outlet had done work of its own by the day `as_of`, beside the articles on this claim.

        `claim_families` holds the roots of the families that bear on the claim.
        """
        return any(
            article not in claim_families and self.is_public(article, as_of)
            for key in self._outlets_of(self.owner_key(outlet))
            for article in self.own_work.get(key, ())
        )

    def _outlets_of(self, owner: str) -> tuple[str, ...]:
        return tuple(sorted({owner, *(key for key, head in self.owners.items() if head == owner)}))


def _short_names(articles: Iterable[Article]) -> dict[str, str]:
    """The last word of an outlet's name, where no other outlet of the pile ends in it, stands for the outlet: news shortens names so."""
    names = sorted({article.outlet for article in articles if article.outlet and len(article.outlet.split()) > 1})
    keys = {outlet_key(name) for name in names}
    ends: dict[str, set[str]] = {}
    for name in names:
        ends.setdefault(outlet_key(name.split()[-1]), set()).add(outlet_key(name))
    return {short: min(full) for short, full in sorted(ends.items()) if len(full) == 1 and short not in keys}


def _by_article(evidence: Sequence[Evidence]) -> dict[str, tuple[Evidence, ...]]:
    found: dict[str, list[Evidence]] = {}
    for edge in evidence:
        if edge.kind in (EvidenceKind.WIRE, EvidenceKind.CITES):
            found.setdefault(edge.article_id, []).append(edge)
    return {name: tuple(sorted(edges, key=_place)) for name, edges in sorted(found.items())}


def _place(edge: Evidence) -> tuple[int, str, str]:
    return edge.span.start if edge.span else -1, edge.kind.value, edge.target


def _wires(stated: Mapping[str, tuple[Evidence, ...]], roots: Mapping[str, str]) -> dict[str, str]:
    """One agency for each family: a credit on any copy speaks for the text they share; the root's own credit first."""
    found: dict[str, list[tuple[bool, str, str]]] = {}
    for name, edges in stated.items():
        root = roots.get(name, name)
        found.setdefault(root, []).extend((name != root, name, edge.target) for edge in edges if edge.kind is EvidenceKind.WIRE)
    return {root: min(options)[2] for root, options in sorted(found.items()) if options}


def _own_work(
    articles: Mapping[str, Article], roots: Mapping[str, str], stated: Mapping[str, tuple[Evidence, ...]]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, article in articles.items():
        if article.outlet and roots.get(name, name) == name and name not in stated:
            found.setdefault(outlet_key(article.outlet), []).append(name)
    return {key: tuple(names) for key, names in sorted(found.items())}
