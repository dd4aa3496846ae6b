using EdgeVision.Devices.Linux;
using EdgeVision.Devices.Pins;
using EdgeVision.Devices.Pins.CharacterDevice;
using EdgeVision.Testing;

namespace EdgeVision.Devices.Tests.Pins;

public class CharacterDeviceTests
{
    private const string Label = "pinctrl-bcm2711";

    private readonly FakeGpioKernel _kernel = new FakeGpioKernel().WithChip("/dev/gpiochip0", "raspberrypi-exp-gpio", 8).WithChip("/dev/gpiochip1", Label);

    [Fact]
    public void Chip_is_found_by_its_label_and_the_others_are_closed()
    {
        using (CharacterDevicePins pins = CharacterDevicePins.Open(Label, _kernel))
        {
            Assert.Equal("/dev/gpiochip1 (pinctrl-bcm2711)", pins.Description);
            Assert.Equal([2], _kernel.OpenFiles);
        }

        Assert.Empty(_kernel.OpenFiles);
    }

    [Fact]
    public void Missing_chip_lists_those_that_are_there()
    {
        var failure = Assert.Throws<PinChipMissingException>(() => CharacterDevicePins.Open("pinctrl-rp1", _kernel));
        Assert.Contains("'pinctrl-rp1'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("/dev/gpiochip0 (raspberrypi-exp-gpio), /dev/gpiochip1 (pinctrl-bcm2711)", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_kernel.OpenFiles);
    }

    [Fact]
    public void Machine_without_chips_is_told_about_simulated_pins()
    {
        var failure = Assert.Throws<PinChipMissingException>(() => CharacterDevicePins.Open(Label, new FakeGpioKernel()));
        Assert.Contains("--pins simulated", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_that_is_no_gpio_chip_is_passed_over()
    {
        _kernel.ChipInfoError = Errno.NotATerminal;
        Assert.Throws<PinChipMissingException>(() => CharacterDevicePins.Open(Label, _kernel));
        Assert.Empty(_kernel.OpenFiles);
    }

    [Theory]
    [InlineData(Errno.AccessDenied)]
    [InlineData(Errno.NotPermitted)]
    public void Chip_that_may_not_be_opened_names_the_group(int error)
    {
        _kernel.OpenErrors["/dev/gpiochip1"] = error;
        var failure = Assert.Throws<PinPermissionException>(() => CharacterDevicePins.Open(Label, _kernel));
        Assert.Contains("/dev/gpiochip1", failure.Message, StringComparison.Ordinal);
        Assert.Contains("group gpio", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Chip_that_may_be_opened_does_not_suffer_from_another_that_may_not()
    {
        _kernel.OpenErrors["/dev/gpiochip0"] = Errno.AccessDenied;
        using CharacterDevicePins pins = CharacterDevicePins.Open(Label, _kernel);
        Assert.Equal("/dev/gpiochip1 (pinctrl-bcm2711)", pins.Description);
    }

    [Fact]
    public void Chip_that_vanished_is_missing_not_forbidden()
    {
        _kernel.OpenErrors["/dev/gpiochip1"] = Errno.NoEntry;
        Assert.Throws<PinChipMissingException>(() => CharacterDevicePins.Open(Label, _kernel));
    }

    [Fact]
    public void Outputs_are_requested_together_with_levels_and_consumer()
    {
        using CharacterDevicePins pins = CharacterDevicePins.Open(Label, _kernel);
        IOutputPins outputs = pins.RequestOutputs([new(17, PinLevel.High), new(27, PinLevel.Low), new(5, PinLevel.High)], "edgevision");

        GpioLineRequest request = Assert.Single(_kernel.Requests);
        Assert.Equal(3u, request.LineCount);
        Assert.Equal([17u, 27u, 5u, 0u], request.Offsets[..4].ToArray());
        Assert.Equal("edgevision", request.Consumer.ToString());
        Assert.Equal(GpioLineFlags.Output, request.Config.Flags);
        Assert.Equal(1u, request.Config.AttributeCount);
        Assert.Equal(GpioAttributeId.OutputValues, request.Config.Attributes[0].Attribute.Id);
        Assert.Equal(0b101ul, request.Config.Attributes[0].Attribute.Value);
        Assert.Equal(0b111ul, request.Config.Attributes[0].Mask);
        Assert.Equal([(17, PinLevel.High), (27, PinLevel.Low), (5, PinLevel.High)], outputs.Select(pin => (pin.Number, pin.Level)));
    }

    [Fact]
    public void Writing_sets_one_line_and_leaves_the_others()
    {
        using CharacterDevicePins pins = CharacterDevicePins.Open(Label, _kernel);
        IOutputPins outputs = pins.RequestOutputs([new(17, PinLevel.Low), new(27, PinLevel.Low)], "edgevision");
        outputs[1].Write(PinLevel.High);
        Assert.Equal((0b10ul, 0b10ul), (_kernel.Values.Mask, _kernel.Values.Bits));
        Assert.Equal(PinLevel.High, outputs[1].Level);
        outputs[1].Write(PinLevel.Low);
        Assert.Equal((0b10ul, 0ul), (_kernel.Values.Mask, _kernel.Values.Bits));
        outputs[0].Write(PinLevel.High);
        Assert.Equal((0b01ul, 0b01ul), (_kernel.Values.Mask, _kernel.Values.Bits));
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        using CharacterDevicePins pins = CharacterDevicePins.Open(Label, _kernel);
        IOutputPin pin = pins.RequestOutputs([new(17, PinLevel.Low)], "edgevision")[0];
        pin.Write(PinLevel.High);
        int writes = 1;
        Assert.Equal(0, Allocations.LeastOf(() => pin.Write(++writes % 2 == 0 ? PinLevel.Low : PinLevel.High)));
        Assert.Equal(writes, _kernel.SetCalls);
    }

    [Fact]
    public void Failed_write_says_which_pin_and_keeps_the_level()
    {
        using CharacterDevicePins pins = CharacterDevicePins.Open(Label, _kernel);
        IOutputPin pin = pins.RequestOutputs([new(4, PinLevel.Low), new(17, PinLevel.Low)], "edgevision")[1];
        _kernel.SetError = Errno.NoDevice;
        var failure = Assert.Throws<PinException>(() => pin.Write(PinLevel.High));
        Assert.Contains("writing GPIO17: the chip is gone", failure.Message, StringComparison.Ordinal);
        Assert.Equal(PinLevel.Low, pin.Level);
    }

    [Fact]
    public void Busy_pins_say_who_holds_them()
    {
        _kernel.WithLine(17, "GPIO17", GpioLineFlags.Used | GpioLineFlags.Output, "fan-control").WithLine(27, "GPIO27", GpioLineFlags.None, "");
        using CharacterDevicePins pins = CharacterDevicePins.Open(Label, _kernel);
        _kernel.RequestError = Errno.Busy;
        var failure = Assert.Throws<PinBusyException>(() => pins.RequestOutputs([new(17, PinLevel.Low), new(27, PinLevel.Low)], "edgevision"));
        Assert.Contains("GPIO17 is held by 'fan-control'", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("GPIO27", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pin_that_became_free_again_is_still_reported()
    {
        using CharacterDevicePins pins = CharacterDevicePins.Open(Label, _kernel);
        _kernel.RequestError = Errno.Busy;
        var failure = Assert.Throws<PinBusyException>(() => pins.RequestInputs([new(17), new(27)], "edgevision"));
        Assert.Contains("one of GPIO17, GPIO27", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Errno.NotPermitted, "another driver may own the pin")]
    [InlineData(Errno.NoDevice, "the chip is gone")]
    [InlineData(Errno.Invalid, "leave out pull resistors or debouncing")]
    [InlineData(Errno.AccessDenied, "group gpio")]
    [InlineData(12, "(error 12)")]
    public void Refused_request_says_what_to_do(int error, string advice)
    {
        using CharacterDevicePins pins = CharacterDevicePins.Open(Label, _kernel);
        _kernel.RequestError = error;
        var failure = Assert.ThrowsAny<PinException>(() => pins.RequestInputs([new(17, PinBias.PullUp)], "edgevision"));
        Assert.Contains(advice, failure.Message, StringComparison.Ordinal);
        Assert.Equal(error == Errno.AccessDenied, failure is PinPermissionException);
    }

    [Fact]
    public void Requests_that_no_kernel_would_take_are_refused_before()
    {
        using CharacterDevicePins pins = CharacterDevicePins.Open(Label, _kernel);
        Refused("there is no GPIO54", () => pins.RequestOutputs([new(54, PinLevel.Low)], "edgevision"));
        Refused("there is no GPIO-1", () => pins.RequestInputs([new(-1)], "edgevision"));
        Refused("GPIO4 is requested twice", () => pins.RequestOutputs([new(4, PinLevel.Low), new(4, PinLevel.High)], "edgevision"));
        Refused("0 pins", () => pins.RequestOutputs([], "edgevision"));
        Refused("65 pins", () => pins.RequestInputs([.. Enumerable.Range(0, 65).Select(i => new InputRequest(i))], "edgevision"));
        Refused("debounce", () => pins.RequestInputs([new(4, PinBias.AsIs, TimeSpan.FromHours(2))], "edgevision"));
        Refused("debounce", () => pins.RequestInputs([new(4, PinBias.AsIs, TimeSpan.FromTicks(-1))], "edgevision"));
        Refused("11 different debounce times", () => pins.RequestInputs([.. Enumerable.Range(0, 11).Select(i => new InputRequest(i, PinBias.AsIs, TimeSpan.FromMilliseconds(i + 1)))], "edgevision"));
        Assert.Empty(_kernel.Requests);

        static void Refused(string part, Func<object> request) =>
            Assert.Contains(part, Assert.Throws<PinException>(request).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_carry_their_resistors_and_debouncing()
    {
        using CharacterDevicePins pins = CharacterDevicePins.Open(Label, _kernel);
        pins.RequestInputs(
            [
                new(4, PinBias.PullUp, TimeSpan.FromMilliseconds(5)), new(5, PinBias.PullDown), new(6), new(7, PinBias.Off, TimeSpan.FromMicroseconds(1.5)),
                new(8, PinBias.PullUp, TimeSpan.FromMilliseconds(5)),
            ],
            "edgevision");

        const GpioLineFlags Listen = GpioLineFlags.Input | GpioLineFlags.EdgeRising | GpioLineFlags.EdgeFalling;
        GpioLineRequest request = Assert.Single(_kernel.Requests);
        Assert.Equal(Listen, request.Config.Flags);
        Assert.Equal(80u, request.EventBufferSize);
        Assert.Equal(5u, request.Config.AttributeCount);
        Assert.Equal(
            [
                (GpioAttributeId.Flags, (ulong)(Listen | GpioLineFlags.BiasPullUp), 0b10001ul),
                (GpioAttributeId.Flags, (ulong)(Listen | GpioLineFlags.BiasPullDown), 0b00010ul),
                (GpioAttributeId.Flags, (ulong)(Listen | GpioLineFlags.BiasDisabled), 0b01000ul),
                (GpioAttributeId.Debounce, 5000ul, 0b10001ul),
                (GpioAttributeId.Debounce, 2ul, 0b01000ul),
            ],
            Enumerable.Range(0, 5).Select(i => request.Config.Attributes[i]).Select(a => (a.Attribute.Id, a.Attribute.Value, a.Mask)));
    }

    [Fact]
    public void Reading_gives_the_level_of_the_asked_line()
    {
        using CharacterDevicePins pins = CharacterDevicePins.Open(Label, _kernel);
        IInputPins inputs = pins.RequestInputs([new(4), new(5)], "edgevision");
        _kernel.Values = new GpioLineValues { Bits = 0b10 };
        Assert.Equal([PinLevel.Low, PinLevel.High], inputs.Select(pin => pin.Read()));
        _kernel.GetError = Errno.NoDevice;
        Assert.Contains("reading GPIO5: the chip is gone", Assert.Throws<PinException>(() => inputs[1].Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Edges_come_in_order_and_gaps_are_counted()
    {
        using CharacterDevicePins pins = CharacterDevicePins.Open(Label, _kernel);
        IInputPins inputs = pins.RequestInputs([new(4), new(5)], "edgevision");
        _kernel.NextWait(1, Event(4, GpioEventId.RisingEdge, 1, 1_000), Event(5, GpioEventId.FallingEdge, 2, 2_000));
        _kernel.NextWait(1, Event(4, GpioEventId.FallingEdge, 6, 9_000));

        Assert.Equal(new PinEdge(4, PinLevel.High, 1_000), Next(inputs));
        Assert.Equal(new PinEdge(5, PinLevel.Low, 2_000), Next(inputs));
        Assert.Equal(0, inputs.MissedEdges);
        Assert.Equal(new PinEdge(4, PinLevel.Low, 9_000), Next(inputs));
        Assert.Equal(3, inputs.MissedEdges);
        Assert.False(inputs.TryReadEdge(TimeSpan.Zero, out _));
    }

    [Fact]
    public void First_edges_may_be_lost_already_and_numbers_may_wrap()
    {
        using CharacterDevicePins pins = CharacterDevicePins.Open(Label, _kernel);
        IInputPins inputs = pins.RequestInputs([new(4)], "edgevision");
        _kernel.NextWait(1, Event(4, GpioEventId.RisingEdge, 3, 1), Event(4, GpioEventId.FallingEdge, uint.MaxValue, 2), Event(4, GpioEventId.RisingEdge, 0, 3));
        Next(inputs);
        Assert.Equal(2, inputs.MissedEdges);
        Next(inputs);
        Next(inputs);
        Assert.Equal(2L + uint.MaxValue - 4, inputs.MissedEdges);
    }

    [Fact]
    public void Interrupted_wait_goes_on()
    {
        using CharacterDevicePins pins = CharacterDevicePins.Open(Label, _kernel);
        IInputPins inputs = pins.RequestInputs([new(4)], "edgevision");
        _kernel.NextWait(-Errno.Interrupted);
        _kernel.NextReadFails(Errno.Interrupted);
        _kernel.NextWait(1, Event(4, GpioEventId.RisingEdge, 1, 7));
        Assert.Equal(7, Next(inputs).Nanoseconds);
    }

    [Fact]
    public void Failing_wait_or_read_is_an_error()
    {
        using CharacterDevicePins pins = CharacterDevicePins.Open(Label, _kernel);
        IInputPins inputs = pins.RequestInputs([new(4)], "edgevision");
        _kernel.NextWait(-Errno.NoDevice);
        Assert.Contains("waiting for edges", Assert.Throws<PinException>(() => inputs.TryReadEdge(TimeSpan.Zero, out _)).Message, StringComparison.Ordinal);
        _kernel.NextReadFails(Errno.NoDevice);
        Assert.Contains("waiting for edges", Assert.Throws<PinException>(() => inputs.TryReadEdge(TimeSpan.Zero, out _)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => inputs.TryReadEdge(TimeSpan.FromTicks(-1), out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => inputs.TryReadEdge(TimeSpan.FromDays(2), out _));
    }

    [Fact]
    public void Disposed_requests_refuse_and_close_once()
    {
        CharacterDevicePins pins = CharacterDevicePins.Open(Label, _kernel);
        IOutputPins outputs = pins.RequestOutputs([new(4, PinLevel.Low)], "edgevision");
        IInputPins inputs = pins.RequestInputs([new(5)], "edgevision");
        outputs.Dispose();
        outputs.Dispose();
        Assert.Throws<ObjectDisposedException>(() => outputs[0].Write(PinLevel.High));
        Assert.Equal(0, _kernel.SetCalls);
        pins.Dispose();
        pins.Dispose();
        Assert.Throws<ObjectDisposedException>(() => inputs[0].Read());
        Assert.Throws<ObjectDisposedException>(() => inputs.TryReadEdge(TimeSpan.Zero, out _));
        Assert.Throws<ObjectDisposedException>(() => pins.RequestOutputs([new(4, PinLevel.Low)], "edgevision"));
        Assert.Throws<ObjectDisposedException>(() => pins.Lines());
        Assert.Empty(_kernel.OpenFiles);
    }

    [Fact]
    public void Lines_are_described_without_being_requested()
    {
        _kernel.WithLine(2, "SDA1", GpioLineFlags.Input, "").WithLine(3, "SCL1", GpioLineFlags.Used | GpioLineFlags.Output, "i2c");
        using CharacterDevicePins pins = CharacterDevicePins.Open(Label, _kernel);
        IReadOnlyList<PinLine> lines = pins.Lines();
        Assert.Equal(54, lines.Count);
        Assert.Equal(new PinLine(2, "SDA1", PinDirection.Input, null, null), lines[2]);
        Assert.Equal(new PinLine(3, "SCL1", PinDirection.Output, "i2c", null), lines[3]);
        Assert.Empty(_kernel.Requests);
        _kernel.LineInfoError = Errno.NoDevice;
        Assert.Contains("asking about GPIO0", Assert.Throws<PinException>(() => pins.Lines()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("edgevision", "edgevision")]
    [InlineData("", "")]
    [InlineData("0123456789012345678901234567890123", "0123456789012345678901234567890")]
    [InlineData("012345678901234567890123456789ä", "012345678901234567890123456789")]
    public void Kernel_texts_keep_31_bytes_and_whole_characters(string text, string kept) => Assert.Equal(kept, GpioText.From(text).ToString());

    private static PinEdge Next(IInputPins inputs)
    {
        Assert.True(inputs.TryReadEdge(TimeSpan.FromSeconds(5), out PinEdge edge));
        return edge;
    }

    private static GpioLineEvent Event(uint line, GpioEventId id, uint number, ulong time) =>
        new() { Offset = line, Id = id, SequenceNumber = number, TimestampNanoseconds = time };
}
