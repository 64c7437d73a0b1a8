"""`sayso judge` in a terminal: decide in words, list, take back; exit codes and JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sayso.cli import app, hoist

from .judging_desk import DENIAL, Desk

SIGNED = ("--who", "Kaja Lund", "--why", "I have read it.")


@pytest.fixture
def path(desk: Desk, tmp_path: Path) -> Path:
    """The ledger of a desk that went home."""
    assert desk.view.claims
    desk.ledger.close()
    return tmp_path / "desk.ledger"


def run(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, hoist(["--ledger", str(path), *arguments]), env={"SOURCE_DATE_EPOCH": "1938384000"})


def test_a_person_decides_lists_and_takes_back_in_words(path: Path) -> None:
    """A claim by its tracked id, a statement by words that only it holds."""
    made = run(path, "judge", "set-stance", "sale", "foreign ministry denied", "--value", "doubts", *SIGNED)
    assert made.exit_code == 0, made.output
    name = made.stdout.strip()
    assert f"sayso judge revoke {name}" in made.stderr
    listed = run(path, "judge", "list").stdout
    assert f"{name}  set-stance “doubts”, by Kaja Lund" in listed
    assert DENIAL[2] in listed
    assert run(path, "judge", "revoke", name, *SIGNED).exit_code == 0
    assert "taken back, by Kaja Lund" in run(path, "judge", "list").stdout


def test_a_dismissed_claim_is_marked_in_lists_and_on_its_own(path: Path) -> None:
    """It stays in `claims`, with the mark, and says who dismissed it; the challenged ones are without it."""
    assert run(path, "judge", "dismiss", "sale", *SIGNED).exit_code == 0
    assert "dismissed" in run(path, "claims").stdout
    assert "Kaja Lund" in run(path, "show", "sale").stdout
    assert "dismissed" not in run(path, "claims", "--challenged").stdout


def test_decisions_are_listed_within_the_width_of_the_terminal(path: Path) -> None:
    """A long reason goes on in the next line, further in; the identifier opens the first."""
    made = run(path, "judge", "rate", "sale", "--value", "thin", "--who", "Kaja Lund", "--why", "No paper names a second source. " * 9)
    lines = run(path, "judge", "list").stdout.splitlines()
    assert lines[0].startswith(f"{made.stdout.strip()}  rate")
    assert max(len(line) for line in lines) <= 100
    assert sum(line.startswith("    ") for line in lines) > 2


def test_articles_go_by_words_that_only_they_have(path: Path) -> None:
    """An outlet of one article is enough; what fits several is answered with the choice, one a line."""
    assert run(path, "judge", "same-family", "Far Post", "coastal echo", *SIGNED).exit_code == 0
    assert str(run(path, "judge", "same-family", "Far Post", "2031", *SIGNED).exception).count("\n  article") == 4


def test_a_conflict_is_told_to_whoever_makes_it(path: Path) -> None:
    """On standard error, beside the id of what was kept."""
    run(path, "judge", "approve-wording", "sale", "--value", "One", *SIGNED)
    made = run(path, "judge", "approve-wording", "sale", "--value", "Other", "--who", "Arne Holt", "--why", "Shorter.")
    assert "The later decision counts" in made.stderr


def test_judgements_as_json(path: Path) -> None:
    """One judgement, and the list with what was taken back and what does not agree."""
    made = json.loads(run(path, "--json", "judge", "rate", "sale", "--value", "thin", *SIGNED).stdout)
    assert (made["kind"], made["value"], made["who"]) == ("rate", "thin", "Kaja Lund")
    listed = json.loads(run(path, "--json", "judge", "list").stdout)
    assert [(row["id"], row["revoked"]) for row in listed["judgements"]] == [(made["id"], None)]
    assert listed["conflicts"] == []


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("judge", "dismiss", "sale"), 2, "a judgement needs who decides"),
        (("judge", "praise", "sale", *SIGNED), 2, "there is no judgement 'praise'"),
        (("judge", "dismiss", "lighthouse", *SIGNED), 1, "no claim has 'lighthouse'"),
        (("judge", "split", "sale", "lighthouse", *SIGNED), 1, "no statement holds 'lighthouse'"),
        (("judge", "same-family", "Far Post", "lighthouse", *SIGNED), 1, "no article has 'lighthouse'"),
    ],
)
def test_misuse_ends_with_its_exit_code(path: Path, arguments: tuple[str, ...], code: int, told: str) -> None:
    """And says what to do; nothing is kept."""
    with pytest.raises(SystemExit) as ended:
        _main(path, *arguments)
    assert ended.value.code == code
    assert "Nobody has decided anything" in run(path, "judge", "list").stderr
    assert told in str(run(path, *arguments).exception)


def _main(path: Path, *arguments: str) -> None:
    from sayso.cli import main

    main(["--ledger", str(path), *arguments])
