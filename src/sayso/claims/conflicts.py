"""What keeps two propositions from being one claim, however alike their words are: another rung, sum, date or party.

Pure functions over what one text says. Vectors of meaning cannot tell a talk from a contract or Norland from Ostania, and a text may be
written to lie between two claims; so a merge needs likeness and no conflict here. Silence never conflicts: a text that names no sum agrees
with any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from sayso.claims.details import details_in
from sayso.claims.ladder import Step, step_of
from sayso.claims.terms import content_stems
from sayso.countries import find
from sayso.model import Detail, Span

__all__ = ["Facts", "conflict", "denies_value", "facts_of", "other_actor", "other_value"]

SHORTEST_ROOT = 5
"""Letters that two spellings of one name share at least: Norland, Norlandic. Four joined names of one region."""
LIKE = {"count": Decimal("1.25"), "share": Decimal("1.25"), "amount": Decimal(2)}
"""How many times as large a value may be and still be the claim's: counts of one thing are rounded and grow by the day, and the worth of
one deal is told in many ways. Set by reason, not searched."""
_NOT_SO = re.compile(r"\b(?:not|never|rather than|instead of|nor)(?: only| just| the| some)? ([\w.,]*\w)", re.IGNORECASE)
_AT_LEAST = re.compile(r"\b(?:at least|more than|over|no fewer than|upwards? of)\s+(?:\S+\s+)?$", re.IGNORECASE)
_SUMS = frozenset({"amount", "share"})
_NUMBER = re.compile(r"\d[\d.,]*")
_NAME = r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3}"
_LEADING = re.compile(rf"^\W*(?:[Tt]he )?({_NAME})(?: and (?:[Tt]he )?({_NAME}))?")
_DOES = re.compile(
    rf"\W*(?:[Tt]he )?(?P<who>{_NAME}) (?:has |have |had )?"
    r"(?!(?:and|or|of|in|on|at|for|with|to|from|by|is|are|was|were|be|been|will|would|may|might|could|said|says|not)\b)(?P<deed>[a-z]+)\b"
)
_JOINED = re.compile(rf"\b({_NAME}) and (?:the )?({_NAME})")
_NO_NAME = frozenset(
    "The A An This That These Those It He She They We Talks Police Reports No Nothing Both Two Three Some Many Officials Sources "
    "Negotiations Negotiators Contract Deal Agreement Gunmen Militants Rebels Workers Soldiers Jets Work".split()
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What one text says that another may not contradict if both are one claim."""

    step: Step | None
    """Rung, and whether it is still to come."""
    sums: Mapping[str, frozenset[str]]
    """What is measured -> its values; an amount whose measure is not said stands under an empty string."""
    parties: frozenset[str]
    """Who deals with whom, or who leads the sentence."""
    happened: str | None
    """ISO date or interval of what is told, if known."""


def facts_of(text: str, happened: str | None = None) -> Facts:
    """Return what a text says; `happened` is the time it tells of, if a reader of times found one.

    >>> facts = facts_of("Norland signed a $2bn contract with Orsk Steel")
    >>> facts.step.rung.name, dict(facts.sums), sorted(facts.parties)
    ('signed', {'amount deal': frozenset({'USD 2000000000'})}, ['Norland', 'Orsk Steel'])
    """
    details = details_in(text, Span(0, len(text)), "")
    return Facts(step_of(text), _sums(details), _parties(text, details), happened)


def _sums(details: Iterable[Detail]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for detail in details:
        if detail.kind in _SUMS:
            found.setdefault(f"{detail.kind} {detail.measures}".strip(), set()).add(detail.value)
    return {measure: frozenset(values) for measure, values in found.items()}


def _parties(text: str, details: Iterable[Detail]) -> frozenset[str]:
    head = text[:400]
    names = [name for match in (_LEADING.match(head), *_JOINED.finditer(head)) if match for name in match.groups() if name]
    names += [detail.value for detail in details if detail.kind == "party"]
    return frozenset(_plain(name) for name in names if name.split()[0] not in _NO_NAME)


def _plain(name: str) -> str:
    """Return a name without its possessive ending; a state by its usual name."""
    bare = re.sub(r"['’]s?$", "", name)
    place = find(bare)
    return place.country if place else bare


def conflict(one: Facts, other: Facts) -> str | None:
    """Return in a word what keeps two texts from being one claim: rung, sum, date or party; None where nothing does.

    >>> signed, talks = facts_of("Norland and Vesturia signed a contract"), facts_of("Norland and Vesturia held talks")
    >>> conflict(signed, talks), conflict(signed, signed)
    ('rung', None)
    >>> conflict(signed, facts_of("Norland and Ostania signed a contract"))
    'party'
    >>> conflict(facts_of("a deal of $2bn"), facts_of("a deal of $3bn")), conflict(facts_of("a $2bn deal"), facts_of("savings of $3bn"))
    ('sum', None)
    """
    if _other_rung(one.step, other.step):
        return "rung"
    if any(not one.sums[measure] & other.sums[measure] for measure in one.sums.keys() & other.sums.keys()):
        return "sum"
    if _other_time(one.happened, other.happened):
        return "date"
    return "party" if _other_parties(one.parties, other.parties) else None


def other_actor(claim: str, told: str) -> tuple[str, str] | None:
    """Return who does it in a claim and who in a text, if both begin with a name, go on with one and the same verb, and the names differ.

    The pair model takes "Ostania shelled Ardel" for support of "Norland shelled Ardel"; a text that begins otherwise is not judged here.

    >>> other_actor("Norland shelled Ardel.", "Ostania has shelled the village")
    ('Norland', 'Ostania')
    """
    one, other = _DOES.match(claim), _DOES.match(told)
    if not one or not other or one["deed"] != other["deed"] or {one["who"].split()[0], other["who"].split()[0]} & _NO_NAME:
        return None
    return None if _same_name(_plain(one["who"]), _plain(other["who"])) else (one["who"], other["who"])


def other_value(claim: str, told: str) -> str | None:
    """Return the words of a value that cannot be the claim's, if a text gives another of the same thing and not the claim's too.

    The pair model takes "1,500 jobs will go" for support of "4,000 jobs will go". A text without a value of that thing agrees with any.

    >>> other_value("Orsk Steel will cut 4,000 jobs.", "Orsk Steel announces 1,500 job cuts")
    '1,500 job cuts'
    >>> other_value("Orsk Steel will cut 4,000 jobs.", "Orsk Steel will cut some 3,900 jobs") is None
    True
    """
    spelt = {number.strip(".,") for number in _NUMBER.findall(_NOT_SO.sub("", told))}
    for wanted in _measurable(claim):
        if spelt & set(_NUMBER.findall(wanted.quote)):
            continue
        given = [detail for detail in _measurable(told) if _same_thing(wanted, detail)]
        if given and not any(_alike(wanted, detail, claim) for detail in given):
            return given[0].quote
    return None


def denies_value(claim: str, told: str) -> bool:
    """Tell whether a text says in so many words that it was not the claim's value.

    >>> denies_value("Three volunteers died.", "Two participants died, not three"), denies_value("Three volunteers died.", "Two died")
    (True, False)
    """
    refused = {match.group(1).casefold() for match in _NOT_SO.finditer(told)}
    return any(wanted.quote.split()[0].casefold() in refused for wanted in _measurable(claim))


@lru_cache(maxsize=4096)
def _measurable(text: str) -> tuple[Detail, ...]:
    """Return the values of a text that are one number; of "30 to 40" nothing can be told."""
    values = details_in(text, Span(0, len(text)), "")
    return tuple(detail for detail in values if detail.kind in LIKE and len(_NUMBER.findall(detail.value)) == 1)


def _same_thing(one: Detail, other: Detail) -> bool:
    """Tell whether two values are of one thing: one currency, one noun that is counted or one thing that befell those counted."""
    if one.kind != other.kind or (one.measures and other.measures and one.measures != other.measures):
        return False
    if one.kind != "count":
        return _NUMBER.sub("", one.value) == _NUMBER.sub("", other.value)
    nouns = [set(content_stems(_NUMBER.sub("", detail.quote))) for detail in (one, other)]
    return bool(nouns[0] & nouns[1]) or (bool(one.measures) and one.measures == other.measures)


def _alike(wanted: Detail, given: Detail, claim: str) -> bool:
    mine, theirs = _number(wanted), _number(given)
    if _AT_LEAST.search(claim[: wanted.span.start]) and theirs > mine:
        return True
    return max(mine, theirs) <= LIKE[wanted.kind] * min(mine, theirs)


def _number(detail: Detail) -> Decimal:
    return Decimal(_NUMBER.findall(detail.value)[0])


def _other_rung(one: Step | None, other: Step | None) -> bool:
    if one is None or other is None or one.rung.ladder != other.rung.ladder:
        return False
    return one.rung.height != other.rung.height


def _other_time(one: str | None, other: str | None) -> bool:
    """Tell whether two times cannot be one: neither begins as the other does, and their stretches do not meet."""
    if one is None or other is None:
        return False
    (start, end), (from_, to) = _stretch(one), _stretch(other)
    return end < from_ or to < start


def _stretch(when: str) -> tuple[str, str]:
    """Return the first and the last moment that a partial date or interval may mean, as text that sorts."""
    first, _, last = when.partition("/")
    return first, (last or first) + "~"


def _other_parties(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether parties differ: none is shared, or each side of two or more has one that the other lacks."""
    if not one or not other:
        return False
    lacking = [_unmatched(one, other), _unmatched(other, one)]
    return len(lacking[0]) == len(one) or (min(len(one), len(other)) >= 2 and all(lacking))


def _unmatched(names: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name in names if not any(_same_name(name, other) for other in others))


def _same_name(one: str, other: str) -> bool:
    """Tell whether two names may be one: equal, one inside the other, or one root of a single word."""
    if one == other or set(one.split()) & set(other.split()):
        return True
    root = min(len(one), len(other), max(SHORTEST_ROOT, min(len(one), len(other)) - 2))
    return root >= SHORTEST_ROOT and one[:root] == other[:root]
