"""The command that serves the app. As in `sayso.cli`, imports of our own stages stand inside the functions."""

from __future__ import annotations

import logging
import os
import webbrowser
from typing import Annotated

import typer

from sayso.cli_output import Settings, now, refuse_missing

__all__ = ["serve"]

LOOPBACK = frozenset({"127.0.0.1", "::1", "[::1]", "localhost"})
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, and listened on only where a person says so


def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="The port; 0 for any that is free.")] = 8787,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen; else this machine only.")] = "127.0.0.1",
    host_name: Annotated[
        list[str] | None, typer.Option("--host-name", metavar="NAME", help="Another name that it is asked under; may be repeated.")
    ] = None,
    public: Annotated[bool, typer.Option("--public", help="Everybody who reaches it may read, nobody can write.")] = False,
    open_browser: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    authority: Annotated[
        str, typer.Option(envvar="SAYSO_AUTHORITY", metavar="NAME", help="Your domain, for the ids of feeds.")
    ] = "sayso.invalid",
) -> None:
    """Serve the web app on this machine: look further, read more, correct."""
    from sayso.pipeline import Ledger
    from sayso.web import ServeSettings, allowed_hosts, create_app, listening, start_token

    settings: Settings = context.obj
    names = [*(host_name or ()), *([] if host in LOOPBACK | EVERYWHERE else [host])]
    token = start_token(os.environ.get("SAYSO_TOKEN"))
    allowed_hosts(port, names)
    logging.basicConfig(format="%(name)s: %(message)s")
    if public:
        refuse_missing(settings)
    # Opened once now, so that what is wrong with it is told before an address is.
    Ledger(settings.ledger, clock=now, create=not public).close()
    with listening(host, port) as found:
        address = f"http://{_shown(host)}:{found.port}/" + ("" if public else f"?token={token}")
        app = create_app(
            ServeSettings(settings.ledger, allowed_hosts(found.port, names), token, public=public, authority=authority, clock=now)
        )
        settings.data(address)
        _flush()
        settings.say("Open this address in a browser; it holds the key. Ctrl-C ends the app." if not public else "Ctrl-C ends the app.")
        if host not in LOOPBACK:
            settings.say("Other machines can reach it, under the names given with --host-name; what goes between is not encrypted.")
        if open_browser:
            webbrowser.open(address)
        found.serve(app)


def _shown(host: str) -> str:
    """Return the host of the address that is printed."""
    if host in EVERYWHERE:
        return "127.0.0.1"
    return f"[{host.strip('[]')}]" if ":" in host else host


def _flush() -> None:
    import sys

    sys.stdout.flush()
