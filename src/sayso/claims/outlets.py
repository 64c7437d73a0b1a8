"""What an outlet itself does with a claim, in its headline and in its body: for, against or observing.

The scheme is that of Emergent (Silverman 2015; Ferreira and Vlachos 2016): an article that only hands on what others say observes.
"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.model import Article, Claim, Match, Naming, OutletStance, Sdqc, Statement

__all__ = ["outlet_stances"]


def outlet_stances(
    claims: Sequence[Claim], matches: Sequence[Match], statements: Sequence[Statement], articles: Sequence[Article]
) -> tuple[OutletStance, ...]:
    """Return one stance for each claim and article that has a match, sorted."""
    by_id = {statement.id: statement for statement in statements}
    own: dict[tuple[str, str], list[tuple[bool, Sdqc]]] = {}
    for match in matches:
        statement = by_id[match.statement_id]
        voices = own.setdefault((match.claim_id, match.article_id), [])
        if statement.source.naming is Naming.SELF:
            voices.append((statement.headline, match.stance.sdqc))
    known = {claim.id for claim in claims}
    return tuple(
        OutletStance(claim, article, _stance(voices, headline=True), _stance(voices, headline=False))
        for (claim, article), voices in sorted(own.items())
        if claim in known and article in {item.id for item in articles}
    )


def _stance(voices: Sequence[tuple[bool, Sdqc]], *, headline: bool) -> str:
    mine = [sdqc for in_headline, sdqc in voices if in_headline == headline]
    support, deny = mine.count(Sdqc.SUPPORT), mine.count(Sdqc.DENY)
    if support == deny:
        return "observing"
    return "for" if support > deny else "against"
