using System.Globalization;

namespace EdgeVision.Imaging.Preprocess;

/// <summary>The written form of <see cref="Preprocessing"/>: <c>crop=0.875,fit=square,resize=tensorflow,mean=127.5,std=127.5</c>.</summary>
internal static class PreprocessingText
{
    private static readonly (string Name, ResizeConvention Value)[] Conventions =
    [
        ("tensorflow", ResizeConvention.TensorFlowBilinear),
        ("tensorflow-legacy", ResizeConvention.TensorFlowLegacyBilinear),
        ("tensorflow-align-corners", ResizeConvention.TensorFlowAlignCorners),
        ("pillow", ResizeConvention.PillowBilinear),
        ("nearest", ResizeConvention.Nearest),
    ];

    private static readonly (string Name, AspectFit Value)[] Fits = [("square", AspectFit.Square), ("stretch", AspectFit.Stretch)];

    /// <summary>Written out, because every start of the program mentions it; a test compares it with the names above.</summary>
    public const string Syntax =
        "comma-separated settings: crop=FRACTION, fit=square|stretch, "
        + "resize=tensorflow|tensorflow-legacy|tensorflow-align-corners|pillow|nearest, "
        + "mean=N[/N/N], std=N[/N/N]; for example crop=1,resize=pillow,mean=127.5,std=127.5";

    public static string Format(Preprocessing p) => string.Create(
        CultureInfo.InvariantCulture,
        $"crop={p.Crop},fit={NameOf(Fits, p.Fit)},resize={NameOf(Conventions, p.Resize)},mean={Join(p.Mean)},std={Join(p.Std)}");

    public static Preprocessing Apply(Preprocessing start, string settings)
    {
        foreach (string setting in settings.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            start = ApplyOne(start, setting)
                ?? throw new PreprocessingException($"preprocess: '{setting}' is not understood; it takes {Syntax}");
        }

        return start;
    }

    private static Preprocessing? ApplyOne(Preprocessing start, string setting)
    {
        string[] pair = setting.Split('=', 2);
        string value = pair.Length == 2 ? pair[1] : "";
        return pair[0] switch
        {
            "crop" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double crop)
                && crop is > 0 and <= 1 => start with { Crop = crop },
            "fit" when TryFind(Fits, value, out AspectFit fit) => start with { Fit = fit },
            "resize" when TryFind(Conventions, value, out ResizeConvention convention) => start with { Resize = convention },
            "mean" when Numbers(value) is { } mean => start with { Mean = mean },
            "std" when Numbers(value) is { } std && Array.TrueForAll(std, s => s > 0) => start with { Std = std },
            _ => null,
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

    private static bool TryFind<T>((string Name, T Value)[] names, string name, out T value)
    {
        int index = Array.FindIndex(names, entry => entry.Name == name);
        value = names[Math.Max(index, 0)].Value;
        return index >= 0;
    }

    private static string NameOf<T>((string Name, T Value)[] names, T value)
        where T : struct, Enum =>
        Array.Find(names, entry => entry.Value.Equals(value)).Name;

    // A loop, because LINQ over numbers would have to be compiled at every start.
    private static string Join(IReadOnlyList<float> values)
    {
        var texts = new string[values.Count];
        for (int i = 0; i < texts.Length; i++)
            texts[i] = values[i].ToString(CultureInfo.InvariantCulture);
        return string.Join('/', texts);
    }
}
