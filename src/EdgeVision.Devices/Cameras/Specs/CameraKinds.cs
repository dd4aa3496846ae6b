using EdgeVision.Devices.Cameras.Capture;

namespace EdgeVision.Devices.Cameras.Specs;

/// <summary>The kinds of cameras by the names that <c>--camera</c> uses. A program for a device adds its own before it starts.</summary>
internal static class CameraKinds
{
    private static readonly Lock Gate = new();
    private static readonly OrderedDictionary<string, (string Syntax, Func<SpecText, Func<IFrameSource>> Understand)> Known = new(StringComparer.Ordinal)
    {
        ["csi"] = ("csi[:NUMBER]", SourceFactories.Csi),
        ["usb"] = ("usb[:DEVICE]", SourceFactories.Usb),
        ["images"] = ("images:FOLDER", SourceFactories.Images),
        ["video"] = ("video:FILE", SourceFactories.Video),
        ["raw"] = ("raw:PIPE (raw:- is standard input)", SourceFactories.Raw),
        ["synthetic"] = ("synthetic", SourceFactories.Synthetic),
    };

    /// <summary>All kinds as they are written, for help texts.</summary>
    public static string Syntax
    {
        get
        {
            lock (Gate)
                return string.Join(", ", Known.Values.Select(kind => kind.Syntax));
        }
    }

    /// <summary>Adds a kind; call it before the program parses its command line.</summary>
    /// <param name="kind">A name that is not taken yet.</param>
    /// <param name="syntax">How it is written, for help texts.</param>
    /// <param name="understand">Takes address and options from the text, opens nothing, and returns what creates the source.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public static void Register(string kind, string syntax, Func<SpecText, Func<IFrameSource>> understand)
    {
        lock (Gate)
            Known.Add(kind, (syntax, understand));
    }

    /// <summary>What creates the source that a text names.</summary>
    /// <exception cref="FormatException">There is no such kind, or it does not understand its address or options.</exception>
    public static Func<IFrameSource> Understand(SpecText spec)
    {
        Func<SpecText, Func<IFrameSource>>? understand;
        lock (Gate)
            understand = Known.GetValueOrDefault(spec.Kind).Understand;
        if (understand is null)
            throw spec.Wrong($"there is no kind '{spec.Kind}'; cameras are {Syntax}");
        Func<IFrameSource> createSource = understand(spec);
        spec.NoOtherOptions();
        return createSource;
    }
}
