namespace EdgeVision.Imaging;

/// <summary>
/// What a decoder may spend on a file nobody vouches for. A file beyond a limit is refused with an
/// <see cref="ImageFormatException"/> before memory of that size is allocated.
/// </summary>
public sealed record DecoderLimits
{
    /// <summary>Keeps every buffer, at most 8 bytes a pixel, within the length of an array.</summary>
    private const long LargestMaxPixels = 250_000_000;

    private readonly long _maxPixels = 64_000_000;
    private readonly long _maxFileBytes = 256L << 20;
    private readonly int _maxScans = 100;

    /// <summary>64 megapixels, 256 MiB, 100 scans.</summary>
    public static DecoderLimits Default { get; } = new();

    /// <summary>Most pixels (width · height) of a picture; 1 … 250 million, by default 64 million.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public long MaxPixels
    {
        get => _maxPixels;
        init => _maxPixels = InRange(value, LargestMaxPixels, nameof(MaxPixels));
    }

    /// <summary>Most bytes of a file; 1 … 2,147,483,591, by default 256 MiB.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public long MaxFileBytes
    {
        get => _maxFileBytes;
        init => _maxFileBytes = InRange(value, Array.MaxLength, nameof(MaxFileBytes));
    }

    /// <summary>
    /// Most scans of a JPEG; at least 1, by default 100. Encoders write about ten; each scan may visit the whole picture for a few
    /// bytes of file, so this bounds the time.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxScans
    {
        get => _maxScans;
        init => _maxScans = (int)InRange(value, int.MaxValue, nameof(MaxScans));
    }

    /// <summary>Refuses sides that are not positive or make too many pixels.</summary>
    internal void CheckSize(string format, long width, long height)
    {
        if (width < 1 || height < 1)
            throw ImageFormatException.Damaged(format, $"the header gives a size of {width}x{height}");
        if (width > MaxPixels || height > MaxPixels || width * height > MaxPixels)
        {
            throw new ImageFormatException(
                $"{format}: {width}x{height} is more than the {MaxPixels:N0} pixels allowed; shrink the picture or raise MaxPixels");
        }
    }

    /// <summary>Refuses files that are too long.</summary>
    internal void CheckFileLength(long bytes)
    {
        if (bytes > MaxFileBytes)
            throw new ImageFormatException($"{bytes:N0} bytes are more than the {MaxFileBytes:N0} allowed; shrink it or raise MaxFileBytes");
    }

    private static long InRange(long value, long max, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, max, name);
        return value;
    }
}
