#!/usr/bin/env python3
"""Scenes without the class: pictures with a transparent background (animals, things) pasted onto photos.

    cutouts.py --cutouts stamps/animals --cutouts stamps/vehicles --backgrounds photos/no_person --out scenes --count 8000
"""

import argparse
import random
import sys
from pathlib import Path

from PIL import Image, ImageEnhance

from dataset import DataError, excluded, files_below, held_back


def has_transparency(file: Path) -> bool:
    with Image.open(file) as image:
        return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info


def load(file: Path, largest: int = 256) -> Image.Image:
    with Image.open(file) as image:
        cutout = image.convert("RGBA")
    cutout = cutout.crop(cutout.getbbox() or (0, 0, *cutout.size))
    cutout.thumbnail((largest, largest))
    return cutout


def paste(scene: Image.Image, cutout: Image.Image, random: random.Random) -> None:
    """Pastes one cut-out, 25 % to 110 % of the scene, mirrored or not, brighter or darker; a part may lie outside."""
    size = scene.width
    scale = size * random.uniform(0.25, 1.1) / max(cutout.size)
    piece = cutout.resize((max(4, round(cutout.width * scale * random.uniform(0.85, 1.15))), max(4, round(cutout.height * scale))), Image.BILINEAR)
    if random.random() < 0.5:
        piece = piece.transpose(Image.FLIP_LEFT_RIGHT)
    alpha = piece.getchannel("A")
    piece = ImageEnhance.Color(ImageEnhance.Brightness(piece.convert("RGB")).enhance(random.uniform(0.6, 1.2))).enhance(random.uniform(0.5, 1.2))
    place = (round(random.uniform(-0.2, 0.8) * size - 0.1 * piece.width), round(random.uniform(-0.1, 0.9) * size - 0.2 * piece.height))
    scene.paste(piece, place, alpha)


def main(arguments: list[str]) -> int:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--cutouts", type=Path, action="append", required=True, help="folder of pictures with transparency (repeatable)")
    p.add_argument("--backgrounds", type=Path, required=True, help="folder of photos without the class; those that train.py holds back are not used")
    p.add_argument("--exclude", type=Path, help="as for train.py")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--count", type=int, default=8000)
    p.add_argument("--size", type=int, default=96)
    p.add_argument("--seed", type=int, default=1)
    options = p.parse_args(arguments)
    cutouts = [load(f) for folder in options.cutouts for f in files_below(folder) if has_transparency(f)]
    backgrounds = files_below(options.backgrounds)
    names = [str(f) for f in backgrounds]
    backgrounds = [f for f, out in zip(backgrounds, held_back(names) | excluded(names, options.exclude)) if not out]
    if not cutouts or not backgrounds:
        print(f"cutouts: {len(cutouts)} cut-outs with transparency and {len(backgrounds)} backgrounds found; both are needed", file=sys.stderr)
        return 3
    options.out.mkdir(parents=True, exist_ok=True)
    generator = random.Random(options.seed)
    for number in range(options.count):
        with Image.open(generator.choice(backgrounds)) as image:
            scene = image.convert("RGB").resize((options.size, options.size), Image.BILINEAR)
        for _ in range(generator.choice((1, 1, 1, 2, 2, 3))):
            paste(scene, generator.choice(cutouts), generator)
        scene.save(options.out / f"scene{number:05}.jpg", quality=92)
    print(f"{options.count} scenes from {len(cutouts)} cut-outs and {len(backgrounds)} backgrounds")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except DataError as error:
        print(f"cutouts: {error}", file=sys.stderr)
        sys.exit(3)
