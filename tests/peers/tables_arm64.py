"""The tables of docs/performance.md about ARM64; see tables.py."""
import boards
import instructions
from markdown_table import table


def arm64_counts(results):
    found = results["arm64"]
    names = contestants(found)
    header = ["model", "M MACs", *(f"{name}, {cpu}" for cpu in instructions.CPUS for name in names)]
    rows = [[one["model"], f"{one['macs'] / 1e6:.1f}",
             *(per_mac(one["instructions"].get(name, {}).get(cpu), one["macs"]) for cpu in instructions.CPUS for name in names)]
            for one in found["models"]]
    return f"{table(header, rows)}\n\nCounted with QEMU {found['qemu']}, {found['date']}."


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
            counts = one["instructions"].get(name, {})
            rows.append([one["model"], name, *(estimate(counts.get(board.core.emulated), one["macs"], board) for board in boards.BOARDS)])
    return table(["model", "estimate, ms, one thread", *(board.name for board in boards.BOARDS)], rows)


def estimate(count, macs, board):
    if count is None:
        return "-"
    least, careless = boards.milliseconds(count, macs, board)
    return f"{least:.3g} – {careless:.3g}"


def per_mac(count, macs):
    return "-" if count is None else f"{count / 1e6:.2f} M ({count / macs:.3f} per MAC)"


def contestants(found):
    return list(dict.fromkeys(name for one in found["models"] for name in one["instructions"]))
