"""One small input of each family, read once before a box is closed: what a reader loads on first use must be loaded by then."""

from __future__ import annotations

__all__ = ["SAMPLES"]

_PAGE = b"""<html lang="en"><head><title>A - B</title><meta property="og:site_name" content="B"><style>.x{display:none}</style>
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "A", "datePublished": "2031-05-30T09:00:00+05:00"}</script></head>
<body><p hidden>x</p><article><h1>A</h1><time datetime="2031-05-30">30 May</time>
<p>The ministry in Oster denied on Monday that <a href="https://post.example/1">the Far Post</a> was right about the pier.</p>
<p>Officials said that talks were held in April, and that no sum had been named by either side until then.</p></article>
<form><label>Leave a Reply</label><textarea></textarea></form></body></html>"""
_DATELESS = b"<html><body><article><p>The ministry denied it, on May 30, 2031, in Oster.</p></article></body></html>"
_FEED = b"""<rss version="2.0"><channel><link>https://gazette.example/</link><item>
<title>A</title><link>https://gazette.example/1</link>
<pubDate>Fri, 30 May 2031 09:00:00 GMT</pubDate>
<description>&lt;p&gt;The ministry denied it.&lt;/p&gt;</description></item></channel></rss>"""
_ATOM = b"""<?xml version="1.0" encoding="iso-8859-1"?><feed xmlns="http://www.w3.org/2005/Atom">
<entry>
<title type="html">A &amp;amp; B</title><updated>2031-05-30T09:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>C</p></div>
</content></entry>
<entry><title>unclosed & wrong</entry></feed>"""
_MAIL = b"""From: =?utf-8?q?A?= <a@b.example>\nDate: Fri, 30 May 2031 09:00:00 +0000\nSubject: =?iso-8859-1?b?QQ==?=
Content-Type: text/html; charset=iso-8859-15\nContent-Transfer-Encoding: quoted-printable\n\n<p>The ministry =3D denied it.</p>"""
_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 47>>stream\nBT /F 9 Tf (The ministry denied all of it) Tj ET    \nendstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R/Size 6>>
startxref
0
%%EOF"""
SAMPLES: tuple[tuple[bytes, str], ...] = (
    (_PAGE, "a.html"),
    (_DATELESS, "a.html"),
    ("Der Hafen wurde für 5 € verkauft, sagte er. Möglich wäre das.".encode("cp1252"), "a.txt"),
    ("وزارت نے معاہدے کی تردید کی۔".encode(), "a.txt"),
    (_FEED, "a"),
    (_ATOM, "a"),
    (_MAIL, "a"),
    (b"title,text,date\nA,The ministry denied it.,30 May 2031\n", "a.csv"),
    (b'[{"title": "A", "text": "The ministry denied it.", "date": "2031-05-30 09:00"}]', "a.json"),
    (b'{"name": "A", "type": "public_channel", "messages": [{"id": 1, "date_unixtime": "1937898000", "text": "B"}]}', "a.json"),
    (_PDF, "a.pdf"),
    (b"%PDF-1.7 damaged", "a.pdf"),
    (b"PK\x05\x06" + bytes(18), "a.zip"),
    (b"WARC/1.0\r\nContent-Length: 1\r\n\r\n", "a.warc"),
)
"""Bytes and a name for each."""
