using EdgeVision.Devices.Cameras.Capture;
using EdgeVision.Devices.Cameras.Simulation;
using EdgeVision.Devices.Cameras.Specs;

namespace EdgeVision.Devices.Cameras;

/// <summary>
/// Which camera, as users write it: <c>kind:address?option=value&amp;option=value</c>. docs/cameras.md lists kinds and options.
/// </summary>
public sealed class CameraSpec
{
    private const int LargestSide = 8192;

    private readonly string _text;
    private readonly Func<IFrameSource> _createSource;

    private CameraSpec(string text, Func<IFrameSource> createSource)
    {
        _text = text;
        _createSource = createSource;
    }

    /// <summary>The kinds, for help texts.</summary>
    public static string Syntax => "synthetic";

    /// <summary>Understands a text. Nothing is opened, so the camera need not be there.</summary>
    /// <param name="text">For example <c>csi</c>, <c>usb:/dev/video0?width=640&amp;height=480</c>, <c>images:photos?rate=2</c>.</param>
    /// <exception cref="FormatException">It is not understood; the message is one line that says what would be.</exception>
    public static CameraSpec Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var spec = SpecText.Parse(text);
        Func<IFrameSource> createSource = spec.Kind switch
        {
            "synthetic" => Synthetic(spec),
            _ => throw spec.Wrong($"there is no kind '{spec.Kind}'; cameras are {Syntax}"),
        };
        spec.NoOtherOptions();
        return new CameraSpec(text, createSource);
    }

    /// <summary>The camera, not yet started.</summary>
    public ICamera CreateCamera() => new CapturingCamera(_createSource(), RestartPolicy.Default);

    /// <summary>The text it was made from.</summary>
    public override string ToString() => _text;

    private static Func<IFrameSource> Synthetic(SpecText spec)
    {
        spec.NoAddress();
        var settings = new SyntheticSettings(
            spec.Integer("width", 640, 1, LargestSide),
            spec.Integer("height", 480, 1, LargestSide),
            spec.Rate("rate", 10, 0),
            spec.Integer("frames", 0, 0, int.MaxValue),
            spec.Integer("seed", 1, 0, int.MaxValue));
        return () => new SyntheticSource(settings);
    }
}
