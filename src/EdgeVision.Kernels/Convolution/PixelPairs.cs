namespace EdgeVision.Kernels;

/// <summary>
/// A convolution of few channels, as one of twice the channels over half the pixels: neighbouring output pixels become the channels of one
/// wider window, with zero weights where only the other pixel's window is. Both fill the lanes that one would leave idle, and what their
/// windows share is gathered once.
/// </summary>
internal static class PixelPairs
{
    /// <summary>What packs a convolution's weights for a register tile.</summary>
    public delegate PatchProduct Packing(FilterLayout layout, int filterZeroPoint, ReadOnlySpan<sbyte> filter, Requantization requantization);

    /// <summary>A convolution of patches, of pairs of pixels where these fill a tile of <paramref name="tileChannels"/> better.</summary>
    public static PreparedKernel Patches(
        ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization, int tileChannels, Packing pack)
    {
        ConvParameters joined = Suited(parameters, tileChannels);
        FilterLayout layout = PatchConvolution.LayoutOf(joined);
        if (ReferenceEquals(joined, parameters)) // comparing values takes parts of .NET that the ARM64 emulation lacks
            return PatchConvolution.Of(parameters, pack(layout, parameters.FilterZeroPoint, filter, requantization));
        sbyte[] joinedFilter = JoinFilter(parameters, filter);
        int[] bias = [.. requantization.Bias, .. requantization.Bias];
        var joinedRequantization = Requantization.Prepare(joined, layout, joinedFilter, bias);
        return PatchConvolution.Of(joined, pack(layout, joined.FilterZeroPoint, joinedFilter, joinedRequantization));
    }

    /// <summary>What is computed: the convolution of pairs of pixels where these fill a tile better, or the one that there is.</summary>
    public static ConvParameters Suited(ConvParameters parameters, int tileChannels) =>
        Suit(parameters, tileChannels) ? Join(parameters) : parameters;

    /// <summary>Whether it has pairs of pixels, and their channels together fill at most a tile of <paramref name="tileChannels"/>.</summary>
    private static bool Suit(ConvParameters parameters, int tileChannels) =>
        2 * parameters.Output.Channels <= tileChannels && parameters.Output.Width % 2 == 0 && parameters.Window.DilationWidth == 1
        && parameters.Window.StrideWidth <= parameters.Window.KernelWidth
        && (parameters.Window.KernelWidth + (long)parameters.Window.StrideWidth) * parameters.Window.KernelHeight * parameters.Input.Channels
            <= PatchProduct.MaxDepth;

    /// <summary>The same convolution with pairs of pixels; the tensors' bytes are the same.</summary>
    private static ConvParameters Join(ConvParameters parameters)
    {
        Window window = parameters.Window;
        TensorShape output = parameters.Output;
        return parameters with
        {
            Output = output with { Width = output.Width / 2, Channels = output.Channels * 2 },
            Window = window with { KernelWidth = window.KernelWidth + window.StrideWidth, StrideWidth = window.StrideWidth * 2 },
            Multipliers = parameters.Multipliers.Count <= 1 ? parameters.Multipliers : [.. parameters.Multipliers, .. parameters.Multipliers],
        };
    }

    /// <summary>The filter of the joined convolution.</summary>
    /// <param name="parameters">Of the convolution that is joined.</param>
    /// <param name="filter">Its filter.</param>
    private static sbyte[] JoinFilter(ConvParameters parameters, ReadOnlySpan<sbyte> filter)
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
