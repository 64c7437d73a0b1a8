"""Names with a NUL sign, for a database that refuses it.

PostgreSQL keeps no NUL in a text. Records hold none (JSON writes it as an escape), but an id or an input's name may. U+0001 stands in front
of what it escapes, and is itself escaped; texts compare after that as they did before, so that "the first by name" stays the first.
"""

from __future__ import annotations

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator

__all__ = ["EscapedText", "escaped", "unescaped"]


def escaped(text: str) -> str:
    r"""Return a text without NUL that stands for this one.

    >>> escaped("a\x00b\x01c"), escaped("pages/a.txt")
    ('a\x01\x01b\x01\x02c', 'pages/a.txt')
    """
    return text.replace("\x01", "\x01\x02").replace("\x00", "\x01\x01")


def unescaped(text: str) -> str:
    r"""Return the text that was escaped.

    >>> unescaped("a\x01\x01b\x01\x02c")
    'a\x00b\x01c'
    """
    return text.replace("\x01\x01", "\x00").replace("\x01\x02", "\x01")


class EscapedText(TypeDecorator[str]):
    """A text column that takes NUL signs, and sorts by code points whatever the database's language."""

    impl = String(collation="C")
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 -- the signature is SQLAlchemy's
        """Escape what is written or compared with."""
        return None if value is None else escaped(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 -- the signature is SQLAlchemy's
        """Give back what was written."""
        return None if value is None else unescaped(value)
