"""One request and its answer, through the guard, within the caps on time and size; redirects are not followed here."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import httpcore
import httpx

from sayso.network.guard import Budget, Guard, Resolver, look_up
from sayso.network.inflate import LARGEST_BODY, inflated
from sayso.network.targets import Policy, Target
from sayso.network.trouble import FetchError

__all__ = ["Answer", "Line", "is_read"]

SECONDS = 30.0
"""For one page with its redirects."""
_READ_TYPES = ("text/", "application/xhtml+xml", "application/xml", "application/json", "application/pdf")
_READ_ENDINGS = ("+xml", "+json")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered to one request."""

    url: str
    """The address that was asked."""
    status: int
    """The status code."""
    headers: tuple[tuple[str, str], ...]
    """The headers as they came, in order."""
    body: bytes
    """The decoded body; empty where it was not wanted."""
    moment: str
    """When it was asked, in UTC."""
    reason: str = ""
    """The words beside the status code."""

    def header(self, name: str) -> str:
        """Return the first header of that name, or nothing.

        >>> Answer("http://gazette.example/", 200, (("ETag", "a"),), b"", "2031-05-29T09:00:00+00:00").header("etag")
        'a'
        """
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def redirect(self) -> str:
        """Where it sends us on, or nothing."""
        return self.header("location") if self.status in _REDIRECTS else ""


def is_read(content_type: str) -> bool:
    """Tell whether a body of that type is worth getting; one without a type is told by its content.

    >>> is_read("text/html; charset=utf-8"), is_read("application/rss+xml"), is_read("video/mp4"), is_read("")
    (True, True, False, True)
    """
    kind = content_type.split(";", 1)[0].strip().lower()
    return not kind or kind.startswith(_READ_TYPES) or kind.endswith(_READ_ENDINGS)


def _utc_now() -> datetime.datetime:
    return datetime.datetime.now(tz=datetime.UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """The line out: who we say we are and what may be dialled. It keeps no cookies, asks no proxy and reuses no connection."""

    user_agent: str
    """Sent with each request."""
    policy: Policy = field(default=Policy())
    """What may be dialled."""
    resolver: Resolver = look_up
    """Looks names up."""
    dialler: httpcore.NetworkBackend | None = None
    """Opens connections to checked addresses; None for the system's own."""
    seconds: float = SECONDS
    """For one page with its redirects."""
    largest: int = LARGEST_BODY
    """Bytes of a decoded body."""
    now: Callable[[], datetime.datetime] = _utc_now
    """The time of day."""
    trust: ssl.SSLContext | None = None
    """Certificates that are believed; None for the usual ones."""

    def get(self, target: Target, budget: Budget, headers: Mapping[str, str] | None = None, *, any_type: bool = False) -> Answer:
        """Return the answer to a GET. Raises `FetchError`; what a person asked to know is its message."""
        asked = {"Accept": "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.5", **(headers or {})}
        return self._ask("GET", target, budget, asked, any_type=any_type)

    def post(self, target: Target, budget: Budget, headers: Mapping[str, str], body: bytes) -> Answer:
        """Return the answer to a POST, without its body; only the webhook sends one. Raises `FetchError`."""
        return self._ask("POST", target, budget, {**headers, "Content-Length": str(len(body))}, body)

    def _ask(
        self, method: str, target: Target, budget: Budget, headers: Mapping[str, str], body: bytes = b"", *, any_type: bool = False
    ) -> Answer:
        moment = self.now().isoformat(timespec="seconds")
        guard = Guard(target, self.policy, budget, self.resolver, self.dialler)
        sent = {"Host": target.authority, "User-Agent": self.user_agent, "Accept-Encoding": "gzip", "Connection": "close", **headers}
        address = httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path)
        trust = self.trust or _usual_trust()
        try:
            with (
                httpcore.ConnectionPool(ssl_context=trust, network_backend=guard, retries=0) as pool,
                pool.stream(method, address, headers=list(sent.items()), content=body or None) as response,
            ):
                bare = _without_body(target, response, moment)
                return bare if method == "POST" else self._with_body(bare, response, any_type=any_type)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as error:
            raise _explained(error, target) from error

    def _with_body(self, bare: Answer, response: httpcore.Response, *, any_type: bool) -> Answer:
        """Return an answer with its body, where the body is wanted."""
        if bare.redirect or bare.status in {204, 304}:
            return bare
        if bare.status == 200 and not any_type and not is_read(bare.header("content-type")):
            kind = bare.header("content-type").split(";", 1)[0][:60]
            raise FetchError("kind-not-read", f"it is {kind}, which is not read here. Save the article's text and read that.")
        if (bare.header("content-length") or "0").isdecimal() and int(bare.header("content-length")[:18] or 0) > self.largest:
            raise FetchError("too-large", f"the page is larger than {self.largest // 1_000_000} MB. Save the article's text and read that.")
        chunks = (bytes(chunk) for chunk in response.iter_stream())
        return dataclasses.replace(bare, body=b"".join(inflated(chunks, bare.header("content-encoding"), self.largest)))


def _without_body(target: Target, response: httpcore.Response, moment: str) -> Answer:
    """Return the head of an answer."""
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers)
    reason = bytes(response.extensions.get("reason_phrase", b"")).decode("latin-1")
    return Answer(target.url, response.status, headers, b"", moment, reason)


@functools.cache
def _usual_trust() -> ssl.SSLContext:
    """Return the certificates that are believed; made once, since reading them takes longer than a request on a fast line."""
    return httpx.create_ssl_context()


def _explained(error: Exception, target: Target) -> FetchError:
    """Return what a failure means for the person who asked."""
    words = str(error) or type(error).__name__
    if "CERTIFICATE_VERIFY" in words or "certificate" in words:
        return FetchError("certificate", f"the certificate of {target.host} does not hold ({words[:120]}). Open it in a browser and look.")
    if "without sending complete message body" in words or "incomplete chunked read" in words:
        return FetchError("cut-short", "the page ends in the middle. Try again later.")
    if isinstance(error, httpcore.TimeoutException):
        return FetchError("too-slow", f"{target.host} did not answer in time. Try again later.")
    if isinstance(error, httpcore.ProtocolError):
        return FetchError("bad-answer", f"{target.host} does not speak HTTP as it should ({words[:120]}). Open it in a browser and look.")
    return FetchError("no-answer", f"the connection to {target.host} broke ({words[:120]}). Try again later.")
