"""How well the main text of pages is found: `make bench-extract DIR=folder`.

The folder is in the format of scrapinghub's article-extraction-benchmark: `ground-truth.json`, an object of page names with
`{"articleBody": "...", "url": "..."}`, and `html/NAME.html.gz`. Scored as its `evaluate.py` does: texts are cut into tokens (runs of word
characters), 4 tokens in a row are a shingle (a shorter text is one), shingles are counted; for each page true positives are the
shingles in both, with their counts, and false ones those in one alone, each divided by their sum so that every page weighs the same;
precision and recall are means over pages (pages without a prediction, or without a truth, have none), and F1 is of these two. The
spread is 1.96 deviations over a thousand bootstrap draws of the pages. What is scored is the text that sayso reads for statements: the
extracted text without its cuts and without the headline, which is no part of the right texts. trafilatura alone (fast mode) runs on
the same pages.

Without `--dir` the benchmark is made: pages of `tests/pages/defects` that tell one of the four stories, and pages put together from
ten themes and twenty kinds of residue. Made pages say whether the rules do what they were written for, not how they do on the web.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import statistics
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import trafilatura

from floors import FLOORS, hold
from sayso.articles import read_bytes
from sayso.text import fold

__all__ = ["Counts", "body_of", "counts", "main", "make_benchmark", "scores"]

TESTS = Path(__file__).parents[1] / "tests"
_TOKEN = re.compile(r"\w+", re.UNICODE | re.MULTILINE | re.IGNORECASE | re.DOTALL)
SHINGLE = 4
MADE_PAGES = 60
BAR = 95.5
"""F1 x100 that is asked for on the benchmark's own pages."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Shingles of one page that are right, added and missed, as shares that sum to 1."""

    right: float
    added: float
    missed: float


def main() -> int:
    """Score a folder, or the made benchmark; print the figures, keep them, compare them with floor or bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dir", type=Path, help="a folder with ground-truth.json and html/")
    parser.add_argument("--out", type=Path, default=FLOORS.parent / "extract.json")
    parser.add_argument("--update", action="store_true", help="raise floors to what was measured")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: lower floors too")
    chosen = parser.parse_args()
    if chosen.dir:
        table = _measure(chosen.dir)
        print(json.dumps(table, indent=1))
        return 0 if table["sayso"]["F1"] >= BAR else _say(f"below {BAR}: F1 {table['sayso']['F1']}")
    with tempfile.TemporaryDirectory() as folder:
        make_benchmark(Path(folder))
        table = _measure(Path(folder))
    print(json.dumps(table, indent=1))
    chosen.out.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    return hold("extract", {"F1, made pages": table["sayso"]["F1"]}, update=chosen.update, allow_regression=chosen.allow_regression)


def _say(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


def _measure(folder: Path) -> dict[str, dict[str, float]]:
    """Return the figures of both extractors on the pages of a folder."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    pages = {name: gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()) for name in sorted(truth)}
    table: dict[str, dict[str, float]] = {}
    for extractor, extract in (("sayso", body_of), ("trafilatura, fast", _plain)):
        begun = time.process_time()
        bodies = {name: extract(page, truth[name].get("url")) for name, page in pages.items()}
        spent = time.process_time() - begun
        table[extractor] = scores({name: (truth[name]["articleBody"], body) for name, body in bodies.items()})
        table[extractor] |= {"pages": len(pages), "pages a CPU-second": round(len(pages) / spent, 1)}
    return table


def body_of(page: bytes, url: str | None = None) -> str:
    """Return the text that sayso reads for statements, without a headline that it put before it; nothing for a page that it refuses."""
    line = json.dumps({"html": page.decode("utf-8", "replace"), "url": url}).encode()
    (reading,) = read_bytes(line + b"\n", "page.jsonl")
    article = reading.article
    if article is None:
        return ""
    letters = list(article.text)
    for cut in article.cuts:
        letters[cut.span.start : cut.span.end] = [""] * (cut.span.end - cut.span.start)
    first, _, rest = "".join(letters).strip().partition("\n")
    return (rest if article.title and fold(first) == fold(article.title) else f"{first}\n{rest}").strip()


def _plain(page: bytes, _url: str | None = None) -> str:
    found = trafilatura.extract(page.decode("utf-8", "replace"), fast=True, include_comments=False)
    return found or ""


def counts(truth: str, predicted: str) -> Counts:
    """Return how the shingles of a text agree with those of the right one; both empty is all right."""
    right, given = _shingles(truth), _shingles(predicted)
    both = sum((right & given).values())
    added, missed = sum((given - right).values()), sum((right - given).values())
    total = both + added + missed
    return Counts(both / total, added / total, missed / total) if total else Counts(1.0, 0.0, 0.0)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    if not tokens:
        return Counter()
    size = min(SHINGLE, len(tokens))
    return Counter(tuple(tokens[place : place + size]) for place in range(len(tokens) - size + 1))


def scores(pairs: Mapping[str, tuple[str, str]]) -> dict[str, float]:
    """Return precision, recall and F1 x100 over pages, with the spread of F1 over a thousand draws of the pages."""
    pages = [counts(truth, body) for _, (truth, body) in sorted(pairs.items())]
    chooser = random.Random(0)
    draws = [_figures([chooser.choice(pages) for _ in pages])[2] for _ in range(1000)]
    precision, recall, both = _figures(pages)
    figures = {"precision": precision, "recall": recall, "F1": both, "spread of F1": 1.96 * statistics.stdev(draws)}
    return {name: round(100 * value, 1) for name, value in figures.items()}


def _figures(pages: Sequence[Counts]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the means over pages, those where a figure cannot be told left out of it."""
    precision = _mean([page.right / (page.right + page.added) for page in pages if page.right + page.added])
    recall = _mean([page.right / (page.right + page.missed) for page in pages if page.right + page.missed])
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _mean(values: Sequence[float]) -> float:
    return statistics.fmean(values) if values else 0.0


def make_benchmark(folder: Path) -> None:
    """Write the made benchmark: pages named for their defects, and pages of the themes, with the text that each should give."""
    sys.path.insert(0, str(TESTS / "articles"))
    make_page: Callable[[int], object] = getattr(__import__("wordpress_factory"), "make_page")  # noqa: B009 - a module of the tests
    table = tomllib.loads((TESTS / "pages" / "defects.toml").read_text(encoding="utf-8"))
    truth: dict[str, dict[str, str]] = {}
    (folder / "html").mkdir()
    for page in table["page"]:
        if "story" in page and "keeps" not in page:
            body = "\n".join(table["story"][page["story"]]["paragraphs"])
            _put(folder, page["name"], (TESTS / "pages" / "defects" / f"{page['name']}.html").read_bytes(), body, truth)
    for seed in range(MADE_PAGES):
        made = make_page(1000 + seed)
        _put(folder, f"made-{seed:03}", made.markup.encode(), " ".join(made.sentences), truth)  # type: ignore[attr-defined]
    (folder / "ground-truth.json").write_text(json.dumps(truth), encoding="utf-8")


def _put(folder: Path, name: str, page: bytes, body: str, truth: dict[str, dict[str, str]]) -> None:
    (folder / "html" / f"{name}.html.gz").write_bytes(gzip.compress(page, mtime=0))
    truth[name] = {"articleBody": body}


if __name__ == "__main__":
    sys.exit(main())
