"""Commands of a desk that works on one ledger for a long time: what changed, whether it is whole, and taking an article out.

As in `sayso.cli`, imports of our own stages stand inside the functions, so that `sayso --help` does not wait for them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli_output import Settings, checked_date, now, refuse_missing, write_whole
from sayso.errors import UsageError

if TYPE_CHECKING:
    from sayso.model import Change
    from sayso.pipeline import Ledger

__all__ = ["ChangesFormat", "changes", "redact", "verify"]

_HEAD = re.compile(r"[0-9a-f]{64}")
DAMAGED = 4
"""Exit code where the ledger is damaged."""


class ChangesFormat(StrEnum):
    """How a list of changes can be written."""

    TEXT = "text"
    JSON = "json"
    ATOM = "atom"
    JSONFEED = "jsonfeed"


Authority = Annotated[str, typer.Option(envvar="SAYSO_AUTHORITY", metavar="NAME", help="Your domain, for the ids of a feed.")]


def changes(
    context: typer.Context,
    since: Annotated[str, typer.Option(metavar="WHEN", help="From this day or moment on: 2031-05-29, 2031-05-29T10:00.")],
    until: Annotated[str | None, typer.Option(metavar="WHEN", help="Up to this day or moment; else up to now.")] = None,
    form: Annotated[ChangesFormat, typer.Option("--format", help="Lines, JSON, or a feed.")] = ChangesFormat.TEXT,
    each: Annotated[bool, typer.Option("--each", help="Every step in between, as feeds have it; else both ends compared.")] = False,
    followed: Annotated[bool, typer.Option("--followed", help="Of claims only those that are followed.")] = False,
    authority: Authority = "sayso.invalid",
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="A file; else standard output.")] = None,
) -> None:
    """List what changed since a moment, and what brought it."""
    settings: Settings = context.obj
    start, end = str(checked_date(since)), checked_date(until)
    form = ChangesFormat.JSON if settings.as_json and form is ChangesFormat.TEXT else form
    stepwise = each or form in {ChangesFormat.ATOM, ChangesFormat.JSONFEED}
    with _opened(settings) as ledger:
        found = ledger.changes(start, end, each=stepwise)
        if followed:
            tracked = {claim.id for claim in ledger.view().claims if claim.tracked_id is not None}
            found = tuple(change for change in found if change.claim_id is None or change.claim_id in tracked)
    text = _written(settings, found, form, start, authority)
    if output is not None:
        write_whole(output, text)
        settings.say(f"Written: {output.resolve()}")
    elif text:
        settings.data(text)
    if not found:
        settings.say(f"Nothing changed since {start}" + (f" until {end}." if end else "."))
        if start > now():
            settings.say("That is still to come. Changes go by when this ledger knew; by dates of publication: sayso claims --as-of DATE")


def verify(
    context: typer.Context,
    head: Annotated[str | None, typer.Option(metavar="HASH", help="A head noted elsewhere, such as in a report.")] = None,
) -> None:
    """Look for damage in the ledger, and print its head."""
    from sayso.ledger import check
    from sayso.ledger.places import is_server, shown

    settings: Settings = context.obj
    refuse_missing(settings)
    if head is not None and not _HEAD.fullmatch(head):
        raise UsageError(f"{head!r} is not a head: that has 64 signs of 0-9 and a-f, as `sayso verify` and the foot of a report print it")
    found = check(settings.ledger, clock=now, head=head)
    if settings.as_json:
        settings.json(asdict(found))
    elif found.damages:
        settings.data("\n".join(found.damages))
    else:
        settings.data(f"whole\nhead {found.head}")
    for each in found.redactions:
        settings.say(f"{', '.join(each.targets)} was emptied by {each.who} on {each.recorded_at[:10]}: {each.why}")
    if found.damages:
        settings.say(
            f"{shown(settings.ledger)} is damaged. Keep it as it is, and restore a copy; what can be read can be read into a new ledger."
        )
        raise typer.Exit(DAMAGED)
    if not found.compared and not is_server(settings.ledger):
        settings.say("It had no checksums, as after a stop in the middle, so unused space was not looked at; it has them now.")


def redact(
    context: typer.Context,
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="Its id, as exports and reports have it.")],
    who: Annotated[str, typer.Option(envvar="SAYSO_WHO", metavar="NAME", help="Who decided; stays in the ledger.")],
    why: Annotated[str, typer.Option(metavar="TEXT", help="The reason; stays in the ledger.")],
) -> None:
    """Take an article's words out of the ledger for good; that it was here stays."""
    settings: Settings = context.obj
    with _opened(settings) as ledger:
        found = ledger.redact(article, who=who, why=why)
    if settings.as_json:
        settings.json(asdict(found))
    settings.say(f"Emptied: {article}, {found.rows} records. Reports, exports and copies made before are out of reach.")
    for name in found.backups:
        settings.say(f"Removed, because it held the words too: {name}")
    if found.akin:
        settings.say(f"These hold the same words or the same address, and were left as they are: {', '.join(found.akin)}")


def _written(settings: Settings, found: Sequence[Change], form: ChangesFormat, since: str, authority: str) -> str:
    import json

    from sayso.report.changes import change_lines
    from sayso.report.feeds import atom_feed, json_feed

    if form is ChangesFormat.ATOM:
        return atom_feed(found, since=since, authority=authority)
    if form is ChangesFormat.JSONFEED:
        return json_feed(found, authority=authority)
    if form is ChangesFormat.JSON:
        return json.dumps([asdict(change) for change in found], ensure_ascii=False, indent=1) + "\n"
    return "".join(f"{line}\n" for line in change_lines(found, settings.width))


def _opened(settings: Settings) -> Ledger:
    from sayso.pipeline import Ledger

    refuse_missing(settings)
    return Ledger(settings.ledger, clock=now, create=False)
