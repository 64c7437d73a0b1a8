"""Small builders for the ledger's tests, in the words of the domain; invented countries, outlets and people only."""

from __future__ import annotations

from dataclasses import replace

from sayso.ledger.cutting import EMPTY
from sayso.ledger.snapshot import Snapshot
from sayso.model import (
    Article,
    Certainty,
    Claim,
    DateBasis,
    Family,
    LedgerView,
    Match,
    Naming,
    Outcome,
    Problem,
    Reading,
    Source,
    Span,
    Stance,
    Standing,
    StandingState,
    Statement,
)

__all__ = ["OWN_VOICE", "PLACE", "Pair", "article", "family", "made_view", "named", "pair", "reading", "said", "unnamed"]

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


def made_view(snapshot: Snapshot, days: tuple[str, ...] = ("2031-05-01",), challenge: str = "denied") -> LedgerView:
    """A view such as a derivation might give: one claim for each letter that an article id begins with, with all that it rests on."""
    articles, statements = snapshot.articles(), snapshot.statements()
    claims = [
        Claim(f"claim-{letter}", f"The pier {letter} was sold.", story="story") for letter in sorted({page.id[0] for page in articles})
    ]
    return replace(
        EMPTY,
        articles=articles,
        recorded_at=snapshot.recorded_at(),
        readings=snapshot.readings(),
        problems=snapshot.problems(),
        families=tuple(Family(f"family-{page.id}", (page.id,), page.id) for page in articles),
        statements=statements,
        claims=tuple(claims),
        matches=tuple(
            Match(f"claim-{said.article_id[0]}", said.id, said.article_id, said.extent, Stance.ASSERTS, None, 1.0) for said in statements
        ),
        standings=tuple(
            Standing(claim.id, day, "single-origin", challenge, StandingState.DENIED, "r", "b", "w") for claim in claims for day in days
        ),
        judgements=snapshot.judgements(),
    )
