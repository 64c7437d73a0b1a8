"""From what a reader found to the `Reading` and `Article` records; the one place that decides identity, language and cuts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sayso.articles.dates import date_from_dateline, date_from_url
from sayso.articles.language import detect
from sayso.articles.residue import find_residue
from sayso.model import Article, DateBasis, Outcome, Problem, Reading, Reference, content_id
from sayso.text import storable

__all__ = ["Capture", "finish", "quarantine"]

_HAS_WORD = re.compile(r"\w")


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


def finish(capture: Capture) -> Reading:
    """Return the reading of one capture: ok, partial if it has problems, quarantined if it has no words.

    >>> reading = finish(Capture("a.txt", b"Norland signed.", "Norland signed."))
    >>> reading.outcome, reading.article.digest[:8]
    (<Outcome.OK: 'ok'>, 'ff2f1814')
    """
    if not _HAS_WORD.search(capture.text):
        message = f"{capture.input_id} has no text. Check that the file is the article itself, or leave it out."
        return quarantine(capture.input_id, capture.raw, "empty-text", message, capture.problems)
    capture = _dated(capture)
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
        cuts=find_residue(capture.text),
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


def _dated(capture: Capture) -> Capture:
    """Return the capture with the date of its address or dateline, where no better date is known."""
    if capture.published_at:
        return capture
    if found := date_from_url(capture.url):
        return replace(capture, published_at=found, published_basis=DateBasis.URL)
    body = capture.text.removeprefix(capture.title or "").lstrip()
    if found := date_from_dateline(body, capture.url):
        return replace(capture, published_at=found, published_basis=DateBasis.TEXT)
    if capture.captured_at:
        return replace(capture, published_at=capture.captured_at, published_basis=DateBasis.CAPTURE)
    return replace(capture, published_basis=DateBasis.UNKNOWN)
