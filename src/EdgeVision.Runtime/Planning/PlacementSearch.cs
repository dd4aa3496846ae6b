namespace EdgeVision.Runtime;

/// <summary>
/// Looks for an order in which greedy placement (<see cref="ArenaPlanner.PlaceInOrder"/>) gives a small block. Always the same for the
/// same requests:
/// <list type="number">
/// <item>The largest first, and the latest first: from either, the buffer that sticks out furthest is moved to the front and everything is
/// placed again ("squeaky wheel optimization", Joslin and Clements, JAIR 10, 1999).</item>
/// <item>From the best order so far, single buffers are moved to other places; what makes the block no larger is kept.</item>
/// </list>
/// It ends at the lower bound, which need not be possible: a buffer that shares bytes with the one before and the one after it can need
/// more than either pair by itself.
/// </summary>
internal sealed class PlacementSearch(IReadOnlyList<BufferRequest> requests)
{
    /// <summary>Bounds the planning time of graphs with very many buffers: attempts times buffers squared.</summary>
    private const long MaxEffort = 20_000_000;

    private const int MaxAttempts = 200;

    private const int MaxAttemptsPerStart = 20;

    private readonly long _bound = ArenaPlanner.LowerBound(requests);
    private long _attempts = Math.Clamp(MaxEffort / Math.Max(1, (long)requests.Count * requests.Count), 1, MaxAttempts);
    private uint _random = 1;
    private List<int> _bestOrder = [];
    private (long[] Offsets, long TotalBytes) _best = ([], long.MaxValue);

    public (long[] Offsets, long TotalBytes) FindSmallest()
    {
        IEnumerable<int> all = Enumerable.Range(0, requests.Count);
        MoveCulpritsForward([.. all.OrderByDescending(i => requests[i].Bytes).ThenBy(i => requests[i].FirstStep)]);
        MoveCulpritsForward([.. all.OrderByDescending(i => requests[i].FirstStep)]);
        MoveAtRandom();
        return _best;
    }

    private bool GoesOn => _attempts > 0 && _best.TotalBytes > _bound;

    private void MoveCulpritsForward(List<int> order)
    {
        for (int i = 0; i < MaxAttemptsPerStart && GoesOn; i++)
        {
            (long[] offsets, long totalBytes) = Try(order);
            int culprit = order.FindIndex(b => offsets[b] + requests[b].Bytes == totalBytes);
            if (culprit <= 0)
                return;
            Move(order, culprit, 0);
        }
    }

    private void MoveAtRandom()
    {
        while (GoesOn)
        {
            List<int> order = [.. _bestOrder];
            Move(order, Random(order.Count), Random(order.Count));
            Try(order);
        }
    }

    private (long[] Offsets, long TotalBytes) Try(List<int> order)
    {
        _attempts--;
        (long[] Offsets, long TotalBytes) placement = ArenaPlanner.PlaceInOrder(requests, order);
        if (placement.TotalBytes <= _best.TotalBytes)
            _bestOrder = [.. order];
        if (placement.TotalBytes < _best.TotalBytes)
            _best = placement;
        return placement;
    }

    private static void Move(List<int> order, int from, int to)
    {
        int buffer = order[from];
        order.RemoveAt(from);
        order.Insert(to, buffer);
    }

    /// <summary>A number below <paramref name="end"/> from the same sequence each time (xorshift, Marsaglia, 2003).</summary>
    private int Random(int end)
    {
        _random ^= _random << 13;
        _random ^= _random >> 17;
        _random ^= _random << 5;
        return (int)(_random % (uint)end);
    }
}
