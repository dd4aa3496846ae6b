"""The arithmetic of a race: no files, no processes."""
from statistics import median


def order(names, round_number):
    """Who runs when: there and back again, so that nobody always follows the same neighbour."""
    return list(names) if round_number % 2 == 0 else list(reversed(names))


def runs_for(seconds, median_ms):
    """How many runs take about so long; at least three, so that there is a median."""
    return max(3, round(seconds * 1000 / median_ms))


def summary(rounds, name):
    """A contestant's shortest run, and the median of its rounds' medians."""
    return {
        "min_ms": min(times[name]["min_ms"] for times in rounds),
        "median_ms": median(times[name]["median_ms"] for times in rounds),
    }


def ratio(rounds, ours, peer):
    """How many times longer a peer takes than we do: the median, least and most of the ratios of each round's medians."""
    ratios = [times[peer]["median_ms"] / times[ours]["median_ms"] for times in rounds]
    return {"median": median(ratios), "min": min(ratios), "max": max(ratios)}


def differences(ours, theirs):
    """How many bytes differ, of how many, and the largest difference in steps of the quantized output."""
    if len(ours) != len(theirs):
        return {"values": len(ours), "differ": None, "steps": None}
    steps = [abs(a - b) for a, b in zip(ours, theirs)]
    return {"values": len(ours), "differ": sum(1 for step in steps if step), "steps": max(steps, default=0)}


def line_fit(points):
    """Least squares: intercept, slope and R squared of y over x."""
    n = len(points)
    mean_x, mean_y = sum(x for x, _ in points) / n, sum(y for _, y in points) / n
    xx = sum((x - mean_x) ** 2 for x, _ in points)
    xy = sum((x - mean_x) * (y - mean_y) for x, y in points)
    yy = sum((y - mean_y) ** 2 for _, y in points)
    slope = xy / xx
    return {"intercept": mean_y - slope * mean_x, "slope": slope, "r2": xy * xy / (xx * yy)}


def prng_bytes(count, state=0x12345678):
    """xorshift32 (13, 17, 5), the top byte of each state: the input of every golden and of `bench`."""
    result = bytearray(count)
    for i in range(count):
        state ^= state << 13 & 0xFFFFFFFF
        state ^= state >> 17
        state ^= state << 5 & 0xFFFFFFFF
        result[i] = state >> 24
    return bytes(result)
