"""Readers for the two kinds of training data: PolNeAR stand-off annotation and hand-written sentences with bracket marks.

PolNeAR keeps a `text` folder and an `attributions` folder in each part; an attribution is an `E` line that names `T` lines. Sentences
are lines of the form `[S1 The ministry] [C1 denied] [T1 that it signed]`: S source, C cue, T content, and a number that ties the spans
of one statement together. Inner statements are marked inside the content of the outer one.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sayso.attribution.tagger.nesting import Inner, inner_texts

__all__ = ["ROLES", "Attribution", "Bounds", "Document", "pack", "read_bodies", "read_polnear", "read_sentences", "unfold"]

ROLES = ("source", "cue", "content")
Bounds = tuple[int, int]
_ANNOTATION = re.compile(r"_[0-9a-f]{4}\.ann$")
_MARK = re.compile(r"\[([SCT])(\d) |\]")
_ROLE_OF_LETTER = {"S": "source", "C": "cue", "T": "content"}


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said what, as spans; any role may be empty and a role may have several pieces."""

    source: tuple[Bounds, ...] = ()
    cue: tuple[Bounds, ...] = ()
    content: tuple[Bounds, ...] = ()

    def spans(self, role: str) -> tuple[Bounds, ...]:
        """Return the spans of one role."""
        return {"source": self.source, "cue": self.cue, "content": self.content}[role]


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its attributions."""

    id: str
    text: str
    attributions: tuple[Attribution, ...] = field(default=())


def _span_lines(lines: list[list[str]]) -> dict[str, list[Bounds]]:
    spans = {}
    for parts in lines:
        if parts[0].startswith("T") and len(parts) > 1:
            pairs = parts[1].split(" ", 1)[1].split(";")
            spans[parts[0]] = [(int(pair.split()[0]), int(pair.split()[1])) for pair in pairs]
    return spans


def _attributions(path: Path) -> tuple[Attribution, ...]:
    lines = [line.rstrip("\n").split("\t") for line in path.read_text(encoding="utf-8").split("\n") if line]
    spans = _span_lines(lines)
    found = []
    for parts in lines:
        if not parts[0].startswith("E") or len(parts) < 2:
            continue
        roles: dict[str, set[Bounds]] = {role: set() for role in ROLES}
        for argument in parts[1].split():
            name, target = argument.split(":")
            roles.get(re.sub(r"\d+$", "", name).lower(), set()).update(spans.get(target, []))
        found.append(Attribution(*(tuple(sorted(roles[role])) for role in ROLES)))
    return tuple(found)


def read_polnear(folder: Path) -> list[Document]:
    """Return the documents of one part of PolNeAR (`train` or `dev`) with the first annotator's attributions, sorted by name."""
    first: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        if _ANNOTATION.search(path.name):
            first.setdefault(path.name[: -len("_0000.ann")], path)
    documents = []
    for path in sorted((folder / "text").glob("*.txt")):
        if path.stem in first:
            with path.open(encoding="utf-8", newline="") as stream:
                documents.append(Document(path.stem, stream.read(), _attributions(first[path.stem])))
    return documents


def _parse_marks(line: str) -> tuple[str, dict[str, dict[str, list[Bounds]]]]:
    """Strip the brackets; return the plain text and, for each statement number, the spans of each role."""
    plain: list[str] = []
    length = last = 0
    open_marks: list[tuple[str, str, int]] = []
    statements: dict[str, dict[str, list[Bounds]]] = {}
    for match in _MARK.finditer(line):
        piece = line[last : match.start()]
        plain.append(piece)
        length += len(piece)
        last = match.end()
        if match.group(1):
            open_marks.append((_ROLE_OF_LETTER[match.group(1)], match.group(2), length))
        else:
            role, number, start = open_marks.pop()
            statements.setdefault(number, {name: [] for name in ROLES})[role].append((start, length))
    if open_marks:
        raise ValueError(f"bracket left open: {line}")
    return "".join([*plain, line[last:]]), statements


def read_sentences(path: Path) -> list[Document]:
    """Return one document a line of a bracket-marked file; empty lines and lines that begin with `#` are comments.

    Statements come in the order of their numbers: 1 is the outermost.
    """
    documents = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        text, statements = _parse_marks(line.replace("\\n", "\n"))
        found = tuple(Attribution(*(tuple(sorted(statements[key][role])) for role in ROLES)) for key in sorted(statements))
        documents.append(Document(f"{path.stem}:{number}", text, found))
    return documents


def _within(attribution: Attribution, span: Bounds) -> bool:
    """Whether the cue of a statement lies inside a span."""
    return bool(attribution.cue) and all(span[0] <= start and end <= span[1] for start, end in attribution.cue)


def _inner_document(document: Document, number: int, inner: Inner) -> Document:
    """The content as a text of its own, with the statements that lie in it."""
    outer = (inner.offset, inner.offset + inner.size)

    def shifted(spans: tuple[Bounds, ...]) -> tuple[Bounds, ...]:
        cut = [(max(start, outer[0]), min(end, outer[1])) for start, end in spans]
        return tuple((start - inner.offset, end - inner.offset) for start, end in cut if start < end)

    found = [one for one in document.attributions if _within(one, outer)]
    moved = tuple(Attribution(shifted(one.source), shifted(one.cue), shifted(one.content)) for one in found)
    return Document(f"{document.id}/{number}", inner.text, moved)


def unfold(document: Document) -> list[Document]:
    """Return the document and, for each content, the text that is read again for statements inside it.

    Contents without inner statement come too: they teach the model to find nothing in them.
    """
    contents = sorted({span for one in document.attributions for span in one.content})
    inner = [one for span in contents for one in inner_texts(document.text, span)]
    return [document, *(_inner_document(document, number, one) for number, one in enumerate(inner))]


def pack(documents: list[Document], generator: random.Random, most: int = 5) -> list[Document]:
    """Join short documents at random into longer ones, a paragraph each, so that windows fill; some stay alone."""
    shuffled = list(documents)
    generator.shuffle(shuffled)
    packed = []
    while shuffled:
        group = [shuffled.pop() for _ in range(min(len(shuffled), generator.randint(1, most)))]
        packed.append(_joined(group))
    return packed


def _joined(group: list[Document]) -> Document:
    text = ""
    found: list[Attribution] = []
    for document in group:
        base = len(text)
        for one in document.attributions:
            moved = (tuple((start + base, end + base) for start, end in one.spans(role)) for role in ROLES)
            found.append(Attribution(*moved))
        text += document.text + "\n\n"
    return Document("+".join(document.id for document in group), text, tuple(found))


def read_bodies(path: Path) -> Iterator[Document]:
    """Yield unlabelled documents from a JSONL file whose lines have `body_id` and `text`."""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            record = json.loads(line)
            yield Document(str(record["body_id"]), record["text"])
