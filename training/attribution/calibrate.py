"""Fit the confidence of a model folder on dev and print its reliability, each half of the articles judged by the other half's fit."""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import dataclass
from pathlib import Path

import torch
from corpus import Document, read_polnear
from torch.nn import functional

from sayso.attribution.tagger.reader import FoundStatement, Tagger

__all__ = ["Judged", "fit", "judge", "main", "reliability"]

_TOKEN = re.compile(r"[^\W_]+")
_SURE_PRECISION = 0.92
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """One predicted statement: what its confidence rests on and whether source and content are right."""

    article: int
    features: tuple[float, ...]
    right: bool


def _tokens(text: str, spans: Spans) -> frozenset[int]:
    return frozenset(start + match.start() for start, end in spans for match in _TOKEN.finditer(text[start:end]))


def _dice(left: frozenset[int], right: frozenset[int]) -> float:
    return 2 * len(left & right) / (len(left) + len(right)) if left or right else 1.0


def judge(document: Document, found: list[FoundStatement], article: int) -> list[Judged]:
    """Judge each statement as the scorer's `who-what` does, an empty source being right where gold has none either."""
    text = document.text
    gold = [(_tokens(text, one.source), _tokens(text, one.content)) for one in document.attributions]
    pairs = []
    for number, one in enumerate(found):
        source, content = _tokens(text, one.source), _tokens(text, one.content)
        for place, (gold_source, gold_content) in enumerate(gold):
            scores = (_dice(source, gold_source), _dice(content, gold_content))
            if min(scores) >= 0.5:
                pairs.append((-sum(scores), number, place))
    matched: set[int] = set()
    used: set[int] = set()
    for _, number, place in sorted(pairs):
        if number not in matched and place not in used:
            matched.add(number)
            used.add(place)
    return [Judged(article, (1.0, *one.signals, float(not one.source)), number in matched) for number, one in enumerate(found)]


def fit(judged: list[Judged]) -> list[float]:
    """Logistic regression from the signals to being right."""
    features = torch.tensor([one.features for one in judged])
    answers = torch.tensor([float(one.right) for one in judged])
    weights = torch.zeros(features.shape[1], requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=200)

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        loss = functional.binary_cross_entropy_with_logits(features @ weights, answers) + 1e-4 * weights.square().sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    return [round(float(value), 4) for value in weights.detach()]


def _chances(judged: list[Judged]) -> list[float]:
    """Confidence of each statement from the fit on the other half of the articles."""
    fits = [fit([one for one in judged if one.article % 2 != half]) for half in (0, 1)]
    scores = [sum(weight * value for weight, value in zip(fits[one.article % 2], one.features, strict=True)) for one in judged]
    chances: list[float] = torch.sigmoid(torch.tensor(scores)).tolist()
    return chances


def reliability(judged: list[Judged], chances: list[float]) -> list[tuple[str, int, float, float]]:
    """Rows of range, statements, mean confidence, share right."""
    rows = []
    for low in (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9):
        high = {0.0: 0.2, 0.2: 0.4, 0.4: 0.6, 0.6: 0.7, 0.7: 0.8, 0.8: 0.9, 0.9: 1.01}[low]
        chosen = [(chance, one.right) for one, chance in zip(judged, chances, strict=True) if low <= chance < high]
        if chosen:
            mean = sum(chance for chance, _ in chosen) / len(chosen)
            rows.append((f"{low:.1f}-{min(high, 1):.1f}", len(chosen), mean, sum(right for _, right in chosen) / len(chosen)))
    return rows


def sure_cut(judged: list[Judged], chances: list[float]) -> tuple[float, int]:
    """The lowest confidence above which precision holds the `sure` mark, and how many statements lie above it."""
    best = (1.0, 0)
    right = 0
    for count, (chance, one) in enumerate(sorted(zip(chances, judged, strict=True), key=lambda pair: -pair[0]), start=1):
        right += one.right
        if right / count >= _SURE_PRECISION:
            best = (chance, count)
    return best


def main() -> None:
    """Fit, print and store."""
    parser = argparse.ArgumentParser(description="Fit the confidence on dev")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--part", type=Path, required=True)
    settings = parser.parse_args()
    tagger = Tagger(settings.model)
    documents = read_polnear(settings.part)
    judged = [one for number, document in enumerate(documents) for one in judge(document, tagger.read(document.text), number)]
    chances = _chances(judged)
    rows = reliability(judged, chances)
    cut, count = sure_cut(judged, chances)
    gold = sum(len(document.attributions) for document in documents)
    for name, size, mean, share in rows:
        print(f"{name}  {size:5}  said {mean:.3f}  right {share:.3f}")
    print(f"sure from {cut:.3f}: {count} statements, precision {_SURE_PRECISION}, {count / gold:.3f} of gold's number")
    path = settings.model / "link.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record |= {"calibration": fit(judged), "sure": round(cut, 4)}
    path.write_text(json.dumps(record, ensure_ascii=False, sort_keys=True), encoding="utf-8")
    card = {"reliability": rows, "sure_from": cut, "sure_statements": count}
    (settings.model / "reliability.json").write_text(json.dumps(card, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
