namespace EdgeVision.Devices.Pins.CharacterDevice;

/// <summary>Inputs and the events the kernel keeps for them; every event has a number, so that lost ones are noticed.</summary>
internal sealed class InputLines(LineHandle handle) : IInputLines
{
    private readonly GpioLineEvent[] _events = new GpioLineEvent[PinRequestRules.EdgeBufferSize(handle.Count)];
    private int _next;
    private int _count;
    private uint _lastSequenceNumber;

    public long MissedEdges { get; private set; }

    public PinLevel Read(int index) => handle.Read(index);

    public bool TryReadEdge(TimeSpan timeout, out PinEdge edge)
    {
        ObjectDisposedException.ThrowIf(handle.IsDisposed, this);
        if (_next == _count)
        {
            _next = 0;
            _count = 0;
            _count = handle.ReadEvents(_events, timeout);
        }

        if (_next == _count)
        {
            edge = default;
            return false;
        }

        ref GpioLineEvent happened = ref _events[_next++];
        MissedEdges += happened.SequenceNumber - _lastSequenceNumber - 1;
        _lastSequenceNumber = happened.SequenceNumber;
        edge = new PinEdge(
            (int)happened.Offset,
            happened.Id == GpioEventId.RisingEdge ? PinLevel.High : PinLevel.Low,
            (long)happened.TimestampNanoseconds);
        return true;
    }

    public void Dispose() => handle.Dispose();
}
