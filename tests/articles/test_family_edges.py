"""What kind of copy an article is, what only resembles, what the frequency cap passes over, who was first, and what people decide."""

from __future__ import annotations

import pytest
from test_families import article, members, prose

from sayso.articles import compare, group
from sayso.model import Article, DateBasis, EvidenceKind, Judgement

WIRE = (
    "Norland signed a contract for a steel mill at Port Ilse on Monday, the ministry of industry said. "
    "The mill will cost 2.6 billion crowns and employ 4,100 people, according to the ministry. "
    "Minister Ilse Maren called the deal the largest since the border was opened. "
    "Vesturia, which is to deliver the furnaces, has not commented on the announcement. "
    "Dock workers at Port Ilse stopped unloading ore for an hour in protest against the plan. "
    "Their union fears that the old mill in Oster, with 900 jobs, will be shut down next winter. "
    "The first furnace is to be lit in the spring of 2033, the ministry added."
)
RETOLD = (
    "A contract for a steel mill at Port Ilse was signed by Norland on Monday, its industry ministry announced. "
    "Costs of 2.6 billion crowns and a staff of 4,100 people are foreseen for the mill, the ministry said. "
    "It is the largest deal since the opening of the border, said Minister Ilse Maren. "
    "No comment on the announcement came from Vesturia, which will deliver furnaces. "
    "Dock workers in Port Ilse protested against the plan and stopped unloading ore for one hour. "
    "The union of the workers fears a closing of the old mill in Oster next winter, with the loss of 900 jobs. "
    "In spring 2033 the first furnace will be lit, the ministry said."
)
OTHER = (
    "Fishermen off Port Ilse woke on Tuesday to the news that Norland wants to build a steel mill beside their moorings. "
    "Odo Brand, who has kept a boat there for 30 years, learnt of the contract from the radio. "
    "He has seen plans come and go, he says, and the harbour silt up. "
    "The council meets on Friday; its chair, Kaja Lund, expects a full gallery and little patience. "
    "A refinery promised in 2019 was never begun. Its site is a meadow where sheep graze."
)


def test_sentences_kept_among_others_make_a_rewrite() -> None:
    """Every other sentence is taken over, the rest is new."""
    kept, own = prose(21, 300).split(". "), prose(22, 300).split(". ")
    text = ". ".join(sentence for both in zip(kept[::2], own[::2], strict=True) for sentence in both)
    _, (edge,) = group([article("a", ". ".join(kept), "2031-05-01"), article("b", text, "2031-05-02")])
    assert (edge.kind, len(edge.passages)) == (EvidenceKind.REWRITE, len(kept[::2]))


def test_the_same_told_in_other_words_is_one_family() -> None:
    """The same matters in the same order, with the same names and figures; no run of five words is needed."""
    families, evidence = group([article("a", WIRE, "2031-05-01"), article("b", RETOLD, "2031-05-02"), article("c", OTHER, "2031-05-02")])
    assert members(families) == [["a", "b"], ["c"]]
    (edge,) = [each for each in evidence if each.kind is EvidenceKind.PARAPHRASE]
    assert (edge.article_id, edge.target) == ("b", "a")
    assert all(mine.cut(RETOLD) in RETOLD and "mill" in WIRE for mine, _ in edge.passages)
    assert len(edge.passages) == 7


def test_another_report_in_another_order_is_not() -> None:
    """The same facts in the order of another writer: it resembles, and is its own text."""
    order = [5, 2, 6, 0, 4, 1, 3]
    shuffled = " ".join(RETOLD.split(". ")[place].rstrip(".") + "." for place in order)
    families, _ = group([article("a", WIRE), article("b", shuffled)])
    assert members(families) == [["a"], ["b"]]


def test_other_figures_are_another_report() -> None:
    """One form, filled in week by week, is not a copy of last week's."""
    changed = RETOLD.replace("2.6", "7.9").replace("4,100", "8,230").replace("900", "175").replace("2033", "2041")
    families, _ = group([article("a", WIRE), article("b", changed)])
    assert members(families) == [["a"], ["b"]]


def test_one_form_for_two_names_is_two_texts() -> None:
    """A page that says of everyone what it said of the last one is no copy of it."""
    form = "{0} was seen in Oster. " + prose(31, 18) + ". Friends of {0} laughed. " + prose(32, 14) + ". {0} is at home."
    families, _ = group([article("a", form.format("Brand")), article("b", form.format("Lund"))])
    assert members(families) == [["a"], ["b"]]


def test_a_quotation_set_off_after_a_colon_joins_nothing() -> None:
    """Two pages that reproduce a notice are not copies of each other."""
    notice = "The page carries this notice:\n\n" + prose(33, 60)
    families, _ = group([article("a", prose(34, 90) + "\n" + notice), article("b", prose(35, 90) + "\n" + notice)])
    assert members(families) == [["a"], ["b"]]


def test_the_frequency_cap_says_what_it_passed_over() -> None:
    """The words, where they stand first, and how many articles have them."""
    notice = prose(41, 12)
    found = compare([article(f"{number:03}", f"{prose(500 + number, 60)} {notice}") for number in range(230)])
    (skipped,) = found.skipped
    assert (skipped.article_id, skipped.articles) == ("000", 230)
    assert skipped.span.cut(f"{prose(500, 60)} {notice}") == notice
    assert len(found.families) == 230


def test_the_same_words_without_a_shingle_are_one_text() -> None:
    """A text that is one quotation has nothing else to compare; four words are the same only at one outlet."""
    quote = f"“{prose(42, 30)}”"
    pile = [article("a", quote), article("b", quote), Article("c", "c", "c", "No pier.", outlet="Post"), article("d", "No pier.")]
    pile.append(Article("e", "e", "e", "No pier.", outlet="Post", url="https://example.org/2"))
    assert members(group(pile)[0]) == [["a", "b"], ["c", "e"], ["d"]]


@pytest.mark.parametrize("number", range(40))
def test_a_back_dated_copy_is_never_the_first(number: int) -> None:
    """A page found weeks later cannot make itself the first telling by its date."""
    wire = prose(43)
    pages = [article("a", wire, "2031-05-20"), article("late", wire, f"20{10 + number // 2}-0{1 + number % 9}-01", DateBasis.META)]
    seen = {"a": "2031-05-20T10:00:00+00:00", "late": "2031-06-11T10:00:00+00:00"}
    assert group(pages, seen)[0][0].root == "a"
    assert group(pages, dict.fromkeys(seen, "2031-06-11T10:00:00+00:00"))[0][0].root == "late"


def decided(kind: str, *targets: str, on: str = "2031-06-01T00:00:00+00:00") -> Judgement:
    return Judgement(f"{kind}-{on}", kind, targets, "", "Kaja Lund", "Read both.", on)


def test_people_join_and_part() -> None:
    """What a person says of two texts stands, whatever the texts say; the latest word counts."""
    wire = prose(44)
    pile = [article("a", wire), article("b", wire), article("c", prose(45))]
    parted = decided("not-same-family", "a", "b")
    assert members(group(pile, None, [parted])[0]) == [["a"], ["b"], ["c"]]
    joined = decided("same-family", "a", "c")
    assert members(group(pile, None, [parted, joined])[0]) == [["a", "c"], ["b"]]
    assert {edge.because for edge in group(pile, None, [parted, joined])[1]} == {"A person has said that these derive from one text"}
    again = decided("same-family", "a", "b", on="2031-06-02T00:00:00+00:00")
    assert members(group(pile, None, [parted, again])[0]) == [["a", "b"], ["c"]]


def test_what_was_parted_stays_parted_through_others() -> None:
    """Two parted copies are not joined by way of a third."""
    wire = prose(46)
    pile = [article(name, wire) for name in "abc"]
    families, _ = group(pile, None, [decided("not-same-family", "a", "c")])
    assert all(not {"a", "c"} <= set(family.articles) for family in families)
    assert len(families) == 2
