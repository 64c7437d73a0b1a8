"""The way out, and the only one: pages and feeds that a person asked for, behind a guard that dials public addresses only."""

from __future__ import annotations

from sayso.network.exchange import Answer, Line
from sayso.network.fetcher import Fetcher, Known
from sayso.network.pace import Clock
from sayso.network.targets import Policy, allowed_host
from sayso.network.trouble import FetchError

__all__ = ["Answer", "Clock", "FetchError", "Fetcher", "Known", "Line", "Policy", "allowed_host"]
