using System.Device.Gpio;
using EdgeVision.Devices.Pins;

namespace EdgeVision.Devices.DotnetIot;

/// <summary>
/// A driver for .NET's <see cref="GpioController"/> over any <see cref="IPinBank"/>, on the device the kernel's GPIO character device
/// version 2: the library's own drivers go around the kernel, or need libgpiod. It owns the bank.
/// </summary>
/// <remarks>The controller numbers pins as the chip does (BCM). Events come on one thread for each pin that has listeners.</remarks>
public sealed class CharacterDeviceDriver : GpioDriver
{
    private readonly IPinBank _bank;
    private readonly string _consumer;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, DriverPin> _pins = [];

    /// <summary>A driver for the pins of <paramref name="bank"/>, which it disposes in the end.</summary>
    /// <param name="bank">The pins.</param>
    /// <param name="consumer">Who uses them, for others who ask why a pin is busy.</param>
    public CharacterDeviceDriver(IPinBank bank, string consumer)
    {
        ArgumentNullException.ThrowIfNull(bank);
        _bank = bank;
        _consumer = consumer;
        PinCount = bank.Lines().Count;
    }

    /// <inheritdoc/>
    protected override int PinCount { get; }

    /// <summary>
    /// How long a level of this pin must be stable to count when it becomes an input; the library itself has no such setting.
    /// </summary>
    internal void SetDebounce(int pinNumber, TimeSpan time)
    {
        lock (_gate)
            PinOf(pinNumber).Debounce = time;
    }

    /// <inheritdoc/>
    protected override void OpenPin(int pinNumber)
    {
        lock (_gate)
        {
            if (pinNumber < 0 || pinNumber >= PinCount)
                throw new PinException($"there is no GPIO{pinNumber} on {_bank.Description}; it has 0 to {PinCount - 1}");
            if (!_pins.ContainsKey(pinNumber))
                _pins.Add(pinNumber, new DriverPin(_bank, pinNumber, _consumer));
        }
    }

    /// <inheritdoc/>
    protected override void ClosePin(int pinNumber)
    {
        DriverPin? pin;
        lock (_gate)
            _pins.Remove(pinNumber, out pin);
        pin?.Dispose();
    }

    /// <inheritdoc/>
    protected override void SetPinMode(int pinNumber, PinMode mode) => Locked(pinNumber).SetMode(mode);

    /// <inheritdoc/>
    protected override PinMode GetPinMode(int pinNumber) => Locked(pinNumber).Mode;

    /// <inheritdoc/>
    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) =>
        mode is PinMode.Output or PinMode.Input or PinMode.InputPullUp or PinMode.InputPullDown;

    /// <inheritdoc/>
    protected override PinValue Read(int pinNumber) => Locked(pinNumber).Read();

    /// <inheritdoc/>
    protected override void Write(int pinNumber, PinValue value) => Locked(pinNumber).Write(value);

    /// <inheritdoc/>
    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) =>
        Locked(pinNumber).Wait(eventTypes, cancellationToken);

    /// <inheritdoc/>
    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) =>
        Locked(pinNumber).Add(eventTypes, callback, this);

    /// <inheritdoc/>
    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) =>
        Locked(pinNumber).Remove(callback);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            DriverPin[] pins;
            lock (_gate)
            {
                pins = [.. _pins.Values];
                _pins.Clear();
            }

            foreach (DriverPin pin in pins)
                pin.Dispose();
            _bank.Dispose();
        }

        base.Dispose(disposing);
    }

    private DriverPin Locked(int pinNumber)
    {
        lock (_gate)
            return PinOf(pinNumber);
    }

    private DriverPin PinOf(int pinNumber) =>
        _pins.GetValueOrDefault(pinNumber) ?? throw new InvalidOperationException($"GPIO{pinNumber} is not open");
}
