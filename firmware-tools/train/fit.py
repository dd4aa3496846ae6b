"""The training loop: label smoothing, a teacher's opinion, cosine schedule, averaged weights, a checkpoint after every epoch."""

import copy
import math
import time
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F

from batches import Batches
from network import MobileNetV1


@dataclass
class Schedule:
    epochs: int
    batch: int = 128
    rate: float = 4e-3
    warmup_epochs: float = 2.0
    weight_decay: float = 0.02
    smoothing: float = 0.05
    teacher_share: float = 0.5
    average: float = 0.999
    head_only: bool = False


class Trainer:
    """Fits `network` and keeps an exponential moving average of its weights, which is what is evaluated and exported."""

    def __init__(self, network: MobileNetV1, batches: Batches, schedule: Schedule, teacher, folder: Path):
        self.network, self.batches, self.schedule, self.teacher, self.folder = network, batches, schedule, teacher, folder
        self.averaged = copy.deepcopy(network).eval()
        self.epoch, self.step = 0, 0
        trained = network.head.parameters() if schedule.head_only else network.parameters()
        decayed, free = [], []
        for p in trained:
            (decayed if p.ndim > 1 and not (p.ndim == 4 and p.shape[1] == 1) else free).append(p)
        self.optimizer = torch.optim.AdamW([{"params": decayed, "weight_decay": schedule.weight_decay}, {"params": free, "weight_decay": 0.0}])

    def rate(self) -> float:
        """Linear warm-up, then a cosine to zero."""
        s, total = self.schedule, self.schedule.epochs * self.batches.steps
        warmup = s.warmup_epochs * self.batches.steps
        if self.step < warmup:
            return s.rate * (self.step + 1) / warmup
        return s.rate * 0.5 * (1 + math.cos(math.pi * (self.step - warmup) / max(1, total - warmup)))

    def loss(self, x: torch.Tensor, labels: torch.Tensor, trust: torch.Tensor) -> torch.Tensor:
        """Cross entropy with the label where it is trusted, and with the teacher's softmax where there is a teacher."""
        logits = self.network(x)
        hard = F.cross_entropy(logits, labels, label_smoothing=self.schedule.smoothing, reduction="none")
        if self.teacher is None:
            return (hard * trust).mean()
        soft = -(self.teacher(x) * F.log_softmax(logits, 1)).sum(1)
        share = torch.where(trust > 0, self.schedule.teacher_share, 1.0)
        return ((1 - share) * hard + share * soft).mean()

    def train_epoch(self) -> float:
        torch.manual_seed(self.batches.seed * 1_000_003 + self.epoch)  # for dropout: a resumed run must draw the same
        self.network.train()
        if self.schedule.head_only:
            self.network.features.eval()
        total, started = 0.0, time.monotonic()
        for x, labels, trust in self.batches.epoch(self.epoch):
            for group in self.optimizer.param_groups:
                group["lr"] = self.rate()
            loss = self.loss(x, labels, trust)
            if not torch.isfinite(loss):
                raise FloatingPointError(f"the loss became {loss.item()} in step {self.step}: lower --rate")
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
            self.optimizer.step()
            self.step += 1
            self._average()
            total += loss.item()
        self.epoch += 1
        self.seconds = time.monotonic() - started
        return total / self.batches.steps

    def _average(self) -> None:
        keep = min(self.schedule.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for mean, value in zip(self.averaged.state_dict().values(), self.network.state_dict().values()):
                if mean.dtype.is_floating_point:
                    mean.lerp_(value, 1 - keep)
                else:
                    mean.copy_(value)

    def save(self) -> None:
        """Writes the checkpoint beside its final name first, so that a stop in the middle loses nothing."""
        state = {"network": self.network.state_dict(), "averaged": self.averaged.state_dict(), "optimizer": self.optimizer.state_dict(),
                 "epoch": self.epoch, "step": self.step}
        torch.save(state, self.folder / "checkpoint.new")
        (self.folder / "checkpoint.new").replace(self.folder / "checkpoint.pt")

    def resume(self) -> bool:
        file = self.folder / "checkpoint.pt"
        if not file.exists():
            return False
        state = torch.load(file)
        self.network.load_state_dict(state["network"])
        self.averaged.load_state_dict(state["averaged"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.epoch, self.step = state["epoch"], state["step"]
        return True
