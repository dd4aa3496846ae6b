using System.Globalization;
using EdgeVision.Imaging;
using EdgeVision.Runtime;

namespace EdgeVision.App.Images;

/// <summary>What happens to a picture whose sides differ when the model's input is square.</summary>
internal enum AspectFit
{
    /// <summary>The middle square is used: nothing is distorted, the ends of the longer side are lost.</summary>
    Square,

    /// <summary>Both sides are resized on their own: everything is seen, distorted.</summary>
    Stretch,
}

/// <summary>
/// How a picture becomes an input tensor: crop, resize, normalize. Comes from the model's metadata, else from its input quantization, and
/// can be overridden; it is printed with every result, because accuracy depends on it and a wrong guess is silent.
/// </summary>
/// <param name="Crop">Share of the width and height that is kept, around the centre, in (0, 1].</param>
/// <param name="Fit">What happens to the aspect ratio.</param>
/// <param name="Resize">Whose arithmetic resizes.</param>
/// <param name="Mean">Subtracted from each 0…255 channel value: one number, or one per channel.</param>
/// <param name="Std">Divides the result: one number, or one per channel.</param>
/// <param name="Source">Where mean and std come from, for people.</param>
internal sealed record Preprocessing(double Crop, AspectFit Fit, ResizeConvention Resize, IReadOnlyList<float> Mean, IReadOnlyList<float> Std, string Source)
{
    /// <summary>The share of the picture that TensorFlow's ImageNet evaluation keeps.</summary>
    public const double ImageNetCrop = 0.875;

    private static readonly (string Name, ResizeConvention Convention)[] ResizeNames =
    [
        ("tensorflow", ResizeConvention.TensorFlowBilinear),
        ("tensorflow-legacy", ResizeConvention.TensorFlowLegacyBilinear),
        ("tensorflow-align-corners", ResizeConvention.TensorFlowAlignCorners),
        ("pillow", ResizeConvention.PillowBilinear),
        ("nearest", ResizeConvention.Nearest),
    ];

    /// <summary>The syntax of <c>--preprocess</c>, for help texts.</summary>
    public static string Syntax { get; } =
        $"comma-separated settings that replace the model's own: crop=FRACTION, fit=square|stretch, resize={string.Join('|', ResizeNames.Select(r => r.Name))}, mean=N[/N/N], std=N[/N/N]; for example crop=1,resize=pillow,mean=127.5,std=127.5";

    /// <summary>The convention of the model's first input, then the user's overrides.</summary>
    public static Preprocessing For(ExecutionPlan plan, double crop, AspectFit fit, string? overrides)
    {
        (IReadOnlyList<float> mean, IReadOnlyList<float> std, string source) = Normalization(plan);
        var own = new Preprocessing(crop, fit, ResizeConvention.TensorFlowBilinear, mean, std, source);
        return overrides is null ? own : own.With(overrides);
    }

    /// <summary>The part of a picture that is used.</summary>
    public CropRegion Region(int width, int height)
    {
        if (Fit == AspectFit.Stretch)
            return CropRegion.CentreFraction(width, height, Crop);
        int side = Math.Min(width, height);
        CropRegion square = CropRegion.CentreFraction(side, side, Crop);
        return square with { X = (width - square.Width) / 2, Y = (height - square.Height) / 2 };
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"crop={Crop},fit={Fit.ToString().ToLowerInvariant()},resize={ResizeNames.First(r => r.Convention == Resize).Name},mean={Join(Mean)},std={Join(Std)}");

    private static (IReadOnlyList<float> Mean, IReadOnlyList<float> Std, string Source) Normalization(ExecutionPlan plan)
    {
        if (plan.Model.Metadata.Inputs is [{ Normalization: { } fromFile }, ..])
            return (fromFile.Mean, fromFile.Std, "from the model's metadata");
        PlannedTensor input = plan.Inputs[0];
        if (input.Quantization is not { } q)
            throw new BadInputException($"{plan.Model.Name}: input '{input.Name}' is not a quantized 8-bit tensor");
        double lowest = q.Scale * (-128 - q.ZeroPoint), highest = q.Scale * (127 - q.ZeroPoint);
        if (Math.Abs(lowest) < 0.05 && Math.Abs(highest - 1) < 0.05)
            return ([0], [255], "guessed: the input's range is near [0, 1]");
        if (Math.Abs(lowest + 1) < 0.05 && Math.Abs(highest - 1) < 0.05)
            return ([127.5f], [127.5f], "guessed: the input's range is near [-1, 1]");
        if (Math.Abs(lowest) < 5 && Math.Abs(highest - 255) < 5)
            return ([0], [1], "guessed: the input's range is near [0, 255]");
        throw new BadInputException(string.Create(
            CultureInfo.InvariantCulture,
            $"{plan.Model.Name}: no metadata, and the input's range [{lowest:G4}, {highest:G4}] is none that is known; give --preprocess mean=...,std=..."));
    }

    private Preprocessing With(string overrides)
    {
        Preprocessing result = this with { Source = "as given" };
        foreach (string setting in overrides.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] pair = setting.Split('=', 2);
            string value = pair.Length == 2 ? pair[1] : "";
            result = pair[0] switch
            {
                "crop" => result with { Crop = Numbers(setting, value) is [> 0 and <= 1 and var crop] ? crop : throw Wrong(setting) },
                "fit" => result with { Fit = value switch { "square" => AspectFit.Square, "stretch" => AspectFit.Stretch, _ => throw Wrong(setting) } },
                "resize" => result with { Resize = ConventionNamed(setting, value) },
                "mean" => result with { Mean = Numbers(setting, value) },
                "std" => result with { Std = Numbers(setting, value) is var std && std.All(s => s > 0) ? std : throw Wrong(setting) },
                _ => throw Wrong(setting),
            };
        }

        return result;
    }

    private static ResizeConvention ConventionNamed(string setting, string name)
    {
        foreach ((string known, ResizeConvention convention) in ResizeNames)
        {
            if (known == name)
                return convention;
        }

        throw Wrong(setting);
    }

    private static float[] Numbers(string setting, string value)
    {
        string[] parts = value.Split('/');
        if (parts.Length is not (1 or 3))
            throw Wrong(setting);
        return [.. parts.Select(part => float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number) ? number : throw Wrong(setting))];
    }

    private static UsageException Wrong(string setting) => new($"--preprocess: '{setting}' is not understood; it takes {Syntax}");

    private static string Join(IReadOnlyList<float> values) => string.Join('/', values.Select(v => v.ToString(CultureInfo.InvariantCulture)));
}
