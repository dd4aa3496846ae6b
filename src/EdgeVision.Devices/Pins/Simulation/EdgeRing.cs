namespace EdgeVision.Devices.Pins.Simulation;

/// <summary>Keeps the newest edges in memory of a fixed size.</summary>
internal sealed class EdgeRing(int capacity)
{
    private readonly PinEdge[] _edges = new PinEdge[capacity];
    private long _added;

    /// <summary>Edges that were overwritten by newer ones.</summary>
    public long Forgotten => Math.Max(0, _added - _edges.Length);

    public void Add(PinEdge edge) => _edges[_added++ % _edges.Length] = edge;

    /// <summary>The edges that are kept, oldest first.</summary>
    public PinEdge[] ToArray()
    {
        var result = new PinEdge[_added - Forgotten];
        for (int i = 0; i < result.Length; i++)
            result[i] = _edges[(Forgotten + i) % _edges.Length];
        return result;
    }
}
