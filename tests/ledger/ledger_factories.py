"""Small builders for the ledger's tests, in the words of the domain; invented countries, outlets and people only."""

from __future__ import annotations

from sayso.model import (
    Article,
    Certainty,
    DateBasis,
    Family,
    Match,
    Naming,
    Outcome,
    Problem,
    Reading,
    Source,
    Span,
    Stance,
    Statement,
)

__all__ = ["OWN_VOICE", "PLACE", "Pair", "article", "family", "named", "pair", "reading", "said", "unnamed"]

PLACE = Span(0, 18)
Pair = tuple[Statement, Match]


def article(name: str, day: str | None = None, outlet: str | None = None, text: str = "The pier was sold.") -> Article:
    basis = DateBasis.STATED if day else DateBasis.UNKNOWN
    return Article(name, f"{name}.txt", f"digest-{name}", text, outlet=outlet, published_at=day, published_basis=basis)


def family(root: str, *copies: str) -> Family:
    return Family(f"family-{root}", (root, *copies), root)


def named(name: str) -> Source:
    return Source(name, Naming.NAMED, Span(0, 3))


def unnamed(words: str = "a source") -> Source:
    return Source(words, Naming.UNNAMED, Span(0, 3))


OWN_VOICE = Source("", Naming.SELF)


def pair(article_id: str, source: Source, stance: Stance, party: str | None = None, *, span: Span = PLACE) -> Pair:
    name = f"{article_id}/{source.text or 'self'}/{stance}/{span.start}"
    statement = Statement(name, article_id, span, source, (span,), certainty=Certainty.UNSTATED)
    return statement, Match("claim", name, article_id, span, stance, party, 1.0)


def said(article_id: str, name: str, span: Span = PLACE) -> Statement:
    return pair(article_id, named(name), Stance.ASSERTS, span=span)[0]


def reading(name: str, text: str = "The pier was sold.", problems: tuple[Problem, ...] = (), title: str | None = None) -> Reading:
    found = Article(name, f"{name}.txt", f"digest-{name}", text, title=title, outlet="Harbour Gazette")
    return Reading(f"{name}.txt", Outcome.PARTIAL if problems else Outcome.OK, found, text.encode("utf-8", "replace"), problems)
