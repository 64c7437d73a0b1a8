"""Tense and mood of what is said, read off the first verb of its main clause.

Reported speech shifts tenses back ("said that talks were under way"), which word forms cannot undo: such a content is `did`.
"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.attribution.grammar import DETERMINERS, PREPOSITIONS, Token, is_verb_like
from sayso.attribution.polarity import main_clause
from sayso.model import Modality

__all__ = ["modality"]

_MAY = frozenset("may might could can possibly perhaps maybe".split())
_WILL = frozenset("will would shall wo 'll ’ll won't won’t wouldn't wouldn’t should must".split())
_DOES = frozenset("is are am isn't isn’t aren't aren’t do does don't don’t doesn't doesn’t it's it’s that's that’s there's there’s".split())
_DOES_TOO = frozenset(
    "says goes comes takes makes gives gets wants needs seems appears remains means includes shows happens works begins".split()
)


def modality(tokens: Sequence[Token]) -> Modality:
    """Return whether the main clause tells of what was, is, will be or may be; unstated where it has no verb.

    >>> from sayso.attribution.grammar import tokenise
    >>> texts = ("that it was signed", "a contract will be signed", "talks may resume", "to sign in May", "the talks")
    >>> [modality(tokenise(text, 0, len(text))).value for text in texts]
    ['did', 'will', 'may', 'will', 'unstated']
    """
    clause = main_clause(tokens)
    words = [token.lower for token in clause]
    if words and words[0] == "to":
        return Modality.DID if words[1:2] == ["have"] else Modality.WILL
    for index, token in enumerate(clause):
        found = _of(token, words, index)
        if found:
            return found
    return Modality.UNSTATED


def _of(token: Token, words: Sequence[str], index: int) -> Modality | None:
    word = words[index]
    if word in _MAY and not (token.capital and index):
        return Modality.MAY
    if word in _WILL or word.endswith(("'ll", "’ll")):
        return Modality.WILL
    before = words[index - 1] if index else ""
    if word in _DOES or word in _DOES_TOO:
        return Modality.WILL if words[index + 1 : index + 3] == ["going", "to"] else Modality.DOES
    return Modality.DID if is_verb_like(token) and before not in DETERMINERS | PREPOSITIONS else None
