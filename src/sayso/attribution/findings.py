"""What the tagger found, put in its place: which paragraph and sentence, which words, and how the cue reads.

The tagger gives positions and knows no grammar; from here on there are tokens, phrases and readings. The text is handed to it with every
cut blanked out, so that positions stay those of the article.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path

from sayso.attribution.cue_readings import CueReading, read_cue
from sayso.attribution.grammar import DETERMINERS, OPENERS, PREPOSITIONS, QUOTES, RELATIVES, Token, is_verb_like
from sayso.attribution.naming import can_speak
from sayso.attribution.phrases import PLACING, Phrase, phrase_after
from sayso.attribution.tagger import FoundStatement, Tagger
from sayso.attribution.units import Block
from sayso.model import Article, Span

__all__ = ["Finding", "findings", "places_of", "shipped_tagger", "tokens_of"]

_DASHES = frozenset("— –".split())
_BREAKS = frozenset(", — –".split())
_MARKS = frozenset(". , ; :".split())
_CITING = frozenset({"cite", "quote", "citing", "quoting"})
_LONGEST_NAME = 12
_STOPS = frozenset(".!?:…\"”’'")
_OWNERS = frozenset("his her their its".split())
_TERMS = frozenset(
    {("not", "to", "be"), ("speaking", "on", "condition"), ("spoke", "on", "condition"), ("on", "condition", "of"), ("asked", "not", "to")}
)
_QUOTED_AS = frozenset({"be quoted as saying", "be cited as saying", "be reported as saying", "be heard saying"})
"""Cues whose subject speaks, though they are in the passive."""
_SPEAKING = frozenset("say says said reckon reckons reckoned believe believes believed insist insists insisted".split())
"""Verbs behind which the speaker may stand, after what is said."""
DEPTH = 2
"""How deep contents are read again for what is reported in them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One attribution with its place and reading."""

    source: Span | None
    """Who speaks; None where nobody is named."""
    cue: tuple[Span, ...]
    """The cue."""
    content: tuple[Span, ...]
    """What is said."""
    reading: CueReading
    """What the cue does."""
    place: tuple[int, int]
    """Number of its paragraph and of its sentence in it."""
    confidence: float
    """Chance that source and content are right."""
    sure: bool = False
    """Whether that chance is in the range in which 92 of 100 were right."""
    phrase: tuple[int, Phrase] | None = None
    """Paragraph and tokens of the source, its apposition set apart."""
    parent: int | None = None
    """Number of the finding in whose content it stands."""
    depth: int = 0
    """How many findings it stands in."""

    @property
    def spans(self) -> tuple[Span, ...]:
        """All its spans, in order."""
        return tuple(sorted((*self.cue, *self.content, *((self.source,) if self.source else ()))))


@cache
def shipped_tagger() -> Tagger:
    """Return the tagger that the package ships, loaded once a process."""
    with resources.as_file(resources.files("sayso.attribution").joinpath("model")) as folder:
        return Tagger(Path(folder))


def findings(article: Article, parts: Sequence[Block], tagger: Tagger) -> list[Finding]:
    """Return the attributions of an article, each before those that stand in it, in the order of the text.

    >>> from sayso.attribution.units import blocks
    >>> article = Article("a", "a", "0", "The ministry denied that a contract had been signed.")
    >>> [finding.reading.lemma for finding in findings(article, blocks(article), shipped_tagger())]
    ['deny']
    """
    placed: list[Finding] = []
    for found in tagger.read(_readable(article, parts), DEPTH):
        _place(found, parts, placed, None, 0)
    return _cited_as_content(placed, parts)


def _cited_as_content(placed: list[Finding], parts: Sequence[Block]) -> list[Finding]:
    """The findings, those that only name whom another one cites (`said, citing two officials`) made links of its chain."""
    hosts = {finding.place: number for number, finding in reversed(list(enumerate(placed))) if not _names_only(finding, parts)}
    for number, finding in enumerate(placed):
        host = hosts.get(finding.place)
        if host is not None and host < number and finding.depth == placed[host].depth and _names_only(finding, parts):
            cited = _phrase(parts, finding.content[0])
            outer = placed[host]
            placed[number] = replace(
                finding, source=finding.content[0], content=outer.content, phrase=cited, parent=host, depth=outer.depth + 1, sure=False
            )
    return placed


def _names_only(finding: Finding, parts: Sequence[Block]) -> bool:
    words = tokens_of(parts, finding.content)
    speaks = len(words) <= _LONGEST_NAME and can_speak(" ".join(token.text for token in words))
    return finding.reading.lemma in _CITING and finding.reading.content == "np" and speaks


def _readable(article: Article, parts: Sequence[Block]) -> str:
    """The text with line ends in place of all that no unit holds (cuts, datelines), as long as the text itself."""
    pieces: list[str] = []
    reached = 0
    for block in parts:
        start = block.tokens[block.units[0][0]].start if block.units else block.span.end
        pieces += ["\n" * (start - reached), article.text[start : block.span.end]]
        reached = block.span.end
    return _with_stop("".join([*pieces, "\n" * (len(article.text) - reached)]), parts)


def _with_stop(text: str, parts: Sequence[Block]) -> str:
    """The text with a full stop in place of the line end behind an opening line that has none: a headline runs into no sentence.

    `Norland denies deal, says talks go on` is left as it is: with a full stop the second half is read as what is denied.
    """
    end = parts[0].span.end if len(parts) > 1 else 0
    ends_open = end > 0 and text[end : end + 2] == "\n\n" and text[end - 1] not in _STOPS and "," not in text[:end]
    return f"{text[:end]}.{text[end + 1 :]}" if ends_open else text


def _place(found: FoundStatement, parts: Sequence[Block], placed: list[Finding], parent: int | None, depth: int) -> None:
    """Append a finding and those inside it; one whose cue or content lies outside the readable words is left out with them."""
    finding = _finding(found, parts, parent, depth)
    if finding is None:
        return
    number = len(placed)
    placed.append(finding)
    if found.cited:
        placed.extend(_cited(finding, found.cited, parts, number))
    for inner in found.inner:
        _place(inner, parts, placed, number, depth + 1)


def _cited(outer: Finding, cited: tuple[tuple[int, int], tuple[int, int]], parts: Sequence[Block], parent: int) -> Iterator[Finding]:
    """Yield whom a source cites, as one who says the same inside its words."""
    cue, sources = _spans(parts, cited[:1]), _spans(parts, cited[1:])
    if cue and sources and _can_be_source(parts, sources[0]):
        reading, _ = _reading(parts, cue[0], "tag")
        phrase = _phrase(parts, sources[0])
        yield replace(outer, source=sources[0], cue=cue, reading=reading, phrase=phrase, sure=False, parent=parent, depth=outer.depth + 1)


def _finding(found: FoundStatement, parts: Sequence[Block], parent: int | None, depth: int) -> Finding | None:
    cue = _spans(parts, found.cue)
    content = tuple(_trimmed(parts, span) for span in _spans(parts, found.content) if not _asks_for_anonymity(parts, span))
    source = next((_with_name(parts, span) for span in _spans(parts, found.source) if _can_be_source(parts, span)), None)
    if not cue or not _says_something(parts, content) or not (source or any(token.word for token in tokens_of(parts, cue))):
        return None
    reading, place = _reading(parts, cue[0], _pattern(parts, cue[0], content[0]))
    if _loses_a_post(parts, cue[0], reading):
        return None
    source = source or (_owner(parts, cue[0]) if reading.naming else None) or _beside(parts, cue[0], content, reading)
    if source and reading.impersonal and reading.content == "inf":
        content = (source, *content)
        source = None
    elif source is None and reading.lemma in _QUOTED_AS and len(content) > 1 and content[0] < cue[0]:
        source, content = content[0], content[1:]
    if reading.lemma in _QUOTED_AS:
        content = tuple(_past_saying(parts, span) for span in content)
    phrase = _phrase(parts, source) if source else None
    return Finding(source, cue, content, reading, place, found.confidence, found.sure, phrase, parent, depth)


def _reading(parts: Sequence[Block], cue: Span, pattern: str) -> tuple[CueReading, tuple[int, int]]:
    """What a cue does, and where it stands."""
    home = _block_at(parts, cue.start)
    start, end = token_range(parts[home], cue)
    return read_cue(parts[home].tokens, start, end, pattern), (home, _unit_at(parts[home].units, start))


def _says_something(parts: Sequence[Block], content: Sequence[Span]) -> bool:
    """Whether a content holds more than small words: a lone `the` or `to` is none."""
    return any(token.word and token.lower not in DETERMINERS | PREPOSITIONS for token in tokens_of(parts, content))


def _asks_for_anonymity(parts: Sequence[Block], span: Span) -> bool:
    """Whether words tell on what terms somebody spoke, not what was said: `asking not to be named`."""
    opening = tuple(token.lower for token in tokens_of(parts, [span])[:4])
    return opening[:3] in _TERMS or opening[1:] in _TERMS


def _owner(parts: Sequence[Block], cue: Span) -> Span | None:
    """Whose a noun cue is where a pronoun in or before it says so: `its report of 26 May that`."""
    block = parts[_block_at(parts, cue.start)]
    start, _ = token_range(block, cue)
    return next((Span(token.start, token.end) for token in block.tokens[max(0, start - 1) : start + 1] if token.lower in _OWNERS), None)


def _loses_a_post(parts: Sequence[Block], cue: Span, reading: CueReading) -> bool:
    """Whether a passive `dismissed from the army` tells of somebody who loses a post, not of words."""
    tokens = parts[_block_at(parts, cue.start)].tokens
    _, end = token_range(parts[_block_at(parts, cue.start)], cue)
    beside = [token.lower for token in tokens[end - 1 : end + 1]]
    return reading.passive and reading.lemma == "dismiss" and "from" in beside


def _beside(parts: Sequence[Block], cue: Span, content: Sequence[Span], reading: CueReading) -> Span | None:
    """Who stands beside a verb of speech for which the tagger found nobody: `..., says the union`, and in a headline `Norlink admits it`.

    Elsewhere than in headlines, taking the name before the verb costs PolNeAR .1 of F1.
    """
    home = _block_at(parts, cue.start)
    block = parts[home]
    start, end = token_range(block, cue)
    if end - start != 1 or reading.passive or reading.impersonal:
        return None
    low, high = block.units[_unit_at(block.units, start)]
    if content[0].end <= cue.start:
        said = block.tokens[start].lower in _SPEAKING and block.tokens[start - 1].text in QUOTES | {","}
        phrase = phrase_after(block.tokens, end, high) if said else None
    else:
        named = home == low == 0 and all(token.capital for token in block.tokens[:start]) and block.tokens[start].text.islower()
        phrase = Phrase(low, start) if named and low < start and content[0].start >= cue.end else None
    return Span(block.tokens[phrase.start].start, block.tokens[phrase.end - 1].end) if phrase else None


def _with_name(parts: Sequence[Block], span: Span) -> Span:
    """A source that is set between dashes, with the name before it: `Orne — the envoy — said`."""
    tokens = parts[_block_at(parts, span.start)].tokens
    start, end = token_range(parts[_block_at(parts, span.start)], span)
    closed = any(token.text in _DASHES for token in tokens[end - 1 : end + 1])
    first = start - 1
    if closed and tokens[start].lower in DETERMINERS and first > 0 and tokens[first].text in _DASHES:
        while first > 0 and tokens[first - 1].capital:
            first -= 1
    return Span(tokens[first].start, span.end) if first < start - 1 else span


def _past_saying(parts: Sequence[Block], span: Span) -> Span:
    """A content without the `saying` of `was quoted as saying`."""
    tokens = tokens_of(parts, [span])
    return Span(tokens[1].start, span.end) if len(tokens) > 1 and tokens[0].lower == "saying" else span


def _can_be_source(parts: Sequence[Block], span: Span) -> bool:
    """Whether words can speak at all: a place (`outside Norland`) cannot."""
    tokens = tokens_of(parts, [span])
    return any(token.word for token in tokens) and tokens[0].lower not in PLACING


def _trimmed(parts: Sequence[Block], span: Span) -> Span:
    """A content without the mark that ends its sentence."""
    tokens = tokens_of(parts, [span])
    last = tokens[-1]
    ends = len(tokens) > 1 and last.text in _MARKS and last.end == span.end
    return Span(span.start, tokens[-2].end) if ends else span


def _first(pair: tuple[int, int]) -> int:
    return pair[0]


def _block_at(parts: Sequence[Block], position: int) -> int:
    return max(0, bisect_right(parts, position, key=_block_start) - 1)


def _block_start(block: Block) -> int:
    return block.span.start


def _token_start(token: Token) -> int:
    return token.start


def _token_end(token: Token) -> int:
    return token.end


def token_range(block: Block, span: Span) -> tuple[int, int]:
    """The tokens of a paragraph that a span touches."""
    return bisect_right(block.tokens, span.start, key=_token_end), bisect_left(block.tokens, span.end, key=_token_start)


def tokens_of(parts: Sequence[Block], spans: Sequence[Span]) -> tuple[Token, ...]:
    """Return the tokens that spans touch, in the order of the spans."""
    found: list[Token] = []
    for span in spans:
        block = parts[_block_at(parts, span.start)]
        start, end = token_range(block, span)
        found.extend(block.tokens[start:end])
    return tuple(found)


def places_of(finding: Finding, parts: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Yield the places (paragraph, sentence) that a finding touches."""
    for span in finding.spans:
        number = _block_at(parts, span.start)
        first, last = token_range(parts[number], span)
        units = parts[number].units
        yield from ((number, unit) for unit in range(_unit_at(units, first), _unit_at(units, max(first, last - 1)) + 1))


def _unit_at(units: Sequence[tuple[int, int]], token: int) -> int:
    return max(0, bisect_right(units, token, key=_first) - 1)


def _spans(parts: Sequence[Block], bounds: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """The bounds as spans, without dateline and without those that hold no word."""
    return tuple(span for start, end in bounds for span in _clipped(parts, start, end))


def _clipped(parts: Sequence[Block], start: int, end: int) -> Iterator[Span]:
    block = parts[_block_at(parts, start)]
    if not block.units:
        return
    start = max(start, block.tokens[block.units[0][0]].start)
    end = min(end, block.span.end)
    first, last = token_range(block, Span(start, end))
    if start < end and any(token.text != " " for token in block.tokens[first:last]):
        yield Span(start, end)


def _phrase(parts: Sequence[Block], source: Span) -> tuple[int, Phrase] | None:
    """Paragraph and tokens of a source, what is said of it set apart."""
    number = _block_at(parts, source.start)
    start, end = token_range(parts[number], source)
    return (number, _core(parts[number].tokens, start, end)) if start < end else None


def _core(tokens: Sequence[Token], start: int, end: int) -> Phrase:
    """Who speaks, up to the comma, dash or relative pronoun that opens an apposition; the commas of a list open none."""
    listed = _is_list(tokens, start, end)
    for index in range(start + 1, end):
        mark = tokens[index].text in _BREAKS
        if tokens[index].lower in RELATIVES or (mark and not listed):
            rest = (index + mark, end - (tokens[end - 1].text in _BREAKS))
            return Phrase(start, index, rest if rest[0] < rest[1] else None)
    return Phrase(start, end)


def _is_list(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether commas part several who speak: `Norland, Vesturia and Ostania`."""
    commas = [index for index in range(start, end - 1) if tokens[index].text == ","]
    names = all(tokens[index + 1].capital for index in commas)
    return bool(commas) and names and any(token.lower in ("and", "or") for token in tokens[commas[-1] : end])


def _pattern(parts: Sequence[Block], cue: Span, content: Span) -> str:
    """How a content begins, which decides between the senses of a cue."""
    block = parts[_block_at(parts, content.start)]
    start, end = token_range(block, content)
    first = block.tokens[start]
    quoted = first.text in QUOTES or (block.quoted[start] and not block.quoted[max(0, start - 1)])
    if quoted:
        return "quote"
    if content.start < cue.start:
        return "tag"
    return _opening(block.tokens[start:end])


def _opening(tokens: Sequence[Token]) -> str:
    word = tokens[0].lower
    if word in OPENERS:
        return "that"
    if word in ("to", "as"):
        return "inf" if word == "to" else "as"
    if word.endswith("ing") and word not in ("nothing", "something", "anything", "everything"):
        return "gerund"
    return "bare" if any(is_verb_like(token) for token in tokens[1:16]) else "np"
