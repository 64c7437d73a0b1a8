"""What some bytes are, told by their content first and their name second."""

from __future__ import annotations

import re
from enum import StrEnum

from sayso.articles.encoding import decode, is_binary

__all__ = ["HEAD", "Kind", "kind_of"]

HEAD = 1 << 16
"""Bytes looked at to tell what an input is."""


class Kind(StrEnum):
    """The kinds of input that are told apart."""

    PDF = "pdf"
    GZIP = "gzip"
    BZIP2 = "bzip2"
    XZ = "xz"
    ZSTD = "zstd"
    ZIP = "zip"
    TAR = "tar"
    WARC = "warc"
    MAIL = "mail"
    FEED = "feed"
    LINES = "jsonl"
    JSON = "json"
    TABLE = "table"
    ONE = "page or text"
    BINARY = "binary"
    MARKUP = "other markup"
    OFFICE = "office document"
    PACKED = "archive that is not unpacked"


_MAGIC = (
    (b"\x1f\x8b\x08", Kind.GZIP),
    (b"BZh", Kind.BZIP2),
    (b"\xfd7zXZ\x00", Kind.XZ),
    (b"(\xb5/\xfd", Kind.ZSTD),
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),
    (b"%PDF-", Kind.PDF),
    (b"WARC/", Kind.WARC),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OFFICE),
    (b"{\\rtf", Kind.OFFICE),
    (b"7z\xbc\xaf\x27\x1c", Kind.PACKED),
    (b"Rar!\x1a\x07", Kind.PACKED),
)
# Possessive and atomic throughout: a thousand comments in a row could otherwise be cut in more ways than there is time for.
_MARKUP_HEAD = r"\A\s*+(?:(?><!--.{0,2000}?-->|<\?[^>]{0,500}\?>)\s*+)*+"
_DOCTYPE = r"(?:(?><!DOCTYPE[^>\[]{0,500}(?:\[.{0,20000}?\]\s*+)?>)\s*+)?+(?:(?><!--.{0,2000}?-->)\s*+)*+"
_FEED = re.compile(_MARKUP_HEAD + _DOCTYPE + r"<(?:rss|feed|(?:rdf:)?RDF)\b", re.DOTALL | re.IGNORECASE)
_OTHER_MARKUP = re.compile(r"\A\s*(?:<\?xml\b|<!DOCTYPE\b)", re.IGNORECASE)
_HTML = re.compile(r"<(?:html|body|head|!doctype\s+html)\b", re.IGNORECASE)
_ROOT = re.compile(
    _MARKUP_HEAD + _DOCTYPE + r"<([A-Za-z][\w.-]{0,60}+(?::[\w.-]{1,60}+)?+)(\s[^<>]{0,5000}+)?+/?>", re.DOTALL | re.IGNORECASE
)
_PAGE_ROOTS = frozenset("html head body meta title article main section div p h1 script link".split())
_JSON = re.compile(r"\A\s*(?:\{|\[\s*[\[{\]\"]|window\.YTD\.)")
_MAIL_HEADERS = re.compile(r"\A(?:From [^\n]{1,200}\n|[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*+){2,300}+", re.ASCII)
_MAIL_FIELD = re.compile(
    r"^(from|to|date|subject|mime-version|message-id|received|return-path|content-type|delivered-to):", re.IGNORECASE | re.MULTILINE
)
_TABLE_NAMES = (".csv", ".tsv", ".tab")
_LINE_NAMES = (".jsonl", ".ndjson")
_GDELT = re.compile(r"\A(?:\d{14}-T?\d+|\d{6,12}\t\d{8,14}\t\d{4,14})\t")
_KNOWN_COLUMNS = frozenset(
    "text body content fulltext full_text story_text article_text title headline url link guid publish_date published date published_at "
    "media_name outlet source author language stories_id seendate".split()
)


def kind_of(head: bytes, name: str) -> Kind:
    r"""Return what the bytes that start with `head` are.

    >>> kind_of(b"%PDF-1.7", "a.txt"), kind_of(b"<rss version='2.0'>", "a"), kind_of(b"title,url\nA,b", "a.txt").value
    (<Kind.PDF: 'pdf'>, <Kind.FEED: 'feed'>, 'table')
    """
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[257:262] == b"ustar":
        return Kind.TAR
    if b"%PDF-" in head[:1024] and is_binary(head):
        return Kind.PDF
    if is_binary(head):
        return Kind.BINARY
    return _kind_of_text(decode(head).text.replace("\r\n", "\n"), name.lower())


def _kind_of_text(text: str, name: str) -> Kind:
    text = text.removeprefix("\ufeff")
    if name.endswith(_LINE_NAMES):
        return Kind.LINES
    if _JSON.match(text):
        return Kind.JSON
    if _FEED.match(text):
        return Kind.FEED
    if _is_other_markup(text):
        return Kind.MARKUP
    if (headers := _MAIL_HEADERS.match(text)) and len({found.lower() for found in _MAIL_FIELD.findall(headers[0])}) >= 2:
        return Kind.MAIL
    return Kind.TABLE if _is_table(text, name) else Kind.ONE


def _is_other_markup(text: str) -> bool:
    """Tell whether a text is XML of another kind than pages and feeds, with or without a page inside: tags are no words of an article."""
    declared = bool(_OTHER_MARKUP.match(text))
    if not (root := _ROOT.match(text)):
        return declared and not _HTML.search(text)
    named = ":" in root[1] or "xmlns" in (root[2] or "")
    return (declared or named) and root[1].lower() not in _PAGE_ROOTS


def _is_table(text: str, name: str) -> bool:
    """Tell whether a text is a table: by its name, by the shape of GDELT's rows, or by two columns known from news."""
    if _GDELT.match(text):
        return True
    first = text.lstrip().partition("\n")[0]
    if name.endswith(_TABLE_NAMES):
        return any(separator in first for separator in ",\t;|")
    for separator in ("\t", ",", ";"):
        names = [each.strip().strip('"').lower().replace(" ", "_") for each in first.split(separator)]
        if len(names) > 1 and len(_KNOWN_COLUMNS.intersection(names)) >= 2 and len(first) < 2000 and all(len(each) < 40 for each in names):
            return True
    return False
