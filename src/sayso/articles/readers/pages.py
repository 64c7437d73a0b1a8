"""One page or one text: HTML, Markdown with or without front matter, and plain text, told apart by content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sayso.articles.captures import Capture
from sayso.articles.dates import parse_written_date
from sayso.articles.encoding import Decoded, decode
from sayso.articles.html import date_problem, read_page
from sayso.articles.markup import visible_text
from sayso.articles.prescan import LONGEST_TAG, lighten, longest_tag
from sayso.articles.readers.documents import Document, Hints, RefusedError, Request, described, document, notice, published_there
from sayso.articles.readers.text_head import read_text_head
from sayso.model import Problem, Reference, Span
from sayso.text import clean

__all__ = ["fragment_capture", "is_page", "page_capture", "read_one", "shown_text", "text_capture"]

_HTML_START = re.compile(
    r"\s*+(?:(?><\?[^>]{0,200}\?>|<!--.{0,2000}?-->)\s*+)*+<(?:!doctype\s+html|html|head|body|meta|title|article|main|section|div|p|h1|script|link)\b",
    re.IGNORECASE | re.DOTALL,
)
_ENTITIES = re.compile(r"<!DOCTYPE[^>\[]{0,1000}\[", re.IGNORECASE)
_PAGE_NAMES = (".html", ".htm", ".xhtml")
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n((?:[^\n]*\n){0,200}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FIELD = re.compile(r"""^([A-Za-z][\w-]{0,40})[ \t]*:[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([^\n]*?))[ \t]*$""", re.MULTILINE)
_HEADING = re.compile(r"\A\s*#{1,2}[ \t]+(\S[^\n]{0,249}?)[ \t]*#*[ \t]*(?:\n|\Z)")
_FIELD_NAMES = {
    "title": "title",
    "author": "author",
    "authors": "author",
    "byline": "author",
    "date": "published_at",
    "published": "published_at",
    "url": "url",
    "link": "url",
    "source": "url",
    "canonical": "url",
    "site": "outlet",
    "outlet": "outlet",
    "publisher": "outlet",
    "lang": "language",
    "language": "language",
}
_FEWEST_WORDS_OF_A_PAGE = 60
_TELEGRAM = re.compile(r"""<title>Exported Data</title>.*?class=["'][^"']{0,40}\bchat_page\b""", re.DOTALL)
_HEAD_OF_EXPORT = 20_000


def is_page(text: str, name: str) -> bool:
    """Tell whether a text is HTML: by how it starts, else by its name if it has a tag at all.

    >>> is_page("<!doctype html><p>Oster", "a.txt"), is_page("Oster <b>signs</b>", "a.html"), is_page("a < b", "a.txt")
    (True, True, False)
    """
    return bool(_HTML_START.match(text)) or (name.lower().endswith(_PAGE_NAMES) and "<" in text)


def read_one(request: Request) -> Iterator[Document]:
    """Yield the one document that some bytes are: a page, Markdown or a plain text."""
    data = request.whole()
    if not data.strip():
        raise RefusedError("empty-file", "is empty", "Leave it out, or save it again.")
    yield document(lambda: _capture(data, request), request.name, data)


def _capture(data: bytes, request: Request) -> Capture:
    decoded = _by_header(data, request.hints.charset) or decode(data)
    name = request.name
    if is_page(decoded.text, name):
        capture = page_capture(decoded.text, name, data, request.hints.url)
    else:
        capture = text_capture(decoded.text, name, data)
    capture = replace(capture, problems=(*_decoding_problems(decoded, name), *capture.problems))
    return published_there(described(capture, request.hints))


def _by_header(data: bytes, charset: str | None) -> Decoded | None:
    """Return the text in the encoding that the server stated, where that holds; a page of today may still be UTF-8 by its bytes."""
    if not charset or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return None
    try:
        return decode(data) if is_utf8(data) else Decoded(data.decode(charset), charset.lower(), guessed=False)
    except (LookupError, UnicodeError, ValueError):
        return None


def is_utf8(data: bytes) -> bool:
    """Tell whether bytes are UTF-8 by themselves.

    >>> is_utf8("Zürich".encode()), is_utf8("Zürich".encode("cp1252"))
    (True, False)
    """
    try:
        data.decode("utf-8")
    except UnicodeError:
        return False
    return True


def page_capture(markup: str, input_id: str, raw: bytes, url: str | None = None) -> Capture:
    """Return what a page holds; raises `RefusedError` for one that no parser should see."""
    if _ENTITIES.match(markup[:2000].lstrip()):
        raise RefusedError("own-entities", "declares entities of its own, which no article needs", "Save the article's text and read that.")
    if _TELEGRAM.search(markup[:_HEAD_OF_EXPORT]):
        reason = "is an export of Telegram as web pages, in which posts have no address and no author of their own"
        raise RefusedError("kind-not-read", reason, "Export it again as machine-readable JSON and read result.json.")
    markup = lighten(markup)
    if longest := longest_tag(markup):
        reason = f"has a tag of {longest} characters, and no article needs more than {LONGEST_TAG}"
        raise RefusedError("hostile-page", reason, "Save the article's text and read that.")
    return read_page(markup, input_id, raw, url)


def fragment_capture(markup: str, input_id: str, raw: bytes, hints: Hints) -> Capture:
    """Return what the markup inside a feed or mail holds: through the page reader where it is as long as a page.

    >>> fragment_capture("<p>Norland <b>signed</b> it.</p>", "a", b"", Hints()).text
    'Norland signed it.'
    """
    page = page_capture(f"<html><body><article>{markup}</article></body></html>", input_id, raw, hints.url)
    shown = shown_text(markup)
    unread = any(problem.code == "no-main-text" for problem in page.problems)
    if unread or len(shown.split()) < _FEWEST_WORDS_OF_A_PAGE:
        links = tuple(replace(link, span=_found_again(link, page.text, shown)) for link in page.references)
        told = tuple(problem for problem in page.problems if problem.code != "no-main-text")
        page = replace(page, text=shown, cuts=(), references=links, problems=told)
    return page


def _found_again(link: Reference, before: str, text: str) -> Span | None:
    """Return where the words of a link stand in another text of the same page, if they stand there once."""
    words = link.span.cut(before) if link.span else ""
    return Span(text.index(words), text.index(words) + len(words)) if words and text.count(words) == 1 else None


def shown_text(markup: str) -> str:
    """Return the words that a reader of some markup would see.

    >>> shown_text("<b>Norland</b> &amp; Vesturia")
    'Norland & Vesturia'
    """
    return clean(visible_text(lighten(markup)))[0].strip()


def text_capture(text: str, name: str, raw: bytes) -> Capture:
    r"""Return a text as it stands after cleaning, with what front matter, a heading and the first lines (`text_head.py`) tell of it.

    >>> text_capture("---\ntitle: Oster signs\nauthor: A. Vey\n---\nNorland signed.", "a.md", b"").author
    'A. Vey'
    """
    kept, notes = clean(text)
    told = [note for note in notes if "line end" not in note]
    notices = notice("cleaned", f"{name}: {'; '.join(told)}. The raw file is kept.", name) if told else ()
    if matter := _FRONT_MATTER.match(kept):
        return _with_matter(kept, matter, name, raw, notices)
    return _headed(Capture(name, raw, kept, notices=notices))


def _headed(capture: Capture) -> Capture:
    """Return the capture of a text with what its heading and the lines under it tell."""
    head, heading = read_text_head(capture.text), _HEADING.match(capture.text)
    unclear = (date_problem(capture.input_id, "ambiguous", head.ambiguous),) if head.ambiguous else ()
    title = heading[1].strip() if heading else head.title
    return replace(capture, title=title, author=head.author, shown_at=head.day, problems=(*capture.problems, *unclear))


def _with_matter(kept: str, matter: re.Match[str], name: str, raw: bytes, notices: tuple[Problem, ...]) -> Capture:
    """Return a text whose front matter says what it is; the matter itself is no part of the text."""
    fields: dict[str, str] = {}
    for found in _FIELD.finditer(matter[1]):
        value = (found[2] or found[3] or found[4] or "").strip()
        if (known := _FIELD_NAMES.get(found[1].lower())) and value:
            fields.setdefault(known, value)
    body = kept[matter.end() :].lstrip("\n")
    written = fields.pop("published_at", "")
    published = parse_written_date(written)
    if written and not published:
        notices += notice("bad-published", f"{name}: date {written[:60]!r} is not understood; write it as 2025-05-30.", name)
    url = fields.get("url", "")
    if not re.match(r"https?://\S+$", url):
        fields.pop("url", None)
    hints = Hints(**{**fields, "published_at": published})  # type: ignore[arg-type]
    capture = described(_headed(Capture(name, raw, body, notices=notices)), hints)
    return replace(capture, problems=()) if published else capture


def _decoding_problems(decoded: Decoded, name: str) -> tuple[Problem, ...]:
    """Return the problem of an encoding that had to be guessed."""
    if not decoded.guessed:
        return ()
    message = f"{name} does not say its encoding; {decoded.encoding} was guessed. Check accents and quotes, or save it as UTF-8."
    return (Problem("guessed-encoding", message, name),)
