"""Write a teacher's label probabilities for texts, as examples that `train.py --soft` reads."""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

import numpy as np
import torch
from corpus import Document, read_bodies, read_polnear, read_sentences, unfold
from examples import Example, build_examples
from tokenizers import Tokenizer

from network import TaggerNetwork, collate, load_network
from sayso.attribution.tagger.windows import Pieces

__all__ = ["main", "soften"]

_SEEN_BEFORE = 400
"""Two bodies that share their first so many characters are taken as one."""


def soften(network: TaggerNetwork, examples: list[Example], batch: int = 16) -> None:
    """Set `soft` of each example to the network's log-probabilities, one row a word."""
    device = network.label.weight.device
    order = sorted(examples, key=lambda example: len(example.window.pieces))
    started = time.time()
    for begin in range(0, len(order), batch):
        chosen = order[begin : begin + batch]
        padded = collate(chosen)
        with torch.no_grad(), torch.autocast(device.type, torch.bfloat16):
            labels, _, _ = network(padded.pieces.to(device), padded.mask.to(device), padded.features.to(device))
        logs = torch.log_softmax(labels.float(), -1).cpu().numpy()
        for row, example in enumerate(chosen):
            example.soft = np.maximum(logs[row][example.window.first], -20).astype(np.float16)
        if begin // batch % 20 == 0:
            print(f"{begin}/{len(order)} {time.time() - started:.0f}s load {os.getloadavg()[0]:.1f}", flush=True)


def _documents(settings: argparse.Namespace) -> list[Document]:
    if settings.polnear:
        return read_polnear(settings.polnear / "train")
    if settings.sentences:
        written = [path for path in sorted(settings.sentences.glob("*.txt")) if "heldout" not in path.stem]
        return [one for path in written for sentence in read_sentences(path) for one in unfold(sentence)]
    seen = set()
    kept = []
    for body in read_bodies(settings.bodies):
        if body.text[:_SEEN_BEFORE] not in seen:
            seen.add(body.text[:_SEEN_BEFORE])
            kept.append(body)
    return kept


def main() -> None:
    """Write soft examples as the command line says."""
    parser = argparse.ArgumentParser(description="Write a teacher's label probabilities")
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--kind", choices=["bert", "mpnet"], default="mpnet")
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True, help="tokenizer.json of the student")
    parser.add_argument("--polnear", type=Path)
    parser.add_argument("--sentences", type=Path)
    parser.add_argument("--bodies", type=Path, help="JSONL of unlabelled texts")
    parser.add_argument("--skip", type=int, default=0, help="leave out so many windows from the front")
    parser.add_argument("--limit", type=int, default=1_000_000, help="read at most so many windows")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, required=True)
    settings = parser.parse_args()
    torch.set_num_threads(settings.threads)
    network = load_network(settings.kind, settings.encoder)
    state = torch.load(settings.weights, weights_only=True)
    network.load_state_dict(state.get("network", state))
    network.eval()
    if torch.cuda.is_available():
        network.cuda()
    pieces = Pieces(Tokenizer.from_file(str(settings.tokenizer)))
    examples = build_examples(_documents(settings), pieces, labelled=False)[settings.skip : settings.skip + settings.limit]
    soften(network, examples)
    torch.save(examples, settings.out)


if __name__ == "__main__":
    main()
