"""Tables: CSV and TSV with a header in any order, and GDELT's files, which have none."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

from sayso.articles.encoding import decode
from sayso.articles.readers.documents import LARGEST_PILE, Document, RefusedError, Request, label, refusal
from sayso.articles.readers.entries import as_line, entry_document
from sayso.articles.readers.fields import entry_of, has_words, meaning_of

__all__ = ["read_table"]

_SEPARATORS = "\t,;|"
# The default of 131,072 is less than a long article in one cell.
csv.field_size_limit(10_000_000)
_GKG_RECORD = re.compile(r"\d{14}-T?\d+")
_GDELT_COLUMNS = {
    27: {1: "seendate", 3: "sourcecommonname", 4: "documentidentifier", 26: "extras"},
    16: {2: "mentiontimedate", 4: "mentionsourcename", 5: "mentionidentifier"},
    58: {56: "dateadded", 57: "sourceurl"},
    61: {59: "dateadded", 60: "sourceurl"},
}
"""Columns of GDELT's knowledge graph 2.1, mentions, and events 1.0 and 2.0, by how many there are (GDELT codebooks, 2015)."""
_NO_TEXTS = "Fetch the pages: sayso fetch ADDRESS, or give the column with --columns text=NAME."


def read_table(request: Request) -> Iterator[Document]:
    """Yield a document for each row that is not blank."""
    text = decode(request.whole(LARGEST_PILE, "Split it into several files.")).text
    header, rows, first = _opened(text, request.columns)
    named = {name: name for name in header if name}
    if not has_words(dict.fromkeys(named, "words"), request.columns):
        addresses = sum(1 for row in rows if row)
        what = "addresses" if any(meaning_of(name, request.columns) == "url" for name in named) else "rows"
        raise RefusedError("no-texts", f"holds {addresses:,} {what} and no column of texts or titles", _NO_TEXTS)
    yield from _rows(header, rows, first, request)


def _rows(header: Sequence[str], rows: Iterator[list[str]], first: int, request: Request) -> Iterator[Document]:
    number = first - 1
    while True:
        number += 1
        place = label(request.name, f"row {number}")
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield refusal(RefusedError("bad-row", f"is no row of the table ({error})", "Correct the row and read the file again."), place)
            continue
        if not any(cell.strip() for cell in row):
            continue
        values = {name: cell for name, cell in zip(header, row, strict=False) if name and cell}
        if len(row) > len(header):
            reason = f"has {len(row)} cells, and the header has {len(header)}"
            yield refusal(RefusedError("bad-row", reason, "Put quotes around cells that hold the separator."), place, as_line(values))
            continue
        yield entry_document(entry_of(values, place, request.columns))


def _opened(text: str, columns: Mapping[str, str]) -> tuple[list[str], Iterator[list[str]], int]:
    """Return the header, the rows behind it, and the number of the first of them."""
    text = text.removeprefix("\ufeff")
    line = text.lstrip("\r\n").partition("\n")[0].rstrip("\r")
    cells = line.split("\t")
    if len(cells) in _GDELT_COLUMNS and (_GKG_RECORD.fullmatch(cells[0]) or cells[0].isdigit()):
        known = _GDELT_COLUMNS[len(cells)]
        header = [known.get(place, f"column_{place + 1}") for place in range(len(cells))]
        return header, csv.reader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE), 1
    separator = max(_SEPARATORS, key=lambda each: (_known(line, each, columns), line.count(each)))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for number, row in enumerate(rows, start=1):
        if any(cell.strip() for cell in row):
            return _unique([cell.strip() for cell in row]), rows, number + 1
    raise RefusedError("empty-file", "is an empty table", "Leave it out, or export it again.")


def _known(line: str, separator: str, columns: Mapping[str, str]) -> int:
    """Return how many columns have a known meaning with this separator."""
    return sum(1 for cell in line.split(separator) if meaning_of(cell.strip('" '), columns))


def _unique(header: list[str]) -> list[str]:
    """Return the header with a number behind a name that stands twice, so that no cell is lost."""
    seen: dict[str, int] = {}
    found = []
    for name in header:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return found
