"""What the commands print: views of a ledger, as JSON, as plain lines, or drawn where there is a terminal.

As in `sayso.cli`, imports of our own stages stand inside the functions, so that `sayso --help` does not wait for them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from sayso.cli_output import Settings, now, outcome_lines, write_whole

if TYPE_CHECKING:
    from sayso.model import Claim, LedgerView
    from sayso.pipeline import Ledger, ReadSummary
    from sayso.report.index import Index

__all__ = ["demonstrate", "exported", "list_claims", "show_claim", "show_standing", "tell_outcome", "tracks", "why_empty", "write_report"]


def show_claim(settings: Settings, ledger: Ledger, found: Claim) -> None:
    """Print who stands where on a claim, in which words, from which origins, and why."""
    from sayso.report.index import index_view
    from sayso.report.terminal import claim_lines

    index = index_view(ledger.view())
    _print_matrix(settings, index, [found])
    settings.data("\n".join(claim_lines(index, found.id, settings.width)))


def show_standing(settings: Settings, ledger: Ledger, found: Claim, date: str) -> None:
    """Print where a claim stood on a date, why, and the words that this rests on."""
    from sayso.report.index import index_view, voices
    from sayso.report.words import visible

    standing = ledger.as_of(found, date)
    if settings.as_json:
        settings.json({**asdict(found), "standing": asdict(standing) if standing else None})
        return
    index = index_view(ledger.view())
    _print_standings(settings, index, [found], date)
    if standing is not None:
        used = [voice for voice in voices(index, found.id) if voice.statement_id in standing.statements]
        words = [visible(f"{voice.speaker} {voice.stance.value}: “{voice.quote}” ({voice.article.outlet})") for voice in used]
        why = [f"Because: {visible(standing.because)}", f"Would change it: {visible(standing.would_change)}"]
        lines = [part for line in why for part in wrap(line, settings.width)]
        # A sentence that holds two statements of one stance is one line of words.
        for words_used in dict.fromkeys(words):
            lines += wrap(words_used, settings.width, initial_indent="- ", subsequent_indent="  ")
        settings.data("\n".join(["", *lines]))


def tell_outcome(settings: Settings, summary: ReadSummary, as_json: bool = False) -> None:
    """Say how a run of reading ended: for people on standard error, or as JSON on standard output."""
    counts = {"ok": summary.ok, "partial": summary.partial, "quarantined": summary.quarantined}
    if as_json:
        settings.json({**counts, "known": summary.known, "problems": [asdict(problem) for problem in summary.problems]})
        return
    for line in outcome_lines(counts, summary.problems):
        settings.say(line)
    if summary.known:
        settings.say(f"  {summary.known} files were read to their end before and not again; sayso problems lists what was amiss")


def list_claims(settings: Settings, ledger: Ledger, chosen: Sequence[Claim], as_of: str | None = None) -> None:
    """Print claims with where each stands."""
    from sayso.report.index import index_view

    if settings.as_json:
        settings.json([{**asdict(claim), "standing": _standing_fields(ledger, claim, as_of)} for claim in chosen])
    elif chosen:
        _print_standings(settings, index_view(ledger.view()), chosen, as_of)


def _standing_fields(ledger: Ledger, claim: Claim, as_of: str | None) -> dict[str, object] | None:
    standing = ledger.as_of(claim, as_of or "9999")
    return asdict(standing) if standing else None


def _print_standings(settings: Settings, index: Index, chosen: Sequence[Claim], as_of: str | None = None) -> None:
    if settings.fancy:
        from sayso.report.colour import standing_table

        settings.draw(standing_table(index, chosen, as_of))
        return
    from sayso.report.terminal import standing_lines

    settings.data("\n".join(standing_lines(index, chosen, settings.width, as_of)))


def _print_matrix(settings: Settings, index: Index, chosen: Sequence[Claim]) -> None:
    from sayso.report.matrix import claim_matrix, sides_taken

    matrix = sides_taken(claim_matrix(index, chosen))
    if settings.fancy:
        from sayso.report.colour import matrix_table

        settings.draw(matrix_table(matrix))
        return
    from sayso.report.terminal import matrix_lines

    settings.data("\n".join(matrix_lines(matrix, settings.width)) + "\n")


def exported(view: LedgerView, chosen: Sequence[Claim]) -> list[object]:
    """Return claims as the exchange format has them."""
    from sayso.report.export import export_json

    wanted = {claim.id for claim in chosen}
    return [claim for claim in json.loads(export_json(view))["claims"] if claim["id"] in wanted]


def why_empty(ledger: Ledger, challenged: bool) -> str:
    """Return why no claim was listed, and what to do next."""
    if not ledger.view().articles:
        return "The ledger is empty. Read something first: sayso read PATH... Then follow a claim: sayso track 'TEXT' --party NAME"
    if challenged:
        return "No claim is challenged. All claims: sayso claims"
    return "No claims yet. Follow one: sayso track 'TEXT' --party NAME --party NAME"


def write_report(ledger: Ledger, output: Path, chosen: Sequence[Claim] | None) -> None:
    """Write the report on some claims, on all tracked ones where none are given; whole or not at all."""
    from sayso.report.page import render

    ids = [claim.id for claim in chosen] if chosen else None
    write_whole(output, render(ledger.view(), head=ledger.head(), generated_at=now(), claims=ids))


def demonstrate(settings: Settings, path: Path, output: Path) -> None:
    """Read the example episode into a ledger, print where its claims stand, and write its report."""
    from sayso.demo import read_example
    from sayso.pipeline import Ledger
    from sayso.report.index import index_view, ladder
    from sayso.report.sentence import sentence_text

    with Ledger(path, clock=now) as ledger:
        summary, followed = read_example(ledger)
        tell_outcome(settings, summary)
        if settings.as_json:
            settings.json(exported(ledger.view(), followed))
        else:
            index = index_view(ledger.view())
            shown = ladder(followed)
            _print_matrix(settings, index, shown)
            _print_standings(settings, index, shown)
            settings.data("\n" + "\n\n".join("\n".join(wrap(sentence_text(index, claim.id), settings.width)) for claim in shown))
        write_report(ledger, output, followed)
    settings.say(f"The report is {output.resolve()}; open it in a browser, it needs no network.")


def tracks(ledger: Ledger) -> bool:
    """Tell whether the ledger follows any claim that a person wrote down."""
    return any(claim.tracked_id for claim in ledger.view().claims)
