using EdgeVision.App.Benchmarking.Measurements;

namespace EdgeVision.App.Tests.Benchmarking.Measurements;

/// <summary>What a reader sees of measurements that are not fifteen minutes on a board that tells everything.</summary>
public sealed class MeasurementTextTests : IDisposable
{
    private readonly FakePi _pi = new();

    public void Dispose() => _pi.Dispose();

    [Fact]
    public void Less_than_a_minute_is_not_called_one_nor_told_twice()
    {
        Measurement measured = _pi.Measure(seconds: 20);

        Assert.Equal(["0:00 to 0:20    6 runs, min 24.250 ms, median 24.500 ms, 90th percentile 24.750 ms; 48.3 °C; 1800 MHz"], Periods(measured));
        Assert.Equal("model.tflite: median 24.500 ms from 0:00 to 0:20; up to 48.3 °C", Summary(measured));
    }

    [Fact]
    public void A_last_minute_that_is_cut_short_is_not_called_one()
    {
        _pi.Times = look => [look];
        Measurement measured = _pi.Measure(seconds: 668);

        Assert.Equal(12, Periods(measured).Length);
        Assert.StartsWith("10:00 to 11:00  6 runs, min 61.000 ms", Periods(measured)[10], StringComparison.Ordinal);
        Assert.StartsWith("11:00 to 11:08  1 runs, min 67.000 ms", Periods(measured)[11], StringComparison.Ordinal);
        Assert.Equal("model.tflite: median 3.500 ms from 0:00 to 1:00, median 67.000 ms from 11:00 to 11:08; up to 48.3 °C", Summary(measured));
    }

    [Fact]
    public void What_the_machine_does_not_tell_is_left_out()
    {
        _pi.OnLook = _ => _pi.Tree.Remove("/sys/class/thermal").Remove("/sys/devices/system/cpu");
        Measurement measured = _pi.Measure(seconds: 20);

        Assert.EndsWith("90th percentile 24.750 ms", Assert.Single(Periods(measured)), StringComparison.Ordinal);
        Assert.EndsWith("0:20", Summary(measured), StringComparison.Ordinal);
    }

    private static string[] Periods(Measurement measured)
    {
        using var output = new StringWriter { NewLine = "\n" };
        foreach (MinuteTimes minute in measured.Minutes)
            MeasurementText.PrintMinute(output, minute, measured.After);
        return output.ToString().TrimEnd().Split('\n');
    }

    private static string Summary(Measurement measured)
    {
        using var output = new StringWriter { NewLine = "\n" };
        MeasurementText.Print(output, MeasurementReport.Of(measured));
        return output.ToString().Split('\n')[1];
    }
}
