using System.Device.Gpio;
using EdgeVision.Devices.Pins;

namespace EdgeVision.Devices.DotnetIot;

/// <summary>Open inputs of a controller and a queue of their edges.</summary>
internal sealed class ControllerInputs : IInputLines
{
    private readonly GpioController _controller;
    private readonly GpioPin[] _pins;
    private readonly EdgeQueue _edges;
    private bool _disposed;

    public ControllerInputs(GpioController controller, GpioPin[] pins)
    {
        _controller = controller;
        _pins = pins;
        _edges = new EdgeQueue(PinRequestRules.EdgeBufferSize(pins.Length));
        foreach (GpioPin pin in pins)
            controller.RegisterCallbackForPinValueChangedEvent(pin.PinNumber, PinEventTypes.Rising | PinEventTypes.Falling, Note);
    }

    public long MissedEdges => _edges.Missed;

    public PinLevel Read(int index)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _pins[index].Read() == PinValue.High ? PinLevel.High : PinLevel.Low;
    }

    public bool TryReadEdge(TimeSpan timeout, out PinEdge edge)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _edges.TryTake(timeout, out edge);
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        foreach (GpioPin pin in _pins)
        {
            _controller.UnregisterCallbackForPinValueChangedEvent(pin.PinNumber, Note);
            _controller.ClosePin(pin.PinNumber);
        }
    }

    private void Note(object sender, PinValueChangedEventArgs happened)
    {
        PinLevel level = happened.ChangeType == PinEventTypes.Rising ? PinLevel.High : PinLevel.Low;
        _edges.Add(new PinEdge(happened.PinNumber, level, MonotonicClock.Nanoseconds));
    }
}
