namespace EdgeVision.Kernels;

/// <summary>The taps [First, End) of one axis of a window that are inside the image; empty where First ≥ End.</summary>
internal readonly record struct TapRange(int First, int End)
{
    /// <param name="origin">Input position of tap 0, possibly negative.</param>
    /// <param name="kernel">Number of taps.</param>
    /// <param name="dilation">Input positions between two taps.</param>
    /// <param name="extent">Input extent.</param>
    public static TapRange Inside(int origin, int kernel, int dilation, int extent)
    {
        int first = origin >= 0 ? 0 : (dilation - 1 - origin) / dilation;
        int end = origin >= extent ? 0 : (extent - 1 - origin) / dilation + 1;
        return new TapRange(first, Math.Min(kernel, end));
    }
}
