namespace System.Device.Gpio;

public enum PinMode
{
    Input,
    Output,
    InputPullDown,
    InputPullUp,
}

[Flags]
public enum PinEventTypes
{
    None = 0,
    Rising = 1,
    Falling = 2,
}

public delegate void PinChangeEventHandler(object sender, PinValueChangedEventArgs pinValueChangedEventArgs);

public readonly record struct PinValue
{
    private readonly bool _high;

    private PinValue(bool high) => _high = high;

    public static PinValue High { get; } = new(true);

    public static PinValue Low { get; } = new(false);
}

public struct WaitForEventResult
{
    public PinEventTypes EventTypes { get; set; }

    public bool TimedOut { get; set; }
}

public class PinValueChangedEventArgs(PinEventTypes changeType, int pinNumber) : EventArgs
{
    public PinEventTypes ChangeType { get; } = changeType;

    public int PinNumber { get; } = pinNumber;
}

public class GpioPin
{
    private readonly GpioController _controller;

    internal GpioPin(int pinNumber, GpioController controller)
    {
        PinNumber = pinNumber;
        _controller = controller;
    }

    public int PinNumber { get; }

    public virtual PinValue Read() => _controller.Read(PinNumber);

    public virtual void Write(PinValue value) => _controller.Write(PinNumber, value);
}
