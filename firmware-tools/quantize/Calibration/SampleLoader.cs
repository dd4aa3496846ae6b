using EdgeVision.Imaging;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Writing;

namespace EdgeVision.Quantize.Calibration;

/// <summary>Reads pictures and tensors from a folder.</summary>
internal sealed class SampleLoader
{
    private const int StepsPerLevel = 4;

    private static readonly string[] PictureExtensions = [".jpg", ".jpeg", ".png", ".bmp", ".ppm", ".pgm"];
    private static readonly string[] TensorExtensions = [".npy", ".raw", ".bin"];

    private readonly GraphInput _input;
    private readonly Preprocessing _preprocessing;
    private readonly Normalization _normalization;
    private readonly float[] _mean;
    private readonly float[] _std;

    /// <exception cref="PreprocessingException">The normalization is missing or does not fit the input's channels.</exception>
    public SampleLoader(GraphInput input, Preprocessing preprocessing)
    {
        _input = input;
        _preprocessing = preprocessing;
        _normalization = preprocessing.NormalizationFor(input.Channels);
        _mean = [.. _normalization.Mean];
        _std = [.. _normalization.Std];
        if (_mean.Length != _std.Length)
            (_mean, _std) = (Expand(_mean), Expand(_std));
        Quantization = ActivationQuantization.Covering(Range);
    }

    /// <summary>What normalized pixels of 0 … 255 cover.</summary>
    public ValueRange Range
    {
        get
        {
            var range = new ValueRange(float.PositiveInfinity, float.NegativeInfinity);
            for (int c = 0; c < _mean.Length; c++)
                range = range.Union(new ValueRange((0 - _mean[c]) / _std[c], (255 - _mean[c]) / _std[c]));
            return range;
        }
    }

    /// <summary>Quantization of the input, which follows from the convention alone.</summary>
    public ActivationQuantization Quantization { get; }

    /// <summary>The files of a folder that can be samples, by name.</summary>
    /// <exception cref="SourceException">There is none.</exception>
    public static IReadOnlyList<string> FilesIn(string folder)
    {
        if (!Directory.Exists(folder))
            throw new SourceException($"{folder}: there is no such folder; give one with pictures like those the model will see");
        List<string> files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsSample)];
        files.Sort(StringComparer.Ordinal);
        return files.Count > 0
            ? files
            : throw new SourceException($"{folder}: it holds no samples; put in pictures (JPEG, PNG, BMP, PPM) or tensors (.npy, .raw) like those the model will see");
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="SourceException">It cannot be read, or does not fit the model.</exception>
    public Sample Load(string file)
    {
        try
        {
            return IsPicture(file)
                ? FromPicture(Path.GetFileName(file), ImageFile.Load(file))
                : Sample.Tensor(Path.GetFileName(file), TensorFile.Read(file, _input, Normalize), Quantization);
        }
        catch (ImageFormatException e)
        {
            throw new SourceException($"{e.Message}; replace or remove the file", e);
        }
    }

    private Sample FromPicture(string name, RgbImage image)
    {
        var quantized = new sbyte[_input.Height * _input.Width * _input.Channels];
        var quarters = new ushort[quantized.Length];
        var step = new sbyte[quantized.Length];
        for (int i = 0; i < StepsPerLevel; i++)
        {
            // floor(v + 1/8) + floor(v + 3/8) + ... counts the quarters of v, rounded.
            float offset = 0.5f - ((i + 0.5f) / StepsPerLevel);
            Convert(image, new Normalization([offset], [1]), scale: 1, zeroPoint: -128, step);
            for (int p = 0; p < step.Length; p++)
                quarters[p] += (ushort)(step[p] + 128);
        }

        Convert(image, _normalization, Quantization.Scale, Quantization.ZeroPoint, quantized);
        return Sample.Picture(name, quarters, _mean, _std, quantized);
    }

    private void Convert(RgbImage image, Normalization normalization, float scale, int zeroPoint, Span<sbyte> tensor)
    {
        var spec = new InputTensorSpec
        {
            Height = _input.Height,
            Width = _input.Width,
            Channels = _input.Channels,
            Scale = scale,
            ZeroPoint = zeroPoint,
        };
        CropRegion crop = _preprocessing.Region(image.Width, image.Height);
        ImageToTensor.Plan(image.Width, image.Height, crop, _preprocessing.Resize, normalization, spec).Run(image, tensor);
    }

    private float Normalize(byte pixel, int index)
    {
        int c = index % _mean.Length;
        return (pixel - _mean[c]) / _std[c];
    }

    private float[] Expand(float[] values) =>
        values.Length == 1 ? [.. Enumerable.Repeat(values[0], _input.Channels)] : values;

    private static bool IsPicture(string file) => PictureExtensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    private static bool IsSample(string file) => IsPicture(file)
        || TensorExtensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);
}
