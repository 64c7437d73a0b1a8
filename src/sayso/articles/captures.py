"""From what a reader found to the `Reading` and `Article` records; the one place that decides identity, language and cuts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sayso.articles.dates import date_from_dateline, date_from_url, out_of_bounds
from sayso.articles.encoding import twice_encoded
from sayso.articles.language import detect
from sayso.articles.residue import find_residue
from sayso.model import Article, Cut, DateBasis, Outcome, Problem, Reading, Reference, content_id
from sayso.text import overlap, storable

__all__ = ["Capture", "finish", "quarantine"]

_HAS_WORD = re.compile(r"\w")
# Dates that a person or a feed gives are not the page's own word.
_TRUSTED = frozenset({DateBasis.STATED, DateBasis.FEED, DateBasis.CAPTURE})


@dataclass(frozen=True, slots=True)
class Capture:
    """What a reader found in one input, before it is identified."""

    input_id: str
    """The path, or the id given in the input."""
    raw: bytes
    """The bytes it was read from."""
    text: str
    """The extracted text, ready to be stored."""
    title: str | None = None
    """The headline."""
    outlet: str | None = None
    """Who published it."""
    url: str | None = None
    """Where."""
    language: str | None = None
    """The language the input states; None to detect it."""
    published_at: str | None = None
    """The date the input states."""
    published_basis: DateBasis = DateBasis.UNKNOWN
    """What that date rests on."""
    author: str | None = None
    """Who wrote it."""
    modified_at: str | None = None
    """When it was last changed, as the page says."""
    captured_at: str | None = None
    """When an archive took it."""
    problems: tuple[Problem, ...] = ()
    """What made the outcome partial."""
    references: tuple[Reference, ...] = ()
    """Links of the text to other pages, and what the page or feed names as its source."""
    notices: tuple[Problem, ...] = ()
    """What a person may want to know although nothing was lost."""
    shown_at: str | None = None
    """The date in a line under the headline; taken where no tag, address or dateline gives one."""
    guessed_at: str | None = None
    """A date that was guessed from the page; taken last, and it never decides who was first."""
    cuts: tuple[Cut, ...] = ()
    """Lines that the markup tells to be no part of the article."""


def finish(capture: Capture) -> Reading:
    """Return the reading of one capture: ok, partial if it has problems, quarantined if it has no words.

    >>> reading = finish(Capture("a.txt", b"Norland signed.", "Norland signed."))
    >>> reading.outcome, reading.article.digest[:8]
    (<Outcome.OK: 'ok'>, 'ff2f1814')
    """
    if not _HAS_WORD.search(capture.text):
        message = f"{capture.input_id} has no text. Check that the file is the article itself, or leave it out."
        return quarantine(capture.input_id, capture.raw, "empty-text", message, capture.problems)
    capture = _told(_dated(capture))
    article = Article(
        id=content_id("article", *_identity(capture)),
        input_id=capture.input_id,
        digest=hashlib.sha256(capture.raw).hexdigest(),
        text=capture.text,
        title=_kept(capture.title),
        outlet=_kept(capture.outlet),
        url=_kept(capture.url),
        language=capture.language or detect(capture.text),
        published_at=capture.published_at,
        published_basis=capture.published_basis,
        cuts=_all_cuts(capture),
        references=capture.references,
        author=_kept(capture.author),
        modified_at=capture.modified_at,
        captured_at=capture.captured_at,
    )
    outcome = Outcome.PARTIAL if capture.problems else Outcome.OK
    return Reading(capture.input_id, outcome, article, capture.raw, capture.problems + capture.notices)


def quarantine(input_id: str, raw: bytes, code: str, message: str, earlier: Sequence[Problem] = ()) -> Reading:
    """Return the reading of an input that gave no article, with the reason.

    >>> quarantine("a.pdf", b"", "binary", "a.pdf is not text. Save it as text first.").outcome
    <Outcome.QUARANTINED: 'quarantined'>
    """
    return Reading(input_id, Outcome.QUARANTINED, None, raw, (*earlier, Problem(code, message, input_id)))


def _kept(value: str | None) -> str | None:
    """Return a field as it can be stored."""
    return storable(value)[0] or None if value else None


def _identity(capture: Capture) -> tuple[str, ...]:
    """Return what makes a capture the same capture: its words, who published them where and when, and when an archive took them."""
    words = hashlib.sha256(capture.text.encode("utf-8", "surrogatepass")).hexdigest()
    stated = (capture.url, capture.outlet, capture.published_at, capture.title)
    return (words, *(_kept(part) or "" for part in stated), *([capture.captured_at] if capture.captured_at else []))


def _told(capture: Capture) -> Capture:
    """Return the capture with a problem where its letters were encoded twice; how they were is not certain, so the text stays."""
    if not twice_encoded(capture.text):
        return capture
    message = (
        f"{capture.input_id}: letters beyond English ones look as if they had been encoded twice, so names may be unreadable."
        " Get the page again from its source if you can."
    )
    return replace(capture, problems=(*capture.problems, Problem("twice-encoded", message, capture.input_id)))


def _all_cuts(capture: Capture) -> tuple[Cut, ...]:
    """Return what the wording of lines tells to be residue, then what the markup told; in order, each place once."""
    worded = find_residue(capture.text)
    marked = [cut for cut in capture.cuts if not any(overlap(cut.span, other.span) for other in worded)]
    return tuple(sorted((*worded, *marked), key=lambda cut: cut.span))


def _dated(capture: Capture) -> Capture:
    """Return the capture with the best-founded date: its own unless that cannot be, else one that stands in for it."""
    if capture.published_at and (capture.published_basis in _TRUSTED or not out_of_bounds(capture.published_at, capture.captured_at)):
        return capture
    if capture.published_at:
        capture = _refused(capture, capture.published_at)
    for found, basis in _fallbacks(capture):
        if found and not out_of_bounds(found, capture.captured_at):
            return replace(capture, published_at=found, published_basis=basis)
    return replace(capture, published_at=None, published_basis=DateBasis.UNKNOWN)


def _refused(capture: Capture, date: str) -> Capture:
    """Return the capture with the problem of a date that its page cannot have."""
    message = (
        f"{capture.input_id}: the page dates itself {date}, {out_of_bounds(date, capture.captured_at)}, which cannot be. The date was"
        " left out. Give the date by `published` in JSONL if you know it."
    )
    return replace(capture, problems=(*capture.problems, Problem("date-refused", message, capture.input_id)))


def _fallbacks(capture: Capture) -> Iterator[tuple[str | None, DateBasis]]:
    """Yield the dates that stand in for a page's own, best-founded first."""
    yield date_from_url(capture.url), DateBasis.URL
    yield date_from_dateline(capture.text.removeprefix(capture.title or "").lstrip(), capture.url), DateBasis.TEXT
    yield capture.shown_at, DateBasis.TEXT
    yield capture.captured_at, DateBasis.CAPTURE
    yield capture.guessed_at, DateBasis.GUESSED
