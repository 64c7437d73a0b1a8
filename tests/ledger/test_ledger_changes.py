"""What changed between two views: each kind of change once, with what brought it, the same whoever asks and whenever."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_factories import article, named, pair

from sayso.ledger import changes, changes_between, moment_asked
from sayso.ledger.changes import sitting_ends
from sayso.model import (
    ArticleState,
    ArticleVersion,
    ChangeKind,
    Claim,
    Judgement,
    LedgerView,
    Origin,
    OriginRange,
    Position,
    Stance,
    Standing,
    StandingState,
)

EMPTY = LedgerView((), (), (), (), (), (), (), (), (), (), (), (), (), ())
CLAIM = Claim("claim", "Norland sold the pier.", ("Norland", "Vesturia"), tracked_id="pier")
ADDRESS = "gazette.example/pier"


def moment(hour: int) -> str:
    return f"2031-05-01T{hour:02}:00:00+00:00"


def at(hour: int) -> LedgerView:
    """A ledger's first hours: a claim is followed, a report, a denial, a second report, a correction, a judgement, a confirmation."""
    reports = [pair("a", named("Ilse Maren"), Stance.ASSERTS), pair("d", named("Odo Brand"), Stance.DENIES, "Norland")]
    reports += [pair("e", named("Kaja Lund"), Stance.ASSERTS), pair("g", named("Odo Brand"), Stance.CONFIRMS, "Norland")]
    recorded = {"a": 1, "d": 2, "e": 3, "b": 4, "g": 6}
    pages = [
        replace(article(name, "2031-05-01", "Harbour Gazette"), title="Pier sold") for name, hour_ in recorded.items() if hour_ <= hour
    ]
    known = [each for each in reports if recorded[each[0].article_id] <= hour]
    if hour < 1:
        return replace(EMPTY, claims=(CLAIM,)) if hour == 0 else EMPTY
    statements, matches = tuple(said for said, _ in known), tuple(match for _, match in known)
    used = tuple(said.id for said in statements)
    origins = tuple(Origin(f"origin-{name}", name, "person", (page,), True) for name, page in (("Ilse Maren", "a"), ("Kaja Lund", "e")))
    counted = OriginRange(1, 2, "Two.", origins) if hour >= 3 else OriginRange(1, 1, "One.", origins[:1])
    spoken = {2: Stance.DENIES, 6: Stance.CONFIRMS}
    latest = max((since for since in spoken if since <= hour), default=None)
    position = Position(CLAIM.id, "Norland", (spoken[latest],) if latest else (), used[1:2] if latest == 2 else used[3:4])
    state, rule = {None: (StandingState.REPORTED, "reported"), 2: (StandingState.DENIED, "denied")}.get(
        latest, (StandingState.CONFIRMED, "confirmed")
    )
    standing = Standing(CLAIM.id, "2031-05-01", "single-origin", "unchallenged", state, rule, f"By rule {rule}.", "", used, counted)
    versions: tuple[ArticleVersion, ...] = ()
    if hour >= 4:
        versions = (
            ArticleVersion("a", ADDRESS, 1, None, ArticleState.CORRECTED, "It says so."),
            ArticleVersion("b", ADDRESS, 2, "a", ArticleState.CURRENT, "The latest."),
        )
    judgement = Judgement("j", "dismiss", (CLAIM.id,), "", "Kaja Lund", "Of no interest.", moment(5))
    return replace(
        EMPTY,
        articles=tuple(pages),
        recorded_at=tuple((page.id, moment(recorded[page.id])) for page in pages),
        statements=statements,
        matches=matches,
        claims=(CLAIM,),
        positions=(position,),
        origins=((CLAIM.id, counted),),
        standings=(standing,),
        versions=versions,
        judgements=(judgement,) if hour >= 5 else (),
    )


def view_at(asked: str | None) -> LedgerView:
    return at(max((hour for hour in range(7) if asked is None or moment(hour) <= asked), default=-1))


def told(since: int, until: int | None = None, *, each: bool = False) -> list[tuple[str, str | None]]:
    found = changes_between(view_at, moment(since), moment(until) if until is not None else None, each=each, moments=[moment(0)])
    return [(change.kind.value, change.article_id) for change in found]


@pytest.mark.parametrize(
    ("hour", "expected"),
    [
        (1, [("standing", "a"), ("new-origin", "a")]),
        (2, [("new-party", "d"), ("standing", "d")]),
        (3, [("new-origin", "e")]),
        (4, [("text-changed", "b"), ("correction", "a")]),
        (5, [("judgement", None)]),
        (6, [("position", "g"), ("standing", "g")]),
    ],
)
def test_each_kind_of_change_names_what_brought_it(hour: int, expected: list[tuple[str, str | None]]) -> None:
    """Hour by hour, dated by what came in during it."""
    assert told(hour - 1, hour) == expected
    assert {change.moment for change in changes_between(view_at, moment(hour - 1), moment(hour))} == {moment(hour)}


def test_a_new_claim_tells_where_it_stands_and_nothing_twice() -> None:
    """Its parties, origins and standing are not listed beside it."""
    (found,) = (change for change in changes(EMPTY, at(3), moment(3)) if change.claim_id)
    assert (found.kind, found.article_id, found.before) == (ChangeKind.NEW_CLAIM, "e", "")
    assert found.after == "denied (single-origin, unchallenged)"
    assert found.because == "By rule denied."


def test_a_standing_tells_old_and_new_with_the_rule() -> None:
    """In words, with the rule's reason."""
    (found,) = (change for change in changes(at(1), at(2), moment(2)) if change.kind is ChangeKind.STANDING)
    assert found.before == "reported (single-origin, unchallenged)"
    assert found.after == "denied (single-origin, unchallenged)"
    assert found.because == "By rule denied."
    assert found.sentence == f"“Norland sold the pier.” was {found.before}, is now {found.after}."


def test_a_long_stretch_compares_its_ends_or_tells_every_step() -> None:
    """At the end Norland confirms; that it denied before is told step by step only."""
    ends, steps = told(0), told(0, each=True)
    assert ("new-party", "g") in ends
    assert ("new-party", "d") not in ends
    assert [kind for kind, _ in steps] == [
        *("standing", "new-origin", "new-party", "standing", "new-origin", "text-changed", "correction", "judgement"),
        *("position", "standing"),
    ]


def test_what_is_told_step_by_step_is_the_same_for_any_stretch() -> None:
    """Stretches that meet tell together what the whole tells, with the same ids."""
    whole = changes_between(view_at, moment(0), each=True)
    for middle in range(1, 6):
        parts = changes_between(view_at, moment(0), moment(middle), each=True) + changes_between(view_at, moment(middle), each=True)
        assert parts == whole


def test_nothing_changes_in_a_quiet_stretch() -> None:
    """Neither between equal views nor for a stretch in which nothing was recorded."""
    assert changes(at(6), at(6), moment(6)) == ()
    assert told(6, each=True) == told(6) == []


def test_quiet_stretches_are_passed_over_by_halving() -> None:
    """Of a hundred sittings in which one article brought something, a handful of views are asked for."""
    asked: list[str | None] = []
    quiet = [f"2031-06-{day:02}T{hour:02}:00:00+00:00" for day in range(1, 26) for hour in range(0, 24, 6)]

    def counting(moment_: str | None) -> LedgerView:
        asked.append(moment_)
        return at(2 if moment_ is None or moment_ >= quiet[60] else 1)

    found = changes_between(counting, "2031-06-01", "2031-06-30", each=True, moments=quiet)
    assert [change.kind.value for change in found] == ["new-party", "standing"]
    assert len(asked) <= 2 + 7


def test_a_sitting_is_one_step() -> None:
    """Moments that follow each other closely are one; a moment that cannot be read stands alone."""
    close = [f"2031-05-01T09:{minute:02}:00+00:00" for minute in range(0, 60, 10)]
    assert sitting_ends([*close, "2031-05-01T10:30:00+00:00"]) == ("2031-05-01T09:50:00+00:00", "2031-05-01T10:30:00+00:00")
    assert sitting_ends(["2031", "2032"]) == ("2031", "2032")
    assert sitting_ends([]) == ()


@pytest.mark.parametrize(
    ("date", "since", "until"),
    [
        ("2031", "2030-12-31T23:59:59+00:00", "2031-12-31T23:59:59+00:00"),
        ("2031-02", "2031-01-31T23:59:59+00:00", "2031-02-28T23:59:59+00:00"),
        ("2031-12-31", "2031-12-30T23:59:59+00:00", "2031-12-31T23:59:59+00:00"),
        ("2031-05-29T10:00", "2031-05-29T10:00:00+00:00", "2031-05-29T10:00:00+00:00"),
        ("2031-05-29T10:00:00+02:00", "2031-05-29T08:00:00+00:00", "2031-05-29T08:00:00+00:00"),
    ],
)
def test_a_date_asked_for_takes_in_all_of_it(date: str, since: str, until: str) -> None:
    """Since a day: from its first second on; until a day: up to its last."""
    assert (moment_asked(date, last=False), moment_asked(date, last=True)) == (since, until)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 6), st.integers(0, 6))
def test_order_and_ids(one: int, other: int) -> None:
    """Sorted by moment, no id twice, and the same whatever the order of records in the views."""
    before, after = at(min(one, other)), at(max(one, other))
    found = changes(before, after, moment(9))
    assert [change.moment for change in found] == sorted(change.moment for change in found)
    assert len({change.id for change in found}) == len(found)
    turned = replace(after, claims=after.claims[::-1], positions=after.positions[::-1], versions=after.versions[::-1])
    assert changes(before, turned, moment(9)) == found
    assert [change.id for change in changes(before, after, moment(8))] == [change.id for change in found]


def test_every_kind_of_change_is_told_somewhere() -> None:
    """No kind is left without a rule."""
    found = itertools.chain(changes_between(view_at, moment(0), each=True), changes(EMPTY, at(0), moment(0)))
    assert {change.kind for change in found} == set(ChangeKind)
