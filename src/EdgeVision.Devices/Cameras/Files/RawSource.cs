using EdgeVision.Devices.Cameras.Capture;
using EdgeVision.Devices.Cameras.Pipes;
using EdgeVision.Devices.Linux;

namespace EdgeVision.Devices.Cameras.Files;

/// <summary>Uncompressed frames from a named pipe, a file or standard input, written by any other program.</summary>
internal sealed class RawSource(RawSettings settings) : IFrameSource
{
    private const string StandardInput = "-";

    private int _file = -1;
    private FramePipe? _frames;
    private Yuv4MpegReader? _stream;
    private bool _endsForGood;

    public string Description => settings.Format is null ? Name : $"{Name} ({settings.Format})";

    private string Name => $"raw:{settings.Path}";

    public void Open()
    {
        if (Directory.Exists(settings.Path))
            throw new CameraException($"{Name} is a folder; name a pipe or a file, or use images:{settings.Path} for pictures");
        // A named pipe is opened without waiting for its writer, so that waiting can be stopped.
        int file = settings.Path == StandardInput ? 0 : LibC.Open(settings.Path, LibC.ReadOnly | LibC.NonBlocking | LibC.CloseOnExec);
        if (file < 0)
            throw new CameraException($"{Name} cannot be opened: {LibC.Message(file)}; 'mkfifo {settings.Path}' makes a named pipe");
        _file = file;
        _endsForGood = file == 0 || (File.Exists(settings.Path) && new FileInfo(settings.Path).Length > 0);
        var reader = new PipeReader(file, Name);
        _frames = settings.Format is null ? null : new FramePipe(reader, settings.Format);
        _stream = settings.Format is null ? new Yuv4MpegReader(reader, Name) : null;
    }

    public FrameArrival Read(CameraFrame frame, CancellationToken stop)
    {
        PipeOutcome outcome = PipeOutcome.Complete;
        FrameArrival arrival = _frames?.Read(frame, Timeout.InfiniteTimeSpan, stop, out outcome)
            ?? _stream!.Read(frame, Timeout.InfiniteTimeSpan, stop, out outcome);
        if (outcome != PipeOutcome.EndOfStream || arrival.Kind == Arrival.Corrupt)
            return arrival;
        return _endsForGood ? Arrival.End : throw new CameraException($"{Name}: the writing program closed the pipe; waiting for another");
    }

    public void Close()
    {
        if (_file > 0)
            LibC.Close(_file);
        _file = -1;
    }
}
