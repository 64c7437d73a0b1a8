"""Text from outside never becomes part of the page's structure, whatever it holds and wherever it stands."""

from __future__ import annotations

import dataclasses
from enum import Enum

import pytest
from lxml import html

from payloads import WRITTEN as PAYLOADS
from sayso.model import LedgerView
from sayso.report.page import render
from sayso.report.words import visible

from .episode import episode

DATES = frozenset({"published_at", "said_on", "published_by"})


def poisoned(view: LedgerView, payload: str, *, dates: bool) -> LedgerView:
    """Return a view with the payload put before every text in it, identifiers included, so that links between records hold."""
    found = _poisoned(view, payload, dates=dates)
    assert isinstance(found, LedgerView)
    return found


def _poisoned(record: object, payload: str, *, dates: bool) -> object:
    if isinstance(record, Enum):
        return record
    if isinstance(record, str):
        return payload + record
    if isinstance(record, tuple):
        return tuple(_poisoned(item, payload, dates=dates) for item in record)
    if not dataclasses.is_dataclass(record) or isinstance(record, type):
        return record
    names = [item.name for item in dataclasses.fields(record) if dates or item.name not in DATES]
    return dataclasses.replace(record, **{name: _poisoned(getattr(record, name), payload, dates=dates) for name in names})


@pytest.fixture(scope="module")
def bare() -> LedgerView:
    """The episode without copies: every kind of record, few of each."""
    return episode(1)


def test_the_list_is_long_enough() -> None:
    """At least fifty different payloads are tried."""
    assert len(set(PAYLOADS)) >= 50


@pytest.mark.parametrize("dates", [False, True], ids=["dated", "dates too"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_in_every_field_stays_text(bare: LedgerView, payload: str, dates: bool) -> None:
    """The page has only the elements and attributes of a clean page, shows the payload as it was written, and can be saved."""
    page = render(poisoned(bare, payload, dates=dates), head=payload, generated_at=payload)
    tree = html.document_fromstring(page)
    unisolated = page.replace("\u2068", "").replace("\u2069", "")
    assert visible(unisolated).encode("utf-8") == unisolated.encode("utf-8")
    assert tree.xpath("//script | //iframe | //object | //embed | //form | //img | //base | //input | //template | //link") == []
    assert [name for node in tree.iter() for name in node.attrib if name.startswith("on") or name in {"style", "src"}] == []
    hrefs = tree.xpath("//@href | //@*[local-name()='href']")
    assert [href for href in hrefs if not href.startswith(("#c-", "#s-", "#a-", "#shape-", "#main", "https://", "http://"))] == []
    assert len(tree.xpath("//style | //meta[@http-equiv] | //title[ancestor::head]")) == 3
    assert visible(payload) in tree.text_content()


@pytest.mark.parametrize("dates", [False, True], ids=["dated", "dates too"])
def test_poison_adds_no_element(bare: LedgerView, dates: bool) -> None:
    """A page full of markup has exactly the elements of a page full of plain words, save marks of words that differ."""
    plain, evil = "plain ", "<b onclick=x>evil</b><p></p> "
    counts = []
    for payload in (plain, evil):
        tree = html.document_fromstring(render(poisoned(bare, payload, dates=dates), head="0", generated_at="0"))
        counts.append([node.tag for node in tree.iter() if node.tag != "ins"])
    assert counts[0] == counts[1]
