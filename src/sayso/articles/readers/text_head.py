"""What the first lines of a plain text tell of it: headline, byline and day, as a text has them that was pasted or saved from a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from sayso.articles.dates import read_field

__all__ = ["TextHead", "read_text_head"]

_LINES = 6
"""Lines under a headline that may be its byline and day; the first that is longer, or a sentence, is the article."""
_LONGEST_LINE = 120
_LONGEST_TITLE = 250
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_TITLE = re.compile(r"\s*(\S[^\n]*)\n[^\S\n]*\n")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    r"|\d{4}-\d{2}-\d{2}|\d{4}[/.]\d{1,2}[/.]\d{1,2}|\d{1,2}(?P<mark>[./-])\d{1,2}(?P=mark)\d{4})"
)
_CLOCK = r"(?:,? (?:at )?|[T|·•–—-]| [|·•–—-] )\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[ap]\.?m\.?)?(?: ?(?:Z|[A-Z]{2,4}|[+-]\d{2}:?\d{2}))?"
_DAY_LINE = re.compile(
    r"(?:(?:(?:first |originally )?(?:published|posted|issued|filed|date|dated)(?: on)?:?|[^\n.!?]{1,80}?[,|·•–—:]) ?)?"
    rf"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{{0,6}},? )?(?P<day>{_DAY})(?:{_CLOCK})?(?: ?[|·•–—(-].{{0,60}})?",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"(?:last )?(?:updated|modified|changed|edited|corrected)\b", re.IGNORECASE)
_BYLINE = re.compile(r"by:? (?P<who>[^,|·•–—(]{2,80}?)(?: ?[,|·•–—(].*)?", re.IGNORECASE)
_BETWEEN_NAMES = frozenset("and de del della da di du la le van von der den al bin ben".split())


@dataclass(frozen=True, slots=True)
class TextHead:
    """What stands above the article."""

    title: str | None = None
    """Its headline."""
    author: str | None = None
    """Whom its byline names."""
    day: str | None = None
    """The ISO date of a line that is nothing but a date, with who or where before it and the time behind it."""
    ambiguous: str = ""
    """The words of such a line whose figures can be read two ways."""


def read_text_head(text: str) -> TextHead:
    r"""Return what the first lines of a text tell; a date inside a sentence is none of the text's own.

    >>> read_text_head("Minister denies lease\nBy Jonna Reed\n5 May 2031\n\nNorland denied it.")
    TextHead(title='Minister denies lease', author='Jonna Reed', day='2031-05-05', ambiguous='')
    >>> read_text_head("It opened on 5 May 2031, people said.").day is None
    True
    """
    lines = [" ".join(line.split()) for line in text[: _LINES * _LONGEST_TITLE * 2].split("\n") if line.strip()][: _LINES + 1]
    title = _title(text, lines)
    head = list(takewhile(_may_be_head, lines[1:] if title else lines))
    fields = [(line, read_field(found["day"])) for line in head if (found := _DAY_LINE.fullmatch(line)) and not _CHANGED.match(line)]
    day = next((field.date for _, field in fields if field.date), None)
    unclear = next((line for line, field in fields if field.trouble == "ambiguous"), "")
    return TextHead(title, next(filter(None, map(_author, head)), None), day, "" if day else unclear)


def _title(text: str, lines: list[str]) -> str | None:
    """The first line, if a blank line follows, or a byline or day."""
    if not lines or len(lines[0]) > _LONGEST_TITLE or _is_byline_or_day(lines[0]):
        return None
    apart = _TITLE.match(text) is not None
    above = len(lines) > 1 and _is_byline_or_day(lines[1]) and not _SENTENCE_END.search(lines[0])
    return lines[0] if apart or above else None


def _is_byline_or_day(line: str) -> bool:
    return _may_be_head(line) and bool(_DAY_LINE.fullmatch(line) or _author(line))


def _author(line: str) -> str | None:
    """Whom a line names as its writer: `By Jonna Reed`, not `By Monday the port was closed`."""
    found = _BYLINE.fullmatch(line)
    words = found["who"].split() if found else []
    named = len(words) > 1 and all(word[0].isupper() or word in _BETWEEN_NAMES for word in words)
    return " ".join(words) if named else None


def _may_be_head(line: str) -> bool:
    return len(line) <= _LONGEST_LINE and not _SENTENCE_END.search(line)
