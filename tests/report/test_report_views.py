"""Matrix, timeline, origin tree, sentence, details and gaps of the invented episode."""

from __future__ import annotations

import dataclasses
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import NotFoundError
from sayso.model import Claim, DateBasis, Detail, Problem, Span, Stance
from sayso.report import words
from sayso.report.details import tellings
from sayso.report.drawing import draw
from sayso.report.gaps import claim_gaps, ledger_gaps, ledger_header
from sayso.report.index import Index, chosen_claims, index_view, voices
from sayso.report.matrix import claim_matrix, sides_taken, story_matrices
from sayso.report.sentence import sentence_parts, sentence_text
from sayso.report.timeline import claim_timeline, day_range
from sayso.report.tree import origin_tree
from sayso.testing import article

from .episode import RAIL, SIGNED, TALKS, empty_view, episode

TEXTS = st.text(st.characters(codec=None), max_size=60)


def test_party_by_claim_is_the_episode(index: Index) -> None:
    """Norland concedes talks and denies the contract; Vesturia confirms talks and asserts the contract."""
    rows = {row.name: [words.stance_words(cell.stances) for cell in row.cells] for row in claim_matrix(index).rows}
    assert [claim.id for claim in claim_matrix(index).claims] == [TALKS, SIGNED]
    assert (rows["Norland"], rows["Vesturia"]) == (["concedes", "denies"], ["confirms", "asserts"])


def test_parties_come_first_then_outlets_then_speakers(index: Index) -> None:
    """The order of the groups is fixed, whatever was said first."""
    kinds = [row.kind for row in claim_matrix(index).rows]
    assert kinds == sorted(kinds, key=("party", "outlet", "speaker").index)


def test_two_voices_of_one_outlet_show_as_both(index: Index) -> None:
    """An outlet that reported and then withdrew shows both, each with its statement."""
    row = next(row for row in claim_matrix(index).rows if row.name == "The Lowland Post")
    assert [words.stance_words(cell.stances) for cell in row.cells] == ["silent", "asserts + retracts"]
    assert len(row.cells[1].voices) == 2


def test_a_party_shows_its_latest_voice_and_keeps_the_older(index: Index) -> None:
    """The minister's denial of 4 June is the position; the two of 1 June stay beside it."""
    cell = claim_matrix(index).rows[0].cells[1]
    assert [voice.quote for voice in cell.voices] == ["nothing has been signed with Vesturia"]
    assert [voice.date for voice in cell.earlier] == ["2031-06-01", "2031-06-01"]


def test_a_silent_party_keeps_its_row(index: Index) -> None:
    """A party without a statement is shown as silent, not left out."""
    claim = Claim("claim-new", "x", parties=("Norland",))
    assert [(row.name, row.cells[0].stances) for row in claim_matrix(index, [claim]).rows] == [("Norland", ())]


def test_columns_follow_the_ladder() -> None:
    """The report knows every rung that claims may stand on, in the ladder's order; a rung of two ladders stands once."""
    ladders = tomllib.loads(Path(str(files("sayso.claims") / "ladder.en.toml")).read_text(encoding="utf-8"))
    rungs = [rung["name"] for ladder in ladders.values() for rung in ladder["rungs"]]
    assert list(words.STAGES) == list(dict.fromkeys(rungs))
    for ladder in ladders.values():
        ranks = [words.stage_rank(rung["name"]) for rung in ladder["rungs"]]
        assert ranks == sorted(ranks)


def test_rows_that_only_hand_on_can_be_left_out(index: Index) -> None:
    """Short views keep every party and every row that takes a side, and no other."""
    rows = sides_taken(claim_matrix(index)).rows
    soft = {"relays", "unclear", "silent"}
    left_out = [row for row in claim_matrix(index).rows if row not in rows]
    assert {stance for row in left_out for cell in row.cells for stance in map(str, cell.stances)} <= soft
    assert [row.name for row in rows if row.kind != "party" and {s for c in row.cells for s in map(str, c.stances)} <= soft] == []
    assert [row.name for row in rows][:2] == ["Norland", "Vesturia"]


def test_a_party_that_only_relays_is_silent(index: Index) -> None:
    """A party whose position is empty shows as silent, with what it handed on kept beside."""
    view = index.view
    matches = tuple(dataclasses.replace(m, stance=Stance.RELAYS) if m.party == "Norland" else m for m in view.matches)
    positions = tuple(dataclasses.replace(p, stances=(), statements=()) if p.party == "Norland" else p for p in view.positions)
    cell = claim_matrix(index_view(dataclasses.replace(view, matches=matches, positions=positions))).rows[0].cells[1]
    assert (cell.stances, cell.voices, len(cell.earlier)) == ((), (), 3)


def test_stories_do_not_share_a_table(index: Index) -> None:
    """The rail works have nothing to do with the mill."""
    assert [len(matrix.claims) for matrix in story_matrices(index, index.view.claims)] == [2, 1]


def test_tracked_claims_are_the_default_and_unknown_ones_an_error(index: Index) -> None:
    """Without a choice the tracked claims are shown; a tracked id works like an id; a wrong one says what to do."""
    assert [claim.id for claim in chosen_claims(index, None)] == [TALKS, SIGNED]
    assert [claim.id for claim in chosen_claims(index, ["signed"])] == [SIGNED]
    with pytest.raises(NotFoundError, match="sayso claims"):
        chosen_claims(index, ["claim-unknown"])


def test_every_highlight_is_the_exact_quote(index: Index) -> None:
    """The runs marked as content join to the quote, and all runs join to an unbroken part of the text."""
    for claim in index.view.claims:
        for voice in voices(index, claim.id):
            assert "".join(run.text for run in voice.context) in voice.article.text
            assert "".join(run.text for run in voice.context if run.role == "content") == voice.quote


def test_chains_end_open_where_the_text_names_nobody(index: Index) -> None:
    """Outlet, then reports in media, then unnamed sources: depth three, the last two not identified."""
    voice = next(voice for voice in voices(index, TALKS) if voice.stance is Stance.CONCEDES)
    assert [(link.text, link.open) for link in voice.chain] == [
        ("Norland Herald", False),
        ("reports in Vesturian media", True),
        ("Sources in Norland", True),
    ]


def test_support_lies_above_and_denial_below(index: Index) -> None:
    """Lanes follow the stance; a month without a day keeps its thirty days."""
    timeline = claim_timeline(index, SIGNED)
    lanes = {(entry.voice.stance.value, entry.lane) for entry in timeline.dated}
    assert lanes == {("asserts", "above"), ("denies", "below"), ("doubts", "below"), ("retracts", "below")}
    imprecise = [(entry.last_day or 0) - (entry.first_day or 0) for entry in timeline.dated if entry.first_day != entry.last_day]
    assert imprecise == [29]


def test_undated_voices_are_listed_apart(index: Index) -> None:
    """A statement without any date never gets a place on the axis, and without dates there is no drawing."""
    timeline = claim_timeline(index, RAIL)
    assert (len(timeline.dated), len(timeline.undated), draw(timeline)) == (0, 1, None)


@pytest.mark.parametrize("copies", [0, 3, 38, 400])
def test_marks_never_cover_each_other(copies: int) -> None:
    """However many copies appear on a day, each mark keeps its own square inside the drawing."""
    drawing = draw(claim_timeline(index_view(episode(copies)), SIGNED))
    assert drawing is not None
    places = [(mark.x, mark.y) for mark in drawing.marks]
    assert len(set(places)) == len(places) == copies + 7
    assert all(0 < x < drawing.width and 0 < y < drawing.height for x, y in places)


def test_copies_stand_under_their_text_with_their_share(index: Index) -> None:
    """Three copies under one root, each with a number and a reason; the cited review ends open."""
    roots = {root.label + (root.date or ""): root for root in origin_tree(index, SIGNED).roots}
    daily = roots["Vesturia Daily2031-05-28"]
    assert [(child.label, child.kind, child.share) for child in daily.children] == [
        ("The Lowland Post", "reprint", 0.97),
        ("Brenna Courier", "rewrite", 0.96),
        ("Eastgate Mirror", "reprint", 0.95),
    ]
    (cited,) = roots["The Harbour Gazette2031-05-30T09:00:00+00:00"].children
    assert (cited.label, cited.kind, cited.open) == ("Meridian Business Review", "cites", True)


def test_the_tree_says_whom_articles_trace_to(index: Index) -> None:
    """A cited review that is not in the ledger is listed with the article that leads to it."""
    (end,) = origin_tree(index, SIGNED).ends
    assert (end.label, end.open, [child.label for child in end.children]) == ("Meridian Business Review", True, ["The Harbour Gazette"])


def test_a_date_without_a_witness_is_marked(index: Index) -> None:
    """The conflict between a page's date and the first sight of it stands where the page stands."""
    page = next(article for article in index.view.articles if article.outlet == "Brenna Courier")
    problem = Problem("date-conflict", "It says 2019; first seen 2031.", page.input_id)
    marked = index_view(dataclasses.replace(index.view, problems=(problem,)))
    notes = [child.because for root in origin_tree(marked, SIGNED).roots for child in root.children if child.label == "Brenna Courier"]
    assert all("first seen 2031" in note for note in notes)
    assert notes


def test_the_range_has_its_sentence(index: Index) -> None:
    """The count is a range of origins, never a number of pages."""
    tree = origin_tree(index, SIGNED)
    assert tree.sentence.startswith("8 articles, 5 texts, 1 to 2 independent origins. The Gazette’s source")


def test_the_sentence_is_fit_to_print(index: Index) -> None:
    """Who reported, denied, conceded; as of when; on how much."""
    assert sentence_text(index, SIGNED) == (
        "Meridian Business Review and 3 outlets that carry copies reported that a contract to build a steel mill at Port Brenna "
        "was signed; officials in Vesturia said so; Norland’s trade ministry, a speaker not identified (Norland) and Ilse Maren "
        "(Norland) denied this; Tove Brandt questioned this; The Lowland Post withdrew this; sources in Norland conceded that "
        "talks on a steel mill at Port Brenna were held (as of 4 June 2031; 8 articles, 1 to 2 independent origins)."
    )


def test_forty_copies_do_not_lengthen_the_sentence() -> None:
    """Copies are counted in the sentence, never named one by one."""
    text = sentence_text(index_view(episode(38)), SIGNED)
    assert "Meridian Business Review and 38 outlets that carry copies reported that" in text


def test_every_anchor_of_the_sentence_is_a_statement(index: Index) -> None:
    """Nothing in the sentence rests on a statement that cannot be opened."""
    known = {voice.anchor for claim in index.view.claims for voice in voices(index, claim.id)}
    used = {anchor for part in sentence_parts(index, SIGNED) for anchor in part.anchors}
    assert used <= known
    assert len(used) == 11


def test_a_claim_without_positions_says_so(index: Index) -> None:
    """An unclear statement is neither support nor denial."""
    assert sentence_text(index, RAIL).startswith("No statement in this ledger supports or denies that the rail works")


def test_differing_sums_are_marked_and_single_values_are_not(index: Index) -> None:
    """Two sums differ; one stage does not."""
    assert [(t.kind, t.value, t.differs) for t in tellings(index, SIGNED)] == [
        ("amount", "1900000000 crowns", True),
        ("amount", "2600000000 crowns", True),
        ("stage", "agreed", False),
    ]


def test_who_gave_a_value_first_is_who_was_first_by_a_founded_date() -> None:
    """The first user of each sum is told; a guessed date is never first, and who shares the first day is named too."""
    dates = {"guess": "2031-05-01", "late": "2031-05-29", "early": "2031-05-27", "same": "2031-05-27T08:00:00+00:00"}
    articles = tuple(article("A deal of 5 crowns.", outlet=name, published_at=date, input_id=name) for name, date in sorted(dates.items()))
    articles = tuple(dataclasses.replace(item, published_basis=DateBasis.GUESSED) if item.outlet == "guess" else item for item in articles)
    details = [Detail("amount", "crowns 5", "5 crowns", item.id, Span(10, 18), "deal") for item in articles]
    details += [Detail("amount", "crowns 6", "5", item.id, Span(10, 11), "fine") for item in articles if item.outlet == "guess"]
    claim = Claim("c", "A deal was signed.", details=tuple(details))
    found = tellings(index_view(dataclasses.replace(empty_view(), articles=articles, claims=(claim,))), "c")
    assert [(t.value, t.measures, t.differs, [user.outlet for user in t.first]) for t in found] == [
        ("crowns 5", "deal", False, ["early", "same"]),
        ("crowns 6", "fine", False, []),
    ]


def test_what_is_missing_is_named(index: Index) -> None:
    """Undated, unread, quarantined, open speakers and absent sources are each listed once."""
    assert {gap.kind: [item.label for item in gap.items] for gap in ledger_gaps(index)} == {
        "quarantined": ["broken.html"],
        "unread": ["نارتھ اردو"],
        "undated": ["ledgerblog.html"],
        "open-speaker": ["He"],
        "not-in-ledger": ["Meridian Business Review"],
    }
    assert [gap.kind for gap in claim_gaps(index, SIGNED)] == ["no-named-support", "no-signatory", "no-document", "not-in-ledger"]


def test_outcomes_sum_to_the_inputs(index: Index) -> None:
    """Nothing is lost between inputs and articles."""
    header = ledger_header(index)
    assert sum(number for _, number in header.outcomes) == header.inputs == 11
    assert ledger_header(index_view(empty_view())).articles == 0


@given(TEXTS)
def test_visible_text_keeps_its_length_and_hides_nothing(text: str) -> None:
    """Each control is shown by one sign, so that offsets hold, and the result can always be written as UTF-8."""
    shown = words.visible(text)
    assert len(shown) == len(text)
    assert shown.encode("utf-8").count(b"\x1b") == 0


@given(TEXTS)
def test_only_web_addresses_become_links(text: str) -> None:
    """Whatever the text, a link is an http or https address without blanks or quotes, or no link at all."""
    for url in (text, "https://" + text, "java\nscript:" + text):
        link = words.safe_link(url)
        assert link is None or (link.startswith(("http://", "https://")) and not set(link) & set(" \"'<>\n\t"))


@given(st.text(max_size=20))
def test_dates_are_words_or_stand_as_they_are(text: str) -> None:
    """No date, however odd, stops a page, and no day is invented for it."""
    assert words.day_words(text)
    days = day_range(text)
    assert days is None or days[0] <= days[1]
