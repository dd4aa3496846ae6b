using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary><see cref="Requantization.Apply"/> on panels of sixteen channels, bit for bit; see <see cref="MultiplierNeon"/>.</summary>
internal static unsafe class RequantizationNeon
{
    private const int Panel = RequantizationTableNeon.PanelChannels;

    /// <summary>Turns sums of some pixels into the bytes of a whole panel of channels.</summary>
    /// <param name="table">The channels' numbers.</param>
    /// <param name="channel">The panel's first channel.</param>
    /// <param name="sums">[pixel][<see cref="RequantizationTableNeon.PanelChannels"/>], without bias.</param>
    /// <param name="pixels">How many.</param>
    /// <param name="output">The first pixel's byte of that channel.</param>
    /// <param name="stride">Bytes from there to the next pixel's.</param>
    public static void Apply(RequantizationTableNeon table, int channel, int* sums, int pixels, sbyte* output, nint stride)
    {
        if (table.DividesOnly)
            Apply<Divided>(table, channel, sums, pixels, output, stride);
        else
            Apply<Shifted>(table, channel, sums, pixels, output, stride);
    }

    /// <summary>The same for the last channels of a pixel, fewer than a panel; a whole vector would overwrite the next pixel.</summary>
    /// <param name="table">The channels' numbers.</param>
    /// <param name="channel">The first of the channels.</param>
    /// <param name="channels">How many, in [1, 15].</param>
    /// <param name="sums">[pixel][<see cref="RequantizationTableNeon.PanelChannels"/>], without bias; overwritten.</param>
    /// <param name="pixels">How many.</param>
    /// <param name="output">The first pixel's byte of that channel.</param>
    /// <param name="stride">Bytes from there to the next pixel's.</param>
    public static void ApplyPart(RequantizationTableNeon table, int channel, int channels, int* sums, int pixels, sbyte* output, nint stride)
    {
        sbyte* bytes = (sbyte*)sums; // a pixel's bytes take less than its sums, which have been read by then
        Apply(table, channel, sums, pixels, bytes, Panel);
        for (int i = 0; i < pixels; i++, bytes += Panel, output += stride)
            CopyPart(bytes, output, channels);
    }

    private static void CopyPart(sbyte* from, sbyte* to, int count)
    {
        if ((count & 8) != 0)
        {
            *(long*)to = *(long*)from;
            from += 8;
            to += 8;
        }

        if ((count & 4) != 0)
        {
            *(int*)to = *(int*)from;
            from += 4;
            to += 4;
        }

        for (int i = 0; i < (count & 3); i++)
            to[i] = from[i];
    }

    private static void Apply<TRounding>(RequantizationTableNeon table, int channel, int* sums, int pixels, sbyte* output, nint stride)
        where TRounding : struct, IRounding
    {
        var (c0, c1) = (new Constants(table, channel), new Constants(table, channel + 4));
        var (c2, c3) = (new Constants(table, channel + 8), new Constants(table, channel + 12));
        Vector128<short> zeroPoint = Vector128.Create(table.OutputZeroPoint);
        Vector128<sbyte> min = Vector128.Create(table.Range.Min), max = Vector128.Create(table.Range.Max);
        for (int* end = sums + pixels * Panel; sums < end; sums += Panel, output += stride)
        {
            Vector128<int> a = Vector128.Load(sums), b = Vector128.Load(sums + 4), c = Vector128.Load(sums + 8), d = Vector128.Load(sums + 12);
            a = TRounding.Scale(a + c0.Bias, c0);
            b = TRounding.Scale(b + c1.Bias, c1);
            c = TRounding.Scale(c + c2.Bias, c2);
            d = TRounding.Scale(d + c3.Bias, c3);

            // Saturating at 16 bits on the way to 8 loses nothing: every such value is clamped in the end.
            Vector128<short> low = AdvSimd.AddSaturate(Narrow(a, b), zeroPoint), high = AdvSimd.AddSaturate(Narrow(c, d), zeroPoint);
            Vector128<sbyte> bytes = AdvSimd.ExtractNarrowingSaturateUpper(AdvSimd.ExtractNarrowingSaturateLower(low), high);
            AdvSimd.Min(AdvSimd.Max(bytes, min), max).Store(output);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Narrow(Vector128<int> a, Vector128<int> b) =>
        AdvSimd.ExtractNarrowingSaturateUpper(AdvSimd.ExtractNarrowingSaturateLower(a), b);

    /// <summary>The numbers of four channels.</summary>
    private readonly struct Constants
    {
        public readonly Vector128<int> Bias;
        public readonly Vector128<int> Mantissa;
        public readonly Vector128<int> Left;
        public readonly Vector128<int> Right;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Constants(RequantizationTableNeon table, int channel)
        {
            Bias = Vector128.LoadUnsafe(ref table[RequantizationTableNeon.Bias, channel]);
            Mantissa = Vector128.LoadUnsafe(ref table[RequantizationTableNeon.Mantissa, channel]);
            Left = Vector128.LoadUnsafe(ref table[RequantizationTableNeon.Left, channel]);
            Right = Vector128.LoadUnsafe(ref table[RequantizationTableNeon.Right, channel]);
        }
    }

    private interface IRounding
    {
        static abstract Vector128<int> Scale(Vector128<int> sums, in Constants constants);
    }

    /// <summary>See <see cref="RequantizationTableNeon.DividesOnly"/>.</summary>
    private readonly struct Divided : IRounding
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<int> Scale(Vector128<int> sums, in Constants constants) =>
            MultiplierNeon.MultiplyDivided(sums, constants.Mantissa, constants.Right);
    }

    /// <summary>Any multipliers.</summary>
    private readonly struct Shifted : IRounding
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<int> Scale(Vector128<int> sums, in Constants constants) =>
            MultiplierNeon.Multiply(AdvSimd.ShiftLogical(sums, constants.Left), constants.Mantissa, constants.Right);
    }
}
