"""Claims that a person wrote down, read from a JSON file, with errors that say where and what to do."""

from __future__ import annotations

import json
from pathlib import Path

from sayso.errors import UsageError
from sayso.model import TrackedClaim, content_id

__all__ = ["read_claims", "tracked_claim"]

_SHAPE = '[{"id": "contract", "text": "Norland and Vesturia signed a contract.", "parties": ["Norland", "Vesturia"]}]'


def tracked_claim(text: str, parties: tuple[str, ...] = (), claim_id: str = "") -> TrackedClaim:
    """Return a claim to follow; without an id it gets a hash of its text and parties. Raises `UsageError` for an empty text.

    >>> tracked_claim("Norland sold a pier.", ("Norland",), "pier").parties
    ('Norland',)
    """
    if not text.strip():
        raise UsageError("a claim needs a text, such as: sayso track 'Norland sold a pier.' --party Norland")
    return TrackedClaim(claim_id or content_id("tracked", text.strip(), *parties), text.strip(), parties)


def read_claims(path: str | Path) -> tuple[TrackedClaim, ...]:
    """Return the claims of a JSON file: a list of objects with `text` and, if wished, `id` and `parties`.

    Raises `UsageError` where the file cannot be read or has another shape.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "claims.json"
    ...     _ = file.write_text('[{"id": "pier", "text": "Norland sold a pier."}]', encoding="utf-8")
    ...     [claim.id for claim in read_claims(file)]
    ['pier']
    """
    try:
        rows = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{path}: cannot be read as JSON ({error}); it should look like {_SHAPE}") from error
    if not isinstance(rows, list) or not rows:
        raise UsageError(f"{path}: a list with at least one claim is needed; it should look like {_SHAPE}")
    return tuple(_claim(row, f"{path}: claim {number}") for number, row in enumerate(rows, start=1))


def _claim(row: object, where: str) -> TrackedClaim:
    if not isinstance(row, dict):
        raise UsageError(f"{where}: an object is needed; the file should look like {_SHAPE}")
    text, claim_id, parties = row.get("text"), row.get("id", ""), row.get("parties", [])
    well_formed = isinstance(text, str) and text.strip() and isinstance(claim_id, str) and isinstance(parties, list)
    if not well_formed or not all(isinstance(party, str) for party in parties):
        raise UsageError(f"{where}: `text` must be words, `id` a word and `parties` a list of names, as in {_SHAPE}")
    return tracked_claim(str(text), tuple(parties), claim_id)
