"""When a watched page is read again: young pages oftener, as they are edited most; a page that fails, ever more seldom."""

from __future__ import annotations

from collections.abc import Callable, Iterable

__all__ = ["after_trouble", "interleaved", "next_reading"]

HOUR = 3_600.0
DAY = 24 * HOUR
_STEPS = ((6 * HOUR, 0.0), (2 * DAY, HOUR), (7 * DAY, 6 * HOUR), (30 * DAY, DAY), (365 * DAY, 7 * DAY))
"""(age up to, seconds between readings), chosen by judgement: there is no labelled record of edits to learn it from. A page
is read some 170 times in its first year, most of them in its first week."""
_MOST_DOUBLINGS = 7


def next_reading(age: float, every: float) -> float | None:
    """Return the seconds until a page of that age is read again, None where it no longer is; never less than `every`.

    >>> next_reading(600.0, 900.0), next_reading(3 * 86_400.0, 900.0), next_reading(400 * 86_400.0, 900.0)
    (900.0, 21600.0, None)
    """
    pause = next((seconds for limit, seconds in _STEPS if age < limit), None)
    return None if pause is None else max(pause, every)


def after_trouble(failures: int, every: float, asked: float | None = None) -> float:
    """Return the seconds until a page that failed is tried again: doubled each time up to a day, and no sooner than the host asked.

    >>> after_trouble(1, 900.0), after_trouble(3, 900.0), after_trouble(1, 900.0, 7_200.0), after_trouble(30, 900.0)
    (900.0, 3600.0, 7200.0, 86400.0)
    """
    return max(min(every * 2.0 ** min(failures - 1, _MOST_DOUBLINGS), max(DAY, every)), asked or 0.0)


def interleaved(urls: Iterable[str], host_of: Callable[[str], str]) -> list[str]:
    """Return addresses so that hosts take turns, which lets one host rest while others are asked.

    >>> interleaved(["a/1", "a/2", "b/1"], lambda url: url[0])
    ['a/1', 'b/1', 'a/2']
    """
    turns: dict[str, int] = {}
    placed = []
    for url in urls:
        host = host_of(url)
        placed.append((turns.get(host, 0), url))
        turns[host] = turns.get(host, 0) + 1
    return [url for _, url in sorted(placed, key=lambda pair: pair[0])]
