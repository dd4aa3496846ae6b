namespace System.Device.Gpio.Drivers;

public class LibGpiodV2Driver(int chipNumber) : AbsentDriver(chipNumber);

public class LibGpiodDriver(int gpioChip = 0) : AbsentDriver(gpioChip);

/// <summary>A driver as it is on a machine without libgpiod: it cannot even be created.</summary>
public abstract class AbsentDriver : GpioDriver
{
    protected AbsentDriver(int chip) => throw new PlatformNotSupportedException($"libgpiod is not installed (chip {chip}).");

    protected internal override int PinCount => 0;

    protected internal override void OpenPin(int pinNumber) => throw new NotSupportedException();

    protected internal override void ClosePin(int pinNumber) => throw new NotSupportedException();

    protected internal override void SetPinMode(int pinNumber, PinMode mode) => throw new NotSupportedException();

    protected internal override PinMode GetPinMode(int pinNumber) => throw new NotSupportedException();

    protected internal override bool IsPinModeSupported(int pinNumber, PinMode mode) => false;

    protected internal override PinValue Read(int pinNumber) => throw new NotSupportedException();

    protected internal override void Write(int pinNumber, PinValue value) => throw new NotSupportedException();

    protected internal override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    protected internal override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) =>
        throw new NotSupportedException();

    protected internal override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) =>
        throw new NotSupportedException();
}
