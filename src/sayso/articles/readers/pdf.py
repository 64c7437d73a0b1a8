"""PDF with a text layer; a scan without one is quarantined, since no text is better than a guessed one."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator

import pypdf
from pypdf import apply_configuration, get_configuration

from sayso.articles.captures import Capture
from sayso.articles.readers.documents import LARGEST_DOCUMENT, Document, RefusedError, Request, described, document, notice, published_there
from sayso.text import clean

__all__ = ["read_pdf"]

_MOST_PAGES = 300
_MOST_TEXT = 2_000_000
_FEWEST_LETTERS = 20
_NOT_A_TITLE = re.compile(r"^(?:Microsoft Word|untitled|Slide \d|.*\.(?:docx?|indd|qxd|pdf|odt)$)", re.IGNORECASE)
_BROKEN_WORD = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
_OCR = "Run OCR over it (ocrmypdf IN.pdf OUT.pdf) and read the result."

# It logs a warning for each flaw that it works around; what matters to a person is told as a problem.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)
# Streams of a PDF are unpacked inside the library: its own caps, tightened to what one document may hold, and no other program is started.
_CAPS = get_configuration().with_overwrites(
    zlib_maximum_output_length=LARGEST_DOCUMENT,
    lzw_maximum_output_length=LARGEST_DOCUMENT,
    run_length_maximum_output_length=LARGEST_DOCUMENT,
    brotli_maximum_output_length=LARGEST_DOCUMENT,
    stream_decoding_work_maximum_length=2 * LARGEST_DOCUMENT,
    jbig2dec_binary=None,
)


def read_pdf(request: Request) -> Iterator[Document]:
    """Yield the one document that a PDF is."""
    data = request.whole(step="Save the pages that matter as a PDF of their own.")
    yield document(lambda: _capture(data, request), request.name, data)


def _capture(data: bytes, request: Request) -> Capture:
    try:
        with apply_configuration(_CAPS):
            pages, text, title, author = _taken(data)
    except (RefusedError, MemoryError):
        raise
    except Exception as error:
        # pypdf raises whatever its parts raise on a damaged file, not only its own errors.
        reason = f"cannot be taken apart ({type(error).__name__})"
        raise RefusedError("damaged", reason, "Open it in a viewer, print it to a new PDF, and read that.") from None
    if sum(letter.isalpha() for letter in text) < _FEWEST_LETTERS:
        raise RefusedError("no-text-layer", "has no text layer", _OCR)
    message = f"{request.name} has {pages} pages, and the first {_MOST_PAGES} were read. Split it to read the rest."
    problems = notice("too-many-pages", message, request.name) if pages > _MOST_PAGES else ()
    return published_there(described(Capture(request.name, data, text, title=title, author=author, problems=problems), request.hints))


def _taken(data: bytes) -> tuple[int, str, str | None, str | None]:
    """Return the number of pages, the text, the title and the author."""
    reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise RefusedError("encrypted", "is protected by a password", "Save it without the password and read that.")
    return len(reader.pages), _text(reader), *_about(reader)


def _text(reader: pypdf.PdfReader) -> str:
    """Return the words of the pages in order, a blank line between pages; a word broken at a line end is joined."""
    found: list[str] = []
    size = 0
    for page in reader.pages[:_MOST_PAGES]:
        found.append(_BROKEN_WORD.sub("", page.extract_text() or "").strip())
        size += len(found[-1])
        if size > _MOST_TEXT:
            break
    return clean("\n\n".join(part for part in found if part))[0].strip()


def _about(reader: pypdf.PdfReader) -> tuple[str | None, str | None]:
    """Return title and author as the file gives them; the names of word processors' files are no titles."""
    about = reader.metadata
    title, author = (" ".join(clean(str(value or ""))[0].split())[:500] for value in (about and about.title, about and about.author))
    return (title if title and not _NOT_A_TITLE.match(title) else None), author or None
