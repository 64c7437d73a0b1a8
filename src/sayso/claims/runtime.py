"""Opens the networks of this stage, so that every one runs in the same way, and asks them about many texts at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.resources.abc import Traversable
from typing import TypeVar

import onnxruntime

__all__ = ["each_at_once", "open_network"]

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

_MOST_THREADS = 8
_FEWEST_ASKED = 8
"""Below this many, starting threads costs more than it saves."""


def open_network(model: Traversable) -> onnxruntime.InferenceSession:
    """Return a session on one thread.

    The desk's other programs stay usable, and sums are made in one order, so figures repeat.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def each_at_once(ask: Callable[[Asked], Answer], items: Sequence[Asked]) -> list[Answer]:
    """Return what `ask` says of each item, in the order of the items; on several cores where there are many.

    A network gives the interpreter free while it runs, so threads suffice. Each item is still run alone on one thread, so the answers
    are the same to the last bit whatever the number of cores.

    >>> each_at_once(len, ["a", "bcd"] * 5)[:2]
    [1, 3]
    """
    threads = min(_MOST_THREADS, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    if threads < 2 or len(items) < _FEWEST_ASKED:
        return [ask(item) for item in items]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(ask, items))
