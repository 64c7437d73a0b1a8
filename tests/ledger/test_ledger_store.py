"""The ledger file keeps everything, changes nothing, and says in words what is wrong with it."""

from __future__ import annotations

import itertools
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_factories import made_view, reading, said

from sayso.errors import LedgerDamagedError, LedgerLockedError, LedgerNewerError, UsageError
from sayso.ledger.migrations import VERSION
from sayso.ledger.schema import APPEND_ONLY
from sayso.ledger.store import Store
from sayso.model import Judgement, Outcome, Problem, Reading, Statement, TrackedClaim

MOMENTS = (f"2031-01-01T00:00:{second:02d}+00:00" for second in itertools.cycle(range(60)))
GOLDEN = Path(__file__).with_name("version-1.sql")


def opened(path: str | Path, **options: object) -> Store:
    return Store.open(path, clock=lambda: next(MOMENTS), **options)  # type: ignore[arg-type]


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    with opened(place) as held:
        yield held


def fill(held: Store, names: list[str]) -> None:
    for name in names:
        trouble = (Problem("thin", "Little text; check the page.", f"{name}.txt"),)
        held.add(reading(name, f"The pier {name} was sold.", trouble), [said(name, "Ilse Maren")])


@pytest.fixture
def full_ledger(tmp_path: Path) -> Path:
    """A ledger with a row in every table."""
    path = tmp_path / "full.sayso"
    with opened(path) as held:
        fill(held, ["a", "b"])
        held.track([TrackedClaim("pier", "The pier was sold.")])
        held.judge(Judgement("j", "dismiss", ("b",), "", "Odo", "A test page.", "2031"))
        snapshot = held.as_known()
        held.keep(made_view(snapshot), snapshot, "machine 1")
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO redactions (id, entry, record, mark) SELECT 'r', number, '{}', 'm' FROM journal LIMIT 1")
    connection.close()
    return path


def test_what_was_recorded_comes_back(store: Store) -> None:
    """Articles, statements, problems, readings and bytes come back as they went in."""
    one = reading("a", "The pier was sold \ud800\x00 in Ḥarbour.")
    store.add(one, [said("a", "Ilse Maren")])
    assert store.articles() == (one.article,)
    assert store.statements() == (said("a", "Ilse Maren"),)
    assert store.readings() == (("a.txt", "ok"),)
    assert store.raw("digest-a") == one.raw
    assert store.verify() == ()


def test_the_same_article_twice_adds_only_the_new_reading(store: Store) -> None:
    """Reading again adds no row; the same article by another input adds one reading."""
    fill(store, ["a"])
    before = store.head()
    moment = store.recorded_at()
    fill(store, ["a"])
    assert store.head() == before
    again = reading("a", "The pier a was sold.")
    store.add(Reading("b/other.txt", Outcome.OK, again.article, again.raw), [said("a", "Ilse Maren")])
    assert store.readings() == (("a.txt", "partial"), ("b/other.txt", "ok"))
    assert len(store.articles()) == len(store.statements()) == 1
    assert store.recorded_at() == moment


def test_many_at_once_are_what_one_by_one_gives(store: Store, tmp_path: Path) -> None:
    """Head, records and search of readings added together, repeats, twins and another reader's statements included."""
    trouble = (Problem("thin", "Little text; check the page.", "a.txt"),)
    one = (reading("a", "The pier a was sold.", trouble), [said("a", "Ilse Maren")])
    twin = (Reading("z.txt", Outcome.OK, one[0].article, one[0].raw, trouble), one[1])
    lost: tuple[Reading, list[Statement]] = (Reading("x.html", Outcome.QUARANTINED, raw=b"<html>", problems=trouble), [])
    other = (reading("b", "The mill was sold."), [said("b", "Odo Brand"), said("b", "Kaja Lund")])
    more = [(one[0], [said("a", "Odo Brand"), said("a", "Ilse Maren")]), twin]
    with opened(tmp_path / "single.sayso") as single:
        for held, found in (
            (single, [[each] for each in (one, twin, one, lost, other, lost)]),
            (store, [[one, twin, one, lost, other, lost]]),
        ):
            for each in found:
                held.add_all(each, reader="first")
            held.add_all(more, reader="second")
            assert held.search("sold") != []
            assert held.verify() == ()
        for ask in ("head", "articles", "statements", "readings", "problems"):
            assert getattr(store, ask)() == getattr(single, ask)()
    assert [len(each.statements) for each in store.as_known().annotations()] == [2, 2]


def test_a_quarantined_input_is_kept_with_its_reason(store: Store) -> None:
    """An input without article still counts and its bytes stay."""
    trouble = Problem("empty-text", "No text was found; open the page.", "x.html")
    store.add(Reading("x.html", Outcome.QUARANTINED, raw=b"<html>", problems=(trouble,)), [])
    assert store.readings() == (("x.html", "quarantined"),)
    assert store.problems() == (trouble,)


def test_five_orders_give_one_head(tmp_path: Path) -> None:
    """Neither the order nor the time of reading shows in the head or in what is read back."""
    seen = set()
    for seed in range(5):
        names = list("abcdefgh")
        random.Random(seed).shuffle(names)
        with opened(tmp_path / f"{seed}.sayso") as held:
            fill(held, names)
            twin = reading("a", "The pier a was sold.")
            for name in random.Random(seed).sample(["z.txt", "0.txt"], 2):
                held.add(Reading(name, Outcome.OK, twin.article, twin.raw), [])
            seen.add((held.head(), held.articles(), held.statements(), held.readings(), held.problems()))
    assert len(seen) == 1


def test_the_head_tells_any_difference(store: Store) -> None:
    """Each kind of record changes the head."""
    heads = [store.head()]
    fill(store, ["a"])
    heads.append(store.head())
    store.track([TrackedClaim("pier", "The pier was sold.", ("Norland",))])
    heads.append(store.head())
    store.judge(Judgement("j", "dismiss", ("a",), "", "Odo", "A test page.", "2031"))
    heads.append(store.head())
    assert len(set(heads)) == 4


def test_all_or_nothing(store: Store) -> None:
    """Statements of another article are misuse, and leave no trace of the article either."""
    before = store.head()
    with pytest.raises(UsageError):
        store.add(reading("a"), [said("a", "Ilse Maren"), said("b", "Odo Brand")])
    broken = Statement("s", "a", None, said("a", "x").source, (), confidence=float("nan"))  # type: ignore[arg-type]
    with pytest.raises(UsageError):
        store.add(reading("a"), [said("a", "Ilse Maren"), broken])
    assert store.head() == before


@pytest.mark.parametrize("table", [table.name for table in APPEND_ONLY])
@pytest.mark.parametrize("change", ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}"])
def test_the_journal_refuses_change(full_ledger: Path, table: str, change: str) -> None:
    """Not even plain SQL on the file changes or removes a row."""
    column = "place" if table == "edition_parts" else "link" if table == "journal" else "mark"
    with sqlite3.connect(full_ledger) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(change.format(table=table, column=column))
    connection.close()


def test_a_tracked_id_keeps_its_words(store: Store) -> None:
    """Tracking again is harmless; other words under the same id are refused."""
    claim = TrackedClaim("pier", "The pier was sold.", ("Norland", "Vesturia"))
    store.track([claim])
    store.track([claim])
    with pytest.raises(UsageError, match="another id"):
        store.track([TrackedClaim("pier", "The pier was leased.")])
    assert store.tracked() == (claim,)


def test_search_finds_words_in_title_and_text(store: Store) -> None:
    """All words must stand in the article; letters with marks match those without."""
    store.add(reading("a", "The pier was sold.", title="Hárbour news"), [])
    store.add(reading("b", "The mill was sold."), [])
    assert store.search("sold pier") == ["a"]
    assert store.search("harbour") == ["a"]
    assert sorted(store.search("SOLD")) == ["a", "b"]
    assert len(store.search("sold", limit=1)) == 1
    assert store.search("  ") == []


@settings(max_examples=150, deadline=None, database=None)
@given(st.one_of(st.text(), st.sampled_from(['"', "title:pier", "a AND", "NEAR(a b", "pier*", "-pier", "(", "';--", 'a"b', "^a", "\x00"])))
def test_search_words_are_never_syntax(query: str) -> None:
    """Whatever is typed, search answers."""
    with opened_once() as held:
        assert set(held.search(query)) <= {"a"}


def opened_once() -> Store:
    path = Path(os.environ["SAYSO_TEST_FOLDER"]) / "search.sayso"
    held = opened(path)
    held.add(reading("a"), [])
    return held


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_TEST_FOLDER", str(tmp_path))


def test_no_absolute_path_is_kept(tmp_path: Path) -> None:
    """The file holds nothing of where it or its inputs were, and works from another folder."""
    path = tmp_path / "desk.sayso"
    page = tmp_path / "pages" / "a.txt"
    with opened(path) as held:
        one = reading("a")
        held.add(Reading(str(page), Outcome.OK, one.article, one.raw, (Problem("thin", "Thin.", str(page)),)), [])
        head = held.head()
    moved = tmp_path / "elsewhere" / "desk.sayso"
    moved.parent.mkdir()
    shutil.move(path, moved)
    assert str(tmp_path).encode() not in moved.read_bytes()
    with opened(moved) as held:
        assert held.head() == head
        assert held.readings() == (("pages/a.txt", "ok"),)


def test_opening_nothing_is_misuse(tmp_path: Path) -> None:
    """A path without a ledger, or without a folder, is said to be so."""
    with pytest.raises(UsageError, match="no ledger"):
        opened(tmp_path / "desk.sayso", create=False)
    with pytest.raises(UsageError, match="no folder"):
        opened(tmp_path / "gone" / "desk.sayso")
    assert list(tmp_path.iterdir()) == []


def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    """A version that this sayso does not know is refused without touching the file."""
    path = tmp_path / "desk.sayso"
    opened(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    with pytest.raises(LedgerNewerError, match="upgrade"):
        opened(path)


def test_other_files_are_not_ledgers(tmp_path: Path) -> None:
    """Another SQLite file, or a file of words, is refused and left as it was."""
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE notes (words)")
    connection.close()
    words = tmp_path / "words.txt"
    words.write_text("Dear desk, " * 500, encoding="utf-8")
    for path in (other, words):
        before = path.read_bytes() if path == words else b""
        with pytest.raises(LedgerDamagedError):
            opened(path)
        assert path != words or path.read_bytes() == before
    with sqlite3.connect(other) as connection:
        assert [row[0] for row in connection.execute("SELECT name FROM sqlite_master")] == ["notes"]
    connection.close()


def test_a_torn_file_is_damaged(tmp_path: Path) -> None:
    """A file cut in half is refused on opening."""
    path = tmp_path / "desk.sayso"
    with opened(path) as held:
        fill(held, [f"a{number}" for number in range(40)])
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(LedgerDamagedError):
        opened(path)


@pytest.mark.parametrize("table", ["articles", "statements", "problems", "captures", "readings"])
def test_one_changed_value_is_found(tmp_path: Path, table: str) -> None:
    """Changing one value behind the triggers' back shows in `verify`."""
    path = tmp_path / "desk.sayso"
    with opened(path) as held:
        fill(held, ["a", "b"])
    column, value = {"captures": ("raw", b"x"), "readings": ("outcome", "ok2")}.get(table, ("record", '{"id":"x"}'))
    with sqlite3.connect(path) as connection:
        connection.execute(f"DROP TRIGGER {table}_no_update")
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = 1", (value,))  # noqa: S608
    connection.close()
    with opened(path) as held:
        assert [line for line in held.verify() if line.startswith(table)]


def test_an_older_file_is_brought_forward(tmp_path: Path) -> None:
    """A version 1 file gains the search index, keeps its content and leaves a backup of version 1."""
    path = tmp_path / "desk.sayso"
    with sqlite3.connect(path) as connection:
        connection.executescript(GOLDEN.read_text(encoding="utf-8"))
    connection.close()
    with opened(path) as held:
        assert [one.id for one in held.articles()] == ["a"]
        assert held.search("pier") == ["a"]
        assert held.verify() == ()
    backup = tmp_path / "desk.sayso.version-1.backup"
    with sqlite3.connect(backup) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    connection.close()


WRITER = """
import sys
sys.path[:0] = {paths!r}
from pathlib import Path
from ledger_factories import made_view, reading, said
from sayso.ledger.store import Store
with Store.open(Path({path!r}), clock=lambda: "2031", wait_seconds=30) as store:
    print("open", flush=True)
    for number in range({start}, {stop}):
        name = f"article-{{number}}"
        store.add(reading(name, "The pier was sold. " * 50), [said(name, f"Speaker {{each}}") for each in range(5)])
"""


def writer(path: Path, start: int, stop: int) -> subprocess.Popen[str]:
    script = WRITER.format(paths=[path_ for path_ in sys.path if path_], path=str(path), start=start, stop=stop)
    return subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_a_killed_writer_leaves_whole_articles(tmp_path: Path) -> None:
    """However a writer dies, every article is there with all of its statements, and writing goes on."""
    path = tmp_path / "desk.sayso"
    chance = random.Random(7)
    for _ in range(4):
        process = writer(path, 0, 100_000)
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        time.sleep(chance.uniform(0.02, 0.3))
        process.kill()
        process.wait()
        process.stdout.close()
        with opened(path) as held:
            assert held.verify() == ()
            assert len(held.statements()) == 5 * len(held.articles())
            assert len(held.readings()) == len(held.articles()) > 0
            shutil.copy(path, tmp_path / "copy")


def test_two_writers_share_the_file(tmp_path: Path) -> None:
    """Two processes that write the same articles at once end with each article once."""
    path = tmp_path / "desk.sayso"
    opened(path).close()
    writers = [writer(path, 0, 60), writer(path, 0, 60)]
    for process in writers:
        process.communicate()
    assert [process.returncode for process in writers] == [0, 0]
    with opened(path) as held:
        assert (len(held.articles()), len(held.statements()), held.verify()) == (60, 300, ())


def test_a_second_writer_is_told_who_holds_the_file(tmp_path: Path) -> None:
    """It waits a little, then names the process; readers are not kept waiting."""
    path = tmp_path / "desk.sayso"
    with opened(path) as held, opened(path, wait_seconds=0.05) as second:
        fill(held, ["a"])
        with held._held.writing():
            with pytest.raises(LedgerLockedError, match=str(os.getpid())):
                second.add(reading("b"), [])
            assert len(second.articles()) == 1
        second.add(reading("b"), [])
        assert len(held.articles()) == 2
    assert not (tmp_path / "desk.sayso.writer").exists()


def test_a_folder_given_as_ledger_is_said(tmp_path: Path) -> None:
    """A path that is a folder cannot be a ledger."""
    with pytest.raises(UsageError, match="is a folder"):
        opened(tmp_path)


def test_judgements_come_back_in_the_order_of_recording(store: Store) -> None:
    """Older decisions first."""
    late = Judgement("a", "set-stance", ("s",), "denies", "Odo", "Misread.", "2031-02")
    early = Judgement("b", "dismiss", ("s",), "", "Odo", "Test.", "2031-01")
    for decision in (late, early, late):
        store.judge(decision)
    assert store.judgements() == (early, late)
    assert json.dumps([one.id for one in store.judgements()]) == '["b", "a"]'
