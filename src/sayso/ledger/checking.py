"""Whether a ledger is whole: the question of `sayso verify`, from the bytes of the file up to the chain of what was recorded.

The file's checksums come first, before it is opened: a changed byte in its first hundred can make it look like another version's, and
opening would then refuse it as newer, or try to bring it forward.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sayso.errors import LedgerDamagedError, LedgerError
from sayso.ledger.checksums import checksum_damages, has_checksums
from sayso.ledger.migrations import VERSION
from sayso.ledger.places import is_server
from sayso.ledger.records import Redaction
from sayso.ledger.store import Store

__all__ = ["Check", "check"]


@dataclass(frozen=True, slots=True)
class Check:
    """What was found."""

    damages: tuple[str, ...]
    """One sentence each, beginning with the place; empty where the ledger is whole."""
    head: str = ""
    """The hash over everything recorded; empty where the ledger could not be opened."""
    redactions: tuple[Redaction, ...] = ()
    """Articles that were emptied on a person's decision: no damage, and to be known."""
    compared: bool = False
    """Whether every byte of the file was compared with checksums; else unused space was not looked at."""


def check(path: str | Path, *, clock: Callable[[], str], head: str | None = None) -> Check:
    """Look for damage in the ledger at `path`; a whole one that has no checksums, as after a crash, gets them.

    `head` is one that this ledger had and that was noted elsewhere, such as in a report: it shows whether what came after it is there
    and what was cut off at the end is not. Raises what `Store.open` does, save for damage. A server looks after its own files.
    """
    file = None if is_server(path) else Path(path)
    compared, changed = (has_checksums(file), tuple(checksum_damages(file))) if file else (False, ())
    if changed and file and not _says_its_version(file):
        return Check(changed, compared=compared)
    try:
        with Store.open(path, clock=clock, create=False) as store:
            damages = (*changed, *store.verify(head))
            if not damages:
                store.keep_checksums()
            return Check(damages, store.head(), store.redactions(), compared)
    except LedgerError as error:
        # A changed byte can also make the file look as if it were read-only, or in use.
        if changed or isinstance(error, LedgerDamagedError):
            return Check((*changed, f"the {'file' if file else 'database'}: {error}"), compared=compared)
        raise


def _says_its_version(path: Path) -> bool:
    """Whether the file's header (https://www.sqlite.org/fileformat.html, user version) names the version that this sayso writes."""
    with path.open("rb") as file:
        header = file.read(100)
    return header[60:64] == VERSION.to_bytes(4, "big")
