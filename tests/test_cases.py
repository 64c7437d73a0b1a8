"""Runs every case file in `tests/cases`: a contested report each, with what an editor expects of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.errors import UsageError
from sayso.model import Act
from sayso.testing import article, check_case, load_case, run_case, statement

CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))
HEAD = "# Pier\nparties: Norland\nclaim pier: Norland sold a pier.\n"
BODY = HEAD + "## 2031-05-27 Post\nNorland sold a pier, a clerk said.\n"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    """The ledger makes of a case what its file expects, in either order of the articles."""
    assert check_case(load_case(path)) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BODY + "=> position pier | Norland | denied", r":6: 'denied' is not a stance"),
        (BODY + "=> position quay | Norland | denies", r":6: no claim has the id 'quay'"),
        (BODY + "=> family 1, 4", r":6: 'family' names an article that is not there"),
        (BODY + "=> origins pier | one", r":6: origins are a range"),
        (BODY + "=> standing pier | 2031-05-28 | settled", r":6: 'settled' is not a state"),
        (BODY + "=> verdict pier | no", r":6: an expectation is '=> ' and one of"),
        (BODY + "=> cell pier | Norland", r":6: 'cell' has the form"),
        (HEAD + "## 27 May 2031 Post\n", r":4: an article begins with"),
        ("# Pier\nNorland\n", r":2: before the first article stand"),
        (BODY, r":6: a case needs a '# Title' and at least one expectation"),
    ],
)
def test_a_mistake_in_a_case_file_is_told_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    """An editor's slip is answered with file, line and the form that is expected."""
    file = tmp_path / "pier.md"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"pier\.md" + message):
        load_case(file)


def test_a_wrong_expectation_is_told_in_words(tmp_path: Path) -> None:
    """A case that expects what is not there is answered with the line and what was found instead."""
    file = tmp_path / "pier.md"
    file.write_text(BODY + "=> position pier | Norland | denies\n=> unread 1\n", encoding="utf-8")
    differences = check_case(load_case(file))
    assert [difference.split(", but ")[0] for difference in differences] == [
        "pier.md:6: position pier | Norland | denies",
        "pier.md:7: unread 1",
    ]


def test_an_article_keeps_its_headline_date_and_outlet(tmp_path: Path) -> None:
    """Heading and headline of a case article reach the ledger."""
    file = tmp_path / "pier.md"
    file.write_text(HEAD + "## 2031-05 Post\n### Pier sold\n\nNorland sold a pier, a clerk said.\n=> unread 1\n", encoding="utf-8")
    found = run_case(load_case(file)).articles[0]
    assert (found.outlet, found.published_at, found.title) == ("Post", "2031-05", "Pier sold")


def test_a_statement_factory_cuts_the_words_it_was_given() -> None:
    """The spans of a made statement cut the words out of the article."""
    where = article("Norland denied a deal.")
    made = statement(where, "Norland", "denied", "a deal", act=Act.DENIES)
    assert [span.cut(where.text) for span in (*made.cue, *made.content)] == ["denied", "a deal"]
    with pytest.raises(UsageError, match="does not stand in the article"):
        statement(where, "Vesturia", "denied", "a deal")
