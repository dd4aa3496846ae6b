namespace EdgeVision.Kernels;

/// <summary>One of TFLite's two ways to interpolate bytes.</summary>
/// <typeparam name="TWeight">Type of the fraction between two positions.</typeparam>
internal interface IBilinearArithmetic<TWeight>
{
    static abstract (int Lower, int Upper, TWeight Fraction) Locate(int i, int input, int output, ResizeCoordinates coordinates);

    /// <summary>Mixes four neighbours; the first letter names the row (top, bottom), the second the column (left, right).</summary>
    static abstract sbyte Mix(sbyte tl, sbyte tr, sbyte bl, sbyte br, TWeight dy, TWeight dx);
}

/// <summary>int8: positions and weights have 10 fractional bits, and the scale is rounded to them.</summary>
internal readonly struct IntegerBilinear : IBilinearArithmetic<int>
{
    private const int One = 1 << 10;

    public static (int Lower, int Upper, int Fraction) Locate(int i, int input, int output, ResizeCoordinates coordinates)
    {
        bool aligned = coordinates == ResizeCoordinates.AlignCorners && output > 1;
        long from = aligned ? input - 1 : input;
        long to = aligned ? output - 1 : output;
        long scale = (One * from + to / 2) / to;
        long position = i * scale;
        if (coordinates == ResizeCoordinates.HalfPixel)
            position += scale / 2 - One / 2;

        int lower = (int)Math.Min(Math.Max(position / One, 0), input - 1);
        int upper = (int)Math.Min((position + One - 1) / One, input - 1);

        // Where both positions are the same the fraction cancels out.
        return (lower, upper, lower == upper ? 0 : (int)(position - (long)One * lower));
    }

    public static sbyte Mix(sbyte tl, sbyte tr, sbyte bl, sbyte br, int dy, int dx)
    {
        int top = tl * (One - dx) + tr * dx;
        int bottom = bl * (One - dx) + br * dx;
        int sum = top * (One - dy) + bottom * dy;
        int half = sum > 0 ? One * One / 2 : -One * One / 2;
        return (sbyte)((sum + half) / (One * One));
    }
}

/// <summary>Legacy uint8: float32 on the unsigned values, in the reference's order of operations.</summary>
internal readonly struct Float32Bilinear : IBilinearArithmetic<float>
{
    public static (int Lower, int Upper, float Fraction) Locate(int i, int input, int output, ResizeCoordinates coordinates)
    {
        float scale = coordinates == ResizeCoordinates.AlignCorners && output > 1
            ? (float)(input - 1) / (output - 1)
            : (float)input / output;
        float position = coordinates == ResizeCoordinates.HalfPixel ? (i + 0.5f) * scale - 0.5f : i * scale;
        int lower = Math.Clamp((int)MathF.Floor(position), 0, input - 1);
        int upper = Math.Clamp((int)MathF.Ceiling(position), 0, input - 1);
        return (lower, upper, position - lower);
    }

    public static sbyte Mix(sbyte tl, sbyte tr, sbyte bl, sbyte br, float dy, float dx)
    {
        float value = (tl + 128) * (1 - dy) * (1 - dx)
            + (bl + 128) * dy * (1 - dx)
            + (tr + 128) * (1 - dy) * dx
            + (br + 128) * dy * dx
            + 0.5f;
        return (sbyte)(Math.Clamp((int)value, 0, 255) - 128);
    }
}
