using EdgeVision.Kernels;

namespace EdgeVision.App.Tests.Doctor;

public sealed class HealthyTests
{
    public static TheoryData<string> Boards => [.. FakeMachine.Boards];

    [Theory]
    [MemberData(nameof(Boards))]
    public void A_healthy_board_has_nothing_to_complain_about(string board)
    {
        using FakeMachine machine = FakeMachine.Of(board);

        DoctorAnswer answer = machine.Examine();

        Assert.Empty(answer.Complaints);
        Assert.Equal(ExitCodes.Success, answer.Cli.ExitCode);
        Assert.Equal(["board", "cpu", "memory", "power", "clock", "user", "service", "pins", "camera"], answer.Findings.Select(finding => finding.Area).Distinct());
        answer.AssertSays("power temperature ok", "48.3 °C");
        answer.AssertSays("user groups ok", "ada, video, gpio");
        answer.AssertSays("camera video nodes ok", "unicam-image (video0), bcm2835-codec (video10 ... video12)");
        answer.AssertSays("service watchdog ok", "15 s");
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void Each_board_is_recognised_and_confirmed(string board)
    {
        using FakeMachine machine = FakeMachine.Of(board);

        Assert.Empty(machine.Examine("--board", board).Complaints);
        string other = FakeMachine.Boards.First(name => name != board);
        machine.Examine("--board", other).AssertSays("board model problem", $"use --board {board}");
    }

    [Fact]
    public void A_PC_needs_no_pins_and_no_service()
    {
        using FakeMachine machine = FakeMachine.Pc();

        DoctorAnswer answer = machine.Examine();

        answer.AssertOnly("camera video nodes note", "there is no /dev/video*");
        answer.AssertSays("cpu features ok", "avx2");
        answer.AssertSays("cpu kernels ok", IsaPolicy.Auto.Best.ToString().ToLowerInvariant());
        answer.AssertSays("clock time ok", "chrony");
    }

    [Fact]
    public void An_empty_machine_is_examined_without_an_accident()
    {
        using FakeMachine machine = FakeMachine.Of("raspberry-pi-5");
        foreach (string folder in (string[])["/proc", "/sys", "/etc", "/run", "/boot", "/usr", "/dev"])
            machine.Tree.Remove(folder);

        DoctorAnswer answer = machine.Examine("--board", "raspberry-pi-5");

        Assert.Equal(ExitCodes.Device, answer.Cli.ExitCode);
        answer.AssertSays("board model problem", "does not say what it is");
        answer.AssertSays("board kernel problem", "need Linux");
        answer.AssertSays("memory total note");
        answer.AssertSays("cpu cores note");
        answer.AssertSays("user name note");
    }

    [Theory]
    [InlineData("scalar", "warning")]
    [InlineData("teapot", "problem")]
    public async Task Held_back_kernels_are_seen(string isa, string state)
    {
        Cli run = await Cli.ProcessAsync(new() { [IsaPolicy.EnvironmentVariable] = isa }, "doctor", "--json");

        new DoctorAnswer(run).AssertSays($"cpu kernels {state}", IsaPolicy.EnvironmentVariable, isa);
    }

    [Fact]
    public void The_real_machine_is_examined_too()
    {
        Cli run = Cli.Run("doctor", "--json");

        Assert.Equal(run.Json.GetProperty("problems").GetInt32() == 0 ? ExitCodes.Success : ExitCodes.Device, run.ExitCode);
        Assert.Empty(run.Error);
    }
}
