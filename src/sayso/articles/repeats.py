"""Short blocks that one site puts on many of its pages: what a site says of itself, found by looking at several pages together.

Wordings and markup tell most residue page by page; a site's own formulas ("The Gazette is an independent paper, founded in 1899") are told
only by their repetition. News repeats as well: a reprinted text, and the paragraph of background that an agency puts under each story of a
matter. So a block is residue only if it stands on three pages of one site that are mostly their own (half of each stands on no other
page of the site), outside quotation marks, and either is no sentence or addresses the reader, or stands at the head or foot of pages,
on at least half of those pages, without any word for saying, denying or deciding.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sayso.domains import registrable_domain
from sayso.model import Article, Cut, Span, Statement
from sayso.text import contains, overlap, paragraphs

__all__ = ["REPEATED", "repeated_blocks", "without_repeats"]

REPEATED = "repeated on this site"
"""The reason of these cuts."""
FEWEST = 3
"""Pages of one site, each mostly its own."""
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


def repeated_blocks(articles: Iterable[Article]) -> Mapping[str, tuple[Cut, ...]]:
    """Return by article the blocks that its site repeats; articles without any are left out.

    >>> bodies = ("Oster has signed it.", "Dorn refused to sign.", "Port Amel still waits.")
    >>> pages = [Article(body, body, "", body + chr(10) + "Support our work", url="https://gazette.example/1") for body in bodies]
    >>> found = repeated_blocks(pages)
    >>> [cut.span.cut(page.text) for page in pages for cut in found[page.id]]
    ['Support our work', 'Support our work', 'Support our work']
    """
    sites: dict[str, list[Article]] = {}
    for article in articles:
        if site := registrable_domain(article.url) or (article.outlet or "").casefold():
            sites.setdefault(site, []).append(article)
    return {name: cuts for pages in sites.values() if len(pages) >= FEWEST for name, cuts in _on_site(pages)}


def without_repeats(articles: Iterable[Article], statements: Iterable[Statement]) -> tuple[tuple[Article, ...], tuple[Statement, ...]]:
    """Return the articles with the blocks that their sites repeat cut, and the statements that do not stand in such a block.

    >>> without_repeats([], [])
    ((), ())
    """
    pages = tuple(articles)
    blocks = repeated_blocks(pages)
    kept = tuple(each for each in statements if not any(contains(cut.span, each.extent) for cut in blocks.get(each.article_id, ())))
    return tuple(replace(page, cuts=_merged(page.cuts, blocks[page.id])) if page.id in blocks else page for page in pages), kept


def _merged(known: Sequence[Cut], found: Sequence[Cut]) -> tuple[Cut, ...]:
    """Return all cuts in order, those already known first where two share a place."""
    fresh = [cut for cut in found if not any(overlap(cut.span, other.span) for other in known)]
    return tuple(sorted((*known, *fresh), key=lambda cut: cut.span))


def _on_site(pages: Sequence[Article]) -> Iterator[tuple[str, tuple[Cut, ...]]]:
    """Yield the pages of one site that hold repeated blocks, with these."""
    blocks = {page.id: paragraphs(page.text) for page in pages}
    keys = {page.id: [_key(span.cut(page.text)) for span in blocks[page.id]] for page in pages}
    standing = Counter(key for page in pages for key in set(keys[page.id]))
    own = [page for page in pages if _is_own(blocks[page.id], keys[page.id], standing)]
    often = {key: count / len(own) for key, count in Counter(key for page in own for key in set(keys[page.id])).items() if count >= FEWEST}
    often.pop("", None)
    for page in pages if often else ():
        cuts = tuple(Cut(span, REPEATED) for span in _residue(page, blocks[page.id], often))
        if cuts:
            yield page.id, cuts


def _is_own(blocks: Sequence[Span], keys: Sequence[str], standing: Mapping[str, int]) -> bool:
    """Tell whether at least half of a page stands on no other page of its site."""
    lengths = [(span.end - span.start, standing[key] == 1) for span, key in zip(blocks, keys, strict=True)]
    return 2 * sum(length for length, alone in lengths if alone) >= sum(length for length, _ in lengths) > 0


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
