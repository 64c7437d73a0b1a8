"""Write the training sentences from hand-written lists and patterns, seeded.

Each set is drawn evenly from its patterns. Sentences whose article, plural or capital would read wrongly are repaired: a list entry that
opens a sentence gets a capital letter.
"""

from __future__ import annotations

import argparse
import random
import re
import tomllib
from pathlib import Path

__all__ = ["fill", "main", "write_set"]

_SLOT = re.compile(r"\{(\w+)\}")
_OPENING = re.compile(r"^((?:\[[SCT]\d |\"|“)*)([a-z])")


def fill(pattern: str, lists: dict[str, list[str]], generator: random.Random) -> str:
    """Return the pattern with each slot filled; no entry is used twice in one sentence."""
    used: set[str] = set()

    def entry(match: re.Match[str]) -> str:
        options = [one for one in lists[match.group(1)] if one not in used]
        chosen = generator.choice(options)
        used.add(chosen)
        return chosen

    filled = _SLOT.sub(entry, pattern)
    filled = _OPENING.sub(lambda match: match.group(1) + match.group(2).upper(), filled)
    return filled.replace(",],", ",]").replace(",] ,", ",]")


def write_set(patterns: list[str], lists: dict[str, list[str]], count: int, generator: random.Random) -> list[str]:
    """Return `count` different sentences, the patterns taken in turn."""
    lines: dict[str, None] = {}
    turn = 0
    while len(lines) < count and turn < 20 * count:
        lines.setdefault(fill(patterns[turn % len(patterns)], lists, generator))
        turn += 1
    return list(lines)


def main() -> None:
    """Write every set of the grammar file."""
    parser = argparse.ArgumentParser(description="Write the training sentences")
    parser.add_argument("--grammar", type=Path, default=Path(__file__).parent / "sentences" / "grammar.toml")
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=5)
    settings = parser.parse_args()
    grammar = tomllib.loads(settings.grammar.read_text(encoding="utf-8"))
    for name, patterns in sorted(grammar["sets"].items()):
        generator = random.Random(f"{settings.seed}:{name}")
        lines = write_set(patterns, grammar["lists"], settings.count, generator)
        target = settings.grammar.parent / f"{name}.txt"
        target.write_text("\n".join([f"# Written by write_sentences.py, seed {settings.seed}.", *lines]) + "\n", encoding="utf-8")
        print(name, len(lines))


if __name__ == "__main__":
    main()
