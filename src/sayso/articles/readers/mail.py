"""Mail and pages saved as mail: newsletters (EML) and MHTML."""

from __future__ import annotations

import contextlib
import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr

from sayso.articles.captures import Capture
from sayso.articles.dates import parse_written_date
from sayso.articles.encoding import decode
from sayso.articles.readers.documents import Document, Hints, RefusedError, Request, described, document, notice
from sayso.articles.readers.entries import site_of, web_address
from sayso.articles.readers.pages import fragment_capture, is_page, page_capture, shown_text, text_capture
from sayso.model import DateBasis
from sayso.text import clean

__all__ = ["read_mail"]

_DEEPEST = 8
"""Mails in mails that are opened; a newsletter that was forwarded twice is three."""
_MOST_PARTS = 500
_LONGEST_HEADER = 10_000
_ENOUGH_PLAIN = 0.5
"""Part of the words of the HTML that the plain text must have to be read in its place; less is a note such as "open in a browser"."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a mail that may hold its words."""

    plain: str = ""
    markup: str = ""
    markup_from: str | None = None
    """The address that the HTML part gives as its own."""
    attached: int = 0


def read_mail(request: Request) -> Iterator[Document]:
    """Yield the one document that a mail or a page saved as MHTML is."""
    data = request.whole()
    yield document(lambda: _capture(data, request), request.name, data)


def _capture(data: bytes, request: Request) -> Capture:
    try:
        message = email.message_from_bytes(data)
        parts = _parts(message, _DEEPEST, [0])
    except (MessageError, RecursionError, ValueError, LookupError, TypeError, AttributeError, IndexError) as error:
        if isinstance(error, RefusedError):
            raise
        reason = f"cannot be taken apart ({type(error).__name__})"
        raise RefusedError("damaged", reason, "Save its text from the mail program and read that.") from None
    saved = web_address(_header(message, "Snapshot-Content-Location")) or (parts.markup_from if _is_saved_page(message) else None)
    if saved and parts.markup:
        return _saved_page(message, parts, saved, data, request)
    return _letter(message, parts, data, request)


def _is_saved_page(message: Message) -> bool:
    return message.get_content_type() == "multipart/related"


def _saved_page(message: Message, parts: _Parts, url: str, data: bytes, request: Request) -> Capture:
    """Return a page that a browser saved with its parts: the page says when it was published, the mail when it was saved."""
    capture = page_capture(parts.markup, request.name, data, url)
    return described(capture, replace(request.hints, url=url, captured_at=parse_written_date(_header(message, "Date"))))


def _letter(message: Message, parts: _Parts, data: bytes, request: Request) -> Capture:
    name, address = parseaddr(_header(message, "From"))
    written = _header(message, "Date")
    published = parse_written_date(written)
    hints = Hints(
        outlet=site_of(f"https://{address.rpartition('@')[2]}") if "@" in address else None,
        title=" ".join(_header(message, "Subject").split())[:500] or None,
        author=name or address or None,
        published_at=published,
        published_basis=DateBasis.STATED,
    )
    told = f"{request.name}: the date {written[:60]!r} is not understood and was left out. Look it up if the order matters."
    notices = notice("bad-published", told, request.name) if written and not published else ()
    if parts.attached:
        notices += notice(
            "attachments", f"{request.name}: {parts.attached} attached files were not read. Save them and read them.", request.name
        )
    return replace(described(_words(parts, request.name, data, hints), hints), notices=notices)


def _words(parts: _Parts, name: str, data: bytes, hints: Hints) -> Capture:
    shown = len(shown_text(parts.markup).split())
    if parts.plain.strip() and len(parts.plain.split()) >= _ENOUGH_PLAIN * shown:
        return replace(text_capture(parts.plain, name, data), title=None)
    if parts.markup:
        return fragment_capture(parts.markup, name, data, hints)
    raise RefusedError("empty-text", "has neither a text nor an HTML part", "Save its text from the mail program and read that.")


def _parts(message: Message, depth: int, count: list[int]) -> _Parts:
    """Return the words of a mail; a mail inside it is read only where it has none of its own."""
    count[0] += 1
    if count[0] > _MOST_PARTS or depth < 0:
        raise RefusedError("nested-too-deep", "has too many parts in one another", "Save its text from the mail program and read that.")
    inside = message.get_payload() if message.is_multipart() else []
    if isinstance(inside, list) and inside:
        found = [_parts(each, depth - 1, count) for each in inside if isinstance(each, Message)]
        return _joined(found, alternatives=message.get_content_type() != "multipart/mixed")
    kind = message.get_content_type()
    if kind not in {"text/plain", "text/html"} or message.get_content_disposition() == "attachment":
        return _Parts(attached=int(message.get_content_disposition() == "attachment"))
    text = _decoded(message)
    if kind == "text/html" or is_page(text, ""):
        return _Parts(markup=text, markup_from=web_address(_header(message, "Content-Location")))
    return _Parts(plain=text)


def _joined(found: list[_Parts], *, alternatives: bool) -> _Parts:
    """Return the words of several parts: the first of each kind where they are alternatives, else all plain ones in order."""
    plain = [part.plain for part in found if part.plain.strip()]
    pages = [part for part in found if part.markup.strip()]
    text = (plain[0] if alternatives else "\n\n".join(plain)) if plain else ""
    attached = sum(part.attached for part in found)
    return _Parts(text, pages[0].markup if pages else "", pages[0].markup_from if pages else None, attached)


def _decoded(part: Message) -> str:
    raw = part.get_payload(decode=True)
    data = raw if isinstance(raw, bytes) else b""
    charset = part.get_content_charset() or ""
    try:
        if charset:
            return data.decode(charset)
    except (LookupError, UnicodeError, ValueError):
        pass
    return decode(data).text


def _header(message: Message, name: str) -> str:
    """Return a header in plain words; one that cannot be decoded is returned as it stands."""
    value = str(message.get(name) or "")[:_LONGEST_HEADER]
    with contextlib.suppress(MessageError, LookupError, UnicodeError, ValueError):
        value = str(make_header(decode_header(value)))
    return re.sub(r"[\x00-\x1f]+", " ", clean(value)[0]).strip()
