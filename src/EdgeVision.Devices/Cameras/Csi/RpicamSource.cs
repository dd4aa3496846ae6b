using EdgeVision.Devices.Cameras.Capture;
using EdgeVision.Devices.Cameras.Pipes;
using EdgeVision.Devices.Linux;
using EdgeVision.Imaging;

namespace EdgeVision.Devices.Cameras.Csi;

/// <summary>A Raspberry Pi camera on the ribbon connector, read through the pipe of Raspberry Pi OS' own camera program.</summary>
internal sealed class RpicamSource(RpicamSettings settings) : IFrameSource
{
    private readonly FrameFormat _format = RpicamCommand.Format(settings);
    private string? _mode = settings.Mode;
    private string _program = RpicamSettings.ProgramNames[0];
    private ChildProgram? _child;
    private FramePipe? _frames;
    private bool _hasStarted;

    public string Description =>
        $"CSI camera {settings.Camera} ({Path.GetFileName(_program)}, {_format}{(_mode is null ? "" : $", mode {_mode}")})";

    public void Open()
    {
        _program = ProgramSearch.Find(settings.SearchPath, File.Exists, [.. RpicamSettings.ProgramNames])
            ?? throw new CameraException("CSI camera: rpicam-vid is not installed; run 'sudo apt install rpicam-apps-lite' on Raspberry Pi OS, or use a usb: camera");
        if (_mode is null && settings.View == FieldOfView.Full)
            _mode = SensorModes.Widest(ChildProgram.OutputOf(_program, ["--list-cameras"]), settings);
        _child = ChildProgram.Start(_program, RpicamCommand.Arguments(settings, _mode));
        _frames = new FramePipe(_child.Reader, _format);
        _hasStarted = false;
    }

    public FrameArrival Read(CameraFrame frame, CancellationToken stop)
    {
        TimeSpan limit = _hasStarted ? settings.StallLimit : settings.StartLimit;
        FrameArrival arrival = _frames!.Read(frame, limit, stop, out PipeOutcome outcome);
        _hasStarted |= outcome == PipeOutcome.Complete;
        if (outcome == PipeOutcome.Stalled)
            throw Fault($"sent nothing for {limit.TotalSeconds:0.#} s");
        if (outcome == PipeOutcome.EndOfStream && arrival.Kind == Arrival.Nothing)
            throw Fault(_child!.WaitForExit() is { } code ? $"ended with exit code {code}" : "closed its output");
        return arrival;
    }

    public void Close()
    {
        _child?.Dispose();
        _child = null;
        _frames = null;
    }

    private CameraException Fault(string what) =>
        new($"CSI camera {settings.Camera}: {Path.GetFileName(_program)} {what}; {RpicamMessages.Explain(_child!.Messages)}");
}
