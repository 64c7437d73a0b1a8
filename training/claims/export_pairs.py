"""Write the pair network as eight-bit ONNX, and say how far it is from the 32-bit one.

    python training/claims/export_pairs.py WEIGHTS.pt... --encoder DIR --out src/sayso/claims/pairs.onnx [--check PAIRS.jsonl]

Several weights are averaged (Wortsman et al. 2022, model soups: runs from one start that differ in seed).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from pair_network import PairNetwork, collate, load_network


def main() -> None:
    """Average, export, quantise, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--check", type=Path)
    settings = parser.parse_args()
    network = load_network("bert", settings.encoder)
    states = [torch.load(path, weights_only=True) for path in settings.weights]
    network.load_state_dict({name: torch.stack([state[name].float() for state in states]).mean(0) for name in states[0]})
    network.eval()
    export(network, settings.out)
    print("bytes", settings.out.stat().st_size)
    if settings.check:
        print(json.dumps(difference(network, settings.out, settings.check)))


def export(network: PairNetwork, target: Path) -> None:
    """Write `target`; weights are quantised by channel."""
    full = target.with_suffix(".full.onnx")
    names = ["pieces", "mask", "kinds"]
    axes = {name: {0: "pairs", 1: "width"} for name in names} | {"answers": {0: "pairs"}}
    example = torch.full((2, 24), 43, dtype=torch.long), torch.ones(2, 24, dtype=torch.long), torch.ones(2, 24, dtype=torch.long)
    torch.onnx.export(
        network, example, str(full), input_names=names, output_names=["answers"], dynamic_axes=axes, opset_version=17, dynamo=False
    )
    kinds = ["MatMul", "Gather", "Attention"]
    quantize_dynamic(full, target, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=kinds)
    full.unlink()


def difference(network: PairNetwork, target: Path, check: Path) -> dict[str, Any]:
    """Return how often both give the same answer on the first 500 pairs, and the largest difference of scores."""
    session = onnxruntime.InferenceSession(str(target), providers=["CPUExecutionProvider"])
    pairs = [json.loads(line) for _, line in zip(range(500), check.open(encoding="utf-8"), strict=False)]
    same, largest = 0, 0.0
    with torch.inference_mode():
        for pair in pairs:
            pieces, mask, kinds = collate([pair])
            wanted = network(pieces, mask, kinds)[0].numpy()
            given = session.run(None, {"pieces": pieces.numpy(), "mask": mask.numpy(), "kinds": kinds.numpy()})[0][0]
            same += int(wanted.argmax() == given.argmax())
            largest = max(largest, float(np.abs(wanted - given).max()))
    return {"same answer": same / len(pairs), "largest difference": round(largest, 3)}


if __name__ == "__main__":
    main()
