"""Which claims an article bears on: a list that is made once for each claim as it is kept, and kept on while the claim does not change."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable

__all__ = ["Concordance"]

_ID = re.compile(r'"(article-[0-9a-f]{16,})"')


class Concordance:
    """Which claims mention which article.

    >>> mentions = [("claim-1", "m", '["article-0123456789abcdef"]')]
    >>> Concordance().claims_of("edition 1", mentions, ["article-0123456789abcdef"])
    ('claim-1',)
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._articles_of: dict[str, frozenset[str]] = {}
        self._made: tuple[str, dict[str, tuple[str, ...]]] = ("", {})

    def claims_of(self, key: str, mentions: Iterable[tuple[str, str, str]], articles: Iterable[str]) -> tuple[str, ...]:
        """Return the claims that mention some articles, in the order of the articles; `mentions` is read only for a key that is new."""
        with self._lock:
            if self._made[0] != key:
                self._made = (key, self._read(mentions))
            by_article = self._made[1]
        return tuple(dict.fromkeys(claim for article in articles for claim in by_article.get(article, ())))

    def _read(self, mentions: Iterable[tuple[str, str, str]]) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        held: dict[str, frozenset[str]] = {}
        for claim_id, mark, text in mentions:
            held[mark] = self._articles_of.get(mark) or frozenset(_ID.findall(text))
            for article in held[mark]:
                found.setdefault(article, []).append(claim_id)
        self._articles_of = held
        return {article: tuple(claims) for article, claims in found.items()}
