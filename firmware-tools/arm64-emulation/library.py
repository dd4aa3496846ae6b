#!/usr/bin/env python3
"""The C library (../c-library) as a C program uses it, in the emulator.

  library.py LIBRARY CPU...

LIBRARY is the folder where c-library/build put archive and header. On every CPU a program opens, runs, misuses and damages compiled plans of a shipped model; the example of
docs/c-library.md is compiled as it stands there and run.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from emulator import ISA, ROOT, SHIPPED, edgevision, emulate
from models import shipped_inputs

LIBRARY = ROOT / "firmware-tools/c-library"
MANUAL = ROOT / "docs/c-library.md"
MODEL = SHIPPED / "person_mobilenet_v1_0.25_96"
CROSS = "aarch64-linux-gnu-"
SYSROOT = "/usr/aarch64-linux-gnu"
LINKS = {"static": ["-static"], "pie": ["-pie"]}


def tool(name, *arguments):
    result = subprocess.run([CROSS + name, *map(str, arguments)], capture_output=True, text=True)
    if result.returncode:
        raise RuntimeError(result.stderr.strip())
    return result.stdout


def compile_c(source, built, program, *options):
    """As a careful user compiles."""
    tool("gcc", "-std=c99", "-O1", "-Wall", "-Wextra", "-Werror", "-pedantic", "-Wl,--fatal-warnings", *options,
         "-I", built, source, built / "libedgevision_neon.a", "-o", program)


def block(language):
    """The first code block of the manual in that language."""
    return re.findall(rf"^ *```{language}\n(.*?)^ *```", MANUAL.read_text(), re.S | re.M)[0]


def check_symbols(built):
    """Names that users' programs could meet: those of the header, and what the manual says is imported."""
    archive = built / "libedgevision_neon.a"
    defined = set(re.findall(r" [A-Z] (\w+)", tool("nm", "-g", "--defined-only", archive)))
    undefined = set(re.findall(r" U (\w+)", tool("nm", "-u", archive)))
    declared = set(re.findall(r"\b(ev_\w+)\(", (built / "edgevision.h").read_text()))
    documented = set(block("text").split())
    if defined != declared:
        raise RuntimeError(f"the archive's names and the header's differ: {sorted(defined ^ declared)}")
    if undefined != documented:
        raise RuntimeError(f"the archive's imports and the manual's differ: {sorted(undefined ^ documented)}")
    return f"{len(defined)} names, {len(undefined)} imports"


def check_example(built, work, raw, expected):
    """The example prints the scores as numbers, one a line."""
    source = work / "example.c"
    source.write_text(block("c"))
    compile_c(source, built, work / "example", "-static")
    printed, _ = emulate("cortex-a53", work / "example", work / "neon.plan", raw)
    scores = [int(line) & 0xFF for line in printed.split()]
    if bytes(scores) != expected.read_bytes():
        raise RuntimeError(f"the example printed {printed!r}")
    return f"{len(scores)} scores"


def run_test(cpu, link, work, raw, expected):
    """Freed memory is filled, so that what is still used of it shows."""
    os.environ["GLIBC_TUNABLES"] = "glibc.malloc.perturb=165"
    loader = ["-L", SYSROOT] if link == "pie" else []
    said, _ = emulate(cpu, work / f"test-{link}", work / f"{ISA[cpu]}.plan", raw, expected, work / "neondot.plan", plugin=loader)
    return said.strip()


def main(built, *cpus):
    built = pathlib.Path(built)
    failed = 0

    def check(name, function, *arguments):
        nonlocal failed
        try:
            print(f"  ok    {name}: {function(*arguments)}", flush=True)
        except (RuntimeError, subprocess.SubprocessError) as error:
            print(f"  FAIL  {name}: {error}", flush=True)
            failed += 1

    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        shipped_inputs(MODEL, work)
        raw, expected = work / "input.raw", work / "output.raw"
        for isa in sorted(set(ISA.values())):
            edgevision("compile", MODEL, "--isa", isa, "-o", work / f"{isa}.plan")
        for link, options in LINKS.items():
            compile_c(LIBRARY / "test/test.c", built, work / f"test-{link}", "-Wl,--wrap=calloc,--wrap=free", *options)
        check("symbols", check_symbols, built)
        check("the manual's example", check_example, built, work, raw, expected)
        for cpu in cpus:
            check(f"test program on {cpu}", run_test, cpu, "static", work, raw, expected)
        check(f"test program, shared libc, on {cpus[-1]}", run_test, cpus[-1], "pie", work, raw, expected)
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) < 3 or not set(sys.argv[2:]) <= set(ISA):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
