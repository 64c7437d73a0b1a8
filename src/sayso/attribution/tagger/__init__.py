"""The trained tagger: which words of a text are source, cue and content, and which of them belong together.

A small transformer in 8 bits labels words (`decode`), a pointer and pair features link them (`linker`), and contents are read again for
what is reported inside them (`nesting`). `windows` cuts text for it, the same way in training and at run time. It needs onnxruntime,
tokenizers and numpy only, knows no other part of this package, and gives plain positions; grammar and names are read by the stage
around it.
"""

from __future__ import annotations

from sayso.attribution.tagger.reader import FoundStatement, Tagger

__all__ = ["FoundStatement", "Tagger"]
