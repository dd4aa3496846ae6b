"""Pictures in folders (DIR/<class>/**/picture) as one uint8 tensor, squashed to the network's input as the camera program does."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image, UnidentifiedImageError

SUFFIXES = {".jpg", ".jpeg", ".png", ".bmp", ".ppm"}


class DataError(Exception):
    """What is wrong with the data, where, and what to do; printed as one line."""


@dataclass
class Pictures:
    """`pixels` N x 3 x size x size uint8, `labels` N int64 (index into the classes), `names` the files."""

    pixels: torch.Tensor
    labels: torch.Tensor
    names: list[str]

    def __len__(self) -> int:
        return len(self.names)

    def subset(self, keep: np.ndarray) -> "Pictures":
        """The pictures where `keep` (bool per picture) is true."""
        index = torch.from_numpy(np.flatnonzero(keep))
        return Pictures(self.pixels[index], self.labels[index], [self.names[i] for i in index.tolist()])

    @staticmethod
    def join(parts: list["Pictures"]) -> "Pictures":
        return Pictures(torch.cat([p.pixels for p in parts]), torch.cat([p.labels for p in parts]), [n for p in parts for n in p.names])


def files_below(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES)


def read_pictures(files: list[Path], label: int, size: int) -> Pictures:
    """Decodes and squashes `files`; a file that is not a picture stops the run, because silently less data is worse."""
    pixels = np.empty((len(files), 3, size, size), np.uint8)
    for i, file in enumerate(files):
        try:
            with Image.open(file) as image:
                squashed = image.convert("RGB").resize((size, size), Image.BILINEAR)
        except (OSError, UnidentifiedImageError) as error:
            raise DataError(f"{file}: not a picture ({error}); remove or replace it") from None
        pixels[i] = np.asarray(squashed).transpose(2, 0, 1)
    return Pictures(torch.from_numpy(pixels), torch.full((len(files),), label, dtype=torch.int64), [str(f) for f in files])


def read_folder(folder: Path, classes: list[str], size: int) -> Pictures:
    """Reads DIR/<class>/** for each class."""
    parts = []
    for label, name in enumerate(classes):
        files = files_below(folder / name)
        if not files:
            raise DataError(f"{folder / name}: no pictures; expected one folder of pictures per class ({', '.join(classes)})")
        parts.append(read_pictures(files, label, size))
    return Pictures.join(parts)


def source_of(name: str) -> str:
    """The source photo of a crop: `02573_1.jpg` and `02573_0.jpg` are crops of one photo and must not be split apart."""
    return Path(name).stem.rsplit("_", 1)[0]


def held_back(names: list[str], one_in: int = 10) -> np.ndarray:
    """True for the pictures of one source photo in `one_in`, chosen by a hash of its name: the same on every machine, for every seed."""
    return np.array([int.from_bytes(hashlib.sha256(source_of(n).encode()).digest()[:4], "little") % one_in == 0 for n in names], bool)


def excluded(names: list[str], file: Path | None) -> np.ndarray:
    """True for the pictures that `file` lists as CLASS/NAME lines; none without a file."""
    listed = set() if file is None else set(file.read_text().splitlines())
    return np.array(["/".join(Path(n).parts[-2:]) in listed for n in names], bool)
