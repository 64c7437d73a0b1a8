"""Where an outlet says that it corrects or withdraws a text of its own, and which article it means.

Told by the outlet's words alone, in a later capture of the page or in another of its articles. The forms of such notices are those by
which retractions are found (`claims.corrections`); here they must also be the outlet's own, for papers report on each other's too.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.addresses import page_address
from sayso.claims import Taker, taken_back
from sayso.ledger import outlet_key, publisher
from sayso.model import Article, Match, Naming, Polarity, Sdqc, Source, Span, Stance, Statement
from sayso.text import fold, overlap, sentences, words

__all__ = ["Notice", "in_own_voice", "notices_elsewhere", "notices_of", "taken_back_by_outlets"]

_MAY_TAKE_BACK = re.compile(
    r"correct|clarif|retract|withdr|regret|apolog|mistake|error\b|wrong|(?:earlier|previous|prior|original|first) (?:version|edition)"
    r"|editor['’]?s['’]? note|no longer stand|not stand (?:by|behind)|remov|taken? down|took down|disown|unpublish|misquot|inaccura"
    r"|amended|refile",
    re.IGNORECASE,
)
"""Words without which no notice is looked for: the patterns themselves cost a hundred times as much."""
_OWN = re.compile(
    r"\b(?:this|our|we)\b|\b(?:an?|the) (?:earlier|previous|prior|original|first) (?:version|edition)\b|\beditor['’]?s['’]? note\b"
    r"|^\W*(?:correct|clarif|retract|refile)",
    re.IGNORECASE,
)
_OWN_SOURCE = re.compile(
    r"we|(?:the |our )?editors?"
    r"|(?:an?|the|this|our|its) (?:[\w'’-]+ ){0,3}?(?:version|edition|article|story|report|page|piece|post|headline)s?"
    r"(?: (?:of|published|printed|posted|run|carried|that (?:ran|appeared)|from) .+)?",
    re.IGNORECASE,
)
"""The outlet, or its own text, as the source of a statement."""
_THIS_PAGE = re.compile(r"\bthis (?:article|story|report|page|piece|post|version|text)\b", re.IGNORECASE)
_WITHDRAWS = re.compile(
    r"retract|withdr|no longer stand|not stand (?:by|behind)|disown|unpublish|removed|taken? down|took down|take back|pulled|deleted"
    r"|disregard|spiked",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(r"\b(?:that|the|this|those|these) (?:article|story|report|piece|post|account)s?\b", re.IGNORECASE)
"""Words of a notice that mean what the sentence before it told."""
_FEWEST_TITLE_WORDS = 4
"""Shorter headlines stand in other texts by chance."""
_NEAR = 600
"""Code points between a notice and the link or headline of what it is about: a paragraph. By judgement; a page's list of other headlines
stands farther off."""
_LONGEST_QUOTE = 200


@dataclass(frozen=True, slots=True)
class Notice:
    """Words by which an outlet corrects or withdraws a text of its own."""

    span: Span
    """The sentence."""
    words: str
    """Its words, cut where they are very long."""
    withdraws: bool
    """Whether the text is taken back as a whole and not only put right."""
    reach: Span
    """The sentence, with the one before it where it points back to that: "An article reported … We retract that report"."""


@functools.lru_cache(maxsize=1 << 12)
def notices_of(article: Article) -> tuple[Notice, ...]:
    """Return the sentences by which the outlet of an article takes back words of its own.

    >>> text = "The ferry is safe. Correction: An earlier version of this article said that it sank. The Post withdrew its report too."
    >>> [text[found.span.start : found.span.end] for found in notices_of(Article("a", "a", "", text, outlet="Coastal Echo"))]
    ['Correction: An earlier version of this article said that it sank.']
    """
    return tuple(notice for start, end in _paragraphs(article.text) for notice in _in_paragraph(article, start, end))


def in_own_voice(statements: Iterable[Statement], articles: Mapping[str, Article]) -> dict[str, Statement]:
    """Return the statements of notices whose source is the outlet itself ("we"), its own text ("an earlier version"), or nobody.

    By id, in the article's own voice: it is the outlet that speaks there.

    >>> text = "An earlier version of this article said that the ferry sank."
    >>> said = Statement("s", "a", Span(0, 60), Source("An earlier version of this article", Naming.DOCUMENT, Span(0, 34)), (Span(40, 59),))
    >>> in_own_voice([said], {"a": Article("a", "a", "", text)})["s"].source.naming.value
    'self'
    """
    found = {}
    for statement in statements:
        words_of_source = statement.source.text.strip()
        if statement.source.naming is not Naming.SELF and (not words_of_source or _OWN_SOURCE.fullmatch(words_of_source)):
            article = articles[statement.article_id]
            if any(overlap(notice.reach, statement.extent) for notice in notices_of(article)):
                found[statement.id] = replace(statement, source=Source("", Naming.SELF))
    return found


def taken_back_by_outlets(matches: Iterable[Match], own: Mapping[str, Statement]) -> tuple[Match, ...]:
    """Return matches in which what an outlet's own notice repeats of its text ("said that the ferry sank") is taken back, not asserted.

    `own` are the statements of `in_own_voice`.

    >>> taken_back_by_outlets([Match("c", "s", "a", Span(0, 60), Stance.ASSERTS, None, 1.0)], {})[0].stance.value
    'asserts'
    """
    return tuple(
        replace(match, stance=Stance.RETRACTS, reasons=(*match.reasons, "the outlet takes its own words back"))
        if match.statement_id in own and _tells_it(match, own[match.statement_id])
        else match
        for match in matches
    )


def _tells_it(match: Match, statement: Statement) -> bool:
    """Tell whether a notice repeats the claim itself: asserted as the words go, or denied by the notice around them."""
    return match.stance.sdqc is Sdqc.SUPPORT or (match.stance.sdqc is Sdqc.DENY and statement.polarity is Polarity.POSITIVE)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines in which a notice may stand; only they are cut into sentences."""
    end = -1
    for hit in _MAY_TAKE_BACK.finditer(text):
        if hit.start() >= end:
            start = text.rfind("\n", 0, hit.start()) + 1
            end = text.find("\n", hit.start())
            end = len(text) if end < 0 else end
            yield start, end


def _in_paragraph(article: Article, start: int, end: int) -> Iterator[Notice]:
    before: Span | None = None
    for span in sentences(article.text, start, end):
        sentence = span.cut(article.text)
        if _MAY_TAKE_BACK.search(sentence) and _is_own(sentence, article):
            taken = taken_back(sentence)
            if taken is not None and taken.taker is Taker.OUTLET:
                withdraws = bool(_WITHDRAWS.search(sentence))
                reach = Span(before.start, span.end) if before and withdraws and _POINTS_BACK.search(sentence) else span
                yield Notice(span, " ".join(sentence.split())[:_LONGEST_QUOTE], withdraws, reach)
        before = span


def _is_own(sentence: str, article: Article) -> bool:
    """Tell whether a sentence speaks of the outlet's own texts: in the first person, of "this article", or by the outlet's own name."""
    name = publisher(article)
    return bool(_OWN.search(sentence)) or (name is not None and fold(name).removeprefix("the ") in fold(sentence))


def notices_elsewhere(
    articles: Sequence[Article], matches: Sequence[Match], statements: Sequence[Statement]
) -> dict[str, tuple[bool, str]]:
    """Return for an article by which words its outlet takes it back in another article: whether it withdraws, and a sentence.

    The other article names it by a link or by its headline beside the notice, or by the claim: the notice takes back what the article told.

    >>> first = Article("a", "a", "", "It sank.", title="Ferry sinks off the cape", outlet="Coastal Echo")
    >>> text = "The Coastal Echo retracts its report “Ferry sinks off the cape”."
    >>> notices_elsewhere([first, Article("b", "b", "", text, outlet="Coastal Echo")], [], [])["a"]
    (True, 'Coastal Echo said on another day: “The Coastal Echo retracts its report “Ferry sinks off the cape”.”')
    """
    pages = sorted(articles, key=lambda page: page.id)
    noticed = [page for page in pages if publisher(page) and any(_is_of_another(page, notice) for notice in notices_of(page))]
    if not noticed:
        return {}
    outlets, told = _by_outlet(pages), _told(matches)
    found: dict[str, tuple[bool, str]] = {}
    for article in noticed:
        name = publisher(article) or ""
        for page_id, notice in _named(article, outlets[outlet_key(name)], told, _claims_taken_back(article, matches, statements)):
            if page_id not in found or notice.withdraws > found[page_id][0]:
                day = (article.published_at or "another day")[:10] if article.published_at else "another day"
                found[page_id] = (notice.withdraws, f"{name} said on {day}: “{notice.words}”")
    return found


def _is_of_another(article: Article, notice: Notice) -> bool:
    return not _THIS_PAGE.search(notice.span.cut(article.text))


def _by_outlet(pages: Iterable[Article]) -> dict[str, list[Article]]:
    outlets: dict[str, list[Article]] = {}
    for page in pages:
        name = publisher(page)
        if name:
            outlets.setdefault(outlet_key(name), []).append(page)
    return outlets


def _told(matches: Iterable[Match]) -> dict[str, set[str]]:
    """Return the claims that statements of each article support."""
    told: dict[str, set[str]] = {}
    for match in matches:
        if match.stance.sdqc is Sdqc.SUPPORT:
            told.setdefault(match.article_id, set()).add(match.claim_id)
    return told


def _named(
    article: Article, pages: Iterable[Article], told: Mapping[str, set[str]], taken: Mapping[str, Notice]
) -> Iterator[tuple[str, Notice]]:
    """Yield the earlier pages that the notices of an article name, each with the notice."""
    own_page = page_address(article.url)
    for page in pages:
        address = page_address(page.url)
        earlier = (page.published_at or "") <= (article.published_at or "9")
        if page.id == article.id or not earlier or (address is not None and address == own_page):
            continue
        near = [notice for notice in _beside(article, page, address) if _is_of_another(article, notice)]
        by_claim = [taken[claim] for claim in sorted(told.get(page.id, set()) & taken.keys())]
        if near or by_claim:
            yield page.id, max((*near, *by_claim), key=lambda notice: notice.withdraws)


def _beside(article: Article, page: Article, address: str | None) -> Iterator[Notice]:
    """Yield the notices beside a link to a page, or beside its headline."""
    title = (page.title or "").strip()
    places = [
        reference.span for reference in article.references if reference.span and address and page_address(reference.target) == address
    ]
    start = article.text.find(title) if len(words(title)) >= _FEWEST_TITLE_WORDS else -1
    if start >= 0:
        places.append(Span(start, start + len(title)))
    for notice in notices_of(article):
        if any(max(place.start - notice.span.end, notice.span.start - place.end) <= _NEAR for place in places):
            yield notice


def _claims_taken_back(article: Article, matches: Sequence[Match], statements: Sequence[Statement]) -> dict[str, Notice]:
    """Return the claims that the notices of an article deny or take back, each with its notice."""
    extents = {statement.id: statement.extent for statement in statements if statement.article_id == article.id}
    return {
        match.claim_id: notice
        for match in matches
        if match.article_id == article.id and match.stance.sdqc is Sdqc.DENY and match.statement_id in extents
        for notice in notices_of(article)
        if _is_of_another(article, notice) and overlap(notice.reach, extents[match.statement_id])
    }
