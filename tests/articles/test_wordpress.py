"""Fifty pages of ten themes and twenty kinds of residue: no statement is found in residue, and the body is kept."""

from __future__ import annotations

import os
from collections import Counter

import pytest
from wordpress_factory import RESIDUE, THEMES, make_page

from sayso import attribution
from sayso.articles import read_bytes
from sayso.model import Article
from sayso.text import normalise_quotes

PAGES = int(os.environ.get("SAYSO_CASES", "50"))
ANNOTATED = 50
FEWEST_KEPT = 0.98


def article_of(seed: int) -> Article:
    (reading,) = read_bytes(make_page(seed).markup.encode(), f"{seed}.html")
    assert reading.article is not None
    return reading.article


def read_text(article: Article) -> str:
    """The text that no cut covers."""
    letters = list(article.text)
    for cut in article.cuts:
        letters[cut.span.start : cut.span.end] = [""] * (cut.span.end - cut.span.start)
    return normalise_quotes("".join(letters))


def test_the_pages_have_every_theme_and_kind() -> None:
    """The fifty are not fifty of one sort."""
    kinds = Counter(kind for seed in range(50) for kind in make_page(seed).kinds)
    assert set(kinds) == set(RESIDUE)
    assert min(kinds.values()) >= 5
    assert len(THEMES) == 10


def test_the_body_is_kept() -> None:
    """At least 98 of a hundred sentences of the bodies are read, over all themes."""
    lost: list[tuple[int, str]] = []
    count = 0
    for seed in range(PAGES):
        text = read_text(article_of(seed))
        sentences = make_page(seed).sentences
        count += len(sentences)
        lost += [(seed, sentence) for sentence in sentences if normalise_quotes(sentence) not in text]
    assert 1 - len(lost) / count >= FEWEST_KEPT, lost[:10]


def test_no_residue_is_read() -> None:
    """Whatever the residue says, nobody is heard in it."""
    read = {seed: read_text(article_of(seed)) for seed in range(PAGES)}
    assert [(seed, make_page(seed).kinds) for seed, text in read.items() if "Hollar" in text or "email" in text.casefold()] == []


@pytest.mark.parametrize("first", range(0, ANNOTATED, 10))
def test_no_statement_stands_in_residue(first: int) -> None:
    """The same with the tagger at the end of the way."""
    for seed in range(first, first + 10):
        article = article_of(seed)
        found = attribution.annotate(article)
        assert found
        assert [
            each for each in found if "Hollar" in each.extent.cut(article.text) or "reply" in each.extent.cut(article.text).lower()
        ] == []
