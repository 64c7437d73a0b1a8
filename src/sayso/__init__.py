"""sayso: on whose say-so? A ledger of contested reports.

Names are looked up when first used, so that `import sayso` costs next to nothing and `sayso --help` answers at once.
"""

from __future__ import annotations

import importlib

__all__ = [
    "Act",
    "Article",
    "Certainty",
    "Claim",
    "Ledger",
    "LedgerView",
    "Naming",
    "Outcome",
    "Polarity",
    "Problem",
    "ReadSummary",
    "SaysoError",
    "Source",
    "Span",
    "Stance",
    "Standing",
    "StandingState",
    "Statement",
    "TrackedClaim",
    "__version__",
    "annotate",
    "read_claims",
]

__version__ = "0.1.0"

_HOME = {
    "Ledger": "sayso.pipeline",
    "ReadSummary": "sayso.pipeline",
    "SaysoError": "sayso.errors",
    "annotate": "sayso.pipeline",
    "read_claims": "sayso.claim_files",
}


def __getattr__(name: str) -> object:
    """Return a public name from the module it lives in; records live in `sayso.model`."""
    if name not in __all__:
        raise AttributeError(f"module 'sayso' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME.get(name, "sayso.model")), name)


def __dir__() -> list[str]:
    return sorted({*__all__, *globals()})
