namespace EdgeVision.Runtime;

/// <summary>
/// Lays buffers out in one block. Finding the smallest block is NP-complete (it contains bin packing), so this places them greedily, as
/// TensorFlow Lite Micro's planner does:
/// <list type="number">
/// <item>take the buffers in some order;</item>
/// <item>give each the lowest offset at which it overlaps no placed buffer that lives at the same time.</item>
/// </list>
/// It does so for two orders (largest first; the step with the most live bytes first) and keeps the smaller block.
/// <see cref="LowerBound"/> tells how far from the optimum that can be: on the MobileNets it is reached.
/// </summary>
internal static class ArenaPlanner
{
    /// <summary>Offsets are multiples of a cache line, which no vector load of any supported ISA exceeds.</summary>
    public const int Alignment = 64;

    /// <summary>Returns an offset per request and the size of the whole block.</summary>
    /// <exception cref="UnsupportedModelException">The block would exceed what an int can address.</exception>
    public static (int[] Offsets, int TotalBytes) Place(IReadOnlyList<BufferRequest> requests)
    {
        (int[] Offsets, int TotalBytes) bySize = PlaceInOrder(requests, LargestFirst(requests));
        (int[] Offsets, int TotalBytes) byPressure = PlaceInOrder(requests, HighestPressureFirst(requests));
        return byPressure.TotalBytes < bySize.TotalBytes ? byPressure : bySize;
    }

    /// <summary>The most bytes that live at one step: no plan can be smaller.</summary>
    public static long LowerBound(IReadOnlyList<BufferRequest> requests) => requests.Count == 0 ? 0 : PressurePerStep(requests).Max();

    /// <summary>All requests get bytes of their own, in order.</summary>
    public static (int[] Offsets, int TotalBytes) PlaceSeparately(IReadOnlyList<BufferRequest> requests)
    {
        var offsets = new int[requests.Count];
        long end = 0;
        for (int i = 0; i < requests.Count; i++)
        {
            offsets[i] = Checked(end);
            end = AlignUp(end + requests[i].Bytes);
        }

        return (offsets, Checked(end));
    }

    private static (int[] Offsets, int TotalBytes) PlaceInOrder(IReadOnlyList<BufferRequest> requests, int[] order)
    {
        var offsets = new int[requests.Count];
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
                offset = Math.Max(offset, AlignUp((long)offsets[other] + requests[other].Bytes));
            }

            offsets[current] = Checked(offset);
            total = Math.Max(total, offset + requests[current].Bytes);
            int at = placed.FindIndex(other => offsets[other] > offsets[current]);
            placed.Insert(at < 0 ? placed.Count : at, current);
        }

        return (offsets, Checked(total));
    }

    private static int[] LargestFirst(IReadOnlyList<BufferRequest> requests) =>
        [.. Enumerable.Range(0, requests.Count).OrderByDescending(i => requests[i].Bytes).ThenBy(i => requests[i].FirstStep)];

    private static int[] HighestPressureFirst(IReadOnlyList<BufferRequest> requests)
    {
        long[] pressure = PressurePerStep(requests);
        var order = new List<int>(requests.Count);
        var ordered = new bool[requests.Count];
        int[] largestFirst = LargestFirst(requests);
        foreach (int step in Enumerable.Range(-1, pressure.Length).OrderByDescending(step => pressure[step + 1]))
        {
            foreach (int i in largestFirst)
            {
                if (ordered[i] || requests[i].FirstStep > step || requests[i].LastStep < step)
                    continue;
                ordered[i] = true;
                order.Add(i);
            }
        }

        return [.. order];
    }

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

    private static int Checked(long value) => value <= int.MaxValue
        ? (int)value
        : throw new UnsupportedModelException($"the activations need {value} bytes, more than the {int.MaxValue} an arena can have");
}
