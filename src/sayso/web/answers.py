"""From a request to a page: the two times that it asks for, the frame around it, and the response with its small cookies."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from typing import TypeVar

import anyio
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sayso.errors import UsageError
from sayso.ledger.dates import date_end
from sayso.report.frame import Frame, app_links
from sayso.report.moments import known_moment
from sayso.report.rendering import stylesheet
from sayso.web.desk import Answer, Desk
from sayso.web.jobs import Jobs
from sayso.web.settings import ServeSettings
from sayso.web.tokens import derived, signed, unsigned

__all__ = [
    "BEHIND",
    "MONTH",
    "Office",
    "Times",
    "bare_frame",
    "frame_of",
    "in_thread",
    "noticed",
    "office_of",
    "page",
    "remembered",
    "script",
    "static_address",
    "times_of",
]

Result = TypeVar("Result")
BEHIND = "More has been recorded since. It is being worked out, and these pages follow."
MONTH = 30 * 24 * 3600
READERS = anyio.CapacityLimiter(16)
"""Pages made at the same time; past that they wait, so that a few slow searches do not take the whole machine."""


@dataclass(frozen=True, slots=True)
class Office:
    """What the routes work with."""

    settings: ServeSettings
    desk: Desk
    jobs: Jobs


def office_of(request: Request) -> Office:
    """Return what the app was made with."""
    found = request.app.state.office
    assert isinstance(found, Office)  # noqa: S101 - set by `create_app`
    return found


async def in_thread(make: Callable[[], Result]) -> Result:
    """Run what looks into the ledger beside the loop; given up, though not stopped, where the request's time is over."""
    return await anyio.to_thread.run_sync(make, abandon_on_cancel=True, limiter=READERS)


@dataclass(frozen=True, slots=True)
class Times:
    """The two times that a page is asked for."""

    as_of: str | None
    known_at: str | None


def times_of(request: Request) -> Times:
    """Return the two times in an address. Raises `UsageError` for what is no date."""
    as_of = request.query_params.get("as_of", "").strip() or None
    if as_of is not None and date_end(as_of) is None:
        raise UsageError(f"{as_of!r} is not a date; write 2031, 2031-05 or 2031-05-29.")
    return Times(as_of, known_moment(request.query_params.get("known_at")))


@functools.cache
def script() -> str:
    """Return the script of all pages.

    >>> "keydown" in script()
    True
    """
    return files("sayso.web").joinpath("static", "app.js").read_text(encoding="utf-8")


@functools.cache
def static_address(name: str) -> str:
    """Return the address of a file of our own; its content stands in it, so that a browser may keep it for ever.

    >>> static_address("page.css").startswith("/static/page.css?v=")
    True
    """
    content = stylesheet() if name.endswith(".css") else script()
    return f"/static/{name}?v={hashlib.sha256(content.encode()).hexdigest()[:12]}"


def bare_frame(times: Times | None = None) -> Frame:
    """Return the frame of a page that is made without looking into the ledger."""
    asked = times or Times(None, None)
    links = app_links(asked.as_of, asked.known_at)
    return Frame(links=links, stylesheet=static_address("page.css"), scripts=(static_address("app.js"),))


def frame_of(request: Request, times: Times, answer: Answer) -> Frame:
    """Return the frame of a page that shows what an answer holds."""
    office = office_of(request)
    token = office.settings.token
    notice = unsigned(token, "notice", request.cookies.get("sayso-notice", ""))
    return Frame(
        links=app_links(times.as_of, times.known_at),
        as_of=times.as_of,
        known_at=times.known_at,
        head=answer.head,
        generated_at=office.settings.clock(),
        writable=not office.settings.public,
        token="" if office.settings.public else derived(token, "form"),
        who=unsigned(token, "who", request.cookies.get("sayso-who", "")),
        notice=notice or (BEHIND if answer.behind else ""),
        stylesheet=static_address("page.css"),
        scripts=(static_address("app.js"),),
        moments=office.desk.moments_around(times.known_at),
    )


def page(request: Request, text: str, status: int = 200) -> Response:
    """Return a page; what the last form did is told once."""
    response = HTMLResponse(text, status)
    if "sayso-notice" in request.cookies and status == 200:
        response.delete_cookie("sayso-notice", path="/", httponly=True, samesite="strict")
    return response


def noticed(request: Request, response: Response, sentence: str) -> Response:
    """Have the next page tell a sentence."""
    return remembered(request, response, "notice", sentence, 60)


def remembered(request: Request, response: Response, name: str, text: str, seconds: int = MONTH) -> Response:
    """Keep a text in a signed cookie that no script can read."""
    value = signed(office_of(request).settings.token, name, text[:1000])
    response.set_cookie(f"sayso-{name}", value, max_age=seconds, path="/", httponly=True, samesite="strict")
    return response
