"""Inputs made to hurt end soon, take little, reach nothing, and are told."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import sys
import tarfile
import time
import zipfile
from pathlib import Path

import hostile_inputs as hostile
import made_inputs as made
import pytest

from sayso.articles import read_bytes
from sayso.articles.readers.documents import RefusedError
from sayso.articles.readers.unpacking import CODINGS, unpack
from sayso.model import Outcome, Reading

FULL = int(os.environ.get("SAYSO_CASES", "0")) >= 1000
BOMBS = hostile.bombs(1000 * hostile.MEGABYTE if FULL else 100 * hostile.MEGABYTE)
PAGES = hostile.pathological_pages(hostile.MEGABYTE if FULL else 200_000)


def outcomes(readings: list[Reading]) -> set[str]:
    return {reading.outcome.value for reading in readings}


def codes(readings: list[Reading]) -> set[str]:
    return {problem.code for reading in readings for problem in reading.problems}


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_a_bomb_is_known_before_it_has_grown(name: str) -> None:
    """Twelve bombs; each is quarantined within five seconds. What each takes in memory is measured in `test_reading_pool`."""
    begun = time.process_time()
    readings = list(read_bytes(BOMBS[name], name))
    assert time.process_time() - begun < 5
    assert outcomes(readings) == {"quarantined"}
    assert codes(readings) <= {
        "unpacks-too-far",
        "too-large",
        "nested-too-deep",
        "own-entities",
        "no-main-text",
        "empty-text",
        "passed-over",
    }


def test_there_are_twelve() -> None:
    assert len(BOMBS) == 12


@pytest.mark.parametrize("coding", sorted(CODINGS))
def test_no_coding_gives_more_than_it_may(coding: str) -> None:
    """Random bytes in every coding are refused or unpacked, never more than asked for."""
    for data in (b"", b"\x00", b"x" * 1000, os.urandom(1000), BOMBS["page.html.gz"][:1000]):
        with contextlib.suppress(RefusedError):
            assert len(unpack(data, coding, 10_000).data) <= 10_000


def test_markup_opens_nothing_and_calls_nobody(tmp_path: Path) -> None:
    """Nine payloads in three kinds of markup: nothing is opened, called or unfolded. An audit hook sees every open and connect."""
    victim = tmp_path / "secret.txt"
    victim.write_text("THE-SECRET")
    payloads = hostile.xml_payloads(str(victim), "http://127.0.0.1:9/canary")
    list(read_bytes(made.RSS, "warm"))
    seen: list[tuple[str, object]] = []
    active = [True]

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if active[0] and (
            event.startswith(("socket.", "subprocess.", "urllib.")) or (event == "open" and str(victim) in str(arguments[0]))
        ):
            seen.append((event, arguments))

    sys.addaudithook(hook)
    try:
        for name, data in payloads.items():
            begun = time.process_time()
            readings = list(read_bytes(data, "a.xml"))
            assert time.process_time() - begun < 5, name
            assert all("THE-SECRET" not in (reading.article.text if reading.article else "") for reading in readings), name
            assert all(len(reading.article.text) < 10_000 for reading in readings if reading.article), name
            if any(word in name for word in ("file-", "address-", "laughs", "quadratic", "parameter")):
                assert outcomes(readings) == {"quarantined"}, name
    finally:
        active[0] = False
    assert seen == []


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_that_is_slow_to_parse_ends(name: str) -> None:
    """Thirty pages: each has an outcome within the time of one document, before any box has to end it."""
    begun = time.process_time()
    (reading,) = read_bytes(PAGES[name], "a.html")
    assert time.process_time() - begun < 10
    assert (reading.article is None) == (reading.outcome is Outcome.QUARANTINED)
    assert "reader-failed" not in codes([reading])


def test_there_are_thirty() -> None:
    assert len(PAGES) == 30


def test_every_archive_that_was_cut_is_told() -> None:
    """Cut at a random byte: told, and what lies before the cut is read."""
    for name, data in hostile.truncated_archives(50).items():
        readings = list(read_bytes(data, name))
        assert "truncated" in codes(readings), name
        assert all(reading.article.url for reading in readings if reading.article), name


def test_a_name_is_only_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty names of members in zip and tar archives: each is read in memory, and no file is made, nor any that was there changed."""
    names = hostile.hostile_names()
    assert len(names) == 60
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here.txt").write_text("as it was")
    for name in names:
        for data in (_zip(name), _tar(name)):
            readings = list(read_bytes(data, "pile"))
            assert len(readings) == 1
            shown = readings[0].input_id
            assert shown.startswith("pile")
            assert not any(letter in shown for letter in "\x00\n\r\u202e")
            assert len(shown) < 250
    assert [path.name for path in tmp_path.iterdir()] == ["here.txt"]
    assert (tmp_path / "here.txt").read_text() == "as it was"
    assert not list(Path("/etc").glob("sayso*"))


def _zip(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        about = zipfile.ZipInfo("x")
        about.filename = name
        if name.startswith("link"):
            about.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(about, made.PAGE)
    return out.getvalue()


def _tar(name: str) -> bytes:
    out = io.BytesIO()
    kinds = {"link": tarfile.SYMTYPE, "hard": tarfile.LNKTYPE, "fifo": tarfile.FIFOTYPE}
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        about = tarfile.TarInfo(name)
        about.type = kinds.get(name, tarfile.REGTYPE)
        about.linkname = "/etc/hostname" if name in kinds else ""
        about.size = 0 if name in kinds else len(made.PAGE)
        archive.addfile(about, None if name in kinds else io.BytesIO(made.PAGE))
    return out.getvalue()
