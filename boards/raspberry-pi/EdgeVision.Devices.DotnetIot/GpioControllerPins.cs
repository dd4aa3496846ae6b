using System.Device.Gpio;
using EdgeVision.Devices.Pins;

namespace EdgeVision.Devices.DotnetIot;

/// <summary>The pins of a <see cref="GpioController"/>, which it owns.</summary>
/// <remarks>
/// The library opens pins one after the other and gives edges without their time: it is taken when the edge arrives. Names of consumers
/// are up to the controller's driver.
/// </remarks>
public sealed class GpioControllerPins : IPinBank
{
    private readonly GpioController _controller;
    private readonly Func<IReadOnlyList<PinLine>> _lines;
    private readonly Action<int, TimeSpan>? _debounce;
    private readonly List<IDisposable> _requests = [];

    /// <summary>Pins of a controller.</summary>
    /// <param name="controller">The controller.</param>
    /// <param name="description">What and where, for messages.</param>
    /// <param name="lines">Describes the chip's pins, which the library cannot.</param>
    /// <param name="debounce">Sets an open pin's debounce time before it becomes an input, or <see langword="null"/> when the driver
    /// cannot.</param>
    public GpioControllerPins(GpioController controller, string description, Func<IReadOnlyList<PinLine>> lines,
        Action<int, TimeSpan>? debounce)
    {
        _controller = controller;
        Description = description;
        _lines = lines;
        _debounce = debounce;
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public IOutputPins RequestOutputs(IReadOnlyList<OutputRequest> requests, string consumer)
    {
        GpioPin[] pins = OpenAll([.. requests.Select(request => request.Number)], i =>
            _controller.OpenPin(requests[i].Number, PinMode.Output, requests[i].Initial == PinLevel.High ? PinValue.High : PinValue.Low));
        var lines = new ControllerOutputs(_controller, pins, [.. requests.Select(request => request.Initial)]);
        _requests.Add(lines);
        return new OutputPins(lines, requests);
    }

    /// <inheritdoc/>
    public IInputPins RequestInputs(IReadOnlyList<InputRequest> requests, string consumer)
    {
        PinRequestRules.CheckDebounce(requests);
        GpioPin[] pins = OpenAll([.. requests.Select(request => request.Number)], i => OpenInput(requests[i]));
        var lines = new ControllerInputs(_controller, pins);
        _requests.Add(lines);
        return new InputPins(lines, requests);
    }

    /// <inheritdoc/>
    public IReadOnlyList<PinLine> Lines() => _lines();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable request in _requests)
            request.Dispose();
        _controller.Dispose();
    }

    private static PinMode ModeOf(InputRequest request) => request.Bias switch
    {
        PinBias.PullUp => PinMode.InputPullUp,
        PinBias.PullDown => PinMode.InputPullDown,
        PinBias.AsIs => PinMode.Input,
        _ => throw new PinException($"GPIO{request.Number}: .NET's GPIO library cannot switch a pin's resistor off; use --pins {PinBackends.CharacterDevice}"),
    };

    private GpioPin OpenInput(InputRequest request)
    {
        PinMode mode = ModeOf(request);
        if (request.Debounce > TimeSpan.Zero && _debounce is null)
            throw new PinException($"GPIO{request.Number}: {Description} cannot debounce; use --pins {PinBackends.CharacterDevice}");
        GpioPin pin = _controller.OpenPin(request.Number);
        _debounce?.Invoke(request.Number, request.Debounce);
        _controller.SetPinMode(request.Number, mode);
        return pin;
    }

    private GpioPin[] OpenAll(int[] numbers, Func<int, GpioPin> open)
    {
        PinRequestRules.CheckNumbers(numbers, _controller.PinCount, Description);
        var pins = new List<GpioPin>();
        try
        {
            for (int i = 0; i < numbers.Length; i++)
                pins.Add(Open(numbers[i], () => open(i)));
            return [.. pins];
        }
        catch
        {
            foreach (GpioPin pin in pins)
                _controller.ClosePin(pin.PinNumber);
            throw;
        }
    }

    private GpioPin Open(int number, Func<GpioPin> open)
    {
        if (_controller.IsPinOpen(number))
            throw new PinBusyException($"{Description}: this program uses GPIO{number} already; name each pin in one place only");
        try
        {
            return open();
        }
        catch (Exception failure)
        {
            // A pin that failed half-way must not stay open. Each driver of the library has exceptions of its own.
            if (_controller.IsPinOpen(number))
                _controller.ClosePin(number);
            if (failure is PinException)
                throw;
            throw new PinException($"{Description}: GPIO{number}: {failure.Message}; 'edgevision pins' shows who uses it", failure);
        }
    }
}
