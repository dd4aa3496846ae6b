#!/usr/bin/env python3
"""Averages the weights of two runs of which one started from the other (Wortsman et al. 2022, arXiv:2203.05482).

    average.py first/checkpoint.pt second/checkpoint.pt middle.pt [--share 0.5]

Useful when the second run gained in one respect and lost in another: the middle is often better than the line between the two results.
"""

import argparse
import sys
from pathlib import Path

import torch


def average(first: dict, second: dict, share: float) -> dict:
    """`share` of the second network's numbers, the rest of the first's."""
    return {name: torch.lerp(value, second[name], share) if value.dtype.is_floating_point else value for name, value in first.items()}


def main(arguments: list[str]) -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("first", type=Path)
    p.add_argument("second", type=Path)
    p.add_argument("out", type=Path, help="checkpoint to write, for balance.py and train.py --init")
    p.add_argument("--share", type=float, default=0.5, help="of the second run")
    options = p.parse_args(arguments)
    states = [torch.load(file)["averaged"] for file in (options.first, options.second)]
    if [(k, v.shape) for k, v in states[0].items()] != [(k, v.shape) for k, v in states[1].items()]:
        sys.exit(f"average: {options.first} and {options.second} are networks of different shapes")
    torch.save({"averaged": average(*states, options.share)}, options.out)


if __name__ == "__main__":
    main(sys.argv[1:])
