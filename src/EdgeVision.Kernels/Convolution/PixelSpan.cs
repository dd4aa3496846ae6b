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

    /// <summary>Those of them for which also what whole vectors read too much after each row is in the image; none of a dilated window.</summary>
    /// <param name="window">The window.</param>
    /// <param name="input">Shape of the image.</param>
    /// <param name="width">Output pixels in a row.</param>
    /// <param name="top">The windows' first input row.</param>
    /// <param name="slack">Elements read too much.</param>
    public static PixelSpan Readable(Window window, TensorShape input, int width, int top, int slack)
    {
        PixelSpan inside = Inside(window, input, width, top);
        if (window.DilationWidth != 1)
            return None;
        long lastRow = top + (window.KernelHeight - 1L) * window.DilationHeight;
        long room = ((long)input.Height - lastRow) * input.Width * input.Channels - slack;
        long left = room / input.Channels - window.KernelWidth;
        long end = left < 0 ? 0 : (left + window.PadLeft) / window.StrideWidth + 1;
        return inside with { End = (int)Math.Min(inside.End, end) };
    }

    public bool Contains(int x) => x >= Begin && x < End;
}
