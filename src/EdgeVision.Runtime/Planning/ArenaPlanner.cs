namespace EdgeVision.Runtime;

/// <summary>
/// Lays buffers out in one block. Finding the smallest block is NP-complete (it contains bin packing), so this places them greedily, as
/// TensorFlow Lite Micro's planner does: it takes them in some order and gives each the lowest offset at which it is in nobody's way.
/// <see cref="PlacementSearch"/> looks for the order. Planning runs once in each start of the program, so it is written with arrays and
/// loops: generic sequences over its own types would be compiled at each start.
/// </summary>
internal static class ArenaPlanner
{
    /// <summary>Offsets are multiples of a cache line, which no vector load of any supported ISA exceeds.</summary>
    public const int Alignment = 64;

    /// <summary>
    /// Returns an offset per request and the size of the whole block; in 64 bits, since the requests may come from a hostile file.
    /// </summary>
    public static (long[] Offsets, long TotalBytes) Place(BufferRequest[] requests) =>
        new PlacementSearch(requests).FindSmallest();

    /// <summary>
    /// The most bytes that live at one step, those that can be shared there counted once: no plan can be smaller.
    /// </summary>
    public static long LowerBound(BufferRequest[] requests)
    {
        long most = 0;
        foreach (long bytes in PressurePerStep(requests))
            most = Math.Max(most, bytes);
        return most;
    }

    /// <summary>All requests get bytes of their own, in order.</summary>
    public static (long[] Offsets, long TotalBytes) PlaceSeparately(BufferRequest[] requests)
    {
        var offsets = new long[requests.Length];
        long end = 0;
        for (int i = 0; i < requests.Length; i++)
        {
            offsets[i] = AlignUp(end);
            end = offsets[i] + requests[i].Bytes;
        }

        return (offsets, end);
    }

    /// <summary>Places the requests one after another, each at the lowest offset that those before it leave.</summary>
    public static (long[] Offsets, long TotalBytes) PlaceInOrder(BufferRequest[] requests, List<int> order)
    {
        var offsets = new long[requests.Length];
        var placed = new List<int>(requests.Length); // sorted by offset
        long total = 0;
        foreach (int current in order)
        {
            long offset = LowestOffset(requests, offsets, placed, requests[current]);
            offsets[current] = offset;
            total = Math.Max(total, offset + requests[current].Bytes);
            int at = placed.FindIndex(other => offsets[other] > offset);
            placed.Insert(at < 0 ? placed.Count : at, current);
        }

        return (offsets, total);
    }

    private static long LowestOffset(BufferRequest[] requests, long[] offsets, List<int> placed, BufferRequest current)
    {
        long offset = 0;
        bool passed; // one that had room behind the offset, but may be in the way now that it is larger
        do
        {
            passed = false;
            bool passing = false;
            foreach (int other in placed)
            {
                if (!current.LivesWith(requests[other]))
                    continue;
                if (offset + current.Bytes <= offsets[other])
                    break; // the gap before this one is wide enough, and every later one starts further up
                long after = offsets[other] + current.DistanceAfter(requests[other]);
                if (offset >= after)
                    continue;
                if (offset + requests[other].DistanceAfter(current) <= offsets[other])
                {
                    passing = true;
                    continue;
                }

                offset = AlignUp(after);
                passed |= passing;
            }
        }
        while (passed);
        return offset;
    }

    /// <summary>
    /// Live bytes before the run (element 0) and at each step (element step + 1), less those that a step can write over what it reads.
    /// </summary>
    public static long[] PressurePerStep(BufferRequest[] requests)
    {
        int steps = 0;
        foreach (BufferRequest request in requests)
            steps = Math.Max(steps, request.LastStep + 2);
        var pressure = new long[steps + 1];
        foreach (BufferRequest request in requests)
        {
            pressure[request.FirstStep + 1] += request.Bytes;
            pressure[request.LastStep + 2] -= request.Bytes;
        }

        for (int i = 1; i < pressure.Length; i++)
            pressure[i] += pressure[i - 1];
        foreach (BufferRequest written in requests)
        {
            if (written.Lead >= written.Bytes)
                continue;
            foreach (BufferRequest read in requests)
            {
                if (written.IsWrittenFrom(read))
                    pressure[written.FirstStep + 1] -= Math.Min(read.Bytes, written.Bytes - Math.Max(written.Lead, 0));
            }
        }

        return pressure[..^1];
    }

    private static long AlignUp(long value) => (value + Alignment - 1) / Alignment * Alignment;
}
