"""The outlet's own voice: what an article itself does with a claim, apart from what the people it quotes say."""

from __future__ import annotations

import pytest
from pile_factory import MILL, SINGER, articles, pile_of

from sayso.claims.outlet_features import COLUMNS, phrases
from sayso.claims.outlets import STANCES, load_stances, outlet_stances
from sayso.model import Article, Claim, OutletStance

CLAIM = Claim("death", "The singer Mira Solberg has died at her farm.")
DEBUNKS = (
    "No, the singer Mira Solberg has not died. The report of her death is a hoax that began on a satirical website. The story is fake, "
    "and fans who shared it were fooled. Her manager confirmed that she is alive and called the rumour nonsense."
)
ASSERTS = (
    "The singer Mira Solberg has died at her farm near Tersk. She was 61. Solberg died on Sunday morning after a long illness, her family "
    "announced. She sang for forty years and filled every hall in the country. The funeral is on Friday."
)
RELAYS = (
    "The singer Mira Solberg has reportedly died, according to unconfirmed reports. A radio station claimed on Sunday that she had died at "
    "her farm, citing unnamed sources. The claim could not be verified. It is unclear whether the rumours are true."
)


def voices(found: list[Article]) -> tuple[OutletStance, ...]:
    return outlet_stances([CLAIM], (), pile_of(found), {CLAIM.id: [item.id for item in found]})


@pytest.mark.parametrize(("text", "stance"), [(DEBUNKS, "against"), (ASSERTS, "for"), (RELAYS, "observing")])
def test_plain_cases(text: str, stance: str) -> None:
    """An article that debunks, one that tells it as a fact, and one that hands on what others say."""
    (found,) = voices(articles([text]))
    assert found.body == stance


def test_other_articles_have_no_say() -> None:
    """An outlet's voice rests on its own text: a pile around it changes nothing."""
    alone, among = articles([RELAYS]), articles([RELAYS, DEBUNKS, *MILL, *SINGER])
    (mine,) = voices(alone)
    assert mine in voices(among)


def test_a_headline_that_goes_further_than_its_text_is_marked() -> None:
    """The headline tells the death as a fact, the text takes it apart."""
    (found,) = voices(articles([DEBUNKS], title="Singer Mira Solberg dead at 61"))
    assert (found.headline, found.body, found.differs) == ("for", "against", True)


def test_without_a_headline_it_observes() -> None:
    """What is not there takes no side."""
    assert {item.headline for item in voices(articles([DEBUNKS, ASSERTS]))} == {"observing"}


def test_order_changes_nothing() -> None:
    """The same articles in any order have the same voices."""
    texts = [DEBUNKS, ASSERTS, RELAYS]
    assert voices(articles(texts)) == voices(list(reversed(articles(texts))))


def test_the_weights_fit_the_columns() -> None:
    """The package ships weights for the columns that it measures, one row a stance."""
    table = load_stances()
    assert table.body.columns.shape == (len(STANCES), len(COLUMNS))
    assert len(table.body.trees) == len(STANCES)
    assert all(len(weights) == len(STANCES) for weights in table.body.phrases.values())


def test_phrases_do_not_run_over_three_words() -> None:
    """Runs of words, lower case, no single letters."""
    assert phrases("A hoax, they say") == {"hoax", "they", "say", "hoax they", "they say", "hoax they say"}
