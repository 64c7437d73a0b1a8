"""Looking for words in every file of a folder, in every form in which a ledger could keep them."""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

__all__ = ["traces"]


def traces(folder: Path, words: str) -> list[str]:
    """Return where `words` stand in the files of a folder: as text in three encodings, escaped, folded, compressed, or as index terms."""
    found = []
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        content = path.read_bytes()
        if any(form in content for form in _forms(words)):
            found.append(f"{path.name}: as bytes")
        if any(form in part for part in _inflated(content) for form in _forms(words)):
            found.append(f"{path.name}: compressed")
        if content.startswith(b"SQLite format 3"):
            found += [f"{path.name}: {place}" for place in _in_tables(path, words)]
        if any(form in path.name.encode() for form in _forms(words)):
            found.append(f"{path.name}: its name")
    return found


def _forms(words: str) -> list[bytes]:
    texts = [words, words.casefold(), words.upper(), words.replace(" ", "-").casefold()]
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in words).encode()
    return [escaped, *(text.encode(name) for text in texts for name in ("utf-8", "utf-16-le", "utf-16-be"))]


def _inflated(content: bytes) -> Iterator[bytes]:
    """What can be unpacked from every place where a compressed stream may begin, as far as it goes."""
    for start in (match.start() for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", content)):
        stream, out = zlib.decompressobj(), b""
        try:
            for place in range(start, len(content), 256):
                out += stream.decompress(content[place : place + 256])
                if stream.eof:
                    break
        except zlib.error:
            pass
        yield out


def _in_tables(path: Path, words: str) -> Iterator[str]:
    """Values that span several pages stand whole only here; the word index keeps each word as a term."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")]
        for name in names:
            for row in connection.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 - names of our own tables
                values = [value.encode() if isinstance(value, str) else value for value in row if isinstance(value, str | bytes)]
                if any(form in part for value in values for part in (value, *_inflated(value)) for form in _forms(words)):
                    yield f"table {name}"
        if "search_data" in names:
            connection.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, search, row)")
            terms = {term for (term,) in connection.execute("SELECT term FROM terms")}
            yield from (f"index term {word}" for word in words.casefold().split() if word in terms)
    connection.close()
