"""Opens the networks of this stage, so that every one runs in the same way."""

from __future__ import annotations

from importlib.resources.abc import Traversable

import onnxruntime

__all__ = ["open_network"]


def open_network(model: Traversable) -> onnxruntime.InferenceSession:
    """Return a session on one thread.

    The desk's other programs stay usable, and sums are made in one order, so figures repeat.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
