namespace System.Device.Gpio;

public class GpioController(GpioDriver driver) : IDisposable
{
    private readonly HashSet<int> _open = [];

    public virtual int PinCount => driver.PinCount;

    public GpioPin OpenPin(int pinNumber)
    {
        if (_open.Contains(pinNumber))
            throw new InvalidOperationException($"Pin {pinNumber} is already open.");
        driver.OpenPin(pinNumber);
        _open.Add(pinNumber);
        return new GpioPin(pinNumber, this);
    }

    /// <summary>The value is set before the mode, as in the real library.</summary>
    public GpioPin OpenPin(int pinNumber, PinMode mode, PinValue initialValue)
    {
        GpioPin pin = OpenPin(pinNumber);
        Write(pinNumber, initialValue);
        SetPinMode(pinNumber, mode);
        return pin;
    }

    public virtual bool IsPinOpen(int pinNumber) => _open.Contains(pinNumber);

    public void ClosePin(int pinNumber)
    {
        CheckOpen(pinNumber);
        driver.ClosePin(pinNumber);
        _open.Remove(pinNumber);
    }

    public virtual void SetPinMode(int pinNumber, PinMode mode)
    {
        CheckOpen(pinNumber);
        if (!driver.IsPinModeSupported(pinNumber, mode))
            throw new InvalidOperationException($"Pin {pinNumber} does not support mode {mode}.");
        driver.SetPinMode(pinNumber, mode);
    }

    public virtual PinMode GetPinMode(int pinNumber)
    {
        CheckOpen(pinNumber);
        return driver.GetPinMode(pinNumber);
    }

    public virtual PinValue Read(int pinNumber)
    {
        CheckOpen(pinNumber);
        return driver.Read(pinNumber);
    }

    public virtual void Write(int pinNumber, PinValue value)
    {
        CheckOpen(pinNumber);
        driver.Write(pinNumber, value);
    }

    public virtual WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken)
    {
        CheckOpen(pinNumber);
        return driver.WaitForEvent(pinNumber, eventTypes, cancellationToken);
    }

    public virtual void RegisterCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback)
    {
        CheckOpen(pinNumber);
        driver.AddCallbackForPinValueChangedEvent(pinNumber, eventTypes, callback);
    }

    public virtual void UnregisterCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback)
    {
        CheckOpen(pinNumber);
        driver.RemoveCallbackForPinValueChangedEvent(pinNumber, callback);
    }

    public void Dispose()
    {
        foreach (int pin in _open)
            driver.ClosePin(pin);
        _open.Clear();
        driver.Dispose();
        GC.SuppressFinalize(this);
    }

    private void CheckOpen(int pinNumber)
    {
        if (!_open.Contains(pinNumber))
            throw new InvalidOperationException($"Pin {pinNumber} is not open.");
    }
}
