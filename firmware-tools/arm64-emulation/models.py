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
import sys
import tempfile

from emulator import ISA, SHARED, SHIPPED, edgevision, emulate, prng

GOLDEN_MODELS = ["vww_96_int8", "mobilenet_v1_0.25_128_quant"]
PLANS = {"every tensor": ["--keep-every-tensor"], "fused": []}


class Case:
    """A model with an input, and the hashes of what must come out."""

    def __init__(self, name, model, input_file, output, tensors):
        self.name, self.model, self.input_file, self.output, self.tensors = name, model, input_file, output, tensors


def sha256(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def tensor_index(path):
    return int(re.search(r"_t(\d+)\.raw$", path.name)[1])


def shipped_case(folder, work):
    golden = json.loads((folder / "model.json").read_text())["golden"]
    work.mkdir()
    raw = work / "input.raw"
    side = int(re.search(r"_(\d+)(_int8)?$", folder.name)[1])
    raw.write_bytes(prng(golden["seed"], side * side * 3))
    edgevision("invoke", folder, "--input", raw, "--output", work / "output.raw", "--dump", work / "tensors", isa="scalar")
    tensors = {tensor_index(path): sha256(path) for path in (work / "tensors").iterdir()}
    if sha256(work / "output.raw") != golden["output_sha256"]:
        raise RuntimeError(f"{folder.name}: the scalar kernels of this machine do not give the golden of its model.json")
    return Case(f"{folder.name} prng", folder, raw, golden["output_sha256"], tensors)


def golden_cases():
    goldens = SHARED / "golden"
    for entry in json.loads((goldens / "manifest.json").read_text())["cases"]:
        if entry["model"] not in GOLDEN_MODELS:
            continue
        oracle = entry["oracle"].get("tflm") or entry["oracle"]["u8ref"]
        tensors = {t["tensor"]["index"]: t["sha256"] for t in json.loads((goldens / entry["intermediates"]).read_text())}
        yield Case(f"{entry['model']} {entry['input_name']}", SHARED / "models/tflite" / f"{entry['model']}.tflite", goldens / entry["input_file"],
                   sha256(goldens / oracle["files"][0]["file"]), tensors)


def differences(case, dumped):
    """What is wrong with what a run wrote down; and how many tensors were compared."""
    wrong = [] if sha256(dumped / "output.raw") == case.output else ["the output differs"]
    compared = 0
    for path in sorted(dumped.glob("step*.raw")):
        expected = case.tensors.get(tensor_index(path))
        compared += expected is not None
        if expected not in (None, sha256(path)):
            wrong.append(f"{path.name} differs")
    return wrong, compared


def check(case, program, cpus, work):
    failed = 0
    for description, options in PLANS.items():
        plans = {}
        for cpu in cpus:
            isa = ISA[cpu]
            if isa not in plans:
                plans[isa] = work / f"{isa}.plan"
                edgevision("compile", case.model, "--isa", isa, *options, "-o", plans[isa])
            with tempfile.TemporaryDirectory(dir=work) as dumped:
                emulate(cpu, program, "model", plans[isa], case.input_file, dumped)
                wrong, compared = differences(case, pathlib.Path(dumped))
            if not compared or (options and compared < len(case.tensors) - 1): # the input is written by no step
                wrong.append(f"only {compared} of {len(case.tensors)} tensors were compared")
            print(f"  {'FAIL' if wrong else 'ok  '}  {case.name}, {description}, {isa} on {cpu}: {compared} tensors{''.join('; ' + w for w in wrong[:4])}", flush=True)
            failed += bool(wrong)
    return failed


def main(program, *cpus):
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        cases = [shipped_case(model.parent, work / model.parent.name) for model in sorted(SHIPPED.glob("*/model.tflite"))]
        if (SHARED / "golden").is_dir():
            cases += golden_cases()
        else:
            print("  the test material is not here: the goldens of TensorFlow Lite are skipped")
        for case in cases:
            try:
                failed += check(case, program, cpus, work)
            except RuntimeError as error:
                print(f"  FAIL  {case.name}: {error}")
                failed += 1
    print(f"  {len(cases)} inputs, {failed} failures")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    if len(sys.argv) < 3 or not set(sys.argv[2:]) <= set(ISA):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
