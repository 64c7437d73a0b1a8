"""Score who said what on PolNeAR dev, and hold the figures to their floors.

    make bench-attribution DATA=... SCORE=...    or: python bench/attribution.py --data DIR --score DIR [--update]

The folder of --data holds `polnear/dev`, that of --score holds `score_attribution.py`; neither is part of this repository. Statements
come from `sayso annotate`, as a user gets them; the outlet's own voice is not an attribution and is left out. `reporting cues` are the
figures on attributions whose cue holds a form of the lexicon's plain verbs of speech, confirmation, admission or denial, "according to"
or a colon, gold and ours filtered alike; about half of the corpus.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from floors import hold, options, run
from sayso.attribution.cues import Form, lexicon
from sayso.model import Act

REPORTING = frozenset({Act.SAYS, Act.CONFIRMS, Act.ADMITS, Act.DENIES})
HEADLINE = ("exact~ source", "exact~ cue", "exact~ content", "attr half", "link who-what")


def main() -> int:
    """Annotate the texts, print and keep the figures, compare them with the floors."""
    chosen = options(__doc__, "attribution.json")
    gold = chosen.data / "polnear" / "dev"
    texts = sorted(str(path) for path in (gold / "text").glob("*.txt"))
    with tempfile.TemporaryDirectory() as folder:
        found, figures = Path(folder) / "found.jsonl", Path(folder) / "figures.json"
        found.write_text(run([sys.executable, "-m", "sayso", "annotate", "--format", "jsonl", *texts]), encoding="utf-8")
        print(run([sys.executable, str(chosen.score / "score_attribution.py"), str(gold), str(found), "--json", str(figures)]))
        table = json.loads(figures.read_text(encoding="utf-8")) | reporting(scorer(chosen.score), gold, found)
    kept = {name: {key: round(value, 4) for key, value in row.items()} for name, row in sorted(table.items())}
    chosen.out.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    headline = {name: round(100 * table[name]["f1"], 1) for name in (*HEADLINE, "reporting cues who-what")}
    print(headline)
    return hold("attribution", headline, update=chosen.update, allow_regression=chosen.allow_regression)


def scorer(folder: Path) -> ModuleType:
    """The scorer as a module: its counts are used on a part of the attributions."""
    spec = importlib.util.spec_from_file_location("score_attribution", folder / "score_attribution.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no score_attribution.py in {folder}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reporting_words() -> frozenset[str]:
    """First words of the forms by which somebody plainly speaks."""
    plain = {form.words[0] for forms in lexicon().forms.values() for form in forms if _reports(form)}
    return frozenset({*plain, "according", ":"})


def _reports(form: Form) -> bool:
    senses = [sense for sense in form.cue.senses if "that" in sense.takes and sense.kind == "speech" and sense.certainty == "certain"]
    return form.cue.kind == "verb" and len(form.words) == 1 and any(sense.act in REPORTING for sense in senses)


def reporting(score: ModuleType, gold: Path, found: Path) -> dict[str, dict[str, float]]:
    """The figures on attributions with a reporting cue."""
    words = reporting_words()
    lines = map(json.loads, found.read_text(encoding="utf-8").splitlines())
    ours = {line["id"]: line["attributions"] for line in lines}
    total: dict[Any, Any] = {}
    for name, (text, annotators) in score.load_gold(str(gold)).items():
        both = ([row for row in rows if _has_cue(text, row, words)] for rows in (annotators[min(annotators)], ours.get(name, [])))
        score.add(total, score.count(score.Doc(text), *both))
    rows = {"reporting cues who-what": total["link", "who-what"], "reporting cues attr half": total["attr", "half"]}
    return {name: dict(zip(("p", "r", "f1"), score.prf(row), strict=True), gold=row[3], pred=row[1]) for name, row in rows.items()}


def _has_cue(text: str, row: Mapping[str, list[list[int]]], words: frozenset[str]) -> bool:
    return any(word in words for start, end in row.get("cue", []) for word in re.findall(r"\w+|:", text[start:end].lower()))


if __name__ == "__main__":
    sys.exit(main())
