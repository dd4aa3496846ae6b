"""Markdown tables from the results; each function is named after the block of docs/performance.md that it fills."""
import re

from markdown_table import table
from tables_arm64 import arm64_boards, arm64_counts, arm64_estimate, arm64_functions, arm64_outputs  # noqa: F401: fill looks them up


def fill(page, results):
    """The page with each `<!-- name -->` block filled by the function of that name."""
    def block(match):
        return f"<!-- {match[1]} -->\n{globals()[match[1]](results)}\n<!-- /{match[1]} -->"
    return re.sub(r"<!-- (\w+) -->\n.*?<!-- /\1 -->", block, page, flags=re.DOTALL)


def machine(results):
    found, limit = results["machine"], results["steps"]["limit"]
    rows = [
        ("CPU", found["cpu"]), ("CPUs", found["cpus"]), ("instruction sets that matter", ", ".join(found["flags"])),
        ("caches", ", ".join(found["caches"])),
        ("limit of one core", f"{limit['gmacs_per_second']:.1f} GMAC/s, `{limit['instruction']}`" if limit else "not measured"),
        ("system", f"{found['system']}, .NET SDK {found['dotnet']}"),
        ("peers", ", ".join(sorted({version for race in results["races"] for version in race["versions"]})) or "none"),
        ("measured", f"{results['date']}, commit {results['commit']}"),
    ]
    return table(["", ""], rows)


def times(results):
    names = contestants(results)
    rows = []
    for race in results["races"]:
        cells = [race["times"].get(name) for name in names]
        rows.append([race["model"], f"{race['macs'] / 1e6:.1f}", *(f"{cell['min_ms']:.3f} / {cell['median_ms']:.3f}" if cell else "-" for cell in cells)])
    return table(["model", "M MACs", *names], rows)


def ratios(results):
    return ratio_table(results, "edgevision")


def ratios_avx2(results):
    return ratio_table(results, "edgevision, AVX2")


def ratio_table(results, ours):
    peers = [name for name in contestants(results) if not name.startswith("edgevision")]
    rows = []
    for race in results["races"]:
        found = race["ratios"].get(ours, {})
        rows.append([race["model"], *(ratio(found[peer]) if peer in found else "-" for peer in peers)])
    return table(["model", *peers], rows)


def ratio(found):
    return f"**{found['median']:.2f}** ({found['min']:.2f}–{found['max']:.2f})"


def threads(results):
    rows = []
    for race in results["threads"]:
        for name, gain in race["gains"].items():
            base, _, number = name.removesuffix(" threads").rpartition(", ")
            (alone, together), ours = (race["times"][one] for one in (base, name)), f"edgevision, {number} threads"
            rows.append([race["model"], base, f"{alone['min_ms']:.3f} / {alone['median_ms']:.3f}", number,
                         f"{together['min_ms']:.3f} / {together['median_ms']:.3f}", ratio(gain),
                         ratio(race["ratios"][ours][name]) if name != ours else ""])
    return table(["model", "", "one thread", "threads", "together", "gain", "/ edgevision's together"], rows) if rows else "Only one CPU was there."


def outputs(results):
    peers = [name for name in contestants(results) if not name.startswith("edgevision")]
    rows = [[race["model"], *(difference(race["outputs"].get(peer)) for peer in peers)] for race in results["races"]]
    return table(["model", *peers], rows)


def difference(found):
    if not found or found["differ"] is None:
        return "-"
    return f"{found['differ']} of {found['values']}, ≤ {found['steps']}" if found["differ"] else f"0 of {found['values']}"


def skipped(results):
    lines = [f"- {race['model']}: {one['name']}: {one['reason']}" for race in results["races"] for one in race["skipped"]]
    return "\n".join(lines) or "Nothing was skipped."


def bytes(results):
    recorded = results["recorded"]["tflite_micro_arena_bytes"]
    rows = [[race["model"], f"{race['arena_bytes']:,}", f"{race['packed_bytes']:,}",
             f"{recorded[race['model']]:,}" if race["model"] in recorded else "-"] for race in results["races"]]
    return table(["model", "arena", "packed weights", "TensorFlow Lite Micro's arena, recorded elsewhere"], rows)


def steps(results):
    report = results["steps"]
    total = sum(step["min_ms"] for step in report["per_op"])
    rows = []
    for step in report["per_op"]:
        share, macs = step["limit_share"], step["macs"]
        rows.append([step["index"], step["operator"], f"{step['min_ms']:.3f}", f"{step['min_ms'] / total:.1%}",
                     f"{macs / 1e6:.2f}" if macs else "-", f"{step['gmacs_per_second']:.1f}" if macs else "-",
                     f"{share:.0%}" if share is not None else "-", f"`{step['kernel']}`"])
    rows.append(["", "all", f"{total:.3f}", "100%", f"{report['macs'] / 1e6:.2f}", f"{report['macs'] / total / 1e6:.1f}",
                 f"{report['macs'] / total / 1e6 / report['limit']['gmacs_per_second']:.0%}" if report["limit"] else "-", ""])
    return table(["step", "operator", "min ms", "of the time", "M MACs", "GMAC/s", "of the limit", "kernel"], rows)


def ladder(results):
    points = results["ladder"]["points"]
    sizes = sorted({point["size"] for point in points})
    by = {(point["width"], point["size"]): point for point in points}
    rows = []
    for width in sorted({point["width"] for point in points}):
        cells = [by[width, size] for size in sizes]
        rows.append([f"{width:g}", *(f"{cell['median_ms']:.3f} ({cell['macs'] / 1e6:.0f})" for cell in cells)])
    fit = results["ladder"]["fit"]
    return (table(["width", *(f"{size}" for size in sizes)], rows)
            + f"\n\nThe line of least squares: {fit['intercept']:.3f} ms + {fit['slope'] * 1e6:.4f} ms per million MACs, R² = {fit['r2']:.4f}.")


def soak(results):
    report = results["soak"]
    first = report["parts"][0]
    rows = [[number, part["runs"], f"{part['min_ms']:.3f}", f"{part['min_ms'] / first['min_ms']:.3f}",
             f"{part['median_ms']:.3f}", f"{part['median_ms'] / first['median_ms']:.3f}", f"{part['p95_ms']:.3f}"]
            for number, part in enumerate(report["parts"], 1)]
    return (f"{report['soak_seconds']} s of `{report['model']}`, {report['runs']:,} runs:\n\n"
            + table(["part", "runs", "min ms", "/ first", "median ms", "/ first", "95th percentile"], rows))


def contestants(results):
    """All names that took part anywhere, in the order of the first race that has them."""
    return list(dict.fromkeys(name for race in results["races"] for name in race["times"]))
