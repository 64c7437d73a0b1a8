"""Who may ask, decided before anything is looked up: a page of another site, open in the same browser, reaches a port of this machine too.

A request passes if its Host is ours (a name that was made to point here is refused), if it carries the secret of the start, and, where it
writes, if it comes from one of our own pages. Bodies are counted while they come in, answers have a time limit, and every answer carries
the same strict headers.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.web.settings import ServeSettings
from sayso.web.tokens import derived, same

__all__ = ["POLICY", "Asked", "Fence", "Refusal", "TooLargeError", "cookie_name", "refusal_of"]

_log = logging.getLogger("sayso.web")
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
"""The content security policy of every page."""
LONGEST_TARGET = 8_000
"""Signs of path and query; a search of 32 long words with every facet chosen takes some 2,000."""
_LATE_PAGE = "The answer took too long and was given up. Try again, or ask for less at once."
# Work that has begun beside the loop goes on to its end.
_LATE_FORM = "It took too long to say what became of it. It may have been kept: look, before you send it again."
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_HEADERS = (
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    # Not `no-referrer`: with that a browser sends `Origin: null` with our own forms, and they could not be told from others.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not answered, and what to do."""

    status: int
    title: str
    message: str


class TooLargeError(Exception):
    """More bytes came in than a form may hold; carries the refusal."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a request decides whether it is answered."""

    method: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...]
    """Names in lower case."""

    @classmethod
    def of(cls, scope: Scope) -> Asked:
        """Return what an ASGI scope asks."""
        headers = tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"])
        return cls(scope["method"], scope["path"], scope["query_string"].decode("latin-1"), headers)

    def header(self, name: str) -> str | None:
        """Return a header that was sent once; None where it was left out, an impossible value where it was sent more than once."""
        found = [value.strip() for key, value in self.headers if key == name]
        return found[0] if len(found) == 1 else "\x00" if found else None

    @property
    def cookies(self) -> Mapping[str, str]:
        """The cookies, whatever other programs of this host wrote beside them: one that cannot be read hides none of ours."""
        return cookie_parser(self.header("cookie") or "")

    @property
    def writes(self) -> bool:
        """Whether it may change something."""
        return self.method not in {"GET", "HEAD"}

    @property
    def limit(self) -> str:
        """Which limit its body has."""
        return "upload" if self.path == "/read" else "form"


def refusal_of(asked: Asked, settings: ServeSettings) -> Refusal | None:
    """Return why a request is refused; None where it may pass.

    >>> from pathlib import Path
    >>> settings = ServeSettings(Path("desk.ledger"), frozenset({"localhost:8787"}), "secret")
    >>> refusal_of(Asked("GET", "/", "", (("host", "evil.example"),)), settings).status
    403
    """
    for check in (_host, _target, _method, _writing, _identity):
        found = check(asked, settings)
        if found is not None:
            return found
    return None


def _host(asked: Asked, settings: ServeSettings) -> Refusal | None:
    if (asked.header("host") or "").lower() in settings.hosts:
        return None
    return Refusal(403, "Not this host", "This app answers only under the names it was started with. Start it with --host-name to add one.")


def _target(asked: Asked, _settings: ServeSettings) -> Refusal | None:
    if not asked.path.startswith("/") or "\x00" in asked.path:
        return Refusal(400, "Not an address of this app", "Begin again from the list of claims.")
    if len(asked.path) + len(asked.query) > LONGEST_TARGET:
        return Refusal(414, "The address is too long", "Search for fewer words.")
    return None


def _method(asked: Asked, settings: ServeSettings) -> Refusal | None:
    if asked.method in {"GET", "HEAD"} or (asked.method == "POST" and not settings.public):
        return None
    if asked.method == "POST":
        return Refusal(403, "This ledger can only be read here", "It was opened for reading. Ask the desk that keeps it.")
    return Refusal(405, "Not done here", "Pages are asked for with GET, forms sent with POST.")


def _writing(asked: Asked, settings: ServeSettings) -> Refusal | None:
    if not asked.writes:
        return None
    origin, site = asked.header("origin"), asked.header("sec-fetch-site")
    ours = origin is not None and urlsplit_host(origin) == (asked.header("host") or "").lower()
    if not ours or site not in {None, "same-origin"}:
        return Refusal(403, "Not from a page of this app", "Only forms of its own pages can write. Open the page here and send it again.")
    if (asked.header("content-type") or "").split(";")[0].strip().lower() not in _FORMS:
        return Refusal(415, "Not a form", "Only forms can write.")
    length = asked.header("content-length")
    if length is not None and not (length.isascii() and length.isdigit()):
        return Refusal(400, "Its length cannot be read", "Send it again.")
    if length is not None and int(length[:20]) > _most(asked, settings):
        return too_large(asked, settings)
    return None


def urlsplit_host(origin: str) -> str | None:
    """Return host and port of an origin; None for what is none.

    >>> urlsplit_host("http://localhost:8787"), urlsplit_host("null"), urlsplit_host("http://localhost:8787/x")
    ('localhost:8787', None, None)
    """
    try:
        parts = urlsplit(origin)
    except ValueError:
        return None
    whole = f"{parts.scheme}://{parts.netloc}"
    return parts.netloc.lower() if parts.scheme in {"http", "https"} and whole.lower() == origin.lower() else None


def _most(asked: Asked, settings: ServeSettings) -> int:
    return settings.upload_bytes if asked.limit == "upload" else settings.form_bytes


def too_large(asked: Asked, settings: ServeSettings) -> Refusal:
    """Return the refusal of a body that is too large, with what there is room for."""
    most = _most(asked, settings)
    room = f"{most // 1_000_000} MB" if most >= 1_000_000 else f"{most // 1_000} kB"
    step = "Send fewer files at once, or read them with `sayso read`." if asked.limit == "upload" else "Write less."
    return Refusal(413, "Too much at once", f"A form may hold {room}. {step}")


def cookie_name(asked: Asked) -> str:
    """Return the name of the cookie that lets in; cookies are shared by all ports of a host, so that the port stands in it.

    >>> cookie_name(Asked("GET", "/", "", (("host", "localhost:8787"),)))
    'sayso-8787'
    """
    _, _, port = (asked.header("host") or "").rpartition(":")
    return f"sayso-{port}" if port.isdigit() else "sayso"


def _identity(asked: Asked, settings: ServeSettings) -> Refusal | None:
    if settings.public or asked.path.startswith("/static/"):
        return None
    kind, _, given = (asked.header("authorization") or "").partition(" ")
    bearer = given if kind.lower() == "bearer" and not asked.writes else ""
    if same(asked.cookies.get(cookie_name(asked), ""), derived(settings.token, "session")) or same(bearer, settings.token):
        return None
    message = (
        "Open the address that `sayso serve` printed: it holds the key. If this browser had opened it before,"
        " go on by the link below; if the app was started anew, use its new address."
    )
    return Refusal(403, "This app does not know you yet", message)


def opening(asked: Asked, settings: ServeSettings) -> str | None:
    """Return where to go on after the address with the secret, without the secret; None for any other request.

    >>> from pathlib import Path
    >>> settings = ServeSettings(Path("desk.ledger"), frozenset(), "secret")
    >>> opening(Asked("GET", "/", "token=secret&words=mill", ()), settings)
    '/?words=mill'
    """
    fields = parse_qsl(asked.query, keep_blank_values=True)
    given = next((value for name, value in fields if name == "token"), "")
    if settings.public or asked.method != "GET" or not same(given, settings.token):
        return None
    rest = urlencode([(name, value) for name, value in fields if name != "token"], errors="replace")
    path = "/" + quote(asked.path.lstrip("/\\"), errors="replace")
    return f"{path}?{rest}" if rest else path


Answered = Callable[[Asked, Refusal], "tuple[int, bytes, tuple[tuple[str, str], ...]]"]
"""Makes the answer of a refusal: status, body, headers."""
Welcomed = Callable[[Asked, str], "tuple[int, bytes, tuple[tuple[str, str], ...]]"]
"""Makes the answer to the address with the secret."""


class Fence:
    """The app behind all checks; an ASGI app itself."""

    def __init__(self, app: ASGIApp, settings: ServeSettings, refused: Answered, welcomed: Welcomed) -> None:
        self._app = app
        self._settings = settings
        self._refused = refused
        self._welcomed = welcomed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked, answer = Asked.of(scope), _Answer(send)
        refusal = refusal_of(asked, self._settings)
        onward = opening(asked, self._settings)
        if onward is not None and (refusal is None or refusal.status == 403) and _host(asked, self._settings) is None:
            await answer.whole(self._welcomed(asked, onward))
        elif refusal is not None:
            await answer.whole(self._refused(asked, refusal))
        else:
            await self._passed(scope, _Counted(receive, _most(asked, self._settings), too_large(asked, self._settings)), answer, asked)

    async def _passed(self, scope: Scope, counted: _Counted, answer: _Answer, asked: Asked) -> None:
        upload = asked.writes and asked.limit == "upload"
        limit = self._settings.upload_seconds if upload else self._settings.seconds
        try:
            async with asyncio.timeout(limit):
                await self._app({**scope, "method": "GET" if asked.method == "HEAD" else asked.method}, counted, answer.send)
        except TimeoutError:
            await answer.whole(self._refused(asked, Refusal(503, "That took too long", _LATE_FORM if asked.writes else _LATE_PAGE)))
        except Exception:
            # The app has answered and written down its own mistakes by now; what it could not answer is ours to answer.
            if not answer.begun:
                _log.exception("%s %s failed", asked.method, asked.path)
                await answer.whole(
                    self._refused(asked, Refusal(500, "That did not work", "What happened stands where the app was started."))
                )


class _Counted:
    """Receives a body and counts it."""

    def __init__(self, receive: Receive, most: int, refusal: Refusal) -> None:
        self._receive = receive
        self._left = most
        self._refusal = refusal

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise TooLargeError(self._refusal)
        return message


class _Answer:
    """Sends an answer with the headers that every answer has."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False

    async def send(self, message: Message) -> None:
        """Pass a message of the app on."""
        if message["type"] == "http.response.start":
            self.begun = True
            own = [(name.lower(), value) for name, value in message.get("headers", ())]
            named = {name for name, _ in own}
            more = [(name.encode(), value.encode()) for name, value in (*_HEADERS, ("cache-control", "no-store"))]
            message = {**message, "headers": [*own, *(pair for pair in more if pair[0] not in named)]}
        await self._send(message)

    async def whole(self, made: tuple[int, bytes, tuple[tuple[str, str], ...]]) -> None:
        """Send an answer at once, unless one has begun."""
        if self.begun:
            return
        status, body, headers = made
        length = ("content-length", str(len(body)))
        pairs = [(name.encode(), value.encode()) for name, value in (*headers, length)]
        await self.send({"type": "http.response.start", "status": status, "headers": pairs})
        await self._send({"type": "http.response.body", "body": body})
