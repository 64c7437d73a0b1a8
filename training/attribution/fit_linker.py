"""Fit the pair features of the linker on gold spans: logistic regression, a few seconds."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import torch
from corpus import Document, read_polnear
from examples import label_words
from torch.nn import functional

from sayso.attribution.tagger.decode import TaggedSpan
from sayso.attribution.tagger.linker import PairContext, pair_features
from sayso.attribution.tagger.windows import word_bounds

__all__ = ["document_pairs", "fit", "main"]

_RARE = 3
"""Features seen less often are dropped."""


def document_pairs(document: Document) -> list[tuple[dict[str, float], int]]:
    """Return features and answer for each (source or content, cue) pair of a document's gold spans."""
    words = word_bounds(document.text)
    labelled = label_words(document, words)
    spans = {TaggedSpan(one.start, one.stop, one.role): one.owner for one in labelled}
    context = PairContext(document.text, words, list(spans))
    shared: dict[tuple[int, int], set[int]] = {}
    for owner, attribution in enumerate(document.attributions):
        for bounds in attribution.source:
            shared.setdefault(bounds, set()).add(owner)
    pairs = []
    for span, owner in sorted(spans.items()):
        if span.role == "cue":
            continue
        bounds = (words[span.start][0], words[span.stop - 1][1])
        owners = shared.get(bounds, set()) | {owner}
        pairs += [(pair_features(context, span, cue), int(spans[cue] in owners)) for cue in context.candidates(span)]
    return pairs


def fit(pairs: list[tuple[dict[str, float], int]], epochs: int = 8) -> dict[str, float]:
    """Return the weight of each feature."""
    counts = Counter(name for features, _ in pairs for name in features)
    index = {name: number for number, name in enumerate(sorted(name for name, count in counts.items() if count >= _RARE))}
    rows = [[(index[name], value) for name, value in features.items() if name in index and value] for features, _ in pairs]
    answers = torch.tensor([float(answer) for _, answer in pairs])
    torch.manual_seed(1)
    bag = torch.nn.EmbeddingBag(len(index), 1, mode="sum")
    torch.nn.init.zeros_(bag.weight)
    optimiser = torch.optim.Adam(bag.parameters(), lr=0.03, weight_decay=1e-6)
    for epoch in range(epochs):
        for group in optimiser.param_groups:
            group["lr"] = 0.03 * (1 - epoch / epochs)
        for chosen in torch.randperm(len(rows)).split(2048):
            picked = [rows[number] for number in chosen.tolist()]
            flat = torch.tensor([place for row in picked for place, _ in row])
            values = torch.tensor([value for row in picked for _, value in row])
            starts = torch.tensor([0, *(len(row) for row in picked)]).cumsum(0)[:-1]
            loss = functional.binary_cross_entropy_with_logits(bag(flat, starts, values).squeeze(-1), answers[chosen])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        print(f"linker epoch {epoch + 1} loss {loss.item():.4f}", flush=True)
    learned = bag.weight.detach().squeeze(-1).tolist()
    return {name: round(learned[number], 4) for name, number in index.items()}


def main() -> None:
    """Fit and write the weights as JSON."""
    parser = argparse.ArgumentParser(description="Fit the pair features of the linker")
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    settings = parser.parse_args()
    pairs = [pair for document in read_polnear(settings.polnear / "train") for pair in document_pairs(document)]
    weights = fit(pairs)
    settings.out.write_text(json.dumps(weights, indent=0, sort_keys=True, ensure_ascii=False), encoding="utf-8")
    print(f"{len(pairs)} pairs, {len(weights)} features")


if __name__ == "__main__":
    main()
