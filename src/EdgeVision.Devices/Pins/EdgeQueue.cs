namespace EdgeVision.Devices.Pins;

/// <summary>Edges on their way from whoever sees them to whoever asks for them; when it is full the oldest are lost, and counted.</summary>
internal sealed class EdgeQueue(int capacity)
{
    private readonly Queue<PinEdge> _edges = new(capacity);
    private long _missed;

    public long Missed
    {
        get
        {
            lock (_edges)
                return _missed;
        }
    }

    public void Add(PinEdge edge)
    {
        lock (_edges)
        {
            if (_edges.Count == capacity)
            {
                _edges.Dequeue();
                _missed++;
            }

            _edges.Enqueue(edge);
            Monitor.Pulse(_edges);
        }
    }

    public bool TryTake(TimeSpan timeout, out PinEdge edge)
    {
        long deadline = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        lock (_edges)
        {
            while (!_edges.TryDequeue(out edge))
            {
                long left = deadline - Environment.TickCount64;
                if (left <= 0 || !Monitor.Wait(_edges, (int)left))
                    return _edges.TryDequeue(out edge);
            }

            return true;
        }
    }
}
