using EdgeVision.Devices.DotnetIot;
using EdgeVision.Devices.Pins;
using EdgeVision.Devices.Pins.Simulation;

namespace EdgeVision.DotnetIot.Tests;

/// <summary>Our contract over the library's controller over our driver over simulated pins: what the device does, but for the kernel.</summary>
public sealed class GpioControllerPinsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SimulatedPins _chip = new();
    private readonly IPinBank _pins;

    public GpioControllerPinsTests() => _pins = GpioControllerBackends.Over(_chip);

    public void Dispose() => _pins.Dispose();

    [Fact]
    public void Output_has_its_first_level_without_a_moment_of_another()
    {
        _chip.RequestOutputs([new(17, PinLevel.High)], "before").Dispose();
        int before = _chip.Edges.Count;
        IOutputPins outputs = _pins.RequestOutputs([new(17, PinLevel.High), new(27, PinLevel.Low)], "ignored");
        Assert.Equal(before, _chip.Edges.Count);
        outputs[0].Write(PinLevel.Low);
        outputs[1].Write(PinLevel.High);
        Assert.Equal([(17, PinLevel.Low), (27, PinLevel.High)], _chip.Edges.Skip(before).Select(edge => (edge.Number, edge.Level)));
        Assert.Equal("edgevision", _pins.Lines()[17].Consumer);
    }

    [Fact]
    public void Edges_of_inputs_arrive()
    {
        IInputPins inputs = _pins.RequestInputs([new(5, PinBias.PullUp), new(6, PinBias.PullDown), new(7)], "ignored");
        Assert.Equal([PinLevel.High, PinLevel.Low, PinLevel.Low], inputs.Select(pin => pin.Read()));
        _chip.Drive(5, PinLevel.Low);
        Assert.True(inputs.TryReadEdge(Patience, out PinEdge first));
        Assert.Equal((5, PinLevel.Low), (first.Number, first.Level));
        _chip.Drive(6, PinLevel.High);
        Assert.True(inputs.TryReadEdge(Patience, out PinEdge second));
        Assert.Equal((6, PinLevel.High), (second.Number, second.Level));
        Assert.True(second.Nanoseconds >= first.Nanoseconds);
        Assert.Equal(0, inputs.MissedEdges);
        inputs.Dispose();
        Assert.Throws<ObjectDisposedException>(() => inputs[0].Read());
        Assert.Throws<ObjectDisposedException>(() => inputs.TryReadEdge(TimeSpan.Zero, out _));
    }

    [Fact]
    public void Request_that_fails_half_way_leaves_no_pin_open()
    {
        IOutputPins fan = _chip.RequestOutputs([new(27, PinLevel.Low)], "fan-control");
        var failure = Assert.Throws<PinBusyException>(() => _pins.RequestOutputs([new(17, PinLevel.Low), new(27, PinLevel.Low)], "ignored"));
        Assert.Contains("GPIO27 is held by 'fan-control'", failure.Message, StringComparison.Ordinal);
        Assert.Null(_chip.Lines()[17].Consumer);
        fan.Dispose();
        Assert.Equal(2, _pins.RequestOutputs([new(17, PinLevel.Low), new(27, PinLevel.Low)], "ignored").Count);
    }

    [Fact]
    public void Pin_used_twice_in_this_program_is_busy()
    {
        _pins.RequestOutputs([new(17, PinLevel.High)], "ignored");
        Assert.Contains("this program uses GPIO17 already", Assert.Throws<PinBusyException>(() => _pins.RequestInputs([new(17)], "ignored")).Message, StringComparison.Ordinal);
        Assert.Equal((PinDirection.Output, PinLevel.High), (_chip.Lines()[17].Direction, _chip.Lines()[17].Level));
    }

    [Fact]
    public void Disposed_outputs_refuse_and_can_be_requested_again()
    {
        IOutputPins outputs = _pins.RequestOutputs([new(17, PinLevel.Low)], "ignored");
        outputs.Dispose();
        outputs.Dispose();
        Assert.Throws<ObjectDisposedException>(() => outputs[0].Write(PinLevel.High));
        Assert.Null(_chip.Lines()[17].Consumer);
        Assert.Equal(PinLevel.High, _pins.RequestOutputs([new(17, PinLevel.High)], "ignored")[0].Level);
    }

    [Fact]
    public void What_the_library_cannot_do_is_refused()
    {
        Assert.Contains("cannot switch a pin's resistor off", Assert.Throws<PinException>(() => _pins.RequestInputs([new(5, PinBias.Off)], "ignored")).Message, StringComparison.Ordinal);
        Assert.Throws<PinException>(() => _pins.RequestOutputs([new(54, PinLevel.Low)], "ignored"));
        Assert.Throws<PinException>(() => _pins.RequestInputs([new(5, PinBias.AsIs, TimeSpan.FromDays(1))], "ignored"));
        using var noDebounce = new GpioControllerPins(new(new CharacterDeviceDriver(new SimulatedPins(), "test")), "test", () => [], null);
        Assert.Contains("test cannot debounce", Assert.Throws<PinException>(() => noDebounce.RequestInputs([new(5, PinBias.AsIs, TimeSpan.FromSeconds(1))], "ignored")).Message, StringComparison.Ordinal);
        Assert.Single(noDebounce.RequestInputs([new(5)], "ignored"));
    }

    [Fact]
    public void Debounce_time_reaches_the_kernel()
    {
        var asked = new List<InputRequest>();
        using IPinBank pins = GpioControllerBackends.Over(new Listening(_chip, asked));
        pins.RequestInputs([new(5, PinBias.PullUp, TimeSpan.FromMilliseconds(50))], "ignored");
        Assert.Equal([new InputRequest(5, PinBias.PullUp, TimeSpan.FromMilliseconds(50))], asked);
    }

    private sealed class Listening(IPinBank bank, List<InputRequest> asked) : IPinBank
    {
        public string Description => bank.Description;

        public IOutputPins RequestOutputs(IReadOnlyList<OutputRequest> requests, string consumer) => bank.RequestOutputs(requests, consumer);

        public IInputPins RequestInputs(IReadOnlyList<InputRequest> requests, string consumer)
        {
            asked.AddRange(requests);
            return bank.RequestInputs(requests, consumer);
        }

        public IReadOnlyList<PinLine> Lines() => bank.Lines();

        public void Dispose()
        {
        }
    }
}
