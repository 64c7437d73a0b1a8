"""After a redaction the words are in none of the ledger's files, the chain still holds, and everything else is as before."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from ledger_factories import reading, said
from traces import traces

from sayso.errors import LedgerLockedError, NotFoundError, UsageError
from sayso.ledger import check
from sayso.ledger.store import Store
from sayso.model import Judgement, Outcome, TrackedClaim
from sayso.pipeline import VIEW, Ledger, derive

NAME = "Zwyrgalia Quenterbrook"
"""A name that stands nowhere else."""
PAGE = f"""<html><head><title>{NAME} denies the sale</title><link rel="canonical" href="https://gazette.example/zwyrgalia-quenterbrook">
<meta property="og:site_name" content="Harbour Gazette"><meta property="article:published_time" content="2031-05-02"></head><body><article>
<h1>{NAME} denies the sale</h1><p>{NAME} denied on Friday that the pier of Port Ilse was sold to Vesturia.
"Nothing was signed," {NAME} said.
The pier is the oldest of the coast and has stood empty for years, and the town had hoped for a buyer since the winter.</p></article>
</body></html>"""
OTHERS = [
    f"Vesturia's trade ministry said on day {number} that Norland sold the pier of Port Ilse to Vesturia. The pier is old.\n" * 3
    for number in range(12)
]
MOMENT = ["2031-06-01T08:00:00+00:00"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pages and one with a ledger that holds the name in every table that can, and answers that quote it."""
    base = tmp_path_factory.mktemp("made")
    pages, folder = base / "pages", base / "desk"
    pages.mkdir()
    folder.mkdir()
    for number, text in enumerate(OTHERS):
        (pages / f"{number}.txt").write_text(text, encoding="utf-8")
    (pages / "zwyrgalia-quenterbrook.html").write_text(PAGE, encoding="utf-8")
    MOMENT[0] = "2031-06-01T08:00:00+00:00"
    with opened(folder) as ledger:
        ledger.track([TrackedClaim("sale", "Norland sold the pier of Port Ilse to Vesturia.", ("Norland", "Vesturia"))])
        ledger.read([str(pages / f"{number}.txt") for number in range(6)])
        ledger.view()
        MOMENT[0] = "2031-06-02T08:00:00+00:00"
        ledger.read([str(pages)])
        ledger.view()
    return base


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Path:
    """A folder with a copy of that ledger alone; the pages lie beside it."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    MOMENT[0] = "2031-06-03T08:00:00+00:00"
    return tmp_path / "desk"


def opened(folder: Path) -> Ledger:
    return Ledger(folder / "desk.ledger", clock=lambda: MOMENT[0])


def article_of(ledger: Ledger) -> str:
    (found,) = [article.id for article in ledger.view().articles if NAME in article.text]
    return found


def test_the_words_are_nowhere(desk: Path) -> None:
    """Neither in tables, index, log, unused space, kept answers nor file names; before, they were in many of these."""
    before = {place.split(": ")[1] for place in traces(desk, NAME)}
    assert before >= {"as bytes", "compressed", "table articles", "table statements", "table captures", "table parts", "table editions"}
    assert before >= {"table readings", "index term zwyrgalia"}
    with opened(desk) as ledger:
        done = ledger.redact(article_of(ledger), who="Kaja Lund", why="A court order.")
        assert done.rows >= 5
        assert traces(desk, NAME) == []
        assert traces(desk, "Quenterbrook") == []
        assert ledger.search(NAME) == ()
        assert len(ledger.search("pier")) == len(OTHERS)
        ledger.view()
    assert traces(desk, NAME) == []


def test_the_log_that_brought_them_is_emptied(tmp_path: Path) -> None:
    """Read and redacted while the ledger stays open, so that the words stand in the write-ahead log as well."""
    path = tmp_path / "desk.ledger"
    with Store.open(path, clock=lambda: MOMENT[0]) as store:
        store.add(reading("a", f"{NAME} denied it.", title=NAME), [said("a", NAME)])
        store.add(reading("b", "The pier was sold."), [said("b", "Ilse Maren")])
        assert "desk.ledger-wal: as bytes" in traces(tmp_path, NAME)
        store.redact("a", "Kaja Lund", "A court order.")
        assert traces(tmp_path, NAME) == []
        assert store.search("pier") == ["b"]


def test_what_stays(desk: Path) -> None:
    """The tombstone, a chain that holds, a head that tells of the redaction, and what was answered before the article came."""
    with opened(desk) as ledger:
        early, head, article = ledger.view("2031-06-01"), ledger.head(), article_of(ledger)
        ledger.redact(article, who="Kaja Lund", why="A court order.")
        assert ledger.head() != head
        assert ledger.view("2031-06-01") == early
        emptied = ledger.article(article)
        assert (emptied.text, emptied.title, emptied.url, emptied.outlet) == ("", None, None, "Harbour Gazette")
        assert len(ledger.view().articles) == len(OTHERS) + 1
        assert not [each for each in ledger.view().statements if each.article_id == article]
        assert not [each for each in ledger.view("2031-06-02").statements if each.article_id == article]
        with pytest.raises(NotFoundError):
            ledger.capture(emptied.digest)
    found = check(desk / "desk.ledger", clock=lambda: MOMENT[0], head=head)
    assert (found.damages, found.compared) == ((), True)
    (tombstone,) = found.redactions
    assert (tombstone.targets, tombstone.who, tombstone.why) == ((article,), "Kaja Lund", "A court order.")


def test_reading_it_again_brings_nothing_back(desk: Path) -> None:
    """The same page read again under another name stays empty, and a new reader finds nothing in it."""
    with opened(desk) as ledger:
        article = article_of(ledger)
        ledger.redact(article, who="Kaja Lund", why="A court order.")
        ledger.read([str(desk.parent / "pages")])
        copy = desk.parent / "again.html"
        copy.write_text(PAGE, encoding="utf-8")
        ledger.read([str(copy)])
        assert ledger.article(article).text == ""
        assert ledger._store.outdated("a later reader") == tuple(sorted(each.id for each in ledger.view().articles if each.id != article))
    assert traces(desk, NAME) == []


def test_a_second_time_only_purges_again(desk: Path) -> None:
    """A purge that was stopped is ended by asking again; the first tombstone stays the only one."""
    with opened(desk) as ledger:
        article = article_of(ledger)
        ledger.redact(article, who="Kaja Lund", why="A court order.")
        head = ledger.head()
        ledger.redact(article, who="Odo Brand", why="Another reason.")
        assert ledger.head() == head
        assert [each.who for each in ledger._store.redactions()] == ["Kaja Lund"]


def test_misuse_leaves_no_trace(desk: Path) -> None:
    """Without a name, a reason or such an article nothing happens."""
    with opened(desk) as ledger:
        head = ledger.head()
        for who, why in (("", "A reason."), ("Kaja Lund", " ")):
            with pytest.raises(UsageError):
                ledger.redact(article_of(ledger), who=who, why=why)
        with pytest.raises(NotFoundError):
            ledger.redact("article-0", who="Kaja Lund", why="A reason.")
        assert ledger.head() == head
        assert article_of(ledger)


def test_a_reader_of_the_old_state_is_waited_for(desk: Path) -> None:
    """While another process still reads the words, the purge is not over, and that is said; afterwards it can be ended."""
    path = desk / "desk.ledger"
    reader = sqlite3.connect(path, isolation_level=None)
    with Store.open(path, clock=lambda: MOMENT[0], wait_seconds=0.05) as store:
        (article,) = store.search(NAME)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM articles").fetchone()
        with pytest.raises(LedgerLockedError, match="redact again"):
            store.redact(article, "Kaja Lund", "A court order.")
        reader.execute("ROLLBACK")
        store.redact(article, "Kaja Lund", "A court order.")
        assert traces(desk, NAME) == []
    reader.close()


def test_rows_refuse_change_again(desk: Path) -> None:
    """The rule is lifted for one transaction only."""
    with opened(desk) as ledger:
        ledger.redact(article_of(ledger), who="Kaja Lund", why="A court order.")
    with sqlite3.connect(desk / "desk.ledger") as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute("UPDATE articles SET record = ''")
    connection.close()


def test_backups_of_migrations_go_with_it(tmp_path: Path) -> None:
    """A backup from before a migration holds the words too; files of other names stay."""
    path = tmp_path / "desk.ledger"
    with sqlite3.connect(path) as connection:
        connection.executescript(Path(__file__).with_name("version-1.sql").read_text(encoding="utf-8"))
    connection.close()
    (tmp_path / "other.ledger.version-1.backup").write_bytes(b"another desk's")
    with Store.open(path, clock=lambda: MOMENT[0]) as store:
        (article,) = store.articles()
        assert [place for place in traces(tmp_path, article.text) if place.startswith("desk.ledger.version-1.backup")]
        _, backups = store.redact(article.id, "Kaja Lund", "A court order.")
        assert backups == ("desk.ledger.version-1.backup",)
    assert traces(tmp_path, article.text) == []
    assert (tmp_path / "other.ledger.version-1.backup").exists()


def test_copies_elsewhere_are_told(tmp_path: Path) -> None:
    """An article with the same words under another name keeps them, and is named."""
    text = f"{NAME} denied that the pier of Port Ilse was sold to Vesturia, and said that no buyer had come since the winter. " * 4
    days = (("Far", "01"), ("Near", "02"))
    rows = "".join(f'{{"id": "{name}", "site": "{name} post", "published": "2031-05-{day}", "text": "{text}"}}\n' for name, day in days)
    (tmp_path / "two.jsonl").write_text(rows, encoding="utf-8")
    with Ledger(tmp_path / "desk.ledger", clock=lambda: MOMENT[0]) as ledger:
        ledger.read([str(tmp_path / "two.jsonl")])
        one, other = ledger.view().articles
        assert ledger.redact(one.id, who="Kaja Lund", why="A court order.").akin == (other.id,)
        assert ledger.article(other.id).text.startswith(NAME)


def test_an_emptied_row_without_a_tombstone_is_damage(tmp_path: Path) -> None:
    """Emptying behind the ledger's back shows."""
    path = tmp_path / "desk.ledger"
    with Store.open(path, clock=lambda: MOMENT[0]) as store:
        store.add(reading("a"), [said("a", "Ilse Maren")])
        assert store.readings() == (("a.txt", Outcome.OK.value),)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER statements_no_update")
        connection.execute("UPDATE statements SET record = '{}', redacted = 1")
    connection.close()
    assert [line for line in check(path, clock=lambda: MOMENT[0]).damages if "no redaction says so" in line]


def test_what_a_judgement_kept_of_the_words_goes_too(tmp_path: Path) -> None:
    """A decision on a claim that the pile put forward keeps its words: they go, the decision stays, the ledger is whole."""
    path = tmp_path / "desk.ledger"
    kept = (("claim-1", "", f"{NAME} denied it.", "a:0-20"), ("claim-2", "pier", "The pier was sold."))
    made = Judgement("judgement-1", "merge", ("claim-1", "claim-2"), "", "Kaja Lund", "One matter.", MOMENT[0], kept)
    with Store.open(path, clock=lambda: MOMENT[0]) as store:
        store.add(reading("a", f"{NAME} denied it.", title=NAME), [said("a", NAME)])
        store.add(reading("b", "The pier was sold."), [said("b", "Ilse Maren")])
        store.judge(made)
        store.redact("b", "Kaja Lund", "Asked for.")
        assert store.judgements() == (made,)
        store.redact("a", "Kaja Lund", "A court order.")
        assert traces(tmp_path, NAME) == []
        assert store.judgements() == (replace(made, traces=(("claim-1", "", "", "a:0-20"), kept[1])),)
        assert store.verify() == ()


def test_what_was_being_worked_out_meanwhile_is_not_kept(desk: Path) -> None:
    """Another process that read the words before they were taken out writes none of them afterwards, and works it out anew."""
    with opened(desk) as slow, opened(desk) as other:
        other.track([TrackedClaim("late", "Oster sold a pier.", ())])
        snapshot = slow.store.as_known()
        view = derive(snapshot)
        other.store.redact(article_of(other), "Kaja Lund", "A court order.")
        assert slow.store.keep(view, snapshot, VIEW) is None
        assert traces(desk, NAME) == []
        assert slow.store.keep(derive(again := slow.store.as_known()), again, VIEW) is not None
        assert traces(desk, NAME) == []


def test_who_has_the_ledger_open_shows_the_words_no_more(desk: Path) -> None:
    """Neither now nor of a moment before, whatever that process had worked out and not kept."""
    with opened(desk) as reader, opened(desk) as other:
        moments = reader.store.moments()
        for moment in (None, *moments):
            reader.view(moment)
        other.redact(article_of(other), who="Kaja Lund", why="A court order.")
        for moment in (None, *moments):
            assert all(NAME not in article.text for article in reader.view(moment).articles)
    assert traces(desk, NAME) == []


@pytest.mark.parametrize("words", [f"{NAME} denied it.", f"{NAME} denies the sale"])
def test_words_of_a_claim_are_known_again_across_lines_and_in_headlines(tmp_path: Path, words: str) -> None:
    """A claim's words stand on one line; the article's may stand on two, or above its text, and the places kept may be others'."""
    path = tmp_path / "desk.ledger"
    made = Judgement("judgement-1", "dismiss", ("claim-1",), "", "Kaja Lund", "Old.", MOMENT[0], (("claim-1", "", words, "b:0-18"),))
    with Store.open(path, clock=lambda: MOMENT[0]) as store:
        store.add(reading("a", f"{NAME}\ndenied it.", title=f"{NAME} denies the sale"), [said("a", NAME)])
        store.judge(made)
        store.redact("a", "Kaja Lund", "A court order.")
        assert traces(tmp_path, NAME) == []
