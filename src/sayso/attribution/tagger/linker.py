"""Link sources and contents to their cues: pair features in a logistic model, averaged with the tagger's pointer.

Tried on dev by the prototype: nearest cue 69.0 who-said-what, pointer alone 72.8, pair features alone 73.8, the mean of both 75.2.
One source may serve several cues (11 % of attributions).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from sayso.attribution.tagger.decode import TaggedSpan
from sayso.attribution.tagger.windows import Bounds

__all__ = ["LinkedStatement", "PairContext", "link", "pair_features"]

_CITING = frozenset({"citing", "quoting", "cites", "cited"})
_CITED_REACH = 40
"""Words between `citing X` and the cue that it belongs to."""
_LEAST = 1e-3
_QUOTES = frozenset('"“')
_REACH = 120
_NEAREST = 5
_CONTENT_FLOOR = 0.3
_SOURCE_FLOOR = 0.25
_POINTER_SHARE = 0.3
"""Floors 0.05 to 0.5 and shares 0.3 to 0.7 were tried on dev: who-said-what moves by 0.2 between 0.3 and 0.5, falls above."""

Pointer = Mapping[tuple[int, int], float]


@dataclass(frozen=True, slots=True)
class LinkedStatement:
    """One statement in word spans, with the probability of its links."""

    source: tuple[TaggedSpan, ...]
    cue: tuple[TaggedSpan, ...]
    content: tuple[TaggedSpan, ...]
    link_sureness: float
    cited: tuple[TaggedSpan, TaggedSpan] | None = None
    """Cue and source of the one whom this source hands on: `the Gazette reported, citing officials, that ...`."""


class PairContext:
    """What the pair features of one text need, counted once: words, running counts of marks, spans in order."""

    def __init__(self, text: str, words: Sequence[Bounds], spans: Sequence[TaggedSpan]) -> None:
        """Count marks before each word."""
        self.words = [text[start:end].lower() for start, end in words]
        self.spans = sorted(spans)
        self.cues = [span for span in self.spans if span.role == "cue"]
        self.starts = [span.start for span in self.spans]
        self.cue_starts = [span.start for span in self.cues]
        breaks = [False, *("\n" in text[left[1] : right[0]] for left, right in pairwise(words))]
        self.lines = list(accumulate(breaks, initial=0))
        self.ends = list(accumulate((word in {".", "?", "!"} for word in self.words), initial=0))
        self.quotes = list(accumulate((word in {'"', "“", "”"} for word in self.words), initial=0))
        self.commas = list(accumulate((word == "," for word in self.words), initial=0))

    def candidates(self, span: TaggedSpan) -> list[TaggedSpan]:
        """The nearest cues on both sides of a span."""
        place = bisect_left(self.cue_starts, span.start)
        near = self.cues[max(0, place - _NEAREST) : place + _NEAREST]
        return [cue for cue in near if _gap(span, cue) < _REACH]

    def between(self, low: int, high: int) -> list[TaggedSpan]:
        """The spans that lie within a range of words."""
        return [span for span in self.spans[bisect_left(self.starts, low) : bisect_left(self.starts, high)] if span.stop <= high]


def _gap(span: TaggedSpan, cue: TaggedSpan) -> int:
    return max(cue.start - span.stop, span.start - cue.stop, 0)


def pair_features(context: PairContext, span: TaggedSpan, cue: TaggedSpan) -> dict[str, float]:
    """Return the features of one pair by name: order, distance, what stands between, the cue's words."""
    before = span.start < cue.start
    low, high = (span.stop, cue.start) if before else (cue.stop, span.start)
    low, high = min(low, high), max(low, high)
    side = f"{span.role}|{'B' if before else 'A'}|"
    gap = high - low
    lines = context.lines[min(high + 1, len(context.lines) - 1)] - context.lines[min(low, len(context.lines) - 1)]
    middle = "-".join(other.role[:2] for other in context.between(low, high)[:4])
    nearer = sum(1 for other in context.candidates(span) if _gap(span, other) < gap)
    return {
        side: 1.0,
        f"{side}log": math.log1p(gap),
        f"{side}gap={gap if gap < 12 else 12 if gap < 25 else 13}": 1.0,
        f"{side}middle={middle}": 1.0,
        f"{side}lines": float(lines),
        f"{side}sentences": float(context.ends[high] - context.ends[low]),
        f"{side}quote": float(context.quotes[high] > context.quotes[low]),
        f"{side}comma": float(context.commas[high] > context.commas[low]),
        f"{side}last={context.words[cue.stop - 1]}": 1.0,
        f"{side}first={context.words[cue.start]}": 1.0,
        f"{side}nearer": float(nearer),
        f"{side}opens={context.words[span.start] if span.role == 'content' else ''}": 1.0,
    }


def _pair_probability(context: PairContext, weights: Mapping[str, float], span: TaggedSpan, cue: TaggedSpan) -> float:
    score = sum(value * weights.get(name, 0.0) for name, value in pair_features(context, span, cue).items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def link(
    text: str,
    words: Sequence[Bounds],
    spans: Sequence[TaggedSpan],
    weights: Mapping[str, float],
    pointer: Pointer | None = None,
    *,
    share: float = _POINTER_SHARE,
) -> list[LinkedStatement]:
    """Return the statements of a text.

    `pointer` gives probabilities for (span start, cue start) pairs; `share` is its part in the mean. Contents that no cue wants and
    cues without content are dropped: without a source they say nothing of who said what, and keeping them cost 1.3 points of
    whole statements on dev; giving them to the statement before cost 0.2 of who-said-what.
    """
    context = PairContext(text, words, spans)
    cited = _cited(context)
    contents: dict[TaggedSpan, list[tuple[TaggedSpan, float]]] = {cue: [] for cue in context.cues}
    sources: dict[TaggedSpan, list[tuple[float, TaggedSpan]]] = {cue: [] for cue in context.cues}
    for span in context.spans:
        if span.role == "cue":
            continue
        choice = _choice(context, span, cited)
        scored = [(_pair_probability(context, weights, span, cue), cue) for cue in choice]
        if pointer is not None:
            pointed = _pointed(context, span, choice, pointer)
            scored = [((1 - share) * chance + share * pointed[cue], cue) for chance, cue in scored]
        if span.role == "source":
            for chance, cue in scored:
                sources[cue].append((chance, span))
            continue
        best = max(scored, default=None)
        if best is not None and best[0] >= _CONTENT_FLOOR:
            contents[best[1]].append((span, best[0]))
    return _with_cited(context, _statements(context.cues, contents, sources), cited)


def _pointed(context: PairContext, span: TaggedSpan, choice: Sequence[TaggedSpan], pointer: Pointer) -> dict[TaggedSpan, float]:
    """The pointer's probabilities over the cues that come into question, what it gave to others shared out among them."""
    given = {cue: pointer.get((span.start, cue.start), 0.0) for cue in context.candidates(span)}
    left = 1 - sum(chance for cue, chance in given.items() if cue not in choice)
    return {cue: given[cue] / max(left, _LEAST) for cue in choice}


def _cited(context: PairContext) -> dict[TaggedSpan, TaggedSpan]:
    """Cues such as `citing` with the source right after them, where another cue is near to which they belong."""
    after = {span.start: span for span in context.spans if span.role == "source"}
    return {
        cue: after[cue.stop]
        for cue in context.cues
        if context.words[cue.stop - 1] in _CITING
        and cue.stop in after
        and any(_host(context, cue, other) for other in context.candidates(cue))
    }


def _host(context: PairContext, citing: TaggedSpan, other: TaggedSpan) -> bool:
    """Whether a cue may be the one that hands on: near, and in the same line."""
    same_line = context.lines[citing.start + 1] == context.lines[other.start + 1]
    return other != citing and same_line and _gap(citing, other) < _CITED_REACH


def _choice(context: PairContext, span: TaggedSpan, cited: Mapping[TaggedSpan, TaggedSpan]) -> list[TaggedSpan]:
    """The cues to which a span may belong: whom somebody cites is nobody else's source, and contents belong to those who cite.

    Nothing but a quotation reaches over a line's end: a headline is not what the first sentence below it reports.
    """
    if span in cited.values():
        return []
    near = [cue for cue in context.candidates(span) if cue not in cited]
    quoted = span.role == "content" and context.words[span.start] in _QUOTES
    return near if quoted else [cue for cue in near if context.lines[cue.start + 1] == context.lines[span.start + 1]]


def _with_cited(context: PairContext, found: list[LinkedStatement], cited: Mapping[TaggedSpan, TaggedSpan]) -> list[LinkedStatement]:
    """Hang each source that somebody cites on the nearest statement."""
    for citing, source in cited.items():
        near = [(_gap(citing, one.cue[0]), number) for number, one in enumerate(found) if _host(context, citing, one.cue[0])]
        if near:
            number = min(near)[1]
            found[number] = replace(found[number], cited=(citing, source))
    return found


def _statements(
    cues: Sequence[TaggedSpan],
    contents: Mapping[TaggedSpan, list[tuple[TaggedSpan, float]]],
    sources: Mapping[TaggedSpan, list[tuple[float, TaggedSpan]]],
) -> list[LinkedStatement]:
    found = []
    for cue in cues:
        if not contents[cue]:
            continue
        chance, source = max(sources[cue], default=(0.0, None))
        kept = (source,) if source is not None and chance > _SOURCE_FLOOR else ()
        sure = min([known for _, known in contents[cue]] + ([chance] if kept else []))
        found.append(LinkedStatement(kept, (cue,), tuple(span for span, _ in contents[cue]), sure))
    return found
