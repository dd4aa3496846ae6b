"""Writes pictures of discs and squares: DIR/disc/NNN.png, DIR/square/NNN.png."""

import random
import sys
from pathlib import Path

from PIL import Image, ImageDraw


def picture(draw_class: str, generator: random.Random) -> Image.Image:
    colour = lambda: tuple(generator.randrange(256) for _ in range(3))  # noqa: E731
    image = Image.new("RGB", (40, 40), colour())
    side, x, y = generator.randrange(10, 24), generator.randrange(0, 16), generator.randrange(0, 16)
    draw = ImageDraw.Draw(image)
    (draw.ellipse if draw_class == "disc" else draw.rectangle)((x, y, x + side, y + side), fill=colour())
    return image


if __name__ == "__main__":
    generator = random.Random(7)
    for name in ("disc", "square"):
        folder = Path(sys.argv[1]) / name
        folder.mkdir(parents=True)
        for i in range(80):
            picture(name, generator).save(folder / f"{i:03}.png")
