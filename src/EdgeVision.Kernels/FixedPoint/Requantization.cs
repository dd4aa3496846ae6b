using System.Runtime.Intrinsics;

namespace EdgeVision.Kernels;

/// <summary>
/// From 32-bit accumulators to int8: bias, multiplier and activation of every output channel.
/// </summary>
internal sealed class Requantization
{
    private const int Rows = 4;

    private Requantization(int channels)
    {
        Bias = new int[channels];
        Mantissas = new int[channels];
        LeftShifts = new int[channels];
        RightShifts = new int[channels];
    }

    public int[] Bias { get; }

    public int[] Mantissas { get; }

    /// <summary><c>max(exponent, 0)</c>.</summary>
    public int[] LeftShifts { get; }

    /// <summary><c>max(−exponent, 0)</c>.</summary>
    public int[] RightShifts { get; }

    /// <summary>
    /// Whether half of what a right shift divides by can be added to any product within 32 bits, which vector kernels need. False only
    /// for accumulators of 2^30 and more, which are those of channels with a scale near 0.
    /// </summary>
    public bool RoundsIn32Bits { get; private set; } = true;

    public int OutputZeroPoint { get; private init; }

    public OutputRange Range { get; private init; }

    public long Bytes => 4L * sizeof(int) * Bias.Length;

    /// <summary>Validates everything the accumulators depend on: no result and no shifted accumulator may leave 32 bits.</summary>
    public static Requantization Prepare(
        LinearParameters parameters,
        FilterLayout layout,
        ReadOnlySpan<sbyte> filter,
        ReadOnlySpan<int> bias)
    {
        Require.Linear(parameters);
        Require.Length(filter.Length, Require.Count("filter", layout.Channels, layout.Taps), "filter");
        if (!bias.IsEmpty)
            Require.Length(bias.Length, layout.Channels, "bias");
        if (parameters.Multipliers.Count != 1)
            Require.Length(parameters.Multipliers.Count, layout.Channels, "multiplier list");

        var result = new Requantization(layout.Channels) { OutputZeroPoint = parameters.OutputZeroPoint, Range = parameters.Range };
        bias.CopyTo(result.Bias);
        for (int c = 0; c < layout.Channels; c++)
        {
            FixedPointMultiplier multiplier = parameters.Multipliers[parameters.Multipliers.Count == 1 ? 0 : c];
            Require.Multiplier(multiplier);
            long bound = AccumulatorBound(parameters, layout, filter, c) + Math.Abs((long)result.Bias[c]);
            Require.FitsShift(bound, multiplier, $"accumulator of output channel {c}");
            result.Mantissas[c] = multiplier.Mantissa;
            result.LeftShifts[c] = Math.Max(multiplier.Exponent, 0);
            result.RightShifts[c] = Math.Max(-multiplier.Exponent, 0);
            long product = ((bound << result.LeftShifts[c]) * multiplier.Mantissa >> 31) + 1;
            result.RoundsIn32Bits &= product + (1L << result.RightShifts[c]) / 2 <= int.MaxValue;
        }

        return result;
    }

    /// <summary>Every channel's numbers, as <see cref="Restore"/> takes them.</summary>
    public PackedBlock ToBlock()
    {
        int channels = Bias.Length;
        var rows = new AlignedArray<int>(Rows * channels);
        Bias.CopyTo(rows.Slice(0, channels));
        Mantissas.CopyTo(rows.Slice(channels, channels));
        LeftShifts.CopyTo(rows.Slice(2 * channels, channels));
        RightShifts.CopyTo(rows.Slice(3 * channels, channels));
        return rows.Block;
    }

    /// <summary>
    /// What <see cref="ToBlock"/> was taken from. What accumulators can reach is not known any more, so <see cref="RoundsIn32Bits"/> is false;
    /// <see cref="Apply"/> is defined for any numbers.
    /// </summary>
    public static Requantization Restore(LinearParameters parameters, int channels, PackedBlock block)
    {
        var rows = new AlignedArray<int>(block, (long)Rows * channels);
        var result = new Requantization(channels) { OutputZeroPoint = parameters.OutputZeroPoint, Range = parameters.Range, RoundsIn32Bits = false };
        rows.Slice(0, channels).CopyTo(result.Bias);
        rows.Slice(channels, channels).CopyTo(result.Mantissas);
        rows.Slice(2 * channels, channels).CopyTo(result.LeftShifts);
        rows.Slice(3 * channels, channels).CopyTo(result.RightShifts);
        return result;
    }

    /// <summary><c>clamp(R(accumulator, M[channel]) + z_out)</c>; the bias is already in the accumulator.</summary>
    public sbyte Apply(int accumulator, int channel)
    {
        int high = FixedPointMath.RoundingDoublingHighMultiply(accumulator << LeftShifts[channel], Mantissas[channel]);
        long scaled = FixedPointMath.RoundingDivideByPowerOfTwo(high, RightShifts[channel]);
        return (sbyte)Math.Clamp(scaled + OutputZeroPoint, Range.Min, Range.Max);
    }

    private static long AccumulatorBound(LinearParameters parameters, FilterLayout layout, ReadOnlySpan<sbyte> filter, int channel)
    {
        long weights = 0;
        int zeroPoint = parameters.FilterZeroPoint, at = channel * layout.ChannelStride, left = layout.Taps;
        for (; layout.TapStride == 1 && layout.ChannelStride != 1 && left >= Vector128<sbyte>.Count; left -= Vector128<sbyte>.Count, at += Vector128<sbyte>.Count)
        {
            (Vector128<short> low, Vector128<short> high) = Vector128.Widen(Vector128.Create(filter.Slice(at, Vector128<sbyte>.Count)));
            Vector128<short> zeroPoints = Vector128.Create((short)zeroPoint);
            weights += Vector128.Sum(Vector128.Abs(low - zeroPoints) + Vector128.Abs(high - zeroPoints));
        }

        for (; left > 0; left--, at += layout.TapStride)
            weights += Math.Abs(filter[at] - zeroPoint);

        return weights * Math.Max(sbyte.MaxValue - parameters.InputZeroPoint, parameters.InputZeroPoint - sbyte.MinValue);
    }
}
