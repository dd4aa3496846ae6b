"""Executed ARM64 instructions of an inference, counted under QEMU: what start-up costs drops out of the difference of two runs."""
import hashlib
import json
import os
import re
import subprocess
from pathlib import Path

import contest
import install
import ratios
import tflite_file

OURS, PEER = contest.OURS, "TensorFlow Lite + XNNPACK"
CPUS = ("cortex-a72", "cortex-a76")  # without and with the dot product
SYSROOT = Path("/usr/aarch64-linux-gnu")
EMULATION = contest.ROOT / "firmware-tools/arm64-emulation"
COUNTER = EMULATION / "toolchain/native/insncount.c"
GOLDENS = contest.ROOT.parent / "shared" / "golden"
FEW, MANY = 1, 3
PATIENCE_S = 600
SKIPPED = 77  # exit status


class Emulator:
    """Runs ARM64 programs on a CPU model and counts what they execute."""

    def __init__(self, cache):
        self.program = install.debian("qemu-aarch64", "qemu-user")
        self.plugin = install.instruction_counter(cache, COUNTER)

    def version(self):
        return re.search(r"version (\S+)", finished([self.program, "--version"]).stdout)[1]

    def executed(self, cpu, command):
        done = finished([self.program, "-cpu", cpu, "-L", SYSROOT, "-plugin", self.plugin, *command])
        counted = re.search(r"^insncount total (\d+)$", done.stderr, re.MULTILINE)
        if done.returncode != 0 or not counted:
            said = [line for line in done.stderr.splitlines() if line and not line.startswith("insncount")]
            reason = said[-1] if said else f"exit status {done.returncode}"
            raise install.Missing(reason) if "refuses the model" in reason else contest.Failed(reason)
        return int(counted[1])

    def per_run(self, cpu, command):
        """Instructions of one run more; the command is a function of how many runs."""
        return per_run(self.executed(cpu, command(FEW)), self.executed(cpu, command(MANY)))


def per_run(few, many):
    return round((many - few) / (MANY - FEW))


def finished(command, **environment):
    try:
        return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=PATIENCE_S,
                              env=os.environ | environment)
    except subprocess.TimeoutExpired:
        raise contest.Failed(f"{Path(command[0]).name} took longer than {PATIENCE_S} s") from None


def model_name(model):
    return model.parent.name if model.name == "model.tflite" else model.stem


def count_peer(emulator, program, model, work):
    """Counts TensorFlow Lite with XNNPACK on each CPU model, after its output has been compared."""
    file = tflite_file.read(model)
    given, output = work / "input.raw", work / "output.raw"
    given.write_bytes(ratios.prng_bytes(file.tensors[file.inputs[0]].count))
    counts = {}
    for cpu in CPUS:
        counts[cpu] = emulator.per_run(cpu, lambda runs: [program, model, "xnnpack", given, output, runs])
        far = verified(model, output.read_bytes())
    return {"model": model_name(model), "macs": file.macs, "instructions": {PEER: counts}, "differences": {PEER: far}}


def count_ours(model):
    """Counts EdgeVision in the same emulator; that its output is right there is what the emulation's own checks say."""
    if not (EMULATION / "run").exists():
        raise install.Missing("no ARM64 emulation here")
    case = f"model:{model.parent if model.name == 'model.tflite' else model}"
    done = finished([EMULATION / "run", "count", case], CPUS=" ".join(CPUS))
    if done.returncode == SKIPPED:
        raise install.Missing(done.stdout.strip())
    counts, functions = counted(done.stdout)
    if done.returncode != 0 or set(counts) != set(CPUS):
        raise contest.Failed((done.stderr.strip() or done.stdout.strip() or "no counts").splitlines()[-1])
    return {"model": model_name(model), "macs": tflite_file.read(model).macs, "instructions": {OURS: counts}, "differences": {},
            "functions": functions}


def counted(text):
    """Instructions by CPU model, and those of its larger functions, from `model:m on cortex-a72: 4,030,000 instructions` and the lines of
    functions that follow."""
    counts, functions = {}, {}
    for line in text.splitlines():
        if found := re.match(r"model:.* on (\S+): ([\d,]+) instructions", line):
            cpu = found[1]
            counts[cpu], functions[cpu] = number(found[2]), {}
        elif counts and (found := re.match(r" +([\d,.]+) +[\d.]+ % +(.+)", line)):
            functions[cpu][found[2]] = number(found[1])
    return counts, functions


def number(text):
    return round(float(text.replace(",", "")))


def verified(model, output):
    """How far the output on the seeded input is from the golden; more than a step of the last layer is a failure."""
    golden = golden_output(model)
    if golden is None:
        known = known_hash(model)
        if known is None:
            raise install.Missing(f"no golden output of {model_name(model)} to compare with")
        if hashlib.sha256(output).hexdigest() != known:
            raise contest.Failed(f"the output on {model_name(model)} is not the golden")
        return {"values": len(output), "differ": 0, "steps": 0}
    far = ratios.differences(golden, output)
    if far["differ"] is None or far["steps"] > 1:
        raise contest.Failed(f"the output on {model_name(model)} is more than a step away from the golden: {far}")
    return far


def golden_output(model):
    """What TensorFlow Lite Micro's reference kernels give, where the optional test material has it."""
    file = GOLDENS / model_name(model) / "prng" / "tflm.raw"
    return file.read_bytes() if file.exists() else None


def known_hash(model):
    """The hash of the golden output in the model.json beside a shipped model."""
    facts = model.with_name("model.json")
    return json.loads(facts.read_text()).get("golden", {}).get("output_sha256") if facts.exists() else None


def merged(kept, found):
    """Figures of several contestants for the same models, the newest of each."""
    models = {one["model"]: one for one in kept}
    for one in found:
        before = models.get(one["model"], {"instructions": {}, "differences": {}})
        models[one["model"]] = before | one | {key: before[key] | one[key] for key in ("instructions", "differences")}
    return list(models.values())
