"""When things are said and when they happen, as far as the words of an English news text tell.

Measured on the 840 training articles of PolNeAR (US politics, 2015 and 2016), read with the dates in their file names: 19 of 100 of the
28,327 sentences tell a time, 6,035 times in all. Of 60 picked at random after the last change, the words of all were a time and the
values of 58 were right by reading; of 120 looked at while the rules were made, 112 with the rules as they are. What goes wrong is mostly
a day or month whose year or week only the story tells (`the November election` in April, `Monday's caucus` before it is held).

Which time belongs to what was looked at in 60 statements of that corpus with a time in their sentence, source, cue and content as
annotated: 21 of 24 `said_on` and 9 of 11 `happened` were right. Tried and left: where every time in the content stands in a clause that
hangs on another (`the deal that was signed in 2029`), taking the first of them; 5 of 25 dated what is told.

Not read: holidays, hours, centuries, `a few days ago`, fiscal years, `since then`, and dates in figures that fit two orders. Seasons are
those of the northern half of the world.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sayso.attribution.stretches import DAY, Stretch, iso, published_on
from sayso.attribution.times_phrases import Context, Point, read
from sayso.model import Span, When, WhenBasis
from sayso.text import contains

__all__ = ["times", "told_times"]

# No time begins inside a word, an address, a sum or a longer figure; two hyphens are a dash.
_START = re.compile(r"(?<![\w@#/&])(?<!(?<!-)-)(?:[A-Za-z]+|(?<![.,:$€£¥])[0-9]+)")
_JOIN = re.compile(r",?\s{1,3}(?:and|or)\s{1,3}")
_MARKS = re.compile(r"[,;:.!?()\[\]\"“”—–]|\s-\s|--|(?<!\w)['‘]|['’](?!\w)")
_OPENS_CLAUSE = re.compile(
    r"\b(?:who|whom|whose|which|that|what|when|where|after|before|because|while|as|since|until|although|though|if|unless|whether|than"
    r"|following|amid|despite|and|but)\b",
    re.IGNORECASE,
)
_OPENS_RELATIVE = re.compile(
    r"\b(?:who|whom|whose|which|that|when|where|after|before|because|while|since|until|although|though|if|unless|as|than)\b", re.IGNORECASE
)
_FRONTED = re.compile(
    r"\W{0,3}(?:(?:also|and|but|then|late|early|earlier|later|just)\b\s{0,3}){0,2}(?:$|in|on|at|during|speaking|asked|appearing|writing)(?!\w)",
    re.IGNORECASE,
)
_AT_HEAD = re.compile(r"\s{1,3}(?:on\s{1,3}|late\s{1,3}|early\s{1,3}|earlier\s{1,3})?", re.IGNORECASE)
# `will be signed on Friday` and `ahead of Friday's vote` lie ahead; `will appeal after a ruling on Friday` does not.
_AHEAD = re.compile(
    r"(?:\b(?:will|wo|shall|must|would(?! have)|ahead of|upcoming|due|scheduled|set (?:to|for)|going to"
    r"|(?:plan|hope|expect|vow|promise|need|want)(?:s|ed)? to)\b|['’]ll\b)"
    r"(?:(?!\b(?:after|since|because|did|was|were|had|that|who|which|than|as|when|said|told|wrote|tweeted|announced|reported)\b)"
    r"[^.,;:!?\"“”—()]){0,80}$"
)
_LOOK_BACK = 1_000
"""Code points before a span in which `the next day` may find the day before; about three paragraphs of news."""
_CLAUSE = 300
"""Code points to either side of a time in which its clause ends."""


def times(text: str, span: Span, published: str | None, future: bool = False) -> tuple[When, ...]:
    """Return every time told inside a span, in order, with its words; what cannot be placed on the calendar is left out.

    `published` is an ISO date of any precision. With `future`, weekdays and dates without a year lie ahead of it, not behind.

    >>> text = "The talks of 3 May 2031 ended a day later; on Thursday they resumed."
    >>> [(when.span.cut(text), when.value, when.basis.value) for when in times(text, Span(0, len(text)), "2031-05-16")]
    [('3 May 2031', '2031-05-03', 'stated'), ('a day later', '2031-05-04', 'text'), ('Thursday', '2031-05-15', 'publication')]
    """
    context = Context(text, min(span.end, len(text)), published_on(published), future)
    return tuple(When(iso(stretch), basis, words) for words, stretch, basis in _stretches(span, context))


def _stretches(span: Span, context: Context, look_back: bool = True) -> Iterator[tuple[Span, Stretch, WhenBasis]]:
    """Yield each time as words, days and basis; those of no value take their words with them."""
    reached, last = max(0, span.start), None
    for word in _START.finditer(context.text, reached, max(reached, span.end)):
        if word.start() < reached:
            continue
        licensed = last is not None and last.grain < DAY and bool(_JOIN.fullmatch(context.text, reached, word.start()))
        point = _ahead(read(word.start(), context, licensed), word.start(), context, licensed)
        if point and point.basis is WhenBasis.TEXT and look_back and context.anchor is None:
            context, look_back = replace(context, anchor=_told_before(span.start, context)), False
            point = read(word.start(), context, licensed)
        if not point:
            continue
        reached, last = point.end, point.stretch
        if point.stretch:
            context = replace(context, anchor=point.stretch)
            yield Span(word.start(), point.end), point.stretch, point.basis


def _ahead(point: Point | None, start: int, context: Context, licensed: bool) -> Point | None:
    """The same time read as lying ahead, where the words before it say so."""
    if not point or point.basis is not WhenBasis.PUBLICATION or context.future:
        return point
    ahead = _AHEAD.search(context.text, max(0, start - 90), start)
    return read(start, replace(context, future=True), licensed) if ahead else point


def _told_before(start: int, context: Context) -> Stretch | None:
    """The last time told shortly before a place."""
    before = Span(max(0, start - _LOOK_BACK), start)
    told = [stretch for _, stretch, _ in _stretches(before, replace(context, end=start), look_back=False)]
    return told[-1] if told else None


def told_times(
    text: str, extent: Span, content: tuple[Span, ...], cue: tuple[Span, ...], published: str | None, *, future_content: bool = False
) -> tuple[When | None, When | None]:
    """Return when a statement was made and when what it tells of happens: `said_on`, `happened`, each None where that is not told.

    >>> text = "Orne said on Thursday that the port had closed on 3 May."
    >>> said_on, happened = told_times(text, Span(0, 56), (Span(22, 55),), (Span(5, 9),), "2031-05-16")
    >>> (said_on.value, happened.value)
    ('2031-05-15', '2031-05-03')
    """
    told = times(text, extent, published)
    said = next((when for when in _by_distance(told, cue) if _dates_the_cue(text, extent, when.span, content, cue)), None)
    ahead = times(text, extent, published, future=True) if future_content and told else told
    inside = [when for when in ahead if any(contains(span, when.span) for span in content) and (not said or when.span != said.span)]
    plain = (when for when in inside if not _is_subordinate(text, when.span, content))
    return said, next(plain, None)


def _by_distance(told: tuple[When, ...], cue: tuple[Span, ...]) -> list[When]:
    """The times, those nearest to a cue first."""
    return sorted(told, key=lambda when: (min((_gap(when.span, span) for span in cue), default=0), when.span))


def _gap(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _dates_the_cue(text: str, extent: Span, when: Span, content: tuple[Span, ...], cue: tuple[Span, ...]) -> bool:
    """Whether a time stands with the cue: in its clause, or in an adverbial that opens the sentence; never in another clause."""
    holder = next((span for span in content if contains(span, when)), None)
    if holder:
        return any(_heads(text, holder, when, span) for span in cue)
    piece = _piece(text, extent, when)
    for span in cue:
        if contains(piece, span):
            between = text[min(when.end, span.end) : max(when.start, span.start)]
            return not _OPENS_CLAUSE.search(between)
    before = text[piece.start : when.start]
    return bool(cue) and (not before.strip() or bool(_FRONTED.match(before))) and not _OPENS_CLAUSE.search(before)


def _heads(text: str, holder: Span, when: Span, cue: Span) -> bool:
    """Whether content begins with the time of the cue, as in `said Thursday the port was closed`."""
    return cue.end <= holder.start and bool(_AT_HEAD.fullmatch(text[cue.end : when.start])) and text[when.end : when.end + 1] != ","


def _piece(text: str, extent: Span, when: Span) -> Span:
    """The words around a time up to the next mark on either side; a comma inside the time is none."""
    marks = [mark.end() for mark in _MARKS.finditer(text, max(extent.start, when.start - _CLAUSE), when.start)]
    following = _MARKS.search(text, when.end, min(extent.end, when.end + _CLAUSE))
    return Span(marks[-1] if marks else extent.start, following.start() if following else extent.end)


def _is_subordinate(text: str, when: Span, content: tuple[Span, ...]) -> bool:
    """Whether a clause that hangs on another has opened before the time and no comma has closed it."""
    holder = next(span for span in content if contains(span, when))
    piece = _piece(text, holder, when)
    opener = re.compile(r"\W*that\b").match(text, piece.start, when.start) if piece.start == holder.start else None
    return bool(_OPENS_RELATIVE.search(text, opener.end() if opener else piece.start, when.start))
