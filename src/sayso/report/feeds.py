"""What changed, handed on: Atom (RFC 4287), JSON Feed 1.1, and the signed body of a webhook (Standard Webhooks).

A feed outlives the program that wrote it, so an entry's id is made from the change alone: the same ledger, rebuilt, gives the same ids, and
a reader shows no entry twice. All text is plain text. Words of an outlet may hold markup or control characters; markup stays visible as
it was written, and what XML cannot hold or a screen would obey is shown as the replacement character.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from sayso.errors import UsageError
from sayso.model import Change, content_id
from sayso.report.words import safe_link, visible

__all__ = ["AUTHORITY", "TITLE", "SignedBody", "atom_feed", "change_tag", "json_feed", "rfc3339", "signature", "signed_body"]

AUTHORITY = "sayso.invalid"
"""Who mints the ids of a feed where nobody else is named: a name that RFC 2606 keeps out of use, so that it is nobody's."""
TITLE = "What changed in the ledger"
_MINTED = "2026"
"""The year in a tag URI (RFC 4151): when the form of these ids was settled."""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_AUTHORITY = re.compile(r"(?:[a-z0-9._-]+@)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")

LinkOf = Callable[[Change], "str | None"]
"""Gives the address at which a change can be looked into, if there is one."""


def change_tag(change: Change, authority: str = AUTHORITY) -> str:
    """Return the tag URI (RFC 4151) of a change. Raises `UsageError` where `authority` is no domain or mail address in lower case.

    >>> from sayso.model import ChangeKind
    >>> change_tag(Change("change-1", ChangeKind.STANDING, "2031-05-29", "It changed."), "desk.example")
    'tag:desk.example,2026:change-1'
    """
    return _tag(change.id, authority)


def _tag(name: str, authority: str) -> str:
    if not _AUTHORITY.fullmatch(authority):
        raise UsageError(f"{authority!r} cannot mint ids; give a domain or mail address of your own, in lower case")
    return f"tag:{authority},{_MINTED}:{name}"


def rfc3339(moment: str) -> str:
    """Return a moment as RFC 3339 has it, with its zone; a partial date becomes its first instant in UTC, what is no date that of 1970.

    >>> rfc3339("2031-05-29T10:00:00+02:00"), rfc3339("2031-05"), rfc3339("2031-05-29T10:00")
    ('2031-05-29T10:00:00+02:00', '2031-05-01T00:00:00Z', '2031-05-29T10:00:00Z')
    """
    try:
        found = datetime.datetime.fromisoformat(moment + "0000-01-01"[len(moment) :] if "T" not in moment else moment)
    except ValueError:
        return "1970-01-01T00:00:00Z"
    kept = found.replace(tzinfo=datetime.UTC) if found.tzinfo is None else found
    return kept.isoformat(timespec="microseconds" if kept.microsecond else "seconds").replace("+00:00", "Z")


def _instant(moment: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(rfc3339(moment))


def _plain(text: str) -> str:
    return _NOT_XML.sub("\ufffd", visible(text))


def _line(text: str) -> str:
    return " ".join(_plain(text).split())


def _newest_first(changes: Sequence[Change]) -> list[Change]:
    unique = {change.id: change for change in changes}
    return sorted(unique.values(), key=lambda change: (_instant(change.moment), change.id), reverse=True)


def _told(change: Change) -> str:
    """Return what an entry says: the sentence, and the rule's reason where there is one."""
    return _plain("\n".join(filter(None, (change.sentence, f"Because: {change.because}" if change.because else ""))))


def atom_feed(
    changes: Sequence[Change], *, since: str, title: str = TITLE, authority: str = AUTHORITY, link: LinkOf = lambda _: None
) -> str:
    """Return changes as an Atom feed, newest first; `since` dates a feed without entries, and `link` gives the address of an entry.

    >>> atom_feed([], since="2031-05-29").splitlines()[1]
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
    """
    ordered = _newest_first(changes)
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en"})
    SubElement(feed, "id").text = _tag("changes", authority)
    SubElement(feed, "title", type="text").text = _line(title)
    SubElement(feed, "updated").text = rfc3339(ordered[0].moment if ordered else since)
    SubElement(SubElement(feed, "author"), "name").text = "sayso"
    SubElement(feed, "generator").text = "sayso"
    for change in ordered:
        _atom_entry(feed, change, authority, safe_link(link(change)))
    indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(feed, encoding="unicode")}\n'


def _atom_entry(feed: Element, change: Change, authority: str, address: str | None) -> None:
    entry = SubElement(feed, "entry")
    SubElement(entry, "id").text = change_tag(change, authority)
    SubElement(entry, "title", type="text").text = _line(change.sentence)
    SubElement(entry, "updated").text = rfc3339(change.moment)
    SubElement(entry, "published").text = rfc3339(change.moment)
    SubElement(entry, "category", term=change.kind.value)
    if address is not None:
        SubElement(entry, "link", rel="alternate", type="text/html", href=address)
    SubElement(entry, "content", type="text").text = _told(change)


def json_feed(changes: Sequence[Change], *, title: str = TITLE, authority: str = AUTHORITY, link: LinkOf = lambda _: None) -> str:
    """Return changes as JSON Feed 1.1, newest first; `_sayso` holds the parts of each change, described in `docs/changes.md`.

    >>> json.loads(json_feed([]))["items"]
    []
    """
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _line(title),
        "language": "en",
        "authors": [{"name": "sayso"}],
        "items": [_json_item(change, authority, safe_link(link(change))) for change in _newest_first(changes)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _json_item(change: Change, authority: str, address: str | None) -> dict[str, object]:
    item: dict[str, object] = {
        "id": change_tag(change, authority),
        "title": _line(change.sentence),
        "content_text": _told(change),
        "date_published": rfc3339(change.moment),
        "tags": [change.kind.value],
        "_sayso": _parts(change),
    }
    return item if address is None else {**item, "url": address}


def _parts(change: Change) -> dict[str, str | None]:
    """Return a change as exchange formats have it."""
    return {
        "id": change.id,
        "kind": change.kind.value,
        "moment": change.moment,
        "claim": change.claim_id,
        "article": change.article_id,
        "before": _plain(change.before),
        "after": _plain(change.after),
        "because": _plain(change.because),
    }


@dataclass(frozen=True, slots=True)
class SignedBody:
    """One message of a webhook, ready to be sent; sent again it stays the same message."""

    headers: tuple[tuple[str, str], ...]
    """`webhook-id`, `webhook-timestamp`, `webhook-signature` and the content type."""
    body: bytes
    """What is sent."""


def signed_body(changes: Sequence[Change], *, secret: str, timestamp: int) -> SignedBody:
    """Return changes as the signed message of a webhook; `timestamp` is when it is sent, in whole seconds since 1970.

    Id and body are made from the changes alone, so that a message that is sent again is known by its receiver. The signature is
    that of Standard Webhooks: HMAC-SHA256 over id, timestamp and body, joined by full stops, with the secret's bytes as key. Raises
    `UsageError` for a secret that is not `whsec_` and base64 of 24 to 64 bytes.

    >>> message = signed_body([], secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", timestamp=1614265330)
    >>> dict(message.headers)["webhook-timestamp"], message.body
    ('1614265330', b'{"type":"changes","timestamp":"1970-01-01T00:00:00Z","data":{"changes":[]}}')
    """
    newest = max((change.moment for change in changes), key=_instant, default="")
    items = [{**_parts(change), "sentence": _plain(change.sentence)} for change in changes]
    document = {"type": "changes", "timestamp": rfc3339(newest), "data": {"changes": items}}
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    identifier = content_id("msg", *(change.id for change in changes))
    headers = (
        ("content-type", "application/json"),
        ("webhook-id", identifier),
        ("webhook-timestamp", str(timestamp)),
        ("webhook-signature", signature(identifier, timestamp, body, secret)),
    )
    return SignedBody(headers, body)


def signature(identifier: str, timestamp: int, body: bytes, secret: str) -> str:
    """Return the signature of one message, as `signed_body` describes.

    >>> signature("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}', "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    """
    signed = b".".join((identifier.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.new(_key(secret), signed, hashlib.sha256).digest()).decode("ascii")


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not secret.startswith("whsec_") or not 24 <= len(key) <= 64:
        raise UsageError("a webhook's secret is `whsec_` and the base64 of 24 to 64 random bytes")
    return key
