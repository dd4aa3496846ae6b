using System.Collections;

namespace EdgeVision.Devices.Pins;

/// <summary>Lines that were requested as outputs, however they are reached. Disposing gives them back.</summary>
internal interface IOutputLines : IDisposable
{
    void Write(int index, PinLevel level);
}

/// <summary>The outputs that a caller sees, over <see cref="IOutputLines"/>.</summary>
internal sealed class OutputPins : IOutputPins
{
    private readonly IOutputLines _lines;
    private readonly IOutputPin[] _pins;

    public OutputPins(IOutputLines lines, IReadOnlyList<OutputRequest> requests)
    {
        _lines = lines;
        _pins = [.. requests.Select((request, index) => new Pin(lines, index, request))];
    }

    public int Count => _pins.Length;

    public IOutputPin this[int index] => _pins[index];

    public IEnumerator<IOutputPin> GetEnumerator() => ((IEnumerable<IOutputPin>)_pins).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() => _lines.Dispose();

    private sealed class Pin(IOutputLines lines, int index, OutputRequest request) : IOutputPin
    {
        public int Number { get; } = request.Number;

        public PinLevel Level { get; private set; } = request.Initial;

        public void Write(PinLevel level)
        {
            lines.Write(index, level);
            Level = level;
        }
    }
}
