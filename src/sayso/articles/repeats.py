"""Short blocks that one site puts on many of its pages: what a site says of itself, found by looking at several pages together.

Wordings and markup tell most residue page by page; a site's own formulas ("The Gazette is an independent paper, founded in 1899") are told
only by their repetition. News repeats as well: a reprinted text, and the paragraph of background that an agency puts under each story of a
matter. So a block is residue only if it stands on three pages of one site that tell different things (three families of texts), outside
quotation marks, and either is no sentence or addresses the reader, or stands at the head or foot of pages, on at least half of what
the site tells in this pile, without any word for saying, denying or deciding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sayso.domains import registrable_domain
from sayso.model import Article, Cut, Family, Span, Statement
from sayso.text import contains, overlap, paragraphs

__all__ = ["REPEATED", "repeated_blocks", "without_repeats"]

REPEATED = "repeated on this site"
"""The reason of these cuts."""
FEWEST = 3
"""Pages of one site, of different families."""
LONGEST = 400
"""Code points in a block: boxes and notices are short, and a long paragraph that repeats is a reprint."""
_LARGEST_SHARE = 0.5
_QUOTE = re.compile(r"[\"“”„«»]")
_SENTENCE_END = re.compile(r"[.!?…。！？۔।][\"'”’»)\]]*$")
_READER = re.compile(r"\b(?:you|your|yours|our|ours|us|click|tap|subscribe|sign up|download|follow|join|read more)\b", re.IGNORECASE)
_NEWS = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|told|den(?:y|ies|ied)|reject(?:s|ed)?|confirm(?:s|ed)?|admit(?:s|ted)?|accus(?:es?|ed)|claim(?:s|ed)?|call(?:s|ed)|"
    r"report(?:s|ed)|alleg(?:es?|ed)|announc(?:es?|ed)|sign(?:s|ed)|decid(?:es?|ed)|agree[sd]?|kill(?:s|ed)|according)\b",
    re.IGNORECASE,
)


def repeated_blocks(articles: Sequence[Article], families: Iterable[Family] = ()) -> Mapping[str, tuple[Cut, ...]]:
    """Return by article the blocks that its site repeats; articles without any are left out.

    >>> bodies = ("Oster signed.", "Dorn refused.", "Amel waits.")
    >>> pages = [Article(body, body, "", body + chr(10) + "Support our work", url="https://gazette.example/1") for body in bodies]
    >>> found = repeated_blocks(pages)
    >>> [cut.span.cut(page.text) for page in pages for cut in found[page.id]]
    ['Support our work', 'Support our work', 'Support our work']
    """
    root = {name: family.root for family in families for name in family.articles}
    sites: dict[str, list[Article]] = {}
    for article in articles:
        if site := registrable_domain(article.url) or (article.outlet or "").casefold():
            sites.setdefault(site, []).append(article)
    found: dict[str, tuple[Cut, ...]] = {}
    for pages in sites.values():
        if len({root.get(page.id, page.id) for page in pages}) >= FEWEST:
            found.update(_on_site(pages, root))
    return found


def without_repeats(articles: Sequence[Article], statements: Sequence[Statement], families: Iterable[Family] = ()) -> tuple[Statement, ...]:
    """Return the statements that do not stand in a block that the site repeats.

    >>> without_repeats([], [])
    ()
    """
    blocks = repeated_blocks(articles, families)
    if not blocks:
        return tuple(statements)
    return tuple(
        statement
        for statement in statements
        if not any(contains(cut.span, statement.extent) for cut in blocks.get(statement.article_id, ()))
    )


def _on_site(pages: Sequence[Article], root: Mapping[str, str]) -> Iterator[tuple[str, tuple[Cut, ...]]]:
    """Yield the pages of one site that hold repeated blocks, with these."""
    blocks = {page.id: paragraphs(page.text) for page in pages}
    holders: dict[str, set[str]] = {}
    for page in pages:
        for key in {_key(span.cut(page.text)) for span in blocks[page.id]}:
            holders.setdefault(key, set()).add(root.get(page.id, page.id))
    told = len({root.get(page.id, page.id) for page in pages})
    often = {key: len(families) / told for key, families in holders.items() if len(families) >= FEWEST and key}
    for page in pages:
        cuts = tuple(Cut(span, REPEATED) for span in _residue(page, blocks[page.id], often)) if often else ()
        if cuts:
            yield page.id, cuts


def _residue(page: Article, blocks: Sequence[Span], often: Mapping[str, float]) -> Iterator[Span]:
    """Yield the blocks of a page that its site repeats and that are no news."""
    title = _key(page.title or "")
    shares = [often.get(_key(span.cut(page.text)), 0.0) for span in blocks]
    edges = _edges(page, blocks, shares)
    for place, (span, share) in enumerate(zip(blocks, shares, strict=True)):
        words = span.cut(page.text)
        if not share or len(words) > LONGEST or _QUOTE.search(words) or _key(words) == title:
            continue
        formula = not _SENTENCE_END.search(words) or bool(_READER.search(words))
        if formula or (place in edges and share >= _LARGEST_SHARE and not _NEWS.search(words)):
            yield span


def _edges(page: Article, blocks: Sequence[Span], shares: Sequence[float]) -> frozenset[int]:
    """Return which blocks stand at the head or foot of a page with nothing but cuts, its headline and other repeated blocks before them."""
    title = _key(page.title or "")
    passed = [
        bool(share) or _key(span.cut(page.text)) == title or any(overlap(span, cut.span) for cut in page.cuts)
        for span, share in zip(blocks, shares, strict=True)
    ]
    head = next((place for place, ok in enumerate(passed) if not ok), len(passed))
    foot = next((place for place, ok in enumerate(reversed(passed)) if not ok), len(passed))
    return frozenset((*range(head), *range(len(passed) - foot, len(passed))))


def _key(words: str) -> str:
    """Return what two spellings of a block share; empty for one without a word."""
    key = " ".join(words.split()).casefold()
    return key if any(letter.isalpha() for letter in key) else ""
