using System.Collections;

namespace EdgeVision.Devices.Pins.Simulation;

/// <summary>Simulated outputs that were requested together.</summary>
internal sealed class SimulatedOutputs : IOutputPins
{
    private readonly SimulatedPins _bank;
    private readonly SimulatedLine[] _lines;
    private readonly IOutputPin[] _pins;

    public SimulatedOutputs(SimulatedPins bank, SimulatedLine[] lines)
    {
        _bank = bank;
        _lines = lines;
        _pins = [.. lines.Select(line => new Pin(this, line))];
    }

    public bool Released { get; private set; }

    public int Count => _pins.Length;

    public IOutputPin this[int index] => _pins[index];

    public IEnumerator<IOutputPin> GetEnumerator() => ((IEnumerable<IOutputPin>)_pins).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        Released = true;
        _bank.Release(this, _lines);
    }

    private sealed class Pin(SimulatedOutputs owner, SimulatedLine line) : IOutputPin
    {
        public int Number => line.Number;

        public PinLevel Level => line.Level;

        public void Write(PinLevel level) => owner._bank.Write(owner, line, level);
    }
}
