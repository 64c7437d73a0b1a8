"""What a request that cannot be answered gets: a page with the next step, or problem+json (RFC 9457) for programs; never a trace."""

from __future__ import annotations

import html
import json
import logging

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sayso.errors import LedgerError, LedgerLockedError, NotFoundError, SaysoError, UsageError
from sayso.report.pages import problem_page
from sayso.web.answers import bare_frame
from sayso.web.desk import BusyError, StoppedError
from sayso.web.fence import Asked, Refusal, TooLargeError, cookie_name
from sayso.web.forms import ForeignFormError
from sayso.web.settings import ServeSettings
from sayso.web.tokens import derived

__all__ = ["body_of", "on_error", "refused", "welcomed"]

_log = logging.getLogger("sayso.web")
_TITLES: tuple[tuple[type[SaysoError], int, str], ...] = (
    (NotFoundError, 404, "Not in this ledger"),
    (BusyError, 503, "Being worked out"),
    (StoppedError, 503, "The app is closing"),
    (ForeignFormError, 403, "Not a form of this app"),
    (UsageError, 400, "That cannot be asked like this"),
    (LedgerLockedError, 503, "Another process is writing"),
    (LedgerError, 500, "The ledger cannot be used"),
    (SaysoError, 500, "That did not work"),
)
_HTTP = {
    404: ("No such page", "Begin again from the list of claims."),
    405: ("Not done here", "Pages are asked for with GET, forms sent with POST."),
}


def body_of(path: str, refusal: Refusal) -> tuple[bytes, str]:
    """Return the body of a refusal and its media type: for `/api/` problem+json, else a page.

    >>> body_of("/api/v1/claims", Refusal(404, "No such page", "Begin again."))[1]
    'application/problem+json'
    """
    if path.startswith("/api/"):
        told = {"type": "about:blank", "title": refusal.title, "status": refusal.status, "detail": refusal.message}
        return (json.dumps(told) + "\n").encode(), "application/problem+json"
    return problem_page(bare_frame(), refusal.status, refusal.title, refusal.message).encode(), "text/html; charset=utf-8"


def refused(asked: Asked, refusal: Refusal) -> tuple[int, bytes, tuple[tuple[str, str], ...]]:
    """Return the answer to a request that the fence keeps out."""
    body, kind = body_of(asked.path, refusal)
    # What is left of its body is not waited for.
    closing = (("connection", "close"),) if asked.writes else ()
    return refusal.status, body, (("content-type", kind), *closing)


def welcomed(asked: Asked, onward: str, settings: ServeSettings) -> tuple[int, bytes, tuple[tuple[str, str], ...]]:
    """Return the answer to the address with the secret: a cookie, and a page that leads on.

    A page and not a redirect: where another program opened the address, a browser would not send the new cookie along with a redirect.
    """
    lead = html.escape(onward, quote=True)
    head = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>sayso</title></head>'
    text = f'{head}<body><p><a href="{lead}">Go on</a></p></body></html>'
    cookie = f"{cookie_name(asked)}={derived(settings.token, 'session')}; Path=/; HttpOnly; SameSite=Strict"
    return 200, text.encode(), (("content-type", "text/html; charset=utf-8"), ("set-cookie", cookie), ("refresh", f"0; url={onward}"))


def _refusal(error: Exception) -> Refusal:
    if isinstance(error, TooLargeError):
        return error.refusal
    if isinstance(error, RequestValidationError):
        found = "; ".join(f"{each['loc'][-1]}: {each['msg']}" for each in error.errors())
        return Refusal(400, "That cannot be asked like this", f"{found}. The fields stand in docs/openapi.json.")
    if isinstance(error, HTTPException):
        title, step = _HTTP.get(error.status_code, ("That cannot be asked like this", "Begin again from the list of claims."))
        return Refusal(error.status_code, title, step)
    if isinstance(error, SaysoError):
        status, title = next((status, title) for kind, status, title in _TITLES if isinstance(error, kind))
        return Refusal(status, title, f"{error}")
    return Refusal(500, "That did not work", "It is a mistake of ours. What happened stands where the app was started; please report it.")


async def on_error(request: Request, error: Exception) -> Response:
    """Answer what was raised while a page was made; what was not expected is written where the app was started."""
    refusal = _refusal(error)
    if refusal.status == 500:
        _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    body, kind = body_of(request.url.path, refusal)
    response = Response(body, refusal.status, media_type=kind)
    # A page that a form led to is not looked at again by itself: that would be another question than the form's.
    if isinstance(error, BusyError) and request.method == "GET":
        response.headers["refresh"] = "3"
    if refusal.status == 503:
        response.headers["retry-after"] = "3"
    return response
