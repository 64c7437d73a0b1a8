"""What every reader takes and gives: a request in, documents out, and refusals as values.

A reader splits an input into documents without reading them: splitting is cheap and bounded, reading is what a hostile page makes slow.
So whoever runs the reading can stop at one document and go on with the next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from sayso.articles.captures import Capture, finish, quarantine
from sayso.domains import registrable_domain
from sayso.model import DateBasis, Problem, Reading, Reference
from sayso.text import clean

__all__ = [
    "LARGEST_DOCUMENT",
    "LARGEST_PILE",
    "MOST_NESTING",
    "Document",
    "Hints",
    "Reader",
    "RefusedError",
    "Request",
    "described",
    "document",
    "label",
    "notice",
    "published_there",
    "refusal",
    "with_notice",
]

LARGEST_DOCUMENT = 20_000_000
"""Bytes of one document once it is unpacked; an article is a thousandth of that."""
LARGEST_PILE = 64_000_000
"""Bytes of one record of a web archive, or of a file that must be held whole, such as an export in JSON."""
MOST_NESTING = 2
"""Containers inside containers that are opened: a compressed archive of compressed pages is two."""
_LONGEST_LABEL = 200
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class RefusedError(ValueError):
    """Bytes that a reader does not read, with a code, the reason and the next step; it never leaves the readers."""

    def __init__(self, code: str, reason: str, step: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.step = step


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of a document from what it lay in: a feed, an archive, a table."""

    url: str | None = None
    """Where it was published or taken."""
    outlet: str | None = None
    """Who published it."""
    title: str | None = None
    """Its headline."""
    author: str | None = None
    """Who wrote it."""
    published_at: str | None = None
    """When it was published."""
    published_basis: DateBasis = DateBasis.STATED
    """What that date rests on."""
    modified_at: str | None = None
    """When it was changed."""
    captured_at: str | None = None
    """When an archive took it."""
    language: str | None = None
    """Its language."""
    charset: str | None = None
    """The encoding that its server stated."""
    references: tuple[Reference, ...] = ()
    """What it names as its source."""
    problems: tuple[Problem, ...] = ()
    """What makes it partial."""
    notices: tuple[Problem, ...] = ()
    """What a person may want to know."""


@dataclass(frozen=True, slots=True)
class Document:
    """One text found in an input and not read yet."""

    input_id: str
    """The path, the path with the place inside it, or the id that the input gives."""
    read: Callable[[], Reading]
    """Reads it; never raises."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a reader is asked to read."""

    stream: BinaryIO
    """The bytes, from where it stands."""
    name: str
    """How the input is called."""
    open_inner: Callable[[Request], Iterator[Document]]
    """Finds out what the bytes of another request are, and reads them."""
    hints: Hints = Hints()
    """What is known of it already."""
    depth: int = 0
    """Containers around it."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Columns of tables by what they hold, as a person gave them."""
    only: frozenset[str] = frozenset()
    """Addresses of the pages to be read from a web archive; empty for all."""

    def whole(
        self, most: int = LARGEST_DOCUMENT, step: str = "Split it into articles, or give it as JSONL with one article a line."
    ) -> bytes:
        """Return all bytes; raises `RefusedError` where there are more than `most`."""
        data = self.stream.read(most + 1)
        if len(data) > most:
            raise RefusedError("too-large", f"is larger than {most // 1_000_000} MB", step)
        return data

    def inner(self, stream: BinaryIO, name: str, hints: Hints | None = None) -> Iterator[Document]:
        """Yield the documents of something inside this input."""
        return self.open_inner(replace(self, stream=stream, name=name, hints=hints or self.hints, depth=self.depth + 1))


Reader = Callable[[Request], Iterator[Document]]
"""Every reader: yields documents, or raises `RefusedError` where the rest of the input cannot be read."""


def document(capture: Callable[[], Capture], input_id: str, raw: bytes) -> Document:
    """Return a document that is read by making its capture; a `RefusedError` quarantines it.

    >>> document(lambda: Capture("a.txt", b"", "Norland signed."), "a.txt", b"").read().article.text
    'Norland signed.'
    """

    def read() -> Reading:
        try:
            return finish(capture())
        except RefusedError as error:
            return refusal(error, input_id, raw).read()

    return Document(input_id, read)


def refusal(error: RefusedError, input_id: str, raw: bytes = b"") -> Document:
    """Return the document of bytes that are not read: always quarantined, with the reason and the next step.

    >>> refusal(RefusedError("binary", "is no text", "Save it as text first."), "a.bin").read().problems[0].message
    'a.bin is no text. Save it as text first.'
    """
    return Document(input_id, lambda: quarantine(input_id, raw, error.code, f"{input_id} {error.reason}. {error.step}"))


def described(capture: Capture, hints: Hints) -> Capture:
    """Return the capture with what was known from outside, which outranks what it says of itself; an address does not.

    >>> described(Capture("a", b"", "Norland signed.", title="A"), Hints(title="B", url="https://a.example/")).title
    'B'
    """
    stated = {
        name: value for name in ("outlet", "title", "author", "modified_at", "captured_at", "language") if (value := getattr(hints, name))
    }
    if hints.published_at:
        stated |= {"published_at": hints.published_at, "published_basis": hints.published_basis}
    return replace(
        capture,
        **stated,
        url=capture.url or hints.url,
        references=tuple(dict.fromkeys((*hints.references, *capture.references))),
        problems=(*hints.problems, *capture.problems),
        notices=(*hints.notices, *capture.notices),
    )


def published_there(capture: Capture) -> Capture:
    """Return the capture of a page of its own; where it names no outlet, that is the registrable domain of its address.

    >>> published_there(Capture("a", b"", "Norland signed.", url="https://news.gazette.example/1")).outlet
    'gazette.example'
    """
    return replace(capture, outlet=capture.outlet or registrable_domain(capture.url))


def notice(code: str, message: str, input_id: str) -> tuple[Problem, ...]:
    """Return one notice, as a tuple to add to others.

    >>> notice("cleaned", "a.txt: 1 control character removed.", "a.txt")[0].code
    'cleaned'
    """
    return (Problem(code, message, input_id),)


def with_notice(found: Document, code: str, message: str) -> Document:
    """Return the document with a notice added to its reading.

    >>> with_notice(refusal(RefusedError("a", "is no text", "Leave it out."), "a"), "b", "Two more.").read().problems[1].code
    'b'
    """

    def read() -> Reading:
        reading = found.read()
        return replace(reading, problems=(*reading.problems, Problem(code, message, found.input_id)))

    return Document(found.input_id, read)


def label(name: str, inside: str | Iterable[str]) -> str:
    r"""Return how something inside an input is called; a name from outside is only ever shown, and shown plainly.

    >>> label("pile.zip", "../a\x00.html")
    'pile.zip!../a.html'
    """
    parts = [inside] if isinstance(inside, str) else list(inside)
    plain = "!".join(clean(_UNPRINTABLE.sub("", part))[0] for part in parts)
    return f"{name}!{plain[:_LONGEST_LABEL]}"
