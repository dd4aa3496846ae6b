"""The tables of docs/performance.md about ARM64; see tables.py."""
import boards
import instructions
from markdown_table import table

RATIO = "edgevision / XNNPACK"


def arm64_counts(results):
    found = results["arm64"]
    names = contestants(found)
    columns = [(cpu, name) for cpu in instructions.CPUS for name in (*names, RATIO)]
    rows = [[one["model"], f"{one['macs'] / 1e6:.1f}", *(cell(one, cpu, name) for cpu, name in columns)] for one in found["models"]]
    header = ["model", "M MACs", *(f"{name}, {cpu}" for cpu, name in columns)]
    return f"{table(header, rows)}\n\nCounted with QEMU {found['qemu']}, {found['date']}, commit {found['commit']}."


def cell(one, cpu, name):
    count, ours, peer = (one["instructions"].get(who, {}).get(cpu) for who in (name, instructions.OURS, instructions.PEER))
    if name == RATIO:
        return f"**{ours / peer:.2f}**" if ours and peer else "-"
    return f"{count / 1e6:.2f} ({count / one['macs']:.3f})" if count else "-"


def arm64_functions(results):
    counted = [one for one in results["arm64"]["models"] if "functions" in one]
    if not counted:
        return "Not counted yet."
    largest = max(counted, key=lambda one: one["macs"])
    functions, totals = largest["functions"], largest["instructions"][instructions.OURS]
    names = list(dict.fromkeys(name for cpu in instructions.CPUS for name in functions[cpu]))
    rows = [[f"`{name}`", *(share(functions[cpu].get(name), totals[cpu]) for cpu in instructions.CPUS)] for name in names]
    return table([f"{largest['model']}: function", *instructions.CPUS], rows)


def share(count, total):
    return f"{count / 1e6:.2f} M ({count / total:.0%})" if count else "-"


def arm64_outputs(results):
    lines = [f"- {one['model']}, {name}: {far['differ']} of {far['values']} values of the output differ"
             + (f", by at most {far['steps']} step" if far["differ"] else "")
             for one in results["arm64"]["models"] for name, far in one["differences"].items()]
    return "\n".join(lines)


def arm64_boards(_):
    return table(["board", "core", "GHz", "instructions decoded per cycle", "products per cycle, at most", "because"],
                 [[board.name, board.core.name, f"{board.gigahertz:g}", board.core.width, f"{board.core.macs:.3g}", board.core.because]
                  for board in boards.BOARDS])


def arm64_estimate(results):
    found = results["arm64"]
    rows = []
    for one in found["models"]:
        for name in contestants(found):
            counts = one["instructions"].get(name)
            if counts:
                rows.append([one["model"], name, *(estimate(counts[board.core.emulated], one["macs"], board) for board in boards.BOARDS)])
    return table(["model", "estimate, ms, one thread", *(board.name for board in boards.BOARDS)], rows)


def estimate(count, macs, board):
    least, careless = boards.milliseconds(count, macs, board)
    return f"{least:.3g} – {careless:.3g}"


def contestants(found):
    names = {name for one in found["models"] for name in one["instructions"]}
    return sorted(names, key=lambda name: (name != instructions.OURS, name))
