"""Feeds keep the rules of their formats, whatever outlets write; a message of a webhook verifies at a receiver that knows the standard."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections import Counter
from dataclasses import replace
from importlib.resources import files
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sayso.errors import UsageError
from sayso.model import Change, ChangeKind
from sayso.report.feeds import atom_feed, change_tag, json_feed, rfc3339, signature, signed_body

ATOM = "{http://www.w3.org/2005/Atom}"
RFC_3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")
RFC_4151 = re.compile(r"tag:([a-z0-9._-]+@)?[a-z0-9.-]+,\d{4}(-\d{2}(-\d{2})?)?:[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*")
SCHEMA = Draft202012Validator(json.loads(files("sayso").joinpath("schema", "json-feed.schema.json").read_text(encoding="utf-8")))
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 -- the example of the standard
HOSTILE = "<script>alert(1)</script> ]]> & \x00\x08\x1b[31m \ud800 \ufffe \u202e “it sank” \x85 é"


def change(number: int, sentence: str = "“The pier was sold.” changed.", **fields: str) -> Change:
    moment = f"2031-05-{number % 28 + 1:02}T09:00:00+00:00"
    made = Change(f"change-{number:016x}", list(ChangeKind)[number % len(ChangeKind)], moment, sentence)
    return replace(made, **fields)  # type: ignore[arg-type]


CHANGES = [change(number, because="Norland denies the claim.", before="reported", after="denied") for number in range(9)]
TEXTS = st.one_of(st.text(), st.text(st.characters(codec=None)), st.just(HOSTILE))
MOMENTS = st.sampled_from(
    ["2031", "2031-05", "2031-05-29", "2031-05-29T10:00", "2031-05-29T10:00:00Z", "2031-05-29T10:00:00.5+02:00", "no"]
)
MADE = st.builds(
    lambda number, sentence, because, moment: change(number, f"It {sentence}", because=because, moment=moment),
    st.integers(0, 30),
    TEXTS,
    TEXTS,
    MOMENTS,
)


def counts(element: ET.Element) -> Counter[str]:
    return Counter(child.tag.removeprefix(ATOM) for child in element)


def assert_atom(text: str) -> None:
    """The rules of RFC 4287 that bear on what we write."""
    feed = ET.fromstring(text.encode("utf-8"))  # noqa: S314 -- our own text
    entries = feed.findall(f"{ATOM}entry")
    assert feed.tag == f"{ATOM}feed"
    assert {name: counts(feed)[name] for name in ("id", "title", "updated", "author")} == {"id": 1, "title": 1, "updated": 1, "author": 1}
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    for entry in entries:
        held = counts(entry)
        assert {name: held[name] for name in ("id", "title", "updated", "content")} == {"id": 1, "title": 1, "updated": 1, "content": 1}
        assert held["published"] <= 1
        assert held["link"] <= 1
    for element in feed.iter():
        if element.tag in {f"{ATOM}title", f"{ATOM}content"}:
            assert (element.get("type"), list(element)) == ("text", [])
        if element.tag in {f"{ATOM}updated", f"{ATOM}published"}:
            assert RFC_3339.fullmatch(element.text or "")
        if element.tag == f"{ATOM}id":
            assert RFC_4151.fullmatch(element.text or "")
        if element.tag == f"{ATOM}category":
            assert element.get("term")
    ids = [element.text for element in feed.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids)
    updated = [feedparser.datetimes._parse_date(element.text) for element in feed.iter(f"{ATOM}updated")]
    assert updated == sorted(updated, reverse=True), "newest first, and the feed no older than its newest entry"


def assert_read(text: str, expected: int) -> None:
    """Another program's reader takes the whole feed without complaint."""
    read = feedparser.parse(text.encode("utf-8"), sanitize_html=False)
    assert not read.bozo
    assert len(read.entries) == expected
    assert all(detail.type == "text/plain" for entry in read.entries for detail in (entry.title_detail, entry.content[0]))


def test_a_feed_keeps_the_rules_and_is_read() -> None:
    """Entries for every kind of change, and a feed without any."""
    text = atom_feed(CHANGES, since="2031-05-01", authority="desk.example", link=lambda made: f"https://desk.example/{made.id}")
    assert_atom(text)
    assert_read(text, 9)
    (first, *_) = feedparser.parse(text.encode("utf-8")).entries
    assert first.link == f"https://desk.example/{CHANGES[8].id}"
    assert first.content[0].value.endswith("Because: Norland denies the claim.")
    empty = atom_feed([], since="2031-05-29")
    assert_atom(empty)
    assert_read(empty, 0)
    assert feedparser.parse(empty.encode("utf-8")).feed.updated == "2031-05-29T00:00:00Z"


@settings(max_examples=200, deadline=None, database=None)
@given(st.lists(MADE, max_size=6))
def test_whatever_outlets_write(made: list[Change]) -> None:
    """Any text at all: well-formed, by the rules, and no text turns into markup or a control."""
    atom, feed = atom_feed(made, since="2031", title=HOSTILE), json_feed(made, title=HOSTILE)
    assert_atom(atom)
    assert_read(atom, len({item.id for item in made}))
    SCHEMA.validate(json.loads(feed))
    for text in (atom, feed):
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]", text)
    assert "<script" not in atom


def test_markup_stays_visible_as_it_was_written() -> None:
    """A reader shows the letters of a tag; nothing is dropped."""
    (entry,) = feedparser.parse(atom_feed([change(1, HOSTILE)], since="2031").encode("utf-8"), sanitize_html=False).entries
    assert entry.title.startswith("<script>alert(1)</script> ]]> &")


def test_only_web_addresses_become_links() -> None:
    """A link that a program would run is left out of both feeds."""
    made = [change(1)]
    assert "href" not in atom_feed(made, since="2031", link=lambda _: "javascript:alert(1)")
    assert "url" not in json.loads(json_feed(made, link=lambda _: "javascript:alert(1)"))["items"][0]


def test_ids_are_made_from_the_changes_alone() -> None:
    """Whatever the title, the order and the number of changes beside it, and listed twice, a change is one entry with one id."""
    one = atom_feed([CHANGES[3]], since="2031")
    many = atom_feed([*CHANGES[::-1], *CHANGES], since="2030", title="Another")
    assert change_tag(CHANGES[3]) in one
    assert many.count(change_tag(CHANGES[3])) == 1
    assert [item["id"] for item in json.loads(json_feed(CHANGES))["items"]] == re.findall(r"<id>(tag:.*change-.*)</id>", many)


def test_a_json_feed_keeps_its_schema() -> None:
    """With links and without, and the schema itself is one."""
    Draft202012Validator.check_schema(SCHEMA.schema)
    for link in ((lambda _: None), (lambda made: f"https://desk.example/{made.id}")):
        document = json.loads(json_feed(CHANGES, link=link))
        SCHEMA.validate(document)
        assert [item["_sayso"]["kind"] for item in document["items"]][-1] == "new-claim"


@pytest.mark.parametrize("authority", ["", "Desk.example", "desk example", "desk.example,2020", "a@b@c", "<x>", "desk.example/"])
def test_an_authority_has_to_be_one(authority: str) -> None:
    """What is no domain or mail address is answered with what to give instead."""
    with pytest.raises(UsageError, match="domain or mail address"):
        atom_feed(CHANGES, since="2031", authority=authority)


@given(st.one_of(MOMENTS, st.text(max_size=20), st.datetimes().map(lambda found: found.isoformat())))
def test_every_moment_has_a_zone(moment: str) -> None:
    """Whatever a record holds as its moment, RFC 3339 comes out."""
    assert RFC_3339.fullmatch(rfc3339(moment))


def receives(headers: dict[str, str], body: bytes, secret: str, now: int) -> bool:
    """What a receiver does by the standard: checks the age, then one of the signatures in constant time."""
    if abs(now - int(headers["webhook-timestamp"])) > 300:
        return False
    key = base64.b64decode(secret.split("_", 1)[1])
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    offered = [part.split(",", 1) for part in headers["webhook-signature"].split(" ")]
    return any(version == "v1" and hmac.compare_digest(value, expected) for version, value in offered)


def test_a_receiver_accepts_what_was_signed_and_nothing_else() -> None:
    """The example of the standard; our message; and four ways of tampering with it."""
    assert signature("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}', SECRET) == (
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )
    message = signed_body(CHANGES, secret=SECRET, timestamp=1_938_000_000)
    headers = dict(message.headers)
    assert receives(headers, message.body, SECRET, 1_938_000_010)
    assert not receives(headers, message.body + b" ", SECRET, 1_938_000_010)
    assert not receives(headers, message.body, "whsec_" + base64.b64encode(b"k" * 24).decode(), 1_938_000_010)
    assert not receives({**headers, "webhook-id": "msg-0"}, message.body, SECRET, 1_938_000_010)
    assert not receives(headers, message.body, SECRET, 1_938_000_400)


def test_a_message_sent_again_is_the_same_message() -> None:
    """Later, with a new signature, but with the id and the body by which its receiver knows it."""
    once, again = (signed_body(CHANGES, secret=SECRET, timestamp=moment) for moment in (1_938_000_000, 1_938_000_060))
    assert once.body == again.body
    assert dict(once.headers)["webhook-id"] == dict(again.headers)["webhook-id"]
    assert dict(once.headers)["webhook-signature"] != dict(again.headers)["webhook-signature"]
    assert dict(once.headers)["webhook-id"] != dict(signed_body(CHANGES[:2], secret=SECRET, timestamp=0).headers)["webhook-id"]
    assert json.loads(once.body)["data"]["changes"][0]["kind"] == "new-claim"


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_MfKQ9r8GKYqrTwjU", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_???", "whsec_é"])
def test_a_secret_has_to_be_one(secret: str) -> None:
    """Short, unencoded and unnamed secrets are refused."""
    with pytest.raises(UsageError, match="24 to 64"):
        signed_body(CHANGES, secret=secret, timestamp=0)
