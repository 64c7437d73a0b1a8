"""Span arithmetic, sentence bounds and the one cleaning gate, shared by all stages.

Every stage points into an article's text by code points, so the bounds of words, sentences and paragraphs are decided here once.
Nothing here changes a text except `clean` and `storable`, which run before the text is stored; after that it is immutable.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator

import sentencex

from sayso.model import Span

__all__ = [
    "clean",
    "contains",
    "fold",
    "normalise_quotes",
    "overlap",
    "paragraphs",
    "sentences",
    "storable",
    "trim",
    "words",
]

# Marks of Indic, Thai and Arabic scripts are not `\w` for Python, although they stand inside words.
_LETTER = r"[^\W_\u0964\u0965\u0e3f]|[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0970-\u0eff\u200c\u200d]"
_WORD = re.compile(rf"(?:[^\W\d_]\.){{2,}}|\d+(?:[.,:/\-]\d+)+(?:{_LETTER})*|(?:{_LETTER})+(?:['’\-‑](?:{_LETTER})+)*")

_DOUBLE_QUOTES = "“”„‟«»″＂"
_SINGLE_QUOTES = "‘’‚‛′ʼ＇`´"
_QUOTES = str.maketrans(_DOUBLE_QUOTES + _SINGLE_QUOTES, '"' * len(_DOUBLE_QUOTES) + "'" * len(_SINGLE_QUOTES))
_DASHES = str.maketrans("‐‑‒–—―−", "-------")

_BLOCK = re.compile(r"[^\S\n]*\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_LINE_ENDS_SENTENCE = re.compile(r"[.!?:;…。！？۔।][\"'”’»)\]]*\s*$")
# Hard-wrapped mail and wire text has lines of 60 to 80 characters; one-line paragraphs of news are shorter or far longer.
_WRAPPED_LINE = range(45, 101)

# Abbreviations that never end a sentence when a name or a figure follows; sentencex splits after some of them.
_NEVER_LAST = re.compile(
    r"(?:^|[\s(\"“'‘])(?:Adm|Amb|Asst|Brig|Capt|Cmdr|Col|Cpl|Dep|Dr|Fr|Gen|Gov|Hon|Insp|Lt|Maj|Messrs|Mr|Mrs|Ms|Mx|Pres|Prof|Rep|"
    r"Reps|Rev|Sen|Sens|Sgt|Spc|Sr|St|Supt|approx|viz|vs)\.$"
)
_NUMBER_AWAITED = re.compile(r"(?:^|[\s(])(?:No|Nos|Rs|Art|Sec|pp?|c|ca)\.$", re.IGNORECASE)
_BRACKETED_SENTENCE = re.compile(r"\([^()]*[.!?][\"'”’]?\)(?=\s+[\"“‘'(]?[A-Z])")

_BLOCK_SIZE = 20_000
"""Code points that sentencex sees at once: its time grows with the square of open quotation marks, 0.8 s for 100,000 points of them."""
# A sentence end that no abbreviation looks like.
_SAFE_CUT = re.compile(r"[a-z]{3}[.!?][\"'”’)]*\s+(?=[A-Z])")
_OPENERS = " \t\n\"'“‘«([…-–—"

_NEWLINES = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BIDI = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffc\U0001bca0-\U0001bca3"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Variation selectors choose the look of a sign or emoji; behind letters, or one behind another, they carry hidden bytes.
_MISPLACED = re.compile(
    r"(?<=[A-Za-z\u00c0-\u1fff\s.,;:!?\"'()\ufe00-\ufe0f])[\ufe00-\ufe0f][\ufe00-\ufe0f\u200c\u200d]*"
    # Joiners carry meaning after Arabic and Indic letters and inside emoji; anywhere else they only hide differences between words.
    r"|(?<![\u0600-\u0dff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d][\u200c\u200d\ufe00-\ufe0f]*"
)


def trim(text: str, span: Span) -> Span:
    """Return the span without the white space at its ends; an all-blank span becomes empty at its start.

    >>> trim("a  bc  ", Span(1, 7))
    Span(start=3, end=5)
    """
    cut = span.cut(text)
    start = span.start + len(cut) - len(cut.lstrip())
    return Span(start, start + len(cut.strip())) if cut.strip() else Span(span.start, span.start)


def contains(outer: Span, inner: Span) -> bool:
    """Tell whether every code point of `inner` lies in `outer`.

    >>> contains(Span(0, 5), Span(2, 5))
    True
    """
    return outer.start <= inner.start and inner.end <= outer.end


def overlap(one: Span, other: Span) -> int:
    """Return how many code points two spans share.

    >>> overlap(Span(0, 5), Span(3, 9))
    2
    """
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def words(text: str) -> tuple[Span, ...]:
    """Return the words of the text in order: letters with inner apostrophes and hyphens, figures whole, punctuation left out.

    >>> [span.cut("Norland's U.N. envoy paid $2.6bn.") for span in words("Norland's U.N. envoy paid $2.6bn.")]
    ["Norland's", 'U.N.', 'envoy', 'paid', '2.6bn']
    """
    return tuple(Span(match.start(), match.end()) for match in _WORD.finditer(text))


def paragraphs(text: str) -> tuple[Span, ...]:
    r"""Return the paragraphs in order, trimmed: a newline ends one, except inside hard-wrapped text.

    >>> [span.cut("One.\nTwo.\n\n three ") for span in paragraphs("One.\nTwo.\n\n three ")]
    ['One.', 'Two.', 'three']
    """
    spans: list[Span] = []
    for block in _BLOCK.finditer(text):
        lines = [Span(line.start(), line.end()) for line in _LINE.finditer(text, block.start(), block.end())]
        spans.extend(trim(text, span) for span in _join_wrapped(text, lines))
    return tuple(spans)


def sentences(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """Return the sentences between two offsets, in order and trimmed; none crosses a paragraph.

    Together they cover every character that is not white space.

    >>> text = "It cost $2.6 bn. in all. Lt. Gen. Ilse Maren agreed."
    >>> [span.cut(text) for span in sentences(text)]
    ['It cost $2.6 bn. in all.', 'Lt. Gen. Ilse Maren agreed.']
    """
    stop = len(text) if end is None else end
    part = text[start:stop]
    found: list[Span] = []
    for paragraph in paragraphs(part):
        found.extend(Span(start + span.start, start + span.end) for span in _paragraph_sentences(part, paragraph))
    return tuple(found)


def normalise_quotes(text: str) -> str:
    r"""Return the text with every kind of quotation mark made straight; the length stays, so spans stay.

    >>> normalise_quotes("“It’s ‘so’”")
    '"It\'s \'so\'"'
    """
    return text.translate(_QUOTES)


def fold(text: str) -> str:
    """Return a key for matching: no case, no accents, one kind of quotation mark and dash. Spans must not be taken from it.

    >>> fold("São Tomé’s ÉLAN")
    "sao tome's elan"
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_QUOTES).translate(_DASHES).casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    r"""Return the text without characters that hide or break things, and one note for each kind of change.

    This is the gate for HTML, plain text and feeds. Its result is the text that is stored.

    >>> clean("Signed\u200b\r\nyesterday")
    ('Signed\nyesterday', ('1 invisible character removed', '1 line end made plain'))
    """
    notes: list[str] = []
    for pattern, to, one, many in (
        (_UNSTORABLE, "\ufffd", "unstorable character replaced", "unstorable characters replaced"),
        (_CONTROLS, "", "control character removed", "control characters removed"),
        (_BIDI, "", "text direction mark removed", "text direction marks removed"),
        (_INVISIBLE, "", "invisible character removed", "invisible characters removed"),
        (_MISPLACED, "", "joiner or selector without a sign removed", "joiners or selectors without a sign removed"),
        (_NEWLINES, "\n", "line end made plain", "line ends made plain"),
    ):
        text, count = pattern.subn(to, text)
        if count:
            notes.append(f"{count} {one if count == 1 else many}")
    return text, tuple(notes)


def storable(text: str) -> tuple[str, tuple[str, ...]]:
    r"""Return the text character for character, save that NUL and lone surrogates become U+FFFD, so that offsets stay.

    >>> storable("a\x00b")
    ('a�b', ('1 unstorable character replaced',))
    """
    kept, count = _UNSTORABLE.subn("\ufffd", text)
    return kept, (f"{count} unstorable character{'' if count == 1 else 's'} replaced",) if count else ()


def _join_wrapped(text: str, lines: list[Span]) -> Iterator[Span]:
    """Yield the lines of one block, joined where a line break only wraps a sentence."""
    if _is_wrapped(text, lines):
        yield Span(lines[0].start, lines[-1].end)
        return
    current = lines[0]
    for line in lines[1:]:
        if _continues(text, current, line):
            current = Span(current.start, line.end)
        else:
            yield current
            current = line
    yield current


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    """Tell whether a block of lines is one hard-wrapped paragraph."""
    inner = [line.cut(text).strip() for line in lines[:-1]]
    if len(inner) < 2 or any(len(line) not in _WRAPPED_LINE for line in inner):
        return False
    return 2 * sum(bool(_LINE_ENDS_SENTENCE.search(line)) for line in inner) < len(inner)


def _continues(text: str, line: Span, following: Span) -> bool:
    """Tell whether the following line goes on with the sentence of this one."""
    if line.end - line.start < 40 or not following.cut(text).lstrip()[0].islower():
        return False
    return not _LINE_ENDS_SENTENCE.search(text[line.end - 40 : line.end])


def _paragraph_sentences(text: str, paragraph: Span) -> list[Span]:
    """Return the trimmed sentences of one paragraph, with known slips of sentencex repaired."""
    part = paragraph.cut(text)
    joined: list[Span] = []
    for piece in _pieces(part, paragraph.start):
        span = trim(text, piece)
        if span.start == span.end:
            continue
        if joined and _wrongly_split(text[max(joined[-1].start, joined[-1].end - 12) : joined[-1].end], span.cut(text)):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return [cut for span in joined for cut in _split_bracketed(text, span)]


def _pieces(part: str, offset: int) -> list[Span]:
    """Return what sentencex finds, as adjoining spans that cover the whole part."""
    bounds = {0, len(part)}
    for block in _blocks(part):
        found = sentencex.get_sentence_boundaries("en", _UNSTORABLE.sub("\ufffd", block.cut(part)))
        ends = {block.start + int(each["end_index"]) for each in found}
        bounds |= {end for end in (*ends, block.end) if block.start < end <= block.end}
    return [Span(offset + left, offset + right) for left, right in itertools.pairwise(sorted(bounds))]


def _blocks(part: str) -> Iterator[Span]:
    """Yield a paragraph in blocks of bounded length, cut at the end of a sentence, else between words, else anywhere."""
    start = 0
    while len(part) - start > _BLOCK_SIZE:
        latest = start + _BLOCK_SIZE
        ends = [found.end() for found in _SAFE_CUT.finditer(part, latest - _BLOCK_SIZE // 2, latest)]
        cut = ends[-1] if ends else max(part.rfind(" ", start + 1, latest) + 1, part.rfind("\n", start + 1, latest) + 1) or latest
        yield Span(start, cut)
        start = cut
    yield Span(start, len(part))


def _wrongly_split(before: str, after: str) -> bool:
    """Tell whether two pieces are one sentence."""
    start = after.lstrip(_OPENERS)
    if not start:
        return True
    if start[0].islower() or _NEVER_LAST.search(before[-12:]):
        return True
    return start[0].isdigit() and bool(_NUMBER_AWAITED.search(before[-6:]))


def _split_bracketed(text: str, span: Span) -> list[Span]:
    """Return the span, cut in two where a whole bracketed sentence opens it."""
    match = _BRACKETED_SENTENCE.match(text, span.start, span.end)
    if not match:
        return [span]
    return [Span(span.start, match.end()), trim(text, Span(match.end(), span.end))]
