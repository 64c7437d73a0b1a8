"""Average the weights of runs that grew from the same start: costs nothing at run time and beats each of them."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor

__all__ = ["average", "main"]


def average(states: list[dict[str, Tensor]], shares: list[float]) -> dict[str, Tensor]:
    """Return the mean of each weight, each run counting by its share; whole numbers are taken from the first."""
    first = states[0]
    total = sum(shares)

    def mean(name: str) -> Tensor:
        parts = [state[name] * (share / total) for state, share in zip(states, shares, strict=True)]
        return torch.stack(parts).sum(0)

    return {name: mean(name) if value.is_floating_point() else value for name, value in first.items()}


def main() -> None:
    """Average as the command line says."""
    parser = argparse.ArgumentParser(description="Average the weights of runs that grew from the same start")
    parser.add_argument("weights", type=Path, nargs="+", help="weights.pt of train.py")
    parser.add_argument("--shares", type=float, nargs="+", required=True, help="how much each counts, in the same order")
    parser.add_argument("--out", type=Path, required=True)
    settings = parser.parse_args()
    torch.save(average([torch.load(path, weights_only=True) for path in settings.weights], settings.shares), settings.out)


if __name__ == "__main__":
    main()
