"""Write a model folder that the run time loads: int8 ONNX, tokenizer, linker weights, pointer distances."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from network import TaggerNetwork, load_network

__all__ = ["export", "main"]

UNCALIBRATED = [-6.0, 6.0, 3.0, 0.0]
"""Constant and weights of the confidence until calibrate.py has fitted them."""


def export(network: TaggerNetwork, target: Path, quantised: bool = True) -> None:
    """Write `model.onnx`; weights are quantised by channel to 8 bits, which costs 0.1 to 0.5 points of F1."""
    network.eval()
    example = torch.ones(2, 24, dtype=torch.long)
    names = ["pieces", "mask", "features"]
    outputs = ["labels", "query", "key"]
    full = target / "full.onnx"
    axes = {name: {0: "windows", 1: "width"} for name in names + outputs}
    torch.onnx.export(
        network, (example,) * 3, str(full), input_names=names, output_names=outputs, dynamic_axes=axes, opset_version=17, dynamo=False
    )
    if quantised:
        kinds = ["MatMul", "Gather", "Attention"]
        quantize_dynamic(full, target / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=kinds)
        full.unlink()
    else:
        full.replace(target / "model.onnx")


def main() -> None:
    """Export as the command line says."""
    parser = argparse.ArgumentParser(description="Write a model folder for the run time")
    parser.add_argument("--weights", type=Path, required=True, help="weights.pt or checkpoint.pt of train.py")
    parser.add_argument("--kind", choices=["bert", "mpnet"], default="bert")
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--layers", type=int, default=0)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, required=True, help="written by fit_linker.py")
    parser.add_argument("--full", action="store_true", help="keep 32-bit weights")
    parser.add_argument("--out", type=Path, required=True)
    settings = parser.parse_args()
    settings.out.mkdir(parents=True, exist_ok=True)
    network = load_network(settings.kind, settings.encoder, settings.layers)
    state = torch.load(settings.weights, weights_only=True)
    network.load_state_dict(state.get("network", state))
    export(network, settings.out, not settings.full)
    shutil.copyfile(settings.tokenizer, settings.out / "tokenizer.json")
    distance = [round(value, 5) for value in network.distance.weight.detach().squeeze(-1).tolist()]
    record = {"pairs": json.loads(settings.pairs.read_text(encoding="utf-8")), "distance": distance, "calibration": UNCALIBRATED}
    (settings.out / "link.json").write_text(json.dumps(record, ensure_ascii=False, sort_keys=True), encoding="utf-8")
    print({path.name: path.stat().st_size for path in sorted(settings.out.iterdir())})


if __name__ == "__main__":
    main()
