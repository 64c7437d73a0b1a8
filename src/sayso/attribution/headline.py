"""Where the headline stands in an article's text."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.attribution.units import Block
from sayso.model import Article, Span

__all__ = ["headline_span"]

_LONGEST_HEADLINE = 160


def headline_span(article: Article, parts: Sequence[Block]) -> Span | None:
    r"""Return where the headline stands in the text, or None.

    The first paragraph is the headline if it equals the title, or, without a title, if it is short and does not end like a sentence.

    >>> from sayso.attribution.units import blocks
    >>> article = Article("a", "a", "0", "Talks go on\n\nTalks went on, Orne said.")
    >>> headline_span(article, blocks(article))
    Span(start=0, end=11)
    """
    if not parts:
        return None
    first = parts[0].span
    words = first.cut(article.text)
    if article.title is not None:
        return first if _same(words, article.title) else None
    lone = len(parts) > 1 and len(words) <= _LONGEST_HEADLINE
    return first if lone and words[-1] not in ".!:,;" and not words.endswith((".”", '."', ",”")) else None


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold().rstrip(" .") == " ".join(other.split()).casefold().rstrip(" .")
