"""What is judged over all matches: how far a denial reaches, what is conceded, which readings are set aside."""

from __future__ import annotations

from dataclasses import replace

from sayso.claims.ladder import stage_of
from sayso.claims.voices import answer, concede, focus, hand_on, narrow, settle, spare
from sayso.model import Match, Naming, Source, Span, Stance, Statement

RUNGS = {"talks": stage_of("Talks were held."), "contract": stage_of("A contract was signed."), "death": stage_of("The singer died.")}


def match(claim: str, stance: Stance, rule: str, *, statement: str = "s1", party: str | None = "Norland", confidence: float = 0.9) -> Match:
    return Match(claim, statement, "article", Span(0, 9), stance, party, confidence, (rule, "words in common: mill", "score"))


def test_a_bare_denial_reaches_the_highest_rung_only() -> None:
    """ "The reports are baseless" denies the contract and leaves the talks alone."""
    found = narrow([match(claim, Stance.DENIES, "calls the reports unfounded") for claim in ("talks", "contract")], RUNGS)
    assert [item.stance for item in found] == [Stance.RELAYS, Stance.DENIES]


def test_a_denial_bears_on_the_claim_that_it_is_about() -> None:
    """What is denied far more nearly is what is denied."""
    pair = [match("death", Stance.DENIES, "denies", confidence=0.3), match("contract", Stance.DENIES, "denies", confidence=0.9)]
    assert [item.stance for item in narrow(pair, RUNGS)] == [Stance.RELAYS, Stance.DENIES]


def test_a_speaker_denies_what_he_denies_most_surely() -> None:
    """ "Minister rejects reports" above what the minister rejects: the faint denial of another claim is meant for the same."""
    minister = Source("Minister", Naming.NAMED, Span(0, 8), "Karin Lund")
    lund = replace(minister, text="the minister")
    statements = {
        name: Statement(name, "article", Span(0, 9), source, (Span(0, 9),)) for name, source in (("headline", minister), ("lead", lund))
    }
    faint = match("talks", Stance.DENIES, "denies", statement="headline", confidence=0.5)
    sure = match("contract", Stance.DENIES, "denies", statement="lead")
    found = focus([faint, sure], statements)
    assert [item.stance for item in found] == [Stance.RELAYS, Stance.DENIES]
    assert found[0].reasons[-1] == "the same speaker denies another claim more surely here"


def test_another_speakers_denial_and_a_denial_as_sure_stay() -> None:
    """What somebody else denies says nothing of it; two denials of one speaker may both be meant, and a doubt is none."""
    lund, maren = (Source(name, Naming.NAMED, Span(0, 8), name) for name in ("Karin Lund", "Ilse Maren"))
    statements = {
        name: Statement(name, "article", Span(0, 9), source, (Span(0, 9),)) for name, source in (("s1", lund), ("s2", lund), ("s3", maren))
    }
    kept = [
        match("contract", Stance.DENIES, "denies"),
        match("talks", Stance.DENIES, "denies", statement="s2", confidence=0.7),
        match("death", Stance.DENIES, "denies", statement="s3", confidence=0.3),
        match("death", Stance.DOUBTS, "doubts", statement="s2", confidence=0.3),
    ]
    assert focus(kept, statements) == kept


def test_who_denies_the_contract_and_speaks_of_talks_concedes_them() -> None:
    """Concession is computed from the pair; an explicit confirmation stays one."""
    denial = match("contract", Stance.DENIES, "denies")
    for said, given in ((Stance.ASSERTS, Stance.CONCEDES), (Stance.CONFIRMS, Stance.CONFIRMS)):
        assert concede([denial, match("talks", said, "says so")], RUNGS)[1].stance == given


def test_another_party_concedes_nothing_by_it() -> None:
    """One party's denial does not turn the other's words into a concession."""
    pair = [match("contract", Stance.DENIES, "denies"), match("talks", Stance.ASSERTS, "says so", party="Vesturia")]
    assert concede(pair, RUNGS)[1].stance == Stance.ASSERTS


def test_one_inferred_reading_against_many_is_set_aside() -> None:
    """A single misread negation does not put a party on both sides; it is shown as unclear, with the reason."""
    many = [match("contract", Stance.CONFIRMS, "confirms", statement=f"s{number}") for number in range(4)]
    odd = settle([*many, match("contract", Stance.DENIES, "says that it is not so", statement="odd")], {})[-1]
    assert (odd.stance, odd.reasons[-1]) == (Stance.UNCLEAR, "does not fit what the party says elsewhere; read it")


def test_an_explicit_turn_is_kept() -> None:
    """A party that confirmed and now denies in so many words stands on both sides."""
    many = [match("contract", Stance.CONFIRMS, "confirms", statement=f"s{number}") for number in range(4)]
    assert settle([*many, match("contract", Stance.DENIES, "denies", statement="turn")], {})[-1].stance == Stance.DENIES


def test_a_counter_claim_supports_nothing() -> None:
    """ "It denied that its guards fired and said the others fired first": the same speaker's denial speaks."""
    source = Source("the ministry", Naming.OFFICE, Span(0, 12), "the ministry")
    statements = {name: Statement(name, "article", Span(0, 9), source, (Span(0, 9),)) for name in ("s1", "s2")}
    pair = [match("death", Stance.DENIES, "denies"), match("death", Stance.ASSERTS, "says so", statement="s2")]
    assert [item.stance for item in answer(pair, statements)] == [Stance.DENIES, Stance.RELAYS]


def test_a_denial_of_several_claims_passes_by_the_one_that_the_party_upholds() -> None:
    """Who announced the talks and then dismisses "the reports" dismisses the rest; who never upheld anything denies both."""
    denials = [match(claim, Stance.DENIES, "denies", statement="s2") for claim in ("talks", "contract")]
    upheld = match("talks", Stance.ASSERTS, "says so")
    assert [item.stance for item in spare([upheld, *denials])] == [Stance.ASSERTS, Stance.RELAYS, Stance.DENIES]
    assert [item.stance for item in spare(denials)] == [Stance.DENIES, Stance.DENIES]


def test_a_denial_of_one_claim_alone_stands_beside_what_the_party_upheld() -> None:
    """A party that asserted and now denies that very claim has two voices; nothing is set aside."""
    pair = [match("talks", Stance.ASSERTS, "says so"), match("talks", Stance.DENIES, "denies", statement="s2")]
    assert [item.stance for item in spare(pair)] == [Stance.ASSERTS, Stance.DENIES]


def at(claim: str, stance: Stance, rule: str, place: str, confidence: float = 0.6) -> Match:
    article, statement = place.split()
    return Match(claim, statement, article, Span(0, 9), stance, "Norland", confidence, (rule, "words in common: mill", "score"))


def test_a_party_may_change_its_mind() -> None:
    """Three earlier denials do not make one later admission a misreading; on one day they do."""
    published = {"monday": "2031-05-26", "friday": "2031-05-30"}
    denials = [at("contract", Stance.DENIES, "says that it is not so", f"monday s{number}") for number in range(4)]
    later = at("contract", Stance.ASSERTS, "says so", "friday later")
    assert settle([*denials, later], published)[-1].stance is Stance.ASSERTS
    same_day = at("contract", Stance.ASSERTS, "says so", "monday later")
    assert settle([*denials, same_day], published)[-1].stance is Stance.UNCLEAR


def test_within_one_article_the_surer_reading_of_a_party_stands() -> None:
    """ "No decision was taken. A review begins in June" denies; what is weakly read as support gives way."""
    pair = [
        at("contract", Stance.DENIES, "says that it is not so", "monday s1", 0.9),
        at("contract", Stance.ASSERTS, "says so", "monday s2", 0.4),
    ]
    source = Source("Norland", Naming.OFFICE, None, "Norland")
    statements = {name: Statement(name, "monday", Span(0, 9), source, (Span(0, 9),)) for name in ("s1", "s2")}
    assert [item.stance for item in answer(pair, statements)] == [Stance.DENIES, Stance.RELAYS]


def test_an_outlet_that_takes_its_report_back_does_not_uphold_it_by_telling_of_it() -> None:
    """ "On Monday we said that a contract was signed. We withdraw the report": one voice, whatever it calls itself."""
    told = replace(at("contract", Stance.ASSERTS, "says so", "friday s1"), party=None)
    taken = replace(at("contract", Stance.RETRACTS, "takes its words back", "friday s2"), party=None)
    statements = {
        "s1": Statement("s1", "friday", Span(0, 9), Source("we", Naming.UNNAMED), (Span(0, 9),)),
        "s2": Statement("s2", "friday", Span(0, 9), Source("", Naming.SELF, None, "Harbour Gazette"), (Span(0, 9),)),
    }
    assert [item.stance for item in answer([told, taken], statements)] == [Stance.RELAYS, Stance.RETRACTS]


def test_what_is_taken_back_is_the_nearest_claim() -> None:
    """A withdrawal reaches no further than a denial."""
    pair = [
        at("death", Stance.RETRACTS, "takes its words back", "friday s", 0.3),
        at("contract", Stance.RETRACTS, "takes its words back", "friday s", 0.9),
    ]
    assert [item.stance for item in narrow(pair, RUNGS)] == [Stance.RELAYS, Stance.RETRACTS]


def test_a_doubt_is_of_the_nearest_claim_and_may_be_of_a_lower_rung() -> None:
    """ "Hard to believe" under two claims is said of one; talks may be doubted as well as a contract."""
    pair = [at("death", Stance.DOUBTS, "casts doubt", "friday s", 0.3), at("contract", Stance.DOUBTS, "casts doubt", "friday s", 0.9)]
    assert [item.stance for item in narrow(pair, RUNGS)] == [Stance.RELAYS, Stance.DOUBTS]
    both = [at("talks", Stance.DOUBTS, "casts doubt", "friday s", 0.8), at("contract", Stance.DOUBTS, "casts doubt", "friday s", 0.9)]
    assert [item.stance for item in narrow(both, RUNGS)] == [Stance.DOUBTS, Stance.DOUBTS]


def test_what_a_paper_once_wrote_is_its_own_word() -> None:
    """An outlet that calls itself by its name or "this newspaper" and takes the report back upholds it no more."""
    own = Source("", Naming.SELF, None, "The Harbour Gazette")
    for words in (
        Source("The Harbour Gazette", Naming.MEDIA, Span(0, 9), "Harbour Gazette"),
        Source("this newspaper", Naming.MEDIA, Span(0, 9)),
    ):
        statements = {
            "s1": Statement("s1", "article", Span(0, 9), own, (Span(0, 9),)),
            "s2": Statement("s2", "article", Span(0, 9), words, (Span(0, 9),)),
        }
        taken_back = match("death", Stance.RETRACTS, "takes its words back", party=None)
        told = match("death", Stance.ASSERTS, "says so", statement="s2", party=None)
        assert [item.stance for item in answer([taken_back, told], statements)] == [Stance.RETRACTS, Stance.RELAYS]


def test_an_outlet_that_tells_of_a_denial_does_not_deny() -> None:
    """ "The ministry denied it, the Harbour Gazette reported": the denial is the ministry's; the Gazette's own would be its own."""
    gazette = Source("the Harbour Gazette", Naming.MEDIA, Span(20, 39), "Harbour Gazette")
    ministry = Source("the ministry", Naming.OFFICE, Span(0, 12), "the ministry")
    outer = Statement("outer", "article", Span(0, 40), gazette, (Span(0, 19),))
    inner = Statement("inner", "article", Span(0, 40), ministry, (Span(13, 19),), chain=(gazette, ministry))
    statements = {"outer": outer, "inner": inner}
    denials = [match("contract", Stance.DENIES, "denies", statement=name, party=None) for name in ("outer", "inner")]
    assert [item.stance for item in hand_on(denials, statements)] == [Stance.RELAYS, Stance.DENIES]
    assert [item.stance for item in hand_on(denials[:1], statements)] == [Stance.DENIES]
