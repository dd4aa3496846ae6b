using System.Globalization;
using System.Text.Json;
using EdgeVision.App.Benchmarking;
using EdgeVision.Kernels;

namespace EdgeVision.App.Tests.Benchmarking;

public class BenchTests
{
    [Fact]
    public void Bench_verifies_and_reports()
    {
        JsonElement report = Cli.Run("bench", Cli.SynthModel, "--threads", "1", "--runs", "3", "--json", "--per-op").Json;
        Assert.Equal("a94c126a119fdd769c1343cdef3d19c9997bfd6705161a4c4a525b8e54b82da8", report.GetProperty("output_sha256").GetString());
        Assert.Equal(49664, report.GetProperty("arena_bytes").GetInt32());
        Assert.Equal(3, report.GetProperty("runs").GetInt32());
        Assert.InRange(report.GetProperty("min_ms").GetDouble(), double.Epsilon, report.GetProperty("median_ms").GetDouble());
        Assert.False(string.IsNullOrEmpty(report.GetProperty("isa").GetString()));
        Assert.Equal(JsonValueKind.Null, report.GetProperty("parts").ValueKind);
        Assert.Equal(28, report.GetProperty("per_op").GetArrayLength()); // 31 operators, one of which renames, and a chain of three
    }

    [Fact]
    public void Rates_and_shares_follow_from_work_time_and_limit()
    {
        JsonElement report = Cli.Run("bench", Cli.SynthModel, "--threads", "1", "--runs", "3", "--json", "--per-op").Json;
        double? limit = report.GetProperty("limit") is { ValueKind: JsonValueKind.Object } found ? found.GetProperty("gmacs_per_second").GetDouble() : null;
        Assert.Equal(IsaPolicy.FromEnvironment().Best != Isa.Scalar, limit is not null);
        long macs = 0;
        foreach (JsonElement step in report.GetProperty("per_op").EnumerateArray())
        {
            long work = step.GetProperty("macs").GetInt64();
            macs += work;
            double rate = step.GetProperty("gmacs_per_second").GetDouble();
            Assert.Equal(work / step.GetProperty("min_ms").GetDouble() / 1e6, rate, 1e-9 * (rate + 1));
            double? share = step.GetProperty("limit_share") is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;
            Assert.Equal(work > 0 && limit is not null, share is not null);
            if (share is { } value)
                Assert.Equal(rate / limit!.Value, value, 1e-9 * (value + 1));
        }

        Assert.Equal(report.GetProperty("macs").GetInt64(), macs);
    }

    [Fact]
    public void Text_has_a_line_per_step()
    {
        string[] lines = Cli.Run("bench", Cli.SynthModel, "--threads", "1", "--runs", "2", "--per-op").Output.TrimEnd('\n').Split('\n');
        Assert.Contains("output equals the scalar reference", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            ["step", "operator", "min", "ms", "%", "of", "time", "M", "MACs", "GMAC/s", "%", "of", "limit", "kernel"],
            lines[^29].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(12, lines.Count(line => line.Contains("DEPTHWISE_CONV_2D", StringComparison.Ordinal)));
        double share = lines[^28..].Sum(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3], CultureInfo.InvariantCulture));
        Assert.Equal(100, share, 2.0); // 28 roundings to a tenth
    }

    [Fact]
    public void A_period_is_timed_in_ten_parts()
    {
        Cli text = Cli.Run("bench", Cli.SynthModel, "--seconds", "1");
        Assert.Equal(10, text.Output.Split('\n').SkipWhile(line => !line.StartsWith("part", StringComparison.Ordinal)).Skip(1).Count(line => line.Length > 0));

        JsonElement report = Cli.Run("bench", Cli.SynthModel, "--seconds", "1", "--json").Json;
        JsonElement[] parts = [.. report.GetProperty("parts").EnumerateArray()];
        Assert.Equal(10, parts.Length);
        Assert.Equal(report.GetProperty("runs").GetInt32(), parts.Sum(part => part.GetProperty("runs").GetInt32()));
        Assert.Equal(report.GetProperty("min_ms").GetDouble(), parts.Min(part => part.GetProperty("min_ms").GetDouble()));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("3601")]
    [InlineData("1.5")]
    public void A_period_that_makes_no_sense_is_refused(string seconds)
    {
        Cli run = Cli.Run("bench", Cli.SynthModel, "--seconds", seconds);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("--seconds takes a whole number from 1 to 3600", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_has_the_shortest_the_middle_and_the_95th_of_100()
    {
        var odd = TimeSummary.Of([5, 1, 3]);
        Assert.Equal(new TimeSummary(3, 1, 3, 5), odd);
        var even = TimeSummary.Of(Enumerable.Range(1, 100).Select(i => (double)i).Reverse());
        Assert.Equal(new TimeSummary(100, 1, 50.5, 95), even);
        Assert.Equal(new TimeSummary(1, 7, 7, 7), TimeSummary.Of([7]));
    }
}
