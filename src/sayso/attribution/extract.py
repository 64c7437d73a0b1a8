"""Statements out of an article: findings, what continues them, who speaks, and the article's own voice."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sayso.attribution import acts
from sayso.attribution.colons import colon_findings
from sayso.attribution.continued import continued
from sayso.attribution.findings import Finding, findings, places_of, shipped_tagger, tokens_of
from sayso.attribution.grammar import RELATIVES, Token
from sayso.attribution.headline import headline_span
from sayso.attribution.headline_sources import told_below
from sayso.attribution.modality import modality
from sayso.attribution.people import people
from sayso.attribution.phrases import Phrase, phrase_before
from sayso.attribution.polarity import certainty, negation, polarity
from sayso.attribution.speakers import Mention, is_first_person, resolve
from sayso.attribution.tagger import Tagger
from sayso.attribution.times import told_times
from sayso.attribution.units import Block, blocks
from sayso.model import Act, Article, Certainty, DateBasis, Modality, Naming, Source, Span, Statement, StatementKind, content_id
from sayso.text import overlap

__all__ = ["annotate"]

_NESTED = 0.8
"""Factor on confidence for each level of nesting; by construction, not measured: the calibration knows outermost statements only."""
_OWN = 0.9
_RELATIVE_REACH = 20
_UNFOUNDED = frozenset({DateBasis.GUESSED, DateBasis.UNKNOWN, DateBasis.CAPTURE})


def annotate(article: Article, tagger: Tagger | None = None) -> tuple[Statement, ...]:
    """Return every statement of an article, the article's own voice included, sorted by place.

    Articles in a language other than English (or not yet told) give none. `tagger` is another model than the one shipped.

    >>> article = Article("a", "a", "0", "The ministry denied that a contract had been signed.")
    >>> [(s.source.text, s.cue_text, s.content[0].cut(article.text)) for s in annotate(article)]
    [('The ministry', 'deny', 'that a contract had been signed')]
    """
    if article.language.split("-")[0] not in ("en", "und"):
        return ()
    parts = blocks(article)
    title = headline_span(article, parts)
    found = continued(_with_layout(findings(article, parts, tagger or shipped_tagger()), parts, title), parts)
    sources = told_below(_sources(found, parts, article.text), title, [finding.place[0] for finding in found])
    spoken = [
        _statement(article, parts, found, sources, number=number, title=title)
        for number, finding in enumerate(found)
        if not _repeats(finding, sources[number])
    ]
    unique = {statement.id: statement for statement in spoken}.values()
    own = _own_voice(article, parts, tuple(unique), title)
    return tuple(sorted([*unique, *own], key=_place))


def _with_layout(found: list[Finding], parts: Sequence[Block], title: Span | None) -> list[Finding]:
    """Add what a colon attributes in paragraphs whose opening sentence is nobody's yet."""
    taken = {place for finding in found for place in places_of(finding, parts)}
    return [*found, *(finding for finding in colon_findings(parts, title) if finding.place not in taken)]


def _place(statement: Statement) -> tuple[Span, int, bool, tuple[Span, ...], str]:
    """Where a statement stands; what is said inside somebody's words comes after those words."""
    return statement.extent, len(statement.chain), is_first_person(statement.source), statement.cue, statement.id


def _repeats(finding: Finding, source: Source) -> bool:
    """Whether `I said` inside somebody's words only says again what those words say; `I deny` and `we hope` do more."""
    return finding.parent is not None and is_first_person(source) and finding.reading.act is Act.SAYS


def _sources(found: Sequence[Finding], parts: Sequence[Block], text: str) -> tuple[Source, ...]:
    """One source a finding, its span that of the finding: apposition included, the verb drawn into a pronoun left out."""
    resolved = resolve([_mention(parts, finding) for finding in found], people(parts))
    return tuple(_exact(source, finding.source, text) for source, finding in zip(resolved, found, strict=True))


def _exact(source: Source, span: Span | None, text: str) -> Source:
    words = span.cut(text) if span else ""
    held = "".join(source.text.split()) in "".join(words.split())
    return replace(source, text=source.text if held else words, span=span)


def _mention(parts: Sequence[Block], finding: Finding) -> Mention:
    if finding.phrase is None:
        return Mention(parts[finding.place[0]], None, finding.place, _naming(finding), finding.parent)
    number, phrase = finding.phrase
    place = finding.place if number == finding.place[0] else (number, 0)
    return Mention(parts[number], phrase, place, finding.reading.naming, finding.parent, _prior(parts[number], phrase))


def _naming(finding: Finding) -> Naming:
    """How a source that no words name is identified: `it was reported that` is the media, anything else nobody in particular."""
    reading = finding.reading
    return reading.naming or (Naming.MEDIA if reading.lemma == "report" else Naming.UNNAMED)


def _prior(block: Block, source: Phrase) -> Phrase | None:
    """The noun phrase that `who` or `which` continues."""
    if block.tokens[source.start].lower not in RELATIVES | {"that"} or source.start == 0:
        return None
    stop = source.start - (block.tokens[source.start - 1].text == ",")
    return phrase_before(block.tokens, max(0, stop - _RELATIVE_REACH), stop) if stop > 0 else None


def _statement(
    article: Article, parts: Sequence[Block], found: Sequence[Finding], sources: Sequence[Source], *, number: int, title: Span | None
) -> Statement:
    finding, source = found[number], sources[number]
    words = tokens_of(parts, finding.content)
    extent = _extent(parts, finding)
    after = tokens_of(parts, [Span(finding.cue[-1].end, extent.end)])
    mood = modality(words)
    ahead = mood is Modality.WILL
    said_on, happened = told_times(article.text, extent, finding.content, finding.cue, _published(article), future_content=ahead)
    return Statement(
        id=content_id("statement", article.id, *finding.content, *finding.cue, source.text, source.span),
        article_id=article.id,
        extent=extent,
        source=source,
        content=finding.content,
        cue=finding.cue,
        cue_text=finding.reading.lemma,
        act=acts.act(finding.reading, words, after, unnamed=finding.source is None),
        polarity=polarity(words),
        certainty=certainty(words, finding.reading.certainty),
        chain=_chain(found, sources, number),
        headline=title is not None and overlap(extent, title) > 0,
        confidence=round(finding.confidence * _NESTED**finding.depth, 3),
        kind=finding.reading.kind,
        said_on=said_on,
        modality=mood,
        negation=negation(words),
        happened=happened,
        sure=finding.sure and finding.depth == 0,
    )


def _published(article: Article) -> str | None:
    """The day from which `on Thursday` is read; none where the page's date is a guess."""
    return None if article.published_basis in _UNFOUNDED else article.published_at


def _extent(parts: Sequence[Block], finding: Finding) -> Span:
    """The sentences that hold all spans, a dateline before them included."""
    starts, ends = [], []
    for number, unit in places_of(finding, parts):
        low, high = parts[number].units[unit]
        starts.append(parts[number].tokens[low if unit else 0].start)
        ends.append(parts[number].tokens[high - 1].end)
    return Span(min(starts), max(ends))


def _chain(found: Sequence[Finding], sources: Sequence[Source], number: int) -> tuple[Source, ...]:
    """The sources that an attribution stands in, outermost first; `I` in somebody's words is the same voice, not hearsay."""
    chain = [sources[number]]
    parent, same = found[number].parent, is_first_person(sources[number])
    while parent is not None:
        chain[:0] = [] if same else [sources[parent]]
        same = is_first_person(sources[parent])
        parent = found[parent].parent
    return tuple(chain) if len(chain) > 1 else ()


def _own_voice(article: Article, parts: Sequence[Block], spoken: Sequence[Statement], title: Span | None) -> Iterator[Statement]:
    """One statement for each sentence that nobody else's words cover; somebody's deeds are told in the article's own voice."""
    covered = sorted(statement.extent for statement in spoken if statement.kind is not StatementKind.DEED)
    index = 0
    source = Source("", Naming.SELF, None, article.outlet)
    for block in parts:
        for sentence in block.sentences:
            while index < len(covered) and covered[index].end <= sentence.start:
                index += 1
            if index < len(covered) and overlap(covered[index], sentence):
                continue
            tokens = _within(block, sentence)
            if any(token.word for token in tokens):
                yield Statement(
                    id=content_id("statement", article.id, sentence, ""),
                    article_id=article.id,
                    extent=sentence,
                    source=source,
                    content=(sentence,),
                    act=Act.SAYS,
                    polarity=polarity(tokens),
                    certainty=certainty(tokens, Certainty.UNSTATED),
                    headline=title is not None and overlap(sentence, title) > 0,
                    confidence=_OWN,
                    modality=modality(tokens),
                    negation=negation(tokens),
                )


def _within(block: Block, sentence: Span) -> Sequence[Token]:
    first = bisect_left(block.tokens, sentence.start, key=_start)
    return block.tokens[first : bisect_left(block.tokens, sentence.end, key=_start)]


def _start(token: Token) -> int:
    return token.start
