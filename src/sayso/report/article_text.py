"""The exact text of an article in runs, so that every statement of it can be highlighted where it stands, also inside another one.

A run lies between two places at which any statement or cut begins or ends; it knows all that cover it. The runs joined are the text,
code point by code point, and the runs of one statement joined are its words.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.model import Article, Span, Statement
from sayso.report.index import Index, speaker_words, voices_of
from sayso.report.records import Voice

__all__ = ["Highlight", "TextRun", "article_runs", "highlights"]


@dataclass(frozen=True, slots=True)
class Highlight:
    """One statement at its place."""

    number: int
    """Its number on the page, in the order of the text."""
    statement: Statement
    """The statement."""
    spans: tuple[Span, ...]
    """The words that are highlighted."""
    voices: tuple[Voice, ...]
    """What it does to each claim that it was matched to by just these words."""
    speaker: str
    """Who speaks, in words."""


@dataclass(frozen=True, slots=True)
class TextRun:
    """A stretch of the text that is covered by the same things throughout."""

    text: str
    """The words, exactly."""
    numbers: tuple[int, ...]
    """The highlights that cover it."""
    begins: tuple[Highlight, ...]
    """The highlights that begin with it."""
    ends: tuple[int, ...]
    """The highlights that end with it."""
    cut: str
    """Why it is never read, such as `comment form`; empty where it is."""


def highlights(index: Index, article: Article) -> tuple[Highlight, ...]:
    """Return the statements of an article in the order of its text, each with what it does to claims.

    A statement that was matched to claims by different words is highlighted once for each of them.

    >>> from sayso.model import LedgerView
    >>> from sayso.report.index import index_view
    >>> page = Article("a", "a", "", "Nothing was said.")
    >>> highlights(index_view(LedgerView((page,), *[()] * 13)), page)
    ()
    """
    by_statement: dict[str, dict[tuple[Span, ...], list[Voice]]] = {}
    for voice in voices_of(index, (match for match in index.view.matches if match.article_id == article.id)):
        by_statement.setdefault(voice.statement_id, {}).setdefault((Span(voice.start, voice.end),), []).append(voice)
    found = [
        (statement, spans, tuple(own))
        for statement in index.view.statements
        if statement.article_id == article.id
        for spans, own in by_statement.get(statement.id, {statement.content: []}).items()
    ]
    found.sort(key=lambda item: (item[1][0].start, -item[1][-1].end, item[0].id))
    return tuple(
        Highlight(number, statement, spans, own, speaker_words(statement.source, article))
        for number, (statement, spans, own) in enumerate(found, start=1)
    )


def article_runs(article: Article, marked: Sequence[Highlight]) -> tuple[TextRun, ...]:
    """Return the text of an article in runs; joined they are the text.

    >>> [run.text for run in article_runs(Article("a", "a", "", "No."), ())]
    ['No.']
    """
    length = len(article.text)
    parts = [(span, mark) for mark in marked for span in mark.spans if span.start < span.end]
    places = {0, length, *(place for span, _ in parts for place in (span.start, span.end))}
    places |= {place for cut in article.cuts for place in (cut.span.start, cut.span.end)}
    edges = sorted(place for place in places if 0 <= place <= length)
    covering = _sweep(edges, parts)
    return tuple(_run(article, start, end, covering[start]) for start, end in itertools.pairwise(edges))


def _sweep(edges: Sequence[int], parts: Sequence[tuple[Span, Highlight]]) -> dict[int, tuple[Highlight, ...]]:
    """Return for each edge the highlights that cover the run after it, walking the text once."""
    opening: dict[int, list[Highlight]] = {}
    closing: dict[int, list[Highlight]] = {}
    for span, mark in parts:
        opening.setdefault(span.start, []).append(mark)
        closing.setdefault(span.end, []).append(mark)
    current: dict[int, Highlight] = {}
    covering = {}
    for edge in edges:
        for mark in closing.get(edge, ()):
            current.pop(mark.number, None)
        current.update({mark.number: mark for mark in opening.get(edge, ())})
        covering[edge] = tuple(current[number] for number in sorted(current))
    return covering


def _run(article: Article, start: int, end: int, covering: Sequence[Highlight]) -> TextRun:
    return TextRun(
        text=article.text[start:end],
        numbers=tuple(mark.number for mark in covering),
        begins=tuple(mark for mark in covering if mark.spans[0].start == start),
        ends=tuple(mark.number for mark in covering if mark.spans[-1].end == end),
        cut=next((cut.reason for cut in article.cuts if cut.span.start <= start and end <= cut.span.end), ""),
    )
