"""Origins are counted by the root of the chain; copies and citations never raise the low end."""

from __future__ import annotations

import os
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_factories import OWN_VOICE, Pair, article, family, named, pair, unnamed

from sayso.ledger.evidence import citations
from sayso.ledger.origins import statement_origin, trace
from sayso.ledger.pile import Pile, judged_owners
from sayso.model import Article, Evidence, EvidenceKind, Family, Judgement, Naming, OriginRange, Source, Span, Stance

CASES = int(os.environ.get("SAYSO_CASES", "200"))
PEOPLE = ["Ilse Maren", "Odo Brand", "Kaja Lund"]
OUTLETS = ["Harbour Gazette", "Far Post", "Ostmark Weekly", "Pier Times", "Reuters", None]
PARTIES = ["Norland", "Vesturia"]


def cites(article_id: str, outlet: str, start: int = 0) -> Evidence:
    return Evidence(article_id, EvidenceKind.CITES, outlet, True, 1.0, "Cites.", Span(start, start + 3))


def counted(
    pairs: list[Pair], articles: list[Article], families: list[Family] | None = None, edges: tuple[Evidence, ...] = ()
) -> tuple[int, int]:
    found = trace(pairs, articles, families or [], edges)
    return found.low, found.high


def test_forty_copies_are_one_origin() -> None:
    """However many pages carry one text, it counts once."""
    pages = [article(f"a{number:02}", outlet=f"Site {number}") for number in range(40)]
    pairs = [pair(page.id, OWN_VOICE, Stance.ASSERTS) for page in pages]
    assert counted(pairs, pages, [family(*(page.id for page in pages))]) == (1, 1)


def test_one_speaker_is_one_origin() -> None:
    """A named person repeated by three outlets counts once."""
    pages = [article(name, outlet=name) for name in "abc"]
    pairs = [
        pair("a", named("Minister Ilse Maren"), Stance.ASSERTS),
        pair("b", named("Maren"), Stance.ASSERTS),
        pair("c", named("Ms Maren"), Stance.CONFIRMS),
    ]
    assert counted(pairs, pages) == (1, 1)


def test_two_speakers_are_two() -> None:
    """Two named people outside the claim count twice at both ends."""
    pages = [article("a", outlet="Far Post")]
    assert counted([pair("a", named(name), Stance.ASSERTS) for name in PEOPLE[:2]], pages) == (2, 2)


def test_voices_of_one_party_may_depend_on_each_other() -> None:
    """Two ministers of one party are two at the high end and one at the low end."""
    pages = [article("a", outlet="Far Post"), article("b", outlet="Pier Times")]
    pairs = [
        pair("a", named("Ilse Maren"), Stance.ASSERTS, "Norland"),
        pair("b", named("Odo Brand"), Stance.ASSERTS, "Norland"),
        pair("b", unnamed(), Stance.ASSERTS, "Norland"),
    ]
    assert counted(pairs, pages) == (1, 3)


def test_an_outlet_adds_nothing_to_the_speaker_it_quotes() -> None:
    """The headline and every citation of the page lead on to the speaker."""
    pages = [article("a", outlet="Far Post"), article("b", outlet="Pier Times")]
    pairs = [
        pair("a", OWN_VOICE, Stance.ASSERTS),
        pair("a", named("Ilse Maren"), Stance.ASSERTS),
        pair("b", Source("the Far Post", Naming.MEDIA), Stance.ASSERTS),
    ]
    found = trace(pairs, pages)
    assert [(origin.name, origin.articles) for origin in found.origins] == [("Ilse Maren", ("a", "b"))]


def test_only_support_is_counted() -> None:
    """Denials, doubts and relays are no origins of support."""
    pages = [article("a", outlet="Far Post")]
    assert counted(
        [pair("a", named(name), stance) for name, stance in zip(PEOPLE, (Stance.DENIES, Stance.DOUBTS, Stance.RELAYS), strict=True)], pages
    ) == (0, 0)


def test_outlets_without_history_add_nothing_to_low() -> None:
    """Two unknown sites are one at the low end; with work of their own beside the claim they are two."""
    pages = [article("a", outlet="Far Post"), article("b", outlet="Pier Times")]
    pairs = [pair("a", OWN_VOICE, Stance.ASSERTS), pair("b", OWN_VOICE, Stance.ASSERTS)]
    assert counted(pairs, pages) == (1, 2)
    assert counted(pairs, [*pages, article("x", outlet="Far Post"), article("y", outlet="Pier Times")]) == (2, 2)


def test_a_copied_page_is_no_history() -> None:
    """Running somebody else's text, or citing, is no work of one's own."""
    pages = [
        article("a", outlet="Far Post"),
        article("b", outlet="Pier Times"),
        article("x", outlet="Ostmark Weekly"),
        article("y", outlet="Far Post"),
        article("z", outlet="Pier Times"),
    ]
    pairs = [pair("a", OWN_VOICE, Stance.ASSERTS), pair("b", OWN_VOICE, Stance.ASSERTS)]
    assert counted(pairs, pages, [family("x", "y")], (cites("z", "Reuters"),)) == (1, 2)


def test_wire_copy_is_the_agencys() -> None:
    """Rewritten differently by two outlets, credited to one agency: one origin, and it counts."""
    pages = [
        article("a", outlet="Far Post", text="PORT ILSE (AFP) - The pier was sold."),
        article("b", outlet="Pier Times", text="Somebody bought the pier. - AFP"),
    ]
    pairs = [pair("a", OWN_VOICE, Stance.ASSERTS), pair("b", unnamed(), Stance.ASSERTS)]
    found = trace(pairs, pages, (), citations(pages, []))
    assert [(origin.name, origin.kind, origin.history) for origin in found.origins] == [("Agence France-Presse", "agency", True)]


def test_a_citation_far_from_the_statement_is_about_something_else() -> None:
    """Only a citation near the statement makes it depend."""
    pages = [article("a", outlet="Far Post", text="x" * 3000)]
    near = trace([pair("a", OWN_VOICE, Stance.ASSERTS)], pages, (), (cites("a", "Reuters", 100),))
    far = trace([pair("a", OWN_VOICE, Stance.ASSERTS)], pages, (), (cites("a", "Reuters", 2000),))
    assert ([origin.name for origin in near.origins], [origin.name for origin in far.origins]) == (["Reuters"], ["Far Post"])


def test_a_circle_of_citations_is_one_origin() -> None:
    """Three outlets that cite each other in a circle are one, and so is whoever cites them."""
    names = OUTLETS[:4]
    pages = [article(str(number), outlet=name) for number, name in enumerate(names)]
    edges = (cites("0", "Far Post"), cites("1", "Ostmark Weekly"), cites("2", "Harbour Gazette"), cites("3", "Far Post"))
    assert counted([pair(page.id, OWN_VOICE, Stance.ASSERTS) for page in pages], pages, [], edges) == (1, 1)


def test_reports_said_stay_unresolved() -> None:
    """Media reports that name nobody are said to be unresolved and add nothing to low."""
    pages = [article("a", outlet="Far Post")]
    found = trace([pair("a", Source("media reports", Naming.MEDIA), Stance.ASSERTS)], pages)
    assert [(found.low, found.high, origin.kind, origin.name, origin.history) for origin in found.origins] == [
        (1, 1, "unresolved", "not identified", False)
    ]


TWO = [
    article("a", outlet="Far Post"),
    article("b", outlet="Pier Times"),
    article("x", outlet="Far Post"),
    article("y", outlet="Pier Times"),
]
TOLD = [pair("a", OWN_VOICE, Stance.ASSERTS), pair("b", OWN_VOICE, Stance.ASSERTS)]


def edge(kind: EvidenceKind, source: str, target: str, *passages: tuple[Span, Span]) -> Evidence:
    return Evidence(source, kind, target, True, 1.0, "Depends.", Span(900, 903), passages)


def test_two_outlets_with_work_of_their_own_are_two() -> None:
    """The pile that the next tests vary."""
    assert counted(TOLD, TWO) == (2, 2)


def test_common_owners_may_depend_on_each_other() -> None:
    """Outlets of one owner are one at the low end; that one copied the other is not proved. A person's word and the table count alike."""
    judged = judged_owners([Judgement("j", "same-owner", ("Far Post", "Pier Times"), "", "Kaja Lund", "One imprint.", "2031-05-01")])
    found = trace(TOLD, TWO, owners=judged)
    assert (found.low, found.high) == (1, 2)
    names = ("geo.tv", "jang.com.pk")
    real = [article("a", outlet=names[0]), article("b", outlet=names[1]), article("x", outlet=names[0]), article("y", outlet=names[1])]
    assert counted(TOLD, real) == (1, 2)


@pytest.mark.parametrize(
    "evidence",
    [
        edge(EvidenceKind.RESEMBLES, "b", "a"),
        edge(EvidenceKind.LINK, "b", "a"),
        edge(EvidenceKind.LINK, "b", "Far Post"),
        edge(EvidenceKind.CITES, "b", "Far Post"),
        edge(EvidenceKind.QUOTATION, "b", "a", (Span(0, 9), Span(4, 12))),
    ],
    ids=lambda evidence: f"{evidence.kind} {evidence.target}",
)
def test_what_may_depend_is_one_at_the_low_end(evidence: Evidence) -> None:
    """Likeness, a link, a citation elsewhere in the text, words of one quotation: not proved, so the high end counts two."""
    assert counted(TOLD, TWO, [], (evidence,)) == (1, 2)


def test_a_quotation_shared_elsewhere_says_nothing_of_the_claim() -> None:
    """Two reporters quote one minister on something else."""
    shared = edge(EvidenceKind.QUOTATION, "b", "a", (Span(500, 590), Span(440, 520)))
    assert counted(TOLD, TWO, [], (shared,)) == (2, 2)


def test_who_may_rest_on_a_named_speaker_adds_nothing_to_her() -> None:
    """An article that is like one in which Maren says it may have it from her."""
    pairs = [pair("a", named("Ilse Maren"), Stance.ASSERTS), pair("b", OWN_VOICE, Stance.ASSERTS)]
    assert counted(pairs, TWO) == (2, 2)
    found = trace(pairs, TWO, (), (edge(EvidenceKind.RESEMBLES, "b", "a"),))
    assert (found.low, found.high) == (1, 2)
    assert "Pier Times may rest on a speaker already counted" in found.because


def test_speakers_of_one_occasion_may_depend_on_each_other() -> None:
    """Two named people at one press conference are one at the low end, two at another day's."""
    text = "At a press conference Ilse Maren and Odo Brand said that the pier was sold."
    whole = Span(0, len(text))
    pairs = [pair(name, named(person), Stance.ASSERTS, span=whole) for name, person in zip("ab", PEOPLE[:2], strict=True)]
    one_day = [article(name, "2031-05-30", outlet, text) for name, outlet in (("a", "Far Post"), ("b", "Pier Times"))]
    assert counted(pairs, one_day) == (1, 2)
    assert counted(pairs, [one_day[0], article("b", "2031-06-02", "Pier Times", text)]) == (2, 2)


def test_an_outlet_that_is_only_cited_adds_nothing() -> None:
    """Its history is real, but that it told the claim is said by the one who cites it."""
    pages = [*TWO, article("c", outlet="New Site")]
    cited = pair("c", Source("the Far Post", Naming.MEDIA), Stance.ASSERTS)
    found = trace([cited], pages)
    assert [(origin.name, origin.history, origin.open) for origin in found.origins] == [("Far Post", False, False)]
    assert trace([cited], [pages[-1]]).origins[0].open


def test_a_text_that_another_outlet_has_too_is_no_history() -> None:
    """Else a copy with an earlier date would lend its outlet a past."""
    assert counted(TOLD, [*TWO, article("z", outlet="New Site")], [family("x", "z")]) == (1, 2)


def test_a_feeds_source_is_whose_text_it_is() -> None:
    """What the feed or the canonical address names is the outlet behind the text."""
    for kind in (EvidenceKind.FEED, EvidenceKind.CANONICAL):
        found = trace(TOLD[1:], TWO, (), (edge(kind, "b", "Far Post"),))
        assert [origin.name for origin in found.origins] == ["Far Post"]


def test_the_range_is_explained_in_one_sentence() -> None:
    """Who stands behind the claim, what counts once, what adds nothing."""
    pairs = [*TOLD, pair("a", named("Ilse Maren"), Stance.ASSERTS), pair("c", Source("reports", Naming.MEDIA), Stance.ASSERTS)]
    found = trace(pairs, [*TWO, article("c", outlet="New Site")])
    assert found.because == (
        "Between 2 and 3 independent origins (Pier Times, Ilse Maren; 1 not resolved): at the low end what is not resolved adds nothing."
    )


@pytest.mark.parametrize("size", [265, 750])
def test_sock_puppets_stay_one(size: int) -> None:
    """Hundreds of new sites that paraphrase and cite each other are one origin at the low end; honest named sources still count."""
    chance = random.Random(size)
    pages = [article(f"p{number:03}", outlet=f"Site {number}") for number in range(size)]
    edges = tuple(cites(page.id, f"Site {chance.randrange(size)}") for page in pages[: size // 2])
    pairs = [pair(page.id, OWN_VOICE, Stance.ASSERTS) for page in pages]
    assert trace(pairs, pages, (), edges).low == 1
    honest = [pair(page.id, named(f"Witness Number{place}"), Stance.ASSERTS) for place, page in enumerate(pages[:: size // 13])]
    assert trace([*pairs, *honest], pages, (), edges).low == len(honest)


def test_the_origin_of_one_statement_is_named() -> None:
    """Whatever its stance, a statement's chain ends in a name."""
    pile = Pile.of([article("a", outlet="Far Post")])
    origins = [
        statement_origin(pair("a", source, Stance.DENIES)[0], pile, party)
        for source, party in [
            (named("Ilse Maren"), None),
            (unnamed("sources in Port Ilse"), "Norland"),
            (OWN_VOICE, None),
            (Source("reports", Naming.MEDIA), None),
        ]
    ]
    assert origins == ["Ilse Maren", "Norland, sources in Port Ilse", "Far Post", "not identified"]


SOURCES = st.one_of(
    st.just((OWN_VOICE, None)),
    st.sampled_from([(named(name), None) for name in PEOPLE]),
    st.sampled_from([(named(name), party) for name in PEOPLE for party in PARTIES]),
    st.sampled_from([(unnamed(), None), (unnamed(), "Norland"), (unnamed("officials"), "Vesturia")]),
    st.sampled_from([(Source(name, Naming.MEDIA), None) for name in ("the Far Post", "Ostmark Weekly", "media reports", "Reuters")]),
)


@st.composite
def piles(draw: st.DrawFn) -> tuple[list[Pair], list[Article], list[Family], list[Evidence]]:
    count = draw(st.integers(1, 7))
    articles = [article(f"a{number}", f"2031-01-0{number + 1}", draw(st.sampled_from(OUTLETS))) for number in range(count)]
    pairs, edges = [], []
    for page in articles:
        for place, (source, party) in enumerate(draw(st.lists(SOURCES, max_size=3))):
            pairs.append(
                pair(
                    page.id,
                    source,
                    draw(st.sampled_from([Stance.ASSERTS, Stance.CONFIRMS, Stance.DENIES])),
                    party,
                    span=Span(place, place + 9),
                )
            )
        for outlet in draw(st.lists(st.sampled_from(["Far Post", "Ostmark Weekly", "Harbour Gazette", "Reuters"]), max_size=1)):
            kind = draw(st.sampled_from([EvidenceKind.CITES, EvidenceKind.WIRE])) if outlet == "Reuters" else EvidenceKind.CITES
            edges.append(Evidence(page.id, kind, outlet, True, 1.0, "Cites.", Span(0, 3)))
    cut = draw(st.integers(1, count))
    families = [family(*(page.id for page in articles[:cut])), *(family(page.id) for page in articles[cut:])]
    return pairs, articles, families, edges


Material = tuple[list[Pair], list[Article], list[Family], list[Evidence]]


def ranged(material: Material) -> OriginRange:
    return trace(*material)


@settings(max_examples=CASES, deadline=None, database=None)
@given(piles(), st.sampled_from([*OUTLETS, "New Site"]), st.data())
def test_a_copy_never_raises_low(material: Material, outlet: str | None, data: st.DataObject) -> None:
    """A page that repeats another's text and statements, on any site, adds no origin at the low end."""
    pairs, articles, families, edges = material
    before = ranged(material)
    chosen = data.draw(st.sampled_from(articles))
    copy = article("copy", "2031-02-01", outlet)
    joined = [Family(one.id, (*one.articles, "copy"), one.root) if chosen.id in one.articles else one for one in families]
    repeated = [
        pair("copy", said.source, match.stance, match.party, span=said.extent) for said, match in pairs if said.article_id == chosen.id
    ]
    tags = [Evidence("copy", edge.kind, edge.target, True, 1.0, "Cites.", edge.span) for edge in edges if edge.article_id == chosen.id]
    after = trace([*pairs, *repeated], [*articles, copy], joined, [*edges, *tags])
    assert after.low <= max(before.low, 0)
    assert after.low <= after.high


@settings(max_examples=CASES, deadline=None, database=None)
@given(piles(), st.sampled_from([*OUTLETS[:4], "New Site"]), st.data())
def test_a_citing_article_never_raises_low(material: Material, outlet: str, data: st.DataObject) -> None:
    """A page whose only ground is another outlet's article on the claim adds no origin at the low end."""
    pairs, articles, families, edges = material
    telling = sorted(
        {
            one.outlet
            for one in articles
            if one.outlet and any(said.article_id == one.id and match.stance is not Stance.DENIES for said, match in pairs)
        }
    )
    if not telling:
        return
    cited = data.draw(st.sampled_from(telling))
    page = article("citing", "2031-02-01", outlet)
    source = data.draw(st.sampled_from([OWN_VOICE, unnamed(), Source(cited, Naming.MEDIA, Span(0, 3))]))
    after = trace(
        [*pairs, pair("citing", source, Stance.ASSERTS)], [*articles, page], [*families, family("citing")], [*edges, cites("citing", cited)]
    )
    assert after.low <= ranged(material).low


@settings(max_examples=CASES, deadline=None, database=None)
@given(piles(), st.randoms(use_true_random=False))
def test_order_does_not_matter(material: Material, chance: random.Random) -> None:
    """The whole range, names and reasons included, is the same in any order."""
    shuffled = [chance.sample(part, len(part)) for part in material]
    assert trace(*shuffled) == ranged(material)  # type: ignore[arg-type]


@settings(max_examples=CASES, deadline=None, database=None)
@given(piles())
def test_low_is_at_least_one_where_there_is_support(material: Material) -> None:
    """1 <= low <= high with support, 0 and 0 without."""
    found = ranged(material)
    supported = any(match.stance is not Stance.DENIES for _, match in material[0])
    assert (1 if supported else 0) <= found.low <= found.high
    assert (found.high > 0) is supported
    assert found.high == len(found.origins)
