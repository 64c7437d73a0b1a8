"""PolNeAR's texts and attributions, of the first annotator; the corpus has no licence and no word of it is kept here."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "training" / "attribution"))

from corpus import Attribution, Bounds, Document, read_polnear

__all__ = ["Attribution", "Bounds", "Document", "digest", "read"]


def digest(text: str) -> str:
    """Return what a list keeps of a text, so that offsets are never read against another version of it."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read(folder: Path) -> list[Document]:
    """Return the documents of one part (`train` or `dev`), sorted by name, each with its statements once, sorted by place."""
    return [replace(document, attributions=_once(document)) for document in read_polnear(folder)]


def _once(document: Document) -> tuple[Attribution, ...]:
    return tuple(sorted({one for one in document.attributions if any(_place(one))}, key=_place))


def _place(one: Attribution) -> tuple[tuple[Bounds, ...], ...]:
    return one.source, one.cue, one.content
