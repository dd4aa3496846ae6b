"""What a camera does to a picture, on whole batches: crop, flip, rotation, colour cast, low light, noise, blur, JPEG."""

import io
import math

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image


class Augmenter:
    """Batches N x 3 x H x W float in [0, 1] in and out; every draw comes from `generator`, so a seed repeats them.

    `strength` from 0 to 1 scales how often and how much colours, exposure, sharpness and noise are spoiled.
    """

    def __init__(self, generator: torch.Generator, strength: float = 1.0):
        self._random = generator
        self._strength = strength

    def _uniform(self, low: float, high: float, *shape: int) -> torch.Tensor:
        return low + (high - low) * torch.rand(shape, generator=self._random)

    def _chance(self, probability: float, count: int) -> torch.Tensor:
        return torch.rand(count, generator=self._random) < probability

    def geometry(self, x: torch.Tensor, smallest: torch.Tensor) -> torch.Tensor:
        """Random crop (side at least `smallest[i]` of the picture, aspect ratio up to 4:3 off), flip and a rotation of up to 12 degrees."""
        n = len(x)
        side = smallest + (1.0 - smallest) * torch.rand(n, generator=self._random).sqrt()
        aspect = self._uniform(math.log(3 / 4), math.log(4 / 3), n).mul(0.5).exp()
        scale_x, scale_y = (side * aspect).clamp(max=1.0), (side / aspect).clamp(max=1.0)
        flip = 1.0 - 2.0 * self._chance(0.5, n).float()
        angle = self._uniform(-0.21, 0.21, n) * self._chance(0.5, n).float()
        shift_x, shift_y = self._uniform(-1, 1, n) * (1 - scale_x), self._uniform(-1, 1, n) * (1 - scale_y)
        cos, sin = angle.cos(), angle.sin()
        theta = torch.stack([torch.stack([flip * scale_x * cos, -scale_x * sin, shift_x], 1),
                             torch.stack([flip * scale_y * sin, scale_y * cos, shift_y], 1)], 1)
        grid = F.affine_grid(theta, list(x.shape), align_corners=False)
        return F.grid_sample(x, grid, mode="bilinear", padding_mode="reflection", align_corners=False)

    def colour(self, x: torch.Tensor) -> torch.Tensor:
        """Exposure (down to a sixth), gamma, contrast, saturation and a colour cast as of a wrong white balance."""
        n, s = len(x), self._strength
        saturation = self._uniform(1 - 0.7 * s, 1 + 0.5 * s, n, 1, 1, 1)
        cast = self._uniform(-0.25 * s, 0.25 * s, n, 3, 1, 1).exp()
        contrast = self._uniform(1 - 0.4 * s, 1 + 0.3 * s, n, 1, 1, 1)
        dark = 1.0 - self._chance(0.25 * s, n).float() * self._uniform(0.0, 0.85, n)
        exposure = (self._uniform(-0.35 * s, 0.35 * s, n).exp() * dark).view(n, 1, 1, 1)
        gamma = self._uniform(-0.35 * s, 0.35 * s, n, 1, 1, 1).exp()
        x = torch.lerp(x.mean(1, keepdim=True), x, saturation).mul_(cast)
        x = torch.lerp(x.mean((1, 2, 3), keepdim=True), x, contrast)
        return x.clamp_(1e-4, 1).log_().mul_(gamma).exp_().mul_(exposure).clamp_(0, 1)

    def sensor(self, x: torch.Tensor) -> torch.Tensor:
        """Blur or a low resolution for a third of the pictures, noise for half of them."""
        n, size = len(x), x.shape[-1]
        soft = self._chance(0.3 * self._strength, n).nonzero().flatten()
        if len(soft) > 0:
            small = max(8, int(size * float(self._uniform(0.4, 0.8, 1))))
            low = F.interpolate(x[soft], size=small, mode="bilinear", align_corners=False, antialias=True)
            x[soft] = F.interpolate(low, size=size, mode="bilinear", align_corners=False)
        noisy = self._chance(0.5 * self._strength, n).nonzero().flatten()
        noise = torch.randn((len(noisy), *x.shape[1:]), generator=self._random) * self._uniform(0.0, 0.07, len(noisy), 1, 1, 1)
        x[noisy] = (x[noisy] + noise).clamp_(0, 1)
        return x

    def jpeg(self, x: torch.Tensor) -> torch.Tensor:
        """A sixth of the pictures through JPEG at quality 25 to 80."""
        for i in self._chance(0.16 * self._strength, len(x)).nonzero().flatten().tolist():
            quality = int(self._uniform(25, 80, 1))
            image = Image.fromarray((x[i] * 255).round().byte().permute(1, 2, 0).numpy())
            buffer = io.BytesIO()
            image.save(buffer, "JPEG", quality=quality)
            x[i] = torch.from_numpy(np.asarray(Image.open(buffer), np.float32).transpose(2, 0, 1).copy()) / 255
        return x

    def erase(self, x: torch.Tensor) -> torch.Tensor:
        """A grey rectangle over a fifth of the pictures, at most a third of each side: something stands before the camera."""
        size = x.shape[-1]
        for i in self._chance(0.2 * self._strength, len(x)).nonzero().flatten().tolist():
            height, width = (self._uniform(0.1, 0.34, 2) * size).int().tolist()
            top, left = (self._uniform(0, 1, 2) * torch.tensor([size - height, size - width])).int().tolist()
            x[i, :, top:top + height, left:left + width] = self._uniform(0, 1, 3, 1, 1)
        return x

    def __call__(self, x: torch.Tensor, smallest: torch.Tensor) -> torch.Tensor:
        return self.jpeg(self.sensor(self.colour(self.erase(self.geometry(x, smallest)))))
