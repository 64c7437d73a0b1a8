"""The command line: data on standard output, the rest on standard error, exit codes, and messages that say what to do next."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sayso import __version__
from sayso.cli import hoist
from sayso.cli_output import write_whole
from sayso.errors import UsageError

ARTICLE = (
    "Norland's foreign ministry denied on Thursday that a contract had been signed with Vesturia. "
    "The ministry said that talks had been held.\n"
)
CONTRACT = ("track", "Norland and Vesturia signed a contract.", "--party", "Norland", "--party", "Vesturia")
HELP_CPU_SECONDS = 1.0
"""Measured: 0.12 s; the bound is generous, as the machine may be busy. Loading the stages takes longer than this."""


def run(folder: Path, *arguments: str, stdin: bytes | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `sayso` in a folder of its own, without a terminal."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SAYSO", "SOURCE_DATE"))}
    found = subprocess.run(
        [sys.executable, "-m", "sayso", *arguments], cwd=folder, input=stdin, capture_output=True, check=False, env=kept | variables
    )
    return subprocess.CompletedProcess(found.args, found.returncode, found.stdout.decode(), found.stderr.decode())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger that has read one article and follows one claim."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "denial.txt").write_text(ARTICLE, encoding="utf-8")
    assert run(folder, "read", "denial.txt").returncode == 0
    assert run(folder, *CONTRACT).returncode == 0
    return folder


def test_help_answers_at_once(tmp_path: Path) -> None:
    """`--help` costs little processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert "Usage: sayso" in run(tmp_path, "--help").stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < HELP_CPU_SECONDS


def test_version(tmp_path: Path) -> None:
    """`--version` prints name and version."""
    assert run(tmp_path, "--version").stdout == f"sayso {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("claims",), 2, "there is no ledger at sayso.ledger yet. Make one: sayso read"),
        (("show", "contract"), 2, "there is no ledger"),
        (("report",), 2, "there is no ledger"),
        (("read", "nowhere.html"), 2, "nowhere.html"),
        (("track", "claims.json"), 2, "it should look like"),
        (("track", " "), 2, "a claim needs a text"),
        (("claims", "--as-of", "29 May"), 2, "write it as 2031, 2031-05 or 2031-05-29"),
        (("claims", "--as-of", "2031-02-30"), 2, "is not a date"),
        (("export", "parquet"), 2, "parquet"),
        (("read",), 2, "PATH"),
        (("spell",), 2, "No such command"),
    ],
)
def test_misuse_is_answered_with_what_to_do(tmp_path: Path, arguments: tuple[str, ...], code: int, message: str) -> None:
    """Misuse ends with the right exit code, the answer on standard error, and nothing on standard output."""
    found = run(tmp_path, *arguments)
    assert (found.returncode, found.stdout) == (code, "")
    assert message in found.stderr
    assert "Traceback" not in found.stderr


def test_reading_tells_the_outcome_and_the_next_step(tmp_path: Path) -> None:
    """After reading, the counts and the next command stand on standard error."""
    (tmp_path / "denial.txt").write_text(ARTICLE, encoding="utf-8")
    found = run(tmp_path, "read", "denial.txt")
    assert found.stdout == ""
    assert "1 read: " in found.stderr
    assert "Next: sayso track" in found.stderr


def test_reading_as_json_counts_the_inputs(tmp_path: Path) -> None:
    """With `--json` the outcome is data; ok, partial and quarantined sum to the inputs."""
    (tmp_path / "denial.txt").write_text(ARTICLE, encoding="utf-8")
    counts = json.loads(run(tmp_path, "read", "denial.txt", "--json").stdout)
    assert counts["ok"] + counts["partial"] + counts["quarantined"] == 1


def test_a_quarantined_input_ends_with_three(tmp_path: Path) -> None:
    """An input without any text is quarantined, told with its reason, and the others are read."""
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "empty.txt").write_bytes(b"")
    (pages / "denial.txt").write_text(ARTICLE, encoding="utf-8")
    found = run(tmp_path, "read", "pages", "--ledger", "desk.ledger")
    assert found.returncode == 3
    assert "1 quarantined" in found.stderr
    assert "empty.txt" in found.stderr
    assert "empty.txt" in run(tmp_path, "--ledger", "desk.ledger", "problems").stdout


def test_the_ledger_itself_is_not_read_as_a_page(tmp_path: Path) -> None:
    """Reading the folder in which the ledger lies reads the pages only, the first time and later."""
    (tmp_path / "denial.txt").write_text(ARTICLE, encoding="utf-8")
    for _ in range(2):
        assert "1 read: 1 ok" in run(tmp_path, "read", ".").stderr


def test_a_page_without_main_text_is_told_once(tmp_path: Path) -> None:
    """What the extractor logs about a page stays away; the reason and the next step are told by us."""
    (tmp_path / "menu.html").write_text("<html><body><nav>Home</nav></body></html>", encoding="utf-8")
    told = run(tmp_path, "read", "menu.html").stderr
    assert "hardly any text" in told
    assert "discarding data" not in told


def test_a_date_asked_for_includes_all_of_it(tmp_path: Path) -> None:
    """A claim has its standing on the day of a report, whatever the hour, and in its month; not the day before."""
    row = {"id": "1", "site": "Harbour Gazette", "published": "2031-05-29T21:30:00Z", "text": ARTICLE}
    (tmp_path / "feed.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    run(tmp_path, "read", "feed.jsonl")
    run(tmp_path, *CONTRACT)
    shown = {date: run(tmp_path, "claims", "--as-of", date).stdout for date in ("2031-05-28", "2031-05-29", "2031-05")}
    assert {date: "no standing" in text for date, text in shown.items()} == {"2031-05-28": True, "2031-05-29": False, "2031-05": False}
    one = json.loads(run(tmp_path, "show", "signed a contract", "--as-of", "2031-05-29", "--json").stdout)
    assert one["standing"]["published_by"] == "2031-05-29"


def test_standard_input_is_read(tmp_path: Path) -> None:
    """`-` reads standard input."""
    assert "1 read: " in run(tmp_path, "read", "-", stdin=ARTICLE.encode()).stderr


def test_an_empty_ledger_says_how_to_go_on(tmp_path: Path) -> None:
    """A ledger that follows a claim and has read nothing says what is missing."""
    found = run(tmp_path, *CONTRACT)
    assert "Nothing is read yet. Next: sayso read" in found.stderr
    assert "Norland and Vesturia signed a" in found.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("claims", "--json"),
        ("--json", "claims"),
        ("claims", "--as-of", "2031-05", "--json"),
        ("claims", "--challenged", "--json"),
        ("show", "signed a contract", "--json"),
        ("show", "signed a contract", "--as-of", "2031", "--json"),
        ("export", "json"),
        ("problems", "--json"),
        ("annotate", "denial.txt", "--format", "jsonl"),
    ],
)
def test_data_is_json_and_nothing_else(desk: Path, arguments: tuple[str, ...]) -> None:
    """What stands on standard output parses as JSON in full."""
    found = run(desk, *arguments)
    assert found.returncode == 0, found.stderr
    json.loads(found.stdout)


@pytest.mark.parametrize("command", [("claims",), ("show", "signed a contract"), ("demo",)])
def test_a_pipe_gets_no_colour(desk: Path, command: tuple[str, ...]) -> None:
    """Without a terminal there are no escape sequences on either stream."""
    found = run(desk, *command)
    assert found.returncode == 0, found.stderr
    assert "\x1b" not in found.stdout + found.stderr


def test_an_unknown_claim_is_answered_with_the_claims_there_are(desk: Path) -> None:
    """A claim that is not there ends with 1 and a list to choose from."""
    found = run(desk, "show", "submarine")
    assert found.returncode == 1
    assert "Norland and Vesturia signed a contract." in found.stderr


def test_what_is_no_ledger_is_told_with_what_to_name(tmp_path: Path) -> None:
    """A text file, a folder and a mistyped head are slips of the hand, not damage that a backup cures."""
    (tmp_path / "note.txt").write_text("Norland signed a contract.\n" * 99, encoding="utf-8")
    assert (
        "note.txt is no ledger, or its beginning is damaged; name a ledger with --ledger"
        in run(tmp_path, "claims", "--ledger", "note.txt").stderr
    )
    folder = run(tmp_path, "claims", "--ledger", ".")
    assert folder.returncode == 2
    assert "is a folder; name the ledger's file in it" in folder.stderr
    run(tmp_path, "read", "note.txt", "--ledger", "desk.ledger")
    head = run(tmp_path, "verify", "--head", "abc", "--ledger", "desk.ledger")
    assert head.returncode == 2
    assert "is not a head" in head.stderr


def test_a_folder_without_files_is_told(tmp_path: Path) -> None:
    """Nothing was read, so nothing can be followed yet."""
    (tmp_path / "empty").mkdir()
    assert "No file was found there" in run(tmp_path, "read", "empty").stderr


def test_a_claim_that_tells_a_followed_one_is_listed_when_asked_for(tmp_path: Path) -> None:
    """The pile's own wording of a followed claim does not stand beside it."""
    text = "Norland denied that it had sold the harbour of Port Ilse to Vesturia. The minister of Norland denied the sale.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    run(tmp_path, "read", "a.txt")
    alone = json.loads(run(tmp_path, "claims", "--json").stdout)
    run(tmp_path, "track", "Norland had sold the harbour of Port Ilse to Vesturia.", "--party", "Norland", "--party", "Vesturia")
    listed = run(tmp_path, "claims")
    assert len(alone) == 1
    assert listed.stdout.count("Norland") == 1
    assert "1 more that say only what a followed claim says: sayso claims --all" in listed.stderr
    assert len(json.loads(run(tmp_path, "claims", "--json").stdout)) == 2
    assert "1 more" not in run(tmp_path, "claims", "--all").stderr


def test_the_ledger_can_be_named_by_the_environment(tmp_path: Path) -> None:
    """SAYSO_LEDGER names the ledger; an option outranks it."""
    run(tmp_path, *CONTRACT, SAYSO_LEDGER="mine.ledger")
    run(tmp_path, *CONTRACT, "--ledger", "other.ledger", SAYSO_LEDGER="mine.ledger")
    assert sorted(path.name for path in tmp_path.glob("*.ledger")) == ["mine.ledger", "other.ledger"]


def test_quiet_leaves_data_and_errors(desk: Path) -> None:
    """With `--quiet` a command that succeeds writes nothing on standard error."""
    found = run(desk, "claims", "--quiet")
    assert found.stdout
    assert found.stderr == ""


def test_a_damaged_ledger_ends_with_four(tmp_path: Path) -> None:
    """A file that is no ledger is told apart from misuse."""
    (tmp_path / "sayso.ledger").write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    found = run(tmp_path, "claims")
    assert found.returncode == 4, found.stderr
    assert "Traceback" not in found.stderr


def test_annotations_cut_the_text(desk: Path) -> None:
    """Each line has the file's stem as id, and spans that cut the text."""
    (line,) = run(desk, "annotate", "denial.txt", "--format", "jsonl").stdout.splitlines()
    document = json.loads(line)
    assert document["id"] == "denial"
    cues = [ARTICLE[start:end] for found in document["attributions"] for start, end in found["cue"]]
    assert "denied" in " ".join(cues)
    assert all(found["naming"] != "self" for found in document["attributions"])


def test_own_voice_is_printed_when_asked_for(tmp_path: Path) -> None:
    """`--own-voice` adds what the article says in its own name, without a source span."""
    (tmp_path / "plain.txt").write_text("Norland signed a contract with Vesturia on Monday. Work begins in autumn.\n", encoding="utf-8")
    without = json.loads(run(tmp_path, "annotate", "plain.txt").stdout)
    with_own = json.loads(run(tmp_path, "annotate", "plain.txt", "--own-voice").stdout)
    assert without["attributions"] == []
    assert {found["naming"] for found in with_own["attributions"]} == {"self"}


def test_reports_and_exports_repeat_byte_for_byte(desk: Path, tmp_path: Path) -> None:
    """With SOURCE_DATE_EPOCH set, the same ledger gives the same files."""
    for name in ("one", "two"):
        assert run(desk, "report", "-o", str(tmp_path / f"{name}.html"), SOURCE_DATE_EPOCH="1900000000").returncode == 0
        assert run(desk, "export", "json", "-o", str(tmp_path / f"{name}.json"), SOURCE_DATE_EPOCH="1900000000").returncode == 0
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.html", "one.json", "two.html", "two.json"]


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    """A place that cannot be written is told, and no temporary file stays."""
    (tmp_path / "taken").mkdir()
    with pytest.raises(UsageError, match="cannot be written"):
        write_whole(tmp_path / "taken", "words")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_the_demo_writes_its_report_here(tmp_path: Path) -> None:
    """`sayso demo` prints matrix, standing and sentence, writes report.html and leaves no ledger behind."""
    found = run(tmp_path, "demo")
    assert found.returncode == 0, found.stderr
    assert "Norland" in found.stdout
    assert str(tmp_path / "report.html") in found.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_the_demo_can_keep_its_ledger(tmp_path: Path) -> None:
    """With `--folder` the ledger stays and can be asked."""
    assert run(tmp_path, "demo", "--folder", "kept").returncode == 0
    assert run(tmp_path, "--ledger", "kept/demo.ledger", "show", "contract").returncode == 0


def test_control_c_ends_with_130(tmp_path: Path) -> None:
    """An interrupted reading ends with 130, without a traceback, and the ledger opens afterwards."""
    rows = "".join(json.dumps({"id": f"n{number}", "text": ARTICLE * 40}) + "\n" for number in range(400))
    (tmp_path / "many.jsonl").write_text(rows, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "sayso", "read", "many.jsonl"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        # A suite that was started in the background ignores Ctrl-C, and its children would too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  # nothing else can set it before the program starts
    )
    while not (tmp_path / "sayso.ledger").exists() and process.poll() is None:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    assert b"Traceback" not in told
    assert run(tmp_path, "problems").returncode == 0


def test_what_follows_two_dashes_is_left_alone() -> None:
    """After `--` nothing is an option, so that a file may be called `--json`."""
    assert hoist(["read", "-q", "--", "--json"]) == ["-q", "read", "--", "--json"]
