"""What a statement says, in words that can stand alone as the title of a claim.

A claim that nobody wrote down is called by the story's own words. Inside a denial they lean on what stands before them: "it had signed",
"agreeing to a truce", "reports that ...". The lead is cut, and who is meant by the grammar of the sentence is put in brackets, as editors
do: "[The ministry] had signed". What only speaks of reports ("these claims are baseless") is no claim at all.
"""

from __future__ import annotations

import re

from sayso.claims.challenge import without_challenge
from sayso.claims.terms import content_stems
from sayso.model import Act, Naming, Source, Statement

__all__ = ["LONGEST", "proposition", "says_something", "shorten"]

SHORTEST = 4
"""Content words that a proposition needs besides words of challenge and reference; fewer say nothing without their context
("the reports as baseless and overblown"); 3 listed such remnants."""
LONGEST = 160
"""Characters of a claim's text; longer ones are cut at a word."""
LONGEST_NAME = 60
"""Characters of a speaker that are put in brackets; longer ones are left out."""

_REPORTS = r"(?:reports?|claims?|allegations?|rumou?rs?|suggestions?|accusations?|assertions?|speculation)"
_LEAD = re.compile(
    r"^(?:what (?:it|he|she|they) (?:called|termed|described as)\s+)?[\"“‘]?"
    r"(?:(?:the|these|those|all|any|such|earlier|recent|media|news|press|fake|false|baseless|unfounded)\s+)*" + _REPORTS + r"[\"”’']?"
    r"(?:\s+(?:in|by|from)\s+(?:[\w’'-]+\s+){1,4}?)?\s*(?:(?:that|of|about|saying|alleging|claiming|suggesting)\s+|\s(?-i:(?=[A-Z])))",
    re.IGNORECASE,
)
_OPENING = re.compile(r"^(?:that|whether|how)\s+", re.IGNORECASE)
_MONTH = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d")
_OF_REPORTS = re.compile(
    r"^(?:the|these|those|this|that|all|any|such)\s+(?:\w+\s+){0,2}?(?:" + _REPORTS + r"|stor(?:y|ies)|articles?|corrections?)\s+"
    r"(?:is|are|was|were|has|have|had)\b",
    re.IGNORECASE,
)
_LEANS = re.compile(r"^(?:it|he|she|they|this|that|these|those|his|her|its|their|i|we|our|my|to)\b", re.IGNORECASE)
_IT = re.compile(r"^it\s+(?!(?:is|was|be|had been|has been|would be|will be|could be|may be|might be)\b)", re.IGNORECASE)
_PERSON = re.compile(r"^(?:he|she)\s+", re.IGNORECASE)
_PERFECT = re.compile(r"^(?:to have|having)\s+", re.IGNORECASE)
_DOING = re.compile(r"^(?!(?:any|some|no|every)thing\b|during\b)[a-z]+ing\b")
_OWN_DEED = frozenset({Act.DENIES, Act.ADMITS, Act.CONFIRMS, Act.RETRACTS})
"""What somebody does with an own deed that has no subject: "denied signing", "admitted to have met"."""


def proposition(statement: Statement, text: str) -> str:
    """Return the words of a statement's content without "reports that" and the like; `text` is the article's.

    >>> from sayso import annotate
    >>> text = "Norland's ministry denied that it had signed a contract."
    >>> [proposition(statement, text) for statement in annotate(text) if statement.source.span]
    ["[Norland's ministry] had signed a contract"]
    """
    joined = " ".join(span.cut(text) for span in statement.content).strip(' \n\t"“”‘’,.;:')
    words = _OPENING.sub("", _LEAD.sub("", " ".join(joined.split())))
    return _with_subject(words, statement)


def _with_subject(words: str, statement: Statement) -> str:
    source = statement.source
    # Inside another's words, "it" may be that other: "Norland denied claims by Vesturia that it had signed".
    name = "" if len(statement.chain) > 1 else _bracketed(source)
    if name and source.naming is Naming.OFFICE and _IT.match(words):
        return name + _IT.sub("", words)
    if name and source.naming is Naming.NAMED and _PERSON.match(words):
        return name + _PERSON.sub("", words)
    if name and statement.act in _OWN_DEED and (_PERFECT.match(words) or _DOING.match(words)):
        return name + _PERFECT.sub("", words)
    return _PERFECT.sub("", words)


def _bracketed(source: Source) -> str:
    """Return the speaker in brackets; empty where there is no name short enough to print."""
    words = (source.name or source.text) if _LEANS.match(source.text) else source.text
    known = source.naming in {Naming.NAMED, Naming.OFFICE} and 0 < len(words) <= LONGEST_NAME and not _LEANS.match(words)
    return f"[{words[:1].upper()}{words[1:]}] " if known else ""


def says_something(text: str) -> bool:
    """Tell whether a proposition says anything without its context.

    >>> says_something("the reports as baseless"), says_something("Norland signed a contract for the mill")
    (False, True)
    """
    words = without_challenge(text)
    enough = len(set(content_stems(words))) >= SHORTEST
    return enough and not text[:1].isdigit() and _MONTH.match(text) is None and _OF_REPORTS.match(text) is None


def shorten(text: str) -> str:
    """Return a proposition as a title: with a capital, and not too long.

    >>> shorten("a contract had been signed")
    'A contract had been signed'
    """
    capital = text[:1].upper() + text[1:]
    return capital if len(capital) <= LONGEST else capital[:LONGEST].rsplit(" ", 1)[0] + " …"
