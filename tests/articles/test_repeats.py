"""Blocks that a site puts on many pages are residue; news that repeats is not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sayso.articles import find_residue, repeated_blocks, without_repeats
from sayso.model import Article, Naming, Source, Span, Statement

BODIES = (
    "The mill in Oster was not sold, the ministry said.\nNobody has seen a contract, the envoy told reporters.",
    "Dockers of Port Amel went back to work on Tuesday.\nThe board denied that it had promised anything to anybody.",
    "The ferry Kestrel carried too many passengers, a judge found.\nHer owner rejected the finding of the commission.",
    "The central bank doubted the report on its gold.\nIts governor said that some bars had been sent to be recast.",
)
ABOUT = "The Harbour Gazette is the oldest paper of Norland and belongs to nobody but its staff."
BOX = "Our readers keep us going, and you can help too."
BACKGROUND = "Norland denies that it has ever armed the rebels of Dorn."
LABEL = "Voices from the quay"


def page(number: int, text: str, site: str = "gazette.example") -> Article:
    return Article(f"a{number}", f"a{number}", "", text, outlet="Gazette", url=f"https://{site}/{number}", cuts=find_residue(text))


def cut_words(pages: list[Article]) -> set[str]:
    found = repeated_blocks(pages)
    return {cut.span.cut(page.text) for page in pages for cut in found.get(page.id, ())}


def test_what_a_site_says_of_itself_at_the_foot_is_cut() -> None:
    """On all of four pages that tell different things."""
    assert cut_words([page(n, f"{body}\n{ABOUT}") for n, body in enumerate(BODIES)]) == {ABOUT}


def test_what_addresses_the_reader_is_cut_in_the_middle_too() -> None:
    """A box between paragraphs."""
    pages = [page(n, body.replace("\n", f"\n{BOX}\n{LABEL}\n")) for n, body in enumerate(BODIES)]
    assert cut_words(pages) == {BOX, LABEL}


def test_background_that_an_agency_repeats_is_kept() -> None:
    """A denial under each story is a denial."""
    assert cut_words([page(n, f"{body}\n{BACKGROUND}") for n, body in enumerate(BODIES)]) == set()


def test_two_pages_are_not_enough() -> None:
    """Three pages of one site at least."""
    pages = [page(n, f"{body}\n{ABOUT}" if n < 2 else body) for n, body in enumerate(BODIES)]
    assert cut_words(pages) == set()


def test_pages_of_three_sites_are_not_enough() -> None:
    """What three papers print alike is a reprint."""
    assert cut_words([page(n, f"{body}\n{ABOUT}", site=f"paper{n}.example") for n, body in enumerate(BODIES)]) == set()


def test_a_text_that_one_site_prints_three_times_is_not_cut() -> None:
    """Copies are one family, and nothing in them is residue by their number."""
    pages = [page(n, "\n".join((BODIES[0], BODIES[1], ABOUT, BOX))) for n in range(4)]
    assert cut_words(pages) == set()


def test_a_quotation_is_never_cut() -> None:
    """What somebody says in many stories is still said."""
    slogan = "“You and our harbour, now and always.”"
    assert cut_words([page(n, f"{body}\n{slogan}") for n, body in enumerate(BODIES)]) == set()


def test_a_block_on_few_of_many_pages_is_kept_unless_it_is_a_formula() -> None:
    """Three of eight: at the foot, a sentence that speaks of nobody may be news."""
    pages = [page(n, f"{BODIES[n % 4]} It was number {n}.\n{ABOUT if n < 3 else ''}") for n in range(8)]
    pages = [page(n, each.text.replace("The ", f"The {n}th ").replace("said", f"said {n}")) for n, each in enumerate(pages)]
    assert cut_words(pages) == set()


def test_only_statements_inside_the_blocks_go() -> None:
    """The rest of the page is read as before."""
    pages = [page(n, f"{body}\n{BOX}") for n, body in enumerate(BODIES)]
    own = Source("", Naming.SELF)
    statements = [
        Statement(f"s{n}{kind}", each.id, extent, own, (extent,))
        for n, each in enumerate(pages)
        for kind, extent in (("body", Span(0, 20)), ("box", Span(each.text.index(BOX), len(each.text))))
    ]
    cut, kept = without_repeats(pages, statements)
    assert [statement.id for statement in kept] == ["s0body", "s1body", "s2body", "s3body"]
    assert [[cut.reason for cut in each.cuts] for each in cut] == [["repeated on this site"]] * 4


@given(st.permutations(range(4)))
def test_the_order_of_pages_does_not_matter(order: list[int]) -> None:
    """The same pile in any order gives the same cuts."""
    pages = [page(n, f"{body}\n{ABOUT}\n{BOX}") for n, body in enumerate(BODIES)]
    assert dict(repeated_blocks([pages[n] for n in order])) == dict(repeated_blocks(pages))
