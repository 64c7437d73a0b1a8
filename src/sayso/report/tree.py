"""Where a claim's articles come from: copies under the text that they derive from, and citations to where their chain ends.

The tree is the evidence behind the range of independent origins; the range itself is counted by the ledger. Beside the texts it lists the
ends: for each agency or outlet that is credited or cited, which articles trace to it, and whether it is in this ledger at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sayso.model import Article, Evidence, EvidenceKind, Family
from sayso.report.index import Index
from sayso.report.records import Branch, Tree
from sayso.report.words import counted, language_tag, origins_counted

__all__ = ["DATE_CONFLICT", "claim_articles", "origin_tree"]

_COPIES = frozenset(
    {
        EvidenceKind.REPRINT,
        EvidenceKind.CUT_REPRINT,
        EvidenceKind.REPRINT_WITH_ADDITIONS,
        EvidenceKind.REWRITE,
        EvidenceKind.PARAPHRASE,
        EvidenceKind.WIRE,
        EvidenceKind.VERSION,
        EvidenceKind.JUDGED,
    }
)
_SHARED = frozenset({EvidenceKind.RESEMBLES, EvidenceKind.QUOTATION})
DATE_CONFLICT = "date-conflict"
"""Code of the problem that an article's own date and the first sight of it do not agree."""


def claim_articles(index: Index, claim_id: str) -> tuple[Article, ...]:
    """Return the articles that carry a statement on a claim or take a stance on it themselves, earliest first, undated last.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> index = index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6))
    >>> claim_articles(index, "claim-1")
    ()
    """
    ids = {match.article_id for match in index.matches.get(claim_id, ())}
    ids |= {stance.article_id for stance in index.outlet_stances.get(claim_id, ())}
    found = [index.articles[article_id] for article_id in ids if article_id in index.articles]
    return tuple(sorted(found, key=_by_date))


def origin_tree(index: Index, claim_id: str) -> Tree:
    """Return the families of a claim's articles, earliest first, with their copies, citations and the range of origins.

    Only articles of the claim are listed; a root that does not itself speak of the claim is listed too, as the text behind them.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> index = index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6))
    >>> origin_tree(index, "claim-1").sentence
    '0 articles, 0 texts, no origin.'
    """
    articles = claim_articles(index, claim_id)
    own = {article.id for article in articles}
    groups = {_family(index, article).id: _family(index, article) for article in articles}
    roots = sorted((_root(index, family, own) for family in groups.values()), key=lambda root: (root.date or "9", root.label))
    span = index.origins.get(claim_id)
    low, high = (span.low, span.high) if span else (0, 0)
    sentence = f"{counted(len(articles), 'article')}, {counted(len(roots), 'text')}, {origins_counted(low, high)}."
    return Tree(tuple(roots), span, f"{sentence} {span.because}" if span else sentence, _ends(index, groups.values(), own))


def _by_date(article: Article) -> tuple[bool, str, str]:
    return article.published_at is None, article.published_at or "", article.id


def _family(index: Index, article: Article) -> Family:
    return index.families.get(article.id) or Family(article.id, (article.id,), article.id)


def _root(index: Index, family: Family, own: Collection[str]) -> Branch:
    root = index.articles.get(family.root) or next(index.articles[a] for a in family.articles if a in index.articles)
    copies = [index.articles[a] for a in family.articles if a != root.id and a in own and a in index.articles]
    because = "First telling of this text in this ledger." if copies else "No copy of this text in this claim."
    return _branch(index, root, "root", None, because, (*_citations(index, root, family), *(_copy(index, c, family) for c in copies)))


def _copy(index: Index, article: Article, family: Family) -> Branch:
    edges = [e for e in index.evidence.get(article.id, ()) if e.kind in _COPIES and e.in_ledger and e.target in family.articles]
    best = max(edges, key=lambda edge: (edge.strength, edge.target), default=None)
    citations = _citations(index, article, family)
    if best is None:
        return _branch(index, article, "reprint", None, "Joined to this text by the ledger.", citations)
    share = None if best.kind in {EvidenceKind.WIRE, EvidenceKind.VERSION, EvidenceKind.JUDGED} and best.strength >= 1.0 else best.strength
    nearest = index.articles.get(best.target)
    closest = f"; nearest to the text of {nearest.outlet}" if nearest and nearest.outlet and best.target != family.root else ""
    return _branch(index, article, best.kind.value, share, best.because + closest, citations)


def _citations(index: Index, article: Article, family: Family) -> tuple[Branch, ...]:
    found = (e for e in index.evidence.get(article.id, ()) if e.target not in family.articles)
    edges = [e for e in found if e.in_ledger or e.kind is not EvidenceKind.LINK]
    unique = {(edge.kind.value, edge.target): edge for edge in sorted(edges, key=lambda e: e.strength)}
    return tuple(_citation(index, unique[key]) for key in sorted(unique))


def _citation(index: Index, edge: Evidence) -> Branch:
    target = index.articles.get(edge.target) if edge.in_ledger else None
    if target is not None:
        return _branch(index, target, edge.kind.value, edge.strength if edge.kind in _SHARED else None, edge.because, ())
    return Branch(edge.kind.value, edge.target, None, "", None, "und", None, edge.because, open=not edge.in_ledger)


def _ends(index: Index, families: Iterable[Family], own: Collection[str]) -> tuple[Branch, ...]:
    """Return whom the articles of the claim trace to, most articles first: each end with the articles, copies included, that lead to it."""
    found: dict[str, dict[str, Evidence]] = {}
    for family in families:
        for article in family.articles:
            for edge in index.evidence.get(article, ()):
                if edge.kind in _NAMING and edge.target not in index.articles:
                    reached = found.setdefault(edge.target, {})
                    # A credit on any copy speaks for the text that they share; a citation for the article that has it.
                    carriers = family.articles if edge.kind is not EvidenceKind.CITES else (article,)
                    reached.update({each: edge for each in carriers if each in own})
    return tuple(_end(index, name, found[name]) for name in sorted(found, key=lambda name: (-len(found[name]), name)) if found[name])


_NAMING = frozenset({EvidenceKind.WIRE, EvidenceKind.CITES, EvidenceKind.FEED, EvidenceKind.CANONICAL})


def _end(index: Index, name: str, reached: Mapping[str, Evidence]) -> Branch:
    articles = sorted((index.articles[article] for article in reached), key=_by_date)
    leading = tuple(_branch(index, article, reached[article.id].kind.value, None, reached[article.id].because, ()) for article in articles)
    outside = not any(edge.in_ledger for edge in reached.values())
    because = f"{counted(len(leading), 'article')} of this claim {'traces' if len(leading) == 1 else 'trace'} to it."
    return Branch("end", name, None, "", None, "und", None, because, open=outside, children=leading)


def _branch(  # noqa: PLR0917 -- the fields of a branch
    index: Index, article: Article, kind: str, share: float | None, because: str, children: tuple[Branch, ...]
) -> Branch:
    return Branch(
        kind=kind,
        label=article.outlet or "an outlet not named",
        article_id=article.id,
        title=article.title or "",
        date=article.published_at,
        language=language_tag(article.language),
        share=share,
        because=f"{because} {note}" if (note := _note(index, article)) else because,
        open=False,
        children=children,
    )


def _note(index: Index, article: Article) -> str:
    """Return what is said of a conflict between the page's date and the first sight of it."""
    return next((p.message for p in index.view.problems if p.code == DATE_CONFLICT and p.input_id == article.input_id), "")
