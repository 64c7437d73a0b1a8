"""Where a claim's articles come from: copies under the text that they derive from, and citations to where their chain ends.

The tree is the evidence behind the range of independent origins; the range itself is counted by the ledger.
"""

from __future__ import annotations

from collections.abc import Collection

from sayso.model import Article, Evidence, EvidenceKind, Family
from sayso.report.index import Index
from sayso.report.records import Branch, Tree
from sayso.report.words import counted, language_tag, origins_counted

__all__ = ["claim_articles", "origin_tree"]

_COPIES = frozenset({EvidenceKind.REPRINT, EvidenceKind.REWRITE, EvidenceKind.WIRE})


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
    return Tree(tuple(roots), span, f"{sentence} {span.because}" if span else sentence)


def _by_date(article: Article) -> tuple[bool, str, str]:
    return article.published_at is None, article.published_at or "", article.id


def _family(index: Index, article: Article) -> Family:
    return index.families.get(article.id) or Family(article.id, (article.id,), article.id)


def _root(index: Index, family: Family, own: Collection[str]) -> Branch:
    root = index.articles.get(family.root) or next(index.articles[a] for a in family.articles if a in index.articles)
    copies = [index.articles[a] for a in family.articles if a != root.id and a in own and a in index.articles]
    because = "First telling of this text in this ledger." if copies else "No copy of this text in this claim."
    return _branch(root, "root", None, because, (*_citations(index, root, family), *(_copy(index, c, family) for c in copies)))


def _copy(index: Index, article: Article, family: Family) -> Branch:
    edges = [e for e in index.evidence.get(article.id, ()) if e.kind in _COPIES and e.in_ledger and e.target in family.articles]
    best = max(edges, key=lambda edge: (edge.strength, edge.target), default=None)
    citations = _citations(index, article, family)
    if best is None:
        return _branch(article, "reprint", None, "Joined to this text by the ledger.", citations)
    share = None if best.kind is EvidenceKind.WIRE and best.strength >= 1.0 else best.strength
    return _branch(article, best.kind.value, share, best.because, citations)


def _citations(index: Index, article: Article, family: Family) -> tuple[Branch, ...]:
    edges = [e for e in index.evidence.get(article.id, ()) if e.target not in family.articles]
    return tuple(_citation(index, edge) for edge in sorted(edges, key=lambda e: (e.kind.value, e.target)))


def _citation(index: Index, edge: Evidence) -> Branch:
    target = index.articles.get(edge.target) if edge.in_ledger else None
    if target is not None:
        return _branch(target, edge.kind.value, None, edge.because, ())
    return Branch(edge.kind.value, edge.target, None, "", None, "und", None, edge.because, open=True)


def _branch(article: Article, kind: str, share: float | None, because: str, children: tuple[Branch, ...]) -> Branch:
    return Branch(
        kind=kind,
        label=article.outlet or "an outlet not named",
        article_id=article.id,
        title=article.title or "",
        date=article.published_at,
        language=language_tag(article.language),
        share=share,
        because=because,
        open=False,
        children=children,
    )
