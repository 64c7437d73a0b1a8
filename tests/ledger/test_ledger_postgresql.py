"""A ledger on a server is the ledger of a file: the same head, the same exports, the same promises; and trouble is told in words."""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test
from ledger_factories import made_view, reading, said
from test_ledger_replay import STEPS_AN_EXAMPLE, Desk

import sayso.ledger.postgresql
from postgres_server import PostgresServer, running_server, server_programs
from sayso.cli import main
from sayso.demo import EXAMPLE
from sayso.errors import LedgerDamagedError, LedgerError, LedgerLockedError, LedgerNewerError, UsageError
from sayso.ledger.escaping import escaped, unescaped
from sayso.ledger.migrations import VERSION
from sayso.ledger.places import shown
from sayso.ledger.schema import APPEND_ONLY
from sayso.ledger.server_address import server_address
from sayso.ledger.store import Store
from sayso.model import Judgement, Outcome, Problem, Reading, TrackedClaim
from sayso.pipeline import Ledger

MOMENTS = (f"2031-01-01T00:00:{second:02d}+00:00" for second in itertools.cycle(range(60)))


def opened(address: str | Path, **options: object) -> Store:
    return Store.open(address, clock=lambda: next(MOMENTS), **options)  # type: ignore[arg-type]


def fill(held: Store) -> None:
    """Leave a row in each table that a ledger fills by itself."""
    for name in ("a", "b"):
        trouble = (Problem("thin", "Little text; check the page.", f"{name}.txt"),)
        held.add(reading(name, f"The pier {name} was sold.", trouble), [said(name, "Ilse Maren")])
    held.track([TrackedClaim("pier", "The pier was sold.")])
    held.judge(Judgement("j", "dismiss", ("b",), "", "Odo", "A test page.", "2031"))
    snapshot = held.as_known()
    held.keep(made_view(snapshot), snapshot, "machine 1")


@pytest.fixture
def database(postgres: PostgresServer) -> str:
    """The name of a database with a full ledger."""
    name = postgres.fresh()
    with opened(postgres.address(name)) as held:
        fill(held)
    return name


def test_both_kinds_hold_the_same_ledger(tmp_path: Path, postgres: PostgresServer) -> None:
    """The same things recorded, in another order, give one head and one answer to every question; odd signs included."""
    seen = []
    for address, order in ((tmp_path / "desk.sayso", 1), (postgres.address(), -1)):
        with opened(address) as held:
            held.track([TrackedClaim("pi\x00er\x01", "The pier\x00 was sold.", ("Norland",))])
            for name in ["a", "b", "c"][::order]:
                one = reading(name, f"The pier {name} was sold \ud800\x00 in Ḥarbour \x01\U0001f6a2.", title="Ünder\x00")
                held.add(one, [said(name, "Ilse\x00 Maren")])
                for name_of_input in ("list.jsonl#a\x00", "list.jsonl#a\x01", "list.jsonl#\ud800", "Ä.txt", "z.txt", "_.txt")[::order]:
                    held.add(Reading(name_of_input, Outcome.OK, one.article, one.raw, (Problem("thin", "\x00", name_of_input),)), [])
            assert held.verify() == ()
            seen.append((held.head(), held.articles(), held.statements(), held.readings(), held.problems(), held.tracked()))
    assert seen[0] == seen[1]


@given(st.lists(st.text(alphabet="\x00\x01\x02a\u00e9"), min_size=2, max_size=2))
def test_names_with_a_nul_come_back_and_sort_as_before(names: list[str]) -> None:
    """Escaping loses nothing and leaves the order as it is."""
    one, other = names
    assert unescaped(escaped(one)) == one
    assert "\x00" not in escaped(one)
    assert (escaped(one) < escaped(other)) == (one < other)


@pytest.mark.parametrize("table", [table.name for table in APPEND_ONLY])
@pytest.mark.parametrize("change", ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"])
def test_the_server_refuses_change(postgres: PostgresServer, shared: str, table: str, change: str) -> None:
    """Not even the server's own administrator changes or removes a row by plain SQL."""
    column = "place" if table == "edition_parts" else "link" if table == "journal" else "mark"
    with pytest.raises(Exception, match="append-only"):
        postgres.sql(shared, change.format(table=table, column=column))


@pytest.fixture(scope="module")
def shared(postgres: PostgresServer) -> str:
    """The name of a database that several tests look at and none changes."""
    name = postgres.fresh()
    with opened(postgres.address(name)) as held:
        fill(held)
    return name


def test_nothing_but_an_empty_database_becomes_a_ledger(postgres: PostgresServer) -> None:
    """One without a ledger is not made by looking; one that holds something else, or cannot hold every letter, is refused."""
    with pytest.raises(UsageError, match="no ledger at postgresql://postgres@/ledger"):
        opened(postgres.address(), create=False)
    other = postgres.fresh()
    postgres.sql(other, "CREATE TABLE notes (words text)")
    with pytest.raises(LedgerDamagedError, match="not a sayso ledger"):
        opened(postgres.address(other))
    assert postgres.sql(other, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == [["notes"]]
    narrow = postgres.fresh("TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    with pytest.raises(UsageError, match="createdb --encoding UTF8"):
        opened(postgres.address(narrow))


def test_a_newer_ledger_is_left_alone(postgres: PostgresServer, database: str) -> None:
    """A version that this sayso does not know is refused, with exit code 5."""
    postgres.sql(database, f"INSERT INTO ledger_version VALUES ({VERSION + 1})")  # noqa: S608
    with pytest.raises(LedgerNewerError, match="upgrade") as caught:
        opened(postgres.address(database))
    assert caught.value.exit_code == 5


SPOILED = {
    "articles": "UPDATE articles SET record = '{}' WHERE number = 1",
    "statements": "UPDATE statements SET mark = 'x' WHERE number = 1",
    "captures": "UPDATE captures SET raw = 'x'",
    "readings": "UPDATE readings SET outcome = 'ok2' WHERE number = 1",
    "problems": "DELETE FROM problems WHERE number = 1",
    "journal": "UPDATE journal SET recorded_at = '2030' WHERE number = 2",
    "parts": "UPDATE parts SET payload = 'x'",
    "part_standings": "UPDATE part_standings SET challenge = 'none'",
    "edition_parts": "UPDATE edition_parts SET story = 'other'",
    "judgements": "UPDATE judgements SET id = 'k'",
}


@pytest.mark.parametrize("table", SPOILED)
def test_one_changed_value_is_found(postgres: PostgresServer, database: str, table: str) -> None:
    """What an administrator changes behind the triggers' back shows in `verify`, although the triggers are back."""
    postgres.sql(database, f"ALTER TABLE {table} DISABLE TRIGGER ALL", SPOILED[table], f"ALTER TABLE {table} ENABLE TRIGGER ALL")
    with opened(postgres.address(database)) as held:
        assert held.verify()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("DROP TRIGGER articles_stays ON articles", "articles: its triggers"),
        ("ALTER TABLE articles DISABLE TRIGGER articles_stays", "articles: its triggers"),
        (
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL;END'",
            "journal: its triggers",
        ),
        ("ALTER TABLE readings DROP CONSTRAINT readings_mark_key", "readings: its indexes"),
        ("ALTER TABLE problems ALTER COLUMN input_id DROP NOT NULL", "problems: its columns"),
        ("DROP TABLE inputs_read", "inputs_read: the table is missing"),
        ("SET session_replication_role = replica; DELETE FROM captures", "articles: 2 rows point to nothing in captures"),
        ("UPDATE article_words SET words = 'mill'", "the word index does not fit the articles (2 of them)"),
        ("DELETE FROM article_words", "the word index does not fit the articles (2 of them)"),
    ],
)
def test_rules_taken_away_are_told(postgres: PostgresServer, database: str, change: str, told: str) -> None:
    """A table, trigger, index or word that is not as a ledger's is."""
    postgres.sql(database, *change.split("; "))
    with opened(postgres.address(database)) as held:
        assert [line for line in held.verify() if line.startswith(told)]


def test_a_second_writer_is_told_who_holds_the_ledger(postgres: PostgresServer) -> None:
    """It waits a little, then names the process; readers are not kept waiting, and an edition is given up at once."""
    address = postgres.address()
    with opened(address) as held, opened(address, wait_seconds=0.05) as second:
        held.add(reading("a"), [])
        with held._held.writing():
            with pytest.raises(LedgerLockedError, match=f"sayso process {os.getpid()} on .*server process") as caught:
                second.add(reading("b"), [])
            assert caught.value.exit_code == 5
            assert len(second.articles()) == 1
            snapshot = second.as_known()
            assert second.keep(made_view(snapshot), snapshot, "machine 1") is None
        second.add(reading("b"), [])
        assert len(held.articles()) == 2


def test_a_reader_keeps_seeing_what_it_saw(postgres: PostgresServer) -> None:
    """What another process records meanwhile does not show inside one look."""
    address = postgres.address()
    with opened(address) as held, opened(address) as other:
        held.add(reading("a"), [])
        with other._held.reading() as connection:
            before = connection.exec_driver_sql("SELECT count(*) FROM articles").scalar()
            held.add(reading("b"), [])
            assert connection.exec_driver_sql("SELECT count(*) FROM articles").scalar() == before == 1
        assert len(other.articles()) == 2


def test_a_reader_cannot_write(postgres: PostgresServer) -> None:
    """A look is a look, whatever is asked in it."""
    with opened(postgres.address()) as held, pytest.raises(LedgerError, match="only be looked at"), held._held.reading() as connection:
        connection.exec_driver_sql("INSERT INTO tally VALUES (2, '')")


def written_while(held: Store, something: Callable[[], None]) -> None:
    """Begin to write, let something happen, and go on writing."""
    with held._held.writing() as connection:
        connection.exec_driver_sql("UPDATE tally SET sum = ''")
        something()
        connection.exec_driver_sql("SELECT 1")


def test_a_writer_that_stands_still_is_ended(postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that was stopped, or whose machine was cut off, does not lock everybody out for ever."""
    address = postgres.address()
    opened(address).close()
    monkeypatch.setattr(sayso.ledger.postgresql, "_STANDSTILL", "100ms")
    with opened(address) as held, opened(address, wait_seconds=30) as second:

        def another_writes() -> None:
            monkeypatch.undo()
            second.add(reading("a"), [])

        with pytest.raises(LedgerError, match=r"stood still|went away"):
            written_while(held, another_writes)
        held.add(reading("b"), [])
        assert len(held.articles()) == 2


SECRET = "zwyrgalia"  # noqa: S105 -- a name that stands nowhere else


def test_after_a_redaction_the_words_are_in_no_table(own_server: PostgresServer) -> None:
    """Nor in any file of the database once the server has written what it holds; its log and its copies are its administrator's."""
    name = own_server.fresh()
    with opened(own_server.address(name)) as held:
        fill(held)
        one = reading("z", f"{SECRET} was named, {SECRET}.", (Problem("thin", SECRET, "z.txt"),), title=f"On {SECRET}")
        held.add(one, [replace(said("z", SECRET), id="a hash")])
        snapshot = held.as_known()
        held.keep(made_view(snapshot), snapshot, "machine 2")
        own_server.sql(name, "CHECKPOINT")
        assert held.search(SECRET) == ["z"]
        assert traces(own_server)
        tombstone, backups = held.redact("z", "Odo Brand", "She asked for it.")
        assert (held.redactions(), backups) == ((tombstone,), ())
        assert held.search(SECRET) == []
        assert held.verify() == ()
        assert [article.id for article in held.articles() if article.text] == ["a", "b"]
        own_server.sql(name, "CHECKPOINT")
        assert traces(own_server) == []
        with pytest.raises(LedgerError, match="append-only"), held._held.writing() as connection:
            connection.exec_driver_sql("DELETE FROM articles")


def traces(server: PostgresServer) -> list[Path]:
    """The files of the server's databases that hold the secret, as it is or in the first bytes of a compressed text."""
    files = [path for path in (server.data / "base").rglob("*") if path.is_file()]
    return [path for path in files if SECRET.encode() in path.read_bytes()]


def test_a_redaction_waits_for_readers_and_says_so(postgres: PostgresServer, database: str) -> None:
    """A reader that still sees the words is told of; asked again, the purge is ended."""
    with opened(postgres.address(database), wait_seconds=0.05) as held, opened(postgres.address(database)) as other:
        with other._held.reading() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM articles")
            with pytest.raises(LedgerLockedError, match="redact again"):
                held.redact("a", "Odo Brand", "She asked for it.")
        assert held.redact("a", "Odo Brand", "She asked for it.")[0] == held.redactions()[0]
        assert held.verify() == ()


WRITER = """
import sys
sys.path[:0] = {paths!r}
from ledger_factories import reading, said
from sayso.ledger.store import Store
with Store.open({address!r}, clock=lambda: "2031", wait_seconds=60) as store:
    print("open", flush=True)
    for number in range({stop}):
        name = f"article-{{number}}"
        store.add(reading(name, "The pier was sold. " * 50), [said(name, f"Speaker {{each}}") for each in range(5)])
"""


def writer(address: str, stop: int) -> subprocess.Popen[str]:
    script = WRITER.format(paths=[path for path in sys.path if path], address=address, stop=stop)
    return subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)


def test_two_writers_share_the_ledger(postgres: PostgresServer) -> None:
    """Two processes that make the ledger and write the same articles at once end with each article once."""
    address = postgres.address()
    writers = [writer(address, 40), writer(address, 40)]
    for process in writers:
        process.communicate()
    assert [process.returncode for process in writers] == [0, 0]
    with opened(address) as held:
        assert (len(held.articles()), len(held.statements()), held.verify()) == (40, 200, ())


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_a_killed_writer_leaves_whole_articles(postgres: PostgresServer) -> None:
    """However a writer dies, every article is there with all of its statements, and writing goes on at once."""
    address = postgres.address()
    for pause in (0.05, 0.2, 0.4):
        process = writer(address, 100_000)
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        time.sleep(pause)
        process.kill()
        process.wait()
        process.stdout.close()
        with opened(address) as held:
            assert held.verify() == ()
            assert len(held.statements()) == 5 * len(held.articles())
            assert len(held.readings()) == len(held.articles())
            held.add(reading(f"after-{pause}"), [said(f"after-{pause}", f"Speaker {each}") for each in range(5)])


@pytest.fixture
def own_server() -> Iterator[PostgresServer]:
    """A server that a test may stop."""
    with running_server(server_programs()) as server:
        yield server


def test_a_server_that_goes_away_is_told(own_server: PostgresServer) -> None:
    """The message says that nothing recorded is lost; the same store goes on when the server is back, without the article in hand."""
    address = own_server.address()
    with opened(address) as held:
        held.add(reading("a"), [said("a", "Ilse Maren")])
        head = held.head()
        with pytest.raises(LedgerError, match="went away; what was recorded is whole"):
            written_while(held, own_server.stop)
        with pytest.raises(LedgerError, match="cannot be reached") as caught:
            held.add(reading("b"), [])
        assert caught.value.exit_code == 1
        own_server.start()
        assert held.head() == head
        held.add(reading("b"), [])
        assert held.verify() == ()


def test_trouble_with_the_address_is_told_without_the_password(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each message names what to do next; none holds the password. A password file is read, unless others may read it."""
    postgres.sql("postgres", "CREATE ROLE locked LOGIN PASSWORD 'secret words'")
    name = postgres.fresh()
    postgres.sql("postgres", f"ALTER DATABASE {name} OWNER TO locked")
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pgpass"))
    right, asking = "secret%20words", f"@/{name}?host={postgres.folder}"
    for address, told in (
        (f"postgresql://locked{asking}", "asks for a password; give it in PGPASSWORD"),
        (f"postgresql://locked:secret%20guess{asking}", "refused the password"),
        (f"postgresql://nobody:secret{asking}", "role"),
        (f"postgresql://locked:{right}@/none?host={postgres.folder}", "createdb --owner locked none"),
        (f"postgresql://locked:{right}@/{name}?host={tmp_path}", "cannot be reached"),
        (f"postgresql://locked:{right}@/{name}?host={tmp_path}&sslmode=secret", "sslmode"),
        (f"postgresql://locked:{right}@/{name}?secret=1", "known are host, port, sslmode"),
        (f"postgresql://locked:{right}@:secret/{name}", "written|write it as"),
        ("postgresql://locked:secret@", "names no database"),
    ):
        with pytest.raises((LedgerError, UsageError), match=told) as caught:
            opened(address)
        assert "secret" not in str(caught.value).replace("option that is not known here: secret", "")
    opened(f"postgresql://locked:{right}{asking}").close()
    monkeypatch.setenv("PGPASSWORD", "secret words")
    opened(f"postgresql://locked{asking}", create=False).close()
    monkeypatch.delenv("PGPASSWORD")
    kept = tmp_path / "pgpass"
    kept.write_text("db.example:*:*:*:other\nlocalhost:5432:*:locked:secret words\n", encoding="utf-8")
    kept.chmod(0o600)
    opened(f"postgresql://locked{asking}", create=False).close()
    kept.chmod(0o644)
    with pytest.raises(LedgerError, match="asks for a password"):
        opened(f"postgresql://locked{asking}", create=False)


def test_a_role_without_rights_is_told_what_it_lacks(postgres: PostgresServer) -> None:
    """A role that may not make tables is told so."""
    postgres.sql("postgres", "CREATE ROLE guest LOGIN")
    with pytest.raises(LedgerError, match=r"may not do this .*make it the owner"):
        opened(postgres.address(user="guest"))


def test_a_role_that_may_only_look_can_look(postgres: PostgresServer, database: str) -> None:
    """It is given what was derived before, and told where it would have to write."""
    postgres.sql("postgres", "CREATE ROLE looker LOGIN")
    postgres.sql(database, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO looker")
    with opened(postgres.address(database, "looker"), create=False) as held:
        edition = held.edition(held.as_known(), "machine 1")
        assert edition is not None
        assert len(held.standings(edition)) == 2
        assert held.search("pier") == ["a", "b"]
        with pytest.raises(LedgerError, match="role looker may not do this"):
            held.add(reading("c"), [])


def test_addresses_are_completed_as_psql_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an address leaves out comes from PostgreSQL's own variables."""
    for name, value in {"PGHOST": "db.example", "PGPORT": "6543", "PGUSER": "desk", "PGDATABASE": "news", "PGPASSFILE": "none"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("PGPASSWORD", raising=False)
    assert server_address("postgresql://").shown == "postgresql://desk@db.example:6543/news"
    assert server_address("postgres://odo@other.example:1/wire%20news").shown == "postgresql://odo@other.example:1/wire news"


TYPED = """pier Pier sold o'brien 2031-05-29 Hárbour harbour mill pier* -pier "pier sold" AND ! & pier|mill ':* \\ <-> naïve ÅSE x_y
gazette.example/pier १२"""
LETTERS = st.characters(max_codepoint=0x4FF, exclude_categories=["Cs", "Cn", "Mn", "Me"])
"""Where both know the same letters; SQLite's tables are of Unicode 6."""
WORDS = st.sampled_from(TYPED.split())
TEXTS = (
    ("a", "Hárbour news", "The pier of Port Ilse was sold on 2031-05-29 by O'Brien."),
    ("b", "Mills", "A naive mill, x_y: see gazette.example/pier for the pier; sold, sold, sold."),
    ("c", None, "Åse counted १२ piers. O. Brien did not. In 2031 29 May was a Thursday: 05."),
)


@pytest.fixture(scope="module")
def searched(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    """The same articles on both kinds of database."""
    with opened(tmp_path_factory.mktemp("searched") / "desk.sayso") as file, opened(postgres.address()) as server:
        for held in (file, server):
            for name, title, text in TEXTS:
                held.add(reading(name, text, title=title), [])
        yield file, server


@settings(max_examples=int(os.environ.get("SAYSO_CASES", "150")), deadline=None, database=None)
@given(st.one_of(st.text(LETTERS, max_size=12), st.lists(WORDS, min_size=1, max_size=3).map(" ".join)))
def test_search_finds_the_same_articles_on_both_kinds(searched: tuple[Store, Store], query: str) -> None:
    """Whatever is typed, nothing of it is syntax, and both find the same."""
    file, server = searched
    assert sorted(server.search(query)) == sorted(file.search(query))


@settings(max_examples=100, deadline=None, database=None)
@given(st.text(max_size=12))
def test_search_words_are_never_syntax(searched: tuple[Store, Store], query: str) -> None:
    """Whatever is typed, in whatever script, search answers."""
    assert set(searched[1].search(query)) <= {"a", "b", "c"}


def test_the_best_match_comes_first(postgres: PostgresServer) -> None:
    """More of the words in less text goes first; equal ones stand by id; the limit holds."""
    with opened(postgres.address()) as held:
        held.add(reading("a", "The pier was sold. " + "Nothing else happened in Port Ilse. " * 40), [])
        held.add(reading("c", "The pier, the pier."), [])
        held.add(reading("b", "The pier, the pier."), [])
        assert held.search("pier") == ["b", "c", "a"]
        assert held.search("pier", 1) == ["b"]
        assert held.search("pier", 0) == []


def test_a_very_long_article_is_kept_and_found_by_its_first_words(postgres: PostgresServer) -> None:
    """PostgreSQL bounds what one article's words may take; the article is whole all the same."""
    text = "pier " + " ".join(f"{'ü' * 20}{number}" for number in range(60_000)) + " " + "z" * 5000
    with opened(postgres.address()) as held:
        held.add(reading("long", text), [])
        assert held.search("pier") == ["long"]
        assert held.articles()[0].text == text
        assert held.verify() == ()


def test_several_threads_share_a_store(postgres: PostgresServer) -> None:
    """The web app asks from several threads at once."""
    with opened(postgres.address(), wait_seconds=30) as held:
        threads = [threading.Thread(target=held.add, args=(reading(f"{number}"), [])) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(held.articles()) == 8
        assert held.verify() == ()


class ServerDesk(Desk):
    """The desk of `test_ledger_replay`, on a server."""

    server: PostgresServer

    def _opened(self) -> Ledger:
        if not hasattr(self, "_address"):
            self._address = self.server.address()
        return Ledger(self._address, clock=self._now)


def test_every_question_is_answered_as_a_replay_answers_it(postgres: PostgresServer) -> None:
    """What was known at a moment, and that no past answer changes, on a server as in a file."""
    ServerDesk.server = postgres
    quiet = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    examples = max(1, int(os.environ.get("SAYSO_CASES", "0")) // STEPS_AN_EXAMPLE)
    chosen = settings(
        max_examples=examples, stateful_step_count=STEPS_AN_EXAMPLE, deadline=None, database=None, suppress_health_check=quiet
    )
    run_state_machine_as_test(ServerDesk, settings=chosen)


def test_the_command_line_gives_the_same_on_both_kinds(
    tmp_path: Path, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Reading, following, listing, showing, reporting and exporting: byte for byte, with one head."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1938700000")
    pages = sorted(str(path) for path in (EXAMPLE / "pages").iterdir())[:5]
    steps = [("read", *pages), ("track", str(EXAMPLE / "claims.json")), ("claims", "--as-of", "2031-06"), ("show", "contract")]
    steps += [("report", "-o", "report.html"), ("export", "json"), ("problems",), ("changes", "--since", "2030"), ("read", *pages)]
    steps += [("verify",), ("verify", "--head", "0" * 64)]
    told = []
    for kind, address in (("file", "desk.ledger"), ("server", postgres.address())):
        (tmp_path / kind).mkdir()
        monkeypatch.chdir(tmp_path / kind)
        for step in steps:
            with contextlib.suppress(SystemExit):
                main(["--ledger", address, *step])
        printed = capsys.readouterr()
        with opened(address, create=False) as held:
            warned = printed.err.replace(str(tmp_path / kind), "").replace(shown(address), "it")
            told.append((printed.out, warned, Path("report.html").read_bytes(), held.head()))
    assert told[0] == told[1]
