#!/usr/bin/env python3
"""Executed instructions of one call: the difference of two runs that call a different number of times, by QEMU's plugin. They are exact
and repeatable. Instructions are not time: caches, the width of a core and what its instructions wait for are not in them.

  run count [--operations TEXT] [--operators] CASE...

  CASE                      pointwise:PIXELS,INPUTS,OUTPUTS
                            conv:HEIGHT,WIDTH,INPUTS,OUTPUTS,WINDOW,STRIDE
                            depthwise:HEIGHT,WIDTH,CHANNELS,WINDOW,STRIDE
                            averagepool:HEIGHT,WIDTH,CHANNELS
                            add:ELEMENTS
                            model:MODEL       a .tflite file or a name of weights-int8, with a random input
  --operations TEXT         also the instructions by name, in functions with TEXT in their name
  --operators               also those of each operator of a model, and for each of its multiply-accumulates
"""
import argparse
import collections
import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile

from emulator import ISA, SHIPPED, edgevision, emulate, prng, short

FEW, MORE = 2, 12
SHOWN = 0.01  # the smallest share of a function that is printed


def run(cpu, program, plugin, only, arguments):
    """The program's first line, and counts by (kind, name)."""
    options = ["-plugin", f"{plugin},only={only}" if only else plugin]
    output, log = emulate(cpu, program, *arguments, plugin=options)
    counts = collections.Counter({(kind, name): int(n) for kind, name, n in re.findall(r"^insncount (\w+) (.*?) ?(\d+)$", log, re.M)})
    return output.split("\n")[0], counts


def count(cpu, program, plugin, only, arguments):
    """Per call."""
    _, few = run(cpu, program, plugin, only, [*arguments, FEW])
    what, more = run(cpu, program, plugin, only, [*arguments, MORE])
    return what, {key: (n - few[key]) / (MORE - FEW) for key, n in more.items() if n != few[key]}


def model_of(case):
    kind, _, rest = case.partition(":")
    return None if kind != "model" else SHIPPED / rest if (SHIPPED / rest).is_dir() else pathlib.Path(rest)


def arguments_of(case, cpu, work, *options):
    if (model := model_of(case)) is None:
        return ["repeat", case]
    plan, raw = work / f"{ISA[cpu]}.plan", work / "input.raw"
    edgevision("compile", model, "--isa", ISA[cpu], *options, "-o", plan)
    side = int(re.search(r"_(\d+)(_int8|_quant|_uint8|_ptq)?$", model.name.removesuffix(".tflite"))[1])
    raw.write_bytes(prng(0x12345678, side * side * 3))
    return ["repeat-model", plan, raw]


def show(case, cpu, program, plugin, only, work):
    what, counts = count(cpu, program, plugin, only, arguments_of(case, cpu, work))
    total = counts[("total", "")]
    kernel, _, operations = what.partition(" ")
    each = f", {total / int(operations):.3f} for each of {int(operations):,}, {kernel}" if operations else ""
    print(f"{case} on {cpu}: {total:,.0f} instructions{each}")
    for (kind, name), n in sorted(counts.items(), key=lambda item: -item[1]):
        if kind == "function" and n >= SHOWN * total:
            print(f"  {n:14,.1f}  {100 * n / total:5.1f} %  {short(name)}")
    for (kind, name), n in sorted(counts.items(), key=lambda item: -item[1]):
        if kind == "operation":
            print(f"  {n:14,.1f}           {short(name)}")


def operators(model):
    """Name, shape of the output and multiply-accumulates of each operator of the file."""
    described = json.loads(edgevision("inspect", model, "--json"))
    for operator in described["operators"]:
        shape = described["tensors"][operator["outputs"][0]]["shape"]
        weights = described["tensors"][operator["inputs"][1]]["shape"] if len(operator["inputs"]) > 1 else []
        each = {"CONV_2D": weights[1:], "DEPTHWISE_CONV_2D": weights[1:3], "FULLY_CONNECTED": weights[1:]}.get(operator["operator"])
        yield operator["operator"], shape, math.prod(shape) * math.prod(each) if each else 0


def show_operators(case, cpu, program, plugin, work):
    """One step for each operator, repeated on its own."""
    _, plan, raw = arguments_of(case, cpu, work, "--keep-every-tensor")
    for step, (name, shape, macs) in enumerate(operators(model_of(case))):
        _, counts = count(cpu, program, plugin, "", ["repeat-step", plan, raw, step])
        total = counts[("total", "")]
        each = f"{total / macs:8.3f} for each of {macs:,} multiply-accumulates" if macs else ""
        print(f"  {total:14,.0f}  {step:3} {name:<18} {'x'.join(map(str, shape)):<14} {each}")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("program")
    parser.add_argument("plugin")
    parser.add_argument("cpus")
    parser.add_argument("--operations", default="")
    parser.add_argument("--operators", action="store_true")
    parser.add_argument("cases", nargs="+")
    options = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as work:
            for case in options.cases:
                for cpu in options.cpus.split():
                    show(case, cpu, options.program, options.plugin, options.operations, pathlib.Path(work))
                    if options.operators and model_of(case):
                        show_operators(case, cpu, options.program, options.plugin, pathlib.Path(work))
    except (RuntimeError, subprocess.SubprocessError) as error:
        print(f"count: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
