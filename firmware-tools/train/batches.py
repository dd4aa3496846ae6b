"""Batches of an epoch: as many pictures of each class as of any other, plain or composed into scenes, augmented."""

from collections.abc import Iterator

import numpy as np
import torch

from augment import Augmenter
from compose import SceneComposer
from dataset import Pictures

# The least share of a picture's side that a random crop keeps: pictures that show the class must still show it afterwards.
SMALLEST_WITH_CLASS, SMALLEST_WITHOUT = 0.7, 0.4


class Batches:
    """`trust` (0 or 1 per picture) says which labels are believed; `present` is the class of scene composition, or None for none."""

    def __init__(self, pictures: Pictures, classes: int, batch: int, seed: int, trust: np.ndarray | None = None,
                 present: int | None = None, scenes: float = 0.5, strength: float = 1.0):
        self.pictures, self.classes, self.batch, self.seed = pictures, classes, batch, seed
        self.trust = torch.ones(len(pictures)) if trust is None else torch.from_numpy(trust.astype(np.float32))
        self.present, self.scenes, self.strength = present, scenes if present is not None else 0.0, strength
        self.by_class = [(pictures.labels == c).nonzero().flatten() for c in range(classes)]
        self.steps = max(1, len(pictures) // batch)

    def epoch(self, number: int) -> Iterator[tuple[torch.Tensor, torch.Tensor, torch.Tensor]]:
        """Pictures in [-1, 1], labels, trust; the same for the same seed and epoch, whatever was run before."""
        random = torch.Generator().manual_seed(self.seed * 1_000_003 + number)
        augment = Augmenter(random, self.strength)
        composer = None if self.present is None else SceneComposer(random, self.present)
        for _ in range(self.steps):
            labels = torch.randint(self.classes, (self.batch,), generator=random)
            index = torch.stack([self._draw(label, random) for label in labels.tolist()])
            pixels, trust = self.pictures.pixels[index].float() / 255, self.trust[index].clone()
            smallest = torch.full((self.batch,), SMALLEST_WITHOUT)
            if composer is not None:
                smallest[labels == self.present] = SMALLEST_WITH_CLASS
                for i in range(int(self.batch * self.scenes)):
                    pixels[i], trust[i] = self._scene(composer, pixels[i], int(labels[i]), trust[i], random)
                    smallest[i] = 0.8
            yield augment(pixels, smallest) * 2 - 1, labels, trust

    def _draw(self, label: int, random: torch.Generator) -> torch.Tensor:
        mine = self.by_class[label]
        return mine[torch.randint(len(mine), (1,), generator=random)[0]]

    def _scene(self, composer: SceneComposer, picture: torch.Tensor, label: int, trust: torch.Tensor, random: torch.Generator):
        others = [c for c in range(self.classes) if c != self.present]
        filling = torch.stack([self._draw(others[int(torch.randint(len(others), (1,), generator=random))], random) for _ in range(4)])
        rest = self.pictures.pixels[filling].float() / 255
        if label == self.present:
            return composer.compose(picture[None], rest), trust
        rest[0] = picture
        return composer.compose(rest[:0], rest), trust * self.trust[filling[1:]].min()
