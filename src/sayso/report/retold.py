"""Which claims that the pile puts forward say only what a followed one says: a list of claims is short, and names each matter once."""

from __future__ import annotations

from collections import defaultdict

from sayso.model import Claim, LedgerView, Stance
from sayso.text import fold, words

__all__ = ["retold"]

_WORDS = 0.75
"""Share of a claim's words that the followed one has too. By judgement: a preposition, an article or a tense may differ."""
_STATEMENTS = 0.75
"""Share of its statements that bear on the followed one too. By judgement."""


def retold(view: LedgerView) -> frozenset[str]:
    """Return the ids of discovered claims that stand on a followed claim's rung, with its words and on its statements.

    >>> from sayso.model import Span
    >>> followed, found, talks = (Claim("a", "Norland sold the pier.", (), "pier", stage="done"), Claim("b", "Norland sold the pier",
    ...     stage="done"), Claim("c", "Norland sold the pier idea to the press", stage="talks"))
    >>> from dataclasses import replace
    >>> from sayso.ledger.cutting import EMPTY
    >>> from sayso.model import Match
    >>> matches = tuple(Match(claim, "s", "t", Span(0, 9), Stance.DENIES, None, 1.0) for claim in "abc")
    >>> sorted(retold(replace(EMPTY, claims=(followed, found, talks), matches=matches)))
    ['b']
    """
    stances: dict[str, dict[str, Stance]] = defaultdict(dict)
    for match in view.matches:
        stances[match.claim_id][match.statement_id] = match.stance
    followed = [claim for claim in view.claims if claim.tracked_id is not None]
    return frozenset(
        claim.id
        for claim in view.claims
        if claim.tracked_id is None and any(_same(claim, other, stances[claim.id], stances[other.id]) for other in followed)
    )


def _same(claim: Claim, other: Claim, mine: dict[str, Stance], theirs: dict[str, Stance]) -> bool:
    said, known = _words_of(claim), _words_of(other)
    if claim.stage != other.stage or not said or len(said & known) < _WORDS * len(said):
        return False
    alike = sum(theirs.get(name) is not None and theirs[name].sdqc is stance.sdqc for name, stance in mine.items())
    return bool(mine) and alike >= _STATEMENTS * len(mine)


def _words_of(claim: Claim) -> set[str]:
    folded = fold(claim.text)
    return {span.cut(folded) for span in words(folded)}
