"""Average the weights of runs that grew from the same start: costs nothing at run time and beats each of them."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor

__all__ = ["average", "main"]


def average(states: list[dict[str, Tensor]]) -> dict[str, Tensor]:
    """Return the mean of each weight; whole numbers are taken from the first."""
    first = states[0]
    return {
        name: torch.stack([state[name] for state in states]).mean(0) if value.is_floating_point() else value
        for name, value in first.items()
    }


def main() -> None:
    """Average as the command line says."""
    parser = argparse.ArgumentParser(description="Average the weights of runs that grew from the same start")
    parser.add_argument("weights", type=Path, nargs="+", help="weights.pt of train.py; name one twice to count it twice")
    parser.add_argument("--out", type=Path, required=True)
    settings = parser.parse_args()
    torch.save(average([torch.load(path, weights_only=True) for path in settings.weights]), settings.out)


if __name__ == "__main__":
    main()
