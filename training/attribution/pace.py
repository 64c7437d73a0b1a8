"""Choose how many threads a step uses, by trying.

On a machine shared with others two threads can be several times slower than one: every parallel part waits for the thread that shares its
core. So now and then both settings are timed for a few steps and the faster one is kept.
"""

from __future__ import annotations

import statistics
import time

import torch

__all__ = ["ThreadPace"]

_TRIAL = 3
_KEEP = 60


class ThreadPace:
    """Times steps and sets torch's threads before each."""

    def __init__(self, most: int) -> None:
        """Allow up to `most` threads."""
        self._options = list(range(most, 0, -1))
        self._costs: dict[int, list[float]] = {}
        self._left = 0
        self._current = most
        self._begun = time.perf_counter()

    def start(self) -> None:
        """Set the threads for the next step."""
        if self._left == 0:
            self._choose()
        torch.set_num_threads(self._current)
        self._begun = time.perf_counter()

    def finish(self, pieces: int) -> None:
        """Note what the step cost for each piece that it read."""
        self._costs.setdefault(self._current, []).append((time.perf_counter() - self._begun) / max(1, pieces))
        self._left -= 1

    def _choose(self) -> None:
        untried = [option for option in self._options if option not in self._costs]
        if untried:
            self._current, self._left = untried[0], _TRIAL
            return
        self._current = min(self._options, key=lambda option: statistics.median(self._costs[option][-_TRIAL:]))
        self._left = _KEEP
        self._costs = {}
