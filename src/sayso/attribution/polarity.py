"""Grammar of what is said: is its main clause negated, and how sure does it sound.

Only the main clause counts: `said the deal that nobody wanted was signed` is positive.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from sayso.attribution.grammar import RELATIVES, Token
from sayso.model import Certainty, Polarity

__all__ = ["certainty", "polarity"]

_NEGATIVE = frozenset("not never no nothing nobody none neither nor cannot without hardly unsigned".split())
_PHRASES = (
    ("yet", "to"),
    ("failed", "to"),
    ("fails", "to"),
    ("fail", "to"),
    ("far", "from"),
    ("short", "of"),
    ("instead", "of"),
    ("rather", "than"),
)
_POSSIBLE = frozenset(
    "may might could possibly perhaps maybe reportedly allegedly apparently purportedly supposedly rumoured rumored suspected".split()
)
_PROBABLE = frozenset("likely probably presumably expected should seems appears seemingly".split())
_CLAUSE_ENDS = frozenset("because although though while unless if when".split())
_REACH = 40


def polarity(tokens: Sequence[Token]) -> Polarity:
    """Return whether the main clause of these words is negated.

    >>> from sayso.attribution.grammar import tokenise
    >>> polarity(tokenise("that no contract was signed", 0, 27))
    <Polarity.NEGATED: 'negated'>
    """
    words = [token.lower for token in _main(tokens)]
    if any(word in _NEGATIVE or word.endswith(("n't", "n’t")) for word in words):
        return Polarity.NEGATED
    pairs = set(itertools.pairwise(words))
    return Polarity.NEGATED if any(pair in pairs for pair in _PHRASES) else Polarity.POSITIVE


def _main(tokens: Sequence[Token]) -> list[Token]:
    """The words of the main clause: up to a relative or subordinate clause, but an introduction ending in a comma is skipped over."""
    kept: list[Token] = []
    skipping = False
    for index, token in enumerate(tokens[:_REACH]):
        relative = token.lower in RELATIVES or (token.lower == "that" and index > 0)
        if relative or (index > 2 and token.lower in _CLAUSE_ENDS):
            skipping = True
        elif token.text == ",":
            skipping = False
        elif token.text == ";":
            break
        if not skipping:
            kept.append(token)
    return kept


def certainty(tokens: Sequence[Token], given: Certainty) -> Certainty:
    """Return how sure these words put it; without a hedge, as sure as the cue that gives them.

    >>> from sayso.attribution.grammar import tokenise
    >>> certainty(tokenise("it may rain", 0, 11), Certainty.CERTAIN)
    <Certainty.POSSIBLE: 'possible'>
    """
    words = {token.lower for token in _main(tokens)}
    if words & _POSSIBLE:
        return Certainty.POSSIBLE
    return Certainty.PROBABLE if words & _PROBABLE and given is not Certainty.POSSIBLE else given
