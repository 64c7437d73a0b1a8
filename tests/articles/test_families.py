"""Families: copies, cut copies and rewrites are joined, shared quotations are not."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.articles import find_residue, group, shared_text
from sayso.model import Article, DateBasis, EvidenceKind, Family

SYLLABLES = "bar cor dun fel gim hap jor kel lun mar nop pir quo ras sol tir vun wes yor zan".split()


def prose(seed: int, length: int = 200) -> str:
    """Made-up text: the same seed gives the same words, another seed shares few words and no run of five."""
    chooser = random.Random(seed)
    words = ["".join(chooser.choices(SYLLABLES, k=3)) for _ in range(length)]
    return " ".join(word + ("." if place % 15 == 14 else "") for place, word in enumerate(words))


def article(name: str, text: str, day: str | None = None, basis: DateBasis = DateBasis.STATED) -> Article:
    basis = basis if day else DateBasis.UNKNOWN
    return Article(name, name, name, text, published_at=day, published_basis=basis, cuts=find_residue(text))


def members(families: tuple[Family, ...]) -> list[list[str]]:
    return sorted(sorted(family.articles) for family in families)


def test_a_copy_a_cut_copy_and_a_longer_copy_are_one_family() -> None:
    """A reprint that is a third of a longer article is still a reprint."""
    wire = prose(1)
    pile = [
        article("wire", wire),
        article("cut", wire[: len(wire) // 3]),
        article("long", prose(2) + "\n" + wire),
        article("own", prose(3)),
    ]
    families, evidence = group(pile)
    assert members(families) == [["cut", "long", "wire"], ["own"]]
    assert {item.kind for item in evidence} == {EvidenceKind.CUT_REPRINT, EvidenceKind.REPRINT_WITH_ADDITIONS}
    assert sorted(item.article_id for item in evidence) == sorted(set("cut long wire".split()) - {root(families, "wire")})


def root(families: tuple[Family, ...], name: str) -> str:
    return next(family.root for family in families if name in family.articles)


def test_short_articles_are_compared_too() -> None:
    """Eighty words are enough."""
    wire = prose(4, 80)
    families, _ = group([article("a", wire), article("b", "Oster. " + wire), article("c", prose(5, 80))])
    assert members(families) == [["a", "b"], ["c"]]


def test_a_shared_quotation_joins_nothing() -> None:
    """Two reporters at one press conference write two articles."""
    quote = f"“{prose(6, 120)}” she said."
    families, evidence = group([article("a", f"{prose(7)}\n{quote}"), article("b", f"{prose(8)}\n{quote}")])
    assert members(families) == [["a"], ["b"]]
    (edge,) = evidence
    assert (edge.kind, edge.article_id, edge.target) == (EvidenceKind.QUOTATION, "b", "a")
    assert edge.passages[0][0].cut(f"{prose(7)}\n{quote}").strip('“”"') in quote


def test_shared_residue_joins_nothing() -> None:
    """Two pages of one site share their forms and footers."""
    form = "\n".join(
        [
            "",
            "Leave a Reply",
            "Your email address will not be published. Required fields are marked *",
            "Save my name, email, and website in this browser for the next time I comment.",
        ]
    )
    families, _ = group([article("a", prose(9, 30) + form), article("b", prose(10, 30) + form)])
    assert members(families) == [["a"], ["b"]]


def test_a_rewrite_says_how_much_it_shares() -> None:
    """The evidence is one sentence with its figure."""
    wire = prose(11)
    half = " ".join(wire.split()[:100])
    _, (item,) = group([article("a", wire, "2025-05-01"), article("b", half + " " + prose(12, 100), "2025-05-02")])
    assert (item.article_id, item.target, item.kind) == ("b", "a", EvidenceKind.REPRINT_WITH_ADDITIONS)
    assert item.because == f"{round(100 * item.strength)} % of the shorter text stands in the other, word for word"
    assert 0.4 < item.strength < 0.6


def test_the_root_is_the_earliest_by_a_well_founded_date() -> None:
    """A guessed date never decides who was first."""
    wire = prose(13)
    pile = [
        article("a", wire, "2025-05-03"),
        article("b", wire, "2025-05-02T09:00:00+00:00"),
        article("c", wire, "2025-05-01", DateBasis.GUESSED),
        article("d", wire),
    ]
    families, evidence = group(pile)
    assert families[0].root == "b"
    assert families[0].articles == ("b", "a", "c", "d")
    assert [item.target for item in evidence] == ["b", "b", "b"]


def test_three_hundred_copies_are_one_family() -> None:
    """A shingle that very many share is not lost, only compared more sparsely."""
    wire = prose(14, 90)
    families, evidence = group([article(f"{number:03}", f"{wire} {prose(100 + number, 20)}") for number in range(300)])
    assert len(families) == 1
    assert len(evidence) == 299


def test_matching_passages_cut_the_same_words() -> None:
    """A person can see what is shared."""
    wire = prose(15, 60)
    one, other = article("a", "Oster closed early. " + wire), article("b", wire + " Norland agreed late.")
    shared = shared_text(one, other)
    assert [left.cut(one.text) for left, _ in shared.spans] == [right.cut(other.text) for _, right in shared.spans]
    assert shared.spans[0][1].cut(other.text) in wire
    assert shared.shingles > 40


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(8)))
def test_the_order_of_the_input_changes_nothing(order: list[int]) -> None:
    """Same articles, same families, same evidence."""
    pile = [article(str(number), prose(20 + number // 3) + " " + prose(40 + number, 30)) for number in range(8)]
    assert group([pile[place] for place in order]) == group(pile)


def test_very_long_and_very_odd_texts_are_compared() -> None:
    """Two million code points, halves of surrogate pairs, no words at all: nothing breaks, and copies are still found."""
    long = " ".join(prose(seed, 2000) for seed in range(900, 960))
    odd = "\ud800 " + prose(60, 40)
    pile = [article("a", long), article("b", long), article("c", odd), article("d", odd), article("e", "\ud800"), article("f", "")]
    assert members(group(pile)[0]) == [["a", "b"], ["c", "d"], ["e"], ["f"]]


def test_every_article_is_in_exactly_one_family() -> None:
    """Singletons and texts without words too; nothing comes of nothing."""
    families, evidence = group([article("a", prose(50)), article("b", "No."), article("c", "No.")])
    assert members(families) == [["a"], ["b"], ["c"]]
    assert evidence == ()
    assert group([]) == ((), ())
