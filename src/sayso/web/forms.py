"""What the forms send, checked: the form's token, the fields, the files; and where to go on.

Files are kept on the disk while they wait to be read, each in a folder of its own, so that no name from outside becomes a path.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from sayso.articles.files import printable
from sayso.errors import SaysoError, UsageError
from sayso.ledger.dates import date_end
from sayso.model import content_id
from sayso.reading_pool import Input
from sayso.web.answers import office_of
from sayso.web.tokens import derived, same

__all__ = ["ForeignFormError", "Form", "Upload", "form_of", "local_path", "pasted", "uploads_of"]

MOST_FILES = 200
MOST_FIELDS = 100
LONGEST_TEXT = 4_000_000
"""Bytes of one pasted text; a long book has a million."""
LONGEST_FIELD = 1_000
"""Signs of a line that a person writes."""
LONGEST_NAME = 200
IN_MEMORY = 1_000_000
"""Bytes up to which a file is handed over without being kept on the disk."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class ForeignFormError(SaysoError):
    """A form that does not carry the token of this app's pages."""


@dataclass(frozen=True, slots=True)
class Form:
    """What was sent."""

    data: FormData
    back: str
    """Where to go on; always a path of this app."""

    def line(self, name: str, label: str, *, needed: bool = False) -> str:
        """Return one line that a person wrote, without control characters. Raises `UsageError` if it is missing or too long."""
        value = self.data.get(name, "")
        text = _CONTROL.sub(" ", value).strip() if isinstance(value, str) else ""
        if needed and not text:
            raise UsageError(f"{label} is missing. Go back and fill it in.")
        if len(text) > LONGEST_FIELD:
            raise UsageError(f"{label} may have {LONGEST_FIELD:,} signs.")
        return text

    def lines(self, name: str) -> tuple[str, ...]:
        """Return the lines of a field that may be sent several times, without empty ones. Raises `UsageError` for one that is too long."""
        found = [_CONTROL.sub(" ", value).strip() for value in self.data.getlist(name) if isinstance(value, str)]
        if any(len(text) > LONGEST_FIELD for text in found):
            raise UsageError(f"A line may have {LONGEST_FIELD:,} signs.")
        return tuple(text for text in found if text)


async def form_of(request: Request) -> Form:
    """Read a form and check that one of our own pages held it. Raises `ForeignFormError`, `UsageError` for a form that is broken."""
    try:
        data = await request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LONGEST_TEXT)
    except HTTPException as error:
        raise UsageError(f"The form cannot be read ({error.detail}). Open the page again and send it once more.") from error
    given = data.get("token", "")
    if not isinstance(given, str) or not same(given, derived(office_of(request).settings.token, "form")):
        await data.close()
        raise ForeignFormError("This form is not of this app, or the app was started anew. Open the page again and send it once more.")
    back = data.get("back", "/")
    return Form(data, local_path(back if isinstance(back, str) else "/"))


def local_path(address: str) -> str:
    r"""Return an address if it is a path of this app, else the start page: no form leads away.

    >>> local_path("/claim/c?as_of=2031"), local_path("//evil.example"), local_path("/\\evil.example"), local_path("https://evil.example")
    ('/claim/c?as_of=2031', '/', '/', '/')
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    odd = _CONTROL.search(address) or "\\" in address or not address.isascii()
    return address if address.startswith("/") and not address.startswith("//") and not odd and not parts.netloc else "/"


@dataclass(frozen=True, slots=True)
class Upload:
    """What was sent to be read."""

    inputs: tuple[Input, ...]
    folder: Path | None
    """Where large files wait; None where there are none."""

    def tidy(self) -> None:
        """Remove the files that waited."""
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


def uploads_of(files: Sequence[UploadFile], texts: Sequence[Input]) -> Upload:
    """Return what was sent as inputs; large files are copied to a folder of their own, small ones held."""
    folder = Path(tempfile.mkdtemp(prefix="sayso-upload-")) if any((each.size or 0) > IN_MEMORY for each in files) else None
    try:
        return Upload((*texts, *_kept(files, folder)), folder)
    except BaseException:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        raise


def _kept(files: Sequence[UploadFile], folder: Path | None) -> Iterator[Input]:
    for number, each in enumerate(files):
        name = _file_name(each.filename or "")
        if (each.size or 0) <= IN_MEMORY:
            yield Input(name, each.file.read())
        elif folder is not None:
            path = folder / str(number)
            with path.open("wb") as kept:
                shutil.copyfileobj(each.file, kept)
            yield Input(name, None, path)


def _file_name(name: str) -> str:
    r"""Return what a file is called: the last part of whatever was sent, without what a screen would hide.

    >>> _file_name("../../etc/passwd"), _file_name("C:\\desk\\a.html"), _file_name("")
    ('passwd', 'a.html', 'sent file')
    """
    last = _CONTROL.sub(" ", printable(name)).replace("\\", "/").rstrip("/").rpartition("/")[2].strip(" .")
    return last[-LONGEST_NAME:] or "sent file"


def pasted(form: Form) -> Input | None:
    """Return a pasted text and what is known of it as a line of JSON; None for nothing. Raises `UsageError` for what is no date."""
    value = form.data.get("text", "")
    text = value if isinstance(value, str) else ""
    if not text.strip():
        return None
    published = form.line("published", "The date")
    if published and date_end(published[:10]) is None:
        raise UsageError(f"{published!r} is not a date; write 2031, 2031-05 or 2031-05-29.")
    known = {
        "title": form.line("title", "The headline"),
        "site": form.line("outlet", "The outlet"),
        "url": form.line("url", "The address"),
        "published": published,
    }
    words, name = text.replace("\r\n", "\n"), known["title"] or "pasted text"
    # Two texts may have one headline, and what is amiss with one is not told of the other.
    row = {"id": f"{name} ({content_id('text', words)[-8:]})", "text": words, **{key: value for key, value in known.items() if value}}
    return Input(name, json.dumps(row, ensure_ascii=True).encode("ascii") + b"\n")
