"""The commands: each reads its arguments, asks the library, prints and exits. No logic lives here.

Imports of our own stages stand inside the commands, and only here: they load a parser, a database layer and a model, which would make
`sayso --help` wait for a second. The layout test allows it for `cli*.py` alone.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso import __version__
from sayso.cli_desk import changes, redact, verify
from sayso.cli_judge import judge
from sayso.cli_network import fetch, watch
from sayso.cli_output import (
    ProgressBar,
    Settings,
    checked_date,
    interrupted_safely,
    matching_counter,
    now,
    problem_line,
    refuse_missing,
    write_whole,
)
from sayso.cli_serve import serve
from sayso.cli_views import demonstrate, exported, list_claims, show_claim, show_standing, tell_outcome, tracks, why_empty, write_report
from sayso.errors import UsageError

if TYPE_CHECKING:
    from sayso.pipeline import Ledger

__all__ = ["app", "hoist", "main"]

QUARANTINED = 3
"""Exit code where some inputs were quarantined."""
_SWITCHES = frozenset({"--json", "--no-color", "--quiet", "-q"})

app = typer.Typer(
    name="sayso",
    help="On whose say-so? A ledger of contested reports: who says what, who denies or concedes it, and on how many origins.",
    epilog="Options on this page may stand before or after the command. First time: sayso demo",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    """What the ledger can be exported as."""

    JSON = "json"


class LineFormat(StrEnum):
    """What statements can be printed as."""

    JSONL = "jsonl"


ClaimKey = Annotated[str, typer.Argument(metavar="CLAIM", help="Its id, or words that only its text holds.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Only what was published by this date: 2031-05-29.")]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Where the page is written.")]


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"sayso {__version__}\n")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    ledger: Annotated[
        str, typer.Option(envvar="SAYSO_LEDGER", metavar="FILE", help="The ledger: a file, or postgresql://USER@HOST/DATABASE.")
    ] = "sayso.ledger",
    as_json: Annotated[bool, typer.Option("--json", help="Print data as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print data and errors only.")] = False,
    no_colour: Annotated[bool, typer.Option("--no-color", help="No colour; NO_COLOR does the same.")] = False,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """Take the options that every command shares."""
    del version
    context.obj = Settings(ledger, as_json, quiet, not no_colour)


@app.command()
def read(
    context: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, or - for standard input.")],
    columns: Annotated[str | None, typer.Option(metavar="FIELD=NAME,...", help="Columns of a table: text=body,url=link.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=64, metavar="N", help="Files read side by side.")] = None,
) -> None:
    """Read news into the ledger: pages, texts, PDF, mail, feeds, tables, exports of posts, archives of all these."""
    from sayso.articles.readers.fields import named_columns

    settings: Settings = context.obj
    named = named_columns(columns or "")
    with _ledger(settings, create=True) as ledger:
        with ProgressBar(settings) as progress:
            summary = ledger.read(paths, progress=progress, stdin=sys.stdin.buffer, columns=named, workers=workers)
        tell_outcome(settings, summary, settings.as_json)
        if not summary.total:
            settings.say("No file was found there. Name files, or a folder that holds some: sayso read PATH...")
        elif not settings.as_json:
            settings.say("Next: sayso claims" if tracks(ledger) else "Next: sayso track 'TEXT' --party NAME --party NAME")
    if summary.quarantined:
        raise typer.Exit(QUARANTINED)


@app.command()
def track(
    context: typer.Context,
    claim: Annotated[str, typer.Argument(metavar="TEXT|CLAIMS.json", help="The claim in words, or a file of claims.")],
    party: Annotated[list[str] | None, typer.Option(metavar="NAME", help="An actor inside the claim; may be repeated.")] = None,
) -> None:
    """Follow a claim, or the claims of a file."""
    from sayso.claim_files import read_claims, tracked_claim

    settings: Settings = context.obj
    if claim.endswith(".json") and party:
        raise UsageError("--party belongs to a claim in words; parties of a file stand in the file")
    asked = read_claims(claim) if claim.endswith(".json") else (tracked_claim(claim, tuple(party or ())),)
    with _ledger(settings, create=True) as ledger:
        ledger.track(asked)
        list_claims(settings, ledger, [ledger.find(item.id) for item in asked])
        settings.say("Next: sayso show CLAIM" if ledger.view().articles else "Nothing is read yet. Next: sayso read PATH...")


@app.command()
def claims(
    context: typer.Context,
    as_of: AsOf = None,
    challenged: Annotated[bool, typer.Option("--challenged", help="Only those that somebody denies, doubts or takes back.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Those too that say only what a followed claim says.")] = False,
) -> None:
    """List the claims, each with where it stands."""
    from sayso.report.retold import retold

    settings: Settings = context.obj
    date = checked_date(as_of)
    with _ledger(settings) as ledger:
        chosen = [claim for claim, _ in ledger.claims(as_of=date, challenged=challenged)]
        left_out = frozenset() if everything or settings.as_json else retold(ledger.view())
        list_claims(settings, ledger, [claim for claim in chosen if claim.id not in left_out], date)
        told = sum(claim.id in left_out for claim in chosen)
        if told:
            settings.say(f"{told} more that say only what a followed claim says: sayso claims --all")
        if not chosen:
            settings.say(why_empty(ledger, challenged))


@app.command()
def show(context: typer.Context, claim: ClaimKey, as_of: AsOf = None) -> None:
    """Show one claim: who stands where, in which words, and why."""
    settings: Settings = context.obj
    date = checked_date(as_of)
    with _ledger(settings) as ledger:
        found = ledger.find(claim)
        if date:
            show_standing(settings, ledger, found, date)
        elif settings.as_json:
            settings.json(exported(ledger.view(), [found])[0])
        else:
            show_claim(settings, ledger, found)


@app.command()
def report(
    context: typer.Context,
    claim: Annotated[str | None, typer.Argument(metavar="[CLAIM]", help="One claim; all followed ones if left out.")] = None,
    output: Output = Path("report.html"),
) -> None:
    """Write a report: one HTML file that opens offline."""
    settings: Settings = context.obj
    with _ledger(settings) as ledger:
        chosen = [ledger.find(claim)] if claim else None
        write_report(ledger, output, chosen)
    settings.say(f"Written: {output.resolve()}")


@app.command()
def annotate(
    context: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="FILE...", help="Files, folders, or - for standard input.")],
    line_format: Annotated[LineFormat, typer.Option("--format", help="One line of JSON a document.")] = LineFormat.JSONL,
    own_voice: Annotated[bool, typer.Option("--own-voice", help="Also what an article says in its own name.")] = False,
    model: Annotated[Path | None, typer.Option("--model", help="Folder of another model, made by training/attribution.")] = None,
) -> None:
    """Print the statements of texts; no ledger is used."""
    from sayso.annotations import annotation_lines

    del line_format
    settings: Settings = context.obj
    missing = 0
    for line, problems in annotation_lines(paths, own_voice=own_voice, stdin=sys.stdin.buffer, model=model):
        missing += line is None
        if line is not None:
            settings.data(line)
        for problem in problems:
            settings.say(f"  {problem_line(problem)}")
    if missing:
        raise typer.Exit(QUARANTINED)


@app.command()
def export(
    context: typer.Context,
    what: Annotated[Format, typer.Argument(metavar="json", help="The exchange format.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="A file; else standard output.")] = None,
) -> None:
    """Hand on the whole ledger in the exchange format."""
    from sayso.report.export import export_json

    del what
    settings: Settings = context.obj
    with _ledger(settings) as ledger:
        text = export_json(ledger.view())
    if output is None:
        settings.data(text)
    else:
        write_whole(output, text)
        settings.say(f"Written: {output.resolve()}")


@app.command()
def problems(context: typer.Context) -> None:
    """List what was amiss in the inputs, and what to do."""
    settings: Settings = context.obj
    with _ledger(settings) as ledger:
        found = ledger.view().problems
    if settings.as_json:
        settings.json([asdict(problem) for problem in found])
    elif found:
        settings.data("\n".join(f"{problem_line(problem)} ({problem.code})" for problem in found))
    else:
        settings.say("No problems.")


@app.command()
def demo(
    context: typer.Context,
    folder: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Keep the ledger here; else it is thrown away.")] = None,
    output: Output = Path("report.html"),
) -> None:
    """Read an example episode and write its report."""
    settings: Settings = context.obj
    with tempfile.TemporaryDirectory() as scratch:
        place = folder or Path(scratch)
        place.mkdir(parents=True, exist_ok=True)
        demonstrate(settings, place / "demo.ledger", output)
    if folder:
        settings.say(f"The ledger is {place / 'demo.ledger'}; look further with: sayso --ledger {place / 'demo.ledger'} show contract")


app.command()(changes)
app.command()(judge)
app.command()(fetch)
app.command()(watch)
app.command()(serve)
app.command()(verify)
app.command()(redact)


def _ledger(settings: Settings, *, create: bool = False) -> Ledger:
    """Open the ledger; a command that only looks never makes one."""
    from sayso.pipeline import Ledger

    if not create:
        refuse_missing(settings)
    return Ledger(settings.ledger, clock=now, create=create, progress=matching_counter(settings))


def hoist(arguments: Sequence[str]) -> list[str]:
    """Return arguments with the options that every command shares moved to the front, where the parser looks for them.

    >>> hoist(["claims", "--as-of", "2031", "--json", "--ledger", "desk.ledger"])
    ['--json', '--ledger', 'desk.ledger', 'claims', '--as-of', '2031']
    """
    shared: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments)
    for word in waiting:
        if word == "--":
            return [*shared, *rest, word, *waiting]
        if word in _SWITCHES or word.startswith("--ledger="):
            shared.append(word)
        elif word == "--ledger":
            shared += [word, *([value] if (value := next(waiting, None)) is not None else [])]
        else:
            rest.append(word)
    return [*shared, *rest]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; ends in `SystemExit` with the exit code."""
    # The extractor logs a warning for a page without main text; we tell it ourselves, as a problem with its next step.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    # The pool logs a traceback for a connection that the server closed; we tell it ourselves, as one sentence.
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)
    with interrupted_safely():
        app(args=hoist(sys.argv[1:] if arguments is None else arguments), prog_name="sayso")
