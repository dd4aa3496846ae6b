"""The same results as SVG pictures; the standard library is enough."""
import math
from xml.sax.saxutils import escape

INK, GREY, LINE = "#222222", "#777777", "#dddddd"
COLOURS = ["#0b6e4f", "#c0392b", "#2c5fa8", "#d68910", "#7d3c98", "#117a8b"]


class Picture:
    def __init__(self, width, height, title):
        self.size, self.parts = (width, height), []
        self.text(16, 26, title, size=15, weight="bold")

    def text(self, x, y, words, size=12, colour=INK, anchor="start", weight="normal"):
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" text-anchor="{anchor}" '
                          f'font-weight="{weight}">{escape(words)}</text>')

    def line(self, x1, y1, x2, y2, colour=LINE, width=1.0, dash=""):
        self.parts.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
                          f'stroke-width="{width}" stroke-dasharray="{dash}"/>')

    def dot(self, x, y, colour):
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{colour}"/>')

    def bar(self, x, y, width, height, colour, tip):
        self.parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}">'
                          f'<title>{escape(tip)}</title></rect>')

    def svg(self):
        width, height = self.size
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
                f'font-family="sans-serif">\n<rect width="{width}" height="{height}" fill="white"/>\n' + "\n".join(self.parts) + "\n</svg>\n")


def ticks(most):
    """Round numbers from 0 to at most that, four to nine steps apart."""
    power = 10 ** math.floor(math.log10(most))
    step = next(power * part for part in (0.1, 0.2, 0.5, 1, 2) if most / (power * part) < 10)
    return [number * step for number in range(int(most / step) + 1)]


def race(results):
    """A row per model: how many times edgevision's time each peer takes, with the spread over the rounds, on a logarithmic axis."""
    rows = results["races"]
    peers = list(dict.fromkeys(name for row in rows for name in row["ratios"]["edgevision"]))
    everything = [value for row in rows for found in row["ratios"]["edgevision"].values() for value in (found["min"], found["max"])]
    low, high = min([0.8, *everything]) * 0.9, max([1.25, *everything]) * 1.1
    left, right, step, top = 260, 860, 26 + 13 * len(peers), 84
    picture = Picture(900, top + step * len(rows) + 40, "Time of the peers / time of edgevision, same model, same round (right of 1: edgevision is faster)")

    def x(value):
        return left + (right - left) * math.log(value / low) / math.log(high / low)

    bottom = top + step * len(rows)
    for tick in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50):
        if low <= tick <= high:
            picture.line(x(tick), top - 12, x(tick), bottom, INK if tick == 1 else LINE, 1.5 if tick == 1 else 1)
            picture.text(x(tick), bottom + 18, f"{tick:g}", anchor="middle", colour=GREY)
    for number, peer in enumerate(peers):
        picture.dot(24 + 215 * (number % 4), 48, COLOURS[number % len(COLOURS)])
        picture.text(34 + 215 * (number % 4), 52, peer)
    for number, row in enumerate(rows):
        y = top + step * number
        picture.text(left - 12, y + step / 2, row["model"], anchor="end")
        for position, peer in enumerate(peers):
            found, colour = row["ratios"]["edgevision"].get(peer), COLOURS[position % len(COLOURS)]
            if found:
                level = y + 13 + 13 * position
                picture.line(x(found["min"]), level, x(found["max"]), level, colour, 3)
                picture.dot(x(found["median"]), level, colour)
                picture.text(x(found["max"]) + 9, level + 4, f"{found['median']:.2f}", size=10, colour=GREY)
        picture.line(left, y + step, right, y + step)
    return picture.svg()


def steps(results):
    """A bar per step as high as its rate, as wide as its time, under the machine's limit: the area is work."""
    report = results["steps"]
    limit = report["limit"]["gmacs_per_second"] if report["limit"] else 0
    total = sum(step["min_ms"] for step in report["per_op"])
    top_rate = 1.1 * max([limit, *(step["gmacs_per_second"] for step in report["per_op"])])
    left, right, top, bottom = 60, 880, 60, 380
    picture = Picture(900, 430, f"Steps of {report['model']}: rate over time; the area of a bar is its work")
    kinds = ["convolutions", "depthwise"]

    def y(rate):
        return bottom - (bottom - top) * rate / top_rate

    for tick in ticks(top_rate):
        picture.line(left, y(tick), right, y(tick))
        picture.text(left - 8, y(tick) + 4, f"{tick:g}", anchor="end", colour=GREY)
    picture.text(left - 44, top - 12, "GMAC/s", colour=GREY)
    at = left
    for step in report["per_op"]:
        width = (right - left) * step["min_ms"] / total
        colour = COLOURS[step["operator"] == "DEPTHWISE_CONV_2D"]
        rate = step["gmacs_per_second"]
        picture.bar(at + 0.5, y(rate), max(width - 1, 0.5), bottom - y(rate), colour,
                    f"{step['index']} {step['operator']} {step['kernel']}: {step['min_ms']:.3f} ms, {rate:.1f} GMAC/s")
        at += width
    if limit:
        picture.line(left, y(limit), right, y(limit), INK, 1.5, "6 4")
        picture.text(right, y(limit) - 6, f"limit {limit:.1f} ({report['limit']['instruction']})", anchor="end")
    for tick in ticks(total):
        picture.text(left + (right - left) * tick / total, bottom + 20, f"{tick:g} ms", anchor="middle", colour=GREY)
    for number, name in enumerate(kinds):
        picture.bar(left + 150 * number, bottom + 32, 12, 12, COLOURS[number], name)
        picture.text(left + 18 + 150 * number, bottom + 42, name)
    return picture.svg()


def ladder(results):
    """Time over work, and the line of least squares."""
    points, fit = results["ladder"]["points"], results["ladder"]["fit"]
    left, right, top, bottom = 60, 860, 60, 400
    most_x, most_y = max(p["macs"] for p in points) * 1.05, max(p["median_ms"] for p in points) * 1.1
    picture = Picture(900, 450, f"MobileNetV1 at {len(points)} widths and sizes: time over work (R² = {fit['r2']:.4f})")
    widths = sorted({point["width"] for point in points})

    def x(macs):
        return left + (right - left) * macs / most_x

    def y(ms):
        return bottom - (bottom - top) * ms / most_y

    for tick in ticks(most_y):
        picture.line(left, y(tick), right, y(tick))
        picture.text(left - 8, y(tick) + 4, f"{tick:g}", anchor="end", colour=GREY)
    for tick in ticks(most_x):
        picture.text(x(tick), bottom + 18, f"{tick / 1e6:g}", anchor="middle", colour=GREY)
    picture.text(left - 44, top - 14, "ms", colour=GREY)
    picture.text(right, bottom + 38, "million multiply-accumulates", anchor="end", colour=GREY)
    picture.line(x(0), y(max(0, fit["intercept"])), x(most_x), y(fit["intercept"] + fit["slope"] * most_x), GREY, 1.5, "6 4")
    for point in points:
        picture.dot(x(point["macs"]), y(point["median_ms"]), COLOURS[widths.index(point["width"])])
    for number, width in enumerate(widths):
        picture.dot(left + 20 + 110 * number, bottom + 34, COLOURS[number])
        picture.text(left + 30 + 110 * number, bottom + 38, f"width {width:g}")
    return picture.svg()
