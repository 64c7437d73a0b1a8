"""Every kind of input: told by its content, read with what it says of itself, and nothing made up."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import os
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import made_inputs as made
import pytest
from fastwarc.warc import ArchiveIterator

from sayso.articles import expand, read_bytes, read_stream
from sayso.articles.readers.archive_writing import warc_record
from sayso.articles.readers.kinds import kind_of
from sayso.model import Article, DateBasis, EvidenceKind, Outcome, Reading

NAMES = ["input", "input.txt", "input.html", "input.jsonl.bak"]


def read(data: bytes, name: str = "input", columns: dict[str, str] | None = None) -> list[Reading]:
    return list(read_bytes(data, name, columns))


def articles(data: bytes, name: str = "input", columns: dict[str, str] | None = None) -> list[Article]:
    return [reading.article for reading in read(data, name, columns) if reading.article]


def codes(readings: list[Reading]) -> list[str]:
    return [problem.code for reading in readings for problem in reading.problems]


@pytest.mark.parametrize("name", sorted(made.KINDS))
def test_each_kind_is_told_by_its_content(name: str) -> None:
    """Under any name the same words come out; only one table has columns that need its name or a tab."""
    usual = [article.text for article in articles(made.KINDS[name], name)]
    assert usual
    assert all("ministry denied" in text or "Oster denies" in text or "contract" in text or "pier" in text for text in usual)
    for other in NAMES:
        assert [article.text for article in articles(made.KINDS[name], other)] == usual, other


@pytest.mark.parametrize("name", sorted(made.KINDS))
def test_each_capture_says_what_it_was_read_from(name: str) -> None:
    """The bytes kept are never the whole of an export for one of its entries, and two entries never share an id and a text."""
    readings = read(made.KINDS[name], name)
    assert len({(reading.input_id, reading.raw) for reading in readings}) == len(readings)
    assert all(reading.raw for reading in readings)
    # A page of a web archive is called by its address, wherever the archive lies.
    starts = ("https://", "http://") if name.startswith("crawl") else (name.split(".", maxsplit=1)[0],)
    assert all(reading.input_id.startswith(starts) or name == "lines.jsonl" for reading in readings)


def test_a_pdf_gives_its_text_and_title() -> None:
    (article,) = articles(made.KINDS["paper.pdf"])
    assert (article.title, article.author) == ("Oster denies", "A. Vey")
    assert "ministry denied on Monday" in " ".join(article.text.split())


def test_a_scan_is_quarantined_with_the_next_step() -> None:
    (reading,) = read(made.pdf([]))
    assert (reading.outcome, codes([reading])) == (Outcome.QUARANTINED, ["no-text-layer"])
    assert "OCR" in reading.problems[0].message


def test_front_matter_is_metadata_and_no_text() -> None:
    (article,) = articles(made.MARKDOWN)
    assert (article.title, article.author, article.published_at) == ("Oster denies", "A. Vey", "2031-05-30")
    assert (article.published_basis, article.url) == (DateBasis.STATED, "https://gazette.example/1")
    assert article.text.startswith("# Oster denies\n")


def test_a_newsletter_has_sender_date_and_subject() -> None:
    (article,) = articles(made.newsletter())
    assert (article.title, article.outlet, article.author) == (
        "Oster denies the harbour deal – today",
        "gazette.example",
        "Harbour Gazette",
    )
    assert article.published_at == "2031-05-30T09:00:00+05:00"
    assert "ministry denied" in article.text
    assert "browser" not in article.text


def test_mail_in_mail_is_bounded() -> None:
    """A thousand mails in one another are refused, not followed."""
    data = b"Subject: x\r\nFrom: a@b.example\r\n\r\nThe end of it is here."
    for _ in range(1000):
        data = b"Subject: x\r\nFrom: a@b.example\r\nContent-Type: message/rfc822\r\n\r\n" + data
    (reading,) = read(data)
    assert reading.outcome is Outcome.QUARANTINED


def test_a_page_saved_as_mail_is_the_page() -> None:
    (article,) = articles(made.saved_page())
    assert (article.url, article.captured_at) == ("https://gazette.example/1", "2031-05-31")
    assert (article.published_at, article.published_basis) == ("2031-05-30T09:00:00+00:00", DateBasis.META)


def test_entries_of_a_feed_are_articles() -> None:
    first, second = read(made.RSS)
    assert first.article
    assert second.article
    assert (first.article.title, first.article.outlet, first.article.author) == ("Oster & Norland deny", "gazette.example", "A. Vey")
    assert (first.article.published_at, first.article.published_basis) == ("2031-05-30T09:00:00+05:00", DateBasis.FEED)
    assert first.outcome is second.outcome is Outcome.OK
    assert (second.article.published_at, codes([second])) == (None, ["summary-only", "bad-published"])
    assert [(link.kind, link.target) for link in second.article.references] == [(EvidenceKind.FEED, "https://post.example/rss")]


@pytest.mark.parametrize("repeats", [1, 6])
def test_links_and_cuts_of_an_entry_are_where_they_say(repeats: int) -> None:
    """Short entries and long ones: with the headline put first, the words of a link are still the words of the link."""
    rest = "".join(f"<p>{made.PROSE.replace('Monday', f'day {number}').replace('pier', f'pier {number}')}</p>" for number in range(repeats))
    words = f"<p>Officials told <a href='https://post.example/1'>the Far Post of Oster</a> so.</p>{rest}"
    item = f"<item><title>Oster denies</title><link>https://gazette.example/1</link><description><![CDATA[{words}]]></description></item>"
    (article,) = articles(f"<rss version='2.0'><channel><link>https://gazette.example/</link>{item}</channel></rss>".encode())
    assert article.text.startswith("Oster denies\n\nOfficials told")
    (link,) = [link for link in article.references if link.span]
    assert link.span
    assert link.span.cut(article.text) == "the Far Post of Oster"


def test_an_atom_entry_tells_when_it_was_changed() -> None:
    (article,) = articles(made.ATOM)
    assert (article.published_at, article.modified_at) == ("2031-05-30T09:00:00+00:00", "2031-05-31T09:00:00+00:00")


def test_a_json_feed_names_what_it_points_to() -> None:
    first, second = articles(made.JSON_FEED)
    assert (first.title, first.published_basis) == ("Oster denies", DateBasis.FEED)
    assert [(link.kind, link.target) for link in second.references] == [(EvidenceKind.FEED, "https://post.example/2")]


@pytest.mark.parametrize("body", ["/etc/hostname", "file:///etc/hostname", "http://127.0.0.1:9/feed"])
def test_a_feed_is_never_taken_for_a_name(body: str) -> None:
    """The words of the input come back as they are, whatever file or address they name."""
    (article,) = articles(body.encode())
    assert article.text == body
    (reading,) = read(b"<rss version='2.0'><channel>" + body.encode() + b"</channel></rss>")
    assert codes([reading]) == ["nothing-to-read"]


def test_posts_of_telegram() -> None:
    (reading,) = read(made.TELEGRAM)
    article = reading.article
    assert article
    assert (article.outlet, article.author) == ("Pier Watch", "A. Vey")
    assert article.published_at == "2031-05-30T09:00:00+00:00"
    assert [(link.kind, link.target) for link in article.references] == [
        (EvidenceKind.FEED, "Far Post"),
        (EvidenceKind.LINK, "https://post.example/1"),
    ]
    assert codes([reading]) == ["passed-over"]


def test_posts_of_x() -> None:
    (article,) = articles(made.X_POSTS)
    assert (article.outlet, article.author, article.url) == ("@piervey", "A. Vey", "https://x.com/piervey/status/11")
    assert [(link.kind, link.target) for link in article.references] == [(EvidenceKind.FEED, "@farpost")]


def test_posts_of_the_older_interface_and_of_an_archive() -> None:
    post = {
        "id_str": "12",
        "full_text": "RT @farpost: A contract was signed.",
        "created_at": "Fri May 30 09:00:00 +0000 2031",
        "user": {"screen_name": "piervey", "name": "A. Vey"},
    }
    (article,) = articles(json.dumps([post]).encode())
    assert (article.published_at, article.references[0].target) == ("2031-05-30T09:00:00+00:00", "@farpost")
    (archived,) = articles(b"window.YTD.tweets.part0 = " + json.dumps([{"tweet": post}]).encode())
    assert archived.text == article.text


def test_an_archivers_folder(tmp_path: Path) -> None:
    """The record is read; the media beside it are not problems."""
    (tmp_path / "metadata.json").write_bytes(made.ARCHIVED)
    (tmp_path / "video.mp4").write_bytes(b"\x00\x00\x00\x18ftyp")
    assert [path.name for path in expand([str(tmp_path)])] == ["metadata.json"]
    (article,) = articles(made.ARCHIVED)
    assert (article.title, article.url, article.captured_at) == ("Oster denies", "https://gazette.example/1", "2031-05-31T10:00:00+00:00")
    assert (article.published_at, article.published_basis) == ("2031-05-30T09:00:00+00:00", DateBasis.STATED)


def test_media_without_a_record_are_told(tmp_path: Path) -> None:
    (tmp_path / "video.mp4").write_bytes(b"\x00\x00\x00\x18ftyp")
    assert [path.name for path in expand([str(tmp_path)])] == ["video.mp4"]


@pytest.mark.parametrize("ending", ["_files", "-Dateien", ".files"])
def test_what_a_browser_keeps_beside_a_page_is_passed_over(tmp_path: Path, ending: str) -> None:
    for name in ("Oster denies.html", f"Oster denies{ending}/frame.html", f"Oster denies{ending}/x/y.html", "other_files/page.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(made.PAGE)
    names = [str(path.relative_to(tmp_path)) for path in expand([str(tmp_path)])]
    assert names == ["Oster denies.html", "other_files/page.html"]


def test_a_media_cloud_export_gives_headlines() -> None:
    (reading,) = read(made.MEDIA_CLOUD)
    assert reading.article
    assert (reading.outcome, codes([reading])) == (Outcome.PARTIAL, ["headline-only"])
    assert (reading.article.text, reading.article.outlet) == ("Oster denies the harbour deal", "gazette.example")
    assert (reading.article.published_at, reading.article.captured_at) == ("2031-05-30", "2031-05-31")
    assert "sayso fetch" in reading.problems[0].message


def test_gdelt_files_have_no_header() -> None:
    (reading,) = read(made.GDELT_GKG)
    assert reading.article
    assert reading.article.title == "Oster denies the harbour deal & talks"
    assert (reading.article.published_at, reading.article.published_basis) == ("2031-05-30T09:15:00+00:00", DateBasis.CAPTURE)
    (mentions,) = read(made.GDELT_MENTIONS)
    assert (mentions.outcome, codes([mentions])) == (Outcome.QUARANTINED, ["no-texts"])
    assert "1 addresses" in mentions.problems[0].message


@pytest.mark.parametrize("separator", list(",;\t|"))
@pytest.mark.parametrize("order", [("Headline", "Body", "Link", "Date"), ("Date", "Link", "Body", "Headline")])
def test_columns_may_stand_in_any_order(separator: str, order: tuple[str, ...]) -> None:
    row = {
        "Headline": "Oster denies",
        "Body": f'{made.PROSE}\n"Quoted", it ends.',
        "Link": "https://gazette.example/1",
        "Date": "30 May 2031",
    }
    (article,) = articles(made.table([{name: row[name] for name in order}], separator), "a.csv")
    assert (article.title, article.url, article.published_at) == ("Oster denies", "https://gazette.example/1", "2031-05-30")
    assert '"Quoted", it ends.' in article.text


def test_columns_can_be_named() -> None:
    data = made.table([{"corpus": made.PROSE, "text": "a label", "where": "https://gazette.example/1"}])
    assert articles(data, "a.csv")[0].text == "a label"
    (article,) = articles(data, "a.csv", {"text": "corpus", "url": "where"})
    assert (article.text, article.url) == (made.PROSE, "https://gazette.example/1")


def test_a_row_that_does_not_fit_is_told() -> None:
    readings = read(b"title,text\nA,The pier was sold.\nB,one,two\n\nC,The pier was not sold.\n", "a.csv")
    assert [reading.outcome.value for reading in readings] == ["ok", "quarantined", "ok"]
    assert codes(readings) == ["bad-row"]


def test_objects_of_other_tools() -> None:
    """A news interface's answer, a wrapped list, one object, and lines under other names."""
    item = {
        "source": {"id": None, "name": "Harbour Gazette"},
        "title": "Oster denies",
        "content": made.PROSE,
        "publishedAt": "2031-05-30T09:00:00Z",
    }
    for value in ({"status": "ok", "articles": [item]}, [item], item, {"response": {"results": [item]}}):
        (article,) = articles(json.dumps(value, indent=1).encode())
        assert (article.outlet, article.published_at) == ("Harbour Gazette", "2031-05-30T09:00:00+00:00")
    lines = b"\n".join(json.dumps({"headline": f"Oster {n}", "body": made.PROSE}).encode() for n in range(3))
    assert [article.title for article in articles(lines)] == ["Oster 0", "Oster 1", "Oster 2"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b'{"items": [1, 2]}', "nothing-to-read"),
        (b'[{"a": NaN}]', "not-a-number"),
        (b"[" * 100_000, "too-deep"),
        (b'[{"text": "a"}', "bad-json"),
        (b"[]", "nothing-to-read"),
    ],
)
def test_json_that_is_not_read(text: bytes, code: str) -> None:
    (reading,) = read(text, "a.json")
    assert (reading.outcome, codes([reading])) == (Outcome.QUARANTINED, [code])


def test_brackets_do_not_make_json() -> None:
    (article,) = articles(b"[Photo] The ministry denied that the pier was sold.")
    assert article.text.startswith("[Photo]")


WORD = {
    "[Content_Types].xml": b"<?xml version='1.0'?><Types/>",
    "word/document.xml": f"<w:document><w:t>{made.PROSE}</w:t></w:document>".encode(),
}
OPEN_DOCUMENT = {
    "mimetype": b"application/vnd.oasis.opendocument.text",
    "content.xml": b"<office:document-content>Oster</office:document-content>",
}
BOOK = {"mimetype": b"application/epub+zip", "META-INF/container.xml": b"<container/>", "OEBPS/c1.xhtml": made.PAGE}
NEWS = (
    f"<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'><inlineXML><html><body><p>{made.PROSE}</p></body></html></inlineXML></newsItem>"
)
TELEGRAM = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'/><title>Exported Data</title></head><body><div class='page_wrap'>"
    f"<div class='page_body chat_page'><div class='history'><div class='text'>{made.PROSE}</div></div></div></div></body></html>"
)


@pytest.mark.parametrize(
    ("data", "step"),
    [
        pytest.param(made.zipped(WORD), "Save it as text, HTML or PDF", id="docx"),
        pytest.param(made.zipped(OPEN_DOCUMENT), "Save it as text, HTML or PDF", id="odt"),
        pytest.param(made.zipped(BOOK), "Save it as text, HTML or PDF", id="epub"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "Save it as text, HTML or PDF", id="doc"),
        pytest.param(b"{\\rtf1\\ansi The ministry denied it.}", "Save it as text, HTML or PDF", id="rtf"),
        pytest.param(b"7z\xbc\xaf\x27\x1c" + bytes(50), "Unpack it", id="7z"),
        pytest.param(b"Rar!\x1a\x07\x01\x00" + bytes(50), "Unpack it", id="rar"),
        pytest.param(NEWS.encode(), "Save the articles it holds", id="newsml without a declaration"),
        pytest.param(b"<?xml version='1.0'?>" + NEWS.encode(), "Save the articles it holds", id="newsml, page inside"),
        pytest.param(WORD["word/document.xml"], "Save the articles it holds", id="a part of docx"),
        pytest.param(
            b"<?xml version='1.0'?><urlset><url><loc>https://gazette.example/</loc></url></urlset>", "Save the articles", id="sitemap"
        ),
        pytest.param(TELEGRAM.encode(), "as machine-readable JSON", id="telegram as pages"),
    ],
)
@pytest.mark.parametrize("name", ["input", "input.txt", "input.html"])
def test_what_is_no_article_is_told_whole_with_the_next_step(name: str, data: bytes, step: str) -> None:
    """No part of it becomes an article, whatever it is called."""
    (reading,) = read(data, name)
    assert (reading.outcome, codes([reading])) == (Outcome.QUARANTINED, ["kind-not-read"])
    assert step in reading.problems[0].message


@pytest.mark.parametrize(
    "markup",
    [
        "<?xml version='1.0' encoding='utf-8'?><html xmlns='http://www.w3.org/1999/xhtml'><body><p>{}</p></body></html>",
        "<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'x'><!-- a --><html><body><p>{}</p></body></html>",
        "<div xmlns='http://www.w3.org/1999/xhtml'><p>{}</p></div>",
        "<Ada Orne> {}",
        "<ministry@oster.example> {}",
    ],
)
def test_a_page_with_a_declaration_is_a_page_and_a_bracket_no_markup(markup: str) -> None:
    (article,) = articles(markup.format(made.PROSE).encode())
    assert made.PROSE[:40] in article.text


def test_a_text_of_a_crawl_has_its_outlet_by_its_address() -> None:
    """Common Crawl's WET files hold texts without markup; a PDF is the same."""
    text = made.warc(made.PROSE.encode(), "https://news.gazette.example/w1", kind="conversion", fields={"Content-Type": "text/plain"})
    (article,) = articles(text)
    assert (article.outlet, article.url) == ("gazette.example", "https://news.gazette.example/w1")


def test_an_archive_about_a_crawl_says_so() -> None:
    (reading,) = read(made.warc(b"{}", kind="metadata"))
    assert "1 records about the crawl" in reading.problems[0].message


@pytest.mark.parametrize("packed", [False, True])
def test_a_web_archive_gives_its_pages(packed: bool) -> None:
    found = articles(made.archive(3, packed=packed))
    assert [article.url for article in found] == [f"https://gazette.example/{number}" for number in range(3)]
    assert {article.captured_at for article in found} == {"2031-05-30T10:00:00+00:00"}
    assert {article.published_basis for article in found} == {DateBasis.META}


def test_an_archive_packed_as_one_member_is_read_too() -> None:
    assert len(articles(gzip.compress(made.archive(3, packed=False)))) == 3


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate", "gzip, chunked", "left over"])
def test_answers_are_unpacked(coding: str) -> None:
    """As crawlers keep them: packed, chunked, or with a header left over from the wire."""
    packed: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "br": made.brotli, "zstd": made.zstd, "deflate": zlib.compress}
    body = packed.get(coding.split(",", maxsplit=1)[0], bytes)(made.PAGE)
    http = {"Content-Encoding": "gzip" if coding == "left over" else coding.split(",", maxsplit=1)[0]}
    if coding in {"gzip, chunked", "left over"}:
        http["Transfer-Encoding"] = "chunked"
    if "chunked" in coding:
        body = b"".join(b"%x\r\n" % len(body[n : n + 50]) + body[n : n + 50] + b"\r\n" for n in range(0, len(body), 50)) + b"0\r\n\r\n"
    found = articles(made.warc(body, http=http) + made.warc(made.page(7), "https://gazette.example/7"))
    assert [article.url for article in found] == ["https://gazette.example/1", "https://gazette.example/7"]
    assert "ministry denied" in found[0].text


def test_what_holds_no_article_is_counted() -> None:
    data = b"".join(
        [
            made.warc(b"", status="301 Moved", http={"Location": "/1"}),
            made.warc(b"gone", status="404 Not Found"),
            made.warc(b"\x89PNG", http={"Content-Type": "image/png"}),
            made.warc(b"", kind="revisit"),
            made.warc(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
            made.warc(made.PAGE, kind="resource"),
            made.warc(made.PROSE.encode(), "https://gazette.example/2", kind="conversion", fields={"Content-Type": "text/plain"}),
        ]
    )
    readings = read(data, "crawl.warc")
    assert [reading.outcome.value for reading in readings] == ["ok", "ok"]
    assert [problem.message for problem in readings[-1].problems] == [
        "crawl.warc: passed over 1 pages that the server refused, 1 pictures, scripts and other files, 1 redirects, 1 repeats."
    ]


def test_a_digest_that_differs_is_told() -> None:
    good = {"WARC-Payload-Digest": "sha1:" + base64.b32encode(hashlib.new("sha1", made.PAGE, usedforsecurity=False).digest()).decode()}
    assert codes(read(made.warc(made.PAGE, fields=good))) == []
    changed = made.warc(made.PAGE.replace(b"denied", b"agreed"), fields=good)
    (reading,) = read(changed)
    assert (reading.outcome, codes([reading])) == (Outcome.PARTIAL, ["digest-differs"])


def test_damage_costs_one_record() -> None:
    """A member whose bytes were zeroed is told, and the records behind it are read."""
    records = [gzip.compress(made.warc(made.page(n), f"https://gazette.example/{n}")) for n in range(4)]
    records[1] = records[1][:60] + bytes(40) + records[1][100:]
    readings = read(b"".join(records), "crawl.warc.gz")
    assert [reading.article.url[-1] for reading in readings if reading.article and reading.article.url] == ["0", "2", "3"]
    assert "damaged" in codes(readings)


def test_a_wacz_gives_the_pages_it_lists() -> None:
    assert [article.url for article in articles(made.KINDS["crawl.wacz"])] == ["https://gazette.example/1"]


def test_members_of_an_archive_are_called_by_it() -> None:
    readings = read(made.KINDS["pile.zip"], "pile.zip")
    assert [reading.input_id for reading in readings] == ["pile.zip!a/page.html", "pile.zip!note.md"]


def test_a_stream_that_cannot_be_read_twice() -> None:
    """A pipe gives what a file gives."""
    for name, data in made.KINDS.items():
        reader, writer = os.pipe()
        with os.fdopen(writer, "wb") as sink:
            sink.write(data[:60_000])
        with os.fdopen(reader, "rb") as stream:
            piped = [reading.input_id for reading in read_stream(stream, name)]
        assert piped == [reading.input_id for reading in read(data[:60_000], name)], name


def test_kinds_are_told_in_time() -> None:
    """A thousand comments in a row can be cut in more ways than there is time for; no pattern tries them."""
    begun = time.process_time()
    for start in (b"<!-- a -->" * 6000, b"<?x ?>" * 9000, b"<?xml ?>" * 8000, b"a: b\n" * 12_000, b" " * 60_000, b'"a,' * 20_000):
        kind_of(start + b"<x", "a")
        read(start + b"<x")
    assert time.process_time() - begun < 5


def test_the_record_written_is_the_record_read() -> None:
    """By our own reader and by another."""
    headers = [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"), ("X-Odd", "a\r\nInjected: 1")]
    data = b"".join(warc_record(f"https://gazette.example/{n}", "2031-05-30T10:00:00+00:00", 200, headers, made.page(n)) for n in range(3))
    assert [article.url for article in articles(data)] == [f"https://gazette.example/{n}" for n in range(3)]
    seen = 0
    for record in ArchiveIterator(io.BytesIO(data), verify_digests=False):
        assert record.verify_payload_digest()
        assert record.http_headers.get("Injected") is None
        assert record.reader.read(1_000_000) == made.page(seen)
        seen += 1
    assert seen == 3
