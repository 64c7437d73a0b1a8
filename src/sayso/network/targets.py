"""An address as text to what may be asked for: which scheme, host and port, checked before any name is looked up."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import httpx

from sayso.errors import UsageError
from sayso.network.trouble import FetchError

__all__ = ["Policy", "Target", "allowed_host", "target_of"]

_LONGEST = 4_000
_DEFAULT_PORTS = {"http": 80, "https": 443}
# A host is letters, digits, dots and hyphens (underscores do occur), or an IPv6 address; anything else is a trick or a slip.
_HOST = re.compile(r"[a-z0-9_-][a-z0-9._-]{0,252}|[0-9a-f:.]*:[0-9a-f:.]*")
_ALLOWED = re.compile(r"\[?(?P<host>[^\[\]/@\s]+?)\]?:(?P<port>\d{1,5})")


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be dialled."""

    allowed: frozenset[tuple[str, int]] = frozenset()
    """(host, port) pairs that a person allows although they are inside or on another port."""
    ports: frozenset[int] = field(default=frozenset({80, 443}))
    """The ports that are open to any public host."""

    def allows(self, target: Target) -> bool:
        """Tell whether a person has allowed exactly this host and port."""
        return (target.host, target.port) in self.allowed


@dataclass(frozen=True, slots=True)
class Target:
    """One address, taken apart."""

    url: str
    """The whole address, without its fragment."""
    scheme: str
    """http or https."""
    host: str
    """The name, in ASCII and lower case; an IPv6 address without its brackets."""
    port: int
    """The port, also where the address leaves it out."""
    path: str
    """Path and query, as they are sent."""

    @property
    def authority(self) -> str:
        """The `Host` header.

        >>> target_of("http://gazette.example/a", Policy()).authority
        'gazette.example'
        """
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def site(self) -> str:
        """Scheme and authority, to which robots.txt and pauses belong."""
        return f"{self.scheme}://{self.authority}"


def target_of(url: str, policy: Policy, base: Target | None = None) -> Target:
    """Return what an address asks for, read from `base` if it is relative. Raises `FetchError` for what is never asked for.

    >>> target_of("HTTP://Gazette.example:80/a b?q=ö#top", Policy()).url
    'http://gazette.example/a%20b?q=%C3%B6'
    >>> target_of("file:///etc/passwd", Policy())
    Traceback (most recent call last):
    ...
    sayso.network.trouble.FetchError: only http and https addresses are fetched, not file:. Save the page and read the file.
    """
    found = _parsed(url, base)
    if found.scheme not in _DEFAULT_PORTS:
        scheme = found.scheme or "one without a scheme"
        raise FetchError("address-refused", f"only http and https addresses are fetched, not {scheme}:. Save the page and read the file.")
    if found.userinfo:
        message = "the address holds a user name or password. Take it out; pages that need a login can be saved and read."
        raise FetchError("address-refused", message)
    host = found.raw_host.decode("ascii").lower()
    if not _HOST.fullmatch(host):
        raise FetchError("address-refused", "the address names no host that can be looked up. Check how it is written.")
    port = found.port or _DEFAULT_PORTS[found.scheme]
    target = Target(str(found.copy_with(fragment=None)), found.scheme, host, port, found.raw_path.decode("ascii"))
    if port not in policy.ports and not policy.allows(target):
        message = f"port {port} is not open to fetching. If you trust it, allow it: --allow {target.host}:{port}"
        raise FetchError("port-refused", message)
    return target


def _parsed(url: str, base: Target | None) -> httpx.URL:
    """Return a parsed address."""
    try:
        if len(url) > _LONGEST:
            raise ValueError("too long")
        return httpx.URL(base.url).join(url.strip()) if base else httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise FetchError("address-refused", "the address cannot be read. Check how it is written.") from error


def allowed_host(text: str) -> tuple[str, int]:
    """Return the host and port of `HOST:PORT`. Raises `UsageError` for anything else.

    >>> allowed_host("news.inner.example:8080"), allowed_host("[::1]:80")
    (('news.inner.example', 8080), ('::1', 80))
    """
    found = _ALLOWED.fullmatch(text.strip())
    if not found or not _HOST.fullmatch(found["host"].lower()) or not 0 < int(found["port"]) < 65_536:
        raise UsageError(f"{text!r} is not a host and a port; write it as news.inner.example:8080")
    return (found["host"].lower(), int(found["port"]))
