"""How often a host is asked: a pause between two requests, longer where it asks for that, and none before the time it has named.

The clock is a parameter, so that a test of an hour's patience takes no hour.
"""

from __future__ import annotations

import datetime
import email.utils
import time
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Clock", "Pace", "retry_after"]

PAUSE = 2.0
"""Seconds between two requests to one host; crawlers of archives keep one to five."""
LONGEST_DELAY = 60.0
"""More than this a crawl-delay is not obeyed by waiting: the page is put off."""
_UNNAMED_WAIT = 60.0
_LONGEST_WAIT = 86_400.0


@dataclass(frozen=True, slots=True)
class Clock:
    """The time, and a way to let it pass."""

    now: Callable[[], float] = time.time
    """Seconds since 1970."""
    sleep: Callable[[float], None] = time.sleep
    """Waits so many seconds."""

    def moment(self) -> datetime.datetime:
        """The time of day in UTC.

        >>> Clock(now=lambda: 0.0).moment().isoformat()
        '1970-01-01T00:00:00+00:00'
        """
        return datetime.datetime.fromtimestamp(self.now(), tz=datetime.UTC)


class Pace:
    """When each host may be asked next.

    >>> passed = []
    >>> pace = Pace(Clock(lambda: 100.0 + sum(passed), passed.append), pause=2.0)
    >>> pace.wait("gazette.example"), pace.wait("gazette.example"), pace.wait("other.example"), passed
    (None, None, None, [2.0])
    """

    def __init__(self, clock: Clock, pause: float = PAUSE) -> None:
        self._clock = clock
        self._pause = pause
        self._next: dict[str, float] = {}

    def left(self, host: str) -> float:
        """Return the seconds until a host may be asked."""
        return max(0.0, self._next.get(host, 0.0) - self._clock.now())

    def wait(self, host: str, delay: float = 0.0) -> None:
        """Wait until a host may be asked, and note that it is asked now; `delay` is what its robots.txt wishes."""
        left = self.left(host)
        if left > 0:
            self._clock.sleep(left)
        self._next[host] = self._clock.now() + max(self._pause, min(delay, LONGEST_DELAY))

    def hold(self, host: str, seconds: float) -> None:
        """Ask a host no more for so many seconds."""
        self._next[host] = max(self._next.get(host, 0.0), self._clock.now() + seconds)


def retry_after(value: str, now: datetime.datetime) -> float:
    """Return the seconds that a `Retry-After` header names, a minute where it names none, a day at most.

    >>> moment = datetime.datetime(2031, 5, 29, 9, 0, tzinfo=datetime.UTC)
    >>> retry_after("120", moment), retry_after("Thu, 29 May 2031 09:05:00 GMT", moment), retry_after("soon", moment)
    (120.0, 300.0, 60.0)
    """
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), _LONGEST_WAIT)
    try:
        named = email.utils.parsedate_to_datetime(text)
        seconds = (named.replace(tzinfo=named.tzinfo or datetime.UTC) - now).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):
        return _UNNAMED_WAIT
    return min(max(seconds, 0.0), _LONGEST_WAIT)
