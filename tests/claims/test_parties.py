"""Which party a source speaks for, and when it is nobody's voice."""

from __future__ import annotations

import pytest

from sayso.claims.parties import build_party_index
from sayso.claims.party_names import party_names
from sayso.model import Naming, Source, Span, Statement

PARTIES = ("France", "Department of Harbour Works", "Olaf Brandt")
TEXTS = ("The Department of Harbour Works (DHW) did not answer.",)


def test_a_country_answers_to_its_capital_and_its_people() -> None:
    """Names, demonyms and capitals of a country all stand for it."""
    assert {"France", "French", "Paris"} <= set(party_names("France"))


def test_an_acronym_is_learnt_from_the_pile() -> None:
    """A pile that spells out an acronym teaches it."""
    assert "DHW" in party_names("Department of Harbour Works", TEXTS)


@pytest.mark.parametrize(
    ("source", "party"),
    [
        (Source("Paris", Naming.OFFICE), "France"),
        (Source("Sources in Paris", Naming.UNNAMED), "France"),
        (Source("a senior French official", Naming.UNNAMED), "France"),
        (Source("DHW", Naming.OFFICE), "Department of Harbour Works"),
        (Source("Brandt's agent", Naming.UNNAMED), "Olaf Brandt"),
        (Source("the ministry", Naming.OFFICE), "France"),
        (Source("she", Naming.NAMED, name="Marthe Oudin", described="spokeswoman for the French trade ministry"), "France"),
        (Source("French media", Naming.MEDIA), None),
        (Source("a person close to Paris", Naming.UNNAMED), None),
        (Source("an expert on French trade", Naming.UNNAMED), None),
        (Source("", Naming.SELF), None),
        (Source("residents", Naming.UNNAMED), None),
    ],
)
def test_who_speaks_for_whom(source: Source, party: str | None) -> None:
    """A party speaks through officials and people inside it; media, experts and people close to it are not the party."""
    assert build_party_index(PARTIES, [], TEXTS).party_of(source) == party


def test_a_description_from_another_article_places_a_speaker() -> None:
    """A minister introduced by one article is known in the next."""
    introduced = Source("Marthe Oudin", Naming.NAMED, Span(0, 12), "Marthe Oudin", "France's trade minister")
    statement = Statement("s", "other article", Span(0, 20), introduced, (Span(0, 20),))
    index = build_party_index(PARTIES, [statement], TEXTS)
    assert index.party_of(Source("Oudin", Naming.NAMED, name="Marthe Oudin")) == "France"


def test_the_ambassador_of_one_to_another_speaks_for_the_first() -> None:
    """The party behind a preposition is where the envoy is posted, not whom the envoy speaks for."""
    index = build_party_index(("Italy", "France"), [], ())
    assert index.party_of(Source("the Italian ambassador to France", Naming.OFFICE)) == "Italy"
    assert index.party_of(Source("France's envoy to Rome", Naming.OFFICE)) == "France"


def test_whom_a_minister_thanks_is_not_of_the_minister_s_country() -> None:
    """Only a title that leads up to a name introduces its bearer; a sentence about somebody else does not."""
    speaker = Source("Ilse Maren", Naming.NAMED, Span(0, 10), "Ilse Maren", "")
    statement = Statement("s", "article", Span(0, 20), speaker, (Span(0, 20),))
    text = "Yesterday Prime Minister Paul Venn of Italy thanked Ilse Maren for her help."
    introduced = "Italy's foreign minister Ilse Maren spoke."
    assert build_party_index(("Italy", "France"), [statement], (text,)).party_of(speaker) is None
    assert build_party_index(("Italy", "France"), [statement], (text, introduced)).party_of(speaker) == "Italy"


def test_an_office_of_a_third_state_is_not_that_of_the_party_last_heard_of() -> None:
    """A bare ministry is the one last heard of; the president of a state that is no party of the claim is nobody's voice."""
    index = build_party_index(("Italy", "France"), [], ())
    italian = Source("Italy's foreign ministry", Naming.OFFICE)
    third = Source("the Spanish prime minister Ilse Maren", Naming.NAMED, name="Ilse Maren")
    assert index.in_context([italian, Source("the ministry", Naming.OFFICE), third]) == [("Italy",), ("Italy",), (None,)]


BODIES = ("Oster Council", "Belcor Colours", "Marrow Police")
TOLD = ("Belcor had sales of 12 million. The council met in Oster. The police came late.",)


@pytest.mark.parametrize(
    ("source", "party"),
    [
        (Source("the council", Naming.OFFICE), "Oster Council"),
        (Source("Rika Moss", Naming.NAMED, name="Rika Moss", described="the council's health officer"), "Oster Council"),
        (Source("Councillor Lindgate", Naming.NAMED, name="Councillor Lindgate"), "Oster Council"),
        (Source("two police officers", Naming.UNNAMED), "Marrow Police"),
        (Source("Superintendent Ashworth", Naming.NAMED, name="Superintendent Ashworth"), "Marrow Police"),
        (Source("a Belcor spokesman", Naming.OFFICE), "Belcor Colours"),
        # A place gives its name to more than its council.
        (Source("Oster", Naming.NAMED), None),
        (Source("a driver at the council offices", Naming.UNNAMED), None),
    ],
)
def test_a_body_goes_by_its_kind_its_short_name_and_its_ranks(source: Source, party: str | None) -> None:
    """As the texts call it; where they never do, by its full name alone."""
    assert build_party_index(BODIES, [], TOLD).party_of(source) == party


def test_a_ministry_is_no_companys_and_a_chief_executive_no_states() -> None:
    """An office goes to the party last heard of only if that may have one."""
    index = build_party_index(("Kestrel Air", "France"), [], ())
    minister = Source("Minister", Naming.OFFICE)
    chief = Source("chief executive Tomas Ardell", Naming.NAMED, None, "Tomas Ardell", "chief executive")
    company, state = Source("Kestrel Air", Naming.NAMED), Source("Paris", Naming.OFFICE)
    assert build_party_index(("Kestrel Air", "Ground Union"), [], ()).in_context([company, minister])[1] == (None,)
    assert index.in_context([company, chief])[1] == ("Kestrel Air",)
    assert index.in_context([state, chief])[1] == (None,)


def test_an_office_without_a_body_is_of_the_body_named_before() -> None:
    """The text names the company in the sentence before its chief executive speaks."""
    text = "Kestrel Air lost money last year. Chief executive Tomas Ardell said so."
    chief = Source("Chief executive Tomas Ardell", Naming.NAMED, Span(34, 62), "Tomas Ardell", "Chief executive")
    assert build_party_index(("Kestrel Air", "Ground Union"), [], ()).in_context([chief], text) == [("Kestrel Air",)]


@pytest.mark.parametrize(
    ("outlet", "parties"),
    [
        ("Kestrel Air", ("Kestrel Air",)),
        ("Kestrel Air press office", ("Kestrel Air",)),
        ("Ministry of Defence of France", ("France",)),
        ("Kestrel Air and Ground Union", ("Kestrel Air", "Ground Union")),
        ("France Today", (None,)),
        ("Kestrel Air Spotters", (None,)),
    ],
)
def test_on_a_partys_own_page_the_party_speaks(outlet: str, parties: tuple[str | None, ...]) -> None:
    """A release in its own voice is its word, and "we" is the party; a paper with a party's name in its own is none."""
    index = build_party_index(("Kestrel Air", "Ground Union", "France"), [], ())
    assert index.in_context([Source("", Naming.SELF, None, outlet), Source("we", Naming.UNNAMED)]) == [parties, parties]


def test_the_chancellor_is_of_the_only_state_whose_chancellor_is_told_of() -> None:
    """Introduced in one article, called by the office in another."""
    introduced = Source("Maud Eskerin", Naming.NAMED, Span(0, 12), "Maud Eskerin", "chancellor of Italy")
    index = build_party_index(("Italy", "France"), [Statement("s", "other", Span(0, 20), introduced, (Span(0, 20),))], ())
    assert index.party_of(Source("the chancellor", Naming.OFFICE)) == "Italy"


MINISTER = Statement(
    "s", "other", Span(0, 20), Source("Henna Venn", Naming.NAMED, Span(0, 10), "Henna Venn", "transport minister"), (Span(0, 20),)
)
OFFICES = ("Rethian Interior Ministry", "Archbishop Emeric Orne", "Henna Venn")


@pytest.mark.parametrize(
    ("source", "party"),
    [
        (Source("a spokesman for the interior ministry", Naming.OFFICE), "Rethian Interior Ministry"),
        (Source("Interior Minister Joss Kerrin", Naming.NAMED, name="Joss Kerrin"), "Rethian Interior Ministry"),
        (Source("the archbishop", Naming.OFFICE), "Archbishop Emeric Orne"),
        (Source("a spokesman for the archbishop", Naming.OFFICE), "Archbishop Emeric Orne"),
        (Source("the transport ministry", Naming.OFFICE), "Henna Venn"),
        (Source("the health ministry", Naming.OFFICE), None),
        (Source("the archbishop's critics", Naming.UNNAMED), None),
        (Source("the regional press", Naming.MEDIA), None),
    ],
)
def test_a_ministry_a_minister_and_a_title(source: Source, party: str | None) -> None:
    """A minister speaks for the ministry, the ministry for its minister, and "the archbishop" is the one who is a party."""
    assert build_party_index(OFFICES, [MINISTER], ()).party_of(source) == party


@pytest.mark.parametrize("outlet", ["Ministry of Transport", "Chancery of the Archbishop of Korsval"])
def test_a_page_of_an_office_is_its_holders(outlet: str) -> None:
    """What the ministry or the chancery publishes is the word of the party that heads it."""
    party = build_party_index(OFFICES, [MINISTER], ()).parties_of(Source("", Naming.SELF, None, outlet))
    assert party == (("Henna Venn",) if "Transport" in outlet else ("Archbishop Emeric Orne",))


def test_on_its_own_page_the_company_is_the_party() -> None:
    """ "The company confirms" and "our safety delegate" in a release are its word; elsewhere the same words are of whoever was told of."""
    index = build_party_index(("Kestrel Air", "Ground Union"), [], ())
    words = [Source("The company", Naming.OFFICE, name="company"), Source("Our safety delegate", Naming.UNNAMED)]
    page = Source("", Naming.SELF, None, "Kestrel Air Newsroom")
    assert index.in_context([page, *words]) == [("Kestrel Air",)] * 3
    assert index.in_context([Source("", Naming.SELF, None, "Harbour Gazette"), *words]) == [(None,)] * 3


def test_a_state_that_no_table_knows_has_no_chief_executive() -> None:
    """Of whose minister the pile tells is a state; the company that moves there has the chief executive."""
    text = "Orvane Chips will move to Kestria. The chief executive said so. Kestria's industry minister agreed."
    chief = Source("The chief executive", Naming.OFFICE, Span(35, 54))
    assert build_party_index(("Kestria", "Orvane Chips"), [], (text,)).in_context([chief], text) == [("Orvane Chips",)]


@pytest.mark.parametrize("party", ["Foo( Works", "[Belcor Colours", "C++++ Group", "Bel|cor Colours"])
def test_a_name_with_signs_of_a_pattern_is_a_name(party: str) -> None:
    """Whatever a person types as a party's name, it is looked for as it stands."""
    assert build_party_index((party,), [], (f"{party} spoke. The works closed.",)).party_of(Source(party, Naming.NAMED)) == party
