using System.Runtime.Versioning;
using EdgeVision.App.Run.Loop;
using EdgeVision.Devices.Cameras.Capture;
using EdgeVision.Devices.Cameras.Csi;
using EdgeVision.Devices.Pins;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests.Run;

/// <summary>Ten thousand frames of a camera program that has every fault in turn. Alone, because it counts handles and memory.</summary>
[Collection(nameof(AllocationTests))]
[Trait("Kind", "Soak")]
[UnsupportedOSPlatform("windows")]
public sealed class SoakTests : IDisposable
{
    private const int FramesPerRun = 1250;
    private const int FramesPerCall = 50; // the program starts another one for each time it sends "a frame"
    private const int Runs = 8;
    private const int Width = 64, Height = 32, FrameBytes = Width * Height * 3 / 2;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Ten_thousand_frames_with_every_fault()
    {
        PrepareProgram();
        using TestRun run = TestRun.Start(
            RulesText.BrightLamp.Replace("60s", "2s", StringComparison.Ordinal),
            settings => settings with { Statistics = true, Limits = new LoopLimits(Time: TimeSpan.FromMinutes(5)) },
            parts => parts with { Camera = _ => CreateCamera(), Pins = parts.Pins });
        string ends = _folder["ended"];
        int handles = 0;
        long memory = 0;
        Wait(() => CallsSoFar() >= 3);
        handles = Directory.GetFiles("/proc/self/fd").Length;
        memory = GC.GetTotalMemory(forceFullCollection: true);
        Wait(() => File.Exists(ends)); // the last run has sent its frames and stalls
        run.WaitFor(() => run.Edges.Count > 0 && run.Edges[^1] == "17-");
        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 0, handles + 8);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true), 0, memory + 8_000_000); // the frames since then have 20 MB
        run.Stop();
        Assert.Null(run.Failure);

        var report = run.Events[^1];
        Assert.Equal(FramesPerRun * Runs, report.GetProperty("received").GetInt64());
        Assert.Equal(report.GetProperty("received").GetInt64(), report.GetProperty("frames").GetInt64() + report.GetProperty("dropped").GetInt64());
        Assert.InRange(report.GetProperty("restarts").GetInt64(), Runs - 1, Runs);
        Assert.Equal(1, report.GetProperty("corrupt").GetInt64());
        Assert.Equal(0, report.GetProperty("lost_events").GetInt64());

        // High and low take turns, and the last is low: nobody watches any more.
        PinEdge[] edges = [.. run.Pins.Edges];
        Assert.All(edges.Index(), edge => Assert.Equal(edge.Index % 2 == 0 ? PinLevel.High : PinLevel.Low, edge.Item.Level));
        Assert.Equal(PinLevel.Low, edges[^1].Level);
    }

    private static void Wait(Func<bool> condition)
    {
        long deadline = Environment.TickCount64 + 180_000;
        while (!condition())
        {
            Assert.True(Environment.TickCount64 < deadline, "the camera program does not get on");
            Thread.Sleep(20);
        }
    }

    private CapturingCamera CreateCamera()
    {
        var settings = new RpicamSettings { SearchPath = _folder.Root, Width = Width, Height = Height, StallLimit = TimeSpan.FromSeconds(3), StartLimit = TimeSpan.FromSeconds(60) };
        var impatient = new RestartPolicy(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(30));
        return new CapturingCamera(new RpicamSource(settings), impatient);
    }

    private int CallsSoFar() => File.Exists(_folder["calls"]) ? File.ReadAllLines(_folder["calls"]).Count(line => !line.Contains("--list-cameras", StringComparison.Ordinal)) : 0;

    // Each run sends bright frames, then fails in its own way.
    private void PrepareProgram()
    {
        string original = Repository.PathOf("tests", "EdgeVision.Devices.Tests", "Cameras", "Fakes", "rpicam-vid");
        string program = _folder.Write("rpicam-vid", File.ReadAllText(original));
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var frame = new byte[FrameBytes];
        frame.AsSpan(0, Width * Height).Fill(250);
        frame.AsSpan(Width * Height).Fill(128);
        _folder.Write("frame", [.. Enumerable.Repeat(frame, FramesPerCall).SelectMany(one => one)]);
        _folder.Write("behaviour", $"""
            case $RUN in
              1) frames {FramesPerRun / FramesPerCall} ;;
              2) noise 100000; frames {FramesPerRun / FramesPerCall}; noise 100000 ;;
              3) frames {FramesPerRun / FramesPerCall}; cut_frame 1000 ;;
              4) frames {FramesPerRun / FramesPerCall}; fail 255 "no cameras available" ;;
              5) frames {FramesPerRun / FramesPerCall}; stall ;;
              6) pause 1; frames {FramesPerRun / FramesPerCall} ;;
              7) frames {FramesPerRun / FramesPerCall}; fail 1 "device busy" ;;
              8) frames {FramesPerRun / FramesPerCall}; touch "$here/ended"; stall ;;
              *) stall ;;
            esac
            """);
    }
}
