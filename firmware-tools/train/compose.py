"""Scenes out of pictures: a class that means "somewhere in the picture" is shown small, off the middle, and among other things."""

import torch
import torch.nn.functional as F


class SceneComposer:
    """Joins pictures N x 3 x S x S (float) into scenes of the same shape; a scene has the `present` class if any of its parts has it."""

    def __init__(self, generator: torch.Generator, present: int):
        self._random = generator
        self._present = present

    def _draw(self, low: float, high: float) -> float:
        return low + (high - low) * float(torch.rand(1, generator=self._random))

    def mosaic(self, parts: torch.Tensor) -> torch.Tensor:
        """Four pictures around a random cross."""
        size = parts.shape[-1]
        row, column = int(size * self._draw(0.3, 0.7)), int(size * self._draw(0.3, 0.7))
        scene = torch.empty_like(parts[0])
        boxes = [(0, 0, row, column), (0, column, row, size), (row, 0, size, column), (row, column, size, size)]
        for part, (top, left, bottom, right) in zip(parts, boxes):
            scene[:, top:bottom, left:right] = resize(part, bottom - top, right - left)
        return scene

    def inset(self, ground: torch.Tensor, part: torch.Tensor) -> torch.Tensor:
        """One picture, shrunk, with a soft edge, somewhere on another."""
        size = ground.shape[-1]
        height, width = int(size * self._draw(0.35, 0.75)), int(size * self._draw(0.35, 0.75))
        top, left = int(self._draw(0, size - height)), int(self._draw(0, size - width))
        edge = max(1, int(min(height, width) * self._draw(0.02, 0.2)))
        mask = torch.minimum(ramp(height, edge)[:, None], ramp(width, edge)[None, :])
        scene = ground.clone()
        window = scene[:, top:top + height, left:left + width]
        window += (resize(part, height, width) - window) * mask
        return scene

    def compose(self, with_class: torch.Tensor, without: torch.Tensor) -> torch.Tensor:
        """One scene from pictures with the class (possibly none) and pictures without (at least four)."""
        order = torch.randperm(4, generator=self._random)
        if self._draw(0, 1) < 0.5:
            return self.mosaic(torch.cat([with_class, without])[:4][order])
        return self.inset(without[0], with_class[0] if len(with_class) else without[1])


def resize(picture: torch.Tensor, height: int, width: int) -> torch.Tensor:
    return F.interpolate(picture[None], size=(height, width), mode="bilinear", align_corners=False, antialias=True)[0]


def ramp(length: int, edge: int) -> torch.Tensor:
    """0 to 1 over `edge` pixels at both ends."""
    place = torch.arange(length, dtype=torch.float32) + 0.5
    return torch.clamp(torch.minimum(place, length - place) / edge, max=1.0)
