"""Grammar of what is said: is its main clause negated, and how sure does it sound.

Only the main clause counts: `said the deal that nobody wanted was signed` is positive.
"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.attribution.grammar import RELATIVES, Token
from sayso.model import Certainty, Polarity, Span

__all__ = ["certainty", "main_clause", "negation", "polarity"]

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
_CLAUSE_MARKS = frozenset(", ; : . — – ? !".split())


def polarity(tokens: Sequence[Token]) -> Polarity:
    """Return whether the main clause of these words is negated.

    >>> from sayso.attribution.grammar import tokenise
    >>> polarity(tokenise("that no contract was signed", 0, 27))
    <Polarity.NEGATED: 'negated'>
    """
    return Polarity.POSITIVE if _negator(main_clause(tokens)) is None else Polarity.NEGATED


def negation(tokens: Sequence[Token]) -> Span | None:
    """Return what the negation of the main clause covers, from the negating word to the clause's end; None where there is none.

    Scope by order, not by parse: English negation seldom reaches to its left but for the subject of `no`.

    >>> from sayso.attribution.grammar import tokenise
    >>> text = "that talks went on but were not held in Tesh, as some say"
    >>> negation(tokenise(text, 0, len(text))).cut(text)
    'not held in Tesh'
    """
    clause = main_clause(tokens)
    at = _negator(clause)
    if at is None:
        return None
    end = next((index for index in range(at + 1, len(clause)) if clause[index].text in _CLAUSE_MARKS), len(clause))
    return Span(clause[at].start, clause[end - 1].end)


def _negator(clause: Sequence[Token]) -> int | None:
    """The place of the first negating word of a clause."""
    words = [token.lower for token in clause]
    for index, word in enumerate(words):
        if word in _NEGATIVE or word.endswith(("n't", "n’t")) or tuple(words[index : index + 2]) in _PHRASES:
            return index
    return None


def main_clause(tokens: Sequence[Token]) -> list[Token]:
    """Return the words of the main clause, up to a relative or subordinate one; an introduction that ends in a comma is skipped over.

    >>> from sayso.attribution.grammar import tokenise
    >>> [token.text for token in main_clause(tokenise("that it rains where they live", 0, 29))]
    ['that', 'it', 'rains', 'where', 'they', 'live']
    """
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
    words = {token.lower for token in main_clause(tokens)}
    if words & _POSSIBLE:
        return Certainty.POSSIBLE
    return Certainty.PROBABLE if words & _PROBABLE and given is not Certainty.POSSIBLE else given
