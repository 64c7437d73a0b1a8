"""Match statements to claims: the one place that orders the steps of this stage.

Tracked claims come first, then the claims that the pile puts forward; both go the same way: relevance, stance, party, concession.
The result depends on the set of inputs only, never on their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sayso.claims.beside import Contrasts, contrasts, refuses_value, stands_beside
from sayso.claims.challenge import disbelieved
from sayso.claims.details import claim_details
from sayso.claims.discovery import Episode, discover
from sayso.claims.features import ClaimSide, Pile, StatementSide, claim_sides, prepare_pile
from sayso.claims.outlets import outlet_stances
from sayso.claims.pair_answers import FLOOR, FLOOR_OF_LARGE, read_pairs
from sayso.claims.pair_input import ANSWERS
from sayso.claims.relevance import inherit, points_back, relevance
from sayso.claims.scope import LARGE, blocks
from sayso.claims.stance import stance_of, utterance
from sayso.claims.stories import stories
from sayso.claims.voices import EXPLICIT, answer, concede, focus, hand_on, narrow, settle, spare
from sayso.claims.weighing import load_weights, weigh, weighed
from sayso.model import Act, Article, Claim, Family, Match, OutletStance, Span, Stance, Statement, TrackedClaim, content_id

__all__ = ["Linked", "claim_identifier", "link", "match_order"]

Matrix = npt.NDArray[np.float64]

_TAKES_A_STAND = frozenset({Act.DENIES, Act.ADMITS, Act.RETRACTS, Act.DOUBTS})
SHOWN_FROM = 0.5
"""Chance below which a statement without one word of the claim is not shown, unless it answers the claim in so many words. On cases left
out of learning 0 has an F1 of 77.1, .4 of 77.1 and .5 of 76.8 (two doubts less); the lower, the more noise a reader sees."""
SAID_FROM = 0.35
"""Chance from which a statement that is only taken to say so asserts the claim; below, it is unclear. On cases left out of learning .28
(the cut), .32, .34, .36, .38 and .4 give an F1 of 77.3, 77.2, 77.0, 76.8, 76.6 and 75.8; from .32 on one more party of 43 is right, and of
49 cells that nobody labelled 45, 44, 43, 43 and 42 are left."""
DISBELIEVED_FROM = 0.2
"""Chance from which a statement bears on a claim that says in so many words that its speaker does not believe what is told: there are few
such statements among those that the trees learnt on, and they are seldom sure of one. Not asked of parties, whose word decides a state."""
DEEDS = frozenset(
    "agree, agree to, agree on, agree with, sign, meet, talk, discuss, negotiate, attack, accept, begin, start, continue, raise, close, "
    "reach, show, give assurances, respond to, give, make, take".split(", ")
)
"""Cues that tell of a deed rather than of words. Read off errors on left-out cases; each is a deed in any story."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What this stage gives to the ledger."""

    claims: tuple[Claim, ...]
    """Tracked claims in the order of their ids, then discovered ones, most contested first."""
    matches: tuple[Match, ...]
    """Sorted by claim, article and place."""
    outlet_stances: tuple[OutletStance, ...]
    """The outlets' own voices."""


@dataclass(frozen=True, slots=True, eq=False)
class _Compared:
    """One article against the claims that it is compared with; matrices have a row a statement and a column a claim."""

    text: str
    row: Sequence[StatementSide]
    claims: Sequence[ClaimSide]
    answers: Matrix
    """Of the pair model."""
    stances: Mapping[tuple[int, int], tuple[Stance, str]]
    """By the rules: stance and name of the rule that held, for each pair that was weighed."""
    bears: Matrix
    """Chance that the statement bears on the claim."""
    sides: Matrix
    """Chance of each side."""
    apart: Sequence[Contrasts]
    """For each claim what keeps it and its likes apart."""


class _Run:
    """One run over a pile: counts steps, tells whoever listens, and knows from where the pair model is asked."""

    def __init__(self, progress: Callable[[int, int, str], None] | None, steps: int, floor: float) -> None:
        self.floor = floor
        self._progress = progress
        self._steps = steps
        self._done = 0

    def step(self, title: str) -> None:
        """Count one step done."""
        self._done += 1
        if self._progress:
            self._progress(min(self._done, self._steps), self._steps, title)


def link(
    articles: Sequence[Article],
    statements: Sequence[Statement],
    families: Sequence[Family],
    tracked: Sequence[TrackedClaim],
    *,
    progress: Callable[[int, int, str], None] | None = None,
) -> Linked:
    """Return the claims of a pile and every statement that bears on them.

    `progress` is called with steps done, steps in all, and the headline at hand: a step is an article prepared, or matched to the claims
    that the pile puts forward, or to those that are followed.
    """
    readable = sorted((article for article in articles if article.readable), key=lambda article: article.id)
    run = _Run(progress, len(readable) * (3 if tracked else 2), FLOOR if len(readable) <= LARGE else FLOOR_OF_LARGE)
    pile = prepare_pile(readable, statements, lambda _done, _all, title: run.step(title))
    family_of = {article: family.id for family in families for article in family.articles}
    episodes = discover(pile, {article.id: family_of.get(article.id, article.id) for article in readable})
    proposals = sorted((item for episode in episodes for item in episode.proposals), key=lambda item: (-item.weight, item.claim.text))
    statements_of = {article.id: [side.statement for side in row] for article, row in zip(pile.articles, pile.sides, strict=True)}
    wanted = tuple(sorted(tracked, key=lambda claim: claim.id))
    known = _matches(pile, claim_sides(wanted, readable, statements), run, tracked=True)
    found = [match for episode in episodes for match in _episode_matches(episode, statements_of, run)]
    matches = tuple(sorted((*known, *found), key=match_order))
    claims = [_claim(claim, "tracked", claim.id) for claim in wanted]
    claims += [_claim(item.claim, item.reason, None) for item in proposals]
    details = claim_details(matches, {item.id: item for item in statements}, {article.id: article for article in readable})
    placed = stories([replace(claim, details=details.get(claim.id, ())) for claim in claims], matches)
    belonging = {claim_identifier(item.claim, tracked=False): item.articles for item in proposals}
    return Linked(placed, matches, outlet_stances(placed, matches, pile, belonging))


def _episode_matches(episode: Episode, statements_of: Mapping[str, Sequence[Statement]], run: _Run) -> list[Match]:
    """Match the claims of an episode to its own articles only."""
    articles = episode.pile.articles
    statements = [statement for article in articles for statement in statements_of[article.id]]
    return _matches(episode.pile, claim_sides([item.claim for item in episode.proposals], articles, statements), run, tracked=False)


def match_order(match: Match) -> tuple[str, str, Span, str, str]:
    """Return what matches are sorted by: claim, article, place, statement, party.

    >>> match_order(Match("c", "s", "a", Span(0, 9), Stance.DENIES, None, 1.0))
    ('c', 'a', Span(start=0, end=9), 's', '')
    """
    return (match.claim_id, match.article_id, match.span, match.statement_id, match.party or "")


def claim_identifier(claim: TrackedClaim, *, tracked: bool) -> str:
    """Return the id of a claim: a hash of what it says, apart for tracked and discovered ones."""
    return content_id("claim", "tracked" if tracked else "found", claim.id, claim.text, *claim.parties)


def _claim(claim: TrackedClaim, reason: str, tracked_id: str | None) -> Claim:
    identifier = claim_identifier(claim, tracked=tracked_id is not None)
    return Claim(identifier, claim.text, claim.parties, tracked_id, reason=reason)


def _matches(pile: Pile, claims: Sequence[ClaimSide], run: _Run, *, tracked: bool) -> list[Match]:
    if not claims or not pile.articles:
        return []
    articles = {article.id: article for article in pile.articles}
    found: list[Match] = []
    all_apart = dict(zip(claims, contrasts(claims), strict=True))
    for row, compared, block in blocks(pile, claims):
        apart = [all_apart[claim] for claim in compared]
        trees = relevance(block.reshape(-1, block.shape[-1])).reshape(block.shape[:2])
        article = articles[row[0].statement.article_id]
        answers = read_pairs(article, row, compared, trees, run.floor)
        stances = _stances(row, compared, trees >= run.floor)
        both = weigh(trees, block, answers, {pair: rule for pair, (_, rule) in stances.items()}, load_weights())
        whole = _Compared(article.text, row, compared, answers, stances, inherit(row, both.bears), both.sides, apart)
        found.extend(_article_matches(whole, tracked=tracked))
        run.step(article.title or "")
    rungs = {claim_identifier(claim.claim, tracked=tracked): claim.rung for claim in claims}
    statements = {side.statement.id: side.statement for row in pile.sides for side in row}
    published = {article.id: article.published_at for article in pile.articles}
    reaching = focus(hand_on(narrow(found, rungs), statements), statements)
    return concede(settle(spare(answer(reaching, statements)), published), rungs)


def _article_matches(article: _Compared, *, tracked: bool) -> Iterator[Match]:
    """Yield what the statements of one article do to the claims that they bear on."""
    cut, row = load_weights().cut, article.row
    floors = [min(cut, DISBELIEVED_FROM) if disbelieved(side.text) else cut for side in row]
    for number, claim in enumerate(article.claims):
        near = [place for place in range(len(row)) if article.bears[place, number] >= floors[place]]
        voices = claim.index.in_context([side.statement.source for side in row], article.text) if near else []
        for place in near:
            for party in _speaking(row[place].statement, claim, voices[place]):
                match = _match(article, place, number, party, tracked=tracked)
                if match and (party is None or match.confidence >= cut):
                    yield match


def _stances(
    row: Sequence[StatementSide], claims: Sequence[ClaimSide], asked: npt.NDArray[np.bool_]
) -> dict[tuple[int, int], tuple[Stance, str]]:
    """Return what the rules make of each pair that the pair model was asked about, and of what points back to other statements."""
    heard = asked | np.array([points_back(side) for side in row])[:, None]
    return {(int(place), int(number)): _stance(row[place], claims[number]) for place, number in np.argwhere(heard)}


def _stance(side: StatementSide, claim: ClaimSide) -> tuple[Stance, str]:
    return stance_of(utterance(side.statement, side.text, side.content_text, frozenset(claim.stems), claim.rung))


def _match(article: _Compared, place: int, number: int, party: str | None, *, tracked: bool) -> Match | None:
    side, claim, read = article.row[place], article.claims[number], article.answers[place, number]
    statement, chance = side.statement, float(article.bears[place, number])
    stance, rule = weighed(*article.stances[place, number], article.sides[place, number].tolist())
    shared = sorted(set(claim.stems) & side.stems)
    if not shared and chance < SHOWN_FROM and rule not in EXPLICIT:
        return None
    if refuses_value(side, claim, stance):
        stance, rule = Stance.DENIES, "gives another value instead"
    elif beside := stands_beside(side, claim, article.apart[number], party, (stance, rule)):
        stance, rule = Stance.RELAYS, beside
    elif stance is Stance.ASSERTS and chance < SAID_FROM:
        stance, rule = Stance.UNCLEAR, f"{rule}, but little speaks for it"
    reasons = (
        rule,
        "words in common: " + (", ".join(shared) if shared else "none; matched by meaning and context"),
        f"similar meaning {float(side.encoded.whole @ claim.encoded.whole):.2f}",
        f"pair model: {ANSWERS[int(read.argmax())]} {float(read.max()):.2f}",
    )
    return Match(
        claim_identifier(claim.claim, tracked=tracked),
        statement.id,
        statement.article_id,
        statement.extent,
        stance,
        party,
        round(chance, 4),
        reasons,
    )


def _speaking(statement: Statement, claim: ClaimSide, parties: tuple[str | None, ...]) -> tuple[str | None, ...]:
    """Return the parties whose voice a statement is; (None,) where it is nobody's.

    Who signs, agrees or attacks does a deed that the outlet tells of. And where the claim itself is that a party said something, the
    words told as that party's are the claim, not the party's stand on it; only its denial or admission is.
    """
    stands = statement.act in _TAKES_A_STAND
    if statement.cue_text in DEEDS and not stands:
        return (None,)
    return tuple(dict.fromkeys(None if party in claim.speakers and not stands else party for party in parties))
