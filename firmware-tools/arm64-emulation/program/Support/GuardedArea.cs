namespace EdgeVision.Arm64Program.Support;

/// <summary>Which side of a buffer touches a page that may not be accessed.</summary>
internal enum GuardSide
{
    Before,
    After,
}

/// <summary>
/// Room for one buffer at a time, beside a page where an access ends the program; on its other side are known bytes, and so is the buffer
/// until it is written.
/// </summary>
internal sealed unsafe class GuardedArea(int bytes)
{
    public const sbyte Poison = -0x5B;
    private const int Margin = 4096;

    private readonly sbyte* _area = (sbyte*)Host.Guarded(bytes + Margin);
    private readonly int _bytes = bytes + Margin;
    private int _length;
    private GuardSide _side;

    public Span<sbyte> Buffer => new(_side == GuardSide.Before ? _area : _area + _bytes - _length, _length);

    public Span<sbyte> Place(int length, GuardSide side)
    {
        (_length, _side) = (length, side);
        if (length > _bytes - Margin)
            throw new InvalidOperationException("a case is larger than the guarded area");
        sbyte* start = side == GuardSide.Before ? _area : _area + _bytes - length - Margin;
        new Span<sbyte>(start, length + Margin).Fill(Poison);
        return Buffer;
    }

    public Span<sbyte> Place(ReadOnlySpan<sbyte> values, GuardSide side)
    {
        Span<sbyte> buffer = Place(values.Length, side);
        values.CopyTo(buffer);
        return buffer;
    }

    public bool MarginIsUntouched() => _side == GuardSide.Before
        ? IsPoison(new ReadOnlySpan<sbyte>(_area + _length, Margin))
        : IsPoison(new ReadOnlySpan<sbyte>(_area + _bytes - _length - Margin, Margin));

    public static bool IsPoison(ReadOnlySpan<sbyte> values)
    {
        foreach (sbyte value in values)
        {
            if (value != Poison)
                return false;
        }

        return true;
    }
}
