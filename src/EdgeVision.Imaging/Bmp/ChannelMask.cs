using System.Numerics;

namespace EdgeVision.Imaging.Bmp;

/// <summary>Which bits of a pixel hold a colour channel.</summary>
internal readonly record struct ChannelMask(uint Mask)
{
    private int Shift => BitOperations.TrailingZeroCount(Mask);

    /// <summary>The channel of a pixel, stretched to 0 … 255 and rounded down; 0 for a channel without bits.</summary>
    public byte Extract(uint pixel) => Mask == 0 ? (byte)0 : (byte)((ulong)((pixel & Mask) >> Shift) * 255 / (Mask >> Shift));
}
