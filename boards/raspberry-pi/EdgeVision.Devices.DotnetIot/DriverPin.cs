using System.Device.Gpio;
using EdgeVision.Devices.Pins;

namespace EdgeVision.Devices.DotnetIot;

/// <summary>One open pin of a <see cref="CharacterDeviceDriver"/>: nothing yet, an output, or an input with its listeners.</summary>
internal sealed class DriverPin(IPinBank bank, int number, string consumer) : IDisposable
{
    private readonly Lock _gate = new();
    private PinLevel _firstLevel;
    private IOutputPins? _output;
    private IInputPins? _input;
    private EdgePump? _pump;

    public PinMode Mode { get; private set; } = PinMode.Input;

    public TimeSpan Debounce { get; set; }

    public void SetMode(PinMode mode)
    {
        lock (_gate)
        {
            if (mode == Mode && (_output is not null || _input is not null))
                return;
            Release();
            if (mode == PinMode.Output)
                _output = bank.RequestOutputs([new OutputRequest(number, _firstLevel)], consumer);
            else
                _input = bank.RequestInputs([new InputRequest(number, BiasOf(mode), Debounce)], consumer);
            Mode = mode;
        }
    }

    public PinValue Read()
    {
        lock (_gate)
            return (_output?[0].Level ?? Input()[0].Read()) == PinLevel.High ? PinValue.High : PinValue.Low;
    }

    /// <summary>A value written before the pin is an output is its first one: so it never has another.</summary>
    public void Write(PinValue value)
    {
        lock (_gate)
        {
            _firstLevel = value == PinValue.High ? PinLevel.High : PinLevel.Low;
            _output?[0].Write(_firstLevel);
        }
    }

    public WaitForEventResult Wait(PinEventTypes types, CancellationToken cancel)
    {
        IInputPins input;
        lock (_gate)
        {
            if (_pump is not null)
                throw new InvalidOperationException($"GPIO{number} has listeners; it cannot be waited for as well");
            input = Input();
        }

        while (!cancel.IsCancellationRequested)
        {
            if (input.TryReadEdge(EdgePump.Patience, out PinEdge edge) && EdgePump.Matches(types, edge))
                return new WaitForEventResult { EventTypes = EdgePump.TypeOf(edge), TimedOut = false };
        }

        return new WaitForEventResult { EventTypes = PinEventTypes.None, TimedOut = true };
    }

    public void Add(PinEventTypes types, PinChangeEventHandler callback, object sender)
    {
        lock (_gate)
        {
            _pump ??= new EdgePump(Input(), number, sender);
            _pump.Add(types, callback);
        }
    }

    public void Remove(PinChangeEventHandler callback)
    {
        lock (_gate)
            _pump?.Remove(callback);
    }

    public void Dispose()
    {
        lock (_gate)
            Release();
    }

    private static PinBias BiasOf(PinMode mode) => mode switch
    {
        PinMode.InputPullUp => PinBias.PullUp,
        PinMode.InputPullDown => PinBias.PullDown,
        _ => PinBias.AsIs,
    };

    private IInputPins Input() => _input ?? throw new InvalidOperationException($"GPIO{number} is not an input");

    private void Release()
    {
        _pump?.Dispose();
        _pump = null;
        _input?.Dispose();
        _input = null;
        _output?.Dispose();
        _output = null;
    }
}
