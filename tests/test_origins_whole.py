"""From texts to the count: copies, paraphrases, citing pages, addresses and order, over made-up piles; no tagger takes part.

`SAYSO_CASES=2000` runs as many cases of each property as the figures in `bench/README.md` tell of.
"""

from __future__ import annotations

import os
import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.articles import compare
from sayso.ledger import Pile, citations, trace_in
from sayso.model import Article, DateBasis, Match, Naming, OriginRange, Source, Span, Stance, Statement

CASES = int(os.environ.get("SAYSO_CASES", "120"))
WHOLE = settings(max_examples=CASES, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
SYLLABLES = [first + vowel + last for first in "bdfgklmnprst" for vowel in "aeiou" for last in "klnrst"]
OUTLETS = ["Harbour Gazette", "Far Post", "Ostmark Weekly", "Pier Times", "New Site"]
CLAIM = "The pier of Port Ilse was sold to Vesturia."
NAMED = "Ilse Maren said the pier of Port Ilse was sold to Vesturia."

Page = tuple[Article, bool]
"""An article, and whether it bears on the claim."""


def word(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=3))


def sentence(chance: random.Random, words: list[str], form: int = 0) -> str:
    one, two, three, four, five, name, figure = words
    forms = (
        f"The {one} {two} of {name} {three}ed {figure} {four}s near the {five}.",
        f"Near the {five}, {figure} {four}s were {three}ed by the {one} {two} of {name}.",
    )
    exchanged = forms[form]
    if form:
        for each in chance.sample([one, two, three, four, five], 2):
            exchanged = exchanged.replace(each, word(chance))
    return exchanged


def facts(chance: random.Random, count: int) -> list[list[str]]:
    return [[*(word(chance) for _ in range(5)), word(chance).capitalize(), str(chance.randrange(10, 9999))] for _ in range(count)]


def told(chance: random.Random, matter: list[list[str]], claim: str, form: int = 0) -> str:
    return " ".join([claim, *(sentence(chance, each, form) for each in matter)])


def page(name: str, outlet: str, text: str, day: int = 1) -> Article:
    return Article(name, name, name, text, outlet=outlet, published_at=f"2031-05-{day:02}", published_basis=DateBasis.STATED, language="en")


def statements(article: Article) -> list[tuple[Statement, Match]]:
    """What the tagger would find about the claim: a named speaker or the article's own voice."""
    found = []
    for claim in (NAMED, CLAIM):
        start = article.text.find(claim)
        if start >= 0:
            span = Span(start, start + len(claim))
            source = Source("Ilse Maren", Naming.NAMED, Span(start, start + 10)) if claim is NAMED else Source("", Naming.SELF)
            said = Statement(f"{article.id}/{start}", article.id, span, source, (span,))
            found.append((said, Match("claim", said.id, article.id, span, Stance.ASSERTS, None, 1.0)))
            break
    return found


def counted(pages: list[Article]) -> OriginRange:
    found = compare(pages)
    pairs = [pair for each in pages for pair in statements(each)]
    pile = Pile.of(pages, found.families, [*found.evidence, *citations(pages, [said for said, _ in pairs])])
    return trace_in(pile, pairs)


@st.composite
def piles(draw: st.DrawFn) -> tuple[list[Article], random.Random]:
    """Some outlets with work of their own, some articles on the claim: independent, copied from each other or citing."""
    chance = random.Random(draw(st.integers(0, 1 << 30)))
    pages = [
        page(f"own{place}", outlet, told(chance, facts(chance, 5), "A day in Oster."), place + 1)
        for place, outlet in enumerate(OUTLETS)
        if draw(st.booleans())
    ]
    for place in range(draw(st.integers(1, 4))):
        claim = draw(st.sampled_from([CLAIM, CLAIM, NAMED]))
        pages.append(page(f"on{place}", draw(st.sampled_from(OUTLETS)), told(chance, facts(chance, 6), claim), 10 + place))
    return pages, chance


def text_of(chance: random.Random, chosen: Article) -> str:
    """The same sentences in the passive, two words of five exchanged; the claim is put last."""
    parts = chosen.text.replace("Port Ilse", "Port_Ilse").split(". ")
    moved = [retold(chance, part) for part in parts[1:]]
    return " ".join([parts[0].replace("Port_Ilse", "Port Ilse") + ".", *moved])


def retold(chance: random.Random, plain: str) -> str:
    """Turn `The a b of N ved F xs near the c` into the passive with other words for some of it."""
    words = plain.rstrip(".").split()
    if len(words) != 12:
        return plain
    _, one, two, _, name, verb, figure, things, _, _, place, *_ = [*words, ""]
    place = words[-1]
    kept = [each if chance.random() < 0.6 else word(chance) for each in (one, two, things, place)]
    return f"Near the {kept[3]}, {figure} {kept[2]} were {verb} by the {kept[0]} {kept[1]} of {name}."


@WHOLE
@given(piles(), st.sampled_from(OUTLETS), st.booleans(), st.data())
def test_a_copy_never_raises_low(pile: tuple[list[Article], random.Random], outlet: str, later: bool, data: st.DataObject) -> None:
    """Whole, cut, edited or with paragraphs of one's own, of any article, on any site, on the same day or later."""
    pages, chance = pile
    chosen = data.draw(st.sampled_from(pages))
    words = chosen.text.split(" ")
    kind = data.draw(st.sampled_from(["whole", "cut", "edited", "longer"]))
    if kind == "cut":
        words = words[: max(24, len(words) // 2)]
    if kind == "edited":
        words[chance.randrange(12, len(words))] = word(chance)
    text = " ".join(words) + (" " + told(chance, facts(chance, 4), "And so on.") if kind == "longer" else "")
    day = 30 if later else int((chosen.published_at or "")[-2:])
    assert counted([*pages, page(data.draw(st.sampled_from(["a-copy", "z-copy"])), outlet, text, day)]).low <= counted(pages).low


@WHOLE
@given(piles(), st.sampled_from(OUTLETS), st.data())
def test_a_paraphrase_never_raises_low(pile: tuple[list[Article], random.Random], outlet: str, data: st.DataObject) -> None:
    """The same matters in the same order in other words, by anybody."""
    pages, chance = pile
    chosen = data.draw(st.sampled_from([each for each in pages if each.id.startswith("on")]))
    assert counted([*pages, page("para", outlet, text_of(chance, chosen), 28)]).low <= counted(pages).low


@WHOLE
@given(piles(), st.sampled_from(OUTLETS), st.data())
def test_a_citing_article_never_raises_low(pile: tuple[list[Article], random.Random], outlet: str, data: st.DataObject) -> None:
    """An article of its own words whose only ground is an outlet that it names, here or further down."""
    pages, chance = pile
    cited = data.draw(st.sampled_from([each.outlet for each in pages if each.id.startswith("on")]))
    where = data.draw(st.booleans())
    ground = f"So the {cited} reported."
    text = f"{ground} {told(chance, facts(chance, 6), CLAIM)}" if where else f"{told(chance, facts(chance, 9), CLAIM)} {ground}"
    assert counted([*pages, page("cites", outlet, text, 28)]).low <= counted(pages).low


@WHOLE
@given(piles(), st.data())
def test_another_address_changes_nothing(pile: tuple[list[Article], random.Random], data: st.DataObject) -> None:
    """The same article of the same outlet under another URL: the range, its origins and its sentence stay."""
    pages, _ = pile
    chosen = data.draw(st.sampled_from(pages))
    again = Article(
        "again", "again", "again", chosen.text, None, chosen.outlet, "https://example.org/2", "en", chosen.published_at, DateBasis.STATED
    )
    before, after = counted(pages), counted([*pages, again])
    assert (after.low, after.high, after.because) == (before.low, before.high, before.because)
    assert [(one.name, one.kind, one.history) for one in after.origins] == [(one.name, one.kind, one.history) for one in before.origins]


@WHOLE
@given(piles(), st.randoms(use_true_random=False))
def test_order_of_arrival_changes_nothing(pile: tuple[list[Article], random.Random], chance: random.Random) -> None:
    """The same pages in any order: the same range, to the letter."""
    pages, _ = pile
    assert counted(chance.sample(pages, len(pages))) == counted(pages)


def test_an_honest_pile_counts_more_than_one() -> None:
    """The properties above would hold of a count that is always one: two outlets with work of their own are two."""
    chance = random.Random(7)
    own = [page(f"own{place}", outlet, told(chance, facts(chance, 5), "A day in Oster.")) for place, outlet in enumerate(OUTLETS[:2])]
    on = [page(f"on{place}", outlet, told(chance, facts(chance, 6), CLAIM), 10) for place, outlet in enumerate(OUTLETS[:2])]
    assert (counted([*own, *on]).low, counted([*own, *on]).high) == (2, 2)
