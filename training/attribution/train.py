"""Fine-tune a tagger on labelled windows, optionally also on a teacher's probabilities.

Runs on the CPU by default and on a GPU where there is one. The learning rate falls with the larger of two shares, steps done and minutes
used, so that a run on a busy machine still ends with a small rate inside its time. A checkpoint with optimiser, schedule and random
state is written every few minutes; starting the same command again resumes from it.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import torch
from corpus import Document, pack, read_polnear, read_sentences, unfold
from examples import LABELS, Example, build_examples
from pace import ThreadPace
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from network import Batch, TaggerNetwork, collate, link_scores, load_network
from sayso.attribution.tagger.windows import Pieces

__all__ = ["Progress", "loss_of_batch", "main", "train"]

CUE_LABEL = LABELS.index("B-cue")
LINK_WEIGHT = 0.3
"""Weight of the pointer loss; the prototype's value, not swept."""
_CHECKPOINT_SECONDS = 200


@dataclass
class Progress:
    """How far a run is: steps, seconds used before this start, and when this start was."""

    step: int = 0
    seconds_before: float = 0.0
    started: float = field(default_factory=time.time)

    @property
    def seconds(self) -> float:
        """Seconds of training so far, all starts together."""
        return self.seconds_before + time.time() - self.started


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--polnear", type=Path, required=True, help="folder with train/ and dev/")
    parser.add_argument("--sentences", type=Path, help="folder with hand-written *.txt in bracket marks; *_heldout.txt is left out")
    parser.add_argument("--sentence-copies", type=int, default=1, help="how often each sentence is seen in a pass")
    parser.add_argument("--soft", type=Path, nargs="*", default=[], help="teacher's probabilities, written by soften.py")
    parser.add_argument("--kind", choices=["bert", "mpnet"], default="bert")
    parser.add_argument("--encoder", type=Path, required=True, help="folder with config.json and model.safetensors")
    parser.add_argument("--tokenizer", type=Path, required=True, help="tokenizer.json of the student (BERT word pieces)")
    parser.add_argument("--start", type=Path, help="weights to start from, written by an earlier run")
    parser.add_argument("--layers", type=int, default=0, help="keep only the first so many layers")
    parser.add_argument("--freeze", type=int, default=-1, help="freeze the embeddings and the first so many layers")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--passes", type=float, default=3.0)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--hard-weight", type=float, default=0.3, help="weight of gold labels where there are soft ones too")
    parser.add_argument("--temperature", type=float, default=1.5)
    parser.add_argument("--hidden-dropout", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args(arguments)


def _link_loss(network: TaggerNetwork, query: Tensor, key: Tensor, batch: Batch, examples: list[Example]) -> Tensor | None:
    links = [(row, position, target) for row, example in enumerate(examples) for position, target in example.links]
    if not links:
        return None
    rows, positions, targets = (torch.tensor(column, device=query.device) for column in zip(*links, strict=True))
    candidates = batch.labels == CUE_LABEL
    candidates[:, 0] = True
    usable = candidates[rows, targets]
    if not bool(usable.any()):
        return None
    rows, positions, targets = rows[usable], positions[usable], targets[usable]
    scores = link_scores(network, query, key, rows, positions).masked_fill(~candidates[rows], -1e9)
    return functional.cross_entropy(scores, targets)


def _soft_loss(scores: Tensor, examples: list[Example], temperature: float) -> Tensor | None:
    """Divergence from the teacher at a temperature, a mean over words; None where no example has a teacher."""
    rows, positions, teacher = [], [], []
    for row, example in enumerate(examples):
        if example.soft is not None:
            rows += [row] * len(example.window.first)
            positions += example.window.first
            teacher.append(torch.from_numpy(example.soft).float())
    if not rows:
        return None
    wanted = torch.log_softmax(torch.cat(teacher).to(scores.device) / temperature, -1)
    given = torch.log_softmax(scores[rows, positions] / temperature, -1)
    return functional.kl_div(given, wanted, reduction="batchmean", log_target=True) * temperature**2


def loss_of_batch(network: TaggerNetwork, examples: list[Example], hard_weight: float, temperature: float) -> Tensor:
    """Label loss (gold, teacher or both) plus the pointer loss on gold links."""
    device = network.label.weight.device
    batch = collate(examples)
    batch = Batch(batch.pieces.to(device), batch.mask.to(device), batch.features.to(device), batch.labels.to(device))
    with torch.autocast(device.type, torch.bfloat16):
        labels, query, key = network(batch.pieces, batch.mask, batch.features)
    labels, query, key = labels.float(), query.float(), key.float()
    soft = _soft_loss(labels, examples, temperature)
    loss = soft * (1 - hard_weight) if soft is not None else labels.sum() * 0
    if bool((batch.labels >= 0).any()):
        hard = functional.cross_entropy(labels.reshape(-1, len(LABELS)), batch.labels.reshape(-1), ignore_index=-100)
        loss = loss + hard * (hard_weight if soft is not None else 1.0)
    link = _link_loss(network, query, key, batch, examples)
    return loss if link is None else loss + LINK_WEIGHT * link


def _batches(examples: list[Example], size: int, generator: random.Random) -> list[list[Example]]:
    """Batches of windows of similar length, in random order."""
    keyed = [(len(example.window.pieces) // 24 + generator.random() * 1.5, number) for number, example in enumerate(examples)]
    order = [number for _, number in sorted(keyed)]
    batches = [[examples[number] for number in order[begin : begin + size]] for begin in range(0, len(order), size)]
    generator.shuffle(batches)
    return batches


def _all_batches(examples: list[Example], settings: argparse.Namespace) -> Iterator[list[Example]]:
    """Batches pass after pass; each pass has its own seed so that a resumed run sees the same order."""
    for number in range(math.ceil(settings.passes)):
        yield from _batches(examples, settings.batch, random.Random(f"{settings.seed}:{number}"))


def _optimiser(network: TaggerNetwork, rate: float) -> torch.optim.Optimizer:
    """AdamW without decay for vectors and word embeddings."""
    named = [(name, weight) for name, weight in network.named_parameters() if weight.requires_grad]
    plain = [weight for name, weight in named if weight.ndim < 2 or "word_emb" in name]
    decayed = [weight for name, weight in named if weight.ndim >= 2 and "word_emb" not in name]
    return torch.optim.AdamW([{"params": decayed, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}], lr=rate, fused=True)


def _freeze(network: TaggerNetwork, layers: int) -> None:
    for name, weight in network.encoder.named_parameters():
        parts = name.split(".")
        if parts[0] == "embeddings" or (parts[:2] == ["encoder", "layer"] and int(parts[2]) < layers):
            weight.requires_grad_(False)


def _save(path: Path, network: TaggerNetwork, optimiser: torch.optim.Optimizer, progress: Progress) -> None:
    state = {
        "network": network.state_dict(),
        "optimiser": optimiser.state_dict(),
        "step": progress.step,
        "seconds": progress.seconds,
        "random": torch.get_rng_state(),
    }
    torch.save(state, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


def _resume(path: Path, network: TaggerNetwork, optimiser: torch.optim.Optimizer) -> Progress:
    if not path.exists():
        return Progress()
    state = torch.load(path, weights_only=True)
    network.load_state_dict(state["network"])
    optimiser.load_state_dict(state["optimiser"])
    torch.set_rng_state(state["random"])
    return Progress(state["step"], state["seconds"])


def train(network: TaggerNetwork, examples: list[Example], settings: argparse.Namespace) -> Progress:
    """Train until the passes are done or the minutes are used; weights go to `out`/weights.pt."""
    total = math.ceil(math.ceil(len(examples) / settings.batch) * settings.passes)
    optimiser = _optimiser(network, settings.rate)
    checkpoint = settings.out / "checkpoint.pt"
    progress = _resume(checkpoint, network, optimiser)
    network.train()
    saved, mean, resumed_at = time.time(), math.nan, progress.step
    pace = ThreadPace(settings.threads)
    for number, batch in enumerate(_all_batches(examples, settings)):
        share = max(number / total, progress.seconds / (settings.minutes * 60))
        if share >= 1 or (settings.out / "stop").exists():
            break
        if number < resumed_at:
            continue
        for group in optimiser.param_groups:
            group["lr"] = settings.rate * min(1.0, (number + 1) / (0.06 * total)) * max(0.005, 1 - share)
        pace.start()
        loss = loss_of_batch(network, batch, settings.hard_weight, settings.temperature)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        pace.finish(sum(len(example.window.pieces) for example in batch))
        progress.step = number + 1
        mean = loss.item() if math.isnan(mean) else 0.97 * mean + 0.03 * loss.item()
        if progress.step % 25 == 0:
            busy = f"load {os.getloadavg()[0]:.1f} threads {torch.get_num_threads()}"
            print(f"{progress.step}/{total} loss {mean:.4f} {progress.seconds:.0f}s {busy}", flush=True)
        if time.time() - saved > _CHECKPOINT_SECONDS:
            _save(checkpoint, network, optimiser, progress)
            saved = time.time()
    _save(checkpoint, network, optimiser, progress)
    torch.save(network.state_dict(), settings.out / "weights.pt")
    return progress


def _sentence_documents(folder: Path, copies: int, seed: int) -> list[Document]:
    """Hand-written sentences and the contents inside them, packed anew for each copy; held-out files are left out."""
    written = [path for path in sorted(folder.glob("*.txt")) if "heldout" not in path.stem]
    single = [one for path in written for document in read_sentences(path) for one in unfold(document)]
    return [one for copy in range(copies) for one in pack(single, random.Random(f"{seed}:{copy}"))]


def _training_examples(settings: argparse.Namespace, pieces: Pieces) -> list[Example]:
    """Labelled windows, then hand-written sentences, then the teacher's: soft rows join their labelled window where there is one."""
    documents = read_polnear(settings.polnear / "train")
    if settings.sentences:
        documents += _sentence_documents(settings.sentences, settings.sentence_copies, settings.seed)
    examples = build_examples(documents, pieces)
    by_place = {(example.document, example.window.start): example for example in examples}
    for path in settings.soft:
        for soft in torch.load(path, weights_only=False):
            labelled = by_place.get((soft.document, soft.window.start))
            if labelled is None:
                examples.append(soft)
            elif len(soft.soft) == len(labelled.window.first):
                labelled.soft = soft.soft
    return examples


def main(arguments: list[str] | None = None) -> None:
    """Train as the command line says."""
    settings = parse_arguments(arguments)
    settings.out.mkdir(parents=True, exist_ok=True)
    random.seed(settings.seed)
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    examples = _training_examples(settings, Pieces(Tokenizer.from_file(str(settings.tokenizer))))
    print(f"windows {len(examples)}, with a teacher {sum(example.soft is not None for example in examples)}", flush=True)
    network = load_network(settings.kind, settings.encoder, settings.layers, hidden_dropout=settings.hidden_dropout)
    if settings.start:
        network.load_state_dict(torch.load(settings.start, weights_only=True))
    if torch.cuda.is_available():
        network.cuda()
    _freeze(network, settings.freeze) if settings.freeze >= 0 else None
    progress = train(network, examples, settings)
    record = {name: str(value) if isinstance(value, Path) else value for name, value in vars(settings).items() if name != "soft"}
    record |= {"soft": [str(path) for path in settings.soft], "steps": progress.step, "seconds": round(progress.seconds)}
    (settings.out / "settings.json").write_text(json.dumps(record, indent=1, sort_keys=True), encoding="utf-8")


if __name__ == "__main__":
    main()
