using EdgeVision.Devices.Boards;
using EdgeVision.Devices.Pins;
using EdgeVision.Devices.Pins.Simulation;

namespace EdgeVision.Devices.Tests.Pins;

public class PinBackendsTests
{
    private static readonly Board Host = BuiltInBoards.Load(BuiltInBoards.Host);

    [Fact]
    public void Registered_back_end_is_opened_with_the_board()
    {
        Board? opened = null;
        var pins = new SimulatedPins();
        PinBackends.Register("for-a-test", board =>
        {
            opened = board;
            return pins;
        });
        Assert.Contains("for-a-test", PinBackends.Names);
        Assert.Same(pins, PinBackends.Open("for-a-test", Host));
        Assert.Same(Host, opened);
        Assert.Throws<ArgumentException>(() => PinBackends.Register("for-a-test", _ => pins));
        Assert.Equal("for-a-test", PinBackends.DefaultFor(Host with { Pins = "for-a-test" }));
    }

    [Fact]
    public void Board_whose_choice_is_not_in_this_program_uses_the_kernel_directly()
    {
        Assert.Equal("simulated", PinBackends.DefaultFor(Host));
        Assert.Equal("chardev", PinBackends.DefaultFor(BuiltInBoards.Load("raspberry-pi-5")));
    }

    [Fact]
    public void Unknown_back_end_lists_the_known_ones()
    {
        var failure = Assert.Throws<PinException>(() => PinBackends.Open("magic", Host));
        Assert.Contains("'magic', only through chardev", failure.Message, StringComparison.Ordinal);
        Assert.Contains("simulated; choose one with --pins", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Board_without_a_chip_has_no_character_device() =>
        Assert.Contains("has no GPIO chip", Assert.Throws<PinException>(() => PinBackends.Open("chardev", Host)).Message, StringComparison.Ordinal);

    [Fact]
    public void Simulated_pins_open_anywhere()
    {
        using IPinBank pins = PinBackends.Open("simulated", Host);
        Assert.IsType<SimulatedPins>(pins);
    }

    [Fact]
    public void Real_kernel_without_such_a_chip_says_so() =>
        Assert.ThrowsAny<PinException>(() => PinBackends.Open("chardev", Host with { Chip = "no such chip" }));
}
