using EdgeVision.App.Doctor;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests.Doctor;

public sealed class OutputTests
{
    [Fact]
    public void The_table_is_aligned_wrapped_and_summed_up()
    {
        var output = new StringWriter();
        DoctorReport report = new(
        [
            Finding.Ok("cpu", "cores", "4"),
            Finding.Warning("cpu", "clock", "one two three four five six seven eight", "do this and that and then something else"),
            Finding.Problem("memory", "available", new string('x', 60), "end it"),
            Finding.Note("memory", "swap", "none"),
        ]);

        DoctorText.Print(output, report, 20);

        Assert.Equal(
            """
            cpu     ok       cores      4
                    WARNING  clock      one two three four five six
                                        seven eight
                                        -> do this and that and then
                                           something else
            memory  PROBLEM  available  xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
                                        -> end it
                    note     swap       none

            1 problem, 1 warning, 1 note in 4 checks: cure the problems first

            """, output.ToString());
    }

    [Fact]
    public void JSON_counts_and_names_the_states()
    {
        using FakeMachine machine = FakeMachine.Of("raspberry-pi-4b");
        machine.Tree.Write("/sys/devices/platform/soc/soc:firmware/get_throttled", "70001");

        Cli run = machine.Run("--json");

        Assert.Equal((1, 0, 2), (run.Json.GetProperty("problems").GetInt32(), run.Json.GetProperty("warnings").GetInt32(), run.Json.GetProperty("notes").GetInt32()));
    }

    [Fact]
    public void The_documentation_shows_what_is_really_printed()
    {
        using FakeMachine machine = FakeMachine.Of("raspberry-pi-4b");
        machine.Tree.Write("/sys/devices/platform/soc/soc:firmware/get_throttled", "1").Deny("/dev/gpiochip0");
        string[] shown = File.ReadAllText(Repository.PathOf("docs", "doctor.md")).Split("```\n")[3].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] printed = machine.Run().Output.Split('\n');

        Assert.True(shown.Length > 10);
        Assert.All(shown.Where(line => line != "..."), line => Assert.Contains(line, printed));
    }

    [Fact]
    public void Text_is_the_default()
    {
        using FakeMachine machine = FakeMachine.Of("raspberry-pi-4b");

        Cli run = machine.Run();

        Assert.Contains("board    ok       model        Raspberry Pi 4 Model B Rev 1.4\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith($"0 problems, 0 warnings, 0 notes in {run.Output.Split('\n').Length - 3} checks\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_options_are_one_line()
    {
        Cli.Run("doctor", "--camera", "teapot").AssertFails(ExitCodes.Usage, "teapot");
        Cli.Run("doctor", "--save", "x.png").AssertFails(ExitCodes.Usage, "--camera");
        Cli.Run("doctor", "--board", "no-such-board").AssertFails(ExitCodes.BadInput, "no-such-board");
    }

    [Theory]
    [InlineData("what; do", "what", "do")]
    [InlineData("a; b; c", "a", "b; c")]
    [InlineData("line\nbreak", "line break", null)]
    public void A_failures_line_is_cut_at_its_advice(string message, string found, string? advice)
    {
        var finding = Finding.Failure("a", "b", new IOException(message));

        Assert.Equal((CheckState.Problem, found), (finding.State, finding.Found));
        if (advice is not null)
            Assert.Equal(advice, finding.Advice);
        else
            Assert.NotEmpty(finding.Advice!);
    }
}
