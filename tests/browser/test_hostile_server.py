"""The 300 hostile texts through a real server: read from files, written into real forms, then on every kind of page as it is served.

What the pages are like that are made from memory is shown elsewhere (`test_injection.py`); here are the server's headers, the app's own
script with its keys, the forms, the feeds, and the ledger in between. Each text is read and each is sent with a form; many share a field,
so that some sixty pages show them all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload

from payloads import PAYLOADS
from sayso.report.words import visible
from web.serving import Served, serving

from .aliens import ALIENS, amiss
from .conftest import Watched
from .figures import record
from .test_exact_words import HIGHLIGHTED

PATIENCE = 240_000
CONTRACT = "Norland and Vesturia signed a contract for a steel mill."
AN_ARTICLE, A_QUOTE, A_FIELD = 15, 2, 960
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# Fills and sends a form as a reader would who is held back by no length and no pattern.
_SEND = """(form, filled) => {
  for (const [name, values] of Object.entries(filled))
    [...form.elements].filter(each => each.name === name).slice(0, values.length).forEach((each, place) => {
      each.removeAttribute("maxlength"); each.value = values[place]; });
  form.submit();
}"""


@dataclass
class Room:
    """One reader of one server, and everything that the pages did which they must not do."""

    context: BrowserContext
    base: str
    watched: Watched
    problems: list[str] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    opened: int = 0

    def open(self, path: str, texts: tuple[str, ...] = (), keys: str = "") -> list[str]:
        """Open a page, which must show the texts and hold nothing of theirs; return the addresses that it leads to."""
        self.watched.page.goto(self.base + path)
        for key in keys:
            self.watched.page.keyboard.press(key)
        return self.look(path, texts)

    def look(self, path: str, texts: tuple[str, ...] = ()) -> list[str]:
        """Look at the page that is open."""
        page = self.watched.page
        links: list[str] = page.evaluate("() => [...document.querySelectorAll('a')].map(link => link.getAttribute('href') || '')")
        found = page.evaluate(ALIENS)
        found["text"] = squeezed(found["text"])
        self.problems += [f"{path}: {line}" for line in amiss(found, tuple(squeezed(visible(text)) for text in texts))]
        if found["scripts"] != 1:
            self.problems.append(f"{path} lacks its script")
        self.shown |= {text for text in PAYLOADS if squeezed(visible(text)) in found["text"]}
        self.opened += 1
        return [link.partition("#")[0] for link in links]

    def send(self, path: str, legend: str, **filled: tuple[str, ...]) -> None:
        """Send the first form of a page that has this legend."""
        page = self.watched.page
        page.goto(self.base + path)
        form = page.locator("form", has=page.locator("legend", has_text=legend)).first
        with page.expect_navigation():
            form.evaluate(_SEND, {name: list(values) for name, values in filled.items()})
        assert page.locator(".notice").count() == 1, page.inner_text("main")

    def fetch(self, path: str) -> tuple[str, str]:
        """Return the kind and the text of what is handed on."""
        answer = self.context.request.get(self.base + path, timeout=PATIENCE)
        assert answer.status == 200, path
        return answer.headers["content-type"].partition(";")[0], answer.text()

    def silent(self) -> list[str]:
        """Return everything that was amiss; that a page which is not there is told so by the browser is not."""
        told = [line for line in self.watched.complaints if "the server responded with a status of 40" not in line]
        return [*self.problems, *self.watched.dialogs, *told, *self.watched.outside(f"{self.base}/")]


def squeezed(text: str) -> str:
    """Return a text without what a browser or a line of a form changes about blanks."""
    return " ".join(text.split())


def as_sent(text: str) -> str:
    """Return a text as a line of a form arrives: controls are blanks, half a pair of code units is no character."""
    return squeezed(_CONTROL.sub(" ", re.sub(r"[\ud800-\udfff]", "\ufffd", text)))


def lines_of_forms() -> list[tuple[str, ...]]:
    """Return the texts, as many to a line as a field may hold."""
    lines: list[tuple[str, ...]] = [()]
    for text in map(as_sent, PAYLOADS):
        if len(" ".join((*lines[-1], text))) > A_FIELD:
            lines.append(())
        lines[-1] = (*lines[-1], text)
    return lines


LINES = lines_of_forms()
ARTICLES = tuple(PAYLOADS[start : start + AN_ARTICLE] for start in range(0, len(PAYLOADS), AN_ARTICLE))


def pile() -> bytes:
    """Return lines of JSON in whose every field the texts are, and lines that cannot be read whose names are texts."""
    rows = [row(number, texts) for number, texts in enumerate(ARTICLES)]
    unreadable = [{"id": "\n".join(texts), "text": ""} for texts in ARTICLES[:4]]
    return "".join(json.dumps(each) + "\n" for each in (*rows, *unreadable)).encode()


def row(number: int, texts: tuple[str, ...]) -> dict[str, str]:
    """Return one article: a denial of the claim, and the texts as words that are quoted."""
    quotes = [" ".join(texts[start : start + A_QUOTE]) for start in range(0, len(texts), A_QUOTE)]
    said = "\n\n".join(f"“{words},” the ministry said." for words in quotes)
    joined = "\n".join(texts)
    return {
        "id": joined,
        "site": joined,
        "title": joined,
        "url": texts[0],
        "published": f"2025-05-{1 + number:02}",
        "language": "en",
        "text": f"Norland's trade ministry denied on Tuesday that a contract for a steel mill had been signed with Vesturia.\n\n{said}",
    }


def paper() -> bytes:
    """Return a page whose author, title and address are texts, as a page has to write them; and not as it has to."""
    written = "".join(f"&#{ord(sign)};" for sign in '"><script>alert(1)</script>')
    said = "<p>Vesturia's navy said on Monday that no boat had been lost off Port Amsel, and that a search had ended.</p>" * 3
    head = (
        f'<meta name="author" content="{written}"><meta property="og:site_name" content="{written}"><link rel=canonical href="{written}">'
    )
    return f"<html><head><title>{written}</title>{head}</head><body><article><h1>{written}</h1>{said}<svg onload=alert(1)></body>".encode()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over a ledger that is new."""
    with serving(tmp_path_factory.mktemp("hostile") / "desk.ledger") as running:
        yield running


@pytest.fixture
def room(browser: Browser, hostile: Served) -> Iterator[Room]:
    """A reader who has opened the printed address."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    found = Room(context, hostile.base, Watched(context.new_page()).watch())
    # The address with the secret answers with a page that leads on by itself.
    found.watched.page.goto(hostile.start)
    found.watched.page.wait_for_url(f"{hostile.base}/")
    found.watched.page.locator("h1").wait_for()
    yield found
    context.close()


def write_forms(room: Room) -> str:
    """Follow two claims, decide on them and take a decision back with every text in some field; return the claim that has them itself."""
    lines = [" ".join(line) for line in LINES]
    room.send("/", "Follow a claim", text=(CONTRACT,), party=("Norland", "Vesturia"))
    room.send("/", "Follow a claim", text=(lines[0],), party=(lines[1], lines[2]))
    claims = [link for link in room.open("/") if link.startswith("/claim/")]
    claim = next(link for link in claims if squeezed(visible(LINES[0][0])) in squeezed(heading(room, link)))
    for number, (value, why) in enumerate(zip(lines[3::2], (*lines[4::2], lines[0]), strict=False)):
        legend = "Approve a wording" if number == 1 else "Add a rating"
        room.send(claim, legend, value=(value,), who=(a_name(LINES[number]),), why=(why,))
    room.send("/judgements", "Take this decision back", who=(a_name(LINES[-1]),), why=(lines[-1],))
    return claim


def a_name(texts: tuple[str, ...]) -> str:
    """Return as many of the texts as a name may hold."""
    return " ".join(texts)[:199].strip()


def heading(room: Room, path: str) -> str:
    """Return what a page is about."""
    room.open(path)
    return room.watched.page.inner_text("main")


def read_pile(room: Room) -> str:
    """Send the files; return the page of the job once it has ended."""
    page = room.watched.page
    page.goto(room.base)
    names = ("<img src=x onerror=alert(1)>.jsonl", "\"><script>alert(1)<'script>.html")
    page.locator("input[name=files]").set_input_files(
        [FilePayload(name=name, mimeType="text/html", buffer=data) for name, data in zip(names, (pile(), paper()), strict=True)]
    )
    page.get_by_role("button", name="Read", exact=True).click()
    page.wait_for_url("**/job/*")
    job = page.url.removeprefix(room.base)
    # As it was sent, since the page looks again by itself and may be gone while it is looked at.
    assert "<img" not in room.fetch(job)[1]
    page.get_by_role("link", name="Go on").wait_for()
    return job


def test_hostile_texts_do_nothing_on_any_page_of_the_server(room: Room, tmp_path: Path) -> None:
    """No dialog, no report of the policy, no request, no element or link of theirs; every text is shown; forms, keys and feeds work."""
    poisoned = write_forms(room)
    job = read_pile(room)
    articles = sorted({link for link in room.open(job, PAYLOADS) if link.startswith("/article/")})
    assert len(articles) == len(ARTICLES) + 1
    contract = next(link for link in room.open("/") if link.startswith("/claim/") and CONTRACT[:20] in heading(room, link))
    links = [*room.open(contract, keys="jjk"), *room.open(poisoned, LINES[0]), *room.open("/?since=2000-01-01")]
    said: set[str] = set()
    for article in articles:
        room.open(article, keys="jjjk")
        said |= spoken(room)
    assert len(said) > len(PAYLOADS) / 2
    read = room.shown
    assert read == set(PAYLOADS)
    room.open("/problems", tuple(text for texts in ARTICLES[:4] for text in texts), keys="jk")
    room.open("/judgements", tuple(text for line in LINES[3:] for text in line))
    for path in dict.fromkeys([link for link in links if link.startswith(("/story/", "/party"))]):
        room.open(path)
    for line in LINES:
        joined = " ".join(line)
        room.open(f"/search?{urlencode({'words': joined, 'outlet': joined})}", line)
    for line in LINES[::4]:
        # What leads nowhere, which the page that says so repeats as a programmer would write it.
        room.open(f"/claim/{quote(' '.join(line).replace('/', ''))}")
        assert "script" in room.watched.page.inner_text("main")
    room.open(f"/search?{urlencode({'words': 'contract'})}", keys="jk")
    room.open(f"/changes?since={quote(LINES[0][0])}", LINES[0][:1])
    room.open("/changes?since=2000-01-01", LINES[0])
    check_files(room, contract, poisoned, tmp_path)
    assert room.silent() == []
    record("hostile texts through the server", len(room.shown))
    record("hostile texts that statements of the server hold", len(said))
    record("pages of the server opened with hostile texts", room.opened)


def spoken(room: Room) -> set[str]:
    """Return the texts that statements hold, as the open page of an article highlights them."""
    statements: dict[str, str] = room.watched.page.evaluate(HIGHLIGHTED)[0]
    words = [squeezed(said) for said in statements.values()]
    return {text for text in PAYLOADS if any(squeezed(visible(text)) in said for said in words)}


def check_files(room: Room, contract: str, poisoned: str, folder: Path) -> None:
    """Open the reports from the disk, where nothing protects a reader but what stands in them; read the feeds."""
    for number, claim in enumerate((contract, poisoned)):
        kind, text = room.fetch(f"{claim}/report")
        assert kind == "text/html"
        (folder / f"{number}.html").write_text(text, encoding="utf-8")
        page = Watched(room.context.new_page()).watch()
        page.page.goto((folder / f"{number}.html").as_uri())
        found = page.page.evaluate(ALIENS)
        found["text"] = squeezed(found["text"])
        told = amiss(found, LINES[0] if number else tuple(squeezed(visible(text)) for text in PAYLOADS))
        room.problems += [*told, *page.dialogs, *page.complaints, *page.outside("file:")]
    kind, atom = room.fetch("/feed.atom?since=2000-01-01")
    assert kind == "application/atom+xml"
    entries = ["".join(entry.itertext()) for entry in ET.fromstring(atom.encode()).iter("{http://www.w3.org/2005/Atom}entry")]  # noqa: S314
    kind, feed = room.fetch("/feed.json?since=2000-01-01")
    assert kind == "application/feed+json"
    for texts in (entries, [json.dumps(item, ensure_ascii=False) for item in json.loads(feed)["items"]]):
        assert any("script" in text for text in texts)
