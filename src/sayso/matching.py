"""Comparing and matching remembered: a judgement shows at once, because it asks no model again.

The families of a pile and the matches of its statements cost nearly all of a derivation, and a judgement on a claim or a statement changes
neither. One ledger that is open remembers the last of each, with what it was made from; anything else is compared and matched anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sayso.articles import Comparison, compare
from sayso.claims import Linked, link
from sayso.model import Article, Family, Judgement, JudgementKind, Statement, TrackedClaim

__all__ = ["Matching", "Progress"]

Progress = Callable[[int, int, str], None]
"""Called with how many are done, how many there are, and the name of the one at hand."""
_ON_FAMILIES = frozenset({JudgementKind.SAME_FAMILY, JudgementKind.NOT_SAME_FAMILY})


class Matching:
    """Families and matches of a pile; of the last pile asked for they are remembered.

    >>> Matching().link((), (), (), ()).claims
    ()
    """

    def __init__(self) -> None:
        self._compared: tuple[object, Comparison] | None = None
        self._linked: tuple[object, Linked] | None = None

    def compare(self, articles: Sequence[Article], first_seen: Mapping[str, str], judgements: Sequence[Judgement]) -> Comparison:
        """Return what comparing a pile with itself gives; of the judgements in force only those on families bear on it.

        >>> Matching().compare((), {}, ()).families
        ()
        """
        heeded = tuple(judgement for judgement in judgements if judgement.kind in _ON_FAMILIES)
        asked = (tuple(articles), dict(first_seen), heeded)
        if self._compared is None or self._compared[0] != asked:
            self._compared = (asked, compare(articles, first_seen, heeded))
        return self._compared[1]

    def link(
        self,
        articles: Sequence[Article],
        statements: Sequence[Statement],
        families: Sequence[Family],
        tracked: Sequence[TrackedClaim],
        progress: Progress | None = None,
    ) -> Linked:
        """Return the claims of a pile and every statement that bears on them."""
        asked = (tuple(articles), tuple(statements), tuple(families), tuple(tracked))
        if self._linked is None or self._linked[0] != asked:
            self._linked = (asked, link(articles, statements, families, tracked, progress=progress))
        return self._linked[1]
