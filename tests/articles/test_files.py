"""Files, folders and streams: each input has an outcome, and no bytes raise."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.articles import expand, read_bytes, read_path, read_stream
from sayso.errors import UsageError
from sayso.model import Article, DateBasis, Outcome, Reading

PAGES = Path(__file__).parent.parent / "pages"
MARKUP = st.lists(
    st.sampled_from(
        b"""<html> <p> </p> <div hidden> <!-- <script> </ <a b=' " &#0; &lt; { "text": "a" } \xff \x00 Norland <time datetime=2025>
        <style> \xed\xa0\x80 <?xml <title> <h1> <table> {} <template> <svg""".split(b" ")
    ),
    max_size=30,
).map(b"".join)


def one(data: bytes, name: str = "a.txt") -> Reading:
    (reading,) = read_bytes(data, name)
    return reading


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.binary(max_size=300), MARKUP), st.sampled_from(["a.txt", "a.html", "a.jsonl", "a"]))
def test_no_bytes_raise_and_every_input_has_an_outcome(data: bytes, name: str) -> None:
    """An article comes with ok and partial, a reason with partial and quarantined, and nothing unstorable with any."""
    readings = list(read_bytes(data, name))
    assert readings or data.strip() == b"" or name == "a.jsonl"
    for reading in readings:
        assert (reading.article is None) == (reading.outcome is Outcome.QUARANTINED)
        assert reading.problems or reading.outcome is Outcome.OK
        if reading.article:
            assert "\x00" not in reading.article.text
            assert reading.article.text.encode("utf-8")
            assert all(cut.span.cut(reading.article.text).strip() for cut in reading.article.cuts)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.txt", "empty-file"),
        (b" \n\n ", "a.txt", "empty-file"),
        (b"", "a.jsonl", "empty-file"),
        (b"...", "a.txt", "empty-text"),
        (b"%PDF-1.7 some", "a.txt", "damaged"),
        (bytes(range(256)) * 4, "a.txt", "binary"),
        (b"a" * 20_000_001, "a.txt", "too-large"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "a.xml", "nothing-to-read"),
        (b"<?xml version='1.0'?><newsItem/>", "a.xml", "kind-not-read"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n", "a.warc", "truncated"),
    ],
)
def test_what_cannot_be_read_is_quarantined_with_a_next_step(data: bytes, name: str, code: str) -> None:
    """The reason is a stable word and the message names the file."""
    reading = one(data, name)
    assert (reading.outcome, codes(reading)) == (Outcome.QUARANTINED, [code])
    assert reading.problems[0].message.startswith(name)


def test_a_short_first_line_before_a_blank_line_is_the_title() -> None:
    """The title stays in the text too."""
    reading = one(b"Oster signs\n\nNorland signed on Monday.")
    assert reading.article is not None
    assert (reading.article.title, reading.article.text) == ("Oster signs", "Oster signs\n\nNorland signed on Monday.")


@pytest.mark.parametrize("text", ["Norland signed.\nIt did.", "a" * 260 + "\n\nNorland signed.", "Norland signed on Monday."])
def test_other_first_lines_are_no_title(text: str) -> None:
    """A long line or one without a blank line behind it is body."""
    article = one(text.encode()).article
    assert article is not None
    assert article.title is None


def test_the_digest_is_of_the_bytes() -> None:
    """A capture can be checked against the file."""
    data = b"Norland signed on Monday."
    article = one(data).article
    assert article is not None
    assert article.digest == hashlib.sha256(data).hexdigest()


def test_a_guessed_encoding_is_partial() -> None:
    """The words are there, and a person is asked to check them."""
    (reading,) = read_path(PAGES / "undeclared_windows_encoding.txt")
    assert reading.article is not None
    assert (reading.outcome, codes(reading)) == (Outcome.PARTIAL, ["guessed-encoding"])
    assert "contract" in reading.article.text


def test_a_byte_order_mark_is_no_guess() -> None:
    """UTF-16 with its mark is read in full."""
    (reading,) = read_path(PAGES / "utf16_with_mark.txt")
    assert reading.article is not None
    assert (reading.outcome, reading.article.title) == (Outcome.OK, "Oster signs")


def test_letters_that_hide_words_are_removed_and_told() -> None:
    """A flipped or broken word cannot pass unseen."""
    (reading,) = read_path(PAGES / "hides_letters.txt")
    assert reading.article is not None
    assert "Norland denied it" in reading.article.text
    assert codes(reading) == ["cleaned"]
    assert reading.outcome is Outcome.OK


def test_content_decides_before_the_name() -> None:
    """A page called a text is a page, and lines called a text are lines."""
    page = one(b"<!doctype html><html><body><article><p>Norland signed the treaty on Monday in Oster.</p></article></body></html>")
    assert page.article is not None
    assert "<" not in page.article.text
    assert [reading.input_id for reading in read_bytes(b'{"id": "a", "text": "Norland signed."}\n{"id": "b"}', "a.txt")] == ["a", "b"]


def test_folders_are_walked_in_order(tmp_path: Path) -> None:
    """The order of files does not depend on the disk; hidden files are passed over."""
    for name in ("b.txt", "a/z.txt", "a/.git/config", ".hidden", "a/b.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    found = expand([str(tmp_path), "-", str(tmp_path / "b.txt")])
    assert [str(path.relative_to(tmp_path)) if path != Path("-") else "-" for path in found] == ["b.txt", "a/b.html", "a/z.txt", "-"]


def test_ledgers_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    """A ledger is told by its content, whatever its name, with what SQLite keeps beside it; any other file stays an input."""
    header = b"SQLite format 3\x00" + bytes(52)
    contents = {
        "closed.db": header + b"says" + bytes(28),
        "fresh.ledger": header + bytes(32),  # what a ledger looks like before its log is written back
        "fresh.ledger-shm": b"\x00",
        "fresh.ledger-wal": bytes(56) + header + b"says",
        "fresh.ledger.writer": b"4711",
        "notes.ledger": b"The pier was sold.",
        "other.db": header + bytes(32),
        "other.db-wal": bytes(56) + header + bytes(32),
        "script.writer": b"The pier was sold.",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    assert [path.name for path in expand([str(tmp_path)])] == ["notes.ledger", "other.db", "other.db-wal", "script.writer"]


def test_a_path_that_does_not_exist_is_misuse(tmp_path: Path) -> None:
    """A typing error is told before anything is read."""
    with pytest.raises(UsageError, match="does not exist"):
        expand([str(tmp_path / "nothing")])


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """A named pipe in a folder would stop the run for ever."""
    os.mkfifo(tmp_path / "pipe")
    (reading,) = read_path(tmp_path / "pipe")
    assert codes(reading) == ["unreadable"]


def test_a_person_can_stop_a_run() -> None:
    """An interrupt is not trouble in the input."""

    class Interrupted(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise KeyboardInterrupt(size)

    with pytest.raises(KeyboardInterrupt):
        list(read_stream(Interrupted(), "a.txt"))


def test_an_article_without_date_says_so() -> None:
    """Unknown is a basis."""
    article = one(b"Norland signed on Monday.").article
    assert isinstance(article, Article)
    assert (article.published_at, article.published_basis) == (None, DateBasis.UNKNOWN)
