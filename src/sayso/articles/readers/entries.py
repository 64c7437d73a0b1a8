"""One among many: an entry of a feed, a row of a table or a post, as fields, to its document.

Its capture is the entry alone, as one line of JSON in the words that its file has for it, so that a ledger does not hold a whole export
once for every post.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from courlan import extract_domain

from sayso.articles.captures import Capture
from sayso.articles.dates import parse_date, parse_written_date
from sayso.articles.readers.documents import Document, Hints, RefusedError, described, document, notice
from sayso.articles.readers.pages import fragment_capture
from sayso.model import Problem, Span
from sayso.text import clean

__all__ = ["Entry", "as_line", "entry_document", "moment_of", "site_of", "web_address"]

_ADDRESS = re.compile(r"https?://[^\s<>\"']{3,2000}", re.IGNORECASE)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})T?(?:(\d{2})(\d{2})(\d{2})Z?)?")
_UNIX = re.compile(r"\d{9,10}(?:\.\d{1,9})?|\d{12,13}")
_SPACED = re.compile(r"(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d{1,9})?)\s*([+-]\d{2}:?\d{2}|Z|UTC)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """One text among many of a file."""

    input_id: str
    """How it is called."""
    values: Mapping[str, object]
    """What its file says of it, kept as its capture."""
    text: str = ""
    """Its words, kept as they are but for what no text may hold."""
    markup: str = ""
    """Its words as HTML, where it has no plain text."""
    published: str = ""
    """Its date as written."""
    modified: str = ""
    """When it was changed, as written."""
    hints: Hints = field(default_factory=Hints)
    """What else is known."""
    without_text: str = "holds no text"
    """What is said where there are no words."""
    next_step: str = "Check the export, or leave this entry out."
    """What to do then."""


def entry_document(entry: Entry) -> Document:
    """Return the document of an entry.

    >>> entry_document(Entry("posts.json#1", {"text": "Norland signed."}, text="Norland signed.", published="30 May 2031")).read().outcome
    <Outcome.OK: 'ok'>
    """
    raw = as_line(entry.values)
    return document(lambda: _capture(entry, raw), entry.input_id, raw)


def as_line(values: Mapping[str, object]) -> bytes:
    r"""Return fields as one line of JSON.

    >>> as_line({"b": 1, "a": "é"})
    b'{"b": 1, "a": "\xc3\xa9"}'
    """
    return json.dumps(values, ensure_ascii=False, default=str).encode("utf-8", "replace")


def _capture(entry: Entry, raw: bytes) -> Capture:
    if entry.text.strip():
        kept, notes = clean(entry.text)
        told = [note for note in notes if "line end" not in note]
        message = f"{entry.input_id}: {'; '.join(told)}. The raw entry is kept."
        capture = Capture(entry.input_id, raw, kept.strip(), notices=notice("cleaned", message, entry.input_id) if told else ())
    elif entry.markup.strip():
        capture = fragment_capture(entry.markup, entry.input_id, raw, entry.hints)
    else:
        raise RefusedError("empty-text", entry.without_text, entry.next_step)
    return _titled(described(capture, _dated(entry)))


def _titled(capture: Capture) -> Capture:
    """Return the capture with its headline as first line, as a page has it, since a headline is a statement of the outlet."""
    title = clean(capture.title or "")[0].strip()
    if not title or capture.text.startswith(title) or not capture.text:
        return replace(capture, title=title or None)
    shift = len(title) + 2
    return replace(
        capture,
        title=title,
        text=f"{title}\n\n{capture.text}",
        cuts=tuple(replace(cut, span=_moved(cut.span, shift)) for cut in capture.cuts),
        references=tuple(replace(link, span=link.span and _moved(link.span, shift)) for link in capture.references),
    )


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _dated(entry: Entry) -> Hints:
    """Return the hints with the entry's dates; words that are no date are told, never guessed at."""
    hints = entry.hints
    published, modified = moment_of(entry.published), moment_of(entry.modified)
    told: tuple[Problem, ...] = ()
    for field_name, words, found in (("published", entry.published, published), ("modified", entry.modified, modified)):
        if words.strip() and not found:
            message = (
                f"{entry.input_id}: the date {words.strip()[:60]!r} is not understood and was left out. Look it up if the order matters."
            )
            told += notice(f"bad-{field_name}", message, entry.input_id)
    return replace(
        hints,
        published_at=published or hints.published_at,
        modified_at=modified or hints.modified_at,
        notices=(*hints.notices, *told),
    )


def moment_of(value: str) -> str | None:
    """Return the ISO date of a field in any form that exports use, with the precision it has; None where it is none.

    >>> moment_of("20310530T091500Z"), moment_of("1937904300"), moment_of("2031-05-30 09:15:00"), moment_of("soon")
    ('2031-05-30T09:15:00+00:00', '2031-05-30T10:45:00+00:00', '2031-05-30', None)
    """
    text = value.strip()
    if (compact := _COMPACT.fullmatch(text)) and len(text) >= 8:
        year, month, day, *clock = compact.groups()
        return parse_date(f"{year}-{month}-{day}" + (f"T{':'.join(clock)}Z" if all(clock) else ""))
    if _UNIX.fullmatch(text):
        seconds = float(text) / (1000 if len(text.partition(".")[0]) > 10 else 1)
        return datetime.fromtimestamp(seconds, tz=UTC).isoformat(timespec="seconds")
    if spaced := _SPACED.fullmatch(text):
        return parse_date(spaced[1] + (spaced[2] or "").replace("UTC", "Z"))
    return parse_written_date(text)


def site_of(address: str | None) -> str | None:
    """Return the registrable domain of an address, which is what an outlet is known by; None where there is none.

    >>> site_of("https://www.gazette.example/1"), site_of("no address")
    ('gazette.example', None)
    """
    if not address or not _ADDRESS.match(address):
        return None
    found = extract_domain(address[:2000])
    host = re.match(r"https?://(?:[^/@?#]*@)?([^/:?#]+)", address, re.IGNORECASE)
    return str(found) if found else ".".join(host[1].lower().split(".")[-2:]) if host else None


def web_address(value: object) -> str | None:
    """Return a value if it is an address on the web.

    >>> web_address(" https://gazette.example/1 "), web_address("javascript:alert(1)")
    ('https://gazette.example/1', None)
    """
    text = value.strip() if isinstance(value, str) else ""
    return text if _ADDRESS.fullmatch(text) else None
