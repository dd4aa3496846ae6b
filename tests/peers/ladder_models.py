"""MobileNetV1 with seeded weights at every width and size of the ladder."""
import subprocess
from pathlib import Path

import contest

WIDTHS, SIZES = (0.25, 0.5, 0.75, 1.0), (96, 128, 160, 192, 224)


def make(folder):
    """Files by width and size, made in the folder unless they are there."""
    files = {(width, size): Path(folder) / f"mobilenet_v1_{width}_{size}.tflite" for width in WIDTHS for size in SIZES}
    if not all(file.exists() for file in files.values()):
        program = contest.built("tests/peers/LadderModels", "LadderModels")
        subprocess.run([program, folder, ",".join(map(str, WIDTHS)), ",".join(map(str, SIZES))], check=True)
    return files
