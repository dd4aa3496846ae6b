#!/usr/bin/env python3
"""Widens a trained network without changing what it computes (Net2WiderNet: Chen, Goodfellow, Shlens 2015, arXiv:1511.05641).

    widen.py small/checkpoint.pt wide.pt --from 0.25 --to 0.5 --classes 2

Channels are repeated in turn and their outgoing weights divided among the copies; a little noise lets the copies part ways in training.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import torch

import weights
from network import MobileNetV1

NOISE = 0.02  # of a kernel's standard deviation


@torch.no_grad()
def widen(small: MobileNetV1, wide: MobileNetV1, generator: torch.Generator) -> None:
    """Fills `wide` so that it computes what `small` does, up to the noise."""
    source = np.arange(3)  # for each input channel of the next layer: which channel of the small network it repeats
    for thin, fat in zip(small.features, wide.features):
        depthwise = thin.conv.groups > 1
        outputs = source if depthwise else np.arange(fat.conv.out_channels) % thin.conv.out_channels
        kernel = thin.conv.weight[outputs]
        if not depthwise:
            copies = np.bincount(source, minlength=thin.conv.in_channels)[source]
            kernel = kernel[:, source] / torch.from_numpy(copies).float().view(1, -1, 1, 1)
        fat.conv.weight.copy_(kernel + NOISE * kernel.std() * torch.randn(kernel.shape, generator=generator))
        for name in ("weight", "bias", "running_mean", "running_var"):
            getattr(fat.bn, name).copy_(getattr(thin.bn, name)[outputs])
        source = outputs
    copies = np.bincount(source, minlength=small.head.in_features)[source]
    wide.head.weight.copy_(small.head.weight[:, source] / torch.from_numpy(copies).float())
    wide.head.bias.copy_(small.head.bias)


def main(arguments: list[str]) -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("small", type=Path)
    p.add_argument("wide", type=Path, help="checkpoint to write, for train.py --init")
    p.add_argument("--from", dest="thin", type=float, required=True, help="width multiplier of SMALL")
    p.add_argument("--to", dest="fat", type=float, required=True)
    p.add_argument("--classes", type=int, required=True, help="how many")
    p.add_argument("--seed", type=int, default=1)
    options = p.parse_args(arguments)
    small, wide = MobileNetV1(options.thin, options.classes), MobileNetV1(options.fat, options.classes)
    weights.load(small, options.small)
    widen(small, wide, torch.Generator().manual_seed(options.seed))
    torch.save({"averaged": wide.state_dict()}, options.wide)


if __name__ == "__main__":
    main(sys.argv[1:])
