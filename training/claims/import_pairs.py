"""Take the weights of a written pair model back, so that training can go on from what ships.

    python training/claims/import_pairs.py src/sayso/claims/pairs.onnx --encoder DIR --out FILE.pt

Eight-bit weights times their scales: the answers are those of the file to a few thousandths.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper
from pair_network import load_network

__all__ = ["weights_of"]

_QUANTISED = "_quantized"


def weights_of(path: Path) -> dict[str, torch.Tensor]:
    """Return the parameters of the network that was written to `path`, by name."""
    graph = onnx.load(str(path)).graph
    held = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    found: dict[str, npt.NDArray[np.float32]] = {name: array for name, array in held.items() if array.dtype == np.float32}
    found |= {name.removesuffix(_QUANTISED): _full(held, name) for name in held if name.endswith(f".weight{_QUANTISED}")}
    for node in graph.node:
        if node.op_type == "MatMulInteger" and node.input[1] in held:
            found[_name_of(node.name)] = _full(held, node.input[1]).T
    return {name: torch.tensor(array.copy()) for name, array in found.items() if not name.endswith("_scale")}


def _full(held: dict[str, npt.NDArray[np.float32]], name: str) -> npt.NDArray[np.float32]:
    stem = name.removesuffix(_QUANTISED)
    whole: npt.NDArray[np.float32] = (held[name].astype(np.float32) - held[f"{stem}_zero_point"]) * held[f"{stem}_scale"]
    return whole.astype(np.float32)


def _name_of(node: str) -> str:
    path = node.strip("/").removesuffix("_quant").split("/")
    return "answer.weight" if path[0] == "answer" else ".".join(path[1:-1] if path[0] == path[1] == "" else path[:-1]) + ".weight"


def main() -> None:
    """Write the weights; every parameter of the network must be among them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    settings = parser.parse_args()
    network, found = load_network("bert", settings.encoder), weights_of(settings.model)
    network.load_state_dict({name: found[name] for name in network.state_dict()})
    torch.save(network.state_dict(), settings.out)


if __name__ == "__main__":
    main()
