using EdgeVision.Devices.Cameras.Capture;
using EdgeVision.Devices.Cameras.Pipes;
using EdgeVision.Devices.Linux;

namespace EdgeVision.Devices.Cameras.Files;

/// <summary>
/// A video file, decoded by FFmpeg, which also turns rotated videos, other colour matrices and ranges into what is read here.
/// </summary>
internal sealed class VideoSource(VideoSettings settings) : IFrameSource
{
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(30);

    private ChildProgram? _child;
    private Yuv4MpegReader? _frames;
    private FramePacer? _pacer;

    public string Description => $"video {settings.File}";

    public bool IsLive => settings.Loops;

    public void Open()
    {
        if (!File.Exists(settings.File))
            throw new CameraException($"video:{settings.File}: there is no such file");
        string program = ProgramSearch.Find(settings.SearchPath, File.Exists, "ffmpeg")
            ?? throw new CameraException($"video:{settings.File}: ffmpeg is not installed; run 'sudo apt install ffmpeg', or use images: with single frames");
        _child = ChildProgram.Start(program, Arguments());
        _frames = new Yuv4MpegReader(_child.Reader, $"video:{settings.File}");
        _pacer = null;
    }

    public FrameArrival Read(CameraFrame frame, CancellationToken stop)
    {
        FrameArrival arrival = _frames!.Read(frame, StallLimit, stop, out PipeOutcome outcome);
        if (outcome == PipeOutcome.Complete)
            return Paced(arrival, stop);
        if (outcome == PipeOutcome.Stalled)
            throw new CameraException($"video:{settings.File}: ffmpeg sent nothing for {StallLimit.TotalSeconds:0} s");
        return outcome == PipeOutcome.EndOfStream && arrival.Kind == Arrival.Nothing ? End() : arrival;
    }

    public void Close()
    {
        _child?.Dispose();
        _child = null;
    }

    /// <summary>The rate is known only after the stream's header.</summary>
    private FrameArrival Paced(FrameArrival arrival, CancellationToken stop)
    {
        if (_pacer is null)
        {
            _pacer = new FramePacer(settings.Rate ?? _frames!.Rate);
            _pacer.Restart();
        }

        return _pacer.Wait(stop) ? arrival : Arrival.Nothing;
    }

    private FrameArrival End()
    {
        int? code = _child!.WaitForExit();
        string[] messages = _child.Messages.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return code == 0
            ? Arrival.End
            : new FrameArrival(Arrival.End,
                Fault: $"video:{settings.File}: ffmpeg ended with exit code {code}; {(messages.Length > 0 ? messages[^1] : "it gave no message")}");
    }

    private string[] Arguments() =>
    [
        "-nostdin", "-v", "error", "-stream_loop", settings.Loops ? "-1" : "0", "-i", settings.File,
        "-map", "0:v:0", "-vf", "scale=out_color_matrix=bt601:out_range=tv", "-pix_fmt", "yuv420p", "-f", "yuv4mpegpipe", "-",
    ];
}
