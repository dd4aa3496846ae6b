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
    parts = package(cache, TFLITE_PACKAGE) / "cc_deps"
    library, program, source = parts / LIBRARIES[platform.machine()], cache / "tflite_peer", HERE / "tflite_peer.cc"
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        run([need("g++"), "-std=c++17", "-O2", "-Wall", "-I", parts / "include", source, "-o", program,
             "-L", library, "-ltensorflowlite_c", f"-Wl,-rpath,{library}"])
    return program


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
