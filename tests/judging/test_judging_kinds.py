"""What each kind of judgement does, that all can be taken back, and that what was known before stays as it was."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from sayso.judging import KINDS
from sayso.matching import Matching
from sayso.model import Judgement, JudgementKind, Naming
from sayso.report.corrections import decisions, decisions_on
from sayso.report.export import export_json
from sayso.report.index import index_view
from sayso.report.overview import challenged, listed_claims
from sayso.report.page import render
from sayso.report.sentence import sentence_text

from .judging_desk import DENIAL, OFFICIAL, TALKS, WITNESS, Desk, opened, without_judgements


def test_a_set_stance_counts_instead_of_the_machines(desk: Desk) -> None:
    """A denial that a person reads as a confirmation no longer challenges the claim."""
    assert (desk.stance("sale", DENIAL), desk.standing("sale")) == ("denies", "single-origin, denied")
    desk.judge("set-stance", "sale", desk.place(DENIAL), value="Confirms")
    assert (desk.stance("sale", DENIAL), desk.standing("sale")) == ("confirms", "confirmed, unchallenged")
    found = desk.match("sale", DENIAL)
    assert found is not None
    assert found.reasons[-1] == "Kaja Lund decided: confirms"


def test_a_statement_that_the_machine_did_not_match_can_be_put_on_a_claim(desk: Desk) -> None:
    """A stance on a claim that a statement was not matched to matches it."""
    assert desk.stance("sale", TALKS) is None
    desk.judge("set-stance", "sale", desk.place(TALKS), value="denies")
    assert desk.stance("sale", TALKS) == "denies"
    assert desk.standing("sale") == "single-origin, denied"
    desk.judge("set-party", "sale", desk.place(TALKS), value="vesturia")
    assert next(position.stances for position in desk.view.positions if position.party == "Vesturia") == ("denies",)


def test_a_statement_that_is_split_off_no_longer_bears_on_the_claim(desk: Desk) -> None:
    """Without the denial nobody challenges the sale; the outlet that carried only it no longer speaks of it."""
    desk.judge("split", "sale", desk.place(DENIAL))
    assert desk.stance("sale", DENIAL) is None
    assert desk.standing("sale") == "single-origin, unchallenged"
    page, claim = desk.article("Far Post").id, desk.claim("sale").id
    assert [each for each in desk.view.outlet_stances if (each.claim_id, each.article_id) == (claim, page)] == []


def test_a_set_party_gives_a_voice_to_a_party_or_takes_it_away(desk: Desk) -> None:
    """The witness speaks for Vesturia, so that a party supports the sale on the record; the ministry for nobody."""
    desk.judge("set-party", "sale", desk.place(WITNESS), value="Vesturia")
    assert desk.standing("sale") == "confirmed, denied"
    desk.judge("set-party", "sale", desk.place(DENIAL), value="")
    assert next(position.stances for position in desk.view.positions if position.party == "Norland") == ()


def test_a_set_source_says_who_speaks_everywhere(desk: Desk) -> None:
    """The unnamed official gets a name, counts as that person's origin, and keeps no description of somebody else."""
    desk.judge("set-source", desk.place(OFFICIAL), value="Ilse Maren")
    said = desk.statement(OFFICIAL)
    assert (said.source.name, said.source.naming, said.source.text) == ("Ilse Maren", Naming.NAMED, "a harbour official")
    assert desk.origins("sale") == (1, 1)


def test_the_outlets_name_as_source_is_its_own_voice(desk: Desk) -> None:
    """What an outlet says in its own name is nobody else's."""
    desk.judge("set-source", desk.place(OFFICIAL), value="the Meridian Courier")
    assert desk.statement(OFFICIAL).source.naming is Naming.SELF


def test_merged_claims_count_as_one(desk: Desk) -> None:
    """The sale and what the pile says of it are one claim: the followed one, with the statements of both, under either id."""
    (found,) = [claim for claim in desk.view.claims if claim.tracked_id is None]
    desk.judge("merge", found.id, "sale")
    assert found.id not in {claim.id for claim in desk.view.claims}
    assert desk.stance("sale", TALKS) == "relays"
    assert desk.stance("sale", DENIAL) == "denies"
    denial = desk.match("sale", DENIAL)
    assert denial is not None
    assert denial.party == "Norland"
    assert desk.ledger.find(found.id).tracked_id == "sale"
    assert desk.ledger.claim_view(found.id).claims[0].tracked_id == "sale"
    assert index_view(desk.view).claim(found.id).tracked_id == "sale"


def test_the_order_of_merging_does_not_matter(tmp_path: Path, filled: Path) -> None:
    """Three claims joined two by two, in every order, give one claim and one export."""
    exports = set()
    for number, order in enumerate(itertools.permutations(("sale", "talks", "found"), 3)):
        path = tmp_path / f"{number}.ledger"
        path.write_bytes(filled.read_bytes())
        with opened(path, SHARED, clock=1000) as desk:
            names = {claim.tracked_id or "found": claim.id for claim in desk.view.claims}
            desk.judge("merge", names[order[0]], names[order[1]])
            desk.judge("merge", names[order[2]], names[order[1]])
            assert len(desk.view.claims) == 1
            exports.add(export_json(desk.view))
    assert len(exports) == 1


SHARED = Matching()


def test_copies_can_be_marked_and_unmarked(desk: Desk) -> None:
    """Two texts that the machine took for one are two, and two that it kept apart are one."""
    pages = [desk.article("Far Post").id, desk.article("Meridian Courier").id]
    assert desk.origins("sale") == (1, 2)
    assert len(desk.view.families) == 3
    desk.judge("not-same-family", *pages)
    assert len(desk.view.families) == 4
    desk.judge("same-family", *pages, desk.article("Coastal Echo").id, who="Arne Holt")
    assert sorted(len(family.articles) for family in desk.view.families) == [1, 3]
    assert len(desk.ledger.conflicts()) == 1


def test_outlets_of_one_owner_are_joined(desk: Desk) -> None:
    """Three outlets' tellings are one at the low end if one owner has them all, whatever the spelling of their names."""
    desk.judge("same-owner", "harbour gazette", "Meridian Courier")
    assert desk.view.judgements[-1].targets == ("Harbour Gazette", "Meridian Courier")
    assert desk.codes() == []


def test_a_dismissed_claim_is_not_listed_among_challenged_ones(desk: Desk) -> None:
    """It can still be found, with who dismissed it and why."""

    def contested() -> list[str | None]:
        return [claim.tracked_id for claim, _ in desk.ledger.claims(challenged=True)]

    assert "sale" in contested()
    desk.judge("dismiss", "sale", why="Settled in court.")
    assert "sale" not in contested()
    shown = index_view(desk.view)
    lines, rest = challenged(listed_claims(shown, shown.view.claims))
    assert "sale" not in {line.claim.tracked_id for line in lines}
    assert "sale" in {line.claim.tracked_id for line in rest}
    assert desk.ledger.find("sale").dismissed == "Kaja Lund, 2031-06-01: Settled in court."
    assert "Settled in court." in render(desk.view, head="", generated_at="2031-07-01", claims=[desk.claim("sale").id])
    assert desk.standing("sale") == "single-origin, denied"


def test_an_approved_wording_is_what_reports_say(desk: Desk) -> None:
    """The claim keeps its own words beside it; the report says who approved the new ones."""
    desk.judge("approve-wording", "sale", value="The pier changed hands")
    claim = desk.claim("sale")
    assert (claim.wording, claim.text) == ("The pier changed hands", "Norland sold the pier of Port Ilse to Vesturia.")
    assert "the pier changed hands" in sentence_text(index_view(desk.view), claim.id)
    page = render(desk.view, head="", generated_at="2031-07-01", claims=[claim.id])
    assert "Kaja Lund" in page
    assert "approved this wording" in page


def test_a_rating_is_quoted_and_changes_nothing(desk: Desk) -> None:
    """Two people rate one claim: both are shown with their names, no standing moves, and neither is in conflict."""
    before = desk.view.standings
    desk.judge("rate", "sale", value="mostly fabricated")
    desk.judge("rate", "sale", value="well founded", who="Arne Holt")
    assert desk.view.standings == before
    assert desk.ledger.conflicts() == ()
    page = render(desk.view, head="", generated_at="2031-07-01", claims=[desk.claim("sale").id])
    assert "mostly fabricated" in page
    assert "well founded" in page
    assert "Arne Holt" in page


def every_kind(desk: Desk) -> list[Callable[[], Judgement]]:
    """One decision of each kind but revoke, each of which changes what the desk sees."""
    sale, pages = desk.claim("sale").id, [desk.article(name).id for name in ("Far Post", "Coastal Echo")]
    (found,) = [claim.id for claim in desk.view.claims if claim.tracked_id is None]
    denial = desk.place(DENIAL)
    return [
        lambda: desk.judge("merge", sale, found),
        lambda: desk.judge("split", sale, denial),
        lambda: desk.judge("set-stance", sale, denial, value="doubts"),
        lambda: desk.judge("set-source", denial, value="Arvid Lunde"),
        lambda: desk.judge("set-party", sale, denial, value="Vesturia"),
        lambda: desk.judge("same-family", *pages),
        lambda: desk.judge("not-same-family", desk.article("Far Post").id, desk.article("Meridian Courier").id),
        lambda: desk.judge("same-owner", "Harbour Gazette", "Far Post"),
        lambda: desk.judge("dismiss", sale),
        lambda: desk.judge("approve-wording", sale, value="A pier was sold"),
        lambda: desk.judge("rate", sale, value="half-baked"),
    ]


def test_taking_back_gives_the_earlier_view_exactly(desk: Desk) -> None:
    """For every kind: what the desk saw before is what it sees after, but for the list of decisions."""
    before = desk.view
    for decide in every_kind(desk):
        made = decide()
        assert without_judgements(desk.view) != without_judgements(before) or made.kind == "same-owner"
        desk.judge("revoke", made.id, who="Arne Holt", why="A slip.")
        assert without_judgements(desk.view) == without_judgements(before), made.kind
        assert export_json(desk.view) == export_json(before)
    assert {judgement.kind for judgement in desk.view.judgements} == set(JudgementKind)


def test_a_judgement_changes_nothing_that_was_known_before(desk: Desk) -> None:
    """Asked as it was known a minute before each decision, the ledger answers as it answered then."""
    answers: dict[str, str] = {}
    for decide in every_kind(desk):
        answers[decide().recorded_at] = export_json(desk.view)
    moments = list(answers)
    for earlier, later in itertools.pairwise(moments):
        known = desk.ledger.view(f"{earlier[:17]}30+00:00")
        assert export_json(known) == answers[earlier]
        assert later not in {judgement.recorded_at for judgement in known.judgements}


def test_every_kind_has_its_row(desk: Desk) -> None:
    """The table of kinds is complete and in order."""
    assert [row.kind for row in KINDS] == list(JudgementKind)
    assert {made().kind for made in every_kind(desk)} | {"revoke"} == {row.kind for row in KINDS}


def test_the_report_lists_what_people_decided_on_a_claim(desk: Desk) -> None:
    """Decisions on the claim, on its statements and on its articles; revoked ones say who took them back."""
    made = desk.judge("set-stance", "sale", desk.place(DENIAL), value="doubts")
    desk.judge("revoke", made.id, who="Arne Holt", why="A slip.")
    shown = index_view(desk.view)
    (decision,) = decisions_on(shown, desk.claim("sale"))
    assert decision.revoked is not None
    assert decision.revoked.who == "Arne Holt"
    assert [kind for kind, _, _ in decision.about] == ["claim", "article"]
    assert decisions(shown) == (decision,)


@pytest.mark.parametrize("value", ["denies", "asserts"])
def test_decisions_are_shown_with_the_words_they_are_about(desk: Desk, value: str) -> None:
    """A place reads as what is said there, not as the whole sentence."""
    desk.judge("set-stance", "sale", desk.place(DENIAL), value=value)
    assert decisions(index_view(desk.view))[0].about[1][2] == f"{DENIAL[2]} (Far Post)"
