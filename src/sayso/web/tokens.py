"""Secrets that are made from the one of the start, and the small cookies: who decided last, what the last form did, the last visit.

Nothing is kept in the process, so that a restart with the same token goes on where it was. Values in cookies are signed: another page on
this machine's names could set some, and what a page shows as its own words must be ours.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import hashlib
import hmac

__all__ = ["derived", "same", "signed", "unsigned", "visit"]

_VISIT = datetime.timedelta(minutes=30)
"""A pause after which a reader comes back to look at what changed; not tuned."""


def derived(token: str, purpose: str) -> str:
    """Return the secret for one purpose; none of them tells another.

    >>> derived("t", "form") == derived("t", "session")
    False
    """
    return hmac.new(token.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def same(given: str, wanted: str) -> bool:
    """Tell whether two secrets are equal, in a time that does not tell where they part; an empty one equals nothing.

    >>> same("a", "a"), same("", "")
    (True, False)
    """
    return bool(wanted) and hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


def signed(token: str, purpose: str, text: str) -> str:
    """Return a text as a cookie can hold it, with a signature.

    >>> unsigned("t", "who", signed("t", "who", "Ada Ødegård"))
    'Ada Ødegård'
    """
    body = base64.urlsafe_b64encode(text.encode("utf-8", "replace")).decode("ascii").rstrip("=")
    return f"{body}.{derived(token, f'{purpose}:{body}')}"


def unsigned(token: str, purpose: str, value: str) -> str:
    """Return the text that `signed` wrote for this purpose; empty for anything else.

    >>> unsigned("t", "notice", signed("t", "who", "Ada"))
    ''
    """
    body, _, signature = value.partition(".")
    if not same(signature, derived(token, f"{purpose}:{body}")):
        return ""
    try:
        return base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""


def visit(kept: str, now: str) -> tuple[str, str]:
    """Return when the visit before this one ended, empty for the first, and what to keep of this moment.

    >>> visit("", "2031-06-01T10:00:00+00:00")
    ('', '|2031-06-01T10:00:00+00:00')
    >>> visit("|2031-06-01T10:00:00+00:00", "2031-06-02T09:00:00+00:00")
    ('2031-06-01T10:00:00+00:00', '2031-06-01T10:00:00+00:00|2031-06-02T09:00:00+00:00')
    """
    before, _, last = kept.partition("|")
    before = last if last and _apart(last, now) else before
    return before, f"{before}|{now}"


def _apart(one: str, other: str) -> bool:
    try:
        return datetime.datetime.fromisoformat(other) - datetime.datetime.fromisoformat(one) > _VISIT
    except (ValueError, TypeError):
        return False
