"""Installs the peers by their public package names into a cache folder, once; says why where it cannot."""
import os
import platform
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
TFLITE_PACKAGE = "tfjs-tflite-node@0.0.2"  # holds the TensorFlow Lite 2.9 C library and its headers
ONNX_PACKAGE = "onnxruntime-node@1.30.0"
LIBRARIES = {"x86_64": "linux_amd64", "aarch64": "linux_arm64"}
PATIENCE_S = 300


class Missing(Exception):
    """Something that a peer needs is not here; the message says what."""


def cache_folder():
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("EDGEVISION_PEERS") or Path(base) / "edgevision-race")


def tflite(cache):
    """The program that runs TensorFlow Lite, compiled if it is not yet."""
    if platform.machine() not in LIBRARIES:
        raise Missing(f"no TensorFlow Lite library for {platform.machine()}")
    return tflite_program(cache, need("g++"), LIBRARIES[platform.machine()], "tflite_peer")


def tflite_arm64(cache):
    """The ARM64 program that runs TensorFlow Lite so many times, compiled if it is not yet."""
    return tflite_program(cache, debian("aarch64-linux-gnu-g++", "g++-aarch64-linux-gnu"), LIBRARIES["aarch64"], "tflite_count")


def tflite_program(cache, compiler, library, name):
    parts = package(cache, TFLITE_PACKAGE) / "cc_deps"
    program, sources = cache / name, [HERE / f"{name}.cc", HERE / "tflite_runner.h"]
    if stale(program, sources):
        run([compiler, "-std=c++17", "-O2", "-Wall", "-I", parts / "include", sources[0], "-o", program,
             "-L", parts / library, "-ltensorflowlite_c", f"-Wl,-rpath,{parts / library}"])
    return program


def instruction_counter(cache, source):
    """QEMU's plugin that counts instructions, compiled if it is not yet."""
    plugin = cache / "insncount.so"
    if not source.exists():
        fail(f"no {source.name} of the ARM64 emulation")
    if stale(plugin, [source]):
        run([need("gcc"), "-O2", "-shared", "-fPIC", source, "-o", plugin])
    return plugin


def stale(target, sources):
    return not target.exists() or any(target.stat().st_mtime < source.stat().st_mtime for source in sources)


def debian(program, package_name):
    """A program that a Debian package has; root installs it where it is missing."""
    if not shutil.which(program) and os.geteuid() == 0 and shutil.which("apt-get"):
        run(["apt-get", "install", "-qq", "-y", "--no-install-recommends", package_name])
    return shutil.which(program) or fail(f"no {program} here (Debian: {package_name})")


def onnx_runtime(cache):
    """The folder of packages that has ONNX Runtime for node."""
    need("node")
    return package(cache, ONNX_PACKAGE).parent


def package(cache, wanted):
    name = wanted.split("@")[0]
    folder = cache / "node_modules" / name
    if not folder.exists():
        cache.mkdir(parents=True, exist_ok=True)
        run([need("npm"), "install", "--prefix", cache, "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries", "0", wanted])
    return folder


def need(program):
    return shutil.which(program) or fail(f"no {program} here")


def run(command):
    try:
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        fail(f"{Path(command[0]).name} took longer than {PATIENCE_S} s")
    if done.returncode != 0:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["no message"]
        fail(f"{Path(command[0]).name} failed: {lines[0]}")


def fail(reason):
    raise Missing(reason)
