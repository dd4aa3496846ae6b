namespace EdgeVision.Imaging;

/// <summary>The int8 tensor a model takes: one picture, rows × columns × channels (NHWC with N = 1).</summary>
public sealed record InputTensorSpec
{
    /// <summary>Rows, at least 1.</summary>
    public required int Height { get; init; }

    /// <summary>Columns, at least 1.</summary>
    public required int Width { get; init; }

    /// <summary>3 for red, green, blue; 1 for grey.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>The real value of one quantization step; above 0 and finite.</summary>
    public required float Scale { get; init; }

    /// <summary>The quantized value that stands for 0, in the int8 domain: −128 … 127 (a uint8 model's zero point less 128).</summary>
    public required int ZeroPoint { get; init; }

    /// <summary>Bytes of the tensor: <c>Height · Width · Channels</c>.</summary>
    /// <exception cref="OverflowException">It has more than 2,147,483,647.</exception>
    public int Length => checked(Height * Width * Channels);

    /// <summary>Refuses a specification no tensor can have.</summary>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, 1);
        if (Channels is not (1 or 3))
            throw new ArgumentOutOfRangeException(nameof(Channels), Channels, "a picture becomes a tensor of 1 or 3 channels");
        if (!float.IsFinite(Scale) || Scale <= 0)
            throw new ArgumentOutOfRangeException(nameof(Scale), Scale, "the scale must be finite and above 0");
        ArgumentOutOfRangeException.ThrowIfLessThan(ZeroPoint, sbyte.MinValue);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ZeroPoint, sbyte.MaxValue);
    }
}
