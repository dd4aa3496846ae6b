#!/usr/bin/env python3
"""Lists training pictures that may show a part of a test photo: prints CLASS/NAME lines for `train.py --exclude`.

Each picture, shrunk to 14 x 14 grey and freed of brightness and contrast, is laid over every place of every test photo at four scales, mirrored
too. A correlation above --above (Pearson) is reported. Plain pictures such as sky match by chance: that loses a few pictures and is meant to.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from dataset import files_below

SIDE, SCALES, LEAST_CONTRAST = 14, (1.0, 1.4, 2.0, 2.8), 40.0


def normalized(columns: torch.Tensor) -> torch.Tensor:
    """Columns of grey values with mean 0 and norm 1; below LEAST_CONTRAST the norm stays smaller, so that noise does not count."""
    columns = columns - columns.mean(0)
    return columns / columns.norm(dim=0).clamp(min=LEAST_CONTRAST)


def grey(file: Path, width: int, height: int) -> torch.Tensor:
    with Image.open(file) as image:
        return torch.from_numpy(np.asarray(image.convert("L").resize((width, height), Image.BOX), np.float32))


def windows(file: Path) -> torch.Tensor:
    """Every SIDE x SIDE window of a photo at every scale, squashed and (above scale 1) in its own proportions: SIDE*SIDE x windows."""
    with Image.open(file) as image:
        stretch = (image.width / image.height) ** 0.5
    parts = []
    for scale in SCALES:
        for aspect in {1.0, stretch if scale > 1 else 1.0}:
            width, height = (max(SIDE, round(SIDE * scale * a)) for a in (aspect, 1 / aspect))
            parts.append(F.unfold(grey(file, width, height)[None, None], SIDE)[0])
    return normalized(torch.cat(parts, 1))


def main(arguments: list[str]) -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", type=Path, required=True, help="folder with a folder of pictures per class")
    p.add_argument("--test", type=Path, required=True, help="folder with the photos to stay away from")
    p.add_argument("--above", type=float, default=0.9)
    options = p.parse_args(arguments)
    files = files_below(options.data)
    pictures = torch.stack([grey(f, SIDE, SIDE) for f in files])
    both = normalized(torch.cat([pictures, pictures.flip(2)]).flatten(1).T).T
    best = torch.zeros(len(both))
    for photo in files_below(options.test):
        best = torch.maximum(best, (both @ windows(photo)).amax(1))
    best = best.view(2, -1).amax(0)
    for file, correlation in zip(files, best.tolist()):
        if correlation > options.above:
            print("/".join(file.parts[-2:]))


if __name__ == "__main__":
    main(sys.argv[1:])
