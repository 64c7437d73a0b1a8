"""The two commands that go out to the network, and the only module that imports the network package."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso import __version__
from sayso.cli_output import ProgressBar, Settings, matching_counter, now, write_whole
from sayso.cli_views import tell_outcome
from sayso.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sayso.network import Clock, Line, Webhook
    from sayso.pipeline import Ledger

__all__ = ["fetch", "seconds_of", "watch"]

USER_AGENT = f"sayso/{__version__} (reads news for a desk; obeys robots.txt)"
"""Who asks, in each request."""
QUARANTINED = 3
_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_SHORTEST = 60.0
_DURATION = re.compile(r"(\d{1,6})([smhd])")

Allow = Annotated[
    list[str] | None, typer.Option("--allow", metavar="HOST:PORT", help="An inner host or another port that you trust; may be repeated.")
]
Pause = Annotated[float, typer.Option("--pause", metavar="SECONDS", min=0.0, max=3600.0, help="Between two requests to one host.")]


def fetch(
    context: typer.Context,
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Pages or feeds, http or https.")],
    allow: Allow = None,
    pause: Pause = 2.0,
) -> None:
    """Get pages from the network, keep them as WARC, and read them."""
    from sayso.ledger.places import beside
    from sayso.network import Archive, Clock, Fetcher, Intake, captures_folder, fetch_pages

    settings: Settings = context.obj
    clock = Clock()
    fetcher = Fetcher(_line(allow), clock, pause)
    with (
        _ledger(settings) as ledger,
        Archive(captures_folder(beside(settings.ledger)), clock.moment) as archive,
        ProgressBar(settings) as progress,
    ):
        summary = fetch_pages(list(dict.fromkeys(urls)), fetcher, Intake(ledger, archive), progress)
    tell_outcome(settings, summary, settings.as_json)
    if summary.quarantined:
        raise typer.Exit(QUARANTINED)


def watch(
    context: typer.Context,
    watched: Annotated[Path, typer.Argument(metavar="LIST", help="OPML, or a text file with one address of a feed or page a line.")],
    every: Annotated[str, typer.Option(metavar="TIME", help="Between two rounds: 90s, 15m, 2h, 1d.")] = "15m",
    once: Annotated[bool, typer.Option("--once", help="One round only, for a timer of your own.")] = False,
    alerts_atom: Annotated[Path | None, typer.Option(metavar="FILE", help="Write what changed as an Atom feed.")] = None,
    alerts_json: Annotated[Path | None, typer.Option(metavar="FILE", help="Write what changed as a JSON Feed.")] = None,
    webhook: Annotated[str | None, typer.Option(metavar="URL", help="Send what changed there, signed.")] = None,
    webhook_secret: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The file that holds its secret; else SAYSO_WEBHOOK_SECRET.")
    ] = None,
    allow: Allow = None,
    pause: Pause = 2.0,
) -> None:
    """Watch feeds and pages, and tell what changed."""
    from sayso.ledger.places import beside
    from sayso.network import Archive, Clock, Desk, Fetcher, Intake, Outlets, Watch, WatchList, WatchState, captures_folder, state_file

    settings: Settings = context.obj
    seconds, clock, line = seconds_of(every), Clock(), _line(allow)
    addresses = WatchList(watched, settings.say)
    outlets = Outlets(write_whole, alerts_atom, alerts_json, _webhook(webhook, webhook_secret, line, clock))
    with (
        _ledger(settings) as ledger,
        Archive(captures_folder(beside(settings.ledger)), clock.moment) as archive,
        WatchState(state_file(beside(settings.ledger))) as state,
    ):
        watching = Watch(Fetcher(line, clock, pause), state, Intake(ledger, archive), clock, seconds, settings.say)
        desk = Desk(ledger, watching, outlets)
        if not once:
            desk.keep_on(addresses, seconds)
        counts = desk.round(addresses())
    if settings.as_json:
        settings.json(dict(sorted(counts.items())))
    if counts["trouble"]:
        raise typer.Exit(QUARANTINED)


def seconds_of(duration: str) -> float:
    """Return the seconds of a time such as `15m`. Raises `UsageError` for anything else, and for less than a minute.

    >>> seconds_of("15m"), seconds_of("2h")
    (900.0, 7200.0)
    """
    found = _DURATION.fullmatch(duration.strip().lower())
    if not found:
        raise UsageError(f"{duration!r} is not a time; write it as 90s, 15m, 2h or 1d")
    seconds = float(found[1]) * _UNITS[found[2]]
    if seconds < _SHORTEST:
        raise UsageError(f"{duration} is too often for any host; a minute is the least")
    return seconds


def _line(allow: Sequence[str] | None) -> Line:
    """Return the way out, with what a person allows."""
    from sayso.network import Line, Policy, allowed_host

    return Line(USER_AGENT, Policy(frozenset(allowed_host(text) for text in allow or ())))


def _webhook(url: str | None, secret: Path | None, line: Line, clock: Clock) -> Webhook | None:
    """Return the receiver of messages; a mistake in its address is told now and not after the first change."""
    from sayso.network import FetchError, Webhook, read_secret, target_of

    if url is None:
        return None
    try:
        target_of(url, line.policy)
    except FetchError as trouble:
        raise UsageError(f"--webhook {url}: {trouble.message}") from trouble
    return Webhook(url, read_secret(secret), line, clock)


def _ledger(settings: Settings) -> Ledger:
    from sayso.pipeline import Ledger

    return Ledger(settings.ledger, clock=now, create=True, progress=matching_counter(settings))
