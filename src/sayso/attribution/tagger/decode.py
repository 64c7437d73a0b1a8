"""From label probabilities to typed spans: Viterbi under the BIO rules, many windows at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["LABELS", "ROLES", "TaggedSpan", "best_labels", "log_softmax", "spans_of"]

ROLES = ("source", "cue", "content")
LABELS = ("O", *(f"{prefix}-{role}" for role in ROLES for prefix in "BI"))
_FORBIDDEN = -1e4

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, order=True)
class TaggedSpan:
    """A span in words: first word, one past the last, role, and the mean probability of its labels."""

    start: int
    stop: int
    role: str
    sureness: float = 1.0


def log_softmax(scores: Floats) -> Floats:
    """Return normalised log-probabilities over the last axis."""
    shifted = scores - scores.max(-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result


def _transitions() -> Floats:
    """0 where a label may follow another, a large negative number where `I` would follow anything but its own role."""
    table = np.zeros((len(LABELS), len(LABELS)), np.float32)
    for before, first in enumerate(LABELS):
        for after, second in enumerate(LABELS):
            if second.startswith("I-") and first[2:] != second[2:]:
                table[before, after] = _FORBIDDEN
    return table


_TRANSITIONS = _transitions()
_INSIDE = np.array([label.startswith("I-") for label in LABELS])


def best_labels(windows: list[Floats], fresh: list[npt.NDArray[np.bool_]]) -> list[npt.NDArray[np.int8]]:
    """Return the most probable label sequence of each window that obeys BIO.

    `windows` holds log-probabilities (words x labels), `fresh` tells which words begin a line: no span runs over a line break.
    """
    if not windows:
        return []
    width = max(len(window) for window in windows)
    scores = np.zeros((len(windows), width, len(LABELS)), np.float32)
    for row, (window, starts) in enumerate(zip(windows, fresh, strict=True)):
        scores[row, : len(window)] = window
        scores[row, : len(window)][starts] += np.where(_INSIDE, _FORBIDDEN, 0).astype(np.float32)
    return _viterbi(scores, [len(window) for window in windows])


def _viterbi(scores: Floats, sizes: list[int]) -> list[npt.NDArray[np.int8]]:
    rows, width, labels = scores.shape
    best = scores[:, 0] + np.where(_INSIDE, _FORBIDDEN, 0)
    back = np.zeros((rows, width, labels), np.int8)
    history = [best]
    for position in range(1, width):
        options = best[:, :, None] + _TRANSITIONS
        back[:, position] = options.argmax(1)
        best = options.max(1) + scores[:, position]
        history.append(best)
    result = []
    for row, size in enumerate(sizes):
        path = np.zeros(size, np.int8)
        path[-1] = history[size - 1][row].argmax()
        for position in range(size - 1, 0, -1):
            path[position - 1] = back[row, position, path[position]]
        result.append(path)
    return result


def spans_of(labels: npt.NDArray[np.int8], logs: Floats, offset: int) -> list[TaggedSpan]:
    """Return the spans of one window; `offset` is the number of its first word."""
    spans = []
    starts = [number for number, label in enumerate(labels) if label and not _INSIDE[label]]
    for start in starts:
        stop = start + 1
        while stop < len(labels) and labels[stop] == labels[start] + 1:
            stop += 1
        chosen = logs[np.arange(start, stop), labels[start:stop]]
        spans.append(TaggedSpan(start + offset, stop + offset, ROLES[labels[start] // 2], float(np.exp(chosen).mean())))
    return spans
