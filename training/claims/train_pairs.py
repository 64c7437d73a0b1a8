"""Fine-tune the pair network on labelled pairs (written by pairs.py), optionally also on a teacher's probabilities.

    python training/claims/train_pairs.py --pairs FILE... --encoder DIR --out FILE.pt [--test FILE] [--soft FILE] [--start FILE.pt]

Needs torch and transformers, which the product does not. `--test` pairs are only scored. `--without N/K` leaves out every group whose
hash is N modulo K, so that folds are grouped by story, and `--predict FILE` writes the probabilities of what was left out.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from pair_network import PairNetwork, collate, load_network
from torch.nn import functional

from sayso.claims.pair_input import ANSWERS, PARTY_MARKS, SPEAKER_MARKS

__all__ = ["figures", "main", "predict", "train", "with_other_marks"]

UNRELATED = ANSWERS.index("unrelated")
TAKES_A_SIDE = (1, 2, 3)


def main() -> None:
    """Train as the command line says."""
    settings = arguments()
    torch.set_num_threads(settings.threads)
    torch.manual_seed(settings.seed)
    pairs = [pair for part in settings.pairs for pair in drawn(part, settings.seed)]
    learnt = [pair for pair in pairs if not left_out(pair, settings.without)]
    held_out = [pair for pair in pairs if left_out(pair, settings.without)]
    soften(learnt, settings.soft)
    network = load_network(settings.kind, settings.encoder, hidden_dropout=settings.dropout)
    if settings.start:
        network.load_state_dict(torch.load(settings.start, weights_only=True), strict=False)
    if settings.passes:
        train(network, learnt, settings)
        torch.save(network.state_dict(), settings.out)
    tests = [read(path) for path in settings.test] + ([held_out] if held_out else [])
    for test in tests:
        probabilities = predict(network, test)
        print(json.dumps(figures(test, probabilities)), flush=True)
        if settings.predict:
            write(settings.predict, test, probabilities)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", nargs="*", default=[], help="files; FILE@0.2 draws that share of one")
    parser.add_argument("--test", type=Path, nargs="*", default=[])
    parser.add_argument("--soft", type=Path, nargs="*", default=[], help="a teacher's probabilities, written with --predict")
    parser.add_argument("--kind", choices=["bert", "mpnet"], default="bert")
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--predict", type=Path)
    parser.add_argument("--without", default="", help="N/K: leave out each group whose hash is N modulo K")
    parser.add_argument("--passes", type=float, default=3.0)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--unrelated", type=float, default=0.4, help="share of the unrelated pairs that a pass sees")
    parser.add_argument("--hard-weight", type=float, default=0.5, help="weight of labels where there is a teacher too")
    parser.add_argument("--dropout", type=float, default=0.1, help="inside the encoder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def drawn(part: str, seed: int) -> list[dict[str, Any]]:
    """Return the pairs of one file, or a random share of them."""
    path, _, share = part.partition("@")
    generator = random.Random(f"{seed}:{path}")
    return [pair for pair in read(Path(path)) if not share or generator.random() < float(share)]


def read(path: Path) -> list[dict[str, Any]]:
    """Return the pairs of one file."""
    return [json.loads(line) for line in path.open(encoding="utf-8")]


def key_of(pair: dict[str, Any]) -> str:
    """Return what names a pair across files."""
    return f"{pair['group']}|{pair['claim']}|{pair['statement']}"


def soften(pairs: Sequence[dict[str, Any]], paths: Sequence[Path]) -> None:
    """Put the teacher's probabilities into the pairs they belong to."""
    known = {item["key"]: item["chances"] for path in paths for item in read(path)}
    for pair in pairs:
        if key_of(pair) in known:
            pair["soft"] = known[key_of(pair)]


def left_out(pair: dict[str, Any], without: str) -> bool:
    """Tell whether the pair's group is in the fold that is left out."""
    if not without:
        return False
    number, folds = (int(part) for part in without.split("/"))
    return zlib.crc32(pair["group"].encode()) % folds == number


def train(network: PairNetwork, pairs: list[dict[str, Any]], settings: argparse.Namespace) -> None:
    """Train with AdamW; the rate rises over the first tenth of the steps and falls to zero with the rest."""
    network.train()
    network.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    named = [(name, weight) for name, weight in network.named_parameters() if weight.requires_grad]
    plain = [weight for _, weight in named if weight.ndim < 2]
    decayed = [weight for _, weight in named if weight.ndim >= 2]
    groups = [{"params": decayed, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=settings.rate, fused=True)
    batches = list(all_batches(pairs, settings))
    total = math.ceil(len(batches) * settings.passes / math.ceil(settings.passes))
    rise = max(1, total // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / rise, max(0.0, (total - step) / (total - rise + 1)))
    )
    started, running = time.process_time(), 0.0
    for step, batch in enumerate(batches[:total]):
        loss = loss_of(network, batch, settings.hard_weight)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad(set_to_none=True)
        running = 0.98 * running + 0.02 * float(loss) if step else float(loss)
        if step % 50 == 0:
            print(f"step {step}/{total} loss {running:.3f} seconds {time.process_time() - started:.0f}", flush=True)


def all_batches(pairs: list[dict[str, Any]], settings: argparse.Namespace) -> Iterator[list[dict[str, Any]]]:
    """Batches of pairs of like length, pass after pass; each pass draws its own unrelated pairs."""
    for number in range(math.ceil(settings.passes)):
        generator = random.Random(f"{settings.seed}:{number}")
        kept = [pair for pair in pairs if pair["label"] != UNRELATED or generator.random() < settings.unrelated]
        keyed = sorted((len(pair["pieces"]) // 16 + generator.random() * 1.5, place) for place, pair in enumerate(kept))
        order = [place for _, place in keyed]
        batches = [[kept[place] for place in order[begin : begin + settings.batch]] for begin in range(0, len(order), settings.batch)]
        generator.shuffle(batches)
        yield from ([with_other_marks(pair, generator) for pair in batch] for batch in batches)


def with_other_marks(pair: dict[str, Any], generator: random.Random) -> dict[str, Any]:
    """Return the pair with its parties numbered in another order: which party is the first must not matter."""
    used = {place for place, both in enumerate(zip(PARTY_MARKS, SPEAKER_MARKS, strict=True)) if set(both) & set(pair["pieces"])}
    order = list(range(max(used, default=0) + 1))
    generator.shuffle(order)
    marks = {kind[old]: kind[new] for kind in (PARTY_MARKS, SPEAKER_MARKS) for old, new in enumerate(order)}
    return pair | {"pieces": [marks.get(piece, piece) for piece in pair["pieces"]]}


def loss_of(network: PairNetwork, batch: Sequence[dict[str, Any]], hard_weight: float) -> torch.Tensor:
    """Weighted cross entropy with the labels and, where there is a teacher, with its probabilities."""
    with torch.autocast("cpu", torch.bfloat16):
        scores = network(*collate(batch))
    labels = torch.tensor([pair["label"] for pair in batch])
    weights = torch.tensor([pair.get("weight", 1.0) for pair in batch])
    hard = functional.cross_entropy(scores.float(), labels, reduction="none", label_smoothing=0.02)
    taught = torch.tensor([1.0 if "soft" in pair else 0.0 for pair in batch])
    target = torch.tensor([pair.get("soft", [0.0] * len(ANSWERS)) for pair in batch])
    soft = -(target * torch.log_softmax(scores.float(), -1)).sum(-1)
    share = taught * (1 - hard_weight)
    return (weights * (1 - share) * hard + share * soft).mean()


def predict(network: PairNetwork, pairs: Sequence[dict[str, Any]]) -> np.ndarray[Any, Any]:
    """Return the probability of each answer, one row a pair."""
    network.eval()
    order = sorted(range(len(pairs)), key=lambda place: len(pairs[place]["pieces"]))
    chances = np.zeros((len(pairs), len(ANSWERS)), dtype=np.float32)
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        for begin in range(0, len(order), 64):
            rows = order[begin : begin + 64]
            chances[rows] = torch.softmax(network(*collate([pairs[row] for row in rows])).float(), -1).numpy()
    return chances


def figures(pairs: Sequence[dict[str, Any]], chances: np.ndarray[Any, Any]) -> dict[str, float]:
    """Return F1 over (claim, article, stance) at the best cut of taking a side, and how often the side is right where there is one."""
    labels = np.array([pair["label"] for pair in pairs])
    bearing = chances[:, TAKES_A_SIDE].sum(1)
    side = chances[:, TAKES_A_SIDE].argmax(1) + 1
    cells = [(pair["group"], pair["claim"], pair["article"]) for pair in pairs]
    gold = {(cell, label) for cell, label in zip(cells, labels.tolist(), strict=True) if label in TAKES_A_SIDE}
    best = {"cell": 0.0}
    for cut in np.arange(0.2, 0.81, 0.05):
        found = {(cell, int(label)) for cell, label, chance in zip(cells, side, bearing, strict=True) if chance >= cut}
        row = f1_row(found, gold) | {"cut": round(float(cut), 2)}
        row["cell-deny"] = f1_row({item for item in found if item[1] == 2}, {item for item in gold if item[1] == 2})["cell"]
        best = max(best, row, key=lambda item: item["cell"])
    sided = np.isin(labels, TAKES_A_SIDE)
    return best | {"side": round(100 * float((side == labels)[sided].mean()), 1), "pairs": len(pairs)}


def f1_row(found: set[Any], gold: set[Any]) -> dict[str, float]:
    """Return F1, precision and recall."""
    right = len(found & gold)
    precision, recall = right / max(1, len(found)), right / max(1, len(gold))
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"cell": round(100 * f1, 1), "p": round(100 * precision, 1), "r": round(100 * recall, 1)}


def write(path: Path, pairs: Sequence[dict[str, Any]], chances: np.ndarray[Any, Any]) -> None:
    """Append the probabilities to a file."""
    with path.open("a", encoding="utf-8") as target:
        for pair, row in zip(pairs, chances, strict=True):
            target.write(json.dumps({"key": key_of(pair), "chances": [round(float(chance), 4) for chance in row]}) + "\n")


if __name__ == "__main__":
    main()
