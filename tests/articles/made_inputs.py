"""Inputs of every kind, built in memory: what the tests of the readers, the hostile pile and the fuzzer start from."""

from __future__ import annotations

import base64
import bz2
import csv
import gzip
import hashlib
import io
import json
import lzma
import tarfile
import textwrap
import zipfile
from collections.abc import Iterable, Mapping
from email.message import EmailMessage

from fastwarc.stream_io import BrotliWriter, ZstdWriter

PROSE = (
    "The Norlandic ministry denied on Monday that a contract for the harbour had been signed. "
    "Officials in Oster admitted that talks were held in April, and said that no sum had been named. "
    "The Vesturian envoy, Ilse Maren, praised the work of both sides and asked for patience until the summer. "
    "A spokesman for the port said that nobody had told him of any plan to sell the eastern pier to anyone at all."
)
PAGE = (
    "<!doctype html><html><head><title>Oster denies the harbour deal</title>"
    '<meta property="article:published_time" content="2031-05-30T09:00:00+00:00"></head>'
    f"<body><article><h1>Oster denies the harbour deal</h1><p>{PROSE}</p><p>{PROSE}</p></article></body></html>"
).encode()
WHEN = "2031-05-30T10:00:00Z"


def warc(
    body: bytes,
    url: str = "https://gazette.example/1",
    *,
    kind: str = "response",
    status: str = "200 OK",
    http: Mapping[str, str] | None = None,
    fields: Mapping[str, str] | None = None,
) -> bytes:
    """Return one record, not packed."""
    block = body
    if kind in {"response", "revisit"}:
        headers = {"Content-Type": "text/html; charset=utf-8"} | dict(http or {})
        block = f"HTTP/1.1 {status}\r\n".encode() + b"".join(f"{k}: {v}\r\n".encode() for k, v in headers.items()) + b"\r\n" + body
    head = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{hashlib.md5(block, usedforsecurity=False).hexdigest()}>",
        "WARC-Date": WHEN,
        "WARC-Target-URI": url,
        "Content-Type": "application/http; msgtype=response" if kind == "response" else "text/html",
        **(fields or {}),
        "Content-Length": str(len(block)),
    }
    return b"WARC/1.0\r\n" + b"".join(f"{k}: {v}\r\n".encode() for k, v in head.items()) + b"\r\n" + block + b"\r\n\r\n"


def page(number: int) -> bytes:
    """Return a page that differs from the others in every sentence."""
    words = PROSE.replace("harbour", f"harbour of quay {number}").replace("Monday", f"day {number}")
    return PAGE.replace(PROSE.encode(), words.encode()).replace(b"harbour deal", f"harbour deal {number}".encode())


def archive(count: int, *, packed: bool) -> bytes:
    """Return a web archive of so many pages."""
    pack = gzip.compress if packed else bytes
    records = [warc(page(number), f"https://gazette.example/{number}") for number in range(count)]
    return b"".join(pack(each) for each in [warc(b"software: made\r\n", kind="warcinfo"), *records])


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, data in members.items():
            made.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return out.getvalue()


def tarred(members: Mapping[str, bytes]) -> bytes:
    """Return a tar archive."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as made:
        for name, data in members.items():
            about = tarfile.TarInfo(name)
            about.size = len(data)
            made.addfile(about, io.BytesIO(data))
    return out.getvalue()


def zstd(data: bytes) -> bytes:
    """Return data packed with zstd."""
    out = io.BytesIO()
    writer = ZstdWriter(out)
    writer.write(data)
    writer.close()
    return out.getvalue()


def brotli(data: bytes) -> bytes:
    """Return data packed with brotli."""
    out = io.BytesIO()
    writer = BrotliWriter(out)
    writer.write(data)
    writer.close()
    return out.getvalue()


def pdf(lines: Iterable[str], title: str = "Oster denies") -> bytes:
    """Return a PDF with these lines as text, one page; without lines a page without text."""
    shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
    stream = f"BT /F1 11 Tf 40 760 Td {shown}ET".encode("latin-1") if shown else b"0 0 100 100 re f"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n" % len(stream) + stream + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        f"<</Title({title})/Author(A. Vey)>>".encode(),
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj" % number + each + b"endobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Root 1 0 R/Info 6 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))


def newsletter() -> bytes:
    """Return a newsletter with a text and an HTML part."""
    mail = EmailMessage()
    mail["From"] = "Harbour Gazette <news@letters.gazette.example>"
    mail["To"] = "desk@example.org"
    mail["Date"] = "Fri, 30 May 2031 09:00:00 +0500"
    mail["Subject"] = "Oster denies the harbour deal – today"
    mail.set_content("Open in a browser.")
    mail.add_alternative(f"<html><body><h1>Today</h1><p>{PROSE}</p><p>{PROSE}</p></body></html>", subtype="html")
    return mail.as_bytes()


def saved_page() -> bytes:
    """Return a page as a browser saves it with its parts."""
    encoded = base64.encodebytes(PAGE)
    return (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://gazette.example/1\r\nSubject: Oster denies\r\n"
        b"Date: Sat, 31 May 2031 12:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="----M"\r\n\r\n'
        b"------M\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\nContent-Location: https://gazette.example/1\r\n\r\n"
        + encoded
        + b"\r\n------M\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n------M--\r\n"
    )


def table(rows: Iterable[Mapping[str, str]], separator: str = ",") -> bytes:
    """Return a table with a header."""
    listed = list(rows)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(listed[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(listed)
    return out.getvalue().encode()


RSS = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour Gazette</title><link>https://www.gazette.example/</link>
<item><title>Oster &amp; Norland &lt;b&gt;deny&lt;/b&gt;</title><link>https://www.gazette.example/1</link>
<pubDate>Fri, 30 May 2031 09:00:00 +0500</pubDate>
<dc:creator>A. Vey</dc:creator><content:encoded><![CDATA[<p>{PROSE}</p>]]></content:encoded></item>
<item><title>Far news</title><link>https://www.gazette.example/2</link><pubDate>some time in May</pubDate>
<description>&lt;p&gt;The pier was sold, officials said.&lt;/p&gt;</description>
<source url="https://post.example/rss">Far Post</source></item>
</channel></rss>""".encode()
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Gazette</title><link href="https://gazette.example/"/>
<entry><title>Oster denies</title><id>urn:1</id><link href="https://gazette.example/1"/><published>2031-05-30T09:00:00Z</published>
<updated>2031-05-31T09:00:00Z</updated><author><name>A. Vey</name></author><content type="html">&lt;p&gt;{PROSE}&lt;/p&gt;</content></entry>
</feed>""".encode()
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="x"><title>Harbour Gazette</title><link>https://gazette.example/</link></channel>
<item rdf:about="https://gazette.example/1"><title>Oster denies</title><link>https://gazette.example/1</link><dc:date>2031-05-30</dc:date>
<description>{PROSE}</description></item></rdf:RDF>""".encode()
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbour Gazette",
        "home_page_url": "https://gazette.example/",
        "items": [
            {
                "id": "1",
                "url": "https://gazette.example/1",
                "title": "Oster denies",
                "content_text": PROSE,
                "date_published": "2031-05-30T09:00:00Z",
            },
            {"id": "2", "external_url": "https://post.example/2", "content_html": f"<p>{PROSE}</p>", "authors": [{"name": "A. Vey"}]},
        ],
    }
).encode()
TELEGRAM = json.dumps(
    {
        "name": "Pier Watch",
        "type": "public_channel",
        "id": 7,
        "messages": [
            {"id": 1, "type": "service", "action": "create_channel", "text": ""},
            {
                "id": 2,
                "type": "message",
                "date": "2031-05-30T09:00:00",
                "date_unixtime": "1937898000",
                "from": "Pier Watch",
                "author": "A. Vey",
                "forwarded_from": "Far Post",
                "text": [
                    "The ministry denied ",
                    {"type": "text_link", "text": "the deal", "href": "https://post.example/1"},
                    " on Monday.",
                ],
            },
            {"id": 3, "type": "message", "date": "2031-05-30T09:10:00", "from": "Pier Watch", "photo": "p.jpg", "text": ""},
        ],
    }
).encode()
X_POSTS = json.dumps(
    {
        "data": [
            {
                "id": "11",
                "text": "Norland denies that a contract was signed.",
                "author_id": "5",
                "created_at": "2031-05-30T09:00:00.000Z",
                "lang": "en",
                "referenced_tweets": [{"type": "quoted", "id": "9"}],
            }
        ],
        "includes": {
            "users": [{"id": "5", "username": "piervey", "name": "A. Vey"}, {"id": "6", "username": "farpost", "name": "Far Post"}],
            "tweets": [{"id": "9", "text": "A contract was signed.", "author_id": "6"}],
        },
    }
).encode()
ARCHIVED = json.dumps(
    {
        "status": "telegram_archiver: success",
        "metadata": {
            "_processed_at": "2031-05-31T10:00:00+00:00",
            "url": "https://gazette.example/1",
            "title": "Oster denies",
            "content": PROSE,
            "timestamp": "2031-05-30T09:00:00+00:00",
        },
        "media": [{"filename": "a.mp4", "urls": ["https://store.example/a.mp4"], "properties": {"hash": "SHA-256:ab"}}],
    }
).encode()
MEDIA_CLOUD = table(
    [
        {
            "id": "9f",
            "publish_date": "2031-05-30",
            "title": "Oster denies the harbour deal",
            "url": "https://gazette.example/1",
            "language": "en",
            "media_name": "gazette.example",
            "media_url": "gazette.example",
            "indexed_date": "2031-05-31 08:00:00",
        },
    ]
)
_GKG_ROW = [""] * 27
_GKG_ROW[0], _GKG_ROW[1], _GKG_ROW[3], _GKG_ROW[4] = "20310530091500-12", "20310530091500", "gazette.example", "https://gazette.example/1"
_GKG_ROW[26] = "<PAGE_LINKS>x</PAGE_LINKS><PAGE_TITLE>Oster denies the harbour deal &amp; talks</PAGE_TITLE>"
GDELT_GKG = ("\t".join(_GKG_ROW) + "\n").encode()
GDELT_MENTIONS = (
    "\t".join(["410412347", "20310530091500", "20310530093000", "1", "gazette.example", "https://gazette.example/1", *["1"] * 10]) + "\n"
).encode()
MARKDOWN = (
    f'---\ntitle: "Oster denies"\nauthor: A. Vey\ndate: 2031-05-30\nurl: https://gazette.example/1\n---\n\n# Oster denies\n\n{PROSE}\n'
).encode()

KINDS: dict[str, bytes] = {
    "page.html": PAGE,
    "text.txt": f"Oster denies\n\n{PROSE}".encode(),
    "note.md": MARKDOWN,
    "paper.pdf": pdf(textwrap.wrap(PROSE, 90)),
    "letter.eml": newsletter(),
    "saved.mhtml": saved_page(),
    "rss.xml": RSS,
    "atom.xml": ATOM,
    "rdf.xml": RDF,
    "feed.json": JSON_FEED,
    "result.json": TELEGRAM,
    "posts.json": X_POSTS,
    "archived.json": ARCHIVED,
    "list.json": json.dumps([{"headline": "Oster denies", "body": PROSE, "link": "https://gazette.example/1"}], indent=1).encode(),
    "lines.jsonl": json.dumps({"id": "a", "text": PROSE}).encode() + b"\n",
    "cloud.csv": MEDIA_CLOUD,
    "texts.tsv": table([{"when": "x", "Body": PROSE, "Headline": "Oster denies"}], "\t"),
    "gkg.csv": GDELT_GKG,
    "crawl.warc": archive(2, packed=False),
    "crawl.warc.gz": archive(2, packed=True),
    "crawl.wacz": zipped(
        {
            "datapackage.json": b"{}",
            "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n{"url": "https://gazette.example/1"}\n',
            "archive/data.warc.gz": archive(2, packed=True),
        }
    ),
    "page.html.gz": gzip.compress(PAGE),
    "page.html.bz2": bz2.compress(PAGE),
    "page.html.xz": lzma.compress(PAGE),
    "page.html.zst": zstd(PAGE),
    "pile.zip": zipped({"a/page.html": PAGE, "a/page_files/frame.html": PAGE, "note.md": MARKDOWN, "a/picture.png": b"\x89PNG"}),
    "pile.tar": tarred({"page.html": PAGE, "note.md": MARKDOWN}),
    "pile.tar.gz": gzip.compress(tarred({"page.html": PAGE})),
}
"""One good input of every kind, by a usual name for it."""
