#!/usr/bin/env python3
"""Shifts the output of a trained two-class network so that probability 0.5 is the best threshold on pictures it was not trained on.

    balance.py run/checkpoint.pt run/model.onnx --width 0.25 --size 96 --classes no_person,person --photos valid --photos scenes

Each --photos is a folder like train.py's --data. Both classes of each folder count alike, and so do the folders: a threshold that is right
for close-ups can be wrong for whole rooms.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import torch

import dataset
import weights
from evaluate import probabilities
from export import write_onnx
from network import MobileNetV1

THRESHOLDS = np.arange(0.05, 0.951, 0.01)


def balanced_accuracy(scores: np.ndarray, truth: np.ndarray, threshold: float) -> float:
    """The mean of both classes' shares that are right."""
    said = scores > threshold
    return (said[truth].mean() + (~said[~truth]).mean()) / 2


@torch.no_grad()
def shift(network: MobileNetV1, threshold: float) -> None:
    """Makes 0.5 of what was `threshold`."""
    network.head.bias[1] -= float(np.log(threshold / (1 - threshold)))


def main(arguments: list[str]) -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("weights", type=Path, help="checkpoint.pt or any float weights that train.py --init takes")
    p.add_argument("out", type=Path, help="ONNX file to write")
    p.add_argument("--width", type=float, required=True)
    p.add_argument("--size", type=int, required=True)
    p.add_argument("--classes", required=True, help="two names; the second one's probability is balanced")
    p.add_argument("--photos", type=Path, action="append", required=True, help="folder with a folder per class (repeatable)")
    options = p.parse_args(arguments)
    classes = options.classes.split(",")
    if len(classes) != 2:
        raise dataset.DataError(f"--classes {options.classes}: two classes are needed")
    network = MobileNetV1(options.width, 2).eval()
    if not weights.load(network, options.weights):
        raise dataset.DataError(f"{options.weights}: its head does not have two classes")
    sets = [dataset.read_folder(folder, classes, options.size) for folder in options.photos]
    scored = [(probabilities(network, photos)[:, 1], photos.labels.numpy() == 1) for photos in sets]
    means = [np.mean([balanced_accuracy(scores, truth, t) for scores, truth in scored]) for t in THRESHOLDS]
    best = THRESHOLDS[int(np.argmax(means))]
    for folder, (scores, truth) in zip(options.photos, scored):
        print(f"{folder}: {balanced_accuracy(scores, truth, 0.5):.4f} before, {balanced_accuracy(scores, truth, best):.4f} after")
    shift(network, best)
    write_onnx(network, options.size, options.out)
    print(f"the best threshold was {best:.2f}; wrote {options.out}")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except dataset.DataError as error:
        sys.exit(f"balance: {error}")
