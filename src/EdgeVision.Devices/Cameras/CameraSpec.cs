using EdgeVision.Devices.Cameras.Capture;
using EdgeVision.Devices.Cameras.Specs;

namespace EdgeVision.Devices.Cameras;

/// <summary>
/// Which camera, as users write it: <c>kind:address?option=value&amp;option=value</c>. docs/cameras.md lists kinds and options.
/// </summary>
public sealed class CameraSpec
{
    private readonly string _text;
    private readonly Func<IFrameSource> _createSource;

    private CameraSpec(string text, Func<IFrameSource> createSource)
    {
        _text = text;
        _createSource = createSource;
    }

    /// <summary>The kinds, for help texts.</summary>
    public static string Syntax => CameraKinds.Syntax;

    /// <summary>Understands a text. Nothing is opened, so the camera need not be there.</summary>
    /// <param name="text">For example <c>csi</c>, <c>usb:/dev/video0?width=640&amp;height=480</c>, <c>images:photos?rate=2</c>.</param>
    /// <exception cref="FormatException">It is not understood; the message is one line that says what would be.</exception>
    public static CameraSpec Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new CameraSpec(text, CameraKinds.Understand(SpecText.Parse(text)));
    }

    /// <summary>The camera, not yet started.</summary>
    /// <exception cref="CameraException">This kind needs Linux (<c>usb</c>: 64-bit Linux), and this system is something else.</exception>
    public ICamera CreateCamera() => new CapturingCamera(_createSource(), RestartPolicy.Default);

    /// <summary>The text it was made from.</summary>
    public override string ToString() => _text;
}
