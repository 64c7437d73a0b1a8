"""One sentence, one attribution: a table that an editor can read and extend."""

from __future__ import annotations

import pytest

from sayso.attribution import annotate
from sayso.model import Article, Cut, Span, Statement

# text | source | cue | content | act | naming
TABLE = """
The ministry said that talks had begun. | The ministry | say | that talks had begun | says | office
The ministry said talks had begun. | The ministry | say | talks had begun | says | office
Talks had begun, the ministry said. | the ministry | say | Talks had begun | says | office
"Talks have begun," said Ilse Maren. | Ilse Maren | say | "Talks have begun," | says | named
"Talks have begun," Ilse Maren said on Tuesday. | Ilse Maren | say | "Talks have begun," | says | named
Ilse Maren said: "Talks have begun." | Ilse Maren | say | "Talks have begun." | says | named
Ilse Maren told reporters on Tuesday that talks had begun. | Ilse Maren | tell reporters | that talks had begun | says | named
Talks had begun, Ilse Maren told the Harbour Gazette. | Ilse Maren | tell | Talks had begun | says | named
According to the Harbour Gazette, talks had begun. | the Harbour Gazette | according to | talks had begun | says | media
Talks had begun, according to two officials. | two officials | according to | Talks had begun | says | unnamed
Ilse Maren, the trade minister, announced that talks had begun. | Ilse Maren | announce | that talks had begun | says | named
Norlandic aide Halvar Tun insisted the text was final. | Norlandic aide Halvar Tun | insist | the text was final | says | named
A senior official claimed that the sum was larger. | A senior official | claim | that the sum was larger | says | unnamed
Sources in Moscow denied that a contract had been signed. | Sources in Moscow | deny | that a contract had been signed | denies | unnamed
Moscow denied the report. | Moscow | deny | the report | denies | office
The Kremlin rejected claims of a secret deal. | The Kremlin | reject | claims of a secret deal | denies | office
The embassy dismissed the story as baseless. | The embassy | dismiss | the story | denies | office
The company denied signing any contract. | The company | deny | signing any contract | denies | office
Halvar Tun refuted the allegations. | Halvar Tun | refute | the allegations | denies | named
The ministry rubbished the reports. | The ministry | rubbish | the reports | denies | office
The government slammed reports of a sale. | The government | slam | reports of a sale | denies | office
Halvar Tun called the reports exaggerated. | Halvar Tun | call | the reports exaggerated | denies | named
Halvar Tun described the story as fabricated. | Halvar Tun | describe | the story as fabricated | denies | named
The government ruled out a sale. | The government | rule out | a sale | denies | office
The ministry confirmed that talks had begun. | The ministry | confirm | that talks had begun | confirms | office
Two diplomats confirmed the meeting. | Two diplomats | confirm | the meeting | confirms | unnamed
The minister acknowledged that talks had failed. | The minister | acknowledge | that talks had failed | admits | office
Ilse Maren admitted talks with the company. | Ilse Maren | admit | talks with the company | admits | named
Ilse Maren conceded that the sum was wrong. | Ilse Maren | concede | that the sum was wrong | admits | named
The opposition questioned whether the deal existed. | The opposition | question | whether the deal existed | doubts | unnamed
The union cast doubt on the figures. | The union | cast doubt on | the figures | doubts | office
Halvar Tun doubted that the text was final. | Halvar Tun | doubt | that the text was final | doubts | named
The Harbour Gazette retracted the story. | The Harbour Gazette | retract | the story | retracts | media
The Harbour Gazette apologised for the report. | The Harbour Gazette | apologise for | the report | retracts | media
Halvar Tun walked back his remarks. | Halvar Tun | walk back | his remarks | retracts | named
The ministry declined to confirm the report. | The ministry | decline to confirm | to confirm the report | declines | office
The ministry could not confirm the report. | The ministry | confirm | the report | declines | office
The ministry did not deny the report. | The ministry | deny | the report | declines | office
The embassy refused to say whether talks had begun. | The embassy | refuse to say | whether talks had begun | declines | office
Halvar Tun urged Vesturia to sign. | Halvar Tun | urge | Vesturia to sign | asks | named
Halvar Tun asked whether the text was final. | Halvar Tun | ask | whether the text was final | asks | named
The minister accused the company of fraud. | The minister | accuse | the company of fraud | accuses | office
The envoy praised the company. | The envoy | praise | the company | praises | office
The ministry promised to publish the text. | The ministry | promise | to publish the text | promises | office
The government hopes to sign this summer. | The government | hope | to sign this summer | promises | office
The government plans to sign in May. | The government | plan | to sign in May | promises | office
The union threatened to strike. | The union | threaten | to strike | threatens | office
The bank warned that prices would rise. | The bank | warn | that prices would rise | threatens | office
Local media reported that a contract had been signed. | Local media | report | that a contract had been signed | says | media
The report suggested that the mill would close. | The report | suggest | that the mill would close | says | document
A statement said the talks were over. | A statement | say | the talks were over | says | document
The study shows that prices fell. | The study | show | that prices fell | says | document
Analysts believe that the deal is dead. | Analysts | believe | that the deal is dead | says | unnamed
A person familiar with the talks said the sum was smaller. | A person familiar with the talks | say | the sum was smaller | says | unnamed
A spokesman for the ministry said the sum was smaller. | A spokesman for the ministry | say | the sum was smaller | says | office
The talks, the minister said, had failed. | the minister | say | The talks ## had failed | says | office
"We met," Halvar Tun said, "but we signed nothing." | Halvar Tun | say | "We met," ## "but we signed nothing." | says | named
"We met," Halvar Tun said. "We signed nothing." | Halvar Tun | say | "We met," ## "We signed nothing." | says | named
“We met. We signed nothing,” said Halvar Tun, the envoy. | Halvar Tun | say | “We met. We signed nothing,” | says | named
In Port Amel, the ministry said that talks had begun. | the ministry | say | that talks had begun | says | office
On Tuesday the ministry said talks had begun. | the ministry | say | talks had begun | says | office
Halvar Tun was quoted as saying that talks had begun. | Halvar Tun | be quoted as saying | that talks had begun | says | named
The story was denied by the ministry. | the ministry | deny | The story | denies | office
It was reported that talks had begun. | | report | that talks had begun | relays | media
The two sides are said to have met. | | say | The two sides ## to have met | relays | unnamed
Officials in Port Amel and Moscow confirmed the visit. | Officials in Port Amel and Moscow | confirm | the visit | confirms | unnamed
Norland and Vesturia agreed to meet again. | Norland and Vesturia | agree to | to meet again | promises | named
Halvar Tun wrote in a letter that the deal was dead. | Halvar Tun | write | that the deal was dead | says | named
"""


def _rows() -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]


def _read(text: str, title: str | None = None) -> tuple[Statement, ...]:
    return annotate(Article("a", "a", "0", text, title=title, outlet="Harbour Gazette", language="en"))


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row[0][:60])
def test_a_sentence_gives_source_cue_content_act_and_naming(row: list[str]) -> None:
    """The outermost attribution of each sentence is read as the table says."""
    text, *expected = row
    first = next(statement for statement in _read(text) if not statement.chain)
    content = " ## ".join(span.cut(text) for span in first.content)
    assert [first.source.text, first.cue_text, content, str(first.act), str(first.source.naming)] == expected


def test_the_table_is_large_enough() -> None:
    """At least sixty kinds of sentence are held to."""
    assert len(_rows()) >= 60


def test_one_subject_with_two_cues_gives_two_statements() -> None:
    """Coordinated cues share their subject and part their contents."""
    text = "The envoy admitted talks but denied that a contract had been signed."
    assert [(s.source.text, str(s.act), s.content[0].cut(text)) for s in _read(text)] == [
        ("The envoy", "admits", "talks"),
        ("The envoy", "denies", "that a contract had been signed"),
    ]


def test_a_denial_of_reports_records_the_chain() -> None:
    """The reports inside a denial are a source of their own, outermost source first."""
    text = "The ministry denied reports in Vesturian media that a contract had been signed."
    outer, inner = _read(text)
    assert outer.content[0].cut(text) == "reports in Vesturian media that a contract had been signed"
    assert [source.text for source in inner.chain] == ["The ministry", "Vesturian media"]
    assert inner.content[0].cut(text) == "that a contract had been signed"


def test_what_media_say_that_officials_confirmed_is_a_chain() -> None:
    """`X reported that Y confirmed` keeps both sources."""
    text = "The Harbour Gazette reported that officials had confirmed the deal."
    chains = [[source.text for source in statement.chain] for statement in _read(text)]
    assert chains == [[], ["The Harbour Gazette", "officials"]]


def test_a_headline_attributes_and_is_marked() -> None:
    """A headline in the text is marked; a colon and `X denies Y, says Z` attribute in it."""
    text = "Norland denies steel deal, says talks go on\n\nTalks go on in Norland."
    statements = _read(text, title="Norland denies steel deal, says talks go on")
    assert [(s.headline, s.source.text, s.cue_text) for s in statements] == [
        (True, "Norland", "deny"),
        (True, "Norland", "say"),
        (False, "", ""),
    ]
    colon = _read("Moscow: no contract signed\n\nNothing was signed.", title="Moscow: no contract signed")
    assert (colon[0].headline, colon[0].source.text, colon[0].content[0].start) == (True, "Moscow", 8)


def test_sentences_without_attribution_are_the_articles_own_voice() -> None:
    """What nobody is said to have said, the article says itself."""
    text = "A contract was signed. The ministry denied it."
    own, other = _read(text)
    seen = (own.source.naming, own.source.span, own.source.name, own.content[0].cut(text))
    assert seen == (
        "self",
        None,
        "Harbour Gazette",
        "A contract was signed.",
    )
    assert other.source.text == "The ministry"


@pytest.mark.parametrize(
    ("text", "polarity", "certainty"),
    [
        ("Orne said that no contract was signed.", "negated", "certain"),
        ("Orne said that a contract was signed.", "positive", "certain"),
        ("Orne said the sides have yet to sign.", "negated", "certain"),
        ("Orne said the deal that nobody wanted was signed.", "positive", "certain"),
        ("Orne said a contract may be signed.", "positive", "possible"),
        ("Orne said a contract will likely be signed.", "positive", "probable"),
    ],
)
def test_polarity_and_certainty_are_read_off_the_content(text: str, polarity: str, certainty: str) -> None:
    """Grammar of the content's main clause, whatever the cue."""
    first = _read(text)[0]
    assert (str(first.polarity), str(first.certainty)) == (polarity, certainty)


def test_a_quotation_goes_on_over_paragraphs() -> None:
    """A quotation that reopens in the next paragraph belongs to the same speaker."""
    text = "“We met,” Halvar Tun said. “We talked.\n\n“And we signed nothing.”"
    (only,) = _read(text)
    assert [span.cut(text) for span in only.content] == ["“We met,”", "“We talked", "“And we signed nothing.”"]


def test_a_cut_is_never_read() -> None:
    """Residue such as a comment form gives no statement."""
    text = "Talks went on. The editor said comments are closed."
    article = Article("a", "a", "0", text, cuts=(Cut(Span(15, len(text)), "comment form"),), language="en")
    assert [statement.content[0].cut(text) for statement in annotate(article)] == ["Talks went on."]


def test_a_transcript_attributes_by_colons() -> None:
    """Paragraphs that open with a name and a colon are turns."""
    text = "ORNE: Did you sign?\n\nTUN: We did not.\n\nORNE: Will you?"
    assert [(s.source.text, s.content[0].cut(text)) for s in _read(text)] == [
        ("ORNE", "Did you sign?"),
        ("TUN", "We did not"),
        ("ORNE", "Will you?"),
    ]
