"""The ladder of stages: talks, memorandum, agreement and signed contract are different claims of one story.

The words of each rung stand in `ladder.en.toml`. A statement may name several rungs ("talks took place but nothing was signed");
what its source does with each is decided in `sayso.claims.stance`. A rung that is spoken of as still to come ("hopes to sign",
"the final agreement is being worked on") is `prospective`: it says that the rung has not been reached.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sayso.claims.terms import stem

__all__ = ["Rung", "is_lower", "ladder_rungs", "named_rungs", "prospective", "rung_stems", "stage_of"]

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)?")

# The verb or adjective comes first and the rung's own word follows within a few words.
_AHEAD = re.compile(
    r"\b(?:hop(?:es?|ed|ing) (?:to|for)|expect(?:s|ed|ing)? to|plan(?:s|ned|ning)? to|aim(?:s|ed|ing)? to|want(?:s|ed|ing)? to|"
    r"intend(?:s|ed|ing)? to|seek(?:s|ing)? to|look(?:s|ing)? to|look(?:s|ing)? forward to|prepar(?:es?|ed|ing) (?:to|for)|"
    r"(?:is|are|was|were|has|have) (?:yet|still|due|set|about) to|yet to be|to be (?:signed|agreed|finali[sz]ed|concluded|sealed)|"
    r"(?:will|would|could|may|might|can|shall) (?:\w+ ){0,2}(?:be )?(?:sign|finali[sz]e|conclude|seal|close)\w*|"
    r"(?:work(?:ing|ed|s)? (?:on|towards?)|being (?:worked on|drafted|discussed|negotiated|looked at|prepared)|close to|in the process of|"
    r"(?:would|will|could|may|might) lead to|draft of|prospects? (?:of|for)|no final|not yet|so far no|final \w+ is being))\b",
    re.IGNORECASE,
)

_COMMITTED = re.compile(
    r"\b(agreed|agree|agrees|promised|pledged|planned|plans|intends|hopes|wants|vowed) to\b.*", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True, order=True)
class Rung:
    """One rung of one ladder; `height` counts from 0, weak to strong."""

    ladder: str
    height: int
    name: str
    graded: bool
    """Whether a higher rung is a further step of the same matter, so that denying it leaves the lower ones alone."""


@cache
def _lexicon() -> tuple[tuple[Rung, frozenset[str], tuple[str, ...]], ...]:
    table = tomllib.loads(files("sayso.claims").joinpath("ladder.en.toml").read_text(encoding="utf-8"))
    rows = []
    for ladder, content in sorted(table.items()):
        for height, rung in enumerate(content["rungs"]):
            single = frozenset(stem(word) for word in rung["words"] if " " not in word)
            phrases = tuple(word for word in rung["words"] if " " in word)
            rows.append((Rung(ladder, height, rung["name"], content.get("graded", False)), single, phrases))
    return tuple(rows)


def ladder_rungs(ladder: str) -> tuple[Rung, ...]:
    """Return the rungs of one ladder, weak to strong.

    >>> [rung.name for rung in ladder_rungs("dealing")]
    ['idea', 'talks', 'understanding', 'agreed', 'signed', 'done']
    """
    return tuple(rung for rung, _, _ in _lexicon() if rung.ladder == ladder)


def named_rungs(text: str) -> tuple[Rung, ...]:
    """Return every rung that the words of a text name, sorted.

    >>> [rung.name for rung in named_rungs("Talks took place but no contract was signed.") if rung.ladder == "dealing"]
    ['talks', 'signed']
    """
    lowered = text.casefold()
    stems = {stem(match.group()) for match in _WORD.finditer(lowered)}
    found = [rung for rung, single, phrases in _lexicon() if single & stems or any(phrase in lowered for phrase in phrases)]
    return tuple(sorted(found))


@cache
def rung_stems(ladder: str, height: int) -> frozenset[str]:
    """Return the stems of all single words that name a rung of this ladder at or below `height`.

    >>> "talk" in rung_stems("dealing", 1), "contract" in rung_stems("dealing", 1)
    (True, False)
    """
    rows = [single for rung, single, _ in _lexicon() if rung.ladder == ladder and rung.height <= height]
    return frozenset(key for single in rows for key in single)


def stage_of(text: str) -> Rung | None:
    """Return the rung that a claim stands on: the highest one named on the ladder of which it names most.

    What was only agreed, promised or planned has not been done: the words behind "agreed to" and the like do not count.

    >>> stage_of("Norland and Vesturia signed a contract for a steel mill.").name
    'signed'
    >>> stage_of("Norland agreed to release the sailors.").name
    'agreed'
    >>> stage_of("The sky is blue.") is None
    True
    """
    rungs = named_rungs(_COMMITTED.sub(r"\1", text))
    if not rungs:
        return None
    count: dict[str, int] = {}
    for rung in rungs:
        count[rung.ladder] = count.get(rung.ladder, 0) + 1
    # Dealings are the most frequent matter of contested reports; a tie goes to the ladder that stands first in the file's order.
    best = max(sorted(count), key=lambda name: (count[name], name == "dealing"))
    return max(rung for rung in rungs if rung.ladder == best)


def prospective(text: str) -> bool:
    """Tell whether a text speaks of a step as still to come, and so not reached.

    >>> prospective("Norland hopes to sign an agreement this summer.")
    True
    >>> prospective("Norland signed an agreement.")
    False
    """
    return _AHEAD.search(text) is not None


def is_lower(text: str, than: str) -> bool:
    """Tell whether one claim stands on a lower rung of the same ladder than another.

    >>> is_lower("Talks were held.", than="A contract was signed.")
    True
    >>> is_lower("Talks were held.", than="The singer died.")
    False
    """
    one, other = stage_of(text), stage_of(than)
    return one is not None and other is not None and one.ladder == other.ladder and one.height < other.height
