namespace EdgeVision.Kernels;

/// <summary>Neighbouring output pixels [Begin, End) of a row; empty where Begin ≥ End.</summary>
internal readonly record struct PixelSpan(int Begin, int End)
{
    private static readonly PixelSpan None = new(0, 0);

    /// <summary>Those whose whole window is inside the image.</summary>
    /// <param name="window">The window.</param>
    /// <param name="input">Shape of the image.</param>
    /// <param name="width">Output pixels in a row.</param>
    /// <param name="top">The windows' first input row.</param>
    public static PixelSpan Inside(Window window, TensorShape input, int width, int top)
    {
        if (top < 0 || top + (window.KernelHeight - 1) * window.DilationHeight >= input.Height)
            return None;
        int begin = (window.PadLeft + window.StrideWidth - 1) / window.StrideWidth;
        int last = input.Width - 1 - (window.KernelWidth - 1) * window.DilationWidth + window.PadLeft;
        int end = last < 0 ? 0 : Math.Min(width, last / window.StrideWidth + 1);
        return begin < end ? new PixelSpan(begin, end) : None;
    }

    public bool Contains(int x) => x >= Begin && x < End;
}
