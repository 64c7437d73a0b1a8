"""The way out, and the only one: pages and feeds that a person asked for, behind a guard that dials public addresses only."""

from __future__ import annotations

from sayso.network.archive import Archive, captures_folder
from sayso.network.exchange import Answer, Line
from sayso.network.fetcher import Fetcher, Known
from sayso.network.intake import Captured, Intake
from sayso.network.lists import WatchList
from sayso.network.pace import Clock
from sayso.network.pages import fetch_pages
from sayso.network.rounds import Desk, Outlets
from sayso.network.state import WatchState, state_file
from sayso.network.targets import Policy, allowed_host, target_of
from sayso.network.trouble import FetchError
from sayso.network.watch import Watch
from sayso.network.webhook import Webhook, read_secret

__all__ = [
    "Answer",
    "Archive",
    "Captured",
    "Clock",
    "Desk",
    "FetchError",
    "Fetcher",
    "Intake",
    "Known",
    "Line",
    "Outlets",
    "Policy",
    "Watch",
    "WatchList",
    "WatchState",
    "Webhook",
    "allowed_host",
    "captures_folder",
    "fetch_pages",
    "read_secret",
    "state_file",
    "target_of",
]
