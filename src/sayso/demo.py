"""The example episode that ships with the package: where it is, and how to read it into a ledger."""

from __future__ import annotations

from pathlib import Path

from sayso.claim_files import read_claims
from sayso.model import Claim
from sayso.pipeline import Ledger, ReadSummary

__all__ = ["EXAMPLE", "read_example"]

EXAMPLE = Path(__file__).parent / "example"
"""Folder with `pages/`, `claims.json` and `expected.json`; `examples/steel-mill-episode` of the repository is a link to it."""


def read_example(ledger: Ledger) -> tuple[ReadSummary, tuple[Claim, ...]]:
    """Read the episode's pages and follow its three claims; return how the reading ended and the claims.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "demo.ledger") as ledger:
    ...     summary, claims = read_example(ledger)
    ...     summary.quarantined, sorted(claim.tracked_id or "" for claim in claims)
    (0, ['contract', 'group', 'talks'])
    """
    summary = ledger.read([str(EXAMPLE / "pages")])
    return summary, ledger.track(read_claims(EXAMPLE / "claims.json"))
