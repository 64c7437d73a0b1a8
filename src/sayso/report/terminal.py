"""The views as lines of plain text, for a pipe, a log, or a terminal without colour.

Every value from outside passes `visible`, so that an article cannot move the cursor or paint the screen. Words carry the meaning;
the signs beside them only help the eye. `report.colour` has the same tables for a terminal with colour.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence

from sayso.ledger import latest_by
from sayso.model import Claim
from sayso.report.gaps import claim_gaps, ledger_gaps, ledger_header
from sayso.report.index import Index
from sayso.report.records import Branch, Cell, GapItem, Matrix, Row
from sayso.report.sentence import sentence_text
from sayso.report.timeline import claim_timeline
from sayso.report.tree import claim_articles, origin_tree
from sayso.report.words import MARKS, counted, day_words, isolated_if_needed, origins_counted, stance_words, visible

__all__ = [
    "cell_words",
    "claim_lines",
    "gap_lines",
    "header_lines",
    "matrix_lines",
    "standing_lines",
    "standing_rows",
    "table_lines",
]

_GAP = "  "


def table_lines(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Return rows as aligned columns within a width in terminal cells; cells that do not fit are wrapped, never cut.

    The first row is the head and is underlined. Columns share the width by what they need.

    >>> table_lines([("who", "stance"), ("Norland", "denies")], 40)
    ['who      stance', '-------  ------', 'Norland  denies']
    """
    if not rows:
        return []
    widths = _widths(rows, width)
    head, *body = [_wrapped(row, widths) for row in rows]
    rule = _GAP.join("-" * size for size in widths)
    return [line.rstrip() for line in (*head, rule, *(line for block in body for line in block))]


def matrix_lines(matrix: Matrix, width: int = 100) -> list[str]:
    """Return who stands where as a table in plain text, `width` terminal cells wide.

    Claims are numbered, and listed in full under the table with their standing.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> index = index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6))
    >>> from sayso.report.matrix import claim_matrix
    >>> matrix_lines(claim_matrix(index, [claim]), 40)[2]
    'Norland  silent'
    """
    head = ("", *(f"[{number}] {visible(claim.stage)}" for number, claim in enumerate(matrix.claims, start=1)))
    body = [(_name(row), *(cell_words(cell) for cell in row.cells)) for row in matrix.rows]
    lines = table_lines([head, *body], width)
    for number, (claim, standing) in enumerate(zip(matrix.claims, matrix.standings, strict=True), start=1):
        label = standing.label if standing else "no standing"
        lines += ["", *_paragraph(f"[{number}] {_flat(claim.text).rstrip('.')}: {label}", width)]
    return lines


def cell_words(cell: Cell) -> str:
    """Return a cell in words: its stances, each with its sign, and the day of the statement.

    >>> cell_words(Cell("claim-1", (), ()))
    'silent'
    """
    if not cell.stances:
        return stance_words(())
    signs = " + ".join(f"{MARKS[stance.value]} {stance.value}" for stance in cell.stances)
    dates = sorted({voice.date for voice in cell.voices if voice.date})
    return f"{signs}, {day_words(dates[-1])}" if dates else signs


def standing_rows(index: Index, claims: Sequence[Claim], as_of: str | None = None) -> list[tuple[str, str, str, str]]:
    """Return (claim, standing, origins, date) of each claim, by a date where one is given, with a head row.

    Text is visible and on one line; dates are words.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> index = index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6))
    >>> standing_rows(index, [claim])[1]
    ('A bridge was closed', 'no standing', 'not counted', 'no date')
    """
    rows = [("claim", "standing", "origins", "since")]
    for claim in claims:
        found = latest_by(index.standings.get(claim.id, ()), as_of)
        span = found.origins if found and found.origins else index.origins.get(claim.id)
        label = (found.label if found else "no standing") + ("; dismissed" if claim.dismissed else "")
        origins = origins_counted(span.low, span.high) if span else "not counted"
        rows.append((_flat(claim.text), label, origins, day_words(found.published_by if found else None)))
    return rows


def standing_lines(index: Index, claims: Sequence[Claim], width: int = 100, as_of: str | None = None) -> list[str]:
    """Return the standings of some claims as a table in plain text, `width` terminal cells wide.

    `as_of` is an ISO date: the latest standing published by then is shown.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> index = index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6))
    >>> standing_lines(index, [claim], 80)[2]
    'A bridge was closed  no standing  not counted  no date'
    """
    return table_lines(standing_rows(index, claims, as_of), width)


def claim_lines(index: Index, claim_id: str, width: int = 100) -> list[str]:
    """Return all about one claim: standing with its reason, sentence, statements by date, origin tree, what is missing.

    Raises `NotFoundError` for an id that this ledger does not hold.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> index = index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6))
    >>> claim_lines(index, "claim-1")[0]
    'A bridge was closed'
    """
    claim = index.claim(claim_id)
    standing = index.standing(claim.id)
    lines = _paragraph(_flat(claim.text), width)
    if claim.dismissed:
        lines += ["", *_paragraph(f"Dismissed, and no longer listed among challenged claims. {_flat(claim.dismissed)}", width)]
    if standing is not None:
        lines += ["", *_paragraph(f"Standing: {standing.label} ({_flat(standing.rule)})", width)]
        lines += _paragraph(f"Because: {_flat(standing.because)}", width)
        lines += _paragraph(f"Would change it: {_flat(standing.would_change)}", width)
    lines += ["", *_paragraph(sentence_text(index, claim.id), width)]
    lines += ["", f"Statements in {counted(len(claim_articles(index, claim.id)), 'article')}", *_statements(index, claim.id, width)]
    lines += ["", "Where it comes from", *_tree_lines(index, claim.id, width)]
    missing = [line for gap in claim_gaps(index, claim.id) for line in _item(_gap_words(gap.sentence, gap.items), width)]
    return [*lines, "", "What is missing", *missing] if missing else lines


def gap_lines(index: Index, width: int = 100) -> list[str]:
    """Return what the whole ledger lacks, one item a kind.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> index = index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6))
    >>> gap_lines(index)
    []
    """
    return [line for gap in ledger_gaps(index) for line in _item(_gap_words(gap.sentence, gap.items), width)]


def header_lines(index: Index, width: int = 100) -> list[str]:
    """Return what the ledger is made of, in one paragraph.

    >>> from sayso.model import Claim, LedgerView
    >>> from sayso.report.index import index_view
    >>> claim = Claim("claim-1", "A bridge was closed", parties=("Norland",))
    >>> index = index_view(LedgerView(*[()] * 7, (claim,), *[()] * 6))
    >>> header_lines(index)[0]
    '0 inputs (0 ok, 0 partial, 0 quarantined); 0 articles from 0 outlets; 0 undated, 0 in a language'
    """
    header = ledger_header(index)
    outcomes = ", ".join(f"{number} {outcome}" for outcome, number in header.outcomes)
    dates = f", {day_words(header.first_date)} to {day_words(header.last_date)}" if header.first_date else ""
    made_of = f"{counted(header.articles, 'article')} from {counted(header.outlets, 'outlet')}{dates}"
    lacks = f"{header.undated} undated, {header.unread} in a language that is not read"
    return _paragraph(f"{counted(header.inputs, 'input')} ({outcomes}); {made_of}; {lacks}.", width)


def _name(row: Row) -> str:
    told = row.kind == "party" or row.kind in row.name.casefold().split()
    return _flat(row.name) if told else f"{_flat(row.name)} ({row.kind})"


def _flat(text: str) -> str:
    return isolated_if_needed(" ".join(text.split()))


def _statements(index: Index, claim_id: str, width: int) -> list[str]:
    timeline = claim_timeline(index, claim_id)
    said: list[str] = []
    for entry in (*timeline.dated, *timeline.undated):
        voice = entry.voice
        copied = ", copy" if entry.copied else ""
        place = f"{_flat(voice.article.outlet or 'outlet not named')}, {day_words(voice.date)}{copied}"
        who = f"{_flat(voice.speaker)} {voice.stance.value}"
        said.append(f"{who}: “{_flat(voice.quote)}” ({place})")
    # A sentence that holds two statements of one stance is told once.
    return [line for words in dict.fromkeys(said) for line in _item(words, width)]


def _tree_lines(index: Index, claim_id: str, width: int) -> list[str]:
    tree = origin_tree(index, claim_id)
    lines = [line for root in tree.roots for line in _branch_lines(root, 0, width)]
    lines += [line for end in tree.ends for line in _end_lines(end, width)]
    return [*_paragraph(_flat(tree.sentence), width), *lines]


def _end_lines(end: Branch, width: int) -> list[str]:
    """Say which articles trace to an agency or outlet."""
    where = ", not in this ledger" if end.open else ""
    leading = ", ".join(dict.fromkeys(_flat(child.label) for child in end.children))
    return _item(f"traced to {_flat(end.label)}{where}: {leading}", width)


def _branch_lines(branch: Branch, depth: int, width: int) -> list[str]:
    share = f", {branch.share:.0%} shared" if branch.share is not None else ""
    end = "not in this ledger" if branch.open else day_words(branch.date)
    text = f"{branch.kind}: {_flat(branch.label)}, {end}{share}"
    lines = _item(text, width, indent="  " * depth)
    return [*lines, *(line for child in branch.children for line in _branch_lines(child, depth + 1, width))]


def _gap_words(sentence: str, items: Sequence[GapItem]) -> str:
    labels = [_flat(item.label) for item in items]
    return f"{sentence} ({', '.join(labels[:6])}{', …' if len(labels) > 6 else ''})" if labels else sentence


def _item(text: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(text, max(width, 20), initial_indent=indent + "- ", subsequent_indent=indent + "  ")


def _paragraph(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, max(width, 20))


def _cells(text: str) -> int:
    return sum(_sign_cells(sign) for sign in text)


def _sign_cells(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    wanted = [max(_cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    room = max(width - len(_GAP) * (len(wanted) - 1), 8 * len(wanted))
    while sum(wanted) > room:
        widest = wanted.index(max(wanted))
        wanted[widest] -= 1
    return wanted


def _wrapped(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    cells = [textwrap.wrap(text, max(size, 1)) or [""] for text, size in zip(row, widths, strict=True)]
    height = max(map(len, cells))
    lines = [[cell[line] if line < len(cell) else "" for cell in cells] for line in range(height)]
    return [_GAP.join(text + " " * (size - _cells(text)) for text, size in zip(line, widths, strict=True)) for line in lines]
