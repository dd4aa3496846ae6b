using EdgeVision.Imaging.Preprocess;

namespace EdgeVision.Imaging;

/// <summary>
/// How a picture becomes an input tensor: crop, fit, resize, normalize. Calibration and inference must agree on all of it, because accuracy
/// depends on it and a wrong guess is silent; so every program takes it from here and prints it.
/// </summary>
public sealed record Preprocessing
{
    /// <summary>The share of the picture that TensorFlow's ImageNet evaluation keeps.</summary>
    public const double ImageNetCrop = 0.875;

    /// <summary>What classifiers take: 87.5 % of the middle square.</summary>
    public static Preprocessing MiddleSquare { get; } = new();

    /// <summary>What models of whole scenes take: everything, stretched to the input's shape.</summary>
    public static Preprocessing WholePicture { get; } = new() { Crop = 1, Fit = AspectFit.Stretch };

    /// <summary>The syntax that <see cref="With"/> reads, for help texts.</summary>
    public const string Syntax = PreprocessingText.Syntax;

    /// <summary>Share of the width and height that is kept, around the centre, in (0, 1].</summary>
    public double Crop { get; init; } = ImageNetCrop;

    /// <summary>What happens to the aspect ratio.</summary>
    public AspectFit Fit { get; init; } = AspectFit.Square;

    /// <summary>Whose arithmetic resizes.</summary>
    public ResizeConvention Resize { get; init; } = ResizeConvention.TensorFlowBilinear;

    /// <summary>Subtracted from each channel value of 0 … 255: one number, or one per channel; empty while it is not known.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [];

    /// <summary>Divides the result: one number above 0, or one per channel; empty while it is not known.</summary>
    public IReadOnlyList<float> Std { get; init; } = [];

    /// <summary>The same with single settings replaced.</summary>
    /// <param name="settings">Text in the form that <see cref="Syntax"/> describes; what it does not name stays.</param>
    /// <exception cref="PreprocessingException">A setting is not understood, or its value is outside its range.</exception>
    public Preprocessing With(string settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return PreprocessingText.Apply(this, settings);
    }

    /// <summary>The part of a picture that is used.</summary>
    /// <param name="width">The picture's columns, at least 1.</param>
    /// <param name="height">The picture's rows, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side or <see cref="Crop"/> is outside its range.</exception>
    public CropRegion Region(int width, int height)
    {
        if (Fit == AspectFit.Stretch)
            return CropRegion.CentreFraction(width, height, Crop);
        int side = Math.Min(width, height);
        CropRegion square = CropRegion.CentreFraction(side, side, Crop);
        return square with { X = (width - square.Width) / 2, Y = (height - square.Height) / 2 };
    }

    /// <summary>Mean and standard deviation for an input.</summary>
    /// <param name="channels">Channels of the input: 1 or 3.</param>
    /// <exception cref="PreprocessingException">They are not known, not finite, would divide by zero, or are not 1 or as many as
    /// channels.</exception>
    public Normalization NormalizationFor(int channels)
    {
        if (Mean.Count == 0 || Std.Count == 0)
        {
            throw new PreprocessingException(
                "how pixels are normalized is not known; give --preprocess mean=...,std=... (127.5 and 127.5 for [-1, 1], 0 and 255 for [0, 1])");
        }

        var normalization = new Normalization(Mean, Std);
        return normalization.Problem(channels) is { } problem ? throw new PreprocessingException($"preprocess: {problem}") : normalization;
    }

    /// <summary>The settings in the form that <see cref="With"/> reads.</summary>
    public override string ToString() => PreprocessingText.Format(this);
}
