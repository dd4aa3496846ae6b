using System.Collections;

namespace EdgeVision.Devices.Pins;

/// <summary>Lines that were requested as inputs, however they are reached. Disposing gives them back.</summary>
internal interface IInputLines : IDisposable
{
    long MissedEdges { get; }

    PinLevel Read(int index);

    bool TryReadEdge(TimeSpan timeout, out PinEdge edge);
}

/// <summary>The inputs that a caller sees, over <see cref="IInputLines"/>.</summary>
internal sealed class InputPins : IInputPins
{
    private readonly IInputLines _lines;
    private readonly IInputPin[] _pins;

    public InputPins(IInputLines lines, IReadOnlyList<InputRequest> requests)
    {
        _lines = lines;
        _pins = [.. requests.Select((request, index) => new Pin(lines, index, request.Number))];
    }

    public int Count => _pins.Length;

    public long MissedEdges => _lines.MissedEdges;

    public IInputPin this[int index] => _pins[index];

    public bool TryReadEdge(TimeSpan timeout, out PinEdge edge)
    {
        PinRequestRules.CheckTimeout(timeout);
        return _lines.TryReadEdge(timeout, out edge);
    }

    public IEnumerator<IInputPin> GetEnumerator() => ((IEnumerable<IInputPin>)_pins).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() => _lines.Dispose();

    private sealed class Pin(IInputLines lines, int index, int number) : IInputPin
    {
        public int Number => number;

        public PinLevel Read() => lines.Read(index);
    }
}
