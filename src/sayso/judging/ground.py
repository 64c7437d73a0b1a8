"""What judgements stand on: the claims, statements and articles of one derivation, and how a claim is found again under another id.

The id of a discovered claim is a hash of its words, and its words may change when the pile grows. So a judgement on a claim carries a
trace: the claim's id, the id that a person gave when it was followed, its words, and places of its statements. Each is tried in turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sayso.judging.places import CLOSE, closeness, parsed_place, statements_at, written_place
from sayso.ledger import outlet_key, publisher
from sayso.model import Article, Claim, Match, Sdqc, Span, Statement
from sayso.text import fold

__all__ = ["PLACES_KEPT", "Ground", "Trace", "trace_of"]

PLACES_KEPT = 40
"""Places kept in a trace: enough to tell claims of one pile apart, a bound on what is stored."""
FOUND_AGAIN = 0.5
"""Share of the places of a trace, of those whose article is here, that a claim must have to be the same one. By judgement: half."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What finds a claim again."""

    claim_id: str
    """Its id when it was judged."""
    tracked_id: str = ""
    """The id that a person gave it; empty for a discovered claim."""
    text: str = ""
    """Its words then."""
    places: tuple[str, ...] = ()
    """Places of its statements then."""

    @classmethod
    def read(cls, target: str, traces: Iterable[Sequence[str]]) -> Trace:
        """Return the trace of a target among those that its judgement carries; only the id itself where there is none.

        >>> Trace.read("claim-1", [("claim-1", "pier", "A pier was sold.", "a:0-9")]).tracked_id
        'pier'
        """
        mine = next((trace for trace in traces if trace[:1] == (target,) and len(trace) >= 3), None)
        return cls(mine[0], mine[1], mine[2], tuple(mine[3:])) if mine else cls(target)


def trace_of(claim: Claim, matches: Iterable[Match]) -> tuple[str, ...]:
    """Return the trace of a claim as a judgement keeps it; places of statements that take a side, and of sure ones, go first.

    A followed claim keeps its id for ever and needs none.

    >>> trace_of(Claim("claim-1", "A pier was sold.", tracked_id="pier"), [])
    ('claim-1', 'pier', 'A pier was sold.')
    """
    ranked = sorted(
        (match.stance.sdqc is Sdqc.COMMENT, -match.confidence, written_place(match.article_id, match.span))
        for match in matches
        if match.claim_id == claim.id and not claim.tracked_id
    )
    kept = sorted(list(dict.fromkeys(place for _, _, place in ranked))[:PLACES_KEPT])
    return (claim.id, claim.tracked_id or "", claim.text, *kept)


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A derivation, indexed for finding what judgements are about."""

    claims: Mapping[str, Claim]
    """By id, in the order of the ledger."""
    matched: Mapping[str, frozenset[str]]
    """The statements matched to each claim."""
    places: Mapping[str, Mapping[str, tuple[Span, ...]]]
    """For each claim the places of its statements, by article."""
    articles: Mapping[str, Article]
    """By id."""
    statements: Mapping[str, tuple[Statement, ...]]
    """By article."""
    outlets: Mapping[str, str]
    """The outlets that articles are published by, by what stands for a name in any spelling."""

    @classmethod
    def of(cls, claims: Iterable[Claim], matches: Iterable[Match], articles: Iterable[Article], statements: Iterable[Statement]) -> Ground:
        """Index a derivation.

        >>> list(Ground.of([Claim("c", "A pier was sold.")], [], [], []).claims)
        ['c']
        """
        pages = tuple(articles)
        matched: dict[str, set[str]] = {}
        places: dict[str, dict[str, set[Span]]] = {}
        for match in matches:
            matched.setdefault(match.claim_id, set()).add(match.statement_id)
            places.setdefault(match.claim_id, {}).setdefault(match.article_id, set()).add(match.span)
        held: dict[str, list[Statement]] = {}
        for statement in statements:
            held.setdefault(statement.article_id, []).append(statement)
        names = sorted({name for name in map(publisher, pages) if name})
        return cls(
            claims={claim.id: claim for claim in claims},
            matched={claim: frozenset(found) for claim, found in matched.items()},
            places={claim: {article: tuple(sorted(spans)) for article, spans in found.items()} for claim, found in places.items()},
            articles={article.id: article for article in pages},
            statements={article: tuple(sorted(found, key=lambda each: each.id)) for article, found in held.items()},
            outlets={outlet_key(name): name for name in names},
        )

    def claim(self, trace: Trace) -> Claim | None:
        """Return the claim that a trace leads to: by id, by the id that a person gave, by its words, by the places of its statements."""
        if trace.claim_id in self.claims:
            return self.claims[trace.claim_id]
        named = [claim for claim in self.claims.values() if claim.tracked_id and claim.tracked_id in {trace.tracked_id, trace.claim_id}]
        alike = [claim for claim in self.claims.values() if trace.text and fold(claim.text) == fold(trace.text)]
        if named or alike:
            return (named or alike)[0]
        return self._standing_there(trace)

    def _standing_there(self, trace: Trace) -> Claim | None:
        """Return the one claim with most of the statements of a trace; None where two have as many."""
        asked = [place for place in map(parsed_place, trace.places) if place and place[0] in self.articles]
        ranked = sorted((self._shared(claim, asked), claim) for claim in self.claims if not self.claims[claim].tracked_id)
        if not ranked or not asked or ranked[-1][0][0] < FOUND_AGAIN or (len(ranked) > 1 and ranked[-1][0] == ranked[-2][0]):
            return None
        return self.claims[ranked[-1][1]]

    def _shared(self, claim: str, asked: Sequence[tuple[str, Span]]) -> tuple[float, float]:
        """Return the share of places that a claim has too, and the share of all places of both."""
        mine = self.places.get(claim, {})
        shared = sum(any(closeness(span, own) >= CLOSE for own in mine.get(article, ())) for article, span in asked)
        every = len(asked) + sum(map(len, mine.values())) - shared
        return (shared / len(asked) if asked else 0.0, shared / every if every else 0.0)

    def at(self, target: str, claim: str | None = None) -> tuple[Statement, ...]:
        """Return the statements at a written place, those matched to `claim` first; none where nothing stands there."""
        place = parsed_place(target)
        if place is None:
            return ()
        return statements_at(self.statements.get(place[0], ()), place[1], self.matched.get(claim or "", frozenset()))
