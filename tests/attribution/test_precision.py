"""What is not part of a source, what is no name, and whose voice it is: each row is a shape of junk that news pages showed."""

from __future__ import annotations

import pytest

from sayso.attribution import annotate
from sayso.model import Article, Naming, Statement


def _read(text: str, title: str | None = None) -> tuple[Statement, ...]:
    return annotate(Article("a", "a", "0", text, title=title, outlet="Harbour Gazette", language="en"))


def _spoken(text: str, title: str | None = None) -> list[Statement]:
    return [statement for statement in _read(text, title) if statement.source.naming is not Naming.SELF]


@pytest.mark.parametrize(
    ("text", "source", "naming"),
    [
        ("Moscow, May 30 (IANS) Russia on Friday rubbished reports of a deal.", "Russia", "office"),
        ("Port Amel, 30 May (ANI): The ministry on Friday rubbished a report.", "The ministry", "office"),
        ("WASHINGTON (CBS DC) – Rep. Dan Orr says the text is final.", "Rep. Dan Orr", "named"),
        ("(CNN) -- The Red Banner laughed off reports of a truce.", "The Red Banner", "office"),
        ("WASHINGTON, Oct. 9 (UPI) -- Secretary of State Dan Orr said talks went on.", "Secretary of State Dan Orr", "named"),
        ("Abuja (AFP) - Nigeria on Friday claimed that the truce held.", "Nigeria", "office"),
        ("PORT AMEL, Norland (Reuters) - The army on Friday denied that it had lost the town.", "The army", "office"),
        ("PORT AMEL, Norland — A spokesman said the truce held.", "A spokesman", "office"),
        ("Ada Orne (Harbour Party) said the truce held.", "Ada Orne (Harbour Party)", "named"),
        ("The ministry late on Monday denied the report.", "The ministry", "office"),
        ("The ministry this week denied the report.", "The ministry", "office"),
        ("Ada May said the report was old.", "Ada May", "named"),
    ],
)
def test_datelines_and_times_are_not_part_of_a_source(text: str, source: str, naming: str) -> None:
    """The source is who speaks, without where the line was filed and when it was said."""
    first = _spoken(text)[0]
    assert (first.source.text, str(first.source.naming)) == (source, naming)


def test_a_dateline_is_not_part_of_what_is_said() -> None:
    """Content before its tag begins after the dateline, and the dateline still lies in the statement's extent."""
    text = "LAGOS — A wave of attacks hit the town, police said."
    (only,) = _read(text)
    assert (only.content[0].cut(text), only.extent.start) == ("A wave of attacks hit the town", 0)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Orr — the envoy — said the truce held, and Ilse Maren met Orr.", "Orr"),
        ("Dan Orr, 48, who last played a Tour event in 2011, told 730AM that he was out.", "Dan Orr"),
        ("Dan Orr, the envoy, who left in May, said the truce held.", "Dan Orr"),
        ("Consul-General Anton V. Ferrel said talks went on.", "Consul-General Anton V. Ferrel"),
        ("“Talks went on,” said Anton V. Ferrel.", "Anton V. Ferrel"),
        ("The text is final, according to one dude who knows a guy.", "one dude"),
        ("According to one dude who knows a guy, the text is final.", "one dude"),
    ],
)
def test_appositions_initials_and_cues_leave_the_speaker_whole(text: str, source: str) -> None:
    """An age or a relative clause is not the speaker, an initial does not end a name, a cue is not part of one."""
    assert _spoken(text)[0].source.text == source


def test_a_sentence_may_end_in_a_letter() -> None:
    """A letter before the opening of the next sentence is not an initial."""
    text = "The envoy denied plan B. The ministry confirmed plan A."
    assert [s.content[0].cut(text) for s in _spoken(text)] == ["plan B", "plan A"]


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("“I've denied the report,” Dan Orr said.", "I", "Dan Orr"),
        ("“Well, I’ve heard that the text is final,” Dan Orr said.", "I", "Dan Orr"),
        ("“We hope to sign,” Dan Orr said.", "We", "Dan Orr"),
        ("Dan Orr: “Well, I’ve heard that the text is final.”", "I", "Dan Orr"),
        ("“They’ve denied the report,” Dan Orr said.", "They", None),
        ("I’ve said that the text is final.", "I", None),
    ],
)
def test_a_pronoun_with_a_verb_drawn_in_is_a_pronoun(text: str, words: str, name: str | None) -> None:
    """`I’ve` in a quotation is the person quoted; `they’ve` stays open."""
    (found,) = [s.source for s in _spoken(text) if s.source.text == words]
    assert (found.name, found.span.cut(text) if found.span else "") == (name, words)


def test_first_person_is_the_same_voice_not_hearsay() -> None:
    """`I` inside a quotation adds no link to a chain, and `I said` adds nothing at all."""
    assert [(s.source.text, s.chain) for s in _spoken("“I deny that a deal was signed,” Dan Orr said.")] == [("Dan Orr", ()), ("I", ())]
    assert [s.source.text for s in _spoken("“I said that a deal was signed,” Dan Orr said.")] == ["Dan Orr"]


def test_a_speaker_label_before_a_quotation_speaks() -> None:
    """One paragraph that is a name, a colon and a quotation is attributed; a label that names nobody is not."""
    text = "Dan Orr: “The text is final.”"
    assert [(s.source.name, s.content[0].cut(text)) for s in _spoken(text)] == [("Dan Orr", "“The text is final.”")]
    assert _spoken("Correction: “The text is final.”") == []


@pytest.mark.parametrize(
    ("text", "words", "name", "naming"),
    [
        ("Dan Orr met voters. The San Diego Republican said the text was final.", "The San Diego Republican", "Dan Orr", "named"),
        ("Dan Orr said talks went on. The California lawmaker said they ended.", "The California lawmaker", "Dan Orr", "named"),
        ("Dan Orr said talks went on. It rained. The congressman said they ended.", "The congressman", "Dan Orr", "named"),
        ("Dan Orr said talks went on. The 48-year-old said they ended.", "The 48-year-old", "Dan Orr", "named"),
        ("Dan Orr met Ilse Maren. The 48-year-old said talks ended.", "The 48-year-old", "48-year-old", "unnamed"),
        ("Dan Orr left. It rained. It rained. It rained. The golfer said talks ended.", "The golfer", "golfer", "unnamed"),
        ("Talks went on. The Jesuit priest said they ended.", "The Jesuit priest", "Jesuit priest", "unnamed"),
        ("The congressman said talks ended.", "The congressman", "congressman", "unnamed"),
        ("President Dan Orr left. The government said talks ended.", "The government", "government", "office"),
    ],
)
def test_a_description_is_the_one_person_it_fits_or_nobody(text: str, words: str, name: str, naming: str) -> None:
    """A person's description is no office: it leads to the one person named nearby, or stays open; a body never becomes a person."""
    (found,) = [s.source for s in _spoken(text) if s.source.text == words]
    assert (found.name, str(found.naming)) == (name, naming)


@pytest.mark.parametrize(
    ("text", "naming"),
    [
        ("Theologians said that the text was final.", "unnamed"),
        ("Pet owners said that the text was final.", "unnamed"),
        ("Delighted city dog owners said that the text was final.", "unnamed"),
        ("Families of the Norlandic prisoners said that the text was final.", "unnamed"),
        ("One of Orr's sources said that the text was final.", "unnamed"),
        ("A senior aide to President Dan Orr said that the text was final.", "unnamed"),
        ("Orr said that the text was final. Ilse Maren met Orr.", "named"),
        ("Dan Orr said that the text was final.", "named"),
        ("Special Assistant to the Premier Dan Orr said that the text was final.", "named"),
        ("Harbour Rights Watch said that the text was final.", "office"),
    ],
)
def test_a_capital_at_the_head_of_a_sentence_is_not_a_name(text: str, naming: str) -> None:
    """A name needs a capital that its place does not explain, or the shape of a first name and a surname."""
    assert str(_spoken(text)[0].source.naming) == naming


def test_a_title_or_an_owner_is_not_part_of_a_name() -> None:
    """`Governor` inside a run of capitals and `the Gazette's` before one are set apart from the person's name."""
    assert _spoken("Norland Governor Dan Orr said talks ended.")[0].source.name == "Dan Orr"
    assert _spoken("The Gazette's Ada Orne said talks ended.")[0].source.name == "Ada Orne"


@pytest.mark.parametrize(
    ("title", "sources"),
    [
        ("Tour Refute Claims Star Is Banned", [("Tour", "refute")]),
        ("Tour, agent: Star not banned", [("Tour, agent", ":")]),
        ("Norland Denies Steel Deal, Vesturia Says", [("Vesturia", "say")]),
        ("Pet Owners Say Text Is Final", [("Pet Owners", "say")]),
    ],
)
def test_verbs_of_a_headline_may_have_capitals(title: str, sources: list[tuple[str, str]]) -> None:
    """A cue in title case is a cue, and what follows the colon of a headline speaks only if it can."""
    found = [s for s in _spoken(f"{title}\n\nSome pet owners met the agent of the Tour.", title) if s.headline and not s.chain]
    assert [(s.source.text, s.cue_text) for s in found] == sources


@pytest.mark.parametrize(
    ("text", "junk"),
    [
        ("It is an outrageous claim New Delhi denied.", "claim New Delhi"),
        ("Reports from outside Norland that a deal was signed spread.", "outside Norland"),
        ("The story was picked up by the Vesturian press, which said talks went on.", "up by the Vesturian press"),
    ],
)
def test_a_source_does_not_begin_with_a_cue_or_a_preposition(text: str, junk: str) -> None:
    """Neither the words of a source nor its name reach across a cue or a preposition of place."""
    assert not [s for s in _spoken(text) if junk in (s.source.text, s.source.name)]


def test_common_words_of_a_headline_are_not_names() -> None:
    """In title case every word has a capital; a word that the article writes small is no name."""
    title = "Pet Owners Say Text Is Final"
    first = _spoken(f"{title}\n\nMany pet owners met.", title)[0]
    assert (first.source.text, str(first.source.naming)) == ("Pet Owners", "unnamed")


@pytest.mark.parametrize(
    ("text", "name", "content"),
    [
        ("Vesturia’s industry minister, Ilse Maren, said that talks had begun.", "Ilse Maren", "that talks had begun"),
        ("A lorry driver, Per Dahl, said that the store burned down.", "Per Dahl", "that the store burned down"),
        ("The foreign ministry, Norland House, said it rained.", "foreign ministry", "it rained"),
        (
            "Although both sides have acknowledged that there were talks, Norland has denied the existence of any agreements.",
            "both sides",
            "that there were talks",
        ),
    ],
)
def test_a_person_named_beside_an_office_speaks_and_a_fronted_clause_ends(text: str, name: str, content: str) -> None:
    """A person in apposition is the speaker, a building is not; a subordinate clause that opens a sentence ends at its comma."""
    first = _spoken(text)[0]
    assert (first.source.name, first.content[0].cut(text)) == (name, content)


def test_a_source_that_breaks_off_is_nobody() -> None:
    """A headline verb whose subject stands further back gives no speaker made of the words between."""
    title = "Norland denounces ‘Fake Reports’ Regarding Billions in Ostania and Attacks Efforts to Damage Ties"
    found = _spoken(f"{title}\n\nThe ministry spoke on Friday.", title)
    assert [statement.source.text for statement in found if statement.source.text.split()[-1:] == ["and"]] == []
    assert "Norland" in {statement.source.text for statement in found}
