"""Statements as lines of JSON, for use without a ledger."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO

from sayso import attribution
from sayso.articles import expand
from sayso.model import Naming, Problem, Reading, Source, Span, Statement, When
from sayso.reading_pool import inputs_of, read_inputs, start_box

__all__ = ["annotation_lines"]


def annotation_lines(
    paths: Sequence[str], *, own_voice: bool = False, stdin: BinaryIO | None = None, model: Path | None = None
) -> Iterator[tuple[str | None, tuple[Problem, ...]]]:
    """Yield (line, problems) for each document; the line is None for a document that gave no article.

    Documents are read in a box (`sayso.reading_pool`), which starts while the model is loaded.
    A line is `{"id", "attributions": [{"source", "cue", "content", ...}], "nested": [...]}` with spans as `[start, end]` in code points;
    `nested` holds what is attributed inside another statement. Documents
    in a language that is not read have no attributions. `own_voice` adds what an article says in its own name; `model` is the folder of
    another model than the one shipped. Raises `UsageError` for a folder without one.

    >>> import io
    >>> text = io.BytesIO(b"The Norlandic ministry denied that a contract had been signed.")
    >>> [json.loads(line)["id"] for line, problems in annotation_lines(["-"], stdin=text) if line]
    ['-']
    """
    found = expand(paths)
    start_box()
    tagger = attribution.Tagger(model) if model else attribution.shipped_tagger()
    for each, readings in read_inputs(inputs_of(found, stdin)):
        for reading in readings:
            yield _line(reading, Path(each.name), own_voice, tagger), reading.problems


def _line(reading: Reading, path: Path | str, own_voice: bool, tagger: attribution.Tagger) -> str | None:
    article = reading.article
    if article is None:
        return None
    statements = attribution.annotate(article, tagger) if article.readable else ()
    told = [found for found in statements if own_voice or found.source.naming is not Naming.SELF]
    inside = _nested(told)
    outer, nested = [found for found in told if found.id not in inside], [found for found in told if found.id in inside]
    line = {"id": _name(reading.input_id, Path(path)), "attributions": list(map(_fields, outer)), "nested": list(map(_fields, nested))}
    return json.dumps(line, ensure_ascii=True)


def _nested(told: Sequence[Statement]) -> frozenset[str]:
    """Ids of the statements that stand inside another's content; corpora such as PolNeAR mark only the outermost."""
    contents = sorted(span for statement in told for span in statement.content)
    starts = [span.start for span in contents]
    reach = list(accumulate((span.end for span in contents), max))
    held = (statement for statement in told if _reached(statement.cue, starts, reach) or _is_cited(statement))
    return frozenset(statement.id for statement in held)


def _reached(cue: Sequence[Span], starts: Sequence[int], reach: Sequence[int]) -> bool:
    place = bisect_right(starts, cue[0].start) if cue else 0
    return place > 0 and reach[place - 1] > cue[0].start


def _is_cited(statement: Statement) -> bool:
    """Whether somebody else hands the statement on: `the Gazette reported, citing officials, that ...`."""
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
        "kind": statement.kind.value,
        "modality": statement.modality.value,
        "negation": _pairs((statement.negation,) if statement.negation else ()),
        "chain": [
            {"text": link.text, "name": link.name, "naming": link.naming.value, "span": _pair(link.span)} for link in statement.chain
        ],
        "said_on": _when(statement.said_on),
        "happened": _when(statement.happened),
        "confidence": statement.confidence,
        "sure": statement.sure,
    }


def _link(source: Source) -> dict[str, object]:
    return {"text": source.text, "name": source.name, "naming": source.naming.value, "span": _pair(source.span)}


def _when(when: When | None) -> dict[str, object] | None:
    return {"value": when.value, "basis": when.basis.value, "span": _pair(when.span)} if when else None


def _pair(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def _pairs(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
