using System.Text;
using System.Text.Json;
using EdgeVision.Devices.Pins;
using EdgeVision.Devices.Pins.Simulation;
using EdgeVision.Testing;

namespace EdgeVision.Devices.Tests.Pins;

public class SimulatedPinsTests
{
    private long _time;

    [Fact]
    public void Every_edge_of_an_output_is_recorded_with_its_time()
    {
        using SimulatedPins pins = Create();
        IOutputPins outputs = pins.RequestOutputs([new(17, PinLevel.Low), new(27, PinLevel.High)], "test");
        _time = 50;
        outputs[0].Write(PinLevel.High);
        outputs[0].Write(PinLevel.High);
        _time = 90;
        outputs[1].Write(PinLevel.Low);
        Assert.Equal([new PinEdge(27, PinLevel.High, 0), new PinEdge(17, PinLevel.High, 50), new PinEdge(27, PinLevel.Low, 90)], pins.Edges);
        Assert.Equal([PinLevel.High, PinLevel.Low], outputs.Select(pin => pin.Level));
    }

    [Fact]
    public void Listener_is_told_as_it_happens()
    {
        using SimulatedPins pins = Create();
        var heard = new List<PinEdge>();
        pins.Changed += heard.Add;
        pins.RequestOutputs([new(5, PinLevel.High)], "test")[0].Write(PinLevel.Low);
        Assert.Equal([new PinEdge(5, PinLevel.High, 0), new PinEdge(5, PinLevel.Low, 0)], heard);
    }

    [Fact]
    public void Newest_edges_are_kept_and_the_others_counted()
    {
        using var pins = new SimulatedPins(keptEdges: 3, nanoseconds: () => ++_time);
        IOutputPin pin = pins.RequestOutputs([new(4, PinLevel.Low)], "test")[0];
        for (int i = 0; i < 8; i++)
            pin.Write(i % 2 == 0 ? PinLevel.High : PinLevel.Low);
        Assert.Equal([new PinEdge(4, PinLevel.Low, 6), new PinEdge(4, PinLevel.High, 7), new PinEdge(4, PinLevel.Low, 8)], pins.Edges);
        Assert.Equal(5, pins.ForgottenEdges);
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        using SimulatedPins pins = Create();
        IOutputPin pin = pins.RequestOutputs([new(4, PinLevel.Low)], "test")[0];
        pin.Write(PinLevel.High);
        int writes = 1;
        Assert.Equal(0, Allocations.LeastOf(() => pin.Write(++writes % 2 == 0 ? PinLevel.Low : PinLevel.High)));
    }

    [Fact]
    public void Driven_input_gives_edges()
    {
        using SimulatedPins pins = Create();
        IInputPins inputs = pins.RequestInputs([new(6), new(7)], "test");
        _time = 5;
        pins.Drive(7, PinLevel.High);
        pins.Drive(7, PinLevel.High);
        Assert.Equal([PinLevel.Low, PinLevel.High], inputs.Select(pin => pin.Read()));
        Assert.True(inputs.TryReadEdge(TimeSpan.Zero, out PinEdge edge));
        Assert.Equal(new PinEdge(7, PinLevel.High, 5), edge);
        Assert.False(inputs.TryReadEdge(TimeSpan.Zero, out _));
        Assert.Empty(pins.Edges);
    }

    [Fact]
    public async Task Waiting_thread_is_woken_by_an_edge()
    {
        using SimulatedPins pins = Create();
        IInputPins inputs = pins.RequestInputs([new(6)], "test");
        Task<bool> waiting = Task.Run(() => inputs.TryReadEdge(TimeSpan.FromMinutes(1), out _));
        pins.Drive(6, PinLevel.High);
        Assert.True(await waiting.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void Edges_nobody_takes_are_counted_as_missed()
    {
        using SimulatedPins pins = Create();
        IInputPins inputs = pins.RequestInputs([new(6)], "test");
        for (int i = 1; i <= 18; i++)
        {
            _time = i;
            pins.Drive(6, i % 2 == 0 ? PinLevel.Low : PinLevel.High);
        }

        Assert.Equal(2, inputs.MissedEdges);
        Assert.True(inputs.TryReadEdge(TimeSpan.Zero, out PinEdge oldest));
        Assert.Equal(3, oldest.Nanoseconds);
    }

    [Theory]
    [InlineData(PinBias.PullUp, PinLevel.High)]
    [InlineData(PinBias.PullDown, PinLevel.Low)]
    public void Open_input_follows_its_resistor_and_a_driven_one_does_not(PinBias bias, PinLevel expected)
    {
        using SimulatedPins pins = Create();
        pins.Drive(9, PinLevel.Low);
        pins.Drive(10, PinLevel.High);
        IInputPins inputs = pins.RequestInputs([new(8, bias), new(9, bias), new(10, bias)], "test");
        Assert.Equal([expected, PinLevel.Low, PinLevel.High], inputs.Select(pin => pin.Read()));
    }

    [Fact]
    public void Requests_fail_as_at_a_real_chip()
    {
        using SimulatedPins pins = Create();
        pins.RequestOutputs([new(17, PinLevel.Low)], "fan-control");
        Assert.Contains("GPIO17 is held by 'fan-control'", Assert.Throws<PinBusyException>(() => pins.RequestInputs([new(4), new(17)], "test")).Message, StringComparison.Ordinal);
        Assert.Null(pins.Lines()[4].Consumer);
        Assert.Throws<PinException>(() => pins.RequestOutputs([new(54, PinLevel.Low)], "test"));
        Assert.Throws<PinException>(() => pins.RequestOutputs([new(4, PinLevel.Low), new(4, PinLevel.Low)], "test"));
        Assert.Throws<PinException>(() => pins.RequestInputs([new(4, PinBias.AsIs, TimeSpan.FromDays(1))], "test"));
        Assert.Throws<PinException>(() => pins.Drive(17, PinLevel.High));
        Assert.Throws<PinException>(() => pins.Drive(99, PinLevel.High));
    }

    [Fact]
    public void Lines_show_consumer_direction_and_level()
    {
        using SimulatedPins pins = Create();
        pins.RequestOutputs([new(17, PinLevel.High)], "test");
        Assert.Equal(new PinLine(17, "GPIO17", PinDirection.Output, "test", PinLevel.High), pins.Lines()[17]);
        Assert.Equal(new PinLine(18, "GPIO18", PinDirection.Input, null, PinLevel.Low), pins.Lines()[18]);
    }

    [Fact]
    public void Released_pins_keep_their_level_and_can_be_requested_again()
    {
        SimulatedPins pins = Create();
        IOutputPins outputs = pins.RequestOutputs([new(17, PinLevel.High)], "first");
        outputs.Dispose();
        Assert.Throws<ObjectDisposedException>(() => outputs[0].Write(PinLevel.Low));
        Assert.Equal(new PinLine(17, "GPIO17", PinDirection.Output, null, PinLevel.High), pins.Lines()[17]);
        IInputPins inputs = pins.RequestInputs([new(17)], "second");
        outputs.Dispose();
        Assert.Equal("second", pins.Lines()[17].Consumer);
        pins.Dispose();
        Assert.Throws<ObjectDisposedException>(() => inputs[0].Read());
        Assert.Throws<ObjectDisposedException>(() => inputs.TryReadEdge(TimeSpan.Zero, out _));
        Assert.Null(pins.Lines()[17].Consumer);
    }

    [Fact]
    public void Recording_is_written_as_csv_and_json()
    {
        PinEdge[] edges = [new(17, PinLevel.High, 1_200_000), new(4, PinLevel.Low, 5)];
        var csv = new StringWriter();
        EdgeRecording.WriteCsv(csv, edges);
        Assert.Equal("nanoseconds,pin,level\n1200000,17,high\n5,4,low\n", csv.ToString());
        using var json = new MemoryStream();
        EdgeRecording.WriteJson(json, edges);
        JsonElement[] objects = [.. JsonDocument.Parse(Encoding.UTF8.GetString(json.ToArray())).RootElement.EnumerateArray()];
        Assert.Equal([(1_200_000L, 17, "high"), (5L, 4, "low")], objects.Select(o => (o.GetProperty("nanoseconds").GetInt64(), o.GetProperty("pin").GetInt32(), o.GetProperty("level").GetString())));
    }

    private SimulatedPins Create() => new(nanoseconds: () => _time);
}
