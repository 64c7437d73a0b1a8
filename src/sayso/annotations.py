"""Statements as lines of JSON, for use without a ledger."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from sayso import attribution
from sayso.articles import expand, read_bytes, read_path
from sayso.model import Naming, Problem, Reading, Span, Statement

__all__ = ["annotation_lines"]


def annotation_lines(
    paths: Sequence[str], *, own_voice: bool = False, stdin: BinaryIO | None = None
) -> Iterator[tuple[str | None, tuple[Problem, ...]]]:
    """Yield (line, problems) for each document; the line is None for a document that gave no article.

    A line is `{"id", "attributions": [{"source", "cue", "content", ...}], "nested": [...]}` with spans as `[start, end]` in code points;
    `nested` holds what is attributed inside another statement. Documents
    in a language that is not read have no attributions. `own_voice` adds what an article says in its own name.

    >>> import io
    >>> text = io.BytesIO(b"The Norlandic ministry denied that a contract had been signed.")
    >>> [json.loads(line)["id"] for line, problems in annotation_lines(["-"], stdin=text) if line]
    ['-']
    """
    for path in expand(paths):
        readings = read_bytes(stdin.read(), "-") if str(path) == "-" and stdin is not None else read_path(path)
        for reading in readings:
            yield _line(reading, path, own_voice), reading.problems


def _line(reading: Reading, path: Path | str, own_voice: bool) -> str | None:
    article = reading.article
    if article is None:
        return None
    statements = attribution.annotate(article) if article.readable else ()
    told = [found for found in statements if own_voice or found.source.naming is not Naming.SELF]
    outer, nested = [found for found in told if not _is_nested(found)], [found for found in told if _is_nested(found)]
    line = {"id": _name(reading.input_id, Path(path)), "attributions": list(map(_fields, outer)), "nested": list(map(_fields, nested))}
    return json.dumps(line, ensure_ascii=True)


def _is_nested(statement: Statement) -> bool:
    """Tell whether somebody else's statement holds this one; corpora such as PolNeAR mark only the outermost."""
    return len(statement.chain) > 1 and statement.chain[-1].text == statement.source.text


def _name(input_id: str, path: Path) -> str:
    """Return the stem for a file that is one document, and the given id for a line of JSONL."""
    return path.stem if Path(input_id).name == path.name and path.name != "-" else input_id


def _fields(statement: Statement) -> dict[str, object]:
    source = statement.source
    return {
        "source": _pairs((source.span,) if source.span else ()),
        "cue": _pairs(statement.cue),
        "content": _pairs(statement.content),
        "act": statement.act.value,
        "naming": source.naming.value,
        "name": source.name,
        "polarity": statement.polarity.value,
        "certainty": statement.certainty.value,
        "confidence": statement.confidence,
    }


def _pairs(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
