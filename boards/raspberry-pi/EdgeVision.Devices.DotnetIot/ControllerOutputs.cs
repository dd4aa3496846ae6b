using System.Device.Gpio;
using EdgeVision.Devices.Pins;

namespace EdgeVision.Devices.DotnetIot;

/// <summary>Open outputs of a controller. Writing through the library allocates, so a level is written only when it changes.</summary>
internal sealed class ControllerOutputs(GpioController controller, GpioPin[] pins, PinLevel[] levels) : IOutputLines
{
    private readonly Lock _gate = new();
    private bool _disposed;

    public void Write(int index, PinLevel level)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (levels[index] == level)
                return;
            pins[index].Write(level == PinLevel.High ? PinValue.High : PinValue.Low);
            levels[index] = level;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            foreach (GpioPin pin in pins)
                controller.ClosePin(pin.PinNumber);
        }
    }
}
