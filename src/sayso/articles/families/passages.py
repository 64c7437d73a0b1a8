"""What two articles have in common word for word: the matching passages, and what kind of copy they make of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sayso.articles.families.prints import Print, common, containment, prints_of
from sayso.articles.families.tokens import Places, tokenised
from sayso.model import Article, EvidenceKind, Span

__all__ = ["WHOLE", "Shared", "kind_of", "matching", "shared_text"]

WHOLE = 0.80
"""From this share on a text stands in another as a whole: edits of 3 % leave .86 of the runs of five words."""
_DENSE = 0.55
"""Share of the runs between the first and the last matching one from which they are one block: edits of 10 % leave .59."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What two articles have in common, word for word."""

    containment: float
    """Share of the shorter text's shingles that stand in the other, 0 to 1."""
    shingles: int
    """How many different shingles are shared."""
    spans: tuple[tuple[Span, Span], ...]
    """Matching passages: (in the first article, in the second), in the order of the first."""


def shared_text(one: Article, other: Article) -> Shared:
    """Return what two articles share, with the passages, quotations and residue left out.

    >>> text = "The harbour of Oster was closed on Monday."
    >>> shared_text(Article("a", "a", "a", text), Article("b", "b", "b", text)).spans
    ((Span(start=0, end=41), Span(start=0, end=41)),)
    """
    left, right = _print(one), _print(other)
    return Shared(containment(left, right), common(left.distinct, right.distinct), matching(left, right))


def _print(article: Article) -> Print:
    found = [each for batch in tokenised([article]) for each in prints_of(batch, batch.own)]
    nothing = np.zeros(0, dtype=np.int64)
    return found[0] if found else Print(nothing.astype(np.uint64), nothing, nothing, nothing.astype(np.uint64))


def matching(one: Print, other: Print) -> tuple[tuple[Span, Span], ...]:
    """Return the longest passages of the first text whose shingles follow each other in the second too.

    >>> text = "The harbour of Oster was closed on Monday, the port office said."
    >>> left, right = (_print(Article("a", "a", "a", words)) for words in (text, "Late news. " + text))
    >>> matching(left, right)
    ((Span(start=0, end=63), Span(start=11, end=74)),)
    """
    place, target = _aligned(one, other)
    if not len(place):
        return ()
    broken = np.flatnonzero((place[1:] != place[:-1] + 1) | (target[1:] != target[:-1] + 1)) + 1
    starts, ends = np.concatenate(([0], broken)).tolist(), np.concatenate((broken, [len(place)])).tolist()
    return tuple(
        (one.span(int(place[left]), int(place[right - 1])), other.span(int(target[left]), int(target[right - 1])))
        for left, right in zip(starts, ends, strict=True)
    )


def _aligned(one: Print, other: Print) -> tuple[Places, Places]:
    """Return the places of the first text's shingles that the second has, and where it first has them."""
    if not len(one.hashes) or not len(other.hashes):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    order = np.argsort(other.hashes, kind="stable")
    ordered = other.hashes[order]
    found = np.minimum(np.searchsorted(ordered, one.hashes), len(ordered) - 1)
    place = np.flatnonzero(ordered[found] == one.hashes)
    return place, order[found[place]]


def kind_of(copy: Print, text: Print) -> EvidenceKind:
    """Return what kind of copy the first text is of the second.

    >>> words = "The harbour of Oster was closed on Monday after the crane fell into the basin, the port office of the town said."
    >>> def kind(copy: str, text: str) -> str:
    ...     return kind_of(_print(Article("a", "a", "a", copy)), _print(Article("b", "b", "b", text))).value
    >>> kind(words, words), kind(words[:60], words), kind(words + " Ships wait at anchor outside the mole, one captain wrote home.", words)
    ('reprint', 'cut-reprint', 'reprint-with-additions')
    """
    shared = common(copy.distinct, text.distinct)
    of_copy, of_text = shared / max(1, len(copy.distinct)), shared / max(1, len(text.distinct))
    if of_copy >= WHOLE:
        return EvidenceKind.REPRINT if of_text >= WHOLE else EvidenceKind.CUT_REPRINT
    place, _ = _aligned(copy, text)
    return EvidenceKind.REPRINT_WITH_ADDITIONS if of_text >= WHOLE or _is_block(place) else EvidenceKind.REWRITE


def _is_block(places: Sequence[int] | Places) -> bool:
    """Tell whether the matching shingles stand together, as where paragraphs were taken over whole and others were written anew."""
    inner = places[len(places) // 20 : len(places) - len(places) // 20]
    return len(inner) > 1 and len(inner) / (int(inner[-1]) - int(inner[0]) + 1) >= _DENSE
