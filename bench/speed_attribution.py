"""Words a CPU-second of attribution on one thread, beside a dependency parse of the same texts in the same run.

    make bench-speed DATA=...                    or: python bench/speed_attribution.py --data DIR [--spacy PYTHON]

The folder of --data holds `polnear/dev/text`. `--spacy` names a Python in which spaCy and a small English pipeline are installed: rule
systems such as GenderGapTracker's need such a parse before they can begin; it is no dependency of ours. Everything runs in turn,
several times over; the medians count.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from sayso.attribution import annotate
from sayso.attribution.findings import DEPTH, shipped_tagger
from sayso.model import Article

PARSE = """
import sys, time, json, importlib, pkgutil
name = next(m.name for m in pkgutil.iter_modules() if m.name.startswith("en_core_web_sm"))
nlp = importlib.import_module(name).load(disable=["ner", "lemmatizer", "attribute_ruler"])
texts = json.load(sys.stdin)
nlp(texts[0])
begin = time.process_time()
for text in texts:
    nlp(text)
print(time.process_time() - begin)
"""


def seconds(read: Callable[[str], object], texts: Sequence[str]) -> float:
    """CPU-seconds of reading all texts once."""
    begin = time.process_time()
    for text in texts:
        read(text)
    return time.process_time() - begin


def parsed(python: str, texts: Sequence[str]) -> float:
    """CPU-seconds of a dependency parse of all texts, loading left out."""
    found = subprocess.run([python, "-c", PARSE], input=json.dumps(list(texts)), capture_output=True, text=True, check=True)
    return float(found.stdout)


def main() -> int:
    """Time, print and keep the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--spacy", help="a Python that has spaCy and a small English pipeline")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "speed_attribution.json")
    chosen = parser.parse_args()
    texts = [path.read_text(encoding="utf-8") for path in sorted((chosen.data / "polnear" / "dev" / "text").glob("*.txt"))]
    words = sum(len(text.split()) for text in texts)
    tagger = shipped_tagger()
    tagger.read(texts[0])
    ways: dict[str, Callable[[], float]] = {
        "outermost linked statements": lambda: seconds(tagger.read, texts),
        "nested statements too": lambda: seconds(lambda text: tagger.read(text, DEPTH), texts),
        "annotate: speakers, acts, times too": lambda: seconds(lambda text: annotate(Article("a", "a", "0", text, language="en")), texts),
    }
    if chosen.spacy:
        ways["spaCy small parse, no rules"] = lambda: parsed(chosen.spacy, texts)
    rounds = [{name: words / way() for name, way in ways.items()} for _ in range(chosen.rounds)]
    table = {name: round(statistics.median(row[name] for row in rounds)) for name in ways}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = {"words": words, "words a CPU-second": table, "peak memory in MB": round(peak)}
    print(json.dumps(figures, indent=1))
    chosen.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
