"""Fourth step of the way of the data: what was said and known, and when; and all that is derived from it by rule."""

from __future__ import annotations

from sayso.ledger.codec import decode, encode
from sayso.ledger.dates import UNDATED, latest_by
from sayso.ledger.evidence import citations
from sayso.ledger.identity import identified, lookalikes
from sayso.ledger.origins import statement_origin, trace, trace_in
from sayso.ledger.pile import Pile, judged_owners
from sayso.ledger.positions import positions, positions_in
from sayso.ledger.rules import RULES, Case, Rule, rule_for
from sayso.ledger.standing import concessions, standing, standing_in, standings, standings_in
from sayso.ledger.store import Store

__all__ = [
    "RULES",
    "UNDATED",
    "Case",
    "Pile",
    "Rule",
    "Store",
    "citations",
    "concessions",
    "decode",
    "encode",
    "identified",
    "judged_owners",
    "latest_by",
    "lookalikes",
    "positions",
    "positions_in",
    "rule_for",
    "standing",
    "standing_in",
    "standings",
    "standings_in",
    "statement_origin",
    "trace",
    "trace_in",
]
