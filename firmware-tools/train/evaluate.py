"""Accuracy, confusion matrix, ROC and thresholds of class probabilities."""

import math

import numpy as np
import torch

from dataset import Pictures


@torch.no_grad()
def probabilities(network: torch.nn.Module, pictures: Pictures, batch: int = 256) -> np.ndarray:
    """N x classes softmax of the unaugmented pictures."""
    network.eval()
    parts = [network(pictures.pixels[i:i + batch].float() / 127.5 - 1).softmax(1) for i in range(0, len(pictures), batch)]
    return torch.cat(parts).numpy()


def wilson(right: int, count: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a proportion (Wilson 1927)."""
    share = right / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return middle - half, middle + half


def confusion(predicted: np.ndarray, labels: np.ndarray, classes: int) -> np.ndarray:
    """Row: true class, column: predicted class."""
    return np.bincount(labels * classes + predicted, minlength=classes * classes).reshape(classes, classes)


def threshold_table(score: np.ndarray, truth: np.ndarray, thresholds: list[float]) -> list[dict]:
    """Precision, recall and false alarms (share of the pictures without the class) of `score >= threshold`."""
    rows = []
    for threshold in thresholds:
        hit = score >= threshold
        true, false = int((hit & truth).sum()), int((hit & ~truth).sum())
        rows.append({"threshold": threshold, "precision": true / max(1, true + false), "recall": true / max(1, int(truth.sum())),
                     "false_alarms": false / max(1, int((~truth).sum())), "accuracy": float((hit == truth).mean())})
    return rows


def area_under_roc(score: np.ndarray, truth: np.ndarray) -> float:
    """The probability that a picture with the class scores above one without (Mann-Whitney; ties count half)."""
    order = np.argsort(score, kind="stable")
    _, inverse, counts = np.unique(score[order], return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks = (ends - (counts - 1) / 2)[inverse]
    positives = truth[order]
    count = int(positives.sum())
    return float((ranks[positives].sum() - count * (count + 1) / 2) / (count * (len(truth) - count)))


def best_threshold(score: np.ndarray, truth: np.ndarray) -> float:
    """The threshold with the most right answers; in the middle of the gap between scores, the middle one of several."""
    order = np.argsort(score, kind="stable")
    ascending, positives = score[order], truth[order]
    wrong = np.concatenate([[0], np.cumsum(positives)]) + np.concatenate([np.cumsum((~positives)[::-1])[::-1], [0]])
    edges = np.concatenate([[0.0], (ascending[1:] + ascending[:-1]) / 2, [1.0]])
    distinct = np.concatenate([[True], ascending[1:] > ascending[:-1], [True]])
    candidates = np.flatnonzero(distinct & (wrong == wrong[distinct].min()))
    return float(edges[candidates[len(candidates) // 2]])
