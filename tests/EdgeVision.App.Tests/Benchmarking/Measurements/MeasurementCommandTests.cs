using System.Text.Json;
using EdgeVision.App.Benchmarking.Measurements;

namespace EdgeVision.App.Tests.Benchmarking.Measurements;

public sealed class MeasurementCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakePi _pi = new();

    public void Dispose()
    {
        _folder.Dispose();
        _pi.Dispose();
    }

    [Fact]
    public void This_machine_is_measured_and_the_report_is_honest()
    {
        Cli run = Cli.Run("bench", Cli.SynthModel, "--report", _folder["here.json"], "--seconds", "1", "--threads", "1");

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Matches(@"^0:00 to 0:01 +\d+ runs, min ", run.Output);
        Assert.Contains("NOT VALID", run.Output, StringComparison.Ordinal);
        JsonElement report = JsonDocument.Parse(File.ReadAllText(_folder["here.json"])).RootElement, measured = report.GetProperty("measurement");
        Assert.False(report.GetProperty("full").GetBoolean());
        Assert.Equal("a94c126a119fdd769c1343cdef3d19c9997bfd6705161a4c4a525b8e54b82da8", measured.GetProperty("model").GetProperty("output_sha256").GetString());
        Assert.Equal("synth_mobilenet_v1_0.25_128_int8/model.tflite", measured.GetProperty("model").GetProperty("file").GetString());
        Assert.Equal(49664, measured.GetProperty("model").GetProperty("arena_bytes").GetInt32());
        Assert.Contains(measured.GetProperty("cpu").GetProperty("isa").GetString(), measured.GetProperty("cpu").GetProperty("offered_isas").EnumerateArray().Select(isa => isa.GetString()));
        Assert.Contains("1 s are not the 900 s of a full measurement", report.GetProperty("verdict").GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()));

        Cli check = Cli.Run("bench", "--check-report", _folder["here.json"]);
        Assert.Equal(ExitCodes.BadInput, check.ExitCode);
        Assert.Equal(run.Output[(run.Output.IndexOf('\n', StringComparison.Ordinal) + 1)..], check.Output);
    }

    [Fact]
    public void A_valid_report_is_confirmed()
    {
        MeasurementFile.Write(_folder["pi.json"], MeasurementReport.Of(_pi.Measure()));

        Cli check = Cli.Run("bench", "--check-report", _folder["pi.json"]);

        Assert.Equal(
            """
            Raspberry Pi 4 Model B Rev 1.4, Cortex-A72, ISA neon, 4 threads, 2026-11-21T20:00:00Z
            model.tflite: median 24.500 ms from 0:00 to 1:00, median 24.500 ms from 14:00 to 15:00; up to 48.3 °C
            valid

            """, check.Output);
        Assert.Equal(ExitCodes.Success, check.ExitCode);
    }

    [Fact]
    public void A_wrong_model_leaves_no_report()
    {
        _folder.Write("model.tflite", File.ReadAllBytes(Path.Combine(Cli.SynthModel, "model.tflite")));
        _folder.Write("model.json", $$"""{ "golden": { "seed": 1, "output_sha256": "{{new string('0', 64)}}" } }""");

        Cli.Run("bench", _folder.Root, "--report", _folder["r.json"], "--seconds", "1").AssertFails(ExitCodes.Device, "differs from the golden's");

        Assert.False(File.Exists(_folder["r.json"]));
    }

    [Fact]
    public void Nothing_is_overwritten() =>
        Cli.Run("bench", Cli.SynthModel, "--report", _folder.Write("old.json", "precious")).AssertFails(ExitCodes.BadInput, "old.json", "choose another name");

    [Fact]
    public void A_place_that_cannot_be_written_is_noticed_at_once() =>
        Cli.Run("bench", Cli.SynthModel, "--report", Path.Combine(_folder.Root, "no", "r.json")).AssertFails(ExitCodes.BadInput, "r.json");

    [Fact]
    public void One_number_of_threads_only() =>
        Cli.Run("bench", Cli.SynthModel, "--report", _folder["r.json"], "--threads", "1,2").AssertFails(ExitCodes.Usage, "--threads one number");

    [Theory]
    [InlineData("takes a model")]
    [InlineData("takes a model", "model.tflite", "--check-report", "r.json")]
    [InlineData("leave --runs out", "model.tflite", "--report", "r.json", "--runs", "3")]
    [InlineData("leave --json out", "model.tflite", "--report", "r.json", "--json")]
    [InlineData("leave --per-op out", "model.tflite", "--report", "r.json", "--per-op")]
    [InlineData("--seconds takes", "model.tflite", "--report", "r.json", "--seconds", "0")]
    public void Options_that_contradict_each_other_are_refused(string words, params string[] args)
    {
        Cli run = Cli.Run(["bench", .. args]);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
    }
}
