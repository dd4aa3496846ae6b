"""What of this machine decides about speed."""
import os
import platform
import subprocess
from pathlib import Path

import contest

TELLING_FLAGS = ("avx2", "avx512bw", "avx512vl", "avx512_vnni", "avx_vnni", "asimd", "asimddp", "i8mm")


def describe():
    return {
        "cpu": cpu_name(),
        "flags": [flag for flag in TELLING_FLAGS if flag in contest.cpu_flags()],
        "cpus": os.cpu_count(),
        "caches": caches(Path("/sys/devices/system/cpu/cpu0/cache")),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "dotnet": first_line(["dotnet", "--version"]),
    }


def cpu_name():
    info = dict(line.split(":", 1) for line in Path("/proc/cpuinfo").read_text().split("\n\n")[0].splitlines() if ":" in line)
    values = {key.strip(): value.strip() for key, value in info.items()}
    name = values.get("model name", platform.machine())
    numbers = [f"{word} {values[key]}" for word, key in (("family", "cpu family"), ("model", "model")) if key in values]
    return f"{name} ({', '.join(numbers)})" if numbers else name


def caches(folder):
    found = []
    for cache in sorted(folder.glob("index*")):
        level, kind, size = ((cache / name).read_text().strip() for name in ("level", "type", "size"))
        found.append(f"L{level} {kind.lower()} {size}")
    return found


def first_line(command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]
    except (OSError, subprocess.CalledProcessError, IndexError):
        return "unknown"
