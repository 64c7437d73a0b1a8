"""Three hundred texts that try to become markup, script or template, in every field of every record, on every page: they stay text.

Each text is in every field at once, fifty texts to a field, so that a page is opened six times and not three hundred. A text that
hides another one cannot hide itself: every page must show all fifty as they were written, and hold no element and no attribute of theirs.
An address is the exception, as its beginning decides what it is: there each text stands alone.
"""

from __future__ import annotations

import dataclasses
import itertools
import json
from enum import Enum
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, Route

from payloads import PAYLOADS, WRITTEN
from sayso.model import Article, Change, ChangeKind, LedgerView
from sayso.report import pages
from sayso.report.export import export_json
from sayso.report.feeds import atom_feed, json_feed
from sayso.report.frame import Frame
from sayso.report.index import index_view
from sayso.report.page import render
from sayso.report.search import SearchQuery
from sayso.report.words import visible

from .aliens import ALIENS, amiss
from .conftest import Watched
from .desk import DESK, MOMENT, desk_view, every_page, serve
from .figures import record

AT_ONCE = 50
ROUNDS = [PAYLOADS[start : start + AT_ONCE] for start in range(0, len(PAYLOADS), AT_ONCE)]
LEFT_OUT = {"/start-of-an-empty-ledger", "/start-on-a-date", "/claim-on-a-date", "/search-without-result", "/search-narrowed"}
"""Pages on which no text of the ledger stands, or the same as on another."""
DATES = frozenset({"published_at", "said_on", "published_by", "modified_at", "captured_at", "recorded_at"})


def poisoned(view: LedgerView, texts: tuple[str, ...]) -> LedgerView:
    """Return the view with the texts before every text of it, identifiers included, so that links between records hold."""
    found = _poisoned(view, "\n".join(texts) + "\n")
    assert isinstance(found, LedgerView)
    return found


def _poisoned(record_: object, poison: str) -> object:
    if isinstance(record_, Enum):
        return record_
    if isinstance(record_, str):
        return poison + record_
    if isinstance(record_, tuple):
        return tuple(_poisoned(item, poison) for item in record_)
    if not dataclasses.is_dataclass(record_) or isinstance(record_, type):
        return record_
    names = [item.name for item in dataclasses.fields(record_) if item.name not in DATES | {"kind"}]
    changed = {name: _poisoned(getattr(record_, name), poison) for name in names}
    kind = getattr(record_, "kind", None)
    if kind is not None:
        changed["kind"] = kind
    return dataclasses.replace(record_, **changed)


def poisoned_pages(view: LedgerView, texts: tuple[str, ...]) -> dict[str, str]:
    """Return every page of a poisoned view, and what only a request can poison: words, names, dates, messages, notices."""
    joined = "\n".join(texts)
    index = index_view(view)
    frame = every_frame(joined)
    made = every_page(index, frame)
    return {path: page for path, page in made.items() if path not in LEFT_OUT} | {
        "/words": pages.search_page(index, frame, SearchQuery(words=joined, party=joined, outlet=joined, date=joined), ()),
        "/message": pages.problem_page(frame, 400, joined, joined),
        "/disagreeing": pages.judgements_page(index, frame, [joined]),
        "/whole-report": render(view, head=joined, generated_at=joined),
    }


def every_frame(text: str) -> Frame:
    """Return a frame with a text in every field that a request or a person fills."""
    plain = Frame()
    links = dataclasses.replace(plain.links, app=True)
    return Frame(links, None, None, text, MOMENT, writable=True, token=text, who=text, notice=text)


@pytest.fixture(scope="module")
def bare() -> LedgerView:
    """The view to poison: every kind of record."""
    return desk_view(copies=3)


def test_every_text_stays_text_on_every_page(browser: Browser, bare: LedgerView) -> None:
    """No dialog, no request beside the page, no report of the policy, no script, no element, handler or link of theirs; all is shown."""
    context = browser.new_context()
    served: dict[str, str] = {}
    serve(context, served)
    opened, problems = 0, list[str]()
    for number, texts in enumerate(ROUNDS):
        view = poisoned(bare, texts)
        served.clear()
        served.update(poisoned_pages(view, texts))
        watched = Watched(context.new_page()).watch()
        for path in served:
            watched.page.goto(DESK + path)
            problems += [f"round {number} {path}: {line}" for line in amiss(watched.page.evaluate(ALIENS), texts)]
            opened += 1
        problems += [*watched.dialogs, *watched.complaints, *watched.outside(*(DESK + path for path in served))]
        watched.page.close()
    context.close()
    assert problems == []
    record("hostile texts", len(PAYLOADS))
    record("pages opened with hostile texts", opened)


def test_no_address_runs_anything(browser: Browser) -> None:
    """Each text as the address of an article of its own: on the report of all, and where kinds differ on its own page too."""
    articles = tuple(
        Article(f"article-{number:03}", f"input-{number}", "0" * 64, "It was signed.", text, text, text)
        for number, text in enumerate(PAYLOADS)
    )
    view = LedgerView(articles, *[()] * 13)
    index, frame = index_view(view), every_frame("t")
    served = {f"/article/{article.id}": pages.article_page(index, article.id, frame) for article in articles[: len(WRITTEN)]}
    served["/report"] = render(view, head="0", generated_at=MOMENT)
    context = browser.new_context()
    serve(context, served)
    watched = Watched(context.new_page()).watch()
    problems = []
    for path in served:
        watched.page.goto(DESK + path)
        texts = PAYLOADS if path == "/report" else (PAYLOADS[int(path[-3:])],)
        problems += [f"{path}: {line}" for line in amiss(watched.page.evaluate(ALIENS), texts)]
    assert [*problems, *watched.dialogs, *watched.complaints, *watched.outside(DESK)] == []
    context.close()


def test_feeds_hold_every_text_as_text(watched: Watched) -> None:
    """Atom and JSON Feed parse, hold each text as it was written, and do nothing when they are opened."""
    kinds = itertools.cycle(ChangeKind)
    changes = [Change(f"c-{number}", next(kinds), MOMENT, f"It {text} changed", *[text] * 5) for number, text in enumerate(PAYLOADS)]
    atom = atom_feed(changes, since=MOMENT, link=lambda change: change.article_id)
    entries = ["".join(entry.itertext()) for entry in ET.fromstring(atom.encode()).findall("{http://www.w3.org/2005/Atom}entry")]  # noqa: S314
    items = json.loads(json_feed(changes, link=lambda change: change.article_id))["items"]
    for texts in (entries, [item["content_text"] for item in items]):
        assert len(texts) == len(PAYLOADS)
        assert [text for text in PAYLOADS if not any(squeezed(text) in squeezed(found) for found in texts)] == []
    for kind, body in (("atom+xml", atom), ("feed+json", json.dumps(items))):
        opened_alone(watched, kind, body)
    assert (watched.dialogs, watched.outside(DESK)) == ([], [])


def opened_alone(watched: Watched, kind: str, body: str) -> None:
    """Open a text of a kind other than HTML as a browser does that a reader sends there."""

    def answer(route: Route) -> None:
        route.fulfill(body=body.encode(), content_type=f"application/{kind}; charset=utf-8")

    watched.page.context.route(f"{DESK}/feed.{kind}", answer)
    watched.page.set_content(f'<iframe src="{DESK}/feed.{kind}"></iframe>')
    watched.page.wait_for_timeout(500)


def squeezed(text: str) -> str:
    """Return the text as a feed may show it: on one line, what XML cannot hold replaced."""
    return " ".join("".join(sign if sign.isprintable() or sign.isspace() else "\ufffd" for sign in visible(text)).split())


def test_the_export_holds_every_text_as_data(bare: LedgerView) -> None:
    """JSON gives back each text where it stood."""
    for texts in ROUNDS:
        view = poisoned(bare, texts)
        read = json.loads(export_json(view))
        assert [claim["text"] for claim in read["claims"]] == [claim.text for claim in view.claims]
        assert [article["title"] for article in read["articles"]] == [a.title for a in sorted(view.articles, key=lambda a: a.id)]
