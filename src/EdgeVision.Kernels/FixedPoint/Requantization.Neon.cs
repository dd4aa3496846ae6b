using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary><see cref="Requantization.Apply"/> on panels of sixteen channels, bit for bit; see <see cref="MultiplierNeon"/>.</summary>
internal static unsafe class RequantizationNeon
{
    private const int Panel = RequantizationTableNeon.PanelChannels;
    private const int Half = Panel / 2;

    /// <summary>Turns sums of some pixels into the bytes of a panel of channels.</summary>
    /// <param name="table">The channels' numbers.</param>
    /// <param name="channel">The panel's first channel.</param>
    /// <param name="channels">How many, in [1, 16]; only as many bytes are written.</param>
    /// <param name="sums">[pixel][<see cref="RequantizationTableNeon.PanelChannels"/>]; may be overwritten.</param>
    /// <param name="pixels">How many.</param>
    /// <param name="output">The first pixel's byte of that channel.</param>
    /// <param name="stride">Bytes from there to the next pixel's.</param>
    public static void Apply(RequantizationTableNeon table, int channel, int channels, int* sums, int pixels, sbyte* output, nint stride)
    {
        if (channels == Panel)
        {
            Apply(table, channel, sums, pixels, output, stride);
            return;
        }

        if (channels == Half)
        {
            ApplyHalf(table, channel, sums, pixels, output, stride);
            return;
        }

        sbyte* bytes = (sbyte*)sums; // a pixel's bytes take less than its sums, which have been read by then
        if (channels < Half)
            ApplyHalf(table, channel, sums, pixels, bytes, Panel);
        else
            Apply(table, channel, sums, pixels, bytes, Panel);
        for (int i = 0; i < pixels; i++, bytes += Panel, output += stride)
            CopyPart(bytes, output, channels);
    }

    /// <summary>Saturating at 16 bits on the way to 8 loses nothing: every such value is clamped in the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<sbyte> Narrow(Vector128<int> a, Vector128<int> b, Vector128<int> c, Vector128<int> d, Vector128<short> zeroPoint)
    {
        Vector64<sbyte> bytes = AdvSimd.ExtractNarrowingSaturateLower(Narrow(a, b, zeroPoint));
        return AdvSimd.ExtractNarrowingSaturateUpper(bytes, Narrow(c, d, zeroPoint));
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

    private static void Apply(RequantizationTableNeon table, int channel, int* sums, int pixels, sbyte* output, nint stride)
    {
        if (table.IsPlain)
            Apply<Divided>(table, channel, sums, pixels, output, stride);
        else
            Apply<Shifted>(table, channel, sums, pixels, output, stride);
    }

    private static void ApplyHalf(RequantizationTableNeon table, int channel, int* sums, int pixels, sbyte* output, nint stride)
    {
        if (table.IsPlain)
            ApplyHalf<Divided>(table, channel, sums, pixels, output, stride);
        else
            ApplyHalf<Shifted>(table, channel, sums, pixels, output, stride);
    }

    private static void ApplyHalf<TRounding>(RequantizationTableNeon table, int channel, int* sums, int pixels, sbyte* output, nint stride)
        where TRounding : struct, IRounding
    {
        Constants c0 = new(table, channel), c1 = new(table, channel + 4);
        Vector128<short> zeroPoint = Vector128.Create(table.OutputZeroPoint);
        Vector128<sbyte> min = Vector128.Create(table.Range.Min), max = Vector128.Create(table.Range.Max);
        for (int* end = sums + pixels * Panel; sums < end; sums += Panel, output += stride)
        {
            Vector128<int> a = TRounding.Scale(Vector128.Load(sums), c0), b = TRounding.Scale(Vector128.Load(sums + 4), c1);
            Vector64<sbyte> bytes = AdvSimd.ExtractNarrowingSaturateLower(Narrow(a, b, zeroPoint));
            TRounding.Clamp(bytes.ToVector128Unsafe(), min, max).GetLower().Store(output);
        }
    }

    private static void Apply<TRounding>(RequantizationTableNeon table, int channel, int* sums, int pixels, sbyte* output, nint stride)
        where TRounding : struct, IRounding
    {
        Constants c0 = new(table, channel), c1 = new(table, channel + 4), c2 = new(table, channel + 8), c3 = new(table, channel + 12);
        Vector128<short> zeroPoint = Vector128.Create(table.OutputZeroPoint);
        Vector128<sbyte> min = Vector128.Create(table.Range.Min), max = Vector128.Create(table.Range.Max);
        for (int* end = sums + pixels * Panel; sums < end; sums += Panel, output += stride)
        {
            Vector128<int> a = TRounding.Scale(Vector128.Load(sums), c0), b = TRounding.Scale(Vector128.Load(sums + 4), c1);
            Vector128<int> c = TRounding.Scale(Vector128.Load(sums + 8), c2), d = TRounding.Scale(Vector128.Load(sums + 12), c3);
            TRounding.Clamp(Narrow(a, b, c, d, zeroPoint), min, max).Store(output);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Narrow(Vector128<int> a, Vector128<int> b, Vector128<short> zeroPoint) =>
        AdvSimd.AddSaturate(AdvSimd.ExtractNarrowingSaturateUpper(AdvSimd.ExtractNarrowingSaturateLower(a), b), zeroPoint);

    /// <summary>The numbers of four channels.</summary>
    private readonly struct Constants
    {
        public readonly Vector128<int> Mantissa;
        public readonly Vector128<int> Left;
        public readonly Vector128<int> Right;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Constants(RequantizationTableNeon table, int channel)
        {
            Mantissa = Vector128.Load(table.Row(RequantizationTableNeon.Mantissa, channel));
            Left = Vector128.Load(table.Row(RequantizationTableNeon.Left, channel));
            Right = Vector128.Load(table.Row(RequantizationTableNeon.Right, channel));
        }
    }

    /// <summary>A panel's numbers, for sums that are in registers; see <see cref="RequantizationTableNeon.IsPlain"/>.</summary>
    public readonly struct Plain
    {
        private readonly Vector128<int> _mantissa0, _mantissa1, _mantissa2, _mantissa3;
        private readonly Vector128<int> _shift0, _shift1, _shift2, _shift3;
        private readonly Vector128<short> _zeroPoint;

        /// <param name="mantissas">Of sixteen channels.</param>
        /// <param name="shifts">Of sixteen channels, negative.</param>
        /// <param name="zeroPoint">The output's.</param>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Plain(int* mantissas, int* shifts, short zeroPoint)
        {
            (_mantissa0, _mantissa1) = (Vector128.Load(mantissas), Vector128.Load(mantissas + 4));
            (_mantissa2, _mantissa3) = (Vector128.Load(mantissas + 8), Vector128.Load(mantissas + 12));
            (_shift0, _shift1) = (Vector128.Load(shifts), Vector128.Load(shifts + 4));
            (_shift2, _shift3) = (Vector128.Load(shifts + 8), Vector128.Load(shifts + 12));
            _zeroPoint = Vector128.Create(zeroPoint);
        }

        /// <summary>The bytes of one pixel.</summary>
        /// <param name="a">The sums of the first four channels.</param>
        /// <param name="b">Those of the next.</param>
        /// <param name="c">Those of the next.</param>
        /// <param name="d">Those of the last.</param>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector128<sbyte> Apply(Vector128<int> a, Vector128<int> b, Vector128<int> c, Vector128<int> d) => Narrow(
            MultiplierNeon.MultiplyDivided(a, _mantissa0, _shift0),
            MultiplierNeon.MultiplyDivided(b, _mantissa1, _shift1),
            MultiplierNeon.MultiplyDivided(c, _mantissa2, _shift2),
            MultiplierNeon.MultiplyDivided(d, _mantissa3, _shift3),
            _zeroPoint);
    }

    private interface IRounding
    {
        static abstract Vector128<int> Scale(Vector128<int> sums, in Constants constants);

        static abstract Vector128<sbyte> Clamp(Vector128<sbyte> bytes, Vector128<sbyte> min, Vector128<sbyte> max);
    }

    /// <summary>See <see cref="RequantizationTableNeon.IsPlain"/>.</summary>
    private readonly struct Divided : IRounding
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<int> Scale(Vector128<int> sums, in Constants constants) =>
            MultiplierNeon.MultiplyDivided(sums, constants.Mantissa, constants.Right);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<sbyte> Clamp(Vector128<sbyte> bytes, Vector128<sbyte> min, Vector128<sbyte> max) => bytes;
    }

    /// <summary>Any multipliers, any range.</summary>
    private readonly struct Shifted : IRounding
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<int> Scale(Vector128<int> sums, in Constants constants) =>
            MultiplierNeon.Multiply(AdvSimd.ShiftLogical(sums, constants.Left), constants.Mantissa, constants.Right);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<sbyte> Clamp(Vector128<sbyte> bytes, Vector128<sbyte> min, Vector128<sbyte> max) =>
            AdvSimd.Min(AdvSimd.Max(bytes, min), max);
    }
}
