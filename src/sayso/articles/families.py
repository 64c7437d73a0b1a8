"""Which articles derive from one text: reprints, cut copies and rewrites, found by shared runs of words.

Forty pages may be one wire copy, so this is decided before anyone asks what the pages claim. Runs of five words (shingles) are
compared outside quotation marks, because two reporters at one press conference share quotes and nothing else.
"""

from __future__ import annotations

import heapq
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import xxhash

from sayso.articles.dates import date_key
from sayso.model import Article, DateBasis, Evidence, EvidenceKind, Family, Span, content_id
from sayso.text import fold, normalise_quotes, overlap, words

__all__ = ["Shared", "group", "shared_text"]

_SHINGLE_WORDS = 5
# One shingle in eight finds a third of a cut copy with recall .98 on 1,400 planted copies; one in sixteen .94.
_SAMPLE = 8
# A text of 80 words would keep nine shingles, so a short text keeps all.
_SHORT = 400
_WIDELY_SHARED = 200
# Joining share, swept from .05 to .50 on hand-grouped articles (B-cubed F1, mean of four stories with unaltered text): .10 88.0,
# .12 90.0, .15 89.6, .20 92.4, .25 92.4, .30 90.5, .40 88.3. With quotations counted the best was 90.7 (.30), and at .20 85.8.
_JOIN = 0.22
_REPRINT = 0.80
# Fewer shared shingles are a stock phrase, however short the text.
_FEWEST_SHARED = 6
_QUOTED = re.compile(r'"[^"\n]{1,1500}(?:"|$)', re.MULTILINE)
_UNFOUNDED = frozenset({DateBasis.GUESSED, DateBasis.UNKNOWN})

_CANDIDATES = """
WITH width AS (SELECT hash, COUNT(*) AS articles FROM shingle GROUP BY hash HAVING COUNT(*) > 1),
     pair AS (
        SELECT one.article AS low, other.article AS high
          FROM width
          JOIN shingle AS one ON one.hash = width.hash
          JOIN shingle AS other ON other.hash = width.hash AND other.article > one.article
         WHERE width.articles <= :widely
        UNION ALL
        SELECT LAG(shingle.article) OVER (PARTITION BY shingle.hash ORDER BY shingle.article), shingle.article
          FROM width JOIN shingle ON shingle.hash = width.hash
         WHERE width.articles > :widely)
SELECT low, high FROM pair WHERE low IS NOT NULL GROUP BY low, high ORDER BY low, high
"""


@dataclass(frozen=True, slots=True)
class Shared:
    """What two articles have in common, word for word."""

    containment: float
    """Share of the shorter text's shingles that stand in the other, 0 to 1."""
    shingles: int
    """How many different shingles are shared."""
    spans: tuple[tuple[Span, Span], ...]
    """Matching passages: (in the first article, in the second), in the order of the first."""


@dataclass(frozen=True, slots=True)
class _Print:
    """One article's shingles."""

    hashes: tuple[int, ...]
    extents: tuple[Span, ...]
    distinct: frozenset[int]

    @property
    def sampled(self) -> list[int]:
        """The hashes that propose candidates: all of a short text, one in eight of a long one."""
        short = len(self.distinct) <= _SHORT
        return sorted(value for value in self.distinct if short or value % _SAMPLE == 0)


def group(articles: Sequence[Article]) -> tuple[tuple[Family, ...], tuple[Evidence, ...]]:
    """Return families and the evidence that joins them; each article is in exactly one family, alone if need be.

    The root is the earliest article by a well-founded date. Each other member has one piece of evidence, the strongest path
    towards the root. The order of the input changes nothing.

    >>> text = "The harbour of Oster was closed on Monday after the crane fell into the basin, the port office said."
    >>> one, two = (Article(name, name, name, text, published_at=day, published_basis=DateBasis.STATED)
    ...             for name, day in (("a", "2025-05-02"), ("b", "2025-05-01")))
    >>> families, evidence = group([one, two])
    >>> families[0].root, evidence[0].because
    ('b', '100 % of the shorter text stands in the other, word for word')
    """
    ordered = sorted({article.id: article for article in articles}.values(), key=_rank)
    edges = _edges([_print(article) for article in ordered])
    families: list[Family] = []
    evidence: list[Evidence] = []
    for members in _components(len(ordered), edges):
        ids = tuple(ordered[place].id for place in members)
        families.append(Family(content_id("family", *sorted(ids)), ids, ids[0]))
        evidence.extend(_evidence(ordered, members, edges))
    return (
        tuple(sorted(families, key=lambda family: family.id)),
        tuple(sorted(evidence, key=lambda item: (item.article_id, item.target))),
    )


def shared_text(one: Article, other: Article) -> Shared:
    """Return what two articles share, with the passages, quotations and residue left out.

    >>> text = "The harbour of Oster was closed on Monday."
    >>> shared_text(Article("a", "a", "a", text), Article("b", "b", "b", text)).spans
    ((Span(start=0, end=41), Span(start=0, end=41)),)
    """
    left, right = _print(one), _print(other)
    common = left.distinct & right.distinct
    return Shared(_containment(left, right), len(common), tuple(_passages(left, right)))


def _rank(article: Article) -> tuple[object, ...]:
    """Order of telling: well-founded dates first, earliest first, then by id."""
    if article.published_basis in _UNFOUNDED:
        return date_key(None), article.id
    return date_key(article.published_at), article.id


def _print(article: Article) -> _Print:
    """Return the shingles of what the article itself wrote: no residue, no quotations."""
    left_out = _left_out(article)
    hashes: list[int] = []
    extents: list[Span] = []
    for run in _runs(words(article.text), left_out):
        keys = [fold(span.cut(article.text)) for span in run]
        for place in range(len(run) - _SHINGLE_WORDS + 1):
            key = " ".join(keys[place : place + _SHINGLE_WORDS])
            hashes.append(xxhash.xxh3_64_intdigest(key.encode("utf-8", "surrogatepass")) >> 1)
            extents.append(Span(run[place].start, run[place + _SHINGLE_WORDS - 1].end))
    return _Print(tuple(hashes), tuple(extents), frozenset(hashes))


def _left_out(article: Article) -> list[Span]:
    """Return the quotations and the residue of an article, in order."""
    quoted = [Span(found.start(), found.end()) for found in _QUOTED.finditer(normalise_quotes(article.text))]
    return sorted([*quoted, *(cut.span for cut in article.cuts)])


def _runs(found: Sequence[Span], left_out: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield runs of words that no left-out passage interrupts."""
    run: list[Span] = []
    place = 0
    for word in found:
        while place < len(left_out) and left_out[place].end <= word.start:
            place += 1
            if run:
                yield run
                run = []
        if place < len(left_out) and overlap(word, left_out[place]):
            continue
        run.append(word)
    if run:
        yield run


def _containment(one: _Print, other: _Print) -> float:
    """Return the share of the smaller set of shingles that stands in the larger."""
    smaller = min(len(one.distinct), len(other.distinct))
    return len(one.distinct & other.distinct) / smaller if smaller else 0.0


def _edges(prints: Sequence[_Print]) -> dict[tuple[int, int], float]:
    """Return the pairs that share enough, with their containment, verified on all shingles."""
    edges: dict[tuple[int, int], float] = {}
    for low, high in _candidates(prints):
        one, other = prints[low], prints[high]
        containment = _containment(one, other)
        enough = min(_FEWEST_SHARED, len(one.distinct), len(other.distinct))
        if containment >= _JOIN and len(one.distinct & other.distinct) >= enough:
            edges[low, high] = containment
    return edges


def _candidates(prints: Sequence[_Print]) -> list[tuple[int, int]]:
    """Return pairs that share a sampled shingle.

    A shingle that more than 200 articles share is boilerplate or a much-copied wire text; each of its articles is then paired
    with the one before it only, so that the work stays linear and copies are still found.
    """
    database = sqlite3.connect(":memory:")
    try:
        database.execute("CREATE TABLE shingle (hash INTEGER NOT NULL, article INTEGER NOT NULL)")
        rows = ((value, place) for place, taken in enumerate(prints) for value in taken.sampled)
        database.executemany("INSERT INTO shingle VALUES (?, ?)", rows)
        database.execute("CREATE INDEX shingle_hash ON shingle (hash, article)")
        return [(int(low), int(high)) for low, high in database.execute(_CANDIDATES, {"widely": _WIDELY_SHARED})]
    finally:
        database.close()


def _components(count: int, edges: dict[tuple[int, int], float]) -> list[list[int]]:
    """Return the connected groups, each in ascending order (union-find; the smallest place leads)."""
    leader = list(range(count))

    def find(place: int) -> int:
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    for low, high in edges:
        first, second = sorted((find(low), find(high)))
        leader[second] = first
    by_leader = sorted((find(place), place) for place in range(count))
    return [[place for _, place in members] for _, members in groupby(by_leader, key=lambda pair: pair[0])]


def _evidence(ordered: Sequence[Article], members: Sequence[int], edges: dict[tuple[int, int], float]) -> Iterator[Evidence]:
    """Yield one piece of evidence for each member but the root: its strongest path towards the root."""
    neighbours: dict[int, list[tuple[float, int]]] = {place: [] for place in members}
    for (low, high), containment in edges.items():
        if low in neighbours:
            neighbours[low].append((containment, high))
            neighbours[high].append((containment, low))
    reached = {members[0]}
    waiting = [(-strength, members[0], place) for strength, place in neighbours[members[0]]]
    heapq.heapify(waiting)
    while waiting:
        strength, parent, place = heapq.heappop(waiting)
        if place in reached:
            continue
        reached.add(place)
        yield _edge_evidence(ordered[place], ordered[parent], -strength)
        for other, following in neighbours[place]:
            if following not in reached:
                heapq.heappush(waiting, (-other, place, following))


def _edge_evidence(article: Article, target: Article, containment: float) -> Evidence:
    """Return the record for one edge."""
    kind = EvidenceKind.REPRINT if containment >= _REPRINT else EvidenceKind.REWRITE
    because = f"{round(100 * containment)} % of the shorter text stands in the other, word for word"
    return Evidence(article.id, kind, target.id, in_ledger=True, strength=round(containment, 4), because=because)


def _passages(one: _Print, other: _Print) -> Iterator[tuple[Span, Span]]:
    """Yield maximal passages of the first article whose shingles follow each other in the second too."""
    places: dict[int, int] = {}
    for place, value in enumerate(other.hashes):
        places.setdefault(value, place)
    left = 0
    while left < len(one.hashes):
        if one.hashes[left] not in places:
            left += 1
            continue
        first = places[one.hashes[left]]
        length = _match_length(one.hashes[left:], other.hashes[first:])
        last, end = left + length - 1, first + length - 1
        yield (
            Span(one.extents[left].start, one.extents[last].end),
            Span(other.extents[first].start, other.extents[end].end),
        )
        left += length


def _match_length(one: Sequence[int], other: Sequence[int]) -> int:
    """Return how many values two sequences share from their start."""
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length
