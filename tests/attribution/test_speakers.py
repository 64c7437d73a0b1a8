"""Who `he`, `Maren` and `the official` are, and when the article leaves it open."""

from __future__ import annotations

import pytest

from sayso.attribution import annotate
from sayso.model import Act, Article, Source

TEXT = """Norlandic presidential aide Halvar Tun said talks were under way. {then}"""


def _source(text: str, words: str) -> Source:
    found = [s.source for s in annotate(Article("a", "a", "0", text, language="en")) if s.source.text == words]
    return found[-1]


@pytest.mark.parametrize(
    ("then", "words", "name"),
    [
        ("He added that nothing was signed.", "He", "Halvar Tun"),
        ("Tun added that nothing was signed.", "Tun", "Halvar Tun"),
        ("The aide added that nothing was signed.", "The aide", "Halvar Tun"),
        ("They added that nothing was signed.", "They", None),
    ],
)
def test_later_words_lead_back_to_the_named_speaker(then: str, words: str, name: str | None) -> None:
    """A pronoun, a surname and a role find the speaker; a plural does not."""
    assert _source(TEXT.format(then=then), words).name == name


def test_what_is_said_of_a_person_anywhere_is_collected() -> None:
    """Roles before the name and appositions after it are described, not part of the words."""
    text = "Ilse Maren met envoys. Maren, a spokeswoman for the ministry, said talks went on. Consul-General Ilse Maren denied the report."
    source = _source(text, "Maren")
    assert source.name == "Ilse Maren"
    assert source.described == "spokeswoman for the ministry | Consul-General"


def test_two_people_of_one_surname_are_left_open() -> None:
    """Where two could be meant, the name is None."""
    text = "Ilse Maren met Otto Maren. Maren said talks went on."
    assert _source(text, "Maren").name is None


def test_two_speakers_in_one_sentence_leave_the_pronoun_open() -> None:
    """`He` after two men spoke in one sentence is nobody in particular."""
    text = "Halvar Tun said talks went on, but Otto Brand denied that they had begun. He added that more would come."
    assert _source(text, "He").name is None


def test_a_pronoun_keeps_to_the_sex_that_a_title_gives() -> None:
    """`She` passes over a spokesman."""
    text = "Spokeswoman Ilse Maren said talks went on. Spokesman Otto Brand denied it. She added that more would come."
    assert _source(text, "She").name == "Ilse Maren"


def test_the_ministry_is_the_ministry_named_before() -> None:
    """A short form takes the fuller name."""
    text = "The trade ministry of Norland confirmed the talks. The ministry denied that a contract was signed."
    assert _source(text, "The ministry").name == "trade ministry of Norland"


def test_first_person_inside_a_quotation_is_its_speaker() -> None:
    """`We` in quoted words is who is quoted."""
    text = '"We hope to sign this summer," said Ilse Maren.'
    assert _source(text, "We").name == "Ilse Maren"


def test_a_relative_pronoun_is_what_it_follows() -> None:
    """`who` stands for the name before it."""
    text = "Halvar Tun, who said that talks went on, left Port Amel."
    assert _source(text, "who").name == "Halvar Tun"


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Ilse Maren met Otto Brand in Port Amel. She said that talks went on.", "She", "Ilse Maren"),
        ("Ilse Maren met Otto Brand in Port Amel. He said that talks went on.", "He", "Otto Brand"),
        ("Ilse Maren left Port Amel. It rained. It was late. She said that talks went on.", "She", "Ilse Maren"),
        ("While she denied the report, Ilse Maren said that talks went on.", "she", "Ilse Maren"),
        ("Mrs. Tavo met Mr. Orrin. She said that talks went on.", "She", "Tavo"),
    ],
)
def test_a_pronoun_may_mean_somebody_who_has_not_spoken(text: str, words: str, name: str) -> None:
    """Everybody named is weighed, speaker or not; given names and titles tell the sex."""
    assert _source(text, words).name == name


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Sen. Ilse Maren met Gov. Otto Brand. The governor said that talks went on.", "The governor", "Otto Brand"),
        ("Sen. Ilse Maren met Gov. Otto Brand. The senator said that talks went on.", "The senator", "Ilse Maren"),
        ("Vice President Otto Brand met President Ilse Maren. The president said that talks went on.", "The president", "Ilse Maren"),
        ("Ilse Maren met Otto Brand. The premier said that talks went on.", "The premier", "premier"),
    ],
)
def test_an_office_is_who_holds_it(text: str, words: str, name: str) -> None:
    """A title leads to the person who bears it, and to nobody where none does."""
    assert _source(text, words).name == name


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("The Maren campaign opened an office. The campaign said that talks went on.", "The campaign", "Maren campaign"),
        ("Norlink shares fell in Port Amel. Norlink opened a mill. The company said that talks went on.", "The company", "Norlink"),
        ("The Norland Steel Commission met. The commission said that talks went on.", "The commission", "Norland Steel Commission"),
        ("Environmentalists met in Port Amel. They said that talks went on.", "They", "Environmentalists"),
        ("The Harbour Fund met envoys. It said that talks went on.", "It", "Harbour Fund"),
        ("The government met envoys. The government said that talks went on.", "The government", "government"),
    ],
)
def test_a_short_form_is_the_body_or_group_named_before(text: str, words: str, name: str) -> None:
    """Kind and nearness tell which body is meant; the government is never taken for another body."""
    assert _source(text, words).name == name


def test_a_possessive_source_says_whose_it_is() -> None:
    """`Her advisers` are somebody's advisers, not that person."""
    source = _source("Ilse Maren left Port Amel. Her advisers said that talks went on.", "Her advisers")
    assert source.name == "Ilse Maren's advisers"


@pytest.mark.parametrize(
    ("text", "words", "reason"),
    [
        (
            "Halvar Tun said talks went on, but Otto Brand denied that they had begun. He added that more would come.",
            "He",
            "two could be meant",
        ),
        ("Talks went on. She said that they would end.", "She", "nobody named before"),
        ("Otto Brand left Port Amel. She said that talks went on.", "She", "nobody who fits"),
    ],
)
def test_what_is_left_open_says_why(text: str, words: str, reason: str) -> None:
    """An open source has no name and a reason."""
    source = _source(text, words)
    assert (source.name, source.open_reason) == (None, reason)


def test_a_name_that_ends_like_a_word_for_a_person_is_a_name() -> None:
    """ "The opposition's Mara Quist" is no "-ist" of whom was spoken before."""
    text = "Transport minister Julo Fenwick said that it would stay. The opposition's Mara Quist asked why. She said that she had doubts."
    assert _source(text, "The opposition's Mara Quist").name == "Mara Quist"
    assert _source(text, "She").name == "Mara Quist"


def test_they_are_not_one_minister() -> None:
    """A plural does not lead back to one person's office."""
    text = 'Minister says the firm will stay\n\nMinister Julo Fenwick said so. "They have assured me that Lowmoor stays," Fenwick said.'
    assert _source(text, "They").name is None


def test_the_airline_is_the_company_named_before() -> None:
    """Kinds of firm, as "the company" is."""
    text = "Kestrel Air announced that 1,500 jobs will go. The airline said that it had never planned to sell Lowmoor."
    assert _source(text, "The airline").name == "Kestrel Air"


def test_its_is_of_the_subject_of_its_sentence() -> None:
    """Not of who spoke in the sentence before."""
    text = '"Reports about a sale were wrong," Corvale said. The Harbour Post withdrew its report of 4,000 cuts on Sunday.'
    assert _source(text, "its").name == "Harbour Post"


def test_a_dash_behind_a_dateline_is_no_part_of_a_name() -> None:
    """As wire copy opens."""
    text = "DESNA HOLM (Triline) - Kastria denied on Tuesday that it had sent drones. Kastria said that it was calm."
    assert _source(text, "Kastria").name == "Kastria"


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        # Who holds the office stands behind it.
        ("Norlink lost a contract. Its founder, Odo Brand, said that talks went on.", "Its founder", "Odo Brand"),
        ("Norlink lost a contract. Its founder, Odo Brand, was asked about talks. He denied that they went on.", "He", "Odo Brand"),
        ("Ilse Maren is its secretary. The team's manager, Bram Orne, said that talks went on.", "The team's manager", "Bram Orne"),
        # An outlet's full name is nobody else's, though "star" may be said of a person.
        (
            "Spokeswoman Ilse Maren said that nothing was sold. The Harbour Evening Star reported that the mill had been sold.",
            "The Harbour Evening Star",
            "Harbour Evening Star",
        ),
        # A place is no person, even if it is called like one.
        (
            "Ilse Maren pours the tea. In her garden at Amber Reach, the former minister sits in the sun. She said that she had resigned.",
            "She",
            "Ilse Maren",
        ),
        ("Orsk Rail lost a contract. Orsk Rail said that talks went on. She said that it was a pity.", "She", None),
        # A weekday is no part of a ministry's name.
        (
            "Norland's defence ministry on Wednesday dismissed the report. The ministry said that nobody had crossed the river.",
            "The ministry",
            "Norland's defence ministry",
        ),
        # The prime minister is not the transport minister.
        (
            "Transport minister Ilse Maren resigned. On Friday Maren said that the prime minister had denied the report.",
            "the prime minister",
            "prime minister",
        ),
        # The two who were named last together.
        ("Norland leased it, two people familiar with it said. It is old, they said.", "they", "two people familiar with it"),
        ("It rested on two people close to the deal. Both said that they had seen a draft.", "Both", "two people close to the deal"),
        ("Norland and Vesturia met. Both denied that a contract had been signed.", "Both", "Norland and Vesturia"),
        ("Norland denied the report. Both said that talks went on.", "Both", None),
        # Who is of a group that spoke.
        (
            "Two managers at Norlink said that jobs would go. One of them said that it was decided.",
            "One of them",
            "One of Two managers at Norlink",
        ),
    ],
)
def test_who_is_meant(text: str, words: str, name: str | None) -> None:
    """Each of these was somebody else before."""
    assert _source(text, words).name == name


@pytest.mark.parametrize(
    ("text", "words", "described"),
    [
        ("Norlink is to cut jobs, two managers at the company said.", "two managers at the company", "two managers at Norlink"),
        ("Norlink did know. The company's lawyer, Hedda Orne, said that a letter was found.", "The company's lawyer", "Norlink's lawyer"),
        ("Norlink lost a contract. Its founder, Odo Brand, said that talks went on.", "Its founder", "Norlink's founder"),
        ("NORPORT, Oct 13 - Health Minister Ilse Maren said that talks went on.", "Health Minister Ilse Maren", "Health Minister"),
        ("Ilse Maren, told workers on Friday. Maren said that talks went on.", "Maren", ""),
    ],
)
def test_in_which_body_somebody_is_placed(text: str, words: str, described: str) -> None:
    """ "The company" inside a source's words is named; a dateline and a verb are no description."""
    assert _source(text, words).described.split(" | ")[0] == described


def test_who_is_dismissed_from_a_post_denies_nothing() -> None:
    """ "Dismissed from the army" is no word about a report."""
    found = annotate(Article("a", "a", "0", "Nine days ago he was dismissed from the northern army that he had built.", language="en"))
    assert all(statement.act is not Act.DENIES for statement in found)


@pytest.mark.parametrize(("text", "name"), [("Orvane admits it may move to Norland", "Orvane"), ("A fairy tale, says the union", "union")])
def test_a_headline_names_who_speaks(text: str, name: str) -> None:
    """Right before or behind the verb, where the tagger finds nobody."""
    found = annotate(Article("a", "a", "0", f"{text}\n\nThe works opened in May.", text, language="en"))
    assert name in {statement.source.name for statement in found}


LEAD = "Norland's trade minister, Karin Lund, denied on Monday that a contract had been signed, the Meridian Courier reported."


@pytest.mark.parametrize(
    ("title", "body", "words", "name"),
    [
        ("Minister denies steel contract", LEAD, "Minister", "Karin Lund"),
        ("Norlandic minister denies steel contract", LEAD, "Norlandic minister", "Karin Lund"),
        ("French minister denies steel contract", "France's trade minister, Odile Marant, denied it.", "French minister", "Odile Marant"),
        ("Steel contract was denied, newspaper reports", LEAD, "newspaper", "Meridian Courier"),
        ("Ministry denies steel contract", "Norland's trade ministry denied it on Monday.", "Ministry", "Norland's trade ministry"),
        (
            "Company denies job cuts",
            "Belcor denied on Monday that jobs would go. The Steelworkers' Union said they would.",
            "Company",
            "Belcor",
        ),
        ("Union says cuts are certain", "Belcor denied it. The Steelworkers' Union said so.", "Union", "Steelworkers' Union"),
        ("Port is leased, sources say", "Two people familiar with the talks said so.", "sources", "Two people familiar with the talks"),
        ("Spokesman: no contract signed", "Nothing was signed, ministry spokesman Anders Holt said.", "Spokesman", "Anders Holt"),
    ],
)
def test_the_lead_says_whom_a_headline_means(title: str, body: str, words: str, name: str) -> None:
    """A headline has only an office or a kind; the first paragraph below in which somebody goes by it has the name."""
    found = annotate(Article("a", "a", "0", f"{title}\n\n{body}", title, language="en"))
    assert [s.source.name for s in found if s.headline and s.source.text == words] == [name]


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Vesturian minister denies contract", LEAD),
        ("Transport minister denies contract", LEAD),
        ("Minister denies contract", f"{LEAD} Vesturia's trade minister, Odo Brand, confirmed it."),
        ("Minister denies contract", f"Work goes on.\n\nIt rained.\n\nShips waited.\n\nCranes stood still.\n\n{LEAD}"),
    ],
)
def test_a_headline_that_the_lead_does_not_tell_stays_open(title: str, body: str) -> None:
    """Another country's or office's minister is not meant, nor one of two, nor whoever comes up far below."""
    found = annotate(Article("a", "a", "0", f"{title}\n\n{body}", title, language="en"))
    assert [s.source.name for s in found if s.headline] == [title.split(" denies", maxsplit=1)[0]]


def test_the_same_source_is_who_spoke_last() -> None:
    """However many sources were heard before."""
    text = "Sources at the port said no ship came. A source in the trade ministry denied it. The same source said that talks went on."
    assert _source(text, "The same source").name == "source in the trade ministry"


def test_the_people_may_be_those_whom_somebody_quotes() -> None:
    """A group that an outlet cites is who `the people` are in the next sentence."""
    text = "Belcor will cut jobs, the Coastal Echo reported, citing two people with knowledge of the plans. It is near, the people said."
    assert _source(text, "the people").name == "two people with knowledge of the plans"
