"""Write the model card of a model folder from what the other steps left: settings, scores, reliability."""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

from corpus import read_sentences
from score_sentences import SETS, score

from sayso.attribution.tagger import Tagger

__all__ = ["card", "main"]

SENTENCES = Path(__file__).parent / "sentences"
_MEASURES = (
    ("exact~ source", "source, exact"),
    ("exact~ cue", "cue, exact"),
    ("exact~ content", "content, exact"),
    ("attr half", "whole statement, half overlap"),
    ("link who-what", "who said what"),
)
_TEXT = """# Model card: attribution tagger
Labels source, cue and content in English news and links them. {size:.1f} MB of weights, 8 bits; sha256 of `model.onnx`:
`{digest}`.

## Data and terms
Fine-tuned from {encoder}. Trained on PolNeAR 1.0.0 (train: 840 articles of US campaign news of 2015-16 from seven publishers) and on
hand-written sentences of this project{teacher}. PolNeAR states no licence; its texts belong to their publishers. Neither texts nor
annotations are part of this model folder; shipping weights trained on them is a decision of the owner.

## Figures on PolNeAR dev (84 articles), F1
| measure | P | R | F1 |
|---|---|---|---|
{scores}

People agree with each other at 78.6 / 70.7 / 72.1 exact, 71.6 whole statement and 77.8 who said what (20 articles of the same corpus).
Chosen on dev: window size, linker floors, when training stopped, and the calibration below; expect a little less on unseen articles.

## Held-out sentences
Written by hand, no variants of training sentences, never trained on. The `fresh` ones were written by somebody who had not seen the
training sentences, and their errors were not read.

| set | sentences | innermost content right | inner source found |
|---|---|---|---|
{sentences}

## Confidence
Calibrated on dev, each half of the articles judged with the fit on the other half. "Sure" from {sure:.3f}: precision 92 %,
{sure_count} statements.

| confidence | statements | said | right |
|---|---|---|---|
{reliability}

## Limits
One genre (campaign news), one country, one time: expect less elsewhere. Attitudes and plans are labelled as well as speech. Nested
statements are found by reading contents again, learned from hand-written sentences only. English only.

## Settings of the last training run
```json
{settings}
```
"""


def _load(path: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return record


def _encoder_name(settings: dict[str, Any]) -> str:
    return "all-mpnet-base-v2 (Apache-2.0)" if settings.get("kind") == "mpnet" else "all-MiniLM-L6-v2 (Apache-2.0)"


def card(folder: Path, settings: dict[str, Any], scores: dict[str, Any]) -> str:
    """Return the text of the card."""
    reliability = _load(folder / "reliability.json")
    model = (folder / "model.onnx").read_bytes()
    rows = [
        f"| {name} | {100 * scores[key]['p']:.1f} | {100 * scores[key]['r']:.1f} | {100 * scores[key]['f1']:.1f} |"
        for key, name in _MEASURES
        if key in scores
    ]
    kept = {name: value for name, value in settings.items() if not isinstance(value, str) or "/" not in value}
    kept.pop("soft", None)
    held = {name: score(Tagger(folder), read_sentences(SENTENCES / f"{name}.txt")) for name in SETS}
    told = [
        f"| {name.replace('_', ' ')} | {row['sentences']} | {row['content right']} | {row['source found']} of {row['inner sources']} |"
        for name, row in held.items()
    ]
    bins = [f"| {name} | {count} | {said:.3f} | {right:.3f} |" for name, count, said, right in reliability["reliability"]]
    return _TEXT.format(
        size=len(model) / 1e6,
        digest=hashlib.sha256(model).hexdigest(),
        encoder=_encoder_name(settings),
        teacher=", with a larger teacher's label probabilities also over unlabelled news" if settings.get("soft") else "",
        scores="\n".join(rows),
        sentences="\n".join(told),
        sure=reliability.get("sure_from", 1.0),
        sure_count=reliability.get("sure_statements", 0),
        reliability="\n".join(bins),
        settings=json.dumps(kept, indent=1, sort_keys=True),
    )


def main() -> None:
    """Write MODEL_CARD.md into the model folder."""
    parser = argparse.ArgumentParser(description="Write the model card")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--settings", type=Path, required=True, help="settings.json of the training run")
    parser.add_argument("--scores", type=Path, required=True, help="JSON written by the scorer or by bench/attribution.py")
    settings = parser.parse_args()
    text = card(settings.model, _load(settings.settings), _load(settings.scores))
    (settings.model / "MODEL_CARD.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
