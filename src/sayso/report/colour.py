"""The same tables for a terminal with colour; apart from `report.terminal`, so that plain output never loads rich."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Column, Table
from rich.text import Text

from sayso.model import Claim
from sayso.report.index import Index
from sayso.report.records import Matrix
from sayso.report.terminal import cell_words, standing_rows
from sayso.report.words import visible

__all__ = ["matrix_table", "standing_table"]

_STYLES = {
    "asserts": "bright_blue",
    "confirms": "green",
    "concedes": "magenta",
    "denies": "red",
    "doubts": "yellow",
    "retracts": "white",
}


def matrix_table(matrix: Matrix) -> Table:
    """Return who stands where as a rich table; text from outside is never read as markup.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> index = index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6))
    >>> from sayso.report.matrix import claim_matrix
    >>> matrix_table(claim_matrix(index, [claim])).row_count
    1
    """
    table = Table(Column("who"))
    for claim, standing in zip(matrix.claims, matrix.standings, strict=True):
        head = Text(visible(claim.text))
        table.add_column(head.append(f"\n{standing.label if standing else 'no standing'}", style="bold"))
    for row in matrix.rows:
        name = Text(visible(row.name), style="bold" if row.kind == "party" else "")
        table.add_row(name, *(Text(cell_words(cell), style=_style(cell.stances)) for cell in row.cells))
    return table


def standing_table(index: Index, claims: Sequence[Claim], as_of: str | None = None) -> Table:
    """Return the standings of some claims as a rich table; text from outside is never read as markup.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> index = index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6))
    >>> standing_table(index, [claim]).row_count
    1
    """
    head, *rows = standing_rows(index, claims, as_of)
    table = Table(*(Column(title) for title in head))
    for row in rows:
        table.add_row(*(Text(value) for value in row))
    return table


def _style(stances: Sequence[str]) -> str:
    return _STYLES.get(str(stances[0]), "") if len(stances) == 1 else "bold" if stances else "dim"
