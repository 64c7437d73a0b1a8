"""What differs between two captures of one page, word by word, so that an edit can be read and not only believed.

`difflib` on words is quadratic where words repeat. So words that stand once in both texts are aligned first (patience diff), and what lies
between is compared by Myers' algorithm up to a bound. Beyond the bound a stretch is shown as replaced: still exact, only coarser. The runs
put together give back both texts character for character.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sayso.errors import NotFoundError
from sayso.model import Article, ArticleVersion, Match, Sdqc
from sayso.report.index import Index, voices
from sayso.report.records import CaptureChange, Run, Voice

__all__ = ["captures_of", "changes_of_capture", "compare_words"]

_TOKEN = re.compile(r"[^\W_]+(?:['’.,\-‑][^\W_]+)*\s*|\s+|.\s*", re.DOTALL)
_MOST_EDITS = 800
"""Words that may differ in a stretch without a word that stands once in both; the work grows with the square. Tried on two texts of 20,000
words each: shuffled words cost .35 s at 160, .76 s from 800 on; words of two kinds at random .01 s at 160, .12 s at 800, .47 s at 1,600. At
1,600 hardly more words are kept than at 800 (1,599 against 1,581 of words as frequent as in English)."""
_DEEPEST = 12
"""How often a stretch is aligned anew inside itself; real texts need three or four."""

Place = tuple[int, int]


def compare_words(before: str, after: str) -> tuple[Run, ...]:
    """Return the words of two texts as runs that are kept, removed or added, in reading order; what is removed stands before what is added.

    >>> [(run.role, run.text) for run in compare_words("The pier was sold.", "The pier was not sold.")]
    [('kept', 'The pier was '), ('added', 'not '), ('kept', 'sold.')]
    """
    one, other = _TOKEN.findall(before), _TOKEN.findall(after)
    return tuple(_runs(one, other, sorted(_matches(one, other))))


def _runs(one: Sequence[str], other: Sequence[str], matches: Sequence[Place]) -> Iterator[Run]:
    first = second = 0
    kept: list[str] = []
    for here, there in (*matches, (len(one), len(other))):
        removed, added = "".join(one[first:here]), "".join(other[second:there])
        if kept and (removed or added or here == len(one)):
            yield Run("".join(kept), "kept")
            kept = []
        if removed:
            yield Run(removed, "removed")
        if added:
            yield Run(added, "added")
        if here < len(one):
            kept.append(one[here])
        first, second = here + 1, there + 1


def _matches(one: Sequence[str], other: Sequence[str]) -> Iterator[Place]:
    """Yield the places of words that are kept."""
    waiting = [(0, len(one), 0, len(other), 0)]
    while waiting:
        start, end, begin, stop, depth = waiting.pop()
        while start < end and begin < stop and one[start] == other[begin]:
            yield start, begin
            start, begin = start + 1, begin + 1
        while start < end and begin < stop and one[end - 1] == other[stop - 1]:
            end, stop = end - 1, stop - 1
            yield end, stop
        if start == end or begin == stop:
            continue
        anchors = _anchors(one, other, (start, end, begin, stop)) if depth < _DEEPEST else []
        if anchors:
            yield from anchors
            edges = [(start - 1, begin - 1), *anchors, (end, stop)]
            waiting.extend((a + 1, c, b + 1, d, depth + 1) for (a, b), (c, d) in itertools.pairwise(edges))
        else:
            yield from ((start + here, begin + there) for here, there in _common(one[start:end], other[begin:stop]))


def _anchors(one: Sequence[str], other: Sequence[str], bounds: tuple[int, int, int, int]) -> list[Place]:
    """Return the words that stand once in both stretches, as many as keep one order."""
    start, end, begin, stop = bounds
    mine, theirs = Counter(one[start:end]), Counter(other[begin:stop])
    places = {word: place for place, word in enumerate(other[begin:stop], begin) if theirs[word] == 1 == mine.get(word)}
    return _longest_rising([(place, places[word]) for place, word in enumerate(one[start:end], start) if word in places])


def _longest_rising(pairs: Sequence[Place]) -> list[Place]:
    """Return the longest part of pairs that rises in both places."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, there) in enumerate(pairs):
        length = bisect.bisect_left(tails, there)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [there]
        ends[length : length + 1] = [number]
    found: list[Place] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _common(one: Sequence[str], other: Sequence[str]) -> list[Place]:
    """Return a longest common subsequence as places, by Myers (1986); nothing where more than `_MOST_EDITS` words differ."""
    farthest, trail = {1: 0}, []
    for edits in range(min(len(one) + len(other), _MOST_EDITS) + 1):
        trail.append(dict(farthest))
        for diagonal in range(-edits, edits + 1, 2):
            down = diagonal == -edits or (diagonal != edits and farthest[diagonal - 1] < farthest[diagonal + 1])
            here = farthest[diagonal + 1] if down else farthest[diagonal - 1] + 1
            while here < len(one) and 0 <= here - diagonal < len(other) and one[here] == other[here - diagonal]:
                here += 1
            farthest[diagonal] = here
            if here >= len(one) and here - diagonal >= len(other):
                return _walked_back(trail, len(one), len(other))
    return []


def _walked_back(trail: Sequence[dict[int, int]], here: int, there: int) -> list[Place]:
    found: list[Place] = []
    for edits in range(len(trail) - 1, -1, -1):
        farthest, diagonal = trail[edits], here - there
        down = diagonal == -edits or (diagonal != edits and farthest[diagonal - 1] < farthest[diagonal + 1])
        from_here = farthest[diagonal + 1] if down else farthest[diagonal - 1]
        from_there = from_here - (diagonal + 1 if down else diagonal - 1)
        while here > max(from_here, 0) and there > max(from_there, 0) and here - 1 >= 0:
            here, there = here - 1, there - 1
            found.append((here, there))
        here, there = from_here, from_there
    return found[::-1]


def captures_of(index: Index, article_id: str) -> tuple[ArticleVersion, ...]:
    """Return all captures of an article's page, first one first; none where it was captured once and nothing became of it.

    >>> from sayso.model import LedgerView
    >>> from sayso.report.index import index_view
    >>> captures_of(index_view(LedgerView(*[()] * 14)), "article-1")
    ()
    """
    mine = index.versions.get(article_id)
    if mine is None or not mine.url:
        return () if mine is None else (mine,)
    same = (version for version in index.versions.values() if version.url == mine.url)
    return tuple(sorted((version for version in same if _one_page(index, version, mine)), key=lambda version: version.number))


def _one_page(index: Index, version: ArticleVersion, mine: ArticleVersion) -> bool:
    """Tell whether two captures of one address are of one page; two outlets that give one address are each alone."""
    if version.article_id == mine.article_id:
        return True
    one, other = index.articles[version.article_id].outlet or "", index.articles[mine.article_id].outlet or ""
    return not one or not other or one.casefold() == other.casefold()


def changes_of_capture(index: Index, article_id: str) -> CaptureChange:
    """Return what a capture has otherwise than the one before it: headline, words and date, and the denial after which it changed.

    Raises `NotFoundError` where it is the first capture of its page.
    """
    version = index.versions.get(article_id)
    if version is None or version.previous is None:
        raise NotFoundError(f"{article_id} is the first capture of its page; there is none before it to compare with.")
    earlier, later = index.articles[version.previous], index.articles[article_id]
    return CaptureChange(
        earlier,
        later,
        version,
        compare_words(earlier.title or "", later.title or ""),
        compare_words(earlier.text, later.text),
        compare_words(earlier.published_at or "", later.published_at or ""),
        None if version.extraction_only else _denial_between(index, earlier, later),
    )


def _denial_between(index: Index, earlier: Article, later: Article) -> Voice | None:
    """Return the last denial, elsewhere, of what the earlier capture supports that was public before the later one was seen."""
    seen = index.recorded_at.get(later.id, "")[:10]
    start = (earlier.published_at or index.recorded_at.get(earlier.id, ""))[:10]
    told = {match.claim_id for match in _all(index) if match.article_id == earlier.id and match.stance.sdqc is Sdqc.SUPPORT}
    denials = [
        voice
        for claim_id in sorted(told)
        for voice in voices(index, claim_id)
        if voice.stance.sdqc is Sdqc.DENY and voice.article.id not in {earlier.id, later.id} and start <= (voice.date or "")[:10] <= seen
    ]
    return max(denials, key=lambda voice: (voice.date or "", voice.party is not None, voice.anchor), default=None)


def _all(index: Index) -> Iterable[Match]:
    return itertools.chain.from_iterable(index.matches.values())
