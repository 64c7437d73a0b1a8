"""Plain lines and coloured tables: the same words, within the width, safe to print."""

from __future__ import annotations

import dataclasses
import io
import unicodedata

import pytest
from rich.console import Console

from sayso.report.colour import matrix_table, standing_table
from sayso.report.index import Index, index_view
from sayso.report.matrix import claim_matrix
from sayso.report.terminal import claim_lines, gap_lines, header_lines, matrix_lines, standing_lines, table_lines

from .episode import SIGNED


@pytest.mark.parametrize("width", [40, 80, 120])
def test_lines_keep_to_the_width(index: Index, width: int) -> None:
    """No line is wider than the terminal, so that none is broken by it."""
    lines = [*matrix_lines(claim_matrix(index), width), *standing_lines(index, index.view.claims, width)]
    lines += [*claim_lines(index, SIGNED, width), *gap_lines(index, width), *header_lines(index, width)]
    assert [line for line in lines if len(line) > width] == []


def test_the_matrix_reads_without_colour(index: Index) -> None:
    """Party, sign, word and date stand on one line."""
    lines = matrix_lines(claim_matrix(index), 100)
    assert any(line.split() == "Norland ~ concedes, 1 June 2031 - denies, 4 June 2031".split() for line in lines)


def test_standings_can_be_asked_for_a_date(index: Index) -> None:
    """On 30 May nobody had denied anything; before the first report there is no standing."""
    claim = [index.claim(SIGNED)]
    assert "single-origin, unchallenged" in standing_lines(index, claim, 160, as_of="2031-05-30")[2]
    assert "no standing" in standing_lines(index, claim, 160, as_of="2031-05-01")[2]
    assert "single-origin, partly conceded" in standing_lines(index, claim, 160)[2]


def test_a_claim_is_shown_whole(index: Index) -> None:
    """Standing with its reason, sentence, statements, tree and gaps are all there."""
    text = "\n".join(claim_lines(index, SIGNED, 200))
    for part in ("Because: ", "Would change it: ", "denied this", "Norland Herald, 1 June 2031", "97% shared", "not in this ledger"):
        assert part in text


def test_hostile_text_cannot_move_the_cursor(index: Index) -> None:
    """Escape sequences and direction overrides of a source are shown, not obeyed."""
    evil = dataclasses.replace(index.view.claims[0], text="\x1b[2J\x1b]0;owned\x07 \u202egnp.exe [bold]x[/bold]")
    poisoned = index_view(dataclasses.replace(index.view, claims=(evil, *index.view.claims[1:])))
    matrix = claim_matrix(poisoned)
    console = Console(file=io.StringIO(), width=120, force_terminal=False)
    console.print(matrix_table(matrix))
    console.print(standing_table(poisoned, poisoned.view.claims))
    assert isinstance(console.file, io.StringIO)
    for text in (*matrix_lines(matrix), *claim_lines(poisoned, SIGNED), console.file.getvalue().replace("\n", "")):
        assert [sign for sign in text if unicodedata.category(sign) == "Cc" or sign == "\u202e"] == []
    assert "[bold]x[/bold]" in console.file.getvalue()


def test_coloured_tables_hold_the_same_words(index: Index) -> None:
    """Colour adds nothing that the words do not say."""
    console = Console(file=io.StringIO(), width=160, force_terminal=True)
    console.print(matrix_table(claim_matrix(index)))
    console.print(standing_table(index, index.view.claims))
    assert isinstance(console.file, io.StringIO)
    for word in ("Norland", "denies, 4 June 2031", "concedes", "single-origin, partly conceded", "1 to 2 independent origins"):
        assert word in console.file.getvalue()


def test_no_rows_no_lines() -> None:
    """An empty table is no table."""
    assert table_lines([], 80) == []
