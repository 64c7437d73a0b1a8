"""Who `he`, `Maren` and `the official` are, and when the article leaves it open."""

from __future__ import annotations

import pytest

from sayso.attribution import annotate
from sayso.model import Article, Source

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
