#!/usr/bin/env python3
"""Whole models as ARM64: compiled by `edgevision compile` on this machine, run in the emulator by the product's own loop and kernels.

  models.py PROGRAM CPU...

Every tensor that a step writes is compared, of plans with one step per operator and of fused ones: with the scalar kernels on this machine
for the shipped models, with the goldens of TensorFlow Lite where the test material has them.
"""
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from emulator import ISA, SHARED, SHIPPED, edgevision, emulate, prng

GOLDEN_MODELS = ["vww_96_int8", "mobilenet_v1_0.25_128_quant"]
SHOWN = 2  # differing tensors that are named, for each CPU
PLANS = {"every tensor": ["--keep-every-tensor"], "fused": []}


class Input:
    """What a model is given, and the hashes of what must come out: of the output, and of tensors by their index."""

    def __init__(self, name, file, output, tensors):
        self.name, self.file, self.output, self.tensors = name, file, output, tensors


def sha256(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def tensor_index(path):
    return int(re.search(r"_t(\d+)\.raw$", path.name)[1])


def shipped_inputs(folder, work):
    golden = json.loads((folder / "model.json").read_text())["golden"]
    raw = work / "input.raw"
    side = int(re.search(r"_(\d+)(_int8)?$", folder.name)[1])
    raw.write_bytes(prng(golden["seed"], side * side * 3))
    edgevision("invoke", folder, "--input", raw, "--output", work / "output.raw", "--dump", work / "tensors", isa="scalar")
    if sha256(work / "output.raw") != golden["output_sha256"]:
        raise RuntimeError("the scalar kernels of this machine do not give the golden of its model.json")
    return [Input("prng", raw, golden["output_sha256"], {tensor_index(path): sha256(path) for path in (work / "tensors").iterdir()})]


def golden_inputs(model):
    goldens = SHARED / "golden"
    for entry in json.loads((goldens / "manifest.json").read_text())["cases"]:
        if entry["model"] != model:
            continue
        oracle = entry["oracle"].get("tflm") or entry["oracle"]["u8ref"]
        tensors = {t["tensor"]["index"]: t["sha256"] for t in json.loads((goldens / entry["intermediates"]).read_text())}
        yield Input(entry["input_name"], goldens / entry["input_file"], sha256(goldens / oracle["files"][0]["file"]), tensors)


def differences(case, dumped, every_tensor):
    """What is wrong with what a run wrote down; and how many tensors were compared."""
    wrong = [] if sha256(dumped / "output.raw") == case.output else ["the output differs"]
    steps = [path for path in sorted(dumped.glob("step*.raw")) if tensor_index(path) in case.tensors]
    wrong += [f"{path.name} differs" for path in steps if sha256(path) != case.tensors[tensor_index(path)]]
    if not steps or (every_tensor and len(steps) < len(case.tensors) - 1):  # no step writes the input
        wrong.append(f"only {len(steps)} of {len(case.tensors)} tensors were compared")
    return wrong, len(steps)


def check(model, inputs, program, cpus, work):
    """Prints a line for each input and plan; how many of them failed."""
    failed = 0
    for description, options in PLANS.items():
        for isa in sorted({ISA[cpu] for cpu in cpus}):
            kernels = edgevision("compile", model, "--isa", isa, *options, "-o", work / f"{isa}.plan")
            if f"_{isa}\n" not in kernels:
                raise RuntimeError(f"the plan for {isa} has none of its kernels")
        for case in inputs:
            said = []
            for cpu in cpus:
                with tempfile.TemporaryDirectory(dir=work) as dumped:
                    emulate(cpu, program, "model", work / f"{ISA[cpu]}.plan", case.file, dumped)
                    wrong, compared = differences(case, pathlib.Path(dumped), bool(options))
                said += [f"{problem} on {cpu}" for problem in wrong[:SHOWN]]
            line = f"{model.name} {case.name}, {description}: {compared} tensors on {len(cpus)} CPUs"
            print(f"  {'FAIL' if said else 'ok  '}  {'; '.join([line, *said])}", flush=True)
            failed += bool(said)
    return failed


def check_refusal(program, work):
    """A plan for a CPU with the dot product must not run into the missing instruction on one without."""
    plan, raw = work / "neondot.plan", work / "input.raw"
    edgevision("compile", SHIPPED / "person_mobilenet_v1_0.25_96", "--isa", "neondot", "-o", plan)
    raw.write_bytes(bytes(96 * 96 * 3))
    try:
        emulate("cortex-a72", program, "model", plan, raw, work)
        said = "it ran"
    except RuntimeError as error:
        said = str(error)
    refused = "exception:" in said
    print("  ok    a plan for neondot is refused on cortex-a72" if refused else f"  FAIL  a plan for neondot on cortex-a72: {said}")
    return not refused


def main(program, *cpus):
    with tempfile.TemporaryDirectory() as work:
        failed = int(check_refusal(program, pathlib.Path(work)))
    models = [(path.parent, lambda work, folder=path.parent: shipped_inputs(folder, work)) for path in sorted(SHIPPED.glob("*/model.tflite"))]
    if (SHARED / "golden").is_dir():
        models += [(SHARED / "models/tflite" / f"{name}.tflite", lambda _, name=name: list(golden_inputs(name))) for name in GOLDEN_MODELS]
    else:
        print("  the test material is not here: the goldens of TensorFlow Lite are skipped")
    for model, inputs in models:
        with tempfile.TemporaryDirectory() as work:
            try:
                failed += check(model, inputs(pathlib.Path(work)), program, cpus, pathlib.Path(work))
            except (RuntimeError, subprocess.SubprocessError) as error:
                print(f"  FAIL  {model.name}: {error}")
                failed += 1
    return 1 if failed or not models else 0


if __name__ == "__main__":
    if len(sys.argv) < 3 or not set(sys.argv[2:]) <= set(ISA):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
