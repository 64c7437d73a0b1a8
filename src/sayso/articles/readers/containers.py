"""Compressed files and archives: what lies inside is read in memory, under caps, and never written anywhere.

The names of members are only shown; no file is ever made from one.
"""

from __future__ import annotations

import contextlib
import io
import json
import lzma
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import IO, BinaryIO, cast

from sayso.articles.readers.documents import (
    LARGEST_DOCUMENT,
    LARGEST_PILE,
    MOST_NESTING,
    Document,
    RefusedError,
    Request,
    label,
    refusal,
)
from sayso.articles.readers.unpacking import check_ratio, unpack

__all__ = ["OFFICE", "is_beside_page", "is_skipped", "read_member", "read_packed", "read_tar", "read_zip"]

MOST_MEMBERS = 10_000
"""Members of one archive; what lies behind is told, not read."""
_PIECE = 1 << 16
_UNPACK = "Unpack it yourself and read what is inside."
_SKIPPED = re.compile(
    r"(?:^|/)(?:\.|__MACOSX/)|\.(?:png|jpe?g|gif|webp|svg|ico|css|m?js|woff2?|ttf|mp[34]|m4[av]|webm|mov|avi|ogg|wav)$", re.IGNORECASE
)
# What the standard library raises on damaged archives: its own errors, and what their parts raise (the fuzzer found the IndexError).
_DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    LookupError,
    NotImplementedError,
    RuntimeError,
)
_WEB_ARCHIVE = re.compile(r"\.warc(?:\.gz)?$", re.IGNORECASE)
OFFICE = RefusedError(
    "kind-not-read", "is a document of a word processor, a spreadsheet or an electronic book", "Save it as text, HTML or PDF and read that."
)
"""What a file of an office program is refused with; its parts are markup that would be taken for articles."""
_BESIDE = ("_files", "-files", "_file", "-Dateien", "_archivos", "_bestanden", "_fichiers", "-filer", "_arquivos", "_pliki", ".files")
"""How browsers in several languages call the folder of pictures beside `page.html`."""


def read_packed(coding: str) -> Callable[[Request], Iterator[Document]]:
    """Return the reader of files packed as one: gzip, bzip2, xz, zstd.

    >>> import gzip
    >>> read_packed("gzip").__name__
    'read'
    """

    def read(request: Request) -> Iterator[Document]:
        _check_depth(request)
        found = unpack(request.whole(LARGEST_PILE, _UNPACK), coding, LARGEST_PILE)
        if not found.whole:
            yield _cut_short(request.name)
        # The name without its ending tells a page from a text, as it would unpacked.
        inside = re.sub(r"\.(?:gz|bz2|xz|zst|tgz)$", "", request.name, flags=re.IGNORECASE)
        yield from request.inner(io.BytesIO(found.data), inside if inside != request.name else request.name)

    return read


def read_zip(request: Request) -> Iterator[Document]:
    """Yield the documents of a zip archive, members in order of their names."""
    _check_depth(request)
    try:
        archive = zipfile.ZipFile(_seekable(request))
    except _DAMAGE as error:
        raise RefusedError("damaged", f"is not a whole zip archive ({type(error).__name__})", "Get the file again.") from None
    members = sorted(
        (each for each in archive.infolist() if not each.filename.endswith("/")), key=lambda each: (each.filename, each.header_offset)
    )
    names = frozenset(each.filename for each in members)
    if "[Content_Types].xml" in names or _says_office(archive, names):
        raise OFFICE
    kept = [each for each in members if not is_skipped(each.filename, names)]
    if "datapackage.json" in names and any(_WEB_ARCHIVE.search(name) for name in names):
        request = replace(request, only=_pages(archive, names))
        kept = [each for each in kept if _WEB_ARCHIVE.search(each.filename)]
    yield from _told_members(request, len(members), len(kept))
    for each in kept[:MOST_MEMBERS]:
        yield from _zipped(request, archive, each)


def _says_office(archive: zipfile.ZipFile, names: frozenset[str]) -> bool:
    """Tell whether an archive says that it is an OpenDocument file or an electronic book; both name themselves in their first member."""
    if "mimetype" not in names:
        return False
    with contextlib.suppress(*_DAMAGE), archive.open("mimetype") as stream:
        return stream.read(100).startswith((b"application/vnd.oasis.opendocument", b"application/epub+zip"))
    return False


def _zipped(request: Request, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[Document]:
    name = label(request.name, member.filename)
    try:
        if member.flag_bits & 1:
            raise RefusedError("encrypted", "is encrypted", "Unpack it with its password and read what is inside.")
        check_ratio(member.compress_size, member.file_size)
        with archive.open(member) as stream:
            if _WEB_ARCHIVE.search(member.filename):
                # An archive in an archive may be of any size: its records are read one by one.
                yield from request.inner(cast("BinaryIO", stream), name)
                return
            data = read_member(stream, member.compress_size)
    except RefusedError as error:
        yield refusal(error, name)
    except _DAMAGE as error:
        yield refusal(RefusedError("damaged", f"cannot be unpacked ({type(error).__name__})", "Get the archive again."), name)
    else:
        yield from request.inner(io.BytesIO(data), name)


def _pages(archive: zipfile.ZipFile, names: frozenset[str]) -> frozenset[str]:
    """Return the addresses of the pages that a WACZ lists; all else in it was loaded by these pages."""
    found: set[str] = set()
    for name in sorted(name for name in names if re.fullmatch(r"pages/(?:extraP|p)ages\.jsonl", name)):
        with contextlib.suppress(*_DAMAGE):
            with archive.open(name) as stream:
                lines = read_member(stream, LARGEST_DOCUMENT).splitlines()
            found |= {address for line in lines if isinstance(address := _address(line), str)}
    return frozenset(found)


def _address(line: bytes) -> object:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return values.get("url") if isinstance(values, dict) else None


def read_tar(request: Request) -> Iterator[Document]:
    """Yield the documents of a tar archive in the order in which they lie there; links and devices are passed over."""
    _check_depth(request)
    count = 0
    try:
        with tarfile.open(fileobj=_seekable(request), mode="r:") as archive:
            names = frozenset[str]()
            for member in archive:
                if not member.isreg() or is_skipped(member.name, names):
                    continue
                count += 1
                if count > MOST_MEMBERS:
                    raise RefusedError("too-many-members", f"holds more than {MOST_MEMBERS:,} files, and the rest was not read", _UNPACK)
                yield from _tarred(request, archive, member)
    except _DAMAGE as error:
        if isinstance(error, RefusedError):
            raise
        raise RefusedError("damaged", f"is not a whole tar archive ({type(error).__name__})", "Get the file again.") from None
    if not count:
        raise RefusedError("nothing-to-read", "holds no page or text", "Check that it is the right archive.")


def _tarred(request: Request, archive: tarfile.TarFile, member: tarfile.TarInfo) -> Iterator[Document]:
    name = label(request.name, member.name)
    stream = archive.extractfile(member)
    try:
        data = read_member(stream, LARGEST_DOCUMENT) if stream else b""
        if len(data) < member.size:
            raise RefusedError("truncated", "ends in the middle", "Get the archive again.")
    except RefusedError as error:
        yield refusal(error, name)
    else:
        yield from request.inner(io.BytesIO(data), name)


def read_member(stream: IO[bytes], packed: int, most: int = LARGEST_DOCUMENT) -> bytes:
    """Return what a member holds; raises `RefusedError` as soon as it is more than a document or unpacks too far."""
    out = bytearray()
    while piece := stream.read(_PIECE):
        out += piece
        check_ratio(packed, len(out))
        if len(out) > most:
            raise RefusedError("too-large", f"is larger than {most // 1_000_000} MB", "Unpack it, split it into articles and read those.")
    return bytes(out)


def is_skipped(name: str, names: frozenset[str] = frozenset()) -> bool:
    """Tell whether a member holds no article: hidden files, pictures, scripts, styles, and what a saved page keeps beside it.

    >>> is_skipped("a/.DS_Store"), is_skipped("page_files/ad.html", frozenset({"page.html"})), is_skipped("a/page.html")
    (True, True, False)
    """
    return bool(_SKIPPED.search(name)) or is_beside_page(name, names)


def is_beside_page(name: str, names: frozenset[str]) -> bool:
    """Tell whether a file lies in the folder that a browser makes beside a page saved whole.

    >>> is_beside_page("x/Oster signs_files/frame.html", frozenset({"x/Oster signs.html"}))
    True
    """
    parts = name.split("/")
    for place in range(len(parts) - 1):
        for ending in _BESIDE:
            stem = "/".join(parts[: place + 1])
            if stem.endswith(ending) and any(stem.removesuffix(ending) + page in names for page in (".html", ".htm", ".xhtml")):
                return True
    return False


def _told_members(request: Request, members: int, kept: int) -> Iterator[Document]:
    """Yield what a person must know of an archive as a whole."""
    if not kept:
        reason = "holds no page or text" if members else "is an empty archive"
        raise RefusedError("nothing-to-read", reason, "Check that it is the right archive.")
    if kept > MOST_MEMBERS:
        reason = f"holds {kept:,} files, and only the first {MOST_MEMBERS:,} were read"
        yield refusal(RefusedError("too-many-members", reason, _UNPACK), request.name)


def _cut_short(name: str) -> Document:
    step = "What came before was read; get the file again for the rest."
    return refusal(RefusedError("truncated", "ends in the middle of its packed bytes", step), name)


def _seekable(request: Request) -> BinaryIO:
    if request.stream.seekable():
        return request.stream
    return io.BytesIO(request.whole(LARGEST_PILE, _UNPACK))


def _check_depth(request: Request) -> None:
    if request.depth >= MOST_NESTING:
        raise RefusedError("nested-too-deep", f"lies in more than {MOST_NESTING} archives", _UNPACK)
