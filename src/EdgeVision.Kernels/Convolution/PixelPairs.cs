namespace EdgeVision.Kernels;

/// <summary>
/// A convolution of few channels, as one of twice the channels over half the pixels: neighbouring output pixels become the channels of one
/// wider window, with zero weights where only the other pixel's window is. Both fill the lanes that one would leave idle, and what their
/// windows share is gathered once.
/// </summary>
internal static class PixelPairs
{
    /// <summary>Whether it has pairs of pixels, and their channels together fill at most a tile of <paramref name="tileChannels"/>.</summary>
    public static bool Suit(ConvParameters parameters, int tileChannels) =>
        2 * parameters.Output.Channels <= tileChannels && parameters.Output.Width % 2 == 0 && parameters.Window.DilationWidth == 1
        && parameters.Window.StrideWidth <= parameters.Window.KernelWidth
        && ConvPatches.LayoutOf(Join(parameters)).Taps <= PatchProduct.MaxDepth;

    /// <summary>The same convolution with pairs of pixels; the tensors' bytes are the same.</summary>
    public static ConvParameters Join(ConvParameters parameters)
    {
        Window window = parameters.Window;
        TensorShape output = parameters.Output;
        return parameters with
        {
            Output = output with { Width = output.Width / 2, Channels = output.Channels * 2 },
            Window = window with { KernelWidth = window.KernelWidth + window.StrideWidth, StrideWidth = window.StrideWidth * 2 },
            Multipliers = parameters.Multipliers.Count == 1 ? parameters.Multipliers : [.. parameters.Multipliers, .. parameters.Multipliers],
        };
    }

    /// <summary>The filter of the joined convolution.</summary>
    /// <param name="parameters">Of the convolution that is joined.</param>
    /// <param name="filter">Its filter.</param>
    public static sbyte[] JoinFilter(ConvParameters parameters, ReadOnlySpan<sbyte> filter)
    {
        Window window = parameters.Window;
        int channels = parameters.Input.Channels, line = window.KernelWidth * channels;
        int shift = window.StrideWidth * channels, joinedLine = line + shift, lines = parameters.Output.Channels * window.KernelHeight;
        var joined = new sbyte[2 * lines * joinedLine];
        Array.Fill(joined, (sbyte)parameters.FilterZeroPoint);
        for (int i = 0; i < 2 * lines; i++)
        {
            ReadOnlySpan<sbyte> weights = filter.Slice(i % lines * line, line);
            weights.CopyTo(joined.AsSpan(i * joinedLine + (i < lines ? 0 : shift), line));
        }

        return joined;
    }
}
