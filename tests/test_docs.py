"""Docs are tested: every command, stance and standing is explained, examples run, and nothing private has slipped in."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from sayso.cli import app
from sayso.model import Act, Modality, Naming, Outcome, Stance, StandingState, StatementKind, WhenBasis

ROOT = Path(__file__).parents[1]
COMMANDS = getattr(get_command(app), "commands")  # noqa: B009 - the type does not say that a group has commands
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
SKIPPED = {".venv", ".git", ".venv-lock", "dist", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
PRIVATE = re.compile(r"/work/|\.\./shared|/opt/|extra-index-url|--find-links|sub-?agent|lab/BRIEF", re.IGNORECASE)
TEXT = {".md", ".py", ".toml", ".lock", ".html", ".css", ".json", ".jsonl", ".txt", ".csv", ""}


def page(name: str) -> str:
    """Return a page of the docs."""
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_and_a_section(name: str) -> None:
    """Each command has a help text, and a section of its own in docs/commands.md that names all its options."""
    command = COMMANDS[name]
    assert command.help
    sections = re.split(r"^## ", page("commands.md"), flags=re.MULTILINE)
    (section,) = [text for text in sections if text.startswith(f"sayso {name}")]
    options = [option for parameter in command.params for option in parameter.opts if option.startswith("--")]
    assert [option for option in options if option not in section and option != "--help"] == []


@pytest.mark.parametrize("word", [*Stance, *StandingState, *Act, *Naming, *Outcome, *StatementKind, *Modality, *WhenBasis])
def test_every_word_is_in_the_glossary(word: str) -> None:
    """Each stance, standing, act, naming and outcome has a row in docs/glossary.md."""
    assert f"| `{word}` |" in page("glossary.md")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_python_in_the_docs_runs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each block of Python in a page runs, in order, in one namespace."""
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in re.findall(r"^```python\n(.*?)^```", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL):
        exec(compile(block, str(path), "exec"), names)  # noqa: S102 - our own pages


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    """Each relative link points to a file that exists."""
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_commands_shown_in_the_docs_exist() -> None:
    """Each `sayso ...` line of a console block names a command that exists."""
    lines = [
        line for path in PAGES for line in re.findall(r"^(?:\$ )?sayso ([a-z]+)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    ]
    assert sorted(set(lines) - set(COMMANDS)) == []


def test_the_first_screen_names_the_two_commands() -> None:
    """`make demo` and `make test` stand in the first forty lines of the README."""
    first = "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:40])
    assert "make demo" in first
    assert "make test" in first


def test_the_changelog_has_an_unreleased_block() -> None:
    """The changelog always has a block for what comes next."""
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_makefile_lists_its_commands() -> None:
    """`make` alone lists the commands with what they do."""
    told = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "demo" in told
    assert "test" in told


def test_nothing_private_has_slipped_in() -> None:
    """No file names the machine it was made on or a registry host."""
    files = [
        path
        for path in ROOT.rglob("*")
        if path.is_file() and not SKIPPED & set(path.relative_to(ROOT).parts) and path.suffix in TEXT and path != Path(__file__)
    ]
    found = {str(path.relative_to(ROOT)): match.group() for path in files if (match := PRIVATE.search(path.read_text("utf-8", "replace")))}
    assert found == {}


def test_lock_files_hold_hashes_and_no_host() -> None:
    """Each locked package has hashes, and no line names an index."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        pins = re.findall(r"^[a-z0-9][a-z0-9._-]*==\S+(?: ;[^\\]*)?(.*)$", text, flags=re.MULTILINE)
        assert pins
        assert all(rest.strip() == "\\" for rest in pins)
        assert not re.search(r"https?://|^-", text, flags=re.MULTILINE)
