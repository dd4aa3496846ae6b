"""Programs of this project and of the emulator, for models.py and count.py."""
import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "weights-int8"
SHARED = ROOT.parent / "shared"
LIMIT = 300  # seconds; an intrinsic that was not expanded loops for ever

# The kernels that a CPU gets: the Zero 2 W and 3, the 4, the 5, and all that the emulator has.
ISA = {"cortex-a53": "neon", "cortex-a72": "neon", "cortex-a76": "neondot", "max": "neondot"}


def edgevision(*arguments, isa=None):
    """Runs the product on this machine; what it prints."""
    program = ROOT / "src/EdgeVision.App/bin/Release/net10.0/edgevision.dll"
    environment = {**os.environ, **({"EDGEVISION_ISA": isa} if isa else {})}
    result = subprocess.run(["dotnet", program, *arguments], capture_output=True, text=True, env=environment)
    if result.returncode:
        raise RuntimeError(result.stderr.strip())
    return result.stdout


def emulate(cpu, program, *arguments, plugin=()):
    """Runs the compiled program; its output, and what it and the plugin write to the error stream."""
    result = subprocess.run(["qemu-aarch64", "-cpu", cpu, *plugin, program, *map(str, arguments)], capture_output=True, text=True, timeout=LIMIT)
    if result.returncode:
        said = [line for line in (result.stdout + result.stderr).splitlines() if not line.startswith("insncount")]
        raise RuntimeError("\n".join([f"exit status {result.returncode} on {cpu}", *said]))
    return result.stdout, result.stderr


def short(symbol):
    """The compiler puts assembly and namespace before each type."""
    return re.sub(r"(EdgeVision_[A-Za-z0-9]+)_\1_", "", symbol)


def prng(seed, length):
    """xorshift32, as the goldens' inputs."""
    state, values = seed, bytearray()
    for _ in range(length):
        state ^= state << 13 & 0xFFFFFFFF
        state ^= state >> 17
        state ^= state << 5 & 0xFFFFFFFF
        values.append(state >> 24)
    return bytes(values)
