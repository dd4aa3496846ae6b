using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>
/// Patches times a filter matrix. A patch is what one output pixel reads, as 16-bit <c>x − z_in</c>, so that padding is 0; the filter
/// is stored as 16-bit <c>w − z_w</c>. Both zero points are thus exact without corrections, and vpmaddwd sums two products of at most
/// 255·255 without overflow. Registers hold a tile of 4 patches × 16 channels.
/// </summary>
internal sealed class PatchProductAvx2
{
    /// <summary>Patches multiplied at once.</summary>
    public const int TilePatches = 4;

    /// <summary>Longest patch; <see cref="TilePatches"/> of them (64 KiB) fit any thread's stack.</summary>
    public const int MaxDepth = 8192;

    private const int TileChannels = 16;
    private const int Pair = 2;

    private readonly short[] _weights;
    private readonly Requantization _requantization;
    private readonly int _channels;

    /// <summary>Packs [channel][depth] weights as [tile of channels][pair of depths][channel][depth of the pair].</summary>
    public PatchProductAvx2(FilterLayout layout, int filterZeroPoint, ReadOnlySpan<sbyte> filter, Requantization requantization)
    {
        _requantization = requantization;
        _channels = layout.Channels;
        Depth = PaddedDepth(layout.Taps);
        int tiles = (_channels + TileChannels - 1) / TileChannels;
        _weights = new short[tiles * TileChannels * Depth];
        for (int c = 0; c < _channels; c++)
        {
            int tile = c / TileChannels * TileChannels * Depth;
            for (int t = 0; t < layout.Taps; t++)
            {
                int position = tile + t / Pair * TileChannels * Pair + c % TileChannels * Pair + t % Pair;
                _weights[position] = (short)(filter[c * layout.ChannelStride + t * layout.TapStride] - filterZeroPoint);
            }
        }
    }

    /// <summary>Length of a patch: the taps, made even by one that meets zero weights.</summary>
    public int Depth { get; }

    public long Bytes => (long)sizeof(short) * _weights.Length + _requantization.Bytes;

    /// <summary>Whether the packed weights of this layout can be indexed and its patches fit the stack.</summary>
    public static bool Fits(FilterLayout layout) =>
        layout.Taps <= MaxDepth && (layout.Channels + (long)TileChannels) * PaddedDepth(layout.Taps) <= Array.MaxLength;

    /// <summary>Multiplies up to <see cref="TilePatches"/> patches laid one after another; writes [patch][channel].</summary>
    public void Run(ReadOnlySpan<short> patches, Span<sbyte> output)
    {
        int count = patches.Length / Depth;
        for (int channel = 0; channel < _channels; channel += TileChannels)
        {
            ref short weights = ref _weights[channel * Depth];
            if (count == TilePatches)
            {
                RunTile(patches, ref weights, channel, output);
                continue;
            }

            for (int i = 0; i < count; i++)
                RunSingle(patches.Slice(i * Depth, Depth), ref weights, channel, output.Slice(i * _channels, _channels));
        }
    }

    private static int PaddedDepth(int taps) => (taps + Pair - 1) / Pair * Pair;

    private void RunTile(ReadOnlySpan<short> patches, ref short weights, int channel, Span<sbyte> output)
    {
        ReadOnlySpan<int> pairs = MemoryMarshal.Cast<short, int>(patches);
        int length = Depth / Pair;
        ref int x0 = ref MemoryMarshal.GetReference(pairs);
        ref int x1 = ref Unsafe.Add(ref x0, length);
        ref int x2 = ref Unsafe.Add(ref x1, length);
        ref int x3 = ref Unsafe.Add(ref x2, length);

        Vector256<int> biasLow = Vector256.LoadUnsafe(ref _requantization.Bias[channel]);
        Vector256<int> biasHigh = Vector256.LoadUnsafe(ref _requantization.Bias[channel], 8);
        Vector256<int> low0 = biasLow, low1 = biasLow, low2 = biasLow, low3 = biasLow;
        Vector256<int> high0 = biasHigh, high1 = biasHigh, high2 = biasHigh, high3 = biasHigh;
        for (int i = 0; i < length; i++)
        {
            Vector256<short> low = Vector256.LoadUnsafe(ref weights, (nuint)i * 32);
            Vector256<short> high = Vector256.LoadUnsafe(ref weights, (nuint)i * 32 + 16);

            Vector256<short> x = Vector256.Create(Unsafe.Add(ref x0, i)).AsInt16();
            low0 += Avx2.MultiplyAddAdjacent(x, low);
            high0 += Avx2.MultiplyAddAdjacent(x, high);

            x = Vector256.Create(Unsafe.Add(ref x1, i)).AsInt16();
            low1 += Avx2.MultiplyAddAdjacent(x, low);
            high1 += Avx2.MultiplyAddAdjacent(x, high);

            x = Vector256.Create(Unsafe.Add(ref x2, i)).AsInt16();
            low2 += Avx2.MultiplyAddAdjacent(x, low);
            high2 += Avx2.MultiplyAddAdjacent(x, high);

            x = Vector256.Create(Unsafe.Add(ref x3, i)).AsInt16();
            low3 += Avx2.MultiplyAddAdjacent(x, low);
            high3 += Avx2.MultiplyAddAdjacent(x, high);
        }

        Store(low0, high0, channel, output);
        Store(low1, high1, channel, output[_channels..]);
        Store(low2, high2, channel, output[(2 * _channels)..]);
        Store(low3, high3, channel, output[(3 * _channels)..]);
    }

    private void RunSingle(ReadOnlySpan<short> patch, ref short weights, int channel, Span<sbyte> output)
    {
        ReadOnlySpan<int> pairs = MemoryMarshal.Cast<short, int>(patch);
        Vector256<int> low = Vector256.LoadUnsafe(ref _requantization.Bias[channel]);
        Vector256<int> high = Vector256.LoadUnsafe(ref _requantization.Bias[channel], 8);
        for (int i = 0; i < pairs.Length; i++)
        {
            Vector256<short> x = Vector256.Create(pairs[i]).AsInt16();
            low += Avx2.MultiplyAddAdjacent(x, Vector256.LoadUnsafe(ref weights, (nuint)i * 32));
            high += Avx2.MultiplyAddAdjacent(x, Vector256.LoadUnsafe(ref weights, (nuint)i * 32 + 16));
        }

        Store(low, high, channel, output);
    }

    private void Store(Vector256<int> low, Vector256<int> high, int channel, Span<sbyte> pixel)
    {
        Vector128<sbyte> bytes = RequantizationAvx2.ToBytes(
            RequantizationAvx2.Apply(_requantization, channel, low),
            RequantizationAvx2.Apply(_requantization, channel + 8, high));
        int remaining = _channels - channel;
        if (remaining >= TileChannels)
        {
            bytes.CopyTo(pixel.Slice(channel, TileChannels));
            return;
        }

        Span<sbyte> last = stackalloc sbyte[TileChannels];
        bytes.CopyTo(last);
        last[..remaining].CopyTo(pixel[channel..]);
    }
}
