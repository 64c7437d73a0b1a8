"""Prints docs/rules.md from the table of standing rules, so that the page can never say anything else: `python tools/print_rules.py`."""

from __future__ import annotations

from pathlib import Path

from sayso.ledger import RULES, Case, Rule
from sayso.model import OriginRange

PAGE = Path(__file__).parents[1] / "docs" / "rules.md"
NONE, ONE, TWO = OriginRange(0, 0, ""), OriginRange(1, 1, ""), OriginRange(2, 2, "")
EXAMPLES = {
    "retracted": Case(ONE, withdrawn=("Ilse Maren",)),
    "disputed": Case(ONE, supporting=("Vesturia",), denying=("Norland",)),
    "denied": Case(ONE, denying=("Norland",)),
    "confirmed": Case(ONE, supporting=("Vesturia",), confirming=("Vesturia",)),
    "corroborated": Case(TWO),
    "reported": Case(ONE),
    "unsupported": Case(NONE),
}
"""For each rule a case of the plainest kind that it holds for."""
HEAD = """# The rules of standing

Where a claim stands is derived by this table, read from the top: the first rule that holds gives the state. The same table serves every
claim and every party. It says where reports and positions stand, never what happened. This page is printed from the table itself
(`python tools/print_rules.py`); how origins are counted is told in [origins.md](origins.md).
"""


def section(number: int, rule: Rule) -> str:
    """Return what is said of one rule."""
    case = EXAMPLES[rule.name]
    return (
        f"\n## {number}. {rule.name}\n\nGives `{rule.gives.value}`. Holds when: {(rule.when.__doc__ or '').strip()}\n\n"
        f"- Said for example: {rule.because(case)}\n- What would change it: {rule.would_change(case)}\n"
    )


def rules_page() -> str:
    """Return the page."""
    return HEAD + "".join(section(number, rule) for number, rule in enumerate(RULES, start=1))


if __name__ == "__main__":
    PAGE.write_text(rules_page(), encoding="utf-8")
