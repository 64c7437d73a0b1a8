"""The same standard for every side: swap the parties' names everywhere in a pile, and the standings swap and nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from sayso.case_files import Case, CaseArticle, load_case
from sayso.model import LedgerView, TrackedClaim
from sayso.testing import run_case

CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))
ADJECTIVES = {"Norland": "Norlandic", "Vesturia": "Vesturian", "Ostania": "Ostanian", "Merrow": "Merrowan", "Kestria": "Kestrian"}
Outcome = dict[str, object]


def swapping(one: str, other: str) -> Mapping[str, str]:
    """Return what each word becomes when two parties change places."""
    pairs = {one: other, ADJECTIVES[one]: ADJECTIVES[other]}
    return pairs | {new: old for old, new in pairs.items()}


def swapped_text(text: str, swap: Mapping[str, str]) -> str:
    """Return a text in which the parties have changed places."""
    longest_first = sorted(swap, key=len, reverse=True)
    return re.sub(r"\b(?:" + "|".join(longest_first) + r")\b", lambda found: swap[found.group()], text)


def swapped(case: Case, swap: Mapping[str, str]) -> Case:
    """Return a case in which the parties have changed places everywhere."""
    articles = [_swapped_article(item, swap) for item in case.articles]
    claims = [
        TrackedClaim(item.id, swapped_text(item.text, swap), tuple(swapped_text(p, swap) for p in item.parties)) for item in case.claims
    ]
    parties = tuple(swapped_text(party, swap) for party in case.parties)
    return replace(case, parties=parties, articles=tuple(articles), claims=tuple(claims))


def _swapped_article(item: CaseArticle, swap: Mapping[str, str]) -> CaseArticle:
    title = item.title and swapped_text(item.title, swap)
    return replace(item, text=swapped_text(item.text, swap), outlet=swapped_text(item.outlet, swap), title=title)


def outcome(view: LedgerView, swap: Mapping[str, str] | None = None) -> Outcome:
    """Return what a ledger makes of the followed claims, parties by name; `swap` gives the names of the other telling."""
    tracked = {claim.id: claim.tracked_id for claim in view.claims if claim.tracked_id}
    number = {item.id: item.input_id for item in view.articles}
    stands = sorted(
        (tracked[item.claim_id], item.published_by, item.support, item.challenge, item.state.value, item.rule)
        for item in view.standings
        if item.claim_id in tracked
    )
    positions = sorted(
        (tracked[item.claim_id], _named(item.party, swap), item.stances) for item in view.positions if item.claim_id in tracked
    )
    matches = sorted(
        (tracked[item.claim_id], number[item.article_id], item.stance.value, _named(item.party or "", swap))
        for item in view.matches
        if item.claim_id in tracked
    )
    origins = sorted((tracked[claim], span.low, span.high) for claim, span in view.origins if claim in tracked)
    return {"standings": stands, "positions": positions, "matches": matches, "origins": origins}


def _named(party: str, swap: Mapping[str, str] | None) -> str:
    return swapped_text(party, swap) if swap else party


def reading(view: LedgerView, swap: Mapping[str, str] | None = None) -> list[tuple[str, ...]]:
    """Return which words the tagger took for sources, cues and contents, names put back."""
    texts = {item.id: (item.input_id, item.text) for item in view.articles}
    found = []
    for item in view.statements:
        number, text = texts[item.article_id]
        cuts = [item.source.text, item.cue_text, *(span.cut(text) for span in item.content)]
        found.append((number, *(swapped_text(cut, swap) if swap else cut for cut in cuts)))
    return sorted(found)


def check_symmetry(case: Case, one: str, other: str) -> bool:
    """Read a case both ways and compare; return whether the tagger read both alike.

    Standings, positions and origins have to agree whatever the tagger does. It has learnt on real names, and may take a name for a source
    in one telling and not in the other; where it read both alike, every match has to agree as well, as all that follows is our own rules.
    """
    swap = swapping(one, other)
    straight, turned = run_case(case), run_case(swapped(case, swap))
    alike = reading(straight) == reading(turned, swap)
    found, wanted = outcome(turned, swap), outcome(straight)
    compared = wanted.keys() if alike else wanted.keys() - {"matches"}
    assert {name: found[name] for name in compared} == {name: wanted[name] for name in compared}
    return alike


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_swapping_names_in_a_case_swaps_the_standings(path: Path) -> None:
    """Every case file of two parties, or of one that takes another's name."""
    case = load_case(path)
    states = [party for party in case.parties if party in ADJECTIVES]
    if not states:
        pytest.skip("no party of this case is a state")
    one = states[0]
    other = states[1] if len(states) > 1 else next(name for name in ADJECTIVES if name != one)
    check_symmetry(case, one, other)


TEXTS = (
    "{A} and {B} have signed a contract to build a steel mill, two people familiar with the matter said on Tuesday.",
    "{A}'s foreign ministry denied on Wednesday that a contract to build a steel mill had been signed with {B}.",
    "{B}'s trade minister, Ilse Maren, confirmed that {A} and {B} had signed a contract to build a steel mill.",
    "Sources in {A} conceded that talks about a steel mill had been held with {B}, but said that nothing had been signed.",
    "{Aadj} officials called the reports of a signed contract with {B} baseless. The {Badj} embassy declined to comment.",
    "The {Badj} government said that a contract for the mill was yet to be signed with {A}.",
    "An analyst doubted that {A} would ever sign a contract for a steel mill with {B}.",
    "{B} and {A} held talks about a steel mill, a spokesman for the {Aadj} ministry of trade acknowledged.",
)
# The tagger is a trained model, so no draw of sentences can be vouched for; the piles drawn are therefore the same in every run. Seventy
# other draws gave equal standings, positions and origins too; in just over half of them the tagger read some statement otherwise.
PAIRS = st.sampled_from([("Norland", "Vesturia"), ("Vesturia", "Ostania"), ("Kestria", "Merrow"), ("Ostania", "Norland")])
CHOICES = st.lists(st.tuples(st.sampled_from(TEXTS), st.booleans(), st.integers(20, 29)), min_size=2, max_size=4)


def made_up(pair: tuple[str, str], chosen: list[tuple[str, bool, int]]) -> Case:
    """Return a case of sentences about two parties; the flag says which of them is A."""
    articles = []
    for number, (form, straight, day) in enumerate(chosen, start=1):
        first, second = pair if straight else pair[::-1]
        text = form.format(A=first, B=second, Aadj=ADJECTIVES[first], Badj=ADJECTIVES[second])
        articles.append(CaseArticle(number, f"2031-05-{day}", f"Harbour Gazette {number}", None, None, text))
    one, other = pair
    claims = (
        TrackedClaim("talks", f"{one} and {other} held talks about a steel mill.", pair),
        TrackedClaim("contract", f"{one} and {other} signed a contract to build a steel mill.", pair),
    )
    return Case(Path("made-up.md"), "Made up", pair, claims, tuple(articles), ())


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(PAIRS, CHOICES)
def test_swapping_names_in_a_made_up_pile_swaps_the_standings(pair: tuple[str, str], chosen: list[tuple[str, bool, int]]) -> None:
    """Any pile of such sentences."""
    event("tagger read both alike" if check_symmetry(made_up(pair, chosen), *pair) else "tagger differs")


@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(PAIRS, CHOICES)
def test_the_order_in_which_parties_are_given_changes_nothing(pair: tuple[str, str], chosen: list[tuple[str, bool, int]]) -> None:
    """Who is named first on the command line is nobody's advantage."""
    case = made_up(pair, chosen)
    turned = replace(case, parties=pair[::-1], claims=tuple(replace(claim, parties=pair[::-1]) for claim in case.claims))
    assert outcome(run_case(turned)) == outcome(run_case(case))
