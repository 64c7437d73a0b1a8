"""Statements out of an article: findings, what continues them, what nests in them, who speaks, and the article's own voice."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sayso.attribution import acts
from sayso.attribution.chains import inside, nouns
from sayso.attribution.clause import Finding
from sayso.attribution.finder import find
from sayso.attribution.grammar import RELATIVES, Token
from sayso.attribution.headline import headline_span, speaker_colon, transcript
from sayso.attribution.people import people
from sayso.attribution.phrases import Phrase, phrase_before
from sayso.attribution.polarity import certainty, polarity
from sayso.attribution.speakers import Mention, is_first_person, resolve
from sayso.attribution.units import Block, blocks
from sayso.model import Act, Article, Certainty, Naming, Source, Span, Statement, content_id
from sayso.text import overlap

__all__ = ["annotate"]

_DEPTH = 2
"""How deep attributions are read inside one another."""
_NESTED = 0.8
"""Factor on confidence for each level of nesting; by construction, not measured: no corpus at hand marks nested attribution."""
_LONGEST_QUOTATION = 40
"""Sentences by which one quotation may go on; bounds the work on a text of nothing but quotations."""
_OWN = 0.9
_CONTINUED = 0.9


@dataclass(frozen=True, slots=True)
class _Draft:
    """One attribution with its place, before speakers are resolved."""

    finding: Finding
    block: int
    unit: int
    parent: int | None = None
    depth: int = 0
    more: tuple[tuple[int, int, int], ...] = ()
    """Token ranges (paragraph, start, end) of quotations that continue it."""


_JOINING = frozenset({"and", "or", "but", "nor", "of", "with", "to", "in", "for", "the", "a", "an"})


def annotate(article: Article) -> tuple[Statement, ...]:
    """Return every statement of an article, the article's own voice included, sorted by place.

    Articles in a language other than English (or not yet told) give none.

    >>> article = Article("a", "a", "0", "The ministry denied that a contract had been signed.")
    >>> [(s.source.text, s.cue_text, s.content[0].cut(article.text)) for s in annotate(article)]
    [('The ministry', 'deny', 'that a contract had been signed')]
    """
    if article.language.split("-")[0] not in ("en", "und"):
        return ()
    parts = blocks(article)
    drafts = _drafts(parts, article)
    sources = resolve([_mention(parts, draft) for draft in drafts], people(parts))
    title = headline_span(article, parts)
    spoken = [
        _statement(article, parts, drafts, sources, number=number, title=title)
        for number, draft in enumerate(drafts)
        if not _repeats(draft, sources[number]) and not _is_cut_off(sources[number])
    ]
    own = _own_voice(article, parts, spoken, title)
    return tuple(sorted([*spoken, *own], key=_place))


def _place(statement: Statement) -> tuple[Span, int, bool, tuple[Span, ...], str]:
    """Where a statement stands; what is said inside somebody's words comes after those words."""
    return statement.extent, len(statement.chain), is_first_person(statement.source), statement.cue, statement.id


def _is_cut_off(source: Source) -> bool:
    """Whether the words taken for a source break off in the middle ("Reports of Investments in Ostania and"): then nobody speaks."""
    words = source.text.split()
    return bool(words) and (words[-1].lower() in _JOINING or source.text.count("“") != source.text.count("”"))


def _repeats(draft: _Draft, source: Source) -> bool:
    """Whether `I said` inside somebody's words only says again what those words say; `I deny` and `we hope` do more."""
    return draft.parent is not None and is_first_person(source) and draft.finding.act is Act.SAYS


def _drafts(parts: Sequence[Block], article: Article) -> list[_Draft]:
    drafts: list[_Draft] = []
    spoken_lines = transcript(parts)
    title = headline_span(article, parts)
    for number, block in enumerate(parts):
        colon = speaker_colon(block, number in spoken_lines, title is not None and block.span.start == title.start, parts)
        for unit, (low, high) in enumerate(block.units):
            found = [colon] if colon and unit == 0 else _unit(block, low, high)
            if found:
                _add(drafts, block, number, unit, found)
            else:
                _continue(drafts, block, (number, unit), (low, high))
    return drafts


def _unit(block: Block, low: int, high: int) -> list[Finding]:
    verbs = find(block.tokens, block.quoted, low, high)
    loose = [
        noun
        for noun in nouns(block.tokens, block.quoted, low, high)
        if all(noun.end <= verb.start or noun.start >= verb.end for verb in verbs)
    ]
    return sorted([*verbs, *loose], key=lambda finding: (finding.start, finding.end))


def _add(drafts: list[_Draft], block: Block, number: int, unit: int, found: Iterable[Finding]) -> None:
    for finding in found:
        drafts.append(_Draft(finding, number, unit))
        _nest(drafts, block, len(drafts) - 1)


def _nest(drafts: list[_Draft], block: Block, parent: int) -> None:
    outer = drafts[parent]
    if outer.depth >= _DEPTH:
        return
    for start, end in outer.finding.content:
        if (start, end) in outer.finding.cue:
            continue
        for finding in inside(block.tokens, start, end):
            drafts.append(_Draft(finding, outer.block, outer.unit, parent, outer.depth + 1))
            _nest(drafts, block, len(drafts) - 1)


def _continue(drafts: list[_Draft], block: Block, place: tuple[int, int], unit: tuple[int, int]) -> None:
    """Give a sentence that is nothing but quotation to the speaker of the quotation just before it."""
    inside = range(*unit)
    plain = not any(block.quoted[i] for i in inside)
    if not drafts or plain or any(block.tokens[i].word and not block.quoted[i] for i in inside):
        return
    index = next(i for i in range(len(drafts) - 1, -1, -1) if drafts[i].depth == 0)
    last = drafts[index]
    reached = last.more[-1][0] if last.more else last.block
    follows = reached == place[0] or (place[1] == 0 and reached == place[0] - 1)
    if last.finding.quoted and follows and len(last.more) < _LONGEST_QUOTATION:
        drafts[index] = replace(last, more=(*last.more, (place[0], *unit)))


def _mention(parts: Sequence[Block], draft: _Draft) -> Mention:
    finding, block = draft.finding, parts[draft.block]
    prior = _prior(block, finding.source) if finding.source else None
    return Mention(block, finding.source, (draft.block, draft.unit), finding.naming, draft.parent, prior)


def _prior(block: Block, source: Phrase) -> Phrase | None:
    """The noun phrase that `who` or `which` continues."""
    if block.tokens[source.start].lower not in RELATIVES | {"that"} or source.start == 0:
        return None
    stop = source.start - (block.tokens[source.start - 1].text == ",")
    return phrase_before(block.tokens, max(0, stop - 20), stop) if stop > 0 else None


def _spans(block: Block, ranges: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    return tuple(Span(block.tokens[start].start, block.tokens[end - 1].end) for start, end in ranges if end > start)


def _statement(
    article: Article, parts: Sequence[Block], drafts: Sequence[_Draft], sources: Sequence[Source], *, number: int, title: Span | None
) -> Statement:
    draft, source = drafts[number], sources[number]
    finding, block = draft.finding, parts[draft.block]
    content = _spans(block, finding.content)
    for place, start, end in draft.more:
        content += _spans(parts[place], [(start, end)])
    words = [token for start, end in finding.content for token in block.tokens[start:end]]
    cue = _spans(block, finding.cue)
    extent = _extent(block, parts, draft, (*content, *cue, *((source.span,) if source.span else ())))
    return Statement(
        id=content_id("statement", article.id, *content, *cue, source.text, source.span),
        article_id=article.id,
        extent=extent,
        source=source,
        content=tuple(sorted(content)),
        cue=cue,
        cue_text=finding.lemma,
        act=acts.act(finding, words),
        polarity=polarity(words),
        certainty=certainty(words, finding.certainty),
        chain=_chain(drafts, sources, number),
        headline=title is not None and overlap(extent, title) > 0,
        confidence=_confidence(draft),
    )


def _extent(block: Block, parts: Sequence[Block], draft: _Draft, spans: Sequence[Span]) -> Span:
    """The sentences that hold all spans."""
    low, high = block.units[draft.unit]
    ends = [block.tokens[high - 1].end, *(parts[place].tokens[end - 1].end for place, _, end in draft.more)]
    starts = [block.tokens[low if draft.unit else 0].start, *(span.start for span in spans)]
    return Span(min(starts), max([*ends, *(span.end for span in spans)]))


def _chain(drafts: Sequence[_Draft], sources: Sequence[Source], number: int) -> tuple[Source, ...]:
    """The sources that an attribution stands in, outermost first; `I` in somebody's words is the same voice, not hearsay."""
    chain = [sources[number]]
    parent, same = drafts[number].parent, is_first_person(sources[number])
    while parent is not None:
        chain[:0] = [] if same else [sources[parent]]
        same = is_first_person(sources[parent])
        parent = drafts[parent].parent
    return tuple(chain) if len(chain) > 1 else ()


def _confidence(draft: _Draft) -> float:
    value = draft.finding.strength * _NESTED**draft.depth
    return round(value * (_CONTINUED if draft.more else 1), 3)


def _own_voice(article: Article, parts: Sequence[Block], spoken: Sequence[Statement], title: Span | None) -> Iterator[Statement]:
    """One statement for each sentence that no attribution covers."""
    covered = sorted(statement.extent for statement in spoken)
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
                )


def _within(block: Block, sentence: Span) -> Sequence[Token]:
    first = bisect_left(block.tokens, sentence.start, key=_start)
    return block.tokens[first : bisect_left(block.tokens, sentence.end, key=_start)]


def _start(token: Token) -> int:
    return token.start
