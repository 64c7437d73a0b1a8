"""Pages that a person asked for by name: each is got, kept and read, or told with what to do instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sayso.model import Problem
from sayso.network.exchange import Answer
from sayso.network.fetcher import PATIENCE, Fetcher
from sayso.network.intake import Captured, Intake
from sayso.network.trouble import FetchError
from sayso.pipeline import ReadSummary

__all__ = ["fetch_pages"]

_TRIES = 3


def fetch_pages(
    urls: Sequence[str], fetcher: Fetcher, intake: Intake, progress: Callable[[int, int, str], None] | None = None
) -> ReadSummary:
    """Get pages and read them into the ledger; what could not be had is quarantined in the summary and leaves no trace in the ledger."""
    found: list[ReadSummary] = []
    for number, url in enumerate(urls):
        if progress:
            progress(number, len(urls), url)
        try:
            found.append(intake.take(Captured.of(_patiently(fetcher, url))))
        except FetchError as trouble:
            found.append(_failed(trouble.problem(url)))
    if progress:
        progress(len(urls), len(urls), "")
    return _sum(found)


def _patiently(fetcher: Fetcher, url: str) -> Answer:
    """Return the answer for a page, also of a host that asks to come back in a minute or two."""
    for _ in range(_TRIES - 1):
        try:
            return fetcher.get(url)
        except FetchError as trouble:
            if trouble.code != "busy" or trouble.wait is None or trouble.wait > PATIENCE:
                raise
    return fetcher.get(url)


def _failed(problem: Problem) -> ReadSummary:
    return ReadSummary(0, 0, 1, (problem,))


def _sum(parts: Iterable[ReadSummary]) -> ReadSummary:
    """Return how all pages ended.

    >>> _sum([ReadSummary(1, 0, 0, ()), ReadSummary(0, 0, 1, (Problem("gone", "Gone. Look elsewhere.", "a"),))]).total
    2
    """
    parts = list(parts)
    problems = tuple(problem for part in parts for problem in part.problems)
    return ReadSummary(
        sum(part.ok for part in parts), sum(part.partial for part in parts), sum(part.quarantined for part in parts), problems
    )
