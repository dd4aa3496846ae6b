using System.Globalization;
using EdgeVision.Imaging;
using EdgeVision.Quantize.Commands;
using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Calibration;

/// <summary>How a picture becomes the model's input. The settings and their syntax are those of <c>edgevision --preprocess</c>.</summary>
/// <param name="Crop">Share of the width and height that is kept, around the centre, in (0, 1].</param>
/// <param name="Resize">Whose arithmetic resizes.</param>
/// <param name="Convention">What normalizes the pixels.</param>
internal sealed record Preprocessing(double Crop, ResizeConvention Resize, InputConvention Convention)
{
    private const double ImageNetCrop = 0.875;

    private static readonly Dictionary<string, ResizeConvention> ResizeNames = new()
    {
        ["tensorflow"] = ResizeConvention.TensorFlowBilinear,
        ["tensorflow-legacy"] = ResizeConvention.TensorFlowLegacyBilinear,
        ["tensorflow-align-corners"] = ResizeConvention.TensorFlowAlignCorners,
        ["pillow"] = ResizeConvention.PillowBilinear,
        ["nearest"] = ResizeConvention.Nearest,
    };

    /// <summary>The syntax of <c>--preprocess</c>, for help texts.</summary>
    public static string Syntax { get; } =
        $"comma-separated settings: crop=FRACTION, resize={string.Join('|', ResizeNames.Keys)}, mean=N[/N/N], std=N[/N/N]";

    /// <summary>The model's convention and the settings of <c>--preprocess</c>.</summary>
    /// <exception cref="UsageException">A setting is not understood, or neither says how to normalize.</exception>
    public static Preprocessing For(FloatGraph graph, string? settings)
    {
        var own = new Preprocessing(ImageNetCrop, ResizeConvention.TensorFlowBilinear, graph.Convention ?? new InputConvention([], []));
        foreach (string setting in (settings ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            own = own.With(setting);
        if (own.Convention.Mean.Count == 0 || own.Convention.Std.Count == 0)
            throw new UsageException($"{graph.Name}: the source does not say how its pixels are normalized; give --preprocess mean=...,std=... (127.5 and 127.5 for [-1, 1], 0 and 255 for [0, 1])");
        return own;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        string resize = ResizeNames.First(pair => pair.Value == Resize).Key;
        return string.Create(CultureInfo.InvariantCulture, $"crop={Crop},resize={resize},mean={Join(Convention.Mean)},std={Join(Convention.Std)}");
    }

    private Preprocessing With(string setting)
    {
        string[] pair = setting.Split('=', 2);
        string value = pair.Length == 2 ? pair[1] : "";
        return pair[0] switch
        {
            "crop" when Numbers(value) is [> 0 and <= 1 and var crop] => this with { Crop = crop },
            "resize" when ResizeNames.TryGetValue(value, out ResizeConvention resize) => this with { Resize = resize },
            "mean" when Numbers(value) is { } mean => this with { Convention = Convention with { Mean = mean } },
            "std" when Numbers(value) is { } std && Array.TrueForAll(std, s => s > 0) => this with { Convention = Convention with { Std = std } },
            _ => throw new UsageException($"--preprocess: '{setting}' is not understood; it takes {Syntax}"),
        };
    }

    private static float[]? Numbers(string text)
    {
        string[] parts = text.Split('/');
        var numbers = new float[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!float.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !float.IsFinite(numbers[i]))
                return null;
        }

        return parts.Length is 1 or 3 ? numbers : null;
    }

    private static string Join(IReadOnlyList<float> values) => string.Join('/', values.Select(v => v.ToString(CultureInfo.InvariantCulture)));
}
