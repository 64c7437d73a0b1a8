"""What can be measured between a statement and a claim, as named numbers for the relevance model.

One row a statement and claim. The numbers say how much the words, the meaning, the rung and the parties of the claim are in the
statement, in its neighbours and in its article; `FEATURES` names the columns. No feature knows a word of any particular story.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sayso.claims.challenge import challenged, doubted, negated, references, retracted
from sayso.claims.encoder import Encoded, encode, token_recall
from sayso.claims.ladder import Rung, named_rungs, prospective, stage_of
from sayso.claims.parties import PartyIndex, build_party_index
from sayso.claims.party_names import party_names
from sayso.claims.profiles import profiles_of
from sayso.claims.terms import Rarity, content_stems
from sayso.model import Act, Article, Naming, Statement, StatementKind, TrackedClaim

__all__ = ["FEATURES", "ClaimSide", "Pile", "StatementSide", "claim_sides", "feature_rows", "prepare_pile", "statement_text"]

Matrix = npt.NDArray[np.float64]

_PAIR = (
    "similarity",
    "content similarity",
    "recall",
    "recall without parties",
    "coverage",
    "coverage of own words",
    "content recall without parties",
    "content coverage",
    "parties named",
    "same rung",
    "lower rung",
    "higher rung",
)
"""Columns that compare one statement with one claim; some return below for neighbours, article and rivals."""

FEATURES = (
    *_PAIR,
    *(f"{name}: lead over other claims" for name in _PAIR[:6]),
    *(f"{name}: sentence before" for name in _PAIR[:6]),
    *(f"{name}: sentence after" for name in _PAIR[:6]),
    *(f"{name}: best of article" for name in _PAIR[:6]),
    *(f"{name}: mean over claims" for name in _PAIR[:4]),
    "headline similarity",
    "place in article",
    "length",
    "attributed",
    "nested",
    "speaker is a party",
    "speaker of unnamed kind",
    "speaker is media",
    "act denies",
    "act doubts",
    "act upholds",
    "challenge words",
    "negation",
    "doubt words",
    "retraction words",
    "words that point back",
    "challenge and pointing back",
    "prospective",
    "claims in play",
    "words in claim",
)
_NEIGHBOUR_COLUMNS = 6
_SPEECH = (
    r"(?:said|says|told|tells|suggested|suggests|spoke|speaks|claimed|claims|announced|declared|called|wrote|threatened|insulted|joked)\b"
)


@dataclass(frozen=True, slots=True, eq=False)
class ClaimSide:
    """One claim, ready to be compared."""

    claim: TrackedClaim
    encoded: Encoded
    stems: tuple[str, ...]
    """Content stems without the parties' names."""
    own: tuple[str, ...]
    """Those that no other claim of the pile has."""
    outside_parties: npt.NDArray[np.bool_]
    """Which word pieces are not part of a party's name."""
    rung: Rung | None
    index: PartyIndex
    speakers: frozenset[str]
    """Parties of which the claim itself says that they said something."""


@dataclass(frozen=True, slots=True, eq=False)
class StatementSide:
    """One statement, ready to be compared."""

    statement: Statement
    text: str
    encoded: Encoded
    content_text: str
    """What is said, without source and cue."""
    content: Encoded
    stems: frozenset[str]
    content_stems: frozenset[str]
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Pile:
    """Articles with their statements in the order of the text, and how rare words are among them."""

    articles: tuple[Article, ...]
    sides: tuple[tuple[StatementSide, ...], ...]
    """For each article its statements."""
    headlines: tuple[Encoded, ...]
    rarity: Rarity


def statement_text(statement: Statement, article: Article) -> str:
    """Return the words in which a statement is made, with its source and cue where it has them."""
    return statement.extent.cut(article.text)


def prepare_pile(
    articles: Sequence[Article], statements: Sequence[Statement], progress: Callable[[int, int, str], None] | None = None
) -> Pile:
    """Encode the statements of a pile once, for any number of claims; `progress` hears of each article done.

    Deeds are left out: nobody says anything by them, and the sentence that tells of them stands as the outlet's own.
    """
    by_article: dict[str, list[Statement]] = {article.id: [] for article in articles}
    for statement in sorted(statements, key=lambda item: (item.extent, item.id)):
        if statement.article_id in by_article and statement.kind is not StatementKind.DEED:
            by_article[statement.article_id].append(statement)
    kept = tuple(article for article in articles if by_article[article.id])
    sides = []
    for number, article in enumerate(kept, start=1):
        sides.append(_article_sides(article, by_article[article.id]))
        if progress:
            progress(number, len(kept), article.title or "")
    headlines = encode([article.title or article.text[:120] for article in kept])
    rarity = Rarity(side.text for row in sides for side in row)
    return Pile(kept, tuple(sides), headlines, rarity)


def _article_sides(article: Article, statements: Sequence[Statement]) -> tuple[StatementSide, ...]:
    texts = [statement_text(statement, article) for statement in statements]
    contents = [" ".join(span.cut(article.text) for span in item.content) or text for item, text in zip(statements, texts, strict=True)]
    # One call: where a content is the whole sentence, as in the outlet's own voice, it is encoded once.
    encoded_all = encode([*texts, *contents])
    whole, inner = encoded_all[: len(texts)], encoded_all[len(texts) :]
    return tuple(
        StatementSide(
            statement, text, encoded, inside, content, frozenset(content_stems(text)), frozenset(content_stems(inside)), named_rungs(text)
        )
        for statement, text, encoded, inside, content in zip(statements, texts, whole, contents, inner, strict=True)
    )


def _keys(text: str) -> frozenset[str]:
    return frozenset(content_stems(text))


def claim_sides(claims: Sequence[TrackedClaim], articles: Sequence[Article], statements: Sequence[Statement]) -> tuple[ClaimSide, ...]:
    """Prepare claims for comparison; each knows which of its words the other claims do not have."""
    texts = [article.text for article in articles]
    profiles = profiles_of(statements, texts) if any(claim.parties for claim in claims) else {}
    indexes = [build_party_index(claim.parties, statements, texts, profiles) for claim in claims]
    party_stems = [frozenset(stem for party in claim.parties for stem in content_stems(party)) for claim in claims]
    stems = [tuple(key for key in content_stems(claim.text) if key not in mine) for claim, mine in zip(claims, party_stems, strict=True)]
    sides = []
    for number, (claim, encoded) in enumerate(zip(claims, encode([claim.text for claim in claims]), strict=True)):
        others = {key for other, keys in enumerate(stems) if other != number for key in keys}
        own = tuple(key for key in stems[number] if key not in others)
        outside = np.array([not set(content_stems(word)) & party_stems[number] for word in encoded.words], dtype=np.bool_)
        sides.append(ClaimSide(claim, encoded, stems[number], own, outside, stage_of(claim.text), indexes[number], _speakers(claim)))
    return tuple(sides)


def _speakers(claim: TrackedClaim) -> frozenset[str]:
    """Return the parties whose name (or part of it) stands right before a verb of speech in the claim."""
    found = set()
    for party in claim.parties:
        for name in party_names(party):
            if re.search(rf"\b{re.escape(name)}\s+(?:\w+\s+){{0,3}}?{_SPEECH}", claim.text):
                found.add(party)
    return frozenset(found)


def feature_rows(pile: Pile, claims: Sequence[ClaimSide]) -> list[Matrix]:
    """Return for each article a block of shape (statements, claims, len(FEATURES))."""
    return [_article_block(pile, row, headline, claims) for row, headline in zip(pile.sides, pile.headlines, strict=True)]


def _article_block(pile: Pile, row: Sequence[StatementSide], headline: Encoded, claims: Sequence[ClaimSide]) -> Matrix:
    pairs = np.array([[_pair(side, claim, pile.rarity) for claim in claims] for side in row], dtype=np.float64)
    alone = np.array([[_alone(side, claim, place / len(row), len(claims)) for claim in claims] for place, side in enumerate(row)])
    similar = np.array([[float(headline.whole @ claim.encoded.whole) for claim in claims]] * len(row))
    near = pairs[:, :, :_NEIGHBOUR_COLUMNS]
    mean = np.repeat(pairs[:, :, :4].mean(axis=1, keepdims=True), len(claims), axis=1)
    best = np.repeat(near.max(axis=0, keepdims=True), len(row), axis=0)
    return np.concatenate([pairs, _lead(near), _shift(near, 1), _shift(near, -1), best, mean, similar[:, :, None], alone], axis=2)


def _lead(near: Matrix) -> Matrix:
    """How much nearer a statement is to this claim than to the nearest other one."""
    lead = np.array(near)
    for number in range(near.shape[1]):
        others = np.delete(near, number, axis=1)
        if others.shape[1]:
            lead[:, number] -= others.max(axis=1)
    return lead


def _shift(near: Matrix, by: int) -> Matrix:
    """The same columns of the statement before (1) or after (-1); zero where there is none."""
    shifted = np.zeros_like(near)
    if by > 0:
        shifted[by:] = near[:-by]
    else:
        shifted[:by] = near[-by:]
    return shifted


def _pair(side: StatementSide, claim: ClaimSide, rarity: Rarity) -> list[float]:
    ladder = claim.rung.ladder if claim.rung else ""
    heights = [rung.height for rung in side.rungs if rung.ladder == ladder]
    height = claim.rung.height if claim.rung else -1
    return [
        float(side.encoded.whole @ claim.encoded.whole),
        float(side.content.whole @ claim.encoded.whole),
        token_recall(claim.encoded, side.encoded),
        token_recall(claim.encoded, side.encoded, claim.outside_parties),
        rarity.coverage(claim.stems, side.stems),
        rarity.coverage(claim.own, side.stems),
        token_recall(claim.encoded, side.content, claim.outside_parties),
        rarity.coverage(claim.stems, side.content_stems),
        len(claim.index.mentioned(side.text)) / max(1, len(claim.claim.parties)),
        float(height in heights),
        float(any(other < height for other in heights)),
        float(any(other > height for other in heights)),
    ]


def _alone(side: StatementSide, claim: ClaimSide, place: float, claims: int) -> list[float]:
    """Columns that look at the statement alone, or at the claim alone."""
    statement, pointing = side.statement, references(side.text)
    challenge = challenged(side.text)
    return [
        place,
        math.log(len(side.text) + 1),
        float(statement.source.naming is not Naming.SELF),
        float(len(statement.chain) > 1),
        float(claim.index.party_of(statement.source) is not None),
        float(statement.source.naming is Naming.UNNAMED),
        float(statement.source.naming is Naming.MEDIA),
        float(statement.act in {Act.DENIES, Act.RETRACTS}),
        float(statement.act in {Act.DOUBTS, Act.ASKS, Act.DECLINES}),
        float(statement.act in {Act.CONFIRMS, Act.ADMITS}),
        float(challenge),
        float(negated(side.text)),
        float(doubted(side.text)),
        float(retracted(side.text)),
        float(min(pointing, 3)),
        float(challenge and pointing > 0),
        float(prospective(side.text)),
        float(min(claims, 6)),
        float(len(claim.stems)),
    ]
