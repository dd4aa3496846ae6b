namespace EdgeVision.Runtime;

/// <summary>
/// Looks for an order in which greedy placement (<see cref="ArenaPlanner.PlaceInOrder"/>) gives a small block, always the same for the same
/// requests. It starts with the largest first, and again with the latest first; from either, the buffer that sticks out furthest is moved to
/// the front and everything is placed again ("squeaky wheel optimization", Joslin and Clements, JAIR 10, 1999). The smallest block seen is
/// kept. The search ends at the lower bound, which need not be possible: a buffer that shares bytes with the one before and the one after it
/// can need more than either pair by itself.
/// </summary>
internal sealed class PlacementSearch(BufferRequest[] requests)
{
    /// <summary>Bounds the planning time of graphs with very many buffers: attempts times buffers squared.</summary>
    private const long MaxEffort = 20_000_000;

    private const int MaxAttemptsPerStart = 40;

    private readonly long _bound = ArenaPlanner.LowerBound(requests);
    private long _attempts = Math.Max(1, MaxEffort / Math.Max(1, (long)requests.Length * requests.Length));
    private (long[] Offsets, long TotalBytes) _best = ([], long.MaxValue);

    public (long[] Offsets, long TotalBytes) FindSmallest()
    {
        MoveCulpritsForward(Ordered((a, b) => (requests[b].Bytes, requests[a].FirstStep, a).CompareTo((requests[a].Bytes, requests[b].FirstStep, b))));
        MoveCulpritsForward(Ordered((a, b) => (requests[b].FirstStep, a).CompareTo((requests[a].FirstStep, b))));
        return _best;
    }

    /// <summary>All requests in an order without ties.</summary>
    private List<int> Ordered(Comparison<int> order)
    {
        var all = new List<int>(requests.Length);
        for (int i = 0; i < requests.Length; i++)
            all.Add(i);
        all.Sort(order);
        return all;
    }

    private void MoveCulpritsForward(List<int> order)
    {
        for (int i = 0; i < MaxAttemptsPerStart && _attempts > 0 && _best.TotalBytes > _bound; i++)
        {
            _attempts--;
            (long[] Offsets, long TotalBytes) placement = ArenaPlanner.PlaceInOrder(requests, order);
            if (placement.TotalBytes < _best.TotalBytes)
                _best = placement;
            int culprit = order.FindIndex(b => placement.Offsets[b] + requests[b].Bytes == placement.TotalBytes);
            if (culprit <= 0)
                return;
            order.Insert(0, order[culprit]);
            order.RemoveAt(culprit + 1);
        }
    }
}
