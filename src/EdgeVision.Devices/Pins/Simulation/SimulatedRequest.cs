namespace EdgeVision.Devices.Pins.Simulation;

/// <summary>Simulated lines that were requested together, with a queue of their edges as bounded as the kernel's.</summary>
internal sealed class SimulatedRequest(SimulatedPins bank, SimulatedLine[] lines) : IOutputLines, IInputLines
{
    private readonly EdgeQueue _edges = new(PinRequestRules.EdgeBufferSize(lines.Length));

    /// <summary>Whether the lines were given back; the bank guards it.</summary>
    public bool Released { get; set; }

    public IReadOnlyList<SimulatedLine> Lines => lines;

    public long MissedEdges => _edges.Missed;

    public void Write(int index, PinLevel level) => bank.Write(this, lines[index], level);

    public PinLevel Read(int index) => bank.Read(this, lines[index]);

    public void Enqueue(PinEdge edge) => _edges.Add(edge);

    public bool TryReadEdge(TimeSpan timeout, out PinEdge edge)
    {
        ObjectDisposedException.ThrowIf(Released, this);
        return _edges.TryTake(timeout, out edge);
    }

    public void Dispose() => bank.Release(this);
}
