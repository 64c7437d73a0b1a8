"""A ledger view with its records by identifier, and the one place where a matched statement becomes a `Voice` fit to show.

Every report function takes this index, so that a view of thousands of articles is walked once and not once a claim.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sayso.errors import NotFoundError
from sayso.judging import absorbed, content_of
from sayso.ledger.speakers import is_on_record
from sayso.model import (
    Article,
    ArticleVersion,
    Claim,
    Evidence,
    Family,
    LedgerView,
    Match,
    Naming,
    OriginRange,
    OutletStance,
    Position,
    Source,
    Span,
    Standing,
    Statement,
    content_id,
)
from sayso.report.records import Link, Segment, Voice
from sayso.report.words import stage_rank

__all__ = [
    "CONTEXT_LIMIT",
    "PRONOUNS",
    "Index",
    "chosen_claims",
    "index_view",
    "is_copy",
    "ladder",
    "rungs_of_story",
    "speaker_words",
    "voices",
    "voices_of",
]

Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")

CONTEXT_LIMIT = 700
"""Code points of context shown on each side of a quote: room for a long sentence, a bound where there is no full stop."""

PRONOUNS = frozenset({"he", "she", "they", "it", "who", "which", "i", "we", "this", "that", "these", "those"})
"""Sources that name nobody by themselves; without a resolved name their speaker is open."""


@dataclass(frozen=True, slots=True)
class Index:
    """A ledger view and its records by identifier."""

    view: LedgerView
    """The view itself."""
    articles: Mapping[str, Article]
    """By article id."""
    statements: Mapping[str, Statement]
    """By statement id."""
    claims: Mapping[str, Claim]
    """By claim id."""
    matches: Mapping[str, Sequence[Match]]
    """By claim id."""
    standings: Mapping[str, Sequence[Standing]]
    """By claim id, earliest date first."""
    positions: Mapping[tuple[str, str], Position]
    """By claim id and party."""
    outlet_stances: Mapping[str, Sequence[OutletStance]]
    """By claim id."""
    families: Mapping[str, Family]
    """By the id of each article in them."""
    evidence: Mapping[str, Sequence[Evidence]]
    """By the id of the dependent article."""
    origins: Mapping[str, OriginRange]
    """By claim id."""
    statement_origins: Mapping[str, str]
    """By statement id."""
    recorded_at: Mapping[str, str]
    """By article id."""
    versions: Mapping[str, ArticleVersion]
    """By article id, for captures of pages that were captured more than once, or were taken back, or are gone."""

    def claim(self, claim_id: str) -> Claim:
        """Return a claim by its id or by the id given when it was tracked; the id of a claim that was merged gives the one it is part of.

        Raises `NotFoundError` for an id that this ledger does not hold.
        """
        found = self.claims.get(claim_id) or next((c for c in self.view.claims if c.tracked_id == claim_id), None)
        found = found or absorbed(self.view.claims, self.view.judgements, claim_id)
        if found is None:
            raise NotFoundError(f"This ledger holds no claim {claim_id!r}; list them with `sayso claims`.")
        return found

    def standing(self, claim_id: str) -> Standing | None:
        """Return the latest standing of a claim, or None where none was derived."""
        history = self.standings.get(claim_id, ())
        return history[-1] if history else None


def _grouped(pairs: Iterable[tuple[Key, Item]]) -> dict[Key, list[Item]]:
    groups: dict[Key, list[Item]] = defaultdict(list)
    for key, item in pairs:
        groups[key].append(item)
    return dict(groups)


def index_view(view: LedgerView) -> Index:
    """Return the view with its records by identifier.

    >>> empty = LedgerView((), (), (), (), (), (), (), (), (), (), (), (), (), ())
    >>> dict(index_view(empty).articles)
    {}
    """
    standings = sorted(view.standings, key=lambda item: item.published_by)
    return Index(
        view=view,
        articles={article.id: article for article in view.articles},
        statements={statement.id: statement for statement in view.statements},
        claims={claim.id: claim for claim in view.claims},
        matches=_grouped((match.claim_id, match) for match in view.matches),
        standings=_grouped((standing.claim_id, standing) for standing in standings),
        positions={(position.claim_id, position.party): position for position in view.positions},
        outlet_stances=_grouped((stance.claim_id, stance) for stance in view.outlet_stances),
        families={article: family for family in view.families for article in family.articles},
        evidence=_grouped((item.article_id, item) for item in view.evidence),
        origins=dict(view.origins),
        statement_origins=dict(view.statement_origins),
        recorded_at=dict(view.recorded_at),
        versions={version.article_id: version for version in view.versions},
    )


def is_copy(index: Index, article_id: str) -> bool:
    """Return whether an article's text derives from another article of this ledger; another capture of the same page is no copy.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> index = index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6))
    >>> is_copy(index, "article-1")
    False
    """
    family = index.families.get(article_id)
    mine, root = index.versions.get(article_id), index.versions.get(family.root) if family else None
    one_page = mine is not None and root is not None and mine.url == root.url != ""
    return family is not None and family.root != article_id and not one_page


def chosen_claims(index: Index, claim_ids: Sequence[str] | None, limit: int = 12) -> tuple[Claim, ...]:
    """Return the claims asked for; without a choice the tracked ones; where none is tracked the first `limit` discovered ones.

    Raises `NotFoundError` for an id that this ledger does not hold. They come story by story, lowest rung first.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> index = index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6))
    >>> [found.id for found in chosen_claims(index, None)]
    ['claim-1']
    """
    if claim_ids is not None:
        return ladder([index.claim(claim_id) for claim_id in claim_ids])
    tracked = [claim for claim in index.view.claims if claim.tracked_id is not None]
    return ladder(tracked or index.view.claims[:limit])


def ladder(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return claims story by story in the order in which stories first occur, each story from its lowest rung up.

    >>> [c.stage for c in ladder([Claim("1", "x", stage="signed"), Claim("2", "y", stage="talks")])]
    ['talks', 'signed']
    """
    stories = list(dict.fromkeys(claim.story for claim in claims))
    unique = dict.fromkeys(claims)
    return tuple(sorted(unique, key=lambda claim: (stories.index(claim.story), stage_rank(claim.stage))))


def rungs_of_story(index: Index, claim: Claim) -> tuple[Claim, ...]:
    """Return the rungs of a claim's story from the lowest up, itself included; beside a followed claim only followed ones.

    What the pile itself put forward often says a followed claim in other words, and would stand twice on the ladder.

    >>> from sayso.model import LedgerView
    >>> followed, found = Claim("1", "x", tracked_id="x", story="s"), Claim("2", "y", story="s")
    >>> index = index_view(LedgerView(*[()] * 7, (followed, found), *[()] * 6))
    >>> [claim.id for claim in rungs_of_story(index, followed)], [claim.id for claim in rungs_of_story(index, found)]
    (['1'], ['1', '2'])
    """
    same = [other for other in index.view.claims if claim.story and other.story == claim.story]
    kept = [other for other in same if other.tracked_id is not None or claim.tracked_id is None]
    return ladder(kept) or (claim,)


def voices(index: Index, claim_id: str) -> tuple[Voice, ...]:
    """Return what every matched statement does to a claim, earliest date first, undated last.

    A match whose statement or article the view does not hold is left out: there would be no words to show.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> index = index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6))
    >>> voices(index, "claim-1")
    ()
    """
    return voices_of(index, index.matches.get(claim_id, ()))


def voices_of(index: Index, matches: Iterable[Match]) -> tuple[Voice, ...]:
    """Return what some matches say, in the same order as `voices` and with the same left out.

    >>> voices_of(index_view(LedgerView(*[()] * 14)), ())
    ()
    """
    found = [
        _voice(index, match, index.statements[match.statement_id], index.articles[match.article_id])
        for match in matches
        if match.statement_id in index.statements and match.article_id in index.articles
    ]
    return tuple(sorted(found, key=lambda v: (v.date is None, v.date or "", v.article.id, v.start, v.end, v.anchor)))


def _voice(index: Index, match: Match, statement: Statement, article: Article) -> Voice:
    source = statement.source
    said_on = statement.said_on.value if statement.said_on else None
    anchor = content_id("s", match.claim_id, match.statement_id, match.span.start, match.span.end, match.stance.value)
    return Voice(
        anchor=anchor,
        claim_id=match.claim_id,
        statement_id=statement.id,
        article=article,
        stance=match.stance,
        party=match.party,
        speaker=speaker_words(source, article),
        kind=_kind(match, source),
        naming=source.naming,
        on_record=is_on_record(source, match.party),
        quote=match.span.cut(article.text),
        start=match.span.start,
        end=match.span.end,
        said=content_of(statement),
        context=_context(article.text, statement, match.span),
        chain=_chain(statement, article),
        reasons=match.reasons,
        certainty=statement.certainty.value,
        confidence=match.confidence,
        said_on=said_on,
        date=article.published_at or said_on,
        date_basis=article.published_basis.value if article.published_at else "said" if said_on else "unknown",
        headline=statement.headline,
        origin=index.statement_origins.get(statement.id),
    )


def speaker_words(source: Source, article: Article) -> str:
    """Return who speaks, in words: the outlet for its own voice, the fuller name where the words refer to one.

    >>> speaker_words(Source("she", Naming.NAMED), Article("a", "a", "", ""))
    'a speaker not identified'
    """
    if source.naming is Naming.SELF:
        return article.outlet or "an outlet not named"
    named = source.name or ("" if source.text.casefold() in PRONOUNS else source.text)
    return named or "a speaker not identified"


def _kind(match: Match, source: Source) -> str:
    if match.party is not None:
        return "party"
    return "outlet" if source.naming in {Naming.SELF, Naming.MEDIA} else "speaker"


def _chain(statement: Statement, article: Article) -> tuple[Link, ...]:
    outlet = Link(article.outlet or "an outlet not named", Naming.SELF, open=article.outlet is None)
    sources = statement.chain or (() if statement.source.naming is Naming.SELF else (statement.source,))
    return (outlet, *(Link(source.name or source.text, source.naming, open=_left_open(source)) for source in sources))


def _left_open(source: Source) -> bool:
    unresolved = source.name is None and (source.naming is Naming.MEDIA or source.text.casefold() in PRONOUNS)
    return source.naming is Naming.UNNAMED or unresolved


def _context(text: str, statement: Statement, quote: Span) -> tuple[Segment, ...]:
    first = max(min(statement.extent.start, quote.start), quote.start - CONTEXT_LIMIT, 0)
    last = min(max(statement.extent.end, quote.end), quote.end + CONTEXT_LIMIT, len(text))
    roles = [(quote, "content"), *((cue, "cue") for cue in statement.cue)]
    if statement.source.span is not None:
        roles.append((statement.source.span, "source"))
    edges = {first, last, *(edge for span, _ in roles for edge in (span.start, span.end) if first <= edge <= last)}
    runs = [(_role(roles, a, b), text[a:b]) for a, b in itertools.pairwise(sorted(edges))]
    return tuple(Segment("".join(run for _, run in group), role) for role, group in itertools.groupby(runs, lambda run: run[0]))


def _role(roles: Sequence[tuple[Span, str]], start: int, end: int) -> str:
    return next((role for span, role in roles if span.start <= start and end <= span.end), "context")
