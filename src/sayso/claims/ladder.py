"""The ladder of stages: talks, memorandum, agreement and signed contract are different claims of one story.

The words of each rung stand in `ladder.en.toml`. A statement may name several rungs ("talks took place but nothing was signed");
what its source does with each is decided in `sayso.claims.stance`. A rung that is spoken of as still to come ("hopes to sign",
"the final agreement is being worked on") is `prospective`: it says that the rung has not been reached. `step_of` says both at once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from sayso.claims.terms import stem
from sayso.model import Modality

__all__ = ["Rung", "Step", "is_lower", "ladder_rungs", "named_rungs", "prospective", "rung_stems", "stage_of", "step_of"]

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
# A word behind which what is named within a few words has not been reached, and words that say so behind a noun ("talks may open").
_TO_COME = (
    r"(?:will|would|could|may|might|should|shall|wo(?=n['’]t)|"
    r"(?:is|are|was|were|be) (?:to|due to|set to|about to|likely to|poised to|scheduled to)|"
    r"yet to|due to|set to|scheduled to|ready to|poised to|hop(?:es?|ed|ing) (?:to|for)|expect(?:s|ed|ing)?(?: to)?|"
    r"plan(?:s|ned|ning)? (?:to|for)|aim(?:s|ed|ing)? (?:to|for|at)|wants? to|intend(?:s|ed)? to|seek(?:s|ing)?(?: to)?|"
    r"look(?:s|ing)? forward to|prepar(?:es?|ing) (?:to|for)|close to|near(?:ing|s)?|on the (?:verge|brink|cusp) of|towards?|not yet|"
    r"prospects? (?:of|for)|in the process of|draft(?:s|ing)?(?: of)?|final touches to)"
)
_FOLLOWED = re.compile(
    r"^\W*(?:(?!but\b|and\b)[\w'’-]+\s+){0,4}?"
    r"(?:(?:will|would|could|may|might|should|shall|(?:is|are) (?:to|due to|set to|yet to|expected to|likely to))\s+"
    r"(?:\w+ )?(?:be\b|begin|start|open|follow|resume|take place|come|happen)|"
    r"(?:is|are) (?:planned|expected|due|imminent|being (?:drafted|prepared|worked))|(?:is |are )?within reach)",
    re.IGNORECASE,
)
_BEFORE_NAMED = re.compile(rf"\b{_TO_COME}\W+(?:(?!but\b|and\b|that\b|after\b|which\b)[\w'’-]+\W+){{0,5}}$", re.IGNORECASE)
_MODAL = re.compile(r"\b(?:will|would|could|may|might|should)\b", re.IGNORECASE)
_NEAR = 90
"""Characters around a rung's word in which words of what is to come are looked for."""

_GAP = r"\W+(?:(?!but\b|and\b)[\w'’-]+\W+){0,5}?"

_COMMITTED = re.compile(
    r"\b(agreed|agree|agrees|promised|pledged|planned|plans|intends|hopes|wants|vowed) to\b.*", re.IGNORECASE | re.DOTALL
)
_AGREED_TO = re.compile(r"\b(agreed|agree|agrees|promised|pledged) to\b.*", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True, order=True)
class Rung:
    """One rung of one ladder; `height` counts from 0, weak to strong."""

    ladder: str
    height: int
    name: str
    graded: bool
    """Whether a higher rung is a further step of the same matter, so that denying it leaves the lower ones alone."""


@dataclass(frozen=True, slots=True)
class Step:
    """The rung that a text speaks of, and whether it is still to come."""

    rung: Rung
    ahead: bool
    """Whether it is hoped for, planned, possible or worked on, and so not reached."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One rung with its words."""

    rung: Rung
    single: frozenset[str]
    phrases: re.Pattern[str] | None
    plan: bool
    needs: bool


@dataclass(frozen=True, slots=True)
class _Ladder:
    name: str
    rows: tuple[_Row, ...]
    hints: re.Pattern[str] | None
    passed_over: re.Pattern[str] | None
    weakest: bool


@dataclass(frozen=True, slots=True)
class _Hit:
    """A word that names a rung, and where it stands."""

    row: _Row
    place: int
    end: int


def _pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    options = [_phrase(word) for word in sorted(words, key=len, reverse=True)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(options)})(?!\w)") if options else None


def _phrase(words: str) -> str:
    """Return a phrase of the file as an expression: `(one|another)` leaves a choice, ` ... ` stands for up to five words."""
    escaped = re.escape(words).replace(r"\(", "(?:").replace(r"\)", ")").replace(r"\|", "|")
    return escaped.replace(r"\ \.\.\.\ ", _GAP)


@cache
def _ladders() -> tuple[_Ladder, ...]:
    table = tomllib.loads(files("sayso.claims").joinpath("ladder.en.toml").read_text(encoding="utf-8"))
    ladders = []
    for name, content in sorted(table.items()):
        rows = []
        for height, rung in enumerate(content["rungs"]):
            single = frozenset(stem(word) for word in rung["words"] if " " not in word)
            phrases = _pattern([word for word in rung["words"] if " " in word])
            found = Rung(name, height, rung["name"], content.get("graded", False))
            rows.append(_Row(found, single, phrases, rung.get("plan", False), rung.get("needs", False)))
        hints, passed = _pattern(content.get("hints", ())), _pattern(content.get("except", ()))
        ladders.append(_Ladder(name, tuple(rows), hints, passed, content.get("weakest", False)))
    return tuple(ladders)


def ladder_rungs(ladder: str) -> tuple[Rung, ...]:
    """Return the rungs of one ladder, weak to strong.

    >>> [rung.name for rung in ladder_rungs("dealing")]
    ['idea', 'talks', 'understanding', 'agreed', 'signed', 'under way', 'done']
    """
    return tuple(row.rung for found in _ladders() if found.name == ladder for row in found.rows)


@lru_cache(maxsize=4096)
def _hits(text: str) -> tuple[tuple[_Ladder, tuple[_Hit, ...]], ...]:
    """Return for each ladder that a text names the words that name its rungs, in the order of the text."""
    lowered = text.lower()
    words = [(stem(match.group()), match.start(), match.end()) for match in _WORD.finditer(lowered)]
    found = []
    for ladder in _ladders():
        hits = _ladder_hits(ladder, lowered, words)
        if hits:
            found.append((ladder, hits))
    return tuple(found)


def _ladder_hits(ladder: _Ladder, lowered: str, words: Sequence[tuple[str, int, int]]) -> tuple[_Hit, ...]:
    passed = [match.span() for match in ladder.passed_over.finditer(lowered)] if ladder.passed_over else []
    phrases = [_Hit(row, *match.span()) for row in ladder.rows if row.phrases for match in row.phrases.finditer(lowered)]
    taken = [*passed, *((hit.place, hit.end) for hit in phrases)]
    # A phrase outweighs the words inside it: "agreed in principle" is no agreement yet.
    hits = [_Hit(row, start, end) for key, start, end in words for row in ladder.rows if key in row.single and not _inside(start, taken)]
    kept = hits + [hit for hit in phrases if not _inside(hit.place, passed)]
    hinted = ladder.hints is not None and ladder.hints.search(lowered) is not None
    # Too common words count beside a rung of their own right or a hint only.
    if not hinted and all(hit.row.needs for hit in kept):
        return ()
    return tuple(sorted(kept, key=lambda hit: (hit.place, hit.row.rung)))


def _inside(place: int, stretches: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in stretches)


def named_rungs(text: str) -> tuple[Rung, ...]:
    """Return every rung that the words of a text name, sorted.

    >>> [rung.name for rung in named_rungs("Talks took place but no contract was signed.") if rung.ladder == "dealing"]
    ['talks', 'signed']
    """
    return tuple(sorted({hit.row.rung for _, hits in _hits(text) for hit in hits}))


@cache
def rung_stems(ladder: str, height: int) -> frozenset[str]:
    """Return the stems of all single words that name a rung of this ladder at or below `height`.

    >>> "talk" in rung_stems("dealing", 1), "contract" in rung_stems("dealing", 1)
    (True, False)
    """
    rows = [row for found in _ladders() if found.name == ladder for row in found.rows]
    return frozenset(key for row in rows if row.rung.height <= height and not row.needs for key in row.single)


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
    hit = _decisive(_COMMITTED.sub(r"\1", text)) or _decisive(text)
    return hit.row.rung if hit else None


def _decisive(text: str) -> _Hit | None:
    """Return the word that places a text on its rung."""
    found = _hits(text)
    if not found:
        return None
    ladder, hits = max(found, key=lambda pair: _claim_on(pair[0], pair[1], text.lower()))
    pick = min if ladder.weakest else max
    height = pick(hit.row.rung.height for hit in hits)
    return next(hit for hit in hits if hit.row.rung.height == height)


def _claim_on(ladder: _Ladder, hits: Sequence[_Hit], lowered: str) -> tuple[int, bool, int]:
    """Order ladders: more words and hints first, then dealings, the most frequent matter of contested reports, then the first word."""
    hints = len(set(ladder.hints.findall(lowered))) if ladder.hints else 0
    return len({hit.place for hit in hits}) + hints, ladder.name == "dealing", -hits[0].place


def step_of(text: str, modality: Modality = Modality.UNSTATED) -> Step | None:
    """Return the rung that a text speaks of and whether it is still to come, by tense, mood and the verbs around the rung's word.

    `modality` is that of the statement, where it is known: what will or may be has not been reached.

    >>> [(step.rung.name, step.ahead) for text in ("They will sign a contract.", "They signed a contract.") if (step := step_of(text))]
    [('signed', True), ('signed', False)]
    >>> step_of("Talks were opened.", Modality.WILL).ahead
    True
    """
    read = _AGREED_TO.sub(r"\1", text)
    hit = _decisive(read) or _decisive(text)
    if hit is None:
        return None
    ahead = modality in {Modality.WILL, Modality.MAY} or any(_to_come(read, other) for other in _same_rung(read, hit))
    return Step(hit.row.rung, ahead and not hit.row.plan)


def _same_rung(text: str, hit: _Hit) -> list[_Hit]:
    return [other for _, hits in _hits(text) for other in hits if other.row.rung == hit.row.rung]


def _to_come(text: str, hit: _Hit) -> bool:
    before, behind = text[max(0, hit.place - _NEAR) : hit.place], text[hit.end : hit.end + _NEAR]
    clause = re.split(r"[;:,](?!\d)", before)[-1]
    inside = _MODAL.search(text[hit.place : hit.end])
    return bool(inside or _BEFORE_NAMED.search(clause) or _FOLLOWED.search(behind))


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
