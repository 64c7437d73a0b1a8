"""How many cases each kind of hostile or odd input has in the tests: the counts behind the table in bench/README.md.

    python bench/input_counts.py [--run]

With `--run` the tests of each row are run too, and how they ended is printed beside the count; without it only what is counted.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "articles"), str(TESTS / "network")]

import hostile_inputs as hostile  # noqa: E402
import made_inputs as made  # noqa: E402
import test_charsets  # noqa: E402
import test_network_guard as guard  # noqa: E402
import test_visibility  # noqa: E402
import test_wordpress  # noqa: E402
from wordpress_factory import make_page  # noqa: E402

import test_cleaning  # noqa: E402


@dataclass(frozen=True, slots=True)
class Row:
    """One count."""

    what: str
    asked: int
    count: int
    tests: str


def rows() -> list[Row]:
    """Return every count, from the very data that the tests go through."""
    defects = tomllib.loads((TESTS / "pages" / "defects.toml").read_text(encoding="utf-8"))
    sentences = sum(len(make_page(seed).sentences) for seed in range(test_wordpress.PAGES))
    hostile_tests = "tests/articles/test_hostile.py"
    return [
        Row("pages named for one defect each", 60, len({page["name"] for page in defects["page"]}), "tests/articles/test_defects.py"),
        Row(f"WordPress-like pages ({sentences} sentences of bodies)", 50, test_wordpress.PAGES, "tests/articles/test_wordpress.py"),
        Row("bombs", 12, len(hostile.bombs(hostile.MEGABYTE)), f"{hostile_tests} -k bomb"),
        Row("XML payloads, each in RSS, Atom and NewsML", 9, len(hostile.xml_payloads("f", "a")) // 3, f"{hostile_tests} -k markup"),
        Row("pages that are slow to parse", 30, len(hostile.pathological_pages(200_000)), f"{hostile_tests} -k slow_to_parse"),
        Row("web archives cut at a random byte", 50, len(hostile.truncated_archives(50)), f"{hostile_tests} -k archive_that_was_cut"),
        Row("names of members, each in zip and tar", 60, len(set(hostile.hostile_names())), f"{hostile_tests} -k name_is_only_shown"),
        Row("charsets, declared, sniffed and mislabelled", 40, len(test_charsets.CASES), "tests/articles/test_charsets.py"),
        Row("controls, letters of no width and tags in a quotation", 60, len(test_cleaning.CASES), "tests/test_cleaning.py"),
        Row("styles that hide text", 15, len(test_visibility.HIDING), "tests/articles/test_visibility.py"),
        Row("kinds of input that are damaged at random", 12, len(made.KINDS), "tests/articles/test_reader_properties.py"),
        Row("spellings of loopback", 14, len(guard.SPELLINGS), "tests/network/test_network_guard.py -k spelling"),
        Row("chains of redirects", 10, len(guard.HOPS), "tests/network/test_network_guard.py -k hop"),
    ]


def outcome(tests: str) -> str:
    """Return how the tests of a row ended, in pytest's own words."""
    command = [sys.executable, "-m", "pytest", "-p", "no:randomly", "--verbosity=0", *tests.split()]
    kept = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    told = subprocess.run(command, cwd=ROOT, env=kept, capture_output=True, text=True, check=False).stdout
    return told.strip().splitlines()[-1].strip("= ") if told.strip() else "nothing was run"


def main() -> int:
    """Print the table; fail where a count is short."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", action="store_true", help="run the tests of each row")
    run = parser.parse_args().run
    listed = rows()
    for row in listed:
        print(f"| {row.what} | {row.asked} | {row.count} | `{row.tests}` |{f' {outcome(row.tests)} |' if run else ''}", flush=True)
    return int(any(row.count < row.asked for row in listed))


if __name__ == "__main__":
    sys.exit(main())
