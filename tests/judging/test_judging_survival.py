"""Judgements survive: a ledger built anew, a pile that grows, a reader that draws bounds otherwise; and what is lost is said.

`SAYSO_CASES=200` makes the figures of `bench/judgements.json`: so many random judgements of all kinds.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sayso.errors import SaysoError
from sayso.judging import content_of, decided, written_place
from sayso.judging.ground import Ground, Trace, trace_of
from sayso.matching import Matching
from sayso.model import Claim, Judgement, JudgementKind, Match, Naming, Source, Span, Stance, Statement
from sayso.pipeline import Ledger
from sayso.report.export import export_json
from sayso.testing import article

from .conftest import MATCHING
from .judging_desk import CLAIMS, DENIAL, OFFICIAL, PILE, TALKS, WITNESS, Desk, Said, made_reading

MANY = int(os.environ.get("SAYSO_CASES", "24"))
MORE: tuple[tuple[str, str, tuple[Said, ...]], ...] = (
    ("Oster Herald", "2031-05-26", (WITNESS, TALKS)),
    ("Far Post", "2031-05-27", (OFFICIAL,)),
    ("Quay Weekly", "2031-05-28", (DENIAL, OFFICIAL)),
)
PEOPLE = ("Kaja Lund", "Arne Holt", "Mira Solberg")


def chosen(desk: Desk, chance: random.Random, kind: JudgementKind) -> tuple[list[str], str]:
    """Targets and value for a judgement of a kind, drawn from what the ledger shows."""
    view = desk.view
    claims, pages = [claim.id for claim in view.claims], [page.id for page in view.articles]
    outlets = sorted({page.outlet for page in view.articles if page.outlet})
    # Statements may all have been split off, so half of the places are drawn from what was said, matched or not.
    if view.matches and chance.random() < 0.5:
        match = chance.choice(view.matches)
        claim = next(each for each in view.claims if each.id == match.claim_id)
        place = written_place(match.article_id, match.span)
    else:
        said, claim = chance.choice(view.statements), chance.choice(view.claims)
        place = written_place(said.article_id, content_of(said))
    held = [judgement.id for judgement in view.judgements if judgement.kind != JudgementKind.REVOKE]
    drawn: dict[JudgementKind, Callable[[], tuple[list[str], str]]] = {
        JudgementKind.MERGE: lambda: (chance.sample(claims, 2) if len(claims) > 1 else claims, ""),
        JudgementKind.SPLIT: lambda: ([claim.id, place], ""),
        JudgementKind.SET_STANCE: lambda: ([chance.choice(claims), place], chance.choice(list(Stance)).value),
        JudgementKind.SET_SOURCE: lambda: ([place], chance.choice(["Ilse Maren", "the trade ministry", "a source", "Far Post"])),
        JudgementKind.SET_PARTY: lambda: ([claim.id, place], chance.choice(["", *claim.parties])),
        JudgementKind.SAME_FAMILY: lambda: (chance.sample(pages, 2), ""),
        JudgementKind.NOT_SAME_FAMILY: lambda: (chance.sample(pages, 2), ""),
        JudgementKind.SAME_OWNER: lambda: (chance.sample(outlets, 2), ""),
        JudgementKind.DISMISS: lambda: ([chance.choice(claims)], ""),
        JudgementKind.APPROVE_WORDING: lambda: ([chance.choice(claims)], f"Wording {chance.randrange(9)}"),
        JudgementKind.RATE: lambda: ([chance.choice(claims)], f"rating {chance.randrange(9)}"),
        JudgementKind.REVOKE: lambda: ([chance.choice(held)] if held else [], ""),
    }
    return drawn[kind]()


def built(path: Path, matching: Matching, *, reverse: bool, then: Callable[[Desk], None]) -> str:
    """Return the export of a ledger that read the pile in an order and then was told more."""
    with Ledger(path, clock=lambda: "2031-06-01T00:00:00+00:00") as ledger:
        ledger._matching = matching
        desk = Desk(ledger)
        step = -1 if reverse else 1
        for outlet, day, sentences in [*PILE, *MORE][::step]:
            ledger._store.add(*made_reading(outlet, day, sentences))
        ledger._store.track(CLAIMS[::step])
        ticks = iter(range(1, 10_000))

        def later() -> str:
            tick = next(ticks)
            return f"2031-06-{2 + tick // 1440:02}T{tick // 60 % 24:02}:{tick % 60:02}:00+00:00"

        ledger._clock = later
        then(desk)
        return export_json(ledger.view())


def test_random_judgements_survive_a_ledger_built_anew(tmp_path: Path, note_figure: Callable[[str, object], None]) -> None:
    """Of all kinds, by three people: the same inputs and judgements in another order give the same export, byte for byte."""
    chance, matching = random.Random(6), Matching()
    kept: list[Judgement] = []
    refused: Counter[str] = Counter()
    conflicts: list[str] = []

    def judge_at_random(desk: Desk) -> None:
        kinds = list(JudgementKind)
        for number in range(10 * MANY):
            if len(kept) == MANY:
                break
            kind = kinds[number % len(kinds)]
            targets, value = chosen(desk, chance, kind)
            try:
                kept.append(desk.judge(kind.value, *targets, value=value, who=chance.choice(PEOPLE), why=f"Reason {number}."))
            except SaysoError as error:
                refused[type(error).__name__] += 1
        conflicts.extend(desk.ledger.conflicts())

    def take_over(desk: Desk) -> None:
        desk.ledger.take_over(chance.sample(kept, len(kept)))
        assert desk.ledger.conflicts() == tuple(conflicts)

    first = built(tmp_path / "first.ledger", matching, reverse=False, then=judge_at_random)
    anew = built(tmp_path / "anew.ledger", Matching(), reverse=True, then=take_over)
    assert len(kept) == MANY
    assert {judgement.kind for judgement in kept} == set(JudgementKind)
    assert anew == first
    untouched = built(tmp_path / "untouched.ledger", matching, reverse=False, then=lambda _: None)
    assert untouched != first
    note_figure("random judgements", len(kept))
    note_figure("kinds", dict(sorted(Counter(judgement.kind for judgement in kept).items())))
    note_figure("conflicts said", len(conflicts))
    note_figure("exports alike", anew == first)


def test_a_judgement_on_a_discovered_claim_outlives_the_growth_of_the_pile(desk: Desk) -> None:
    """When more is read, the claim has its judgement still, under whatever id, or the ledger says that it was not found."""
    (found,) = [claim for claim in desk.view.claims if claim.tracked_id is None]
    made = desk.judge("dismiss", found.id)
    for outlet, day, sentences in MORE:
        desk.ledger._store.add(*made_reading(outlet, day, sentences))
    holding = [claim for claim in desk.view.claims if made.id in claim.judgements]
    assert len(holding) == 1
    assert holding[0].dismissed
    assert desk.codes() == []


def said_at(number: int) -> Statement:
    """A statement of a made-up article."""
    span = Span(number * 50, number * 50 + 40)
    return Statement(f"s{number}", "a", span, Source("Norland", Naming.OFFICE), (Span(span.start + 10, span.end),))


def on(claim: str, *numbers: int) -> list[Match]:
    return [Match(claim, f"s{number}", "a", said_at(number).extent, Stance.ASSERTS, None, 0.9) for number in numbers]


def found_again(claims: list[Claim], matches: list[Match], trace: tuple[str, ...]) -> str | None:
    """The id of the claim that a trace leads to."""
    page = replace(article("x" * 900), id="a")
    ground = Ground.of(claims, matches, [page], [said_at(number) for number in range(9)])
    found = ground.claim(Trace.read(trace[0], [trace]))
    return found.id if found else None


def test_a_claim_is_found_again_by_id_then_words_then_places() -> None:
    """And not at all where two claims have as many of its places, or none has half."""
    old = Claim("old", "A pier was sold.")
    trace = trace_of(old, on("old", 0, 1, 2, 3))
    assert found_again([Claim("old", "Other words.")], [], trace) == "old"
    assert found_again([Claim("new", "A PIER was sold.")], [], trace) == "new"
    other, more = Claim("x", "The pier changed hands."), Claim("y", "A quay was let.")
    assert found_again([other, more], [*on("x", 0, 1, 2), *on("y", 3)], trace) == "x"
    assert found_again([other, more], [*on("x", 0, 1), *on("y", 2, 3)], trace) is None
    assert found_again([other, more], on("x", 0), trace) is None
    followed = trace_of(Claim("t", "A pier was sold.", tracked_id="pier"), [])
    assert found_again([Claim("u", "Norland sold it.", tracked_id="pier")], [], followed) == "u"


def test_a_place_holds_when_a_later_reader_draws_other_bounds(desk: Desk) -> None:
    """Three more code points at the end: still the same statement."""
    article_id, _, span = desk.place(DENIAL).rpartition(":")
    start, _, end = span.partition("-")
    desk.judge("set-stance", "sale", f"{article_id}:{int(start) - 2}-{int(end) + 3}", value="doubts")
    assert desk.stance("sale", DENIAL) == "doubts"


def test_what_is_not_found_is_said_and_waits(desk: Desk) -> None:
    """A judgement of another ledger on what is not here, or of a kind or with a stance of a later version."""
    away = [
        ("dismiss", ("claim-0",), ""),
        ("set-stance", (desk.claim("sale").id, "article-0:0-9"), "denies"),
        ("set-source", ("article-0:0-9",), "Ilse Maren"),
        ("same-family", ("article-0", desk.article("Far Post").id), ""),
        ("same-owner", ("Far Post", "Nowhere News"), ""),
        ("set-party", (desk.claim("sale").id, desk.place(TALKS)), "Norland"),
        ("set-party", (desk.claim("sale").id, desk.place(DENIAL)), "Ostmark"),
        ("revoke", ("judgement-0",), ""),
        ("set-stance", (desk.claim("sale").id, desk.place(DENIAL)), "shrugs"),
        ("praise", ("sale",), ""),
    ]
    before = desk.view
    made = [Judgement(f"j{number}", *each, "Kaja Lund", "Read.", f"2031-05-0{number + 1}") for number, each in enumerate(away)]
    desk.ledger.take_over(made)
    told = {problem.input_id: problem for problem in desk.view.problems if problem.code.startswith("judgement")}
    assert sorted(told) == [judgement.id for judgement in made]
    assert told["j9"].code == "judgement-unknown"
    assert all("sayso judge revoke" in told[f"j{number}"].message for number in range(9))
    assert desk.view.standings == before.standings


def test_two_people_who_differ_are_told_and_the_later_counts(desk: Desk) -> None:
    """Whatever the order in which a ledger learned of it; one person who thinks again is no conflict."""
    first = desk.judge("set-stance", "sale", desk.place(DENIAL), value="doubts")
    desk.judge("set-stance", "sale", desk.place(DENIAL), value="relays")
    assert desk.ledger.conflicts() == ()
    last = desk.judge("split", "sale", desk.place(DENIAL), who="Arne Holt")
    assert desk.stance("sale", DENIAL) is None
    (one, other) = desk.ledger.conflicts()
    assert one == (
        f"On the stance of “{DENIAL[2]}” on “{CLAIMS[0].text}”: Arne Holt decided “not about this claim” on 2031-06-01,"
        f" Kaja Lund “doubts” on 2031-06-01. The later decision counts. Settle it between you,"
        f" then take one back: sayso judge revoke {first.id}"
    )
    assert "“relays”" in other
    desk.judge("revoke", last.id)
    assert (desk.stance("sale", DENIAL), desk.ledger.conflicts()) == ("relays", ())


def test_agreement_on_a_wording_is_no_conflict(desk: Desk) -> None:
    """Two people who approve the same words agree; a third with other words does not."""
    for who in PEOPLE[:2]:
        desk.judge("approve-wording", "sale", value="A pier was sold", who=who)
    assert desk.ledger.conflicts() == ()
    desk.judge("approve-wording", "sale", value="The pier was sold", who=PEOPLE[2])
    assert [sentence.partition(":")[0] for sentence in desk.ledger.conflicts()] == [f"On the wording of “{CLAIMS[0].text}”"] * 2


def test_without_judgements_nothing_is_touched(desk: Desk) -> None:
    """What the machine linked comes back as it is, not as a copy."""
    page = desk.view
    linked = MATCHING._linked
    assert linked is not None
    assert decided(linked[1], page.statements, page.articles, []).linked is linked[1]
