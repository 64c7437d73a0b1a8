"""Who takes words back: an outlet that corrects or withdraws its own text, or a source that retracts what it said.

Taking back is not denying: one takes back one's own words only. Troops, bids and landing gear are withdrawn and retracted too, so a verb
alone says nothing; its object has to be words. Somebody who asks another to take words back, or refuses to, takes nothing back. The
patterns stand in `corrections.en.toml`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from sayso.model import Naming, Statement

__all__ = ["TakenBack", "Taker", "speaks_for_taker", "taken_back"]

LONGEST = 2000
"""Characters of a text that are read; a notice of correction stands in a sentence or two."""
_NOT_BEFORE = 60
"""Characters before the words in which a refusal or negation is looked for."""
_BEFORE = 60
_PRONOUNS = frozenset("he she it they i we who himself herself itself which".split())
_VERBS = frozenset("has have had later then since also is was were will publicly formally quickly promptly soon eventually".split())
_WITHDRAWN = re.compile(r"(?:retract|withdr|recant|disavow|(?:took|taken|takes?) back)", re.IGNORECASE)
_AMENDED = re.compile(r"(?:correct|revis|clarif)", re.IGNORECASE)
_STANDS_NO_LONGER = re.compile(r"\bstands? (?:by|behind)\b", re.IGNORECASE)
"""Words that take back by a negation of their own: the negation inside them is no refusal."""
_FIRST_PERSON = re.compile(r"(?:I|my|our|full)\b")
_QUOTES = ",.;:“”\"'()"


class Taker(StrEnum):
    """Who takes words back, or is asked to."""

    OUTLET = "outlet"
    SOURCE = "source"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Words that take words back."""

    taker: Taker
    """Who does it; `ASKED` where somebody only wants another to do it."""
    words: str
    """The words that say so."""
    before: str
    """The words in front of them in the same sentence, where the one who does it is named."""


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    table = tomllib.loads(files("sayso.claims").joinpath("corrections.en.toml").read_text(encoding="utf-8"))
    found = []
    for pattern in table[name]["patterns"]:
        filled = pattern
        for part, expression in table["parts"].items():
            filled = filled.replace("{" + part + "}", expression)
        found.append(re.compile(rf"(?:{filled})(?!\w)", re.IGNORECASE))
    return tuple(found)


def taken_back(text: str) -> TakenBack | None:
    """Return who takes words back in a text, and by which words; None where nobody does.

    >>> [found and found.taker.value for found in map(taken_back, (
    ...     "An earlier version of this article gave the wrong sum.", "The witness withdrew her account.",
    ...     "Norland asked the Gazette to retract its report.", "Norland withdrew its troops.", "It refused to retract its report."))]
    ['outlet', 'source', 'asked', None, None]
    """
    read = text[:LONGEST]
    for taker in (Taker.ASKED, Taker.OUTLET, Taker.SOURCE):
        for pattern in _patterns(taker.value):
            for match in pattern.finditer(read):
                before = read[max(0, match.start() - _NOT_BEFORE) : match.start()]
                if not _refused(before, match.group()):
                    return TakenBack(taker, match.group().strip(), _sentence(before))
    return None


def _refused(before: str, words: str) -> bool:
    """Tell whether a refusal or a negation stands before the words, or inside them before their verb ("the paper has not retracted")."""
    inner = "" if _STANDS_NO_LONGER.search(words) else " ".join(words.split()[:-2])
    return any(pattern.search(part) for pattern in _patterns("not") for part in (before, f"{before}{inner} ") if part)


def _sentence(before: str) -> str:
    return re.split(r"[.!?]\s", before)[-1].strip()


def speaks_for_taker(found: TakenBack, statement: Statement) -> bool:
    """Tell whether the source of a statement is the one who takes words back, so that its stance is to retract.

    An outlet's own voice that tells of a source's withdrawal in so many words ("has withdrawn his account") gives the report up with it;
    one that tells of a source's softer words ("walked back") does not. Any other source only tells of what others do. And a source that
    corrects or revises what it said may leave the claim as it is.
    """
    if found.taker is Taker.ASKED or (found.taker is Taker.SOURCE and _AMENDED.match(found.words)):
        return False
    if _FIRST_PERSON.match(found.words):
        return True
    naming = statement.source.naming
    if found.taker is Taker.OUTLET:
        return naming in {Naming.SELF, Naming.MEDIA}
    if naming is Naming.SELF:
        return _WITHDRAWN.match(found.words) is not None
    subject = [word.strip(_QUOTES).lower() for word in found.before.split()]
    subject = [word for word in subject if word and word not in _VERBS]
    known = {word.strip(_QUOTES).lower() for word in f"{statement.source.text} {statement.source.name or ''}".split()}
    return not subject or subject[-1] in _PRONOUNS | known
