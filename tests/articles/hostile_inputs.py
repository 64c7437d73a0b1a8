"""Inputs made to hurt: bombs, payloads, pages that are slow to parse, archives cut short, and names that lead elsewhere."""

from __future__ import annotations

import base64
import gzip
import io
import random
import zipfile
import zlib

import made_inputs as made

MEGABYTE = 1_000_000


def _gzip_of_zeros(size: int) -> bytes:
    """Return a bomb without holding what it unpacks to."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = bytes(MEGABYTE)
    return b"".join(packer.compress(piece) for _ in range(size // MEGABYTE)) + packer.flush()


def _zip_of_zeros(size: int, name: str = "page.html") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w", force_zip64=True) as member:
        for _ in range(size // MEGABYTE):
            member.write(bytes(MEGABYTE))
    return out.getvalue()


def _warc_of_zeros(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    record = made.warc(b"").replace(b"Content-Length: 59", b"Content-Length: %d" % (59 + size)).removesuffix(b"\r\n\r\n")
    pieces = [packer.compress(record)]
    pieces += [packer.compress(bytes(MEGABYTE)) for _ in range(size // MEGABYTE)]
    return b"".join(pieces) + packer.compress(b"\r\n\r\n") + packer.flush()


def bombs(size: int = 300 * MEGABYTE) -> dict[str, bytes]:
    """Return twelve bombs, each of which would unpack to about `size` bytes, or without end."""
    zeros = _gzip_of_zeros(size)
    deflated = zlib.compress(bytes(size // 4), 9)
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    laughing = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]><rss><channel><title>&l9;</title></channel></rss>'
    nested = made.KINDS["page.html"]
    for _ in range(12):
        nested = made.zipped({"inner.zip": nested})
    picture = base64.b64encode(b"\x89PNG\r\n\x1a\n" + zlib.compress(bytes(20 * MEGABYTE))).decode()
    return {
        "page.html.gz": zeros,
        "twice.html.gz": gzip.compress(zeros),
        "deflate.warc": made.warc(deflated, http={"Content-Encoding": "deflate"}),
        "br.warc": made.warc(made.brotli(bytes(size // 4)), http={"Content-Encoding": "br"}),
        "zstd.warc": made.warc(made.zstd(bytes(size // 4)), http={"Content-Encoding": "zstd"}),
        "page.html.zst": made.zstd(bytes(size // 4)),
        "page.zip": _zip_of_zeros(size),
        "nested.zip": nested,
        "crawl.warc.gz": _warc_of_zeros(size),
        "chunked.warc": made.warc(
            b"%x\r\n" % len(zeros) + zeros + b"\r\n0\r\n\r\n", http={"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}
        ),
        "laughs.xml": laughing.encode(),
        "picture.html": f'<html><body><p><img src="data:image/png;base64,{picture * 40}"></p></body></html>'.encode(),
    }


def xml_payloads(victim: str, address: str) -> dict[str, bytes]:
    """Return nine payloads that read the file `victim`, call `address`, or grow without end, where a parser lets them."""
    rss = "<rss version='2.0'><channel><title>{0}</title><item><title>{0}</title><description>{0} end</description></item></channel></rss>"
    atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>{0}</title><entry><title>{0}</title><summary>{0} end</summary></entry></feed>"
    news = "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'><contentSet><inlineXML>{0}</inlineXML></contentSet></newsItem>"
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctypes = {
        "file": (f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{victim}">]>', "&e;"),
        "address": (f'<!DOCTYPE x [<!ENTITY e SYSTEM "{address}">]>', "&e;"),
        "laughs": (f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>', "&l9;"),
        "quadratic": (f'<!DOCTYPE x [<!ENTITY e "{"a" * 50_000}">]>', "&e;" * 20_000),
        "parameter": (f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{address}"> %p;]>', "x"),
        "external": (f'<!DOCTYPE x SYSTEM "{address}">', "x"),
        "public": (f'<!DOCTYPE x PUBLIC "-//x" "file://{victim}">', "x"),
        "stylesheet": (f'<?xml-stylesheet href="{address}"?>', "x"),
        "include": ("", f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://{victim}" parse="text"/>'),
    }
    return {
        f"{name}-{kind}": f'<?xml version="1.0"?>{doctype}{shape.format(body)}'.encode()
        for name, (doctype, body) in doctypes.items()
        for kind, shape in (("rss", rss), ("atom", atom), ("news", news))
    }


def pathological_pages(size: int = MEGABYTE) -> dict[str, bytes]:
    """Return thirty pages of at most `size` bytes that are slow to parse, deep, or odd."""
    prose = made.PROSE

    def page(body: str) -> bytes:
        return f"<html><body>{body}".encode()[:size]

    many = size // 12
    shapes = {
        "attributes": "<p " + " ".join(f"a{n}=1" for n in range(many)) + ">x",
        "attributes without end": "<p " + "a " * (size // 2),
        "same attribute": "<p " + "a=1 " * (size // 4) + ">",
        "long attribute": f"<p title='{'x' * size}'>",
        "bold": "<b>" * (size // 3),
        "deep": "<div>" * (size // 5) + prose,
        "closing": "</div>" * (size // 6),
        "misnested": "<b><i><u>" * 20_000 + "</b></i></u>" * 20_000,
        "misnested blocks": "<a><p>" * (size // 6),
        "tables": "<table><tr><td>" * (size // 15),
        "table text": "<table>" + "x<tr>" * (size // 5),
        "lists": "<ul><li>" * (size // 8),
        "forms": "<form><input>" * (size // 13),
        "selects": "<select><option>" * (size // 16),
        "scripts": "<script>" * (size // 8),
        "comments": "<!--" * (size // 4),
        "open comments": "<!-- -" * (size // 6),
        "angles": "<" * size,
        "ampersands": "&" * size,
        "entities": "&lt;" * (size // 4),
        "numbers": "&#x41;" * (size // 6),
        "long number": "&#" + "9" * size,
        "one word": "x" * size,
        "spaces": " " * size,
        "line ends": "\n" * size,
        "sentences": "It did. " * (size // 8),
        "quotations": "“It did. " * (size // 11),
        "links": "<a href='https://a.example/'>it was said</a> " * (size // 46),
        "styles": "<p style='" + "/*" * 30_000 + "'>" + prose,
        "paragraphs": "<p>It was denied on Monday.</p>" * (size // 31),
    }
    return {name: page(body) for name, body in shapes.items()}


def truncated_archives(count: int = 50, seed: int = 7) -> dict[str, bytes]:
    """Return archives cut at a random byte; a cut between two records leaves a whole archive, which nothing could tell: there is none."""
    chance = random.Random(seed)
    found: dict[str, bytes] = {}
    while len(found) < count:
        packed = len(found) % 2 == 0
        pages = [made.warc(made.page(number), f"https://gazette.example/{number}") for number in range(4)]
        records = [gzip.compress(each, mtime=0) if packed else each for each in pages]
        ends = {sum(map(len, records[:number])) for number in range(len(records) + 1)}
        cut = chance.randrange(1, max(ends))
        if cut not in ends:
            found[f"cut-{len(found)}.warc{'.gz' if packed else ''}"] = b"".join(records)[:cut]
    return found


def hostile_names() -> list[str]:
    """Return sixty names that lead elsewhere, or that some system cannot have."""
    up = [f"{'../' * n}etc/sayso-{n}" for n in range(1, 9)]
    windows = [
        "C:\\sayso.txt",
        "C:sayso",
        "..\\..\\sayso",
        "\\\\host\\share\\x",
        "CON",
        "NUL.html",
        "aux.txt",
        "COM1",
        "LPT1.html",
        "x:stream",
    ]
    absolute = [
        "/etc/sayso",
        "//etc/sayso",
        "/dev/null",
        "/proc/self/mem",
        "/var/../etc/sayso",
        "~/sayso",
        "~root/x",
        "$HOME/x",
        "`id`",
        "$(id)",
    ]
    odd = [
        "a\x00.html",
        "a\n.html",
        "a\r.html",
        "\u202egpj.html",
        "a/./b",
        "a//b",
        "",
        " ",
        ".",
        "..",
        "...",
        "-rf",
        "--help",
        "a" * 300,
        "é" * 200,
    ]
    more = ["a/" * 120 + "x", "|id", ";id", "&id", "*", "?", "[a]", "%2e%2e/x", "..%2fx", "....//x", "a\\..\\b", "page.HTML", "PAGE.html"]
    links = ["link", "link/x", "hard", "fifo"]
    return [*up, *windows, *absolute, *odd, *more, *links]
