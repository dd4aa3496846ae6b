namespace EdgeVision.Kernels;

/// <summary>Where the weights of one output channel are: tap t of channel c at <c>c·ChannelStride + t·TapStride</c>.</summary>
internal readonly record struct FilterLayout(int Channels, int Taps, int ChannelStride, int TapStride)
{
    /// <summary>How many taps in a row of the window are next to each other in memory; all, unless set.</summary>
    public int RowTaps { get; init; } = Taps;

    /// <summary>[channel][tap]: OHWI and matrix filters.</summary>
    public static FilterLayout ChannelMajor(int channels, int taps) => new(channels, taps, taps, 1);

    /// <summary>[tap][channel]: depthwise filters.</summary>
    public static FilterLayout TapMajor(int channels, int taps) => new(channels, taps, 1, channels);
}
