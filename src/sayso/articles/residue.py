"""Lines that a page leaves around its article: comment forms, newsletters, share bars, credits, footers.

Extractors drop a comment form that is still a form, and keep it once a scraper has flattened it to text, so it is found here by its
wording. Nothing is deleted: each line becomes a `Cut` that later stages skip. A line is cut only if a pattern fits all of it, or if
it is a bare label right behind such a line, because body sentences use the same words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sayso.model import Cut, Span
from sayso.text import trim

__all__ = ["find_residue"]

_LONGEST_LABEL = 60
# A text of more lines is no article; its tail is looked at, so that a file of newlines does not hold up the run.
_MOST_LINES = 20_000
_TAIL = 200_000
_LONGEST_HEADLINE = 160


@dataclass(frozen=True, slots=True)
class _Wording:
    """One kind of residue and the lines that show it."""

    reason: str
    pattern: re.Pattern[str]
    longest: int


def _lines(*patterns: str) -> re.Pattern[str]:
    """Return one pattern that fits a whole line in any of the given wordings."""
    return re.compile(r"(?:[\W_]*)(?:" + "|".join(patterns) + r")[\W_]*", re.IGNORECASE)


_WORDINGS = tuple(
    _Wording(entry["reason"], _lines(*entry["lines"]), entry["longest"])
    for entry in tomllib.loads(Path(__file__).with_name("residue.en.toml").read_text(encoding="utf-8"))["wording"]
)
_FORM_LABEL = re.compile(
    r"[\W_]*(?:name|e-?mail|e-?mail address|your name|your e-?mail|website|url|comments?|message|submit|send|reply|post|cancel|Δ|"
    r"save|login|log in|register|sign in|human check|captcha|[\d\s+×=x−-]{3,20})[\W_]*",
    re.IGNORECASE,
)
_SHARE_LABEL = re.compile(
    r"[\W_]*(?:share|facebook|twitter|x|whatsapp|telegram|linkedin|pinterest|reddit|e-?mail|print|tweet|more|copy link|messenger|instagram|"
    r"youtube|tumblr|pocket|loading|like|\d+(?: shares?)?)[\W_]*",
    re.IGNORECASE,
)
_LABELS = {"comment form": _FORM_LABEL, "share bar": _SHARE_LABEL}
_LIST_HEADING = re.compile(r"[\W_]*[\w ]+[\W_]*")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*$")
# A form that was flattened onto the line of the last body sentence.
_FORM_TAIL = re.compile(
    r"(?<=[.!?\"”’)])\s+(leave a (?:reply|comment)(?: cancel reply)? +your e-?mail address (?:will|is)\b[^\n]*)$", re.IGNORECASE
)
# `14:32 GMT - `, as live pages put before an entry.
_STAMP_HEAD = re.compile(r"\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?(?: ?(?:[A-Z]{3,4}|local time))? ?(?:[-–—|:]|\n) +(?=[\"“‘'(]?[A-Z])")
_OPENS_QUOTATION = re.compile(r"[\"“‘'«]")


def find_residue(text: str) -> tuple[Cut, ...]:
    r"""Return the lines that are not the article's, in order, each with the kind of residue it is.

    >>> text = "Norland signed.\n\nLeave a Reply\n\nYour email address will not be published."
    >>> [(cut.span.cut(text), cut.reason) for cut in find_residue(text)]
    [('Leave a Reply', 'comment form'), ('Your email address will not be published.', 'comment form')]
    """
    start = 0 if text.count("\n") < _MOST_LINES else max(0, text.find("\n", max(0, len(text) - _TAIL)))
    found = re.compile(r"[^\n]*\S[^\n]*").finditer(text, start)
    return tuple(_cuts(text, [trim(text, Span(line.start(), line.end())) for line in found]))


def _cuts(text: str, lines: list[Span]) -> Iterator[Cut]:
    """Yield the cuts of all lines; what was cut just before decides about bare labels and lists of headlines."""
    before = ""
    in_list = False
    for span in lines:
        line = span.cut(text)
        reason = _reason(line) or _label_reason(line, before)
        in_list = _opens_list(line, reason) or (in_list and not reason and _is_headline(line))
        if in_list and not reason:
            reason = "related stories"
        if reason:
            yield Cut(span, reason)
        elif tail := _FORM_TAIL.search(line):
            reason = "comment form"
            yield Cut(Span(span.start + tail.start(1), span.end), reason)
        elif stamp := _STAMP_HEAD.match(line):
            yield Cut(Span(span.start, span.start + stamp.end()), "time stamp")
        before = reason


def _reason(line: str) -> str:
    """Return the kind of residue that a whole line is, or nothing."""
    if _OPENS_QUOTATION.match(line):
        return ""
    for wording in _WORDINGS:
        if len(line) <= wording.longest and wording.pattern.fullmatch(line):
            return wording.reason
    return ""


def _label_reason(line: str, before: str) -> str:
    """Return the reason of the line before, if this line is a bare label that goes with it."""
    label = _LABELS.get(before)
    return before if label and len(line) <= _LONGEST_LABEL and label.fullmatch(line) else ""


def _opens_list(line: str, reason: str) -> bool:
    """Tell whether a line is a bare heading, such as `Related stories`, over a list of headlines."""
    return reason == "related stories" and len(line) <= 40 and bool(_LIST_HEADING.fullmatch(line))


def _is_headline(line: str) -> bool:
    """Tell whether a line below such a heading is a headline and not a sentence of the body."""
    return len(line) <= _LONGEST_HEADLINE and not _SENTENCE_END.search(line)
