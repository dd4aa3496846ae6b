using System.Device.Gpio;
using EdgeVision.Devices.DotnetIot;
using EdgeVision.Devices.Pins;
using EdgeVision.Devices.Pins.Simulation;

namespace EdgeVision.DotnetIot.Tests;

public sealed class CharacterDeviceDriverTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SimulatedPins _chip = new();
    private readonly GpioController _controller;

    public CharacterDeviceDriverTests() => _controller = new GpioController(new CharacterDeviceDriver(_chip, "test"));

    public void Dispose() => _controller.Dispose();

    [Fact]
    public void Pin_changes_its_mode()
    {
        _controller.OpenPin(4);
        _controller.SetPinMode(4, PinMode.InputPullUp);
        Assert.Equal((PinMode.InputPullUp, PinValue.High), (_controller.GetPinMode(4), _controller.Read(4)));
        _controller.SetPinMode(4, PinMode.Output);
        Assert.Equal((PinMode.Output, PinValue.Low), (_controller.GetPinMode(4), _controller.Read(4)));
        _controller.Write(4, PinValue.High);
        Assert.Equal(PinValue.High, _controller.Read(4));
        Assert.Equal((PinDirection.Output, PinLevel.High, "test"), (_chip.Lines()[4].Direction, _chip.Lines()[4].Level, _chip.Lines()[4].Consumer));
        _controller.ClosePin(4);
        Assert.Null(_chip.Lines()[4].Consumer);
    }

    [Fact]
    public void Setting_the_same_mode_again_does_not_touch_the_pin()
    {
        _controller.OpenPin(4, PinMode.Output, PinValue.High);
        int edges = _chip.Edges.Count;
        _controller.SetPinMode(4, PinMode.Output);
        Assert.Equal((edges, PinValue.High), (_chip.Edges.Count, _controller.Read(4)));
    }

    [Fact]
    public void Listeners_hear_the_edges_they_asked_for_until_they_leave()
    {
        _controller.OpenPin(4);
        _controller.SetPinMode(4, PinMode.Input);
        var heard = new System.Collections.Concurrent.BlockingCollection<(string Who, PinEventTypes Type, int Pin)>();
        PinChangeEventHandler both = (_, happened) => heard.Add(("both", happened.ChangeType, happened.PinNumber));
        PinChangeEventHandler falling = (_, happened) => heard.Add(("falling", happened.ChangeType, happened.PinNumber));
        _controller.RegisterCallbackForPinValueChangedEvent(4, PinEventTypes.Rising | PinEventTypes.Falling, both);
        _controller.RegisterCallbackForPinValueChangedEvent(4, PinEventTypes.Falling, falling);
        _chip.Drive(4, PinLevel.High);
        _chip.Drive(4, PinLevel.Low);
        Assert.Equal(("both", PinEventTypes.Rising, 4), Next());
        Assert.Equal(("both", PinEventTypes.Falling, 4), Next());
        Assert.Equal(("falling", PinEventTypes.Falling, 4), Next());
        _controller.UnregisterCallbackForPinValueChangedEvent(4, both);
        _chip.Drive(4, PinLevel.High);
        _chip.Drive(4, PinLevel.Low);
        Assert.Equal(("falling", PinEventTypes.Falling, 4), Next());
        Assert.Throws<InvalidOperationException>(() => _controller.WaitForEvent(4, PinEventTypes.Rising, default));

        (string Who, PinEventTypes Type, int Pin) Next()
        {
            Assert.True(heard.TryTake(out (string, PinEventTypes, int) item, Patience));
            return item;
        }
    }

    [Fact]
    public async Task Waiting_ends_with_the_event_that_was_asked_for()
    {
        _controller.OpenPin(4);
        _controller.SetPinMode(4, PinMode.Input);
        using var patience = new CancellationTokenSource(Patience);
        Task<WaitForEventResult> waiting = Task.Run(() => _controller.WaitForEvent(4, PinEventTypes.Falling, patience.Token));
        _chip.Drive(4, PinLevel.High);
        _chip.Drive(4, PinLevel.Low);
        WaitForEventResult result = await waiting;
        Assert.Equal((PinEventTypes.Falling, false), (result.EventTypes, result.TimedOut));
        Assert.True(_controller.WaitForEvent(4, PinEventTypes.Rising, new CancellationToken(canceled: true)).TimedOut);
    }

    [Fact]
    public void Misuse_is_refused()
    {
        Assert.Throws<PinException>(() => _controller.OpenPin(54));
        _controller.OpenPin(4, PinMode.Output, PinValue.Low);
        Assert.Throws<InvalidOperationException>(() => _controller.RegisterCallbackForPinValueChangedEvent(4, PinEventTypes.Rising, (_, _) => { }));
        Assert.Throws<InvalidOperationException>(() => _controller.SetPinMode(4, (PinMode)99));
    }

    [Fact]
    public void Listener_of_a_chip_that_went_away_does_not_end_the_program()
    {
        _controller.OpenPin(4);
        _controller.SetPinMode(4, PinMode.Input);
        _controller.RegisterCallbackForPinValueChangedEvent(4, PinEventTypes.Rising, (_, _) => { });
        _chip.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _controller.Read(4));
    }
}
