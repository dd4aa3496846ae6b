#!/usr/bin/env python3
"""Accuracy of the deployed integers: reads what `edgevision classify --json` printed for pictures in CLASS/ folders, prints Markdown.

    edgevision classify photos/*/*.jpg --model M --json > scores.json
    report.py --positive person --title "Whole scenes" scores.json [--other peer.json] [--sheet mistakes.png]
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from evaluate import area_under_roc, confusion, threshold_table, wilson

THRESHOLDS = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]


def read(file: Path, positive: str) -> tuple[list[str], np.ndarray]:
    """Picture names and the probability of `positive`."""
    images = json.loads(file.read_text())["images"]
    scores = [next(label["probability"] for label in image["top"] if label["label"] == positive) for image in images]
    return [image["image"] for image in images], np.array(scores)


def paired(ours: np.ndarray, theirs: np.ndarray) -> str:
    """McNemar's exact test on the pictures that only one of the two gets right."""
    from math import comb

    only_ours, only_theirs = int((ours & ~theirs).sum()), int((~ours & theirs).sum())
    count = only_ours + only_theirs
    p = min(1.0, 2 * sum(comb(count, k) for k in range(min(only_ours, only_theirs) + 1)) / 2**count) if count else 1.0
    return f"only this model right: {only_ours}, only the other: {only_theirs} (exact McNemar p = {p:.2f})"


def accuracy_line(right: np.ndarray) -> str:
    low, high = wilson(int(right.sum()), len(right))
    return f"{100 * right.mean():.1f} % of {len(right)} (95 %: {100 * low:.1f}–{100 * high:.1f})"


def contact_sheet(names: list[str], score: np.ndarray, truth: np.ndarray, file: Path, count: int = 40) -> None:
    """The most confident mistakes, worst first, ten in a row."""
    wrong = np.flatnonzero((score >= 0.5) != truth)
    worst = wrong[np.argsort(-np.abs(score[wrong] - 0.5), kind="stable")][:count]
    sheet = Image.new("RGB", (10 * 132, -(-len(worst) // 10) * 132), "white")
    for place, i in enumerate(worst):
        picture = Image.open(names[i]).convert("RGB").resize((128, 128))
        frame = Image.new("RGB", (132, 132), "red" if truth[i] else "blue")
        frame.paste(picture, (2, 2))
        sheet.paste(frame, (place % 10 * 132, place // 10 * 132))
    sheet.save(file)


def main(arguments: list[str]) -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("scores", type=Path)
    p.add_argument("--positive", required=True, help="the class of interest; a picture's folder is its true class")
    p.add_argument("--title", default="")
    p.add_argument("--other", type=Path, help="scores of another model on the same pictures, compared pairwise at 0.5")
    p.add_argument("--sheet", type=Path, help="write a contact sheet of the 40 most confident mistakes: red = missed, blue = false alarm")
    options = p.parse_args(arguments)
    names, score = read(options.scores, options.positive)
    truth = np.array([Path(n).parent.name == options.positive for n in names])
    right = (score >= 0.5) == truth
    table = confusion((score >= 0.5).astype(int), truth.astype(int), 2)
    print(f"**{options.title}**: {accuracy_line(right)}, area under ROC {area_under_roc(score, truth):.3f}\n")
    print(f"|  | says other | says {options.positive} |\n|---|---|---|")
    print(f"| is other | {table[0, 0]} | {table[0, 1]} |\n| is {options.positive} | {table[1, 0]} | {table[1, 1]} |\n")
    print("| threshold | precision | recall | false alarms | accuracy |\n|---|---|---|---|---|")
    for row in threshold_table(score, truth, THRESHOLDS):
        print("| " + " | ".join([f"{row['threshold']:.1f}"] + [f"{100 * row[k]:.1f} %" for k in ("precision", "recall", "false_alarms", "accuracy")]) + " |")
    if options.other is not None:
        other_names, other = read(options.other, options.positive)
        if other_names != names:
            sys.exit(f"report: {options.other}: not the same pictures in the same order as {options.scores}")
        theirs = (other >= 0.5) == truth
        print(f"\nThe other model: {accuracy_line(theirs)}, area under ROC {area_under_roc(other, truth):.3f}; {paired(right, theirs)}")
    if options.sheet is not None:
        contact_sheet(names, score, truth, options.sheet)


if __name__ == "__main__":
    main(sys.argv[1:])
