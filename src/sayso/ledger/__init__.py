"""Fourth step of the way of the data: what was said and known, and when; and all that is derived from it by rule."""

from __future__ import annotations

from sayso.ledger.changes import changes, changes_between, moment_asked
from sayso.ledger.checking import Check, check
from sayso.ledger.codec import decode, encode
from sayso.ledger.cutting import Cutter
from sayso.ledger.dates import UNDATED, known_by, latest_by, moment_of
from sayso.ledger.evidence import citations
from sayso.ledger.identity import identified, lookalikes
from sayso.ledger.origins import statement_origin, trace, trace_in
from sayso.ledger.outlets import outlet_key, publisher
from sayso.ledger.overview import akin_to, asks_for_a_look, overview_of
from sayso.ledger.pile import Pile, judged_owners
from sayso.ledger.positions import positions, positions_in
from sayso.ledger.records import Edition
from sayso.ledger.rules import RULES, Case, Rule, rule_for
from sayso.ledger.snapshot import Snapshot
from sayso.ledger.standing import concessions, standing, standing_in, standings, standings_in
from sayso.ledger.store import Store

__all__ = [
    "RULES",
    "UNDATED",
    "Case",
    "Check",
    "Cutter",
    "Edition",
    "Pile",
    "Rule",
    "Snapshot",
    "Store",
    "akin_to",
    "asks_for_a_look",
    "changes",
    "changes_between",
    "check",
    "citations",
    "concessions",
    "decode",
    "encode",
    "identified",
    "judged_owners",
    "known_by",
    "latest_by",
    "lookalikes",
    "moment_asked",
    "moment_of",
    "outlet_key",
    "overview_of",
    "positions",
    "positions_in",
    "publisher",
    "rule_for",
    "standing",
    "standing_in",
    "standings",
    "standings_in",
    "statement_origin",
    "trace",
    "trace_in",
]
