using System.Globalization;
using EdgeVision.Triggers.Engine;
using EdgeVision.Triggers.Rules;
using static System.FormattableString;

namespace EdgeVision.App.Run.Events;

/// <summary>
/// One line an event, for people, with a status line below that is written again and again where the output is a terminal.
/// </summary>
internal sealed class TextEventWriter(TextWriter output, WallClock clock, StatusLine? status) : IEventWriter
{
    private const string EraseLine = "\r\x1b[K";

    public void Write(in RunEvent happened)
    {
        if (happened.IsToldByPin)
            return;
        string time = clock.TimeOf(happened.Nanoseconds).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        if (status is not null)
            output.Write(EraseLine);
        output.WriteLine($"{time}  {Describe(happened)}");
        output.Flush();
    }

    public void ShowStatus()
    {
        if (status is null)
            return;
        output.Write(EraseLine);
        output.Write(status.Text());
        output.Flush();
    }

    public void Dispose()
    {
        if (status is not null)
            output.Write(EraseLine);
    }

    private static string Describe(in RunEvent happened) => happened.Kind switch
    {
        RunEventKind.Pin => $"{Cause(happened)} → {DescribePin(happened)}",
        RunEventKind.RuleOn => $"{Seen(happened)}: rule '{happened.Rule}' on",
        RunEventKind.RuleOff => $"rule '{happened.Rule}' off ({Words(happened.Reason)})",
        RunEventKind.Armed => "armed",
        RunEventKind.Disarmed => "disarmed",
        RunEventKind.Watching => "watching",
        RunEventKind.Safe => $"every output is safe ({Words(happened.Reason)})",
        RunEventKind.Started or RunEventKind.Stopped or RunEventKind.Picture or RunEventKind.ActionDone => happened.Message ?? "",
        RunEventKind.CameraLost => $"camera lost: {happened.Message}",
        RunEventKind.CameraRestarted => $"camera is back: {happened.Message}",
        RunEventKind.RecordingStopped => $"recording stopped: {happened.Message}",
        RunEventKind.Cleared => $"well again: {happened.Message}",
        _ => $"{happened.Kind.ToString().ToLowerInvariant()}: {happened.Message}",
    };

    private static string Cause(in RunEvent happened) => happened.Label is not null && happened.Reason == Reason.Frame
        ? Seen(happened)
        : Words(happened.Reason);

    private static string Seen(in RunEvent happened) => Invariant($"{happened.Label} {happened.Probability:F2}");

    private static string DescribePin(in RunEvent happened) => happened.Drive switch
    {
        OutputKind.Pwm => Invariant($"GPIO{happened.Pin} duty {happened.Value:0.###}"),
        OutputKind.Servo => Invariant($"GPIO{happened.Pin} {happened.Value:0.#}°"),
        _ => $"GPIO{happened.Pin} {(happened.Value != 0 ? "high" : "low")}",
    };

    private static string Words(Reason reason) => reason switch
    {
        Reason.Frame => "no longer seen",
        Reason.Timer => "time is over",
        Reason.Input => "switch",
        Reason.Schedule => "hours are over",
        Reason.Stale => "no fresh frames",
        Reason.Fault => "fault",
        _ => "end",
    };
}
