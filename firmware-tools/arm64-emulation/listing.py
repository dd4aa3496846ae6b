#!/usr/bin/env python3
"""Reads the disassembly of the compiled kernels.

  listing.py lint PROGRAM             unexpanded intrinsics, and spills in hot loops; also whether the samples that have them are found
  listing.py loops PROGRAM [FILTER]   the hot loops of the NEON kernels, with counts
  listing.py names PROGRAM            copies standard input, with callers' addresses replaced by names
"""
import bisect
import collections
import re
import subprocess
import sys

from emulator import short

TOOLS = "aarch64-linux-gnu-"
KERNELS = re.compile(r"^EdgeVision_Kernels_.*Neon")
SAMPLES = re.compile(r"ListingSamples")
INTRINSICS = re.compile(r"System_Runtime_Intrinsics_Arm_")
HOT = re.compile(r"^(smull|smlal|smlsl|sdot|sadalp|sqrdmulh|sqdmulh|saddw|saddlp|smax|umin|mla|mul$|tbx)")
VECTOR = re.compile(r"\b[vqd]\d+")
KINDS = ["loads", "multiplies", "adds", "shifts", "moves", "stores", "others"]

Instruction = collections.namedtuple("Instruction", "address mnemonic operands")


def functions(program):
    """Name and instructions of every compiled function."""
    listing = subprocess.run([TOOLS + "objdump", "-d", "--no-show-raw-insn", program], capture_output=True, text=True, check=True).stdout
    name, body = None, []
    for line in listing.splitlines():
        if head := re.match(r"^[0-9a-f]+ <(.*)>:$", line):
            if name and "EdgeVision" in name:
                yield name, body
            name, body = head[1], []
        elif row := re.match(r"^\s*([0-9a-f]+):\s+(\S+)\s*(.*?)(?:\s*//.*)?$", line):
            body.append(Instruction(int(row[1], 16), row[2], row[3]))


def branch_target(instruction):
    if not re.match(r"^(b|b\..*|cbn?z|tbn?z)$", instruction.mnemonic):
        return None
    target = re.search(r"([0-9a-f]+) <[^>]*>?", instruction.operands)
    return int(target[1], 16) if target else None


def innermost_loops(body):
    """The spans of backward branches that have no other within."""
    if not body:
        return []
    index = {instruction.address: i for i, instruction in enumerate(body)}
    spans = {(index[target], i) for i, instruction in enumerate(body)
             if (target := branch_target(instruction)) is not None and target in index and index[target] <= i}
    return [body[first:last + 1] for first, last in sorted(spans)
            if not any((a, b) != (first, last) and first <= a and b <= last for a, b in spans)]


def hot_loops(body):
    return [loop for loop in innermost_loops(body) if any(HOT.match(i.mnemonic) and VECTOR.search(i.operands) for i in loop)]


def unexpanded(body):
    """An intrinsic that the compiler did not expand stays a call, of a function that may jump to itself; one it cannot have throws."""
    return [i for i in body if (i.mnemonic == "b" and branch_target(i) == i.address)
            or (i.mnemonic in ("b", "bl") and re.search(f"{INTRINSICS.pattern}|ThrowPlatformNotSupported", i.operands))]


def spills(loop):
    return [i for i in loop if i.mnemonic[:2] in ("ld", "st") and re.search(r"\[(sp|x29)\b", i.operands) and VECTOR.search(i.operands)]


def kind(instruction):
    """Shifts are all that moves bits within registers: shifts, narrowing, widening, permutations. Others are addresses, comparisons, jumps."""
    mnemonic, vector = instruction.mnemonic, VECTOR.search(instruction.operands)
    if mnemonic.startswith("ld"):
        return "loads"
    if mnemonic.startswith("st"):
        return "stores"
    if vector and re.match(r"^(s|u)?(mul|mla|mls|mlal|mlsl|dot|qr?dmulh|mull)|^mul|^mla|^fml|^fmul", mnemonic):
        return "multiplies"
    if vector and re.match(r"^(s|u)?(adalp|addw|addl|addlp|addv|addlv)|^addp?$|^sub$|^[su]?q(add|sub)$|^[su](max|min)|^fadd|^ssubl|^ssubw", mnemonic):
        return "adds"
    if vector and re.match(r"^(f?mov|mvn|movi|ins|dup|umov|smov|orr)$", mnemonic):
        return "moves"
    if vector and re.match(r"^[su]?q?r?sh(l|r)|^[su]r?sra|^s[rl]i$|^s?q?xtn|^[su]qxtu?n|^ext$|^(zip|uzp|trn)[12]$|^tbl|^[us]xtl|^rev", mnemonic):
        return "shifts"
    return "others"


def lint(program):
    found = collections.Counter()
    problems, kernels, loops = [], 0, 0
    for name, body in functions(program):
        sample = bool(SAMPLES.search(name))
        kernels += bool(KERNELS.search(name))
        if not sample and not KERNELS.search(name):
            continue
        for i in unexpanded(body):
            found["unexpanded"] += sample
            if not sample:
                problems.append(f"unexpanded intrinsic in {short(name)}: {i.mnemonic} {i.operands}")
        for loop in hot_loops(body):
            loops += not sample
            for i in spills(loop):
                found["spill"] += sample
                if not sample:
                    problems.append(f"spill in a hot loop of {short(name)}, {i.address:x}: {i.mnemonic} {i.operands}")
    for what in ("unexpanded", "spill"):
        if not found[what]:
            problems.append(f"the sample for '{what}' was not found: this check is broken")
    print(*(f"  {problem}" for problem in problems), sep="\n", end="\n" if problems else "")
    print(f"  {kernels} functions of NEON kernels, {loops} hot loops, {len(problems)} problems")
    return 1 if problems or not kernels else 0


def operands(instruction, loop):
    """Without addresses, which change with any other function."""
    target = branch_target(instruction)
    if target is None:
        return re.sub(" <.*>", "", instruction.operands)
    where = "out" if target not in [i.address for i in loop] else "loop" if target == loop[0].address else "on"
    return re.sub(r"[0-9a-f]+ <.*", where, instruction.operands)


def loops(program, wanted=""):
    for name, body in functions(program):
        if not KERNELS.search(name) or wanted not in name:
            continue
        for loop in hot_loops(body):
            counts = collections.Counter(kind(i) for i in loop)
            print(f"{short(name)}\n  {len(loop)} instructions: " + ", ".join(f"{counts[k]} {k}" for k in KINDS) + f", {len(spills(loop))} of them spills")
            for i in loop:
                print(f"    {i.mnemonic:<9} {operands(i, loop)}".rstrip())
            print()
    return 0


def names(program):
    rows = []
    for line in subprocess.run([TOOLS + "nm", program], capture_output=True, text=True, check=True).stdout.splitlines():
        if row := re.match(r"([0-9a-f]+) [tTwW] (.*)", line):
            rows.append((int(row[1], 16), row[2]))
    rows.sort()
    for line in sys.stdin:
        if caller := re.match(r"^  at 0x([0-9a-f]+)$", line):
            line = f"  at {short(rows[bisect.bisect(rows, (int(caller[1], 16), '~')) - 1][1])}\n"
        print(line, end="", flush=True)
    return 0


if __name__ == "__main__":
    commands = {"lint": lint, "loops": loops, "names": names}
    if len(sys.argv) < 3 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    sys.exit(commands[sys.argv[1]](*sys.argv[2:]))
