"""Places of statements, written `ARTICLE:START-END`: they hold whatever a later reading makes of the article.

A place is the stretch of what is said, or of the whole sentence and then of every statement in it. A later version of the tagger may draw
the bounds otherwise: where nothing stands exactly there, a place means what shares most of it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sayso.model import Span, Statement
from sayso.text import overlap

__all__ = ["CLOSE", "closeness", "content_of", "parsed_place", "statements_at", "written_place"]

CLOSE = 0.5
"""Share of the words of both that two places must have in common to be one. By judgement: half of a sentence."""


def written_place(article_id: str, span: Span) -> str:
    """Return a place as a judgement names it.

    >>> written_place("article-1", Span(3, 9))
    'article-1:3-9'
    """
    return f"{article_id}:{span.start}-{span.end}"


def parsed_place(target: str) -> tuple[str, Span] | None:
    """Return article id and span of a written place; None for what is none.

    >>> parsed_place("article-1:3-9"), parsed_place("article-1"), parsed_place("a:9-3")
    (('article-1', Span(start=3, end=9)), None, None)
    """
    article_id, _, rest = target.rpartition(":")
    start, _, end = rest.partition("-")
    if not article_id or not all(part.isascii() and part.isdigit() and len(part) < 12 for part in (start, end)):
        return None
    span = Span(int(start), int(end))
    return (article_id, span) if span.start < span.end else None


def closeness(one: Span, other: Span) -> float:
    """Return the share of two spans that both cover.

    >>> closeness(Span(0, 10), Span(0, 5)), closeness(Span(0, 5), Span(5, 9))
    (0.5, 0.0)
    """
    shared = overlap(one, other)
    return shared / (one.end - one.start + other.end - other.start - shared) if shared else 0.0


def statements_at(statements: Sequence[Statement], span: Span, about: Collection[str] = ()) -> tuple[Statement, ...]:
    """Return the statements of one article that stand at a place; those in `about`, the ids matched to the claim, go first.

    >>> statements_at([], Span(0, 9))
    ()
    """
    matched = [each for each in statements if each.id in about]
    tries = ((_exact, matched), (_exact, statements), (_closest, matched), (_closest, statements))
    return tuple(next((found for find, among in tries if (found := find(among, span))), ()))


def content_of(statement: Statement) -> Span:
    """Return the stretch of what is said: where one sentence holds several statements, it is each one's own.

    >>> from sayso.model import Naming, Source
    >>> content_of(Statement("s", "a", Span(0, 34), Source("Norland", Naming.OFFICE), (Span(15, 20), Span(24, 33))))
    Span(start=15, end=33)
    """
    return Span(statement.content[0].start, statement.content[-1].end) if statement.content else statement.extent


def _exact(statements: Sequence[Statement], span: Span) -> list[Statement]:
    """A sentence may hold several statements: what is said tells them apart, and only then the sentence stands for all in it."""
    said = [each for each in statements if content_of(each) == span]
    return said or [each for each in statements if each.extent == span]


def _closest(statements: Sequence[Statement], span: Span) -> list[Statement]:
    near = [(max(closeness(content_of(each), span), closeness(each.extent, span)), each) for each in statements]
    best = max((share for share, _ in near), default=0.0)
    return [each for share, each in near if share == best] if best >= CLOSE else []
