"""The words with which reports are challenged, doubted or taken back, whoever says them.

The patterns stand in `challenge.en.toml`, for an editor to read and change. They tell nothing about the party or the claim; stance
(`sayso.claims.stance`) combines them with cue, negation and stage.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from sayso.claims.terms import stem

__all__ = ["challenged", "denied_words", "disbelieved", "doubted", "negated", "references", "retracted", "without_challenge"]

_AFTER = 5
_BEFORE = 2
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_NEGATION = re.compile(r"\b(?:not|no|never|neither|nor|nothing|none|nobody|cannot|without)\b|n['’]t\b", re.IGNORECASE)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    table = tomllib.loads(files("sayso.claims").joinpath("challenge.en.toml").read_text(encoding="utf-8"))
    return re.compile(r"\b(?:" + "|".join(table[name]) + r")(?!\w)", re.IGNORECASE)


def challenged(text: str) -> bool:
    """Tell whether a text denies some report.

    >>> challenged("They called the reports baseless."), challenged("They signed the contract.")
    (True, False)
    """
    return _pattern("challenge").search(text) is not None


def doubted(text: str) -> bool:
    """Tell whether a text casts doubt without denying.

    >>> doubted("It is unclear whether a deal was reached.")
    True
    """
    return _pattern("doubt").search(text) is not None


def disbelieved(text: str) -> bool:
    """Tell whether somebody says in so many words that he does not believe what is told, which fewer words say than cast doubt.

    >>> disbelieved("I find that very hard to believe."), disbelieved("It is unclear."), disbelieved("That is not hard to believe.")
    (True, False, False)
    """
    return _pattern("disbelief").search(text) is not None


def retracted(text: str) -> bool:
    """Tell whether a text speaks of taking words back.

    >>> retracted("The paper issued a correction on Friday.")
    True
    """
    return _pattern("retraction").search(text) is not None


def references(text: str) -> int:
    """Return how many words of a text point back to a report, such as "the claims".

    >>> references("He dismissed the reports and the rumour.")
    2
    """
    return len(_pattern("reference").findall(text))


def without_challenge(text: str) -> str:
    """Return a text without its words of challenge and of reference, to see what it says besides.

    >>> without_challenge("the reports as baseless").split()
    ['the', 'as']
    """
    return _pattern("reference").sub(" ", _pattern("challenge").sub(" ", text))


def negated(text: str) -> bool:
    """Tell whether a text holds a negation word.

    >>> negated("Nothing has been signed."), negated("It was signed.")
    (True, False)
    """
    return _NEGATION.search(text) is not None


def denied_words(text: str, keys: frozenset[str]) -> frozenset[str]:
    """Return those stems of `keys` that a negation word reaches: up to five words after it, or up to two before it.

    "Not only" negates nothing. The reach was set by reading (a negated verb and its object stand within five words) and not searched.

    >>> sorted(denied_words("No contract was signed", frozenset({"contract", "sign", "talk"})))
    ['contract', 'sign']
    >>> sorted(denied_words("Talks were held but no date was set", frozenset({"talk"})))
    []
    """
    words = _WORDS.findall(text)
    reached: set[str] = set()
    for place, word in enumerate(words):
        if _NEGATION.fullmatch(word) or word.lower().endswith(("n't", "n’t")):
            after = words[place + 1 : place + 1 + _AFTER]
            if after and after[0].lower() not in {"only", "just", "merely"}:
                reached.update(stem(near) for near in (*_before(words, place), *after))
    return frozenset(reached & keys)


def _before(words: list[str], place: int) -> list[str]:
    """Return the subject of a negated verb: the two words before it, if no conjunction stands between; "no" has none."""
    before = words[max(0, place - _BEFORE) : place]
    bound = words[place].lower() in {"no", "without", "nor"} or {"but", "and"} & {word.lower() for word in before}
    return [] if bound else before
