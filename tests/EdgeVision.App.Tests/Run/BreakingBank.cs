using System.Collections;
using EdgeVision.Devices.Pins;

namespace EdgeVision.App.Tests.Run;

/// <summary>Pins of which one cannot be switched on.</summary>
internal sealed class BreakingBank(IPinBank inner, int breaks) : IPinBank
{
    public string Description => inner.Description;

    public IOutputPins RequestOutputs(IReadOnlyList<OutputRequest> requests, string consumer) => new Outputs(inner.RequestOutputs(requests, consumer), breaks);

    public IInputPins RequestInputs(IReadOnlyList<InputRequest> requests, string consumer) => inner.RequestInputs(requests, consumer);

    public IReadOnlyList<PinLine> Lines() => inner.Lines();

    public void Dispose() => inner.Dispose();

    private sealed class Outputs(IOutputPins inner, int breaks) : IOutputPins
    {
        public int Count => inner.Count;

        public IOutputPin this[int index] => inner[index].Number == breaks ? new Breaking(inner[index]) : inner[index];

        public IEnumerator<IOutputPin> GetEnumerator() => inner.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public void Dispose() => inner.Dispose();
    }

    private sealed class Breaking(IOutputPin inner) : IOutputPin
    {
        public int Number => inner.Number;

        public PinLevel Level => inner.Level;

        public void Write(PinLevel level) => throw new PinException($"GPIO{Number} is gone");
    }
}
