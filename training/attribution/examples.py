"""Turn documents into training examples: windows with one label a word and links from spans to their cues."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from corpus import ROLES, Document

from sayso.attribution.tagger.windows import Bounds, Pieces, Window, cut_windows, word_bounds

__all__ = ["LABELS", "Example", "WordSpan", "build_examples", "label_words"]

LABELS = ("O", *(f"{prefix}-{role}" for role in ROLES for prefix in "BI"))
"""BIO labels in the order of the model's outputs."""


@dataclass(slots=True)
class WordSpan:
    """A span in words: role, first word, one past the last word, number of its attribution."""

    role: str
    start: int
    stop: int
    owner: int


@dataclass(slots=True)
class Example:
    """One window to learn from; `soft` holds a teacher's log-probabilities, one row a word."""

    document: str
    window: Window
    labels: list[int] | None
    links: list[tuple[int, int]]
    soft: npt.NDArray[np.float16] | None = None


def _free_words(owners: list[bool], words: list[Bounds], starts: list[int], span: Bounds) -> range | None:
    """The words that a character span touches, cut to those that no earlier span has taken; None if they are not in one piece."""
    first = max(0, bisect_right(starts, span[0]) - 1)
    while first < len(words) and words[first][1] <= span[0]:
        first += 1
    stop = first
    while stop < len(words) and words[stop][0] < span[1]:
        stop += 1
    free = [word for word in range(first, stop) if not owners[word]]
    if not free or free[-1] - free[0] + 1 != len(free):
        return None
    return range(free[0], free[-1] + 1)


def label_words(document: Document, words: list[Bounds]) -> list[WordSpan]:
    """Return the spans of a document in words: whole words only, touching pieces of one role joined, no word used twice."""
    taken = [False] * len(words)
    starts = [start for start, _ in words]
    spans: list[WordSpan] = []
    for owner, attribution in enumerate(document.attributions):
        for role in ROLES:
            last: WordSpan | None = None
            for bounds in attribution.spans(role):
                free = _free_words(taken, words, starts, bounds)
                if free is None:
                    continue
                for word in free:
                    taken[word] = True
                gap = document.text[words[free.start - 1][1] : words[free.start][0]] if free.start else ""
                if last is not None and last.stop == free.start and "\n" not in gap:
                    last.stop = free.stop
                else:
                    last = WordSpan(role, free.start, free.stop, owner)
                    spans.append(last)
    return spans


def _word_labels(spans: list[WordSpan], size: int) -> list[int]:
    labels = [0] * size
    for span in spans:
        begin = 1 + 2 * ROLES.index(span.role)
        labels[span.start : span.stop] = [begin] + [begin + 1] * (span.stop - span.start - 1)
    return labels


def _links(window: Window, spans: list[WordSpan]) -> list[tuple[int, int]]:
    """For each span but cues: position of its first piece, position of its cue's first piece (0: the cue is not in the window)."""
    cues: dict[int, int] = {}
    for span in spans:
        if span.role == "cue":
            cues.setdefault(span.owner, span.start)
    found = []
    for span in spans:
        if span.role == "cue" or not window.start <= span.start < window.stop:
            continue
        cue = cues.get(span.owner, -1)
        target = window.first[cue - window.start] if window.start <= cue < window.stop else 0
        found.append((window.first[span.start - window.start], target))
    return found


def _document_examples(document: Document, pieces: Pieces, labelled: bool) -> list[Example]:
    words = word_bounds(document.text)
    spans = label_words(document, words) if labelled else []
    labels = _word_labels(spans, len(words))
    return [
        Example(document.id, window, labels[window.start : window.stop] if labelled else None, _links(window, spans) if labelled else [])
        for window in cut_windows(document.text, words, pieces)
    ]


def build_examples(documents: Iterable[Document], pieces: Pieces, labelled: bool = True) -> list[Example]:
    """Return the windows of all documents in order; `labelled` False leaves labels open, for texts without annotation."""
    return [example for document in documents for example in _document_examples(document, pieces, labelled)]
