"""Each row of the table, the two axes, the dates, and one standard for every party."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_factories import OWN_VOICE, Pair, article, named, pair, unnamed

from sayso.ledger.dates import UNDATED, date_end, latest_by
from sayso.ledger.pile import Pile
from sayso.ledger.positions import positions
from sayso.ledger.rules import RULES
from sayso.ledger.standing import concessions, standing, standings
from sayso.model import Article, Claim, DateBasis, Naming, Source, Span, Stance, Standing

CLAIM = Claim("claim", "Norland sold the pier to Vesturia.", ("Norland", "Vesturia"))
OFFICE = Source("the foreign ministry", Naming.OFFICE, Span(0, 3))
MAREN = named("Ilse Maren")
BANNED = re.compile(r"\b(true|false|fake|lie|liar|lies|hoax|propaganda|disinformation)\b", re.IGNORECASE)


def page(name: str, day: str | None, text: str = "The pier was sold.") -> Article:
    return article(name, day, f"{name}.example", text)


def stands(pairs: list[Pair], articles: list[Article], conceding: frozenset[str] = frozenset()) -> Standing:
    return standing(CLAIM, pairs, articles, [], [], "2031-12-31", conceding_parties=conceding)


PAGE = [page("a", "2031-05-01")]
ROWS = {
    "unsupported": ([], "reported", "unsupported, unchallenged"),
    "reported": ([pair("a", MAREN, Stance.ASSERTS)], "reported", "single-origin, unchallenged"),
    "doubted": ([pair("a", MAREN, Stance.ASSERTS), pair("a", named("Odo Brand"), Stance.DOUBTS)], "reported", "single-origin, doubted"),
    "denied outside": (
        [pair("a", MAREN, Stance.ASSERTS), pair("a", named("Odo Brand"), Stance.DENIES)],
        "reported",
        "single-origin, denied",
    ),
    "corroborated": (
        [pair("a", MAREN, Stance.ASSERTS), pair("a", named("Odo Brand"), Stance.ASSERTS)],
        "corroborated",
        "corroborated, unchallenged",
    ),
    "confirmed by name": ([pair("a", MAREN, Stance.ASSERTS, "Norland")], "confirmed", "confirmed, unchallenged"),
    "confirmed by office": ([pair("a", OFFICE, Stance.CONFIRMS, "Vesturia")], "confirmed", "confirmed, unchallenged"),
    "confirmed by a release": (
        [pair("a", Source("the ministry's news release", Naming.DOCUMENT, Span(0, 3)), Stance.ASSERTS, "Vesturia")],
        "confirmed",
        "confirmed, unchallenged",
    ),
    "a leaked statement is no confirmation": (
        [pair("a", Source("a leaked statement of the ministry", Naming.DOCUMENT, Span(0, 3)), Stance.ASSERTS, "Vesturia")],
        "reported",
        "single-origin, unchallenged",
    ),
    "conceded by name": ([pair("a", MAREN, Stance.CONCEDES, "Norland")], "confirmed", "confirmed, unchallenged"),
    "unnamed is no confirmation": ([pair("a", unnamed(), Stance.ASSERTS, "Norland")], "reported", "single-origin, unchallenged"),
    "a relay is silence": ([pair("a", MAREN, Stance.RELAYS, "Norland")], "reported", "unsupported, unchallenged"),
    "denied": ([pair("a", MAREN, Stance.ASSERTS), pair("a", unnamed(), Stance.DENIES, "Norland")], "denied", "single-origin, denied"),
    "disputed": (
        [pair("a", MAREN, Stance.ASSERTS, "Norland"), pair("a", unnamed(), Stance.DENIES, "Vesturia")],
        "disputed",
        "confirmed, denied",
    ),
    "disputed within": (
        [pair("a", MAREN, Stance.ASSERTS, "Norland"), pair("a", unnamed(), Stance.DENIES, "Norland")],
        "disputed",
        "confirmed, denied",
    ),
    "retracted": (
        [pair("a", MAREN, Stance.ASSERTS), pair("a", MAREN, Stance.RETRACTS), pair("a", OWN_VOICE, Stance.ASSERTS)],
        "retracted",
        "single-origin, retracted",
    ),
    "retracted over a denial": (
        [pair("a", MAREN, Stance.ASSERTS), pair("a", MAREN, Stance.RETRACTS), pair("a", OFFICE, Stance.DENIES, "Norland")],
        "retracted",
        "single-origin, retracted",
    ),
    "an outlet corrects itself": (
        [pair("a", OWN_VOICE, Stance.ASSERTS), pair("a", OWN_VOICE, Stance.RETRACTS)],
        "retracted",
        "single-origin, retracted",
    ),
    "an outlet's own denial": (
        [pair("a", OWN_VOICE, Stance.ASSERTS), pair("a", OWN_VOICE, Stance.DENIES)],
        "reported",
        "single-origin, denied",
    ),
    "one of two takes it back": (
        [pair("a", MAREN, Stance.ASSERTS), pair("a", MAREN, Stance.RETRACTS), pair("a", named("Odo Brand"), Stance.ASSERTS)],
        "corroborated",
        "corroborated, denied",
    ),
    "reports of the withdrawn report": (
        [
            pair("a", MAREN, Stance.ASSERTS),
            pair("a", MAREN, Stance.RETRACTS),
            pair("a", Source("reports", Naming.MEDIA, Span(0, 3)), Stance.ASSERTS),
        ],
        "retracted",
        "single-origin, retracted",
    ),
}


@pytest.mark.parametrize("row", ROWS)
def test_each_row_of_the_table(row: str) -> None:
    """The state and the label follow from who says what."""
    pairs, state, label = ROWS[row]
    found = stands(pairs, PAGE)
    assert (found.state.value, found.label) == (state, label)


@pytest.mark.parametrize("row", ROWS)
def test_reasons_are_sentences_without_verdicts(row: str) -> None:
    """Reason and what would change it are filled in and describe reports and positions only."""
    found = stands(ROWS[row][0], PAGE)
    for words in (found.because, found.would_change):
        assert re.fullmatch(r"\S.*[^.]\.", words)
        assert not BANNED.search(words)


def test_the_order_of_the_rules_is_the_designs() -> None:
    """The first that holds, from the top."""
    assert [rule.name for rule in RULES] == ["retracted", "disputed", "denied", "confirmed", "corroborated", "reported", "unsupported"]


@pytest.mark.parametrize(
    ("source", "text", "state"),
    [
        (MAREN, "I saw them sign it.", "disputed"),
        (named("Ilse Maren, an eyewitness"), "They signed it there.", "disputed"),
        (MAREN, "I heard they signed it.", "denied"),  # hearsay
        (unnamed("a witness"), "I saw them sign it.", "denied"),  # not named
    ],
)
def test_a_named_witness_makes_a_denial_disputed(source: Source, text: str, state: str) -> None:
    """Only a named source that speaks of what it saw itself stands against a party's denial."""
    pairs = [pair("a", source, Stance.ASSERTS, span=Span(0, len(text))), pair("a", OFFICE, Stance.DENIES, "Norland")]
    assert stands(pairs, [page("a", "2031-05-01", text)]).state.value == state


def test_a_latest_denial_takes_back_earlier_support() -> None:
    """A named outsider whose latest voice only denies has taken it back; a party has changed its position."""
    pages = [page("a", "2031-05-01"), page("b", "2031-05-02")]
    outside = [pair("a", MAREN, Stance.ASSERTS), pair("b", named("Maren"), Stance.DENIES)]
    party = [pair("a", MAREN, Stance.ASSERTS, "Norland"), pair("b", MAREN, Stance.DENIES, "Norland")]
    mixed = [*outside, pair("b", named("Maren"), Stance.ASSERTS)]
    assert [stands(pairs, pages).state.value for pairs in (outside, party, mixed)] == ["retracted", "denied", "reported"]


def test_the_latest_voice_is_the_position() -> None:
    """A party's later voice replaces its earlier one, which stays beside it; differing voices of one day show as both."""
    pages = [page("a", "2031-05-01"), page("b", "2031-05-02")]
    pairs = [
        pair("a", OFFICE, Stance.DENIES, "Norland"),
        pair("b", OFFICE, Stance.CONFIRMS, "Norland"),
        pair("b", unnamed(), Stance.DOUBTS, "Norland"),
    ]
    norland, vesturia = positions(CLAIM, pairs, pages, "2031-05-02")
    assert norland.stances == (Stance.CONFIRMS, Stance.DOUBTS)
    assert norland.earlier == (pairs[0][0].id,)
    assert (vesturia.stances, vesturia.statements) == ((), ())
    assert positions(CLAIM, pairs, pages, "2031-05-01")[0].stances == (Stance.DENIES,)


def test_partial_dates_count_from_their_end() -> None:
    """`2031-05` is not known before the month is over and is later than the 30th."""
    pages = [article("a", "2031-05-30"), article("b", "2031-05")]
    pairs = [pair("a", OFFICE, Stance.DENIES, "Norland"), pair("b", OFFICE, Stance.CONFIRMS, "Norland")]
    assert positions(CLAIM, pairs, pages, "2031-05-30")[0].stances == (Stance.DENIES,)
    assert positions(CLAIM, pairs, pages, "2031-05")[0].stances == (Stance.CONFIRMS,)


@pytest.mark.parametrize("basis", [DateBasis.GUESSED, DateBasis.UNKNOWN])
def test_an_unfounded_date_never_decides(basis: DateBasis) -> None:
    """A page without a well-founded date counts from the end of the pile, and only where the party has no dated voice."""
    undated = Article("u", "u", "d", "The pier was sold.", published_at="2031-07-01", published_basis=basis)
    pages = [page("a", "2031-05-01"), page("b", "2031-06-01"), undated]
    pairs = [
        pair("a", OFFICE, Stance.CONFIRMS, "Norland"),
        pair("u", OFFICE, Stance.DENIES, "Norland"),
        pair("u", OFFICE, Stance.DENIES, "Vesturia"),
    ]
    assert [(found.published_by, found.state.value) for found in standings(CLAIM, pairs, pages, [], [])] == [
        ("2031-05-01", "confirmed"),
        ("2031-06-01", "disputed"),
    ]
    norland, vesturia = positions(CLAIM, pairs, pages, "2031-06-01")
    assert (norland.stances, vesturia.stances) == ((Stance.CONFIRMS,), (Stance.DENIES,))


def test_a_pile_without_dates_has_one_undated_standing() -> None:
    """Nothing is said about days that nobody knows."""
    found = standings(CLAIM, [pair("a", OFFICE, Stance.CONFIRMS, "Norland")], [page("a", None)], [], [])
    assert [(one.published_by, one.state.value) for one in found] == [(UNDATED, "confirmed")]


def test_standings_name_the_days_of_change() -> None:
    """One standing for each day on which something changed; a page that only repeats is no change."""
    pages = [page("a", "2031-05-01"), page("b", "2031-05-02"), page("c", "2031-05-03")]
    pairs = [pair("a", MAREN, Stance.ASSERTS), pair("b", MAREN, Stance.ASSERTS), pair("c", OFFICE, Stance.DENIES, "Norland")]
    found = standings(CLAIM, pairs, pages, [], [])
    assert [(one.published_by, one.state.value) for one in found] == [("2031-05-01", "reported"), ("2031-05-03", "denied")]
    assert found[-1].statements == tuple(sorted(statement.id for statement, _ in pairs))


def test_a_conceded_rung_shows_on_the_contested_one() -> None:
    """A party that denies the contract and admits the talks has partly conceded, from the day it did."""
    pages = [page("a", "2031-05-01"), page("b", "2031-05-02")]
    pairs = [pair("a", MAREN, Stance.ASSERTS), pair("a", OFFICE, Stance.DENIES, "Norland")]
    weaker = [pair("b", unnamed(), Stance.CONCEDES, "Norland"), pair("b", OFFICE, Stance.DENIES, "Vesturia")]
    conceded = concessions(Pile.of(pages), weaker)
    assert conceded == (("Norland", "2031-05-02"),)
    assert [(one.published_by, one.challenge) for one in standings(CLAIM, pairs, pages, [], [], conceded=conceded)] == [
        ("2031-05-01", "denied"),
        ("2031-05-02", "partly conceded"),
    ]
    assert stands(pairs, pages, conceding=frozenset({"Vesturia"})).challenge == "denied"


@pytest.mark.parametrize("date", ["", "today", "2031-13", "2031-02-30", "0000", "31-05-2031", "２０３１-05"])
def test_what_is_not_a_date_orders_nothing(date: str) -> None:
    """Only ISO dates that exist count."""
    assert date_end(date) is None


VOICES = [MAREN, named("Odo Brand"), OFFICE, unnamed(), OWN_VOICE]
DAYS = ["2031-05-01", "2031-05-02", "2031-06", None]


@st.composite
def material(draw: st.DrawFn) -> tuple[list[Pair], list[Article]]:
    pages = [page(name, draw(st.sampled_from(DAYS))) for name in "abcd"[: draw(st.integers(1, 4))]]
    pairs = [
        pair(
            draw(st.sampled_from(pages)).id,
            source,
            draw(st.sampled_from(list(Stance))),
            None if source is OWN_VOICE else draw(st.sampled_from([None, *CLAIM.parties])),
            span=Span(place, place + 9),
        )
        for place, source in enumerate(draw(st.lists(st.sampled_from(VOICES), max_size=7)))
    ]
    return pairs, pages


def swapped(text: str) -> str:
    return text.replace("Norland", "\0").replace("Vesturia", "Norland").replace("\0", "Vesturia")


def shape(found: Standing) -> tuple[object, ...]:
    origins = found.origins
    count = (origins.low, origins.high) if origins else None
    return found.published_by, found.support, found.challenge, found.state, found.rule, found.statements, count


@settings(max_examples=250, deadline=None, database=None)
@given(material())
def test_one_standard_for_every_party(drawn: tuple[list[Pair], list[Article]]) -> None:
    """Swapping the parties swaps who is named in the reasons and changes nothing else."""
    pairs, pages = drawn
    other = [
        (
            statement,
            type(match)(
                match.claim_id,
                match.statement_id,
                match.article_id,
                match.span,
                match.stance,
                swapped(match.party) if match.party else None,
                1.0,
            ),
        )
        for statement, match in pairs
    ]
    before = standings(CLAIM, pairs, pages, [], [])
    after = standings(CLAIM, other, pages, [], [])
    assert [shape(one) for one in before] == [shape(one) for one in after]
    words = [[sorted(re.findall(r"\w+", swap(one.because))) for one in found] for found, swap in ((before, swapped), (after, str))]
    assert words[0] == words[1]


@settings(max_examples=150, deadline=None, database=None)
@given(material(), st.randoms(use_true_random=False))
def test_order_does_not_matter(drawn: tuple[list[Pair], list[Article]], chance: random.Random) -> None:
    """The same pairs in any order give equal standings."""
    pairs, pages = drawn
    mixed = standings(CLAIM, chance.sample(pairs, len(pairs)), chance.sample(pages, len(pages)), [], [])
    assert mixed == standings(CLAIM, pairs, pages, [], [])


@settings(max_examples=150, deadline=None, database=None)
@given(material())
def test_past_answers_do_not_change(drawn: tuple[list[Pair], list[Article]]) -> None:
    """What is published later leaves the standing of an earlier day as it was, except for pages of unknown date."""
    pairs, pages = drawn
    dated = [one for one in pages if one.published_at]
    known = {one.id for one in dated if (date_end(one.published_at or "") or "") <= "2031-05-01"}
    if not known:
        return
    kept = {one.id for one in dated}
    early = standing(
        CLAIM, [one for one in pairs if one[0].article_id in known], [one for one in dated if one.id in known], [], [], "2031-05-01"
    )
    late = standing(CLAIM, [one for one in pairs if one[0].article_id in kept], dated, [], [], "2031-05-01")
    assert late == early


@pytest.mark.parametrize(
    ("as_of", "day"),
    [
        ("2031-05-28", None),
        ("2031-05-29", "2031-05-29"),
        ("2031-05-29T00:00:00+00:00", "2031-05-29"),
        ("2031-04", None),
        ("2031-05", "2031-05-31"),
        ("2031", "2031-06-02"),
        (None, "2031-06-02"),
    ],
)
def test_a_date_means_all_of_it(as_of: str | None, day: str | None) -> None:
    """A day asked for includes what was timed on it, a month all of its days; the order of the standings does not matter."""
    articles = [page("a", "2031-05-29T21:00:00+00:00"), page("b", "2031-05"), page("c", "2031-06-02")]
    pairs = [pair("a", MAREN, Stance.ASSERTS), pair("b", MAREN, Stance.DENIES, "Norland"), pair("c", MAREN, Stance.ASSERTS, "Vesturia")]
    history = standings(CLAIM, pairs, articles, [], [])
    found = [latest_by(order, as_of) for order in (history, history[::-1])]
    assert [item.published_by if item else None for item in found] == [day, day]


def test_without_any_date_the_one_standing_counts_on_every_date() -> None:
    """A pile of undated pages has one standing, and asking for a date does not hide it."""
    (only,) = standings(CLAIM, [pair("a", MAREN, Stance.ASSERTS)], [page("a", None)], [], [])
    assert only.published_by == UNDATED
    assert latest_by([only], "2031") == latest_by([only], None) == only
