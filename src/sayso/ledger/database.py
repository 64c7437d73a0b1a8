"""What a ledger asks of the database that holds it: the one face behind which SQLite and PostgreSQL differ.

`Store` speaks to a database through this face, and in SQLAlchemy Core for all else; `sayso.ledger.places` chooses which one an address
means. What both must give: a reader sees one state of the ledger for as long as it looks, a writer is the only one, what it wrote is
there whole or not at all, and nothing recorded can be changed by plain SQL either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection

from sayso.model import Article

__all__ = ["NO_BOUND", "Database"]

NO_BOUND = -1
"""Connections are not rationed: a reader may look a second time while it holds one, and some such readers would starve each other."""


class Database(Protocol):
    """The database of one open ledger."""

    @property
    def name(self) -> str:
        """How messages call it; never holds a password."""

    def prepare(self, *, create_it: bool) -> None:
        """Make the ledger if it is not there and `create_it` holds, bring an older one forward, and refuse what is no ledger."""

    def reading(self) -> AbstractContextManager[Connection]:
        """Give a connection that sees the ledger as it is now, and keeps seeing that."""

    def writing(self, *, wait: bool = True) -> AbstractContextManager[Connection]:
        """Give a connection that may write, as the only one; raises `LedgerLockedError` at once if `wait` does not hold."""

    def close(self) -> None:
        """Give the database back."""

    def keep_checksums(self) -> bool:
        """Write checksums of a file that has none; return whether there are some now. A server looks after its own files."""

    def changeable(self, connection: Connection) -> AbstractContextManager[None]:
        """Lift the rule that nothing recorded changes, inside the caller's transaction."""

    def purge(self) -> tuple[str, ...]:
        """Leave nothing of what was emptied in unused space; return the names of backups that went with it."""

    def damages(self, connection: Connection) -> Iterator[str]:
        """Yield what the database itself finds amiss, and rules that are not made as a ledger's are."""

    def word_index_damage(self) -> str:
        """Return what is amiss with the word index, or nothing."""

    def index_words(self, connection: Connection, added: Sequence[Article]) -> None:
        """Make the titles and texts of articles findable; their rows are there already."""

    def rebuild_words(self, connection: Connection) -> None:
        """Leave no word of an emptied article in the word index."""

    def find_words(self, connection: Connection, words: Sequence[str], limit: int) -> list[str]:
        """Return the ids of articles that hold all of these words, best match first; the words are never read as query syntax."""
