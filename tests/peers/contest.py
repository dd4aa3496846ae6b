"""Contestants and how they race. Each is a command that loads the model, runs it once on the given input, writes the output, warms up,
times so many runs one by one, and prints a line of JSON with min_ms and median_ms. Every round starts each of them anew, one after the
other, pinned to as many CPUs as it has threads, so that slow moments of the machine and lucky addresses in memory meet all alike.
"""
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import install
import ratios
import tflite_file

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
OURS = "edgevision"
LOOK_RUNS = 3
PACKAGES_MISSING = 4  # the exit status of firmware-tools/deploy/publish


class Failed(Exception):
    """A contestant did not do what it should; the message says what."""


class Contestant:
    def __init__(self, name, command, output=None, kind="int8", environment=None, threads=1):
        """The command is a function of how many runs to time; the output is a file with bytes of the given type, to compare with ours."""
        self.name, self.command, self.output, self.kind, self.environment = name, command, output, kind, environment or {}
        self.threads = threads

    def run(self, runs, cpus):
        """On the last of the CPUs, one for each thread."""
        pin = ["taskset", "-c", ",".join(map(str, cpus[-self.threads:]))] if shutil.which("taskset") else []
        done = subprocess.run([*pin, *map(str, self.command(runs))], capture_output=True, text=True, env=os.environ | self.environment)
        if done.returncode != 0:
            raise Failed((done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1])
        return json.loads(done.stdout[done.stdout.index("{"):])

    def output_bytes(self):
        """As unsigned bytes, so that contestants which keep int8 and those which keep uint8 can be compared."""
        data = self.output.read_bytes()
        return bytes(byte ^ 0x80 for byte in data) if self.kind == "int8" else data


class Field:
    """The contestants for one model."""

    def __init__(self, model, work, binary, cache, scalar=False, onnx=None, threads=(1,)):
        self.model, self.work, self.binary, self.cache = Path(model), Path(work), binary, cache
        file = tflite_file.read(model)
        tensor = file.tensors[file.inputs[0]]
        if len(file.inputs) != 1 or tensor.type not in ("int8", "uint8"):
            raise ValueError(f"{model}: the race is for models with one input of bytes")
        self.kind, self.output_kind = tensor.type, file.tensors[file.outputs[0]].type
        self.scale, self.zero_point = tensor.scales[0], tensor.zero_points[0]
        self.input = self.work / "input.raw"
        data = ratios.prng_bytes(tensor.count)
        self.input.write_bytes(data)
        self.signed_input = self.work / "signed.raw"
        self.signed_input.write_bytes(data if self.kind == "int8" else bytes(byte ^ 0x80 for byte in data))
        self.skipped = []
        self.ours = [self.edgevision(OURS, {}, number) for number in threads]
        if "avx512bw" in cpu_flags():
            self.ours.append(self.edgevision(f"{OURS}, AVX2", {"DOTNET_EnableAVX512": "0"}, threads[0]))
        if scalar:
            self.ours.append(self.edgevision(f"{OURS}, scalar", {"EDGEVISION_ISA": "scalar"}, threads[0]))
        self.peers = [peer for number in threads for peer in (*self.tensorflow_lite(number), *self.onnx_runtime(onnx, number))]
        self.skipped = list({one["name"]: one for one in self.skipped}.values())  # the same for every number of threads

    @property
    def all(self):
        return self.ours + self.peers

    def edgevision(self, name, environment, threads):
        return Contestant(with_threads(name, threads),
                          lambda runs: [self.binary, "bench", self.model, "--threads", threads, "--runs", runs, "--json"],
                          environment=environment, threads=threads)

    def our_output(self):
        file = self.work / "ours.raw"
        command = [self.binary, "invoke", self.model, "--input", self.input, "--output", file]
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(done.stderr.strip())
        return Contestant(OURS, None, file, self.output_kind).output_bytes()

    def tensorflow_lite(self, threads):
        try:
            program = install.tflite(self.cache)
        except install.Missing as missing:
            self.skipped.append({"name": "TensorFlow Lite", "reason": str(missing)})
            return
        for kernels, name in (("builtin", "TensorFlow Lite"), ("xnnpack", "TensorFlow Lite + XNNPACK")):
            output = self.work / f"{kernels}{threads}.raw"
            yield Contestant(with_threads(name, threads), lambda runs, k=kernels, o=output: [program, self.model, k, self.input, o, threads, runs],
                             output, self.output_kind, threads=threads)

    def onnx_runtime(self, given, threads):
        name = "ONNX Runtime"
        try:
            packages = install.onnx_runtime(self.cache)
        except install.Missing as missing:
            self.skipped.append({"name": name, "reason": str(missing)})
            return
        yield from self.converted(name, packages, threads)
        if given:
            yield self.onnx_contestant(f"{name}, {Path(given).name}", packages, given, "default", None, threads)

    def converted(self, name, packages, threads):
        try:
            import onnx_model
        except ImportError as missing:
            self.skipped.append({"name": name, "reason": f"no Python module {missing.name} (Debian: python3-onnx)"})
            return
        file = self.work / "converted.onnx"
        try:
            onnx_model.convert(self.model, file)
        except onnx_model.NotConvertible as reason:
            self.skipped.append({"name": name, "reason": f"the model is not converted: {reason}"})
            return
        yield self.onnx_contestant(name, packages, file, "default", "uint8", threads)
        yield self.onnx_contestant(f"{name}, exact", packages, file, "exact", "uint8", threads)

    def onnx_contestant(self, name, packages, model, mode, kind, threads):
        name = with_threads(name, threads)
        output = self.work / (name.replace(" ", "_").replace(",", "") + ".raw")
        zero = self.zero_point - (128 if self.kind == "uint8" else 0)
        return Contestant(name, lambda runs: [install.need("node"), HERE / "onnx_peer.js", packages, model, mode, self.signed_input,
                                              repr(self.scale), zero, output, threads, runs], output, kind, threads=threads)


def with_threads(name, threads):
    return name if threads == 1 else f"{name}, {threads} threads"


def race(field, rounds, seconds, cpus):
    """Compares outputs, then times; a contestant that fails is left out, with its reason."""
    ours, contestants, outputs, details = field.our_output(), [], {}, {}
    for contestant in field.all:
        try:
            details[contestant.name] = contestant.run(LOOK_RUNS, cpus)
            contestants.append(contestant)
        except Failed as failure:
            if contestant in field.ours:
                raise
            field.skipped.append({"name": contestant.name, "reason": str(failure)})
            continue
        if contestant.kind and contestant.output:
            outputs[contestant.name] = ratios.differences(ours, contestant.output_bytes())
    by_name = {contestant.name: contestant for contestant in contestants}
    runs = {name: ratios.runs_for(seconds, details[name]["median_ms"]) for name in by_name}
    results = []
    for number in range(rounds):
        results.append({name: times(by_name[name].run(runs[name], cpus)) for name in ratios.order(by_name, number)})
    names = [contestant.name for contestant in field.ours if contestant.name in by_name]
    first = details[names[0]]
    return {
        "model": field.model.parent.name if field.model.name == "model.tflite" else field.model.stem,
        "macs": first["macs"], "isa": first["isa"], "limit": first["limit"],
        "arena_bytes": first["arena_bytes"], "packed_bytes": first["packed_bytes"],
        "seconds": seconds, "cpus": cpus, "outputs": outputs, "skipped": field.skipped,
        "versions": sorted({detail["version"] for detail in details.values() if "version" in detail}),
        "rounds": results,
        "times": {name: ratios.summary(results, name) for name in by_name},
        "gains": gains(contestants, results),
        "ratios": {our: {peer: ratios.ratio(results, our, peer) for peer in by_name if peer not in names} for our in names},
    }


def gains(contestants, rounds):
    """How many times faster those with several threads are than themselves with one."""
    names = {contestant.name for contestant in contestants}
    alone = {contestant.name: contestant.name.removesuffix(with_threads("", contestant.threads)) for contestant in contestants}
    return {name: ratios.ratio(rounds, name, one) for name, one in alone.items() if one != name and one in names}


def edgevision_program():
    """The program that EDGEVISION_BINARY names, or the one published from the sources beside this script, as it is deployed.

    What `dotnet build` makes is compiled when it runs: what is no loop at first without optimization, and so stays for a second or more.
    """
    given = os.environ.get("EDGEVISION_BINARY")
    return Path(given) if given else published()


def bench(binary, model, cpu, *options):
    """What `edgevision bench` reports of a model."""
    return Contestant(OURS, lambda _: [binary, "bench", model, "--threads", 1, "--json", *options]).run(None, [cpu])


def published():
    rid = "linux-arm64" if platform.machine() == "aarch64" else "linux-x64"
    folder = install.cache_folder() / f"edgevision-{rid}"
    program = folder / "edgevision"
    if not program.exists() or program.stat().st_mtime < newest_source():
        done = subprocess.run([ROOT / "firmware-tools/deploy/publish", rid, folder], stdout=sys.stderr)
        if done.returncode == PACKAGES_MISSING:
            return built("src/EdgeVision.App", "edgevision")
        done.check_returncode()
    return program


def newest_source():
    files = [*ROOT.glob("*.props"), *ROOT.glob("src/**/*.cs"), *ROOT.glob("src/**/*.*proj"), *ROOT.glob("src/**/*.props")]
    return max(file.stat().st_mtime for file in files if "obj" not in file.parts)


def built(project, program):
    command = ["dotnet", "build", str(ROOT / project), "-c", "Release", "-m:1", "-v", "quiet", "--nologo"]
    subprocess.run(command, check=True, stdout=sys.stderr)
    return ROOT / project / "bin/Release/net10.0" / program


def times(report):
    return {"min_ms": report["min_ms"], "median_ms": report["median_ms"]}


def cpu_flags():
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return set()
    return set(next((line for line in lines if line.startswith(("flags", "Features"))), "").split())
