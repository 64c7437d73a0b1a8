"""Pages that are read again: both captures stay, states follow by rule, and a second capture adds nothing to the count of origins."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.addresses import page_address
from sayso.model import (
    Act,
    Article,
    ArticleState,
    DateBasis,
    EvidenceKind,
    LedgerView,
    Match,
    Naming,
    Outcome,
    Problem,
    Reading,
    Reference,
    Span,
    Stance,
    TrackedClaim,
)
from sayso.notices import in_own_voice, notices_elsewhere, notices_of
from sayso.pipeline import Ledger
from sayso.report.index import index_view, is_copy
from sayso.testing import statement
from sayso.versions import page_history

ADDRESS = "https://echo.example/ferry"
FIRST, SECOND = "2031-05-02T09:00:00+00:00", "2031-05-20T09:00:00+00:00"
SEEN = {"a": FIRST, "b": SECOND, "c": "2031-05-21T09:00:00+00:00"}
PIER = TrackedClaim("pier", "Norland sold the pier of Port Ilse to Vesturia.", ("Norland", "Vesturia"))


def page(name: str, text: str, url: str | None = ADDRESS, *, title: str | None = None, day: str | None = "2031-05-01") -> Article:
    basis = DateBasis.STATED if day else DateBasis.UNKNOWN
    return Article(name, f"{name}.html", f"digest-{name}", text, title, "Coastal Echo", url, "en", day, basis)


def states(*pages: Article, gone: tuple[tuple[str, str], ...] = ()) -> list[str]:
    return [version.state.value for version in page_history(pages, first_seen=SEEN, gone=gone).versions]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://echo.example/a", "HTTP://www.ECHO.example:80/a/", True),
        ("https://echo.example/a?b=1&a=2", "https://echo.example/a?a=2&b=1#comments", True),
        ("https://echo.example/a", "https://echo.example/a?utm_source=x&fbclid=y&ref=z&gclid=1", True),
        ("https://echo.example/caf%C3%A9", "https://echo.example/café", True),
        ("https://echo.example/a?id=1", "https://echo.example/a?id=2", False),
        ("https://echo.example/a?cid=1", "https://echo.example/a?cid=2", False),
        ("https://echo.example/A", "https://echo.example/a", False),
        ("https://echo.example:8080/a", "https://echo.example/a", False),
        ("https://sport.echo.example/a", "https://echo.example/a", False),
        ("https://echo.example/a%2Fb", "https://echo.example/a%2Fc", False),
    ],
)
def test_two_spellings_of_one_address(one: str, other: str, same: bool) -> None:
    """What tells nothing of the page is left off; what may tell two articles apart stays."""
    assert (page_address(one) == page_address(other)) is same


@pytest.mark.parametrize(
    "url", ["", "x", "http://", "http://[::1", "http://a:b", "ftp://echo.example/a", "https://echo.example", "//e.example/a"]
)
def test_what_is_no_address_of_a_page(url: str) -> None:
    """Sites as a whole, other schemes and broken addresses name no page."""
    assert page_address(url) is None


@given(st.text())
def test_any_text_may_stand_where_an_address_should(text: str) -> None:
    """Nothing raises, and the form in which addresses are compared is its own form."""
    for url in (text, f"https://echo.example/{text}", f"https://{text}/a?{text}"):
        found = page_address(url)
        assert found is None or page_address(f"https://{found}") == found


def test_a_later_capture_with_other_words_replaces() -> None:
    """The order is that of sight, whatever the order of the input and the dates that the pages give."""
    found = page_history([page("b", "It did not sink.", day="2031-04-01"), page("a", "It sank.")], first_seen=SEEN).versions
    assert [(version.article_id, version.number, version.previous) for version in found] == [("a", 1, None), ("b", 2, "a")]
    assert [version.state for version in found] == [ArticleState.REPLACED, ArticleState.CURRENT]
    assert found[0].because == "The capture of 2031-05-20 has other words and another date."


def test_the_same_words_again_are_no_version() -> None:
    """A second spelling of the address with the same page is a reading, no version."""
    assert states(page("a", "It sank."), page("b", "It sank.", "http://www.echo.example/ferry/")) == []
    assert states(page("a", "It sank."), page("b", "It sank.", title="Ferry sinks")) == ["replaced", "current"]


def test_two_outlets_at_one_address_are_no_captures_of_one_page() -> None:
    """An input may say anything of its address."""
    assert states(page("a", "It sank."), replace(page("b", "It did not."), outlet="Far Post")) == []


def test_other_words_of_the_same_bytes_are_our_own_doing() -> None:
    """A newer reader finds other words in the same bytes: labelled so, and no text has changed."""
    earlier, later = page("a", "It sank. Menu"), replace(page("b", "It sank."), digest="digest-a")
    found = page_history([earlier, later], first_seen=SEEN)
    assert [version.extraction_only for version in found.versions] == [False, True]
    assert "read again" in found.versions[0].because
    assert found.problems == ()


@pytest.mark.parametrize(
    ("later", "state"),
    [
        ("It is safe. Correction: An earlier version of this article said that the ferry sank.", "corrected"),
        ("It is safe.\n\nThis article was amended on 3 May to say that the ferry is safe.", "corrected"),
        ("We have withdrawn this report.", "withdrawn"),
        ("This story has been removed.", "withdrawn"),
        ("The Coastal Echo retracts its report.", "withdrawn"),
        ("The Harbour Gazette retracts its report.", "replaced"),
        ("Norland asked the Coastal Echo to retract its report.", "replaced"),
        ("The Coastal Echo has not retracted its report.", "replaced"),
        ("Norland withdrew its troops. The trade minister corrected his figures.", "replaced"),
    ],
)
def test_only_the_outlet_itself_corrects_or_withdraws(later: str, state: str) -> None:
    """What others take back, are asked for, or do not do leaves the page as it is."""
    assert states(page("a", "It sank."), page("b", later)) == [state, "current"]


def test_a_notice_that_stood_there_before_corrects_nothing_again() -> None:
    """Each capture is judged by notices that it does not hold itself."""
    note = "Correction: An earlier version of this article said that the ferry sank."
    assert states(page("a", "It sank."), page("b", f"It is safe. {note}"), page("c", f"All are safe. {note}")) == [
        "corrected",
        "replaced",
        "current",
    ]


def test_a_page_that_is_gone() -> None:
    """Gone is the last capture only, and not one that was seen later."""
    gone = (("http://echo.example/ferry/", "2031-05-20T12:00:00+00:00"),)
    assert states(page("a", "It sank."), gone=gone) == ["gone"]
    assert states(page("a", "It sank."), page("b", "It did not."), gone=gone) == ["replaced", "gone"]
    assert states(page("a", "It sank."), page("c", "It is back."), gone=gone) == ["replaced", "current"]


def test_a_notice_on_another_page_names_its_article() -> None:
    """By headline or link beside the notice; a list of other headlines farther off names nothing, nor does a notice about its own page."""
    first = page("a", "It sank.", title="Ferry sinks off Cape Morrow")
    headline = replace(page("b", "The Coastal Echo withdrew its report “Ferry sinks off Cape Morrow”.", None), published_at="2031-05-03")
    assert notices_elsewhere([first, headline], [], [])["a"][0] is True
    far = replace(headline, text=f"The Coastal Echo withdrew its report.\n\n{'Fine weather. ' * 60}\n\nFerry sinks off Cape Morrow")
    assert notices_elsewhere([first, far], [], []) == {}
    own = replace(headline, text="Correction: this article gave the wrong day. Ferry sinks off Cape Morrow")
    assert notices_elsewhere([first, own], [], []) == {}
    text = "Correction: our report on the ferry was wrong."
    linked = replace(headline, text=text, references=(Reference(EvidenceKind.LINK, f"{ADDRESS}?ref=note", Span(16, 22)),))
    assert notices_elsewhere([first, linked], [], [])["a"] == (False, f"Coastal Echo said on 2031-05-03: “{text}”")
    assert notices_elsewhere([first, replace(linked, outlet="Far Post")], [], []) == {}
    assert notices_elsewhere([first, replace(linked, published_at="2031-04-03")], [], []) == {}


def test_a_notice_takes_back_what_the_sentence_before_it_tells() -> None:
    """ "An article reported that ... We withdraw that report": the first sentence is taken back; one farther off is not."""
    told = "An article published on 4 May reported that the pier was sold."
    notice = "The Coastal Echo can no longer stand by that report."
    article = page("a", f"{told} {notice}")
    said = statement(article, "An article published on 4 May", "reported", "that the pier was sold", naming=Naming.DOCUMENT)
    assert notices_of(article)[0].reach == Span(0, len(article.text))
    assert in_own_voice([said], {"a": article})[said.id].source.naming is Naming.SELF
    assert in_own_voice([said], {"a": page("a", f"{told} It rained. {notice}")}) == {}
    assert in_own_voice([said], {"a": page("a", f"{told} The Coastal Echo withdrew its report on eels.")}) == {}


def test_notices_are_found_in_long_texts() -> None:
    """The notice may stand anywhere; its words are cut as they are."""
    text = f"{'The wind was calm. ' * 400}\n\nEditor's note: This article has been corrected to give the right day."
    (found,) = notices_of(page("a", text))
    assert found.span.cut(text) == "Editor's note: This article has been corrected to give the right day."


def denial(where: Article) -> tuple[Article, Match]:
    said = statement(where, "Norland", "denied", "that the pier was sold", act=Act.DENIES)
    return where, Match("claim", said.id, where.id, said.extent, Stance.DENIES, "Norland", 1.0)


@pytest.mark.parametrize(("with_denial", "code"), [("a", "denial-removed"), ("b", "denial-added")])
def test_a_denial_that_comes_or_goes_is_told(with_denial: str, code: str) -> None:
    """Whichever capture lacks it, the problem quotes it and says what to do; an edit of a word elsewhere tells no denial."""
    words = "Norland denied that the pier was sold. The wind was calm."
    pages = [page(name, words if name == with_denial else "The wind was calm.") for name in "ab"]
    denying = next(item for item in pages if item.id == with_denial)
    said = statement(denying, "Norland", "denied", "that the pier was sold", act=Act.DENIES)
    found = page_history(pages, [said], [], SEEN).problems
    assert [problem.code for problem in found] == ["source-text-changed", code]
    assert "“Norland denied that the pier was sold.”" not in found[1].message
    assert "“Norland denied that the pier was sold”" in found[1].message
    both = [page("a", words), page("b", words.replace("calm", "strong"))]
    twice = [statement(item, "Norland", "denied", "that the pier was sold", act=Act.DENIES) for item in both]
    assert [problem.code for problem in page_history(both, twice, [], SEEN).problems] == ["source-text-changed"]


def test_what_a_later_capture_repeats_is_known_and_what_it_adds_has_its_own_day() -> None:
    """The page keeps its old date, but this ledger saw on 2 May that the words did not stand there yet."""
    words = "Norland denied that the pier was sold."
    pages = [page("a", words), page("b", f"{words} Vesturia said that the pier was sold.")]
    said = [statement(item, "Norland", "denied", "that the pier was sold", act=Act.DENIES) for item in pages]
    added = statement(pages[1], "Vesturia", "said", "that the pier was sold")
    found = page_history(pages, [*said, added], [], SEEN)
    assert found.repeated == {said[1].id}
    assert found.days == {"b": "2031-05-20"}
    together = {"a": FIRST, "b": "2031-05-02T10:00:00+00:00"}
    assert page_history(pages, said, [], together).days == {}, "pages that came in together are dated by what they say"


TOLD = "Norland sold the pier of Port Ilse to Vesturia, the harbour master Ilse Maren said on Thursday."
FILLER = " The pier was built in 1961. Fishing boats of the town used it until the storm of last winter."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Ledger, list[str], Path]]:
    moment = [FIRST]
    with Ledger(tmp_path / "desk.ledger", clock=lambda: moment[0]) as ledger:
        yield ledger, moment, tmp_path


def read(ledger: Ledger, folder: Path, text: str, **fields: str) -> LedgerView:
    row = {"id": "page", "site": "Coastal Echo", "url": ADDRESS, "published": "2031-05-01", "language": "en", "text": text, **fields}
    (folder / "page.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    ledger.read([str(folder / "page.jsonl")])
    ledger.track([PIER])
    return ledger.view()


def origins(view: LedgerView) -> tuple[int, int]:
    claim = next(claim.id for claim in view.claims if claim.tracked_id == "pier")
    return next((found.low, found.high) for name, found in view.origins if name == claim)


@pytest.mark.parametrize(
    "text", [TOLD, "Norland sold the pier of Port Ilse to Vesturia.", "The pier of Port Ilse was sold to Vesturia, reports say."]
)
@pytest.mark.parametrize("edit", [" It rained.", ""], ids=["edited", "rewritten"])
def test_a_second_version_adds_nothing_to_the_origins(desk: tuple[Ledger, list[str], Path], text: str, edit: str) -> None:
    """Edited or wholly rewritten around the same claim: neither the low nor the high end moves, and it is no copy."""
    ledger, moment, folder = desk
    before = origins(read(ledger, folder, text + FILLER))
    moment[0] = SECOND
    later = text + FILLER + edit if edit else f"Nothing else is new today. {text} A vote is to be held, and dock workers gather at noon."
    view = read(ledger, folder, later)
    assert len(view.articles) == 2
    assert origins(view) == before != (0, 0)
    assert [version.state.value for version in view.versions] == ["replaced", "current"]
    assert not any(is_copy(index_view(view), article.id) for article in view.articles)
    assert len(view.families) == 1
    assert [problem.code for problem in view.problems] == ["source-text-changed"]


def test_a_denial_put_in_later_does_not_change_the_past(desk: tuple[Ledger, list[str], Path]) -> None:
    """The page keeps its date of 1 May; the denial that it gained counts from the day on which it was seen."""
    ledger, moment, folder = desk
    view = read(ledger, folder, TOLD + FILLER)
    claim = next(claim for claim in view.claims if claim.tracked_id == "pier")
    before = ledger.as_of(claim, "2031-05-10")
    moment[0] = SECOND
    view = read(ledger, folder, TOLD + " Norland's foreign ministry denied that it had sold the pier of Port Ilse to Vesturia." + FILLER)
    assert ledger.as_of(claim, "2031-05-10") == before
    after = ledger.as_of(claim, "2031-05-20")
    assert after is not None
    assert after.challenge == "denied"
    assert {problem.code for problem in view.problems} == {"source-text-changed", "denial-added"}


def test_a_vanished_page_is_gone_in_the_view(desk: tuple[Ledger, list[str], Path]) -> None:
    """A later reading of the address that ended as gone; the page's statements stay."""
    ledger, moment, folder = desk
    read(ledger, folder, TOLD + FILLER)
    moment[0] = SECOND
    trouble = Problem("gone", "The page is no longer there. Look for it in an archive.", ADDRESS)
    ledger._store.add(Reading(ADDRESS, Outcome.QUARANTINED, None, b"410", (trouble,)), [])
    view = ledger.view()
    assert [(version.state.value, version.because) for version in view.versions] == [("gone", "The address gave no page on 2031-05-20.")]
    assert origins(view) != (0, 0)
