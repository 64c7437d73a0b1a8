"""Reads the example in one order, in a process of its own, and prints the hashes of what it exports.

Run by `test_determinism.py` with other hash seeds, locales and numbers of workers: `python determinism_run.py ORDER WORKERS`.
"""

from __future__ import annotations

import contextlib
import hashlib
import inspect
import json
import locale
import random
import sys
import tempfile
from pathlib import Path

from sayso.claim_files import read_claims
from sayso.demo import EXAMPLE
from sayso.pipeline import Ledger
from sayso.report.export import export_json
from sayso.report.feeds import atom_feed
from sayso.report.page import render
from sayso.testing import RECORDED_AT

TAKES_WORKERS = "workers" in inspect.signature(Ledger.read).parameters
"""Whether reading can be spread over processes."""


def hashes(order: int, workers: int) -> dict[str, str]:
    """Return the hash of each export of a ledger that read the pages in this order."""
    pages = sorted(str(path) for path in (EXAMPLE / "pages").iterdir())
    options = {"workers": workers} if TAKES_WORKERS else {}
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "desk.ledger", clock=lambda: RECORDED_AT) as ledger:
        ledger.read(random.Random(order).sample(pages, len(pages)), **options)  # type: ignore[arg-type]
        ledger.track(read_claims(EXAMPLE / "claims.json")[:: -1 if order % 2 else 1])
        view = ledger.view()
        texts = {
            "json": export_json(view),
            "report": render(view, head=ledger.head(), generated_at=RECORDED_AT),
            "atom": atom_feed(ledger.changes("2000", each=True), since="2000"),
        }
    return {name: hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for name, text in texts.items()}


if __name__ == "__main__":
    # As a program would do that sayso is a part of: case mapping, sorting and number formats of C then follow the locale.
    with contextlib.suppress(locale.Error):
        locale.setlocale(locale.LC_ALL, "")
    told = {"locale": locale.setlocale(locale.LC_ALL), "hashes": hashes(int(sys.argv[1]), int(sys.argv[2]))}
    sys.stdout.write(json.dumps(told))
