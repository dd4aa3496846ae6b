import bisect, re, subprocess, sys
rows = sorted((int(l.split()[0], 16), l.split(None, 2)[2].strip()) for l in subprocess.run(["aarch64-linux-gnu-nm", sys.argv[1]], capture_output=True, text=True).stdout.splitlines() if re.match(r"[0-9a-f]+ [tTwW] ", l))
starts = [a for a, _ in rows]
for line in sys.stdin:
    print(re.sub(r"^  at 0x([0-9a-f]+)", lambda m: "  at " + rows[bisect.bisect_right(starts, int(m.group(1), 16)) - 1][1], line), end="")
