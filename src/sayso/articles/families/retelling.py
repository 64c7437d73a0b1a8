"""Which articles tell what another tells in other words: the same matters in the same order, with the same names, figures and quotations.

Most copying is paraphrase, and runs of words do not see it. Two articles are laid side by side sentence by sentence; sentences that share
enough of their words are aligned, in the same order in both, and what the aligned sentences share is weighed against all that the shorter
text says. Words that the whole story shares (its names, its matter) tell nothing, so a word weighs the less the more of the other texts
about the same matter use it. No language model takes part: a reader can check the words of any alignment by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.articles.families.prints import by_article, common, pairs_sharing
from sayso.articles.families.tokens import Ints, Places, Tokens, word_hashes
from sayso.model import Span

__all__ = ["PARAPHRASE", "RESEMBLANCE", "Retelling", "Telling", "aligned_sentences", "figures_agree", "retellings", "tellings_of"]

PARAPHRASE = 0.40
# Swept on hand-grouped articles of six stories (924 pairs of English articles of one story, 51 of one family): from .40 on 20 of 21 pairs
# are of one family (the other is one that the grouping calls doubtful), from .35 on 22 of 26, from .30 on 28 of 37.
_MOST, _HALF = 0.8, 0.5
# Four of five sentences of the shorter text and half of those of the longer: on the same pairs 15 of the 30 of one family that share no
# runs of words, and that doubtful one; on 180 made paraphrases 179, on 384 pairs with a report of one's own none. .75 took in one more.
RESEMBLANCE = 0.40
# The same figure with every word alike, so that it does not move with the pile: whatever is a paraphrase resembles, and of what resembles
# about half is of one family.
_LEAST = 0.30
"""Below this aligned share nothing is told of a pair: no paraphrase of either kind was below .40."""
_ALIKE = 0.30
_RELATED = 0.50
"""Share of the poorer text's words that both must use before sentences are aligned: the aligned share cannot be much larger."""
_ONE_MATTER = 0.25
"""The same for being about one matter; .15 and .20 gave the same order of pairs, .30 and more lost some."""
_LIKELY = 0.12
_WIDELY_USED = 64
_FEWEST_TERMS = 3
_FEWEST_SENTENCES = 4
_LONGEST = 400
"""Sentences that are compared: a page of more is no article, and the time grows with the square."""
_STOP_WORDS = (
    "the a an and or but of to in on at by for with from as is are was were be been being has have had it its that this these those he she"
    " they his her their him them who whom whose which what when where how why not no nor will would shall should can could may might must"
    " also than then there here after before about over into out up down off back more most very much many such even still just only well"
    " during since while until against between under because however although though without within around among toward towards upon per"
    " each every both either neither another same own other some any all few less least last next now never ever always often yet already"
    " again once whether so if we i you our us your my me do does did done doing s t re ve ll d m said says say saying told tell according"
    " added adding one two three new mr mrs ms dr"
)


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """What an article tells, as the words of each of its sentences; parallel arrays, sorted by term."""

    term: Ints
    """Stems of words that carry meaning, each once a sentence."""
    sentence: Places
    """The sentence that each stands in, from 0."""
    sentences: int
    """How many sentences there are."""
    distinct: Ints
    """The different stems, sorted."""
    figures: Ints
    """The different figures, sorted."""
    start: Places
    """First code point of each sentence."""
    end: Places
    """One past the last code point of each sentence."""


@dataclass(frozen=True, slots=True)
class Retelling:
    """Two articles of which one may retell the other."""

    low: int
    """The earlier one, by place."""
    high: int
    """The later one."""
    plain: float
    """Share of the shorter text that the aligned sentences have in common, every word alike, 0 to 1, whatever else is in the pile."""
    weighed: float
    """The same with words that the story shares weighing less; 0 where it was not needed."""
    covered: tuple[float, float]
    """Share of the sentences of the shorter and of the longer text that are aligned."""

    @property
    def one_text(self) -> bool:
        """Whether one is taken to be a paraphrase of the other.

        >>> Retelling(0, 1, 0.5, 0.2, (0.9, 0.5)).one_text, Retelling(0, 1, 0.5, 0.2, (0.9, 0.3)).one_text
        (True, False)
        """
        return self.weighed >= PARAPHRASE or (self.covered[0] >= _MOST and self.covered[1] >= _HALF)


def tellings_of(batch: Tokens) -> Iterator[Telling]:
    """Yield the telling of each article of a batch that has words; articles come in order.

    >>> from sayso.articles.families.tokens import tokenised
    >>> from sayso.model import Article
    >>> (batch,) = tokenised([Article("a", "a", "a", "The harbour of Oster was closed. The crane fell into its basin.")])
    >>> [(found.sentences, len(found.distinct)) for found in tellings_of(batch)]
    [(2, 6)]
    """
    if not len(batch.article):
        return
    carries = ~np.isin(batch.word, word_hashes(_STOP_WORDS)) & (batch.own | batch.quoted)
    carries &= (batch.end - batch.start >= 3) | batch.digit
    place = np.flatnonzero(carries)
    order = place[by_article(batch.stem[place], batch.sentence[place])]
    order = order[_fresh(batch.stem[order], batch.sentence[order])]
    first = np.flatnonzero(_fresh(batch.sentence[order]))
    owner, kept, number = _numbered(batch.article[order[first]], np.diff(np.concatenate((first, [len(order)]))))
    of_word = np.cumsum(_fresh(batch.sentence[order])) - 1
    chosen = order[kept[of_word]]
    by_term = by_article(batch.stem[chosen], batch.article[chosen])
    told = chosen[by_term]
    fresh = np.flatnonzero(_fresh(batch.stem[told], batch.article[told]))
    figures = told[fresh][batch.digit[told[fresh]]]
    parts = (
        (batch.article[told], (batch.stem[told], number[of_word[kept[of_word]]][by_term])),
        (batch.article[told[fresh]], (batch.stem[told[fresh]],)),
        (batch.article[figures], (batch.stem[figures],)),
        (owner[kept], (_least(batch.start[order], first)[kept], _most(batch.end[order], first)[kept])),
    )
    yield from _divided(int(batch.article[0]), int(batch.article[-1]), parts)


def _fresh(*columns: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell of each row whether it differs from the one before."""
    fresh = np.ones(len(columns[0]), dtype=np.bool_)
    fresh[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return fresh


def _least(values: Places, first: Places) -> Places:
    return np.minimum.reduceat(values, first) if len(first) else values


def _most(values: Places, first: Places) -> Places:
    return np.maximum.reduceat(values, first) if len(first) else values


def _numbered(owner: Places, sizes: Places) -> tuple[Places, NDArray[np.bool_], Places]:
    """Leave out sentences of very few words, such as a line with a name, and number the others article by article."""
    kept = sizes >= _FEWEST_TERMS
    before: Places = np.cumsum(kept) - kept
    begins: Places = before[np.searchsorted(owner, owner)]
    kept &= before - begins < _LONGEST
    return owner, kept, before - begins


def _divided(first: int, last: int, parts: Sequence[tuple[Places, tuple[NDArray[Any], ...]]]) -> Iterator[Telling]:
    """Yield one telling for each article of a batch, cut from the columns of all."""
    bounds = [np.searchsorted(owner, np.arange(first, last + 2)).tolist() for owner, _ in parts]
    for place in range(last - first + 1):
        cut = [column[limits[place] : limits[place + 1]] for limits, (_, columns) in zip(bounds, parts, strict=True) for column in columns]
        yield Telling(cut[0], cut[1], len(cut[4]), *cut[2:])


def retellings(tellings: Sequence[Telling], family: Callable[[int], int]) -> Iterator[Retelling]:
    """Yield the pairs of articles that resemble each other sentence by sentence, most words in common first.

    `family` gives each article's family so far: pairs within one are passed over, also where it grew since the last pair; the copies of a
    text count once where a word's rarity in the story is told.

    >>> list(retellings([], int))
    []
    """
    before = [family(place) for place in range(len(tellings))]
    related = _related(tellings, before)
    around: dict[int, set[int]] = {}
    for _, low, high in related:
        around.setdefault(low, {low}).add(high)
        around.setdefault(high, {high}).add(low)
    for share, low, high in related:
        if share < _RELATED or family(low) == family(high):
            continue
        one, other = sorted((tellings[low], tellings[high]), key=lambda telling: telling.sentences)
        plain, aligned = _aligned(one, other, None)
        if plain < _LEAST:
            continue
        covered = aligned / one.sentences, aligned / other.sentences
        found = Retelling(low, high, plain, 0.0, covered)
        if plain >= PARAPHRASE and not found.one_text:
            found = replace(found, weighed=_aligned(one, other, _rarity(tellings, before, around[low] | around[high]))[0])
        yield found


def _related(tellings: Sequence[Telling], family: Sequence[int]) -> list[tuple[float, int, int]]:
    """Return the pairs that use so many of the same words that they are about one matter, with the share of the poorer one's words."""
    told = [place for place, telling in enumerate(tellings) if telling.sentences >= _FEWEST_SENTENCES]
    if not told:
        return []
    sizes = np.fromiter((len(telling.distinct) for telling in tellings), dtype=np.int64, count=len(tellings))
    families = np.array(family)
    terms = np.concatenate([tellings[place].distinct for place in told])
    pairs = pairs_sharing(terms, np.repeat(np.array(told), sizes[told]), _WIDELY_USED)
    likely = pairs.shared >= np.maximum(4, _LIKELY * np.minimum(sizes[pairs.low], sizes[pairs.high]))
    likely &= families[pairs.low] != families[pairs.high]
    found = []
    for low, high in zip(pairs.low[likely].tolist(), pairs.high[likely].tolist(), strict=True):
        one, other = tellings[low].distinct, tellings[high].distinct
        share = common(one, other) / min(len(one), len(other))
        if share >= _ONE_MATTER:
            found.append((share, low, high))
    return sorted(found, key=lambda item: (-item[0], item[1], item[2]))


def _rarity(tellings: Sequence[Telling], family: Sequence[int], story: Iterable[int]) -> tuple[Ints, NDArray[np.float64]]:
    """Return the words of a story with their weights: log((n + 1) / d) for a word that d of its n texts use."""
    texts: dict[int, list[Ints]] = {}
    for place in sorted(story):
        texts.setdefault(family[place], []).append(tellings[place].distinct)
    used = [parts[0] if len(parts) == 1 else np.unique(np.concatenate(parts)) for parts in texts.values()]
    terms, count = np.unique(np.concatenate(used), return_counts=True)
    return terms, np.log((len(used) + 1) / count)


def _weights(telling: Telling, rarity: tuple[Ints, NDArray[np.float64]] | None) -> NDArray[np.float64]:
    return np.ones(len(telling.term)) if rarity is None else rarity[1][np.searchsorted(rarity[0], telling.term)]


def _aligned(one: Telling, other: Telling, rarity: tuple[Ints, NDArray[np.float64]] | None) -> tuple[float, int]:
    """Return the share of the shorter telling that sentences aligned in the same order have in common, and how many there are."""
    worth, total = _worth(one, other, rarity)
    best = _best_in_order(worth)
    return (float(best[-1][-1]) / total, len(_steps(best))) if total else (0.0, 0)


def _worth(one: Telling, other: Telling, rarity: tuple[Ints, NDArray[np.float64]] | None) -> tuple[NDArray[np.float64], float]:
    """Return for each pair of sentences the weight of the words they share, 0 where not alike, and the weight of the first text."""
    weight, against = _weights(one, rarity), _weights(other, rarity)
    first = np.searchsorted(other.term, one.term, side="left")
    count = np.searchsorted(other.term, one.term, side="right") - first
    here = np.repeat(np.arange(len(one.term)), count)
    there = np.repeat(first - (np.cumsum(count) - count), count) + np.arange(len(here))
    cell = one.sentence[here] * other.sentences + other.sentence[there]
    shared = np.bincount(cell, weight[here], one.sentences * other.sentences).reshape(one.sentences, other.sentences)
    mine, theirs = np.bincount(one.sentence, weight, one.sentences), np.bincount(other.sentence, against, other.sentences)
    return np.where(shared >= _ALIKE * np.sqrt(np.outer(mine, theirs)), shared, 0.0), float(mine.sum())


def _best_in_order(worth: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Return, row by row, the worth of the best alignment so far that keeps the order of both sides; the last of all is the whole."""
    best = [np.zeros(worth.shape[1] + 1)]
    for row in worth:
        following = best[-1].copy()
        following[1:] = np.maximum.accumulate(np.maximum(best[-1][1:], best[-1][:-1] + row))
        best.append(following)
    return best


def aligned_sentences(one: Telling, other: Telling) -> tuple[tuple[Span, Span], ...]:
    """Return the sentences of two tellings that are alike, aligned in the same order.

    >>> from sayso.articles.families.tokens import tokenised
    >>> from sayso.model import Article
    >>> texts = ("The crane fell into the basin. Ships wait outside.", "Late on Monday the crane fell into the old basin.")
    >>> (batch,) = tokenised([Article(text, text, text, text) for text in texts])
    >>> aligned_sentences(*tellings_of(batch))
    ((Span(start=4, end=29), Span(start=0, end=48)),)
    """
    worth, _ = _worth(one, other, None)
    return tuple((_sentence(one, row), _sentence(other, column)) for row, column in _steps(_best_in_order(worth)))


def _steps(best: Sequence[NDArray[np.float64]]) -> list[tuple[int, int]]:
    """Return the pairs of sentences of the best alignment, in order."""
    found = []
    row, column = len(best) - 1, len(best[0]) - 1
    while row and column:
        if best[row][column] == best[row - 1][column]:
            row -= 1
        elif best[row][column] == best[row][column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            found.append((row, column))
    return found[::-1]


def _sentence(telling: Telling, number: int) -> Span:
    return Span(int(telling.start[number]), int(telling.end[number]))


def figures_agree(one: Telling, other: Telling) -> bool:
    """Return whether the figures of two tellings speak for one text: of those of the poorer one a third stand in the other.

    >>> from sayso.articles.families.tokens import tokenised
    >>> from sayso.model import Article
    >>> texts = ("In all 41 ships, 62 cranes, 83 boats lay there.", "In all 57 ships, 29 cranes, 95 boats lay there.")
    >>> (batch,) = tokenised([Article(text, text, text, text) for text in texts])
    >>> figures_agree(*tellings_of(batch))
    False
    """
    fewer = min(len(one.figures), len(other.figures))
    return fewer < _FEWEST_TERMS or common(one.figures, other.figures) * 3 >= fewer
