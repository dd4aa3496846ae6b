namespace EdgeVision.Runtime;

/// <summary>
/// Lays buffers out in one block. Finding the smallest block is NP-complete (it contains bin packing), so this places them greedily, as
/// TensorFlow Lite Micro's planner does:
/// <list type="number">
/// <item>take the buffers in some order, at first the largest first;</item>
/// <item>give each the lowest offset at which it overlaps no placed buffer that lives at the same time.</item>
/// </list>
/// While the block is larger than <see cref="LowerBound"/>, the buffer that sticks out furthest is moved to the front of the order and
/// everything is placed again ("squeaky wheel optimization", Joslin and Clements, JAIR 10, 1999); the smallest block seen is kept. On the
/// MobileNets the lower bound is reached within a few attempts.
/// </summary>
internal static class ArenaPlanner
{
    /// <summary>Offsets are multiples of a cache line, which no vector load of any supported ISA exceeds.</summary>
    public const int Alignment = 64;

    /// <summary>Bounds the planning time of graphs with very many buffers: attempts times buffers squared.</summary>
    private const long MaxEffort = 20_000_000;

    private const int MaxAttempts = 200;

    /// <summary>
    /// Returns an offset per request and the size of the whole block; in 64 bits, since the requests may come from a hostile file.
    /// </summary>
    public static (long[] Offsets, long TotalBytes) Place(IReadOnlyList<BufferRequest> requests)
    {
        List<int> order = LargestFirst(requests);
        long bound = LowerBound(requests);
        (long[] Offsets, long TotalBytes) best = PlaceInOrder(requests, order);
        (long[] Offsets, long TotalBytes) latest = best;
        long attempts = Math.Min(MaxAttempts, MaxEffort / Math.Max(1, (long)requests.Count * requests.Count));
        for (int i = 0; i < attempts && best.TotalBytes > bound; i++)
        {
            int culprit = order.Find(b => latest.Offsets[b] + requests[b].Bytes == latest.TotalBytes);
            order.Remove(culprit);
            order.Insert(0, culprit);
            latest = PlaceInOrder(requests, order);
            if (latest.TotalBytes < best.TotalBytes)
                best = latest;
        }

        return best;
    }

    /// <summary>The most bytes that live at one step: no plan can be smaller.</summary>
    public static long LowerBound(IReadOnlyList<BufferRequest> requests) => requests.Count == 0 ? 0 : PressurePerStep(requests).Max();

    /// <summary>All requests get bytes of their own, in order.</summary>
    public static (long[] Offsets, long TotalBytes) PlaceSeparately(IReadOnlyList<BufferRequest> requests)
    {
        var offsets = new long[requests.Count];
        long end = 0;
        for (int i = 0; i < requests.Count; i++)
        {
            offsets[i] = AlignUp(end);
            end = offsets[i] + requests[i].Bytes;
        }

        return (offsets, end);
    }

    private static (long[] Offsets, long TotalBytes) PlaceInOrder(IReadOnlyList<BufferRequest> requests, List<int> order)
    {
        var offsets = new long[requests.Count];
        var placed = new List<int>(requests.Count); // sorted by offset
        long total = 0;
        foreach (int current in order)
        {
            long offset = 0;
            foreach (int other in placed)
            {
                if (!requests[current].LivesWith(requests[other]))
                    continue;
                if (offset + requests[current].Bytes <= offsets[other])
                    break; // the gap before this one is wide enough, and every later one starts further up
                offset = Math.Max(offset, AlignUp(offsets[other] + requests[other].Bytes));
            }

            offsets[current] = offset;
            total = Math.Max(total, offset + requests[current].Bytes);
            int at = placed.FindIndex(other => offsets[other] > offset);
            placed.Insert(at < 0 ? placed.Count : at, current);
        }

        return (offsets, total);
    }

    private static List<int> LargestFirst(IReadOnlyList<BufferRequest> requests) =>
        [.. Enumerable.Range(0, requests.Count).OrderByDescending(i => requests[i].Bytes).ThenBy(i => requests[i].FirstStep)];

    /// <summary>Live bytes before the run (element 0) and at each step (element step + 1).</summary>
    private static long[] PressurePerStep(IReadOnlyList<BufferRequest> requests)
    {
        var pressure = new long[requests.Max(r => r.LastStep) + 3];
        foreach (BufferRequest request in requests)
        {
            pressure[request.FirstStep + 1] += request.Bytes;
            pressure[request.LastStep + 2] -= request.Bytes;
        }

        for (int i = 1; i < pressure.Length; i++)
            pressure[i] += pressure[i - 1];
        return pressure[..^1];
    }

    private static long AlignUp(long value) => (value + Alignment - 1) / Alignment * Alignment;
}
