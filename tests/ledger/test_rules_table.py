"""The table of standing rules: each rule holds for its plainest case and for none of the rules above, and the page prints the table."""

from __future__ import annotations

import runpy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sayso.ledger import RULES, Case, Rule, rule_for
from sayso.model import OriginRange

TOOL = Path(__file__).parents[2] / "tools" / "print_rules.py"
PRINTED: dict[str, Any] = runpy.run_path(str(TOOL))
EXAMPLES: dict[str, Case] = PRINTED["EXAMPLES"]
NOT = {
    "retracted": {"remaining": ("Odo Brand",)},
    "disputed": {"supporting": ()},
    "denied": {"denying": ()},
    "confirmed": {"confirming": ()},
    "corroborated": {"origins": OriginRange(1, 2, "")},
    "reported": {"origins": OriginRange(0, 0, "")},
}
"""What, taken from the example of a rule, makes it no longer hold."""


def test_the_page_is_what_the_table_prints() -> None:
    """Else run `python tools/print_rules.py`."""
    assert PRINTED["PAGE"].read_text(encoding="utf-8") == PRINTED["rules_page"]()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_decides_its_plainest_case(rule: Rule) -> None:
    """It is the first that holds there, and says why in whole sentences."""
    case = EXAMPLES[rule.name]
    assert rule_for(case) is rule
    assert rule.because(case).endswith(".")
    assert rule.would_change(case).endswith(".")


@pytest.mark.parametrize("name", NOT)
def test_each_rule_asks_for_what_its_sentence_says(name: str) -> None:
    """Without it the rule does not hold, and a rule below decides."""
    rule = next(rule for rule in RULES if rule.name == name)
    case = replace(EXAMPLES[name], **NOT[name])  # type: ignore[arg-type]
    assert not rule.when(case)
    assert RULES.index(rule_for(case)) > RULES.index(rule)
