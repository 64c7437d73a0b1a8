"""Which articles derive from one text: reprints, cut copies, rewrites and paraphrases, joined into families with the evidence for each.

Forty pages may be one wire copy, so this is decided before anyone asks what the pages claim. Runs of five words (shingles) are
compared outside quotation marks, because two reporters at one press conference share quotes and nothing else; what is told in other words
is found sentence by sentence (`retelling.py`). A person may join or part articles; that outranks what the texts say.
"""

from __future__ import annotations

import functools
import heapq
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np

from sayso.addresses import captures_by_page
from sayso.articles.families.clock import order_of_telling
from sayso.articles.families.passages import WHOLE, kind_of, matching
from sayso.articles.families.prints import Print, prints_of, sampled, verified, widest
from sayso.articles.families.retelling import (
    RESEMBLANCE,
    Retelling,
    Telling,
    aligned_sentences,
    figures_agree,
    retellings,
    tellings_of,
)
from sayso.articles.families.tokens import tokenised
from sayso.model import Article, Evidence, EvidenceKind, Family, Judgement, Span, content_id

__all__ = ["Comparison", "Skipped", "compare", "group"]

# Joining share, swept from .10 to .40 on hand-grouped articles (B-cubed F1, mean of four stories with unaltered text): .10 87.1, .14 88.8,
# .16 to .22 92.4, .25 91.3, .30 89.6. With quotations counted the best was 90.7 (.30), and at .20 85.8.
_JOIN = 0.22
# Fewer shared shingles are a stock phrase, however short the text.
_FEWEST_SHARED = 6
# Twelve words of a quotation: shorter ones are slogans and titles.
_FEWEST_QUOTED = 8
_FEWEST_WORDS = 5
_LONGEST_LIST = 20
"""Passages kept with an edge, and passages told of the frequency cap: enough to see by, a bound on what is stored."""
_NAME = re.compile(r"\b[A-Z][^\W\d_]{2,}")
_OFTEN = 3
"""How often a name must stand in a text to be what the text is about."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A passage that very many articles share, so that it was compared between neighbours only."""

    article_id: str
    """The first article that has it."""
    span: Span
    """Where it stands there."""
    articles: int
    """How many have it."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing a pile with itself gave."""

    families: tuple[Family, ...]
    """Each article is in exactly one, alone if need be."""
    evidence: tuple[Evidence, ...]
    """Edges from later to earlier articles: what joins families, shared quotations, and resemblance too weak to join."""
    skipped: tuple[Skipped, ...]
    """What the frequency cap left out, widest first."""


@dataclass(frozen=True, slots=True, order=True)
class _Edge:
    """Two articles by place, the reason for an edge between them, and how strong it is."""

    kind: EvidenceKind
    strength: float
    low: int
    high: int


@dataclass(frozen=True, slots=True, eq=False)
class _Texts:
    """A pile in a fixed order, with what is compared of each article."""

    articles: Sequence[Article]
    prints: Sequence[Print]
    quotes: Sequence[Print]
    tellings: Sequence[Telling]


class _Groups:
    """Union-find over places; a union is refused where it would bring two parted articles together."""

    def __init__(self, size: int, apart: Iterable[tuple[int, int]] = ()) -> None:
        self._leader = list(range(size))
        self._apart: dict[int, set[int]] = {}
        for one, other in apart:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)

    def find(self, place: int) -> int:
        """Return the smallest place of the group."""
        while self._leader[place] != place:
            self._leader[place] = self._leader[self._leader[place]]
            place = self._leader[place]
        return place

    def join(self, one: int, other: int) -> bool:
        """Join two groups; tell whether they were two and may be one."""
        first, second = sorted((self.find(one), self.find(other)))
        if first == second or any(self.find(place) == second for place in self._apart.get(first, ())):
            return False
        self._leader[second] = first
        self._apart.setdefault(first, set()).update(self._apart.pop(second, ()))
        for place in self._apart[first]:
            self._apart.setdefault(self.find(place), set()).add(first)
        return True


def group(
    articles: Sequence[Article], first_seen: Mapping[str, str] | None = None, judgements: Sequence[Judgement] = ()
) -> tuple[tuple[Family, ...], tuple[Evidence, ...]]:
    """Return families and the evidence of `compare`.

    >>> text = "The harbour of Oster was closed on Monday after the crane fell into the basin, the port office said."
    >>> one, two = (Article(name, name, name, text) for name in "ab")
    >>> families, evidence = group([two, one])
    >>> families[0].root, evidence[0].because
    ('a', '100 % of the shorter text stands in the other, word for word')
    """
    found = compare(articles, first_seen, judgements)
    return found.families, found.evidence


def compare(articles: Sequence[Article], first_seen: Mapping[str, str] | None = None, judgements: Sequence[Judgement] = ()) -> Comparison:
    """Return the families of a pile, the evidence that joins them, and what was not compared. The order of the input changes nothing.

    `first_seen` says when the ledger first had each article: the root of a family is the earliest by the best-founded clock. Of the
    judgements those that join (`same-family`) and part (`not-same-family`) articles are heeded; a later one outranks an earlier one.

    >>> compare([]).families
    ()
    """
    texts = _texts(sorted({article.id: article for article in articles}.values(), key=lambda article: article.id))
    seen = first_seen or {}
    joined, apart = _decided(texts.articles, judgements)
    groups = _Groups(len(texts.articles), apart)
    edges = [*joined, *_recaptured(texts.articles, seen), *_copies(texts), *_identical(texts)]
    _spanning(edges, groups)
    retold = []
    for pair in retellings(texts.tellings, groups.find):
        if _is_paraphrase(texts, pair):
            edges.append(_Edge(EvidenceKind.PARAPHRASE, pair.plain, pair.low, pair.high))
            groups.join(pair.low, pair.high)
        elif pair.plain >= RESEMBLANCE:
            retold.append(_Edge(EvidenceKind.RESEMBLES, pair.plain, pair.low, pair.high))
    families, evidence = _families(texts, groups, edges, seen)
    loose = [*_between(_quotations(texts), groups), *_between(retold, groups)]
    ranks = {article: rank for rank, article in enumerate(_ranked(texts.articles, seen))}
    evidence += [_directed(texts, edge, ranks) for edge in loose]
    return Comparison(
        tuple(sorted(families, key=lambda family: family.id)),
        tuple(sorted(evidence, key=lambda item: (item.article_id, item.kind, item.target))),
        tuple(_skipped(texts)),
    )


def _texts(ordered: Sequence[Article]) -> _Texts:
    empty = np.zeros(0, dtype=np.int64)
    nothing = Print(empty.astype(np.uint64), empty, empty, empty.astype(np.uint64))
    silent = Telling(nothing.distinct, empty, 0, nothing.distinct, nothing.distinct, empty, empty)
    prints, quotes, tellings = [nothing] * len(ordered), [nothing] * len(ordered), [silent] * len(ordered)
    for batch in tokenised(ordered):
        if not len(batch.article):
            continue
        first = int(batch.article[0])
        for place, found in enumerate(prints_of(batch, batch.own), first):
            prints[place] = found
        for place, found in enumerate(prints_of(batch, batch.quoted), first):
            quotes[place] = found
        for place, told in enumerate(tellings_of(batch), first):
            tellings[place] = told
    return _Texts(ordered, prints, quotes, tellings)


def _decided(articles: Sequence[Article], judgements: Sequence[Judgement]) -> tuple[list[_Edge], list[tuple[int, int]]]:
    """Return what people joined and parted; of two decisions on one pair the later one stands."""
    places = {article.id: place for place, article in enumerate(articles)}
    standing: dict[tuple[int, int], str] = {}
    for judgement in sorted(judgements, key=lambda item: (item.recorded_at, item.id)):
        if judgement.kind in ("same-family", "not-same-family"):
            known = sorted({places[target] for target in judgement.targets if target in places})
            standing.update(dict.fromkeys(combinations(known, 2), judgement.kind))
    joined = [_Edge(EvidenceKind.JUDGED, 2.0, *pair) for pair, kind in standing.items() if kind == "same-family"]
    return joined, [pair for pair, kind in standing.items() if kind != "same-family"]


def _recaptured(articles: Sequence[Article], first_seen: Mapping[str, str]) -> Iterator[_Edge]:
    """Yield each capture of a page with the one before: one text that was edited, even where no word is left of it."""
    places = {article.id: place for place, article in enumerate(articles)}
    for captures in captures_by_page(articles, first_seen).values():
        for earlier, later in pairwise(captures):
            yield _Edge(EvidenceKind.VERSION, 1.5, *sorted((places[earlier.id], places[later.id])))


def _skipped(texts: _Texts) -> list[Skipped]:
    """Return the passages made of widely shared shingles, in the first article that has them."""
    hashes, holders, _ = sampled(texts.prints)
    wide = widest(hashes, holders)
    found: dict[tuple[str, Span], Skipped] = {}
    for place in sorted({place for place, _ in wide.values()}):
        each = texts.prints[place]
        spans = [(each.span(number, number), wide[value][1]) for number, value in enumerate(each.hashes.tolist()) if value in wide]
        for span, count in _run_together(spans):
            found[texts.articles[place].id, span] = Skipped(texts.articles[place].id, span, count)
    return sorted(found.values(), key=lambda item: (-item.articles, item.article_id, item.span))[:_LONGEST_LIST]


def _run_together(spans: Iterable[tuple[Span, int]]) -> Iterator[tuple[Span, int]]:
    """Yield overlapping spans as one, with the largest count."""
    held: tuple[Span, int] | None = None
    for span, count in spans:
        if held and span.start <= held[0].end:
            held = Span(held[0].start, max(span.end, held[0].end)), max(count, held[1])
            continue
        if held:
            yield held
        held = span, count
    if held:
        yield held


def _copies(texts: _Texts) -> Iterator[_Edge]:
    """Yield the pairs that share enough words."""
    for low, high, shared in verified(texts.prints, _JOIN):
        smaller = min(len(texts.prints[low].distinct), len(texts.prints[high].distinct))
        if shared < max(1, min(_FEWEST_SHARED, smaller)) or shared < _JOIN * smaller:
            continue
        if shared >= WHOLE * smaller or not _another_subject(texts.articles[low].text, texts.articles[high].text):
            yield _Edge(EvidenceKind.REPRINT, shared / smaller, low, high)


def _another_subject(one: str, other: str) -> bool:
    """Tell whether two texts are one form filled in for two subjects: the name that each has most often is not in the other at all."""
    first, second = _names(one), _names(other)
    return _foreign(first, second, other) and _foreign(second, first, one)


@functools.lru_cache(maxsize=1 << 10)
def _names(text: str) -> Mapping[str, int]:
    return Counter(_NAME.findall(text))


def _foreign(names: Mapping[str, int], others: Mapping[str, int], text: str) -> bool:
    top = [name for name, count in names.items() if count >= _OFTEN and name not in others]
    known = max((count for name, count in names.items() if name in others), default=0)
    return any(names[name] >= known and name.lower() not in text.lower() for name in top)


def _identical(texts: _Texts) -> Iterator[_Edge]:
    """Yield neighbours among articles of the same words that have no shingle to compare: quotations alone, or very short texts.

    A text of fewer than five words is the same only at one outlet, where it is one article under two addresses.
    """
    last: dict[tuple[str, str], int] = {}
    for place, article in enumerate(texts.articles):
        if len(texts.prints[place].distinct):
            continue
        words = article.text.split()
        if not words or (len(words) < _FEWEST_WORDS and not article.outlet):
            continue
        key = (" ".join(words).casefold(), "" if len(words) >= _FEWEST_WORDS else article.outlet or "")
        if key in last:
            yield _Edge(EvidenceKind.REPRINT, 1.0, last[key], place)
        last[key] = place


def _is_paraphrase(texts: _Texts, pair: Retelling) -> bool:
    if not pair.one_text or not figures_agree(texts.tellings[pair.low], texts.tellings[pair.high]):
        return False
    return not _another_subject(texts.articles[pair.low].text, texts.articles[pair.high].text)


def _quotations(texts: _Texts) -> Iterator[_Edge]:
    """Yield the pairs that share the words of a quotation."""
    for low, high, shared in verified(texts.quotes):
        if shared >= _FEWEST_QUOTED:
            smaller = min(len(texts.quotes[low].distinct), len(texts.quotes[high].distinct))
            yield _Edge(EvidenceKind.QUOTATION, shared / smaller, low, high)


def _spanning(edges: Iterable[_Edge], groups: _Groups) -> list[_Edge]:
    """Return the strongest edges that are enough to join what all of them join, and join it."""
    ordered = sorted(edges, key=lambda edge: (-edge.strength, edge.low, edge.high))
    return [edge for edge in ordered if groups.join(edge.low, edge.high)]


def _between(edges: Iterable[_Edge], families: _Groups) -> list[_Edge]:
    """Return the strongest edges between families that are enough to connect what all of them connect."""
    held = list(edges)
    connected = _Groups(max((edge.high for edge in held), default=-1) + 1)
    return [edge for edge in _spanning(held, connected) if families.find(edge.low) != families.find(edge.high)]


def _ranked(articles: Sequence[Article], first_seen: Mapping[str, str]) -> list[str]:
    return [article.id for article in order_of_telling(articles, first_seen)]


def _families(texts: _Texts, groups: _Groups, edges: Iterable[_Edge], first_seen: Mapping[str, str]) -> tuple[list[Family], list[Evidence]]:
    """Return the families, and one edge from each member but the root: the strongest path towards the root."""
    members: dict[int, list[Article]] = {}
    for place, article in enumerate(texts.articles):
        members.setdefault(groups.find(place), []).append(article)
    places = {article.id: place for place, article in enumerate(texts.articles)}
    neighbours: dict[int, list[tuple[int, _Edge]]] = {}
    for edge in edges:
        if groups.find(edge.low) == groups.find(edge.high):
            neighbours.setdefault(edge.low, []).append((edge.high, edge))
            neighbours.setdefault(edge.high, []).append((edge.low, edge))
    families: list[Family] = []
    evidence: list[Evidence] = []
    for pages in members.values():
        ids = _ranked(pages, first_seen)
        families.append(Family(content_id("family", *sorted(ids)), tuple(ids), ids[0]))
        evidence.extend(_towards(texts, [places[name] for name in ids], neighbours))
    return families, evidence


def _towards(texts: _Texts, ordered: Sequence[int], neighbours: Mapping[int, Sequence[tuple[int, _Edge]]]) -> Iterator[Evidence]:
    """Grow a tree from the first of the places: each time the strongest edge, of equal ones that to the earliest telling."""
    rank = {place: number for number, place in enumerate(ordered)}
    reached = {ordered[0]}
    waiting = [(-edge.strength, 0, rank[other], edge.kind, edge) for other, edge in neighbours.get(ordered[0], ())]
    heapq.heapify(waiting)
    while waiting:
        _, parent, number, _, edge = heapq.heappop(waiting)
        place = ordered[number]
        if place in reached:
            continue
        reached.add(place)
        yield _evidence(texts, edge, place, ordered[parent])
        for other, following in neighbours[place]:
            if other not in reached:
                heapq.heappush(waiting, (-following.strength, number, rank[other], following.kind, following))


def _directed(texts: _Texts, edge: _Edge, ranks: Mapping[str, int]) -> Evidence:
    """Point an edge from the later article to the earlier one."""
    later, earlier = edge.high, edge.low
    if ranks[texts.articles[later].id] < ranks[texts.articles[earlier].id]:
        later, earlier = earlier, later
    return _evidence(texts, edge, later, earlier)


def _evidence(texts: _Texts, edge: _Edge, article: int, target: int) -> Evidence:
    kind = edge.kind
    if kind is EvidenceKind.REPRINT and len(texts.prints[article].distinct):
        kind = kind_of(texts.prints[article], texts.prints[target])
    return Evidence(
        texts.articles[article].id,
        kind,
        texts.articles[target].id,
        in_ledger=True,
        strength=round(min(1.0, edge.strength), 4),
        because=_because(kind, min(1.0, edge.strength)),
        passages=_passages(texts, kind, article, target)[:_LONGEST_LIST],
    )


def _because(kind: EvidenceKind, strength: float) -> str:
    share = f"{round(100 * strength)} %"
    reasons = {
        EvidenceKind.VERSION: "Another capture of the same page",
        EvidenceKind.JUDGED: "A person has said that these derive from one text",
        EvidenceKind.PARAPHRASE: f"{share} of the words of the shorter text stand in the other in like sentences, in the same order",
        EvidenceKind.RESEMBLES: f"{share} of the words of the shorter text stand in the other in like sentences; it may derive from it",
        EvidenceKind.QUOTATION: f"{share} of the words quoted in one are quoted in the other",
    }
    return reasons.get(kind, f"{share} of the shorter text stands in the other, word for word")


def _passages(texts: _Texts, kind: EvidenceKind, article: int, target: int) -> tuple[tuple[Span, Span], ...]:
    if kind is EvidenceKind.JUDGED:
        return ()
    if kind in (EvidenceKind.PARAPHRASE, EvidenceKind.RESEMBLES):
        return aligned_sentences(texts.tellings[article], texts.tellings[target])
    if kind is EvidenceKind.QUOTATION:
        return matching(texts.quotes[article], texts.quotes[target])
    return matching(texts.prints[article], texts.prints[target])
