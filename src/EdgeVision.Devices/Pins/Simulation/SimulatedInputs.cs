using System.Collections;

namespace EdgeVision.Devices.Pins.Simulation;

/// <summary>Simulated inputs that were requested together, with a queue of their edges as bounded as the kernel's.</summary>
internal sealed class SimulatedInputs : IInputPins
{
    private readonly SimulatedPins _bank;
    private readonly SimulatedLine[] _lines;
    private readonly IInputPin[] _pins;
    private readonly EdgeQueue _edges;

    public SimulatedInputs(SimulatedPins bank, SimulatedLine[] lines)
    {
        _bank = bank;
        _lines = lines;
        _pins = [.. lines.Select(line => new Pin(this, line))];
        _edges = new EdgeQueue(PinRequestRules.EdgeBufferSize(lines.Length));
    }

    public bool Released { get; private set; }

    public int Count => _pins.Length;

    public long MissedEdges => _edges.Missed;

    public IInputPin this[int index] => _pins[index];

    public void Enqueue(PinEdge edge) => _edges.Add(edge);

    public bool TryReadEdge(TimeSpan timeout, out PinEdge edge)
    {
        ObjectDisposedException.ThrowIf(Released, this);
        return _edges.TryTake(timeout, out edge);
    }

    public IEnumerator<IInputPin> GetEnumerator() => ((IEnumerable<IInputPin>)_pins).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        Released = true;
        _bank.Release(this, _lines);
    }

    private sealed class Pin(SimulatedInputs owner, SimulatedLine line) : IInputPin
    {
        public int Number => line.Number;

        public PinLevel Read() => owner._bank.Read(owner, line);
    }
}
