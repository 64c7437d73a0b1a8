"""Where an article says that it rests on another text: wire tags and citations, each with the words that say so.

A wire tag (a dateline, a credit at the end), the source that a feed names and a canonical address elsewhere speak for the whole article.
A citation ("the Gazette reported", "told AFP") speaks only for the words around it: whether it bears on a claim is decided where the
claim's statements are known (`origins.py`). A link says that the text may rest on another page. Text reuse comes as families.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sayso.ledger.outlets import agencies, canonical, host_of, outlet_key, publisher
from sayso.ledger.speakers import named_outlet
from sayso.model import Article, Evidence, EvidenceKind, Naming, Span, Statement

__all__ = ["citations"]

_HEAD = 400
"""Code points from the start in which a dateline or byline may stand; tried 200, which lost datelines after a long headline."""
_TAIL = 300
"""Code points from the end in which a credit may stand; a longer tail took agencies named in the last paragraph's story for credits."""
_FOOTER = "syndication footer"
"""The reason that the reading stage gives for leaving out a line such as "published from a syndicated feed"."""


def citations(articles: Sequence[Article], statements: Sequence[Statement]) -> tuple[Evidence, ...]:
    """Return where articles state what they rest on, sorted by article and place; an article never rests on its own outlet.

    >>> from sayso.model import Article
    >>> copy = Article("a", "a", "", "PORT ILSE, May 30 (AFP) - The pier was sold.", outlet="Harbour Gazette")
    >>> [(edge.kind.value, edge.target, edge.span.cut(copy.text)) for edge in citations([copy], [])]
    [('wire', 'Agence France-Presse', 'AFP')]
    """
    outlets = {outlet_key(name): name for name in sorted({name for name in map(publisher, articles) if name})}
    pages = {_page(article.url): article.id for article in articles if article.url}
    texts = {article.id: article for article in articles}
    found: dict[tuple[str, Span, str], Evidence] = {}
    for article in articles:
        for edge in (*_wires(article, outlets), *_cites(article, outlets), *_references(article, outlets, pages)):
            found.setdefault((edge.article_id, edge.span or Span(0, 0), edge.target), edge)
    for edge in _media_sources(statements, texts, outlets):
        found.setdefault((edge.article_id, edge.span or Span(0, 0), edge.target), edge)
    return tuple(found[key] for key in sorted(found))


# Bounded, so that a hostile text of one endless word costs no more than any other.
_RUN = r"(?<!\w)[^\W_a-z][\w.&'’-]{0,40}(?:\s{1,3}[^\W_a-z][\w.&'’-]{0,40}){0,4}"
_LEAD = r"(?:the\s+)?(?:(?:state|national|official|news|wire|broadcaster|newspaper|daily|agency|channel|website)\s+){0,3}"
_BEFORE_NAME = re.compile(
    r"\b(?i:told|according\s+to|citing|quoted?\s+by|(?:first\s+|as\s+)?(?:published|reported)\s+(?:by|in)|speaking\s+to"
    r"|in\s+an?\s+(?:interview|statement)\s+(?:with|to)|reports?\s+(?:by|in|from))\s+" + _LEAD + rf"(?P<name>{_RUN})"
)
_AFTER_NAME = re.compile(
    rf"(?P<name>{_RUN})\s{{1,3}}(?i:(?:news\s+agency\s+|newspaper\s+)?(?:(?:has|had|have|first)\s+)*(?:reported|reports|quoted|cited))\b"
)
_FIRST_PUBLISHED = re.compile(rf"\b(?i:published|appeared)\s+(?i:on|in|by|at)\s+(?i:{_LEAD})(?P<name>{_RUN})")


@functools.cache
def _agency_names() -> Mapping[str, str]:
    """Names of agencies in their exact letters, so that a person called Nan is not an agency."""
    return {name: agency.name for agency in agencies() for name in (agency.name, *agency.aliases)}


def _cited(run: str, outlets: Mapping[str, str], *, from_start: bool) -> tuple[str, int, int] | None:
    """Return the longest agency or outlet name at one end of a run of capitalised words, with its place in the run."""
    words = list(re.finditer(r"\S+", run))
    for size in range(len(words), 0, -1):
        first, last = (words[0], words[size - 1]) if from_start else (words[-size], words[-1])
        name = run[first.start() : last.end()].rstrip(".,'’-")
        bare = re.sub(r"['’]s?$", "", name)
        target = _agency_names().get(bare) or (bare if outlet_key(bare) in outlets else None)
        if target:
            return target, first.start(), first.start() + len(bare)
    return None


@functools.cache
def _tags() -> Mapping[str, str]:
    return {name: agency.name for agency in agencies() for name in (agency.name, *agency.aliases, *agency.tags)}


@functools.cache
def _wire_patterns() -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    """Return the patterns for the head and for the tail of an article."""
    choices = "|".join(re.escape(name) for name in sorted(_tags(), key=lambda name: (-len(name), name)))
    name = rf"(?P<name>{choices})"
    alone = rf"^[ \t]*(?:[-–—][ \t]*)?{name}(?:[ \t]+Staff)?[ \t]*$"
    credit = (
        r"(?:with\s+)?(?:agency\s+)?inputs?\s+from|with\s+(?:files|reporting|material)\s+from|source\s*:|credit\s*:|copyright(?:\s+\d{4})?"
    )
    # "PORT ILSE, May 30 (AFP) - The", "MOSCOW, May 30. /TASS/. The"; a name in brackets at the end of a line credits a photograph.
    place, after = r"^[^\n!?]{0,60}", r"[^\n\w]{0,6}\w"
    # "By Ilse Maren, Associated Press"; a line with the name alone.
    byline = rf"^[ \t]*(?i:by)\b[^\n]{{0,60}}\b{name}[ \t]*$"
    head = (rf"{place}\(\s*{name}\s*\){after}", rf"{place}/\s*{name}\s*/{after}", byline, alone)
    # "... the minister said. - Reuters"; "(AP)" at the very end; "With inputs from ANI".
    tail = (rf"[-–—][ \t]*{name}\s*\.?\s*\Z", rf"\(\s*{name}\s*\)\s*\.?\s*\Z", alone, rf"(?i:\b(?:{credit})|©)\s*(?:the\s+)?{name}\b")
    return tuple(re.compile(each, re.MULTILINE) for each in head), tuple(re.compile(each, re.MULTILINE) for each in tail)


def _wires(article: Article, outlets: Mapping[str, str]) -> Iterator[Evidence]:
    head, tail = _wire_patterns()
    end = _body_end(article)
    for patterns, start, stop in ((head, 0, min(end, _HEAD)), (tail, max(0, end - _TAIL), end)):
        for match in (found for pattern in patterns for found in pattern.finditer(article.text[start:stop])):
            span = Span(start + match.start("name"), start + match.end("name"))
            yield from _edge(article, EvidenceKind.WIRE, _tags()[match["name"]], span, outlets)
    for footer in (cut.span for cut in article.cuts if cut.reason == _FOOTER):
        for target, span in _credited(article.text, footer, (*tail, _agency_pattern()), outlets):
            yield from _edge(article, EvidenceKind.WIRE, target, span, outlets)


def _body_end(article: Article) -> int:
    """Return where the text ends once the residue after it is left off: a credit may stand before a comment form."""
    end = len(article.text.rstrip())
    for cut in sorted((cut.span for cut in article.cuts), reverse=True):
        if cut.end < end:
            break
        end = min(end, len(article.text[: cut.start].rstrip()))
    return end


def _credited(text: str, footer: Span, patterns: Iterable[re.Pattern[str]], outlets: Mapping[str, str]) -> Iterator[tuple[str, Span]]:
    """Yield whom a footer credits the whole text to: an agency named anywhere in it, or the outlet that it says published first."""
    words = footer.cut(text)
    for match in (found for pattern in patterns for found in pattern.finditer(words)):
        yield _tags()[match["name"]], Span(footer.start + match.start("name"), footer.start + match.end("name"))
    for match in _FIRST_PUBLISHED.finditer(words):
        cited = _cited(match["name"], outlets, from_start=True)
        if cited:
            begin = footer.start + match.start("name")
            yield cited[0], Span(begin + cited[1], begin + cited[2])


@functools.cache
def _agency_pattern() -> re.Pattern[str]:
    choices = "|".join(re.escape(name) for name in sorted(_agency_names(), key=lambda name: (-len(name), name)))
    return re.compile(rf"(?<!\w)(?P<name>{choices})(?!\w)")


def _cites(article: Article, outlets: Mapping[str, str]) -> Iterator[Evidence]:
    for pattern, from_start in ((_BEFORE_NAME, True), (_AFTER_NAME, False)):
        for match in pattern.finditer(article.text):
            cited = _cited(match["name"], outlets, from_start=from_start)
            if cited:
                target, start, end = cited
                begin = match.start("name")
                strength = _strength(article.text[match.start() : begin] + article.text[begin + end : match.end()])
                yield from _edge(article, EvidenceKind.CITES, target, Span(begin + start, begin + end), outlets, strength)


def _strength(cue: str) -> float:
    """Return how surely a cue says that what is reported was first another's."""
    lowered = cue.casefold()
    return next(strength for words, strength in _STRENGTHS if any(word in lowered for word in words))


_STRENGTHS = (
    (("first", "publish", "citing", "cited", "quot"), 1.0),
    (("told", "interview", "statement", "speaking"), 0.9),
    (("according",), 0.8),
    (("",), 0.7),
)
"""By judgement: who is cited by name for a report gave it; who merely "reported" may be one of several."""
_LINK_STRENGTH = 0.5
"""A link is often further reading: it says that the text may rest on the page."""


_PLATFORMS = frozenset(
    "amazon apple bit blogspot discord facebook fb flickr google instagram linkedin medium pinterest reddit soundcloud spotify t telegram"
    " threads tiktok tumblr twitter vimeo vk whatsapp wikipedia wordpress x youtu youtube".split()
)
"""Sites that hold everybody's words: a link to one of them does not say whose, and would join all who link there."""
_TRACKING = re.compile(r"[?&](?:utm_\w+|fbclid|gclid|ref|from|source)=[^&#]*")


def _page(address: str | None) -> str:
    """Return an address in the form in which two spellings of one page are equal; what only tells where a reader came from is left off."""
    plain = _TRACKING.sub("", (address or "").strip().casefold().split("#")[0])
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", plain).rstrip("/?")


def _references(article: Article, outlets: Mapping[str, str], pages: Mapping[str, str]) -> Iterator[Evidence]:
    """Yield what the markup says: a page of this ledger by its id, any other by its host or name."""
    for reference in article.references:
        known = pages.get(_page(reference.target))
        target = host_of(reference.target) or reference.target
        if reference.kind is EvidenceKind.LINK and outlet_key(target) in _PLATFORMS:
            continue
        if known and known != article.id and reference.kind is EvidenceKind.LINK and not _is_own(article, target):
            because = "The article links to that page."
            yield Evidence(article.id, EvidenceKind.LINK, known, in_ledger=True, strength=1.0, because=because, span=reference.span)
            continue
        strength = _LINK_STRENGTH if reference.kind is EvidenceKind.LINK else 1.0
        yield from _edge(article, reference.kind, target, reference.span, outlets, strength)


def _is_own(article: Article, target: str) -> bool:
    own = {outlet_key(name) for name in (article.outlet, host_of(article.url)) if name}
    return outlet_key(target) in own


def _media_sources(statements: Iterable[Statement], texts: Mapping[str, Article], outlets: Mapping[str, str]) -> Iterator[Evidence]:
    for statement in statements:
        for source in (statement.source, *statement.chain):
            name = named_outlet(source.name or source.text)
            if source.naming is Naming.MEDIA and source.span and name and statement.article_id in texts:
                yield from _edge(texts[statement.article_id], EvidenceKind.CITES, canonical(name), source.span, outlets)


_REASONS = {
    EvidenceKind.WIRE: "credits its text to",
    EvidenceKind.CITES: "cites",
    EvidenceKind.LINK: "links to a page of",
    EvidenceKind.FEED: "came by a feed that names as its source",
    EvidenceKind.CANONICAL: "gives as its own address a page of",
}


def _edge(  # noqa: PLR0917 -- who, how, whom, where, and how surely
    article: Article, kind: EvidenceKind, target: str, span: Span | None, outlets: Mapping[str, str], strength: float = 1.0
) -> Iterator[Evidence]:
    key = outlet_key(target)
    if _is_own(article, target):
        return
    target = target if canonical(target) != target or key not in outlets else canonical(outlets[key])
    purpose = " for what it reports" if kind is EvidenceKind.CITES else ""
    yield Evidence(article.id, kind, target, key in outlets, strength, f"The article {_REASONS[kind]} {target}{purpose}.", span)
