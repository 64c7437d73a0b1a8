"""The trained tagger as the product uses it: held-out sentences, chains that the text marks, hostile text."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.attribution import Tagger
from sayso.attribution import annotate as annotate_article
from sayso.attribution.findings import shipped_tagger
from sayso.attribution.tagger import FoundStatement
from sayso.errors import UsageError
from sayso.model import Article, DateBasis
from sayso.pipeline import annotate

TRAINING = Path(__file__).parents[2] / "training" / "attribution"
sys.path.insert(0, str(TRAINING))

from corpus import read_sentences  # noqa: E402 - the training scripts are no package
from score_sentences import SETS, score  # noqa: E402

ODD = [
    *("", " ", "\n", "...", "\x00" * 40, "1234 5678", "\ud800", "\udfff said that", "”", "“" * 60, "said", " said that "),
    *(
        "Der Minister sagte nein. ",
        "Министерство опровергло. ",
        "外交部否认了报道。",
        "وزارت نے تردید کی۔ ",
        "🙂",
        "a" * 300,
        "\u202e",
        "\u200b",
        "'s",
    ),
    *("Orne denied it. ", "The ministry said, ", "“We met,” ", "\u2028", "n't", "e\u0301", "(" * 20),
]
TEXTS = st.lists(st.sampled_from(ODD) | st.text(max_size=12), max_size=12).map("".join)


def _held_out(kind: str) -> dict[str, int]:
    """The scores of all held-out sentences of one kind, added up."""
    tables = [score(shipped_tagger(), read_sentences(TRAINING / "sentences" / f"{name}.txt")) for name in SETS if name.startswith(kind)]
    return {key: sum(table[key] for table in tables) for key in tables[0]}


def test_inner_sources_of_held_out_sentences_are_found() -> None:
    """Of attributions inside attributions, in sentences that are no variant of a training sentence, four in five have their source."""
    table = _held_out("nested")
    assert table["sentences"] >= 200
    assert table["source found"] >= 0.80 * table["inner sources"]


def test_denied_propositions_of_held_out_sentences_are_cut_out() -> None:
    """What is denied is cut out word for word."""
    table = _held_out("denial")
    assert table["sentences"] >= 200
    assert table["content right"] >= 0.85 * table["sentences"]


def _spans(found: FoundStatement) -> list[tuple[int, int]]:
    inner = [span for one in found.inner for span in _spans(one)]
    return [*found.source, *found.cue, *found.content, *(found.cited or ()), *inner]


@settings(max_examples=500, deadline=None)
@given(st.lists(TEXTS, min_size=20, max_size=20))
def test_positions_cut_any_text(texts: list[str]) -> None:
    """Ten thousand texts of odd pieces: an answer for each, and no position outside its text."""
    for text, statements in zip(texts, shipped_tagger().read_many(texts, 1), strict=True):
        for statement in statements:
            assert all(0 <= start < end <= len(text) for start, end in _spans(statement))
            assert 0 < statement.confidence < 1


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_text_is_annotated(text: str) -> None:
    """The whole stage holds what the tagger holds: some statements or none, never an exception."""
    for statement in annotate(text, published="2031-05-30"):
        assert all(0 <= span.start < span.end <= len(text) for span in (*statement.content, *statement.cue, statement.extent))


@pytest.mark.parametrize("unit", ["a", "9 ", ". ", "“", "\x00", "外", "\ud800", "\n"])
def test_a_million_characters_get_an_answer(unit: str) -> None:
    """Text without words is answered at once, whatever its length."""
    text = (unit * 1_000_000)[:1_000_000]
    assert all(statement.extent.end <= len(text) for statement in annotate(text))


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("The Harbour Gazette reported, citing officials, that talks had begun.", ["The Harbour Gazette", "officials"]),
        ("Talks had begun, Radio Quillon reported, citing the Harbour Gazette.", ["Radio Quillon", "the Harbour Gazette"]),
        ("The Harbour Gazette reported that Ilse Maren had denied that talks had begun.", ["The Harbour Gazette", "Ilse Maren"]),
    ],
)
def test_a_chain_that_the_text_marks_has_a_span_for_each_hop(text: str, chain: list[str]) -> None:
    """Who hands on and who is cited both stand in the chain, outermost first."""
    longest = max((statement.chain for statement in annotate(text)), key=len)
    assert [source.text for source in longest] == chain
    assert [source.span.cut(text) for source in longest if source.span] == chain


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    """Misuse says what is missing."""
    with pytest.raises(UsageError, match=r"model\.onnx"):
        Tagger(tmp_path)


def test_a_headline_is_not_what_the_first_sentence_reports() -> None:
    """Words above a line's end are linked to a cue below it only if they are a quotation."""
    text = "No steel contract with Vesturia\n\nNorland has not signed a contract for a steel mill, sources in Tesh said on Wednesday."
    contents = {statement.source.text: statement.content[0].cut(text) for statement in annotate(text) if statement.cue_text == "say"}
    assert contents == {"sources in Tesh": "Norland has not signed a contract for a steel mill"}


@pytest.mark.parametrize("headline", ["Maren tells Orne of 'no' Vesturian role in ceasefire", "Norland rejects pier claim"])
def test_a_headline_runs_into_no_sentence(headline: str) -> None:
    """What stands below is read alike whether the headline ends with a full stop or not; each of these once changed it."""
    body = (
        "Prime Minister Ilse Maren told President Ada Orne late on Tuesday that the truce with Vesturia came from talks of the two armies "
        "and not from outside mediation, according to Norland's foreign secretary.\n\n"
        "Last month Orne had announced that the two neighbours agreed after talks and stopped when she urged trade in place of war.\n\n"
        "Vesturia supported Orne's account; Norland denied any third-party mediation."
    )
    read = [
        [(found.source.span, found.cue, found.content) for found in annotate(headline + end + body) if found.extent.start > len(headline)]
        for end in ("\n\n", ".\n")
    ]
    assert len(read[0]) >= 4
    assert read[0] == read[1]


@pytest.mark.parametrize(
    ("text", "kind", "own"),
    [
        ("The ministry said that talks had begun.", "speech", False),
        ("Analysts believe that the deal is dead.", "attitude", False),
        ("The government hopes to sign this summer.", "plan", False),
        ("The council has imposed new limits on fishing.", "deed", True),
    ],
)
def test_attitudes_plans_and_deeds_are_told_apart_from_speech(text: str, kind: str, own: bool) -> None:
    """What somebody thinks, intends or does is not what somebody says; of a deed the article tells in its own voice."""
    statements = annotate(text)
    assert {statement.kind for statement in statements if statement.source.text} <= {kind}
    assert any(not statement.source.text for statement in statements) == own


@pytest.mark.parametrize(
    ("basis", "said_on"), [(DateBasis.META, "2031-05-29"), (DateBasis.GUESSED, None), (DateBasis.CAPTURE, None), (DateBasis.UNKNOWN, None)]
)
def test_times_are_read_from_the_day_of_publication_unless_that_is_a_guess(basis: DateBasis, said_on: str | None) -> None:
    """`On Thursday` needs a day that the page stands for; what the words themselves date needs none."""
    text = "The ministry said on Thursday that a contract had been signed on 3 May 2031."
    article = Article("a", "a", "0", text, language="en", published_at="2031-05-30", published_basis=basis)
    statement = next(statement for statement in annotate_article(article) if statement.source.text)
    assert statement.said_on is None if said_on is None else statement.said_on and statement.said_on.value == said_on
    assert statement.happened
    assert statement.happened.value == "2031-05-03"
    assert statement.modality == "did"


def test_terms_of_anonymity_are_not_what_is_said() -> None:
    """`asking not to be named` tells how somebody spoke; its `not` negates nothing."""
    text = "The contract was signed on Saturday, the two people said, asking not to be named because the deal had not been made public."
    said = next(statement for statement in annotate(text) if statement.cue_text == "say")
    assert [span.cut(text) for span in said.content] == ["The contract was signed on Saturday"]
    assert said.polarity == "positive"
