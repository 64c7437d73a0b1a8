"""The whole pile of articles, indexed once, so that origins of many claims on many dates are traced without going through it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sayso.ledger.dates import is_public, known_by, pile_end
from sayso.ledger.outlets import common_owners, outlet_key, publisher
from sayso.model import Article, Evidence, EvidenceKind, Family, Judgement

__all__ = ["CREDITS", "Pile", "judged_owners"]

CREDITS = frozenset({EvidenceKind.WIRE, EvidenceKind.FEED, EvidenceKind.CANONICAL})
"""Kinds of evidence that give a whole text to another outlet."""
_STATED = frozenset({*CREDITS, EvidenceKind.CITES})
_ALIKE = frozenset({EvidenceKind.RESEMBLES, EvidenceKind.PARAPHRASE, EvidenceKind.JUDGED})


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
    """Stated dependence by article, in order of place: credits and citations."""
    links: Mapping[str, tuple[Evidence, ...]]
    """Links to other pages by article."""
    quotations: tuple[Evidence, ...]
    """Quotations that two articles of different families share."""
    likeness: Mapping[str, str]
    """For each article the name of the group of articles that one may be told after another: families, and what resembles them."""
    carriers: Mapping[str, tuple[str, ...]]
    """For each such group the outlets that have an article in it."""
    late: frozenset[str]
    """Articles whose own date has no witness here: they never decide who was first."""
    wires: Mapping[str, str]
    """For each family root the agency or outlet that its text is credited to, if any."""
    short_names: Mapping[str, str]
    """For a short name ("the Gazette") the full one."""
    owners: Mapping[str, str]
    """For each outlet with a known owner the outlet that stands for all of that owner's."""
    published: frozenset[str]
    """The outlets that articles of this ledger are published by."""
    own_work: Mapping[str, tuple[str, ...]]
    """For each outlet the articles that nobody else has too, that resemble no earlier one and name nothing they rest on."""

    @classmethod
    def of(
        cls,
        articles: Sequence[Article],
        families: Sequence[Family] = (),
        evidence: Sequence[Evidence] = (),
        owners: Sequence[Sequence[str]] = (),
        *,
        late: Iterable[str] = (),
        days: Mapping[str, str] | None = None,
    ) -> Pile:
        """Index a pile. `owners` holds groups of outlet names that belong to one owner, beside those of the reviewed table.

        `late` are the articles whose own date has no witness; `days` gives the day of an article where it is not the one that it gives.

        >>> pile = Pile.of([Article("a", "a", "", "", outlet="Harbour Gazette"), Article("b", "b", "", "")], [Family("f", ("a", "b"), "a")])
        >>> pile.outlet("b")
        'Harbour Gazette'
        """
        public = dict(days or {})
        by_id = {article.id: article for article in sorted(articles, key=lambda article: article.id)}
        roots = {article: family.root for family in families for article in family.articles}
        stated = _by_article(evidence, _STATED)
        alike = _groups([*(family.articles for family in families), *((e.article_id, e.target) for e in evidence if e.kind in _ALIKE)])
        return cls(
            articles=by_id,
            days={name: known_by(article) for name, article in by_id.items()} | public,
            end=max((day for day in (pile_end(by_id.values()), *public.values()) if day), default=None),
            roots={name: roots.get(name, name) for name in by_id},
            evidence=stated,
            links=_by_article(evidence, frozenset({EvidenceKind.LINK})),
            quotations=tuple(sorted((edge for edge in evidence if edge.kind is EvidenceKind.QUOTATION), key=_pair)),
            likeness=alike,
            carriers=_carriers(by_id, alike),
            late=frozenset(late),
            wires=_wires(stated, roots),
            short_names=_short_names(by_id.values()),
            owners=_groups([[outlet_key(name) for name in group] for group in (*common_owners(), *owners)]),
            published=frozenset(outlet_key(name) for name in map(publisher, by_id.values()) if name),
            own_work=_own_work(by_id, families, stated, {edge.article_id for edge in evidence if edge.kind is EvidenceKind.RESEMBLES}),
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
        return publisher(root) if root else None

    def tellers(self, article_id: str) -> tuple[str, ...]:
        """Return the outlets that tell what this article tells: its own, that of the first telling, and the agency it is credited to."""
        article = self.articles.get(article_id)
        names = (publisher(article) if article else None, self.outlet(article_id), self.wires.get(self.root(article_id)))
        return tuple(sorted({name for name in names if name}))

    def key_of(self, outlet: str) -> str:
        """Return what stands for the outlet under any of its names."""
        key = outlet_key(outlet)
        return self.short_names.get(key, key)

    def owner_of(self, key: str) -> str:
        """Return what stands for the outlet of that key and all others of its owner."""
        return self.owners.get(key, key)

    def has_history(self, outlet: str, claim_families: frozenset[str], as_of: str) -> bool:
        """Return whether the outlet had done work of its own by the day `as_of`, beside the articles on this claim.

        `claim_families` holds the roots of the families that bear on the claim.
        """
        return any(
            article not in claim_families and self.is_public(article, as_of) for article in self.own_work.get(self.key_of(outlet), ())
        )


def judged_owners(judgements: Iterable[Judgement]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of outlets of which a person has said that they have one owner.

    >>> judged_owners([Judgement("j", "same-owner", ("Far Post", "Pier Times"), "", "Kaja Lund", "One imprint.", "2031-05-01")])
    (('Far Post', 'Pier Times'),)
    """
    return tuple(sorted({judgement.targets for judgement in judgements if judgement.kind == "same-owner"}))


def _groups(joined: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return for each name the smallest name of all that are joined to it, straight or by way of others."""
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        while leader.setdefault(name, name) != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    for names in joined:
        for name in names:
            first, second = sorted((find(names[0]), find(name)))
            leader[second] = first
    return {name: find(name) for name in sorted(leader)}


def _carriers(articles: Mapping[str, Article], alike: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for name, article in articles.items():
        outlet = publisher(article)
        if outlet:
            found.setdefault(alike.get(name, name), set()).add(outlet)
    return {group: tuple(sorted(outlets)) for group, outlets in sorted(found.items())}


def _pair(edge: Evidence) -> tuple[str, str]:
    return edge.article_id, edge.target


def _short_names(articles: Iterable[Article]) -> dict[str, str]:
    """The last word of an outlet's name, where no other outlet of the pile ends in it, stands for the outlet: news shortens names so."""
    names = sorted({name for name in map(publisher, articles) if name and len(name.split()) > 1})
    keys = {outlet_key(name) for name in names}
    ends: dict[str, set[str]] = {}
    for name in names:
        ends.setdefault(outlet_key(name.split()[-1]), set()).add(outlet_key(name))
    return {short: min(full) for short, full in sorted(ends.items()) if len(full) == 1 and short not in keys}


def _by_article(evidence: Sequence[Evidence], kinds: frozenset[EvidenceKind]) -> dict[str, tuple[Evidence, ...]]:
    found: dict[str, list[Evidence]] = {}
    for edge in evidence:
        if edge.kind in kinds:
            found.setdefault(edge.article_id, []).append(edge)
    return {name: tuple(sorted(edges, key=_place)) for name, edges in sorted(found.items())}


def _place(edge: Evidence) -> tuple[int, str, str]:
    return edge.span.start if edge.span else -1, edge.kind.value, edge.target


def _wires(stated: Mapping[str, tuple[Evidence, ...]], roots: Mapping[str, str]) -> dict[str, str]:
    """One agency for each family: a credit on any copy speaks for the text they share; the root's own credit first."""
    found: dict[str, list[tuple[bool, str, str]]] = {}
    for name, edges in stated.items():
        root = roots.get(name, name)
        found.setdefault(root, []).extend((name != root, name, edge.target) for edge in edges if edge.kind in CREDITS)
    return {root: min(options)[2] for root, options in sorted(found.items()) if options}


def _own_work(
    articles: Mapping[str, Article], families: Sequence[Family], stated: Mapping[str, tuple[Evidence, ...]], retold: set[str]
) -> dict[str, tuple[str, ...]]:
    """A text that a second outlet has too is nobody's own work here: whose it was first, a date alone does not tell."""
    found: dict[str, list[str]] = {}
    members = {family.root: family.articles for family in families}
    copies = {name for family in families for name in family.articles if name != family.root}
    for name in sorted(articles.keys() - copies):
        held = [publisher(articles[each]) for each in members.get(name, (name,)) if each in articles]
        keys = {outlet_key(outlet) if outlet else "" for outlet in held}
        if len(keys) == 1 and "" not in keys and name not in stated and name not in retold:
            found.setdefault(keys.pop(), []).append(name)
    return {key: tuple(names) for key, names in sorted(found.items())}
