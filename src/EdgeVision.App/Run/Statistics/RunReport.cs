using System.Globalization;
using EdgeVision.Devices.Cameras;

namespace EdgeVision.App.Run.Statistics;

/// <summary>Durations of one kind, in milliseconds.</summary>
internal sealed record StageReport(long Count, double MeanMs, double P50Ms, double P99Ms, double MaxMs)
{
    public static StageReport Of(LogHistogram times) =>
        new(times.Count, times.Mean / 1e6, times.Percentile(0.5) / 1e6, times.Percentile(0.99) / 1e6, times.Max / 1e6);
}

/// <summary>What <c>--stats</c> prints.</summary>
internal sealed record RunReport(
    long Frames, double Seconds, double Fps, long Received, long Dropped, long Corrupt, long Missed, long Restarts, long Faults,
    long PinWrites, long LostActions, long LostEvents,
    StageReport PhotonToPin, StageReport Wait, StageReport Tensor, StageReport Inference, StageReport Rules, StageReport Pins)
{
    public static RunReport Of(RunStatistics run, CameraStatistics camera, TimeSpan time, long lostActions, long lostEvents) => new(
        run.Frames, time.TotalSeconds, run.Frames / Math.Max(time.TotalSeconds, 1e-9),
        camera.Received, camera.Dropped, camera.Corrupt, camera.Missed, camera.Restarts, run.Faults,
        run.PinWrites, lostActions, lostEvents,
        StageReport.Of(run.PhotonToPin), StageReport.Of(run.Wait), StageReport.Of(run.Tensor), StageReport.Of(run.Inference),
        StageReport.Of(run.Rules), StageReport.Of(run.Pins));

    /// <summary>The table for people.</summary>
    public void Print(TextWriter output)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Frames} frames in {Seconds:F1} s ({Fps:F1} a second); camera: {Received} received, {Dropped} dropped, {Corrupt} corrupt, {Missed} missed, {Restarts} restarts"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{PinWrites} pin writes, {Faults} faults, {LostActions} actions lost, {LostEvents} event lines lost"));
        output.WriteLine("milliseconds         count      p50      p99      max");
        PrintStage(output, "photon to pin", PhotonToPin);
        PrintStage(output, "wait", Wait);
        PrintStage(output, "tensor", Tensor);
        PrintStage(output, "inference", Inference);
        PrintStage(output, "rules", Rules);
        PrintStage(output, "pins", Pins);
    }

    private static void PrintStage(TextWriter output, string name, StageReport stage) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{name,-15} {stage.Count,10} {stage.P50Ms,8:F3} {stage.P99Ms,8:F3} {stage.MaxMs,8:F3}"));
}
