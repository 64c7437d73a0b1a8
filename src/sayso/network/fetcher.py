"""A page got with manners: what the site's robots.txt asks, a pause for each host, no second copy of what has not changed.

Each hop of a redirect is a new request with all checks anew. What cannot be had is a `FetchError` for the caller to tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from sayso.network.exchange import Answer, Line
from sayso.network.guard import Budget
from sayso.network.pace import PAUSE, Clock, Pace, retry_after
from sayso.network.robots import EVERYTHING, NOTHING, Robots, read_robots
from sayso.network.targets import Target, target_of
from sayso.network.trouble import FetchError

__all__ = ["Fetcher", "Known"]

MOST_REDIRECTS = 5
"""More than these no honest page needs."""
PATIENCE = 120.0
"""Seconds that a page may wait for its host's turn; with more it is put off, so that one busy host does not hold up the others."""
_ROBOTS_KEPT = 86_400.0
_ROBOTS_RETRY = 600.0
_GONE = frozenset({404, 410})
_BUSY = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Known:
    """What a server told of a page when it was read last, so that it can be asked for news only."""

    etag: str = ""
    """Its `ETag`."""
    last_modified: str = ""
    """Its `Last-Modified`."""

    @classmethod
    def of(cls, answer: Answer) -> Known:
        """Return what an answer tells for the next time.

        >>> Known.of(Answer("http://gazette.example/", 200, (("ETag", '"a"'),), b"", ""))
        Known(etag='"a"', last_modified='')
        """
        return cls(answer.header("etag")[:500], answer.header("last-modified")[:100])

    def headers(self) -> Mapping[str, str]:
        """Return the headers that ask for news only."""
        found = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in found.items() if value and value.isascii() and value.isprintable()}


def _not_the_start(target: Target, asked: str) -> Target:
    """Return where a page sends on. Raises `FetchError` for the start of its site, which sites show in place of pages they took down."""
    if target.path == "/" and urlsplit(asked).path.strip("/"):
        raise FetchError("sent-to-start", f"it sends on to the start page of {target.host}, as if it were gone. Open it in a browser.")
    return target


class Fetcher:
    """Gets pages, one at a time."""

    def __init__(self, line: Line, clock: Clock | None = None, pause: float = PAUSE) -> None:
        self._line = line
        self._clock = clock or Clock()
        self._pace = Pace(self._clock, pause)
        self._robots: dict[str, tuple[float, Robots]] = {}

    def get(self, url: str, known: Known | None = None) -> Answer:
        """Return the last answer of a page with its redirects: 200 with a body, 304, 404 or 410.

        Raises `FetchError` for everything else; its `wait` says when trying again makes sense.
        """
        target = target_of(url, self._line.policy)
        spent = 0.0
        for _ in range(MOST_REDIRECTS + 1):
            self._ask_leave(target)
            answer, seconds = self._timed(target, self._line.seconds - spent, (known or Known()).headers())
            spent += seconds
            if not answer.redirect:
                return self._settled(answer, target)
            target = _not_the_start(self._next(answer, target), url)
        message = f"the page sends on more than {MOST_REDIRECTS} times. Open it in a browser and give its last address."
        raise FetchError("too-many-redirects", message)

    def left(self, url: str) -> float:
        """Return the seconds until the host of an address may be asked; none where the address cannot be read."""
        try:
            return self._pace.left(target_of(url, self._line.policy).host)
        except FetchError:
            return 0.0

    def _timed(self, target: Target, seconds: float, headers: Mapping[str, str], *, any_type: bool = False) -> tuple[Answer, float]:
        """Return an answer and how long it took; pauses between requests are not counted against the page."""
        budget = Budget(max(seconds, 0.1))
        answer = self._line.get(target, budget, headers, any_type=any_type)
        return answer, max(seconds, 0.1) - budget.seconds()

    def _next(self, answer: Answer, target: Target) -> Target:
        """Return where a redirect leads, checked anew."""
        try:
            following = target_of(answer.redirect, self._line.policy, base=target)
        except FetchError as trouble:
            raise FetchError(trouble.code, f"it sends on, and there {trouble.message}") from trouble
        if target.scheme == "https" and following.scheme == "http":
            message = (
                "it sends on from https to http, where anybody on the way could change it. Fetch that address itself if you accept that."
            )
            raise FetchError("redirect-refused", message)
        return following

    def _settled(self, answer: Answer, target: Target) -> Answer:
        """Return an answer that says something of the page. Raises `FetchError` for one that speaks of the server only."""
        if answer.status in {200, 304} or answer.status in _GONE:
            return answer
        if answer.status in _BUSY:
            seconds = retry_after(answer.header("retry-after"), self._clock.moment())
            self._pace.hold(target.host, seconds)
            message = f"{target.host} is busy ({answer.status}) and asks to wait {seconds:g} seconds. Try again after that."
            raise FetchError("busy", message, wait=seconds)
        if answer.status in {401, 402, 403, 407, 451}:
            message = f"{target.host} does not let us in ({answer.status}). Open the page in a browser, save it and read the file."
            raise FetchError("not-let-in", message)
        raise FetchError(
            "server-trouble", f"{target.host} answers {answer.status} {answer.reason[:60]}. Try again later.".replace("  ", " ")
        )

    def _ask_leave(self, target: Target) -> None:
        """Wait for the host's turn. Raises `FetchError` where its robots.txt says no."""
        if self._pace.left(target.host) > PATIENCE:
            seconds = self._pace.left(target.host)
            raise FetchError("busy", f"{target.host} asked to wait {seconds:.0f} more seconds. Try again after that.", wait=seconds)
        robots = self._robots_of(target)
        if robots is NOTHING:
            message = f"the robots.txt of {target.host} cannot be had at the moment, so nothing is read there. Try again later."
            raise FetchError("robots-unknown", message, wait=_ROBOTS_RETRY)
        if not robots.allows(target.path):
            message = f"the robots.txt of {target.host} asks robots not to read it. Open the page in a browser, save it and read the file."
            raise FetchError("robots", message)
        self._pace.wait(target.host, robots.delay)

    def _robots_of(self, target: Target) -> Robots:
        """Return the rules of a site, got once a day."""
        until, robots = self._robots.get(target.site, (0.0, EVERYTHING))
        if self._clock.now() < until:
            return robots
        robots = self._get_robots(target)
        self._robots[target.site] = (self._clock.now() + (_ROBOTS_RETRY if robots is NOTHING else _ROBOTS_KEPT), robots)
        return robots

    def _get_robots(self, site: Target) -> Robots:
        """Return the rules of a site as its robots.txt gives them; a refused address is refused, a site without them has none."""
        target = target_of("/robots.txt", self._line.policy, base=site)
        for _ in range(MOST_REDIRECTS + 1):
            self._pace.wait(target.host)
            try:
                answer, _ = self._timed(target, self._line.seconds, {}, any_type=True)
            except FetchError as trouble:
                if trouble.code in {"address-refused", "port-refused", "host-not-found", "no-answer", "certificate"}:
                    raise
                return NOTHING
            if not answer.redirect:
                return (
                    read_robots(answer.body)
                    if answer.status == 200
                    else NOTHING
                    if answer.status >= 500 or answer.status == 429
                    else EVERYTHING
                )
            target = self._next(answer, target)
        return EVERYTHING
