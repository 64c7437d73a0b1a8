"""What an article says that it rests on is found with its words; what only looks like it is left alone."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from ledger_factories import article, pair

from sayso.ledger.evidence import citations
from sayso.ledger.outlets import agencies, outlet_key, publisher
from sayso.ledger.speakers import speaker_key
from sayso.model import Cut, EvidenceKind, Naming, Reference, Source, Span, Stance

WIRES = [
    ("PORT ILSE, May 30 (AFP) - The pier was sold.", "Agence France-Presse"),
    ("Port Ilse, Norland (AP) — The pier was sold.", "Associated Press"),
    ("MOSCOW, July 9. /TASS/. The pier was sold.", "TASS"),
    ("By Ilse Maren, Associated Press\nThe pier was sold.", "Associated Press"),
    ("Reuters\nThe pier was sold.", "Reuters"),
    ("The pier was sold, a minister said. — Reuters", "Reuters"),
    ("The pier was sold.\nWith inputs from ANI", "ANI"),
    ("The pier was sold. (PTI)", "Press Trust of India"),
]
CITES = [
    ("The deal is dead, a source told Reuters.", "Reuters"),
    ("According to the Harbour Gazette, it was sold.", "Harbour Gazette"),
    ("The Harbour Gazette reported a sale.", "Harbour Gazette"),
    ("The sale was first reported by state news agency IANS.", "IANS"),
    ("It was sold, citing Harbour Gazette documents.", "Harbour Gazette"),
]
NOTHING = [
    "The pier at dusk. (AFP/File)\nThe pier was sold.",  # credits a photograph
    "The pier at dusk, February 8 (AFP)\nThe pier was sold.",  # the same
    "Nan said that the pier was sold.",  # a person
    "The app reported an error.",  # a word
    "The Ministry of Piers reported a sale.",  # not an outlet
]


@pytest.mark.parametrize(("text", "agency"), WIRES)
def test_a_wire_tag_credits_the_article(text: str, agency: str) -> None:
    """The agency is named and its words are cut exactly."""
    (edge,) = [one for one in citations([article("a", outlet="Far Post", text=text)], []) if one.kind.value == "wire"]
    assert edge.target == agency
    assert edge.span is not None
    assert outlet_key(edge.span.cut(text)) == outlet_key(agency)


@pytest.mark.parametrize(("text", "outlet"), CITES)
def test_a_citation_names_the_outlet(text: str, outlet: str) -> None:
    """A cited agency, or an outlet of this ledger, is linked, whatever the outlet's site is called."""
    pile = [article("a", outlet="Far Post", text=text), article("b", outlet="Harbour Gazette")]
    (edge,) = citations(pile, [])
    assert (edge.kind.value, edge.target, edge.in_ledger) == ("cites", outlet, outlet == "Harbour Gazette")


@pytest.mark.parametrize("text", NOTHING)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    """Photographs, people and ministries are no dependence."""
    assert citations([article("a", outlet="Far Post", text=text)], []) == ()


FOOTERS = [
    ("(This story has not been edited by our staff and is auto-generated from a syndicated feed from ANI.)", "ANI", "ANI"),
    ("Except for the headline, this story is published from a PTI feed.", "Press Trust of India", "PTI"),
    ("Our Standards: The Thomson Reuters Trust Principles.", "Reuters", "Thomson Reuters"),
    ("This article was originally published in the Harbour Gazette.", "Harbour Gazette", "Harbour Gazette"),
    ("With inputs from AFP", "Agence France-Presse", "AFP"),
]
FORM = "\n\nLeave a Reply\nYour email address will not be published. Required fields are marked *\n" + "Name *\nEmail *\nWebsite\n" * 20


@pytest.mark.parametrize(("footer", "agency", "words"), FOOTERS)
def test_a_footer_that_is_not_read_for_statements_still_credits_the_text(footer: str, agency: str, words: str) -> None:
    """A syndication line is left out of reading, before a comment form too, and names whose text it is."""
    text = f"The pier was sold.\n\n{footer}{FORM}"
    start = text.index(footer)
    cuts = (Cut(Span(start, start + len(footer)), "syndication footer"), Cut(Span(start + len(footer) + 2, len(text)), "comment form"))
    pile = [replace(article("a", outlet="Far Post", text=text), cuts=cuts), article("b", outlet="Harbour Gazette")]
    found = {(edge.kind.value, edge.target, edge.span.cut(text)) for edge in citations(pile, []) if edge.span}
    assert found == {("wire", agency, words)}


def test_a_credit_before_a_comment_form_is_at_the_end() -> None:
    """The end of an article is where its own text ends, not where the page's forms do."""
    text = f"The pier was sold, a minister said. (PTI){FORM}"
    page = replace(article("a", outlet="Far Post", text=text), cuts=(Cut(Span(text.index("Leave"), len(text.rstrip())), "comment form"),))
    assert [edge.target for edge in citations([page], [])] == ["Press Trust of India"]


def test_other_residue_credits_nothing() -> None:
    """A list of related stories may name agencies; the text is not theirs."""
    text = "The pier was sold.\n\nRelated stories\nHow AFP counts ships"
    page = replace(article("a", outlet="Far Post", text=text), cuts=(Cut(Span(text.index("Related"), len(text)), "related stories"),))
    assert citations([page], []) == ()


def test_an_outlet_does_not_rest_on_itself() -> None:
    """An agency's own dateline is no dependence."""
    assert citations([article("a", outlet="reuters.com", text="PORT ILSE (Reuters) - The pier was sold.")], []) == ()


def test_a_media_source_is_a_citation() -> None:
    """A statement whose source is an outlet not in this ledger cites it; "reports" cite nobody."""
    page = article("a", outlet="Far Post", text="Ostmark Weekly hinted at a sale; reports followed.")
    cited, _ = pair("a", Source("Ostmark Weekly", Naming.MEDIA, Span(0, 14)), Stance.ASSERTS)
    vague, _ = pair("a", Source("reports", Naming.MEDIA, Span(34, 41)), Stance.ASSERTS)
    (edge,) = citations([page], [cited, vague])
    assert (edge.target, edge.in_ledger, edge.span) == ("Ostmark Weekly", False, Span(0, 14))


def test_look_alikes_are_not_the_agency() -> None:
    """A borrowed label, a look-alike letter or a longer name is another outlet."""
    for outlet in ("reuters.example.org", "reuters-news.com", "Rеuters", "Reuters Fan Club"):
        assert outlet_key(outlet) != outlet_key("Reuters")


def test_the_table_of_agencies_is_consistent() -> None:
    """No name leads to two agencies."""
    names = [name for agency in agencies() for name in (agency.name, *agency.aliases, *agency.tags, *agency.domains)]
    assert len(names) == len(set(names))


def test_edges_keep_how_surely_they_are_stated() -> None:
    """Who is cited by name gave it; who was told something, or merely reported, less surely."""
    pile = [article("b", outlet="Harbour Gazette")]
    for words, strength in (
        ("citing Harbour Gazette papers", 1.0),
        ("he told Harbour Gazette", 0.9),
        ("the Harbour Gazette reported", 0.7),
    ):
        (edge,) = citations([*pile, article("a", outlet="Far Post", text=f"It was sold, {words}.")], [])
        assert edge.strength == strength


def test_markup_says_what_a_page_rests_on() -> None:
    """A link to a page of this ledger, a link outside, a canonical address elsewhere, a feed's source; links home say nothing."""
    links = (
        Reference(EvidenceKind.LINK, "http://www.gazette.example/1/?from=mail", Span(4, 8)),
        Reference(EvidenceKind.LINK, "https://ostmark.example/7"),
        Reference(EvidenceKind.LINK, "https://twitter.com/somebody/status/1"),
        Reference(EvidenceKind.CANONICAL, "https://pier.example/2"),
        Reference(EvidenceKind.FEED, "Harbour Gazette"),
        Reference(EvidenceKind.LINK, "https://news.farpost.example/3"),
    )
    page = replace(article("a", outlet="Far Post"), url="https://farpost.example/9", references=links)
    cited = replace(article("b", outlet="Harbour Gazette"), url="https://gazette.example/1")
    found = {(edge.kind.value, edge.target, edge.in_ledger, edge.strength) for edge in citations([page, cited], [])}
    assert found == {
        ("link", "b", True, 1.0),
        ("link", "ostmark.example", False, 0.5),
        ("canonical", "pier.example", False, 1.0),
        ("feed", "Harbour Gazette", True, 1.0),
    }


def test_a_page_that_calls_itself_an_agency_goes_by_its_address() -> None:
    """Thirty look-alikes: none is the agency, by name or by credit."""
    for number in range(30):
        page = replace(article("a", outlet="Reuters"), url=f"https://reuters-{number}.example/1")
        assert publisher(page) == f"reuters-{number}.example"


def test_hostile_text_costs_no_more() -> None:
    """A megabyte of one word, of capitals or of cues is read in a few seconds."""
    for text in ("A" * 1_000_000, "A " * 500_000, "told " * 200_000, "reported by " * 80_000, " " * 1_000_000):
        started = time.monotonic()
        assert citations([article("a", outlet="Far Post", text=text)], []) == ()
        assert time.monotonic() - started < 8


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Minister Ilse Maren", "Maren", True),
        ("Ilse Maren, the minister for piers", "Ms Maren", True),
        ("Odo Brand Jr.", "Brand", True),
        ("Ilse Maren", "Odo Brand", False),
    ],
)
def test_one_person_is_one_speaker(one: str, other: str, same: bool) -> None:
    """Titles and first names do not make another voice."""
    assert (speaker_key(Source(one, Naming.NAMED)) == speaker_key(Source(other, Naming.NAMED))) is same
