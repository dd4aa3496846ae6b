using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary>Sums of tensors of one shape, sixteen elements at a time; the rest as the reference does it.</summary>
internal sealed class SumNeon : SumKernel
{
    private const int Elements = 16;

    public override string Name => "sum_s8_1x16_neon";

    public override Isa Isa => Isa.Neon;

    public override bool CanRun(BinaryParameters parameters) => parameters.IsElementwise;

    public override PreparedBinary Prepare(BinaryParameters parameters, ScaledSum sum) =>
        new Prepared(parameters.Output.Width * parameters.Output.Channels, sum);

    private sealed class Prepared(int rowLength, ScaledSum sum) : PreparedBinary
    {
        private readonly ScaledSum _sum = sum;

        public override void Run(ReadOnlySpan<sbyte> first, ReadOnlySpan<sbyte> second, Span<sbyte> output, int row, int rows)
        {
            var vectors = new Vectors(_sum);
            ref sbyte x = ref MemoryMarshal.GetReference(first);
            ref sbyte y = ref MemoryMarshal.GetReference(second);
            ref sbyte to = ref MemoryMarshal.GetReference(output);
            int i = row * rowLength, end = i + rows * rowLength;
            for (; i <= end - Elements; i += Elements)
                vectors.Apply(Vector128.LoadUnsafe(ref x, (nuint)i), Vector128.LoadUnsafe(ref y, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
            for (; i < end; i++)
                output[i] = _sum.Apply(first[i], second[i]);
        }
    }

    /// <summary><see cref="ScaledSum"/> with its constants in every lane.</summary>
    private readonly struct Vectors(ScaledSum sum)
    {
        private readonly Vector128<short> _firstZeroPoint = Vector128.Create((short)sum.First.ZeroPoint);
        private readonly Vector128<short> _secondZeroPoint = Vector128.Create((short)sum.Second.ZeroPoint);
        private readonly MultiplierNeon _first = new(sum.First.Multiplier);
        private readonly MultiplierNeon _second = new(sum.Second.Multiplier);
        private readonly MultiplierNeon _toOutput = new(sum.ToOutput);
        private readonly Vector128<int> _sign = Vector128.Create(sum.Sign);
        private readonly Vector128<short> _zeroPoint = Vector128.Create((short)sum.OutputZeroPoint);
        private readonly Vector128<sbyte> _min = Vector128.Create(sum.Range.Min);
        private readonly Vector128<sbyte> _max = Vector128.Create(sum.Range.Max);

        public Vector128<sbyte> Apply(Vector128<sbyte> x, Vector128<sbyte> y)
        {
            // Saturating at 16 bits on the way to 8 loses nothing: every such value is clamped in the end.
            Vector128<short> low = Half(AdvSimd.SignExtendWideningLower(x.GetLower()), AdvSimd.SignExtendWideningLower(y.GetLower()));
            Vector128<short> high = Half(AdvSimd.SignExtendWideningUpper(x), AdvSimd.SignExtendWideningUpper(y));
            Vector128<sbyte> bytes = AdvSimd.ExtractNarrowingSaturateUpper(AdvSimd.ExtractNarrowingSaturateLower(low), high);
            return AdvSimd.Min(AdvSimd.Max(bytes, _min), _max);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector128<short> Half(Vector128<short> x, Vector128<short> y)
        {
            x -= _firstZeroPoint;
            y -= _secondZeroPoint;
            Vector128<int> low = Sum(AdvSimd.SignExtendWideningLower(x.GetLower()), AdvSimd.SignExtendWideningLower(y.GetLower()));
            Vector128<int> high = Sum(AdvSimd.SignExtendWideningUpper(x), AdvSimd.SignExtendWideningUpper(y));
            Vector128<short> words = AdvSimd.ExtractNarrowingSaturateUpper(AdvSimd.ExtractNarrowingSaturateLower(low), high);
            return AdvSimd.AddSaturate(words, _zeroPoint);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector128<int> Sum(Vector128<int> x, Vector128<int> y)
        {
            Vector128<int> a = _first.Apply(x << ScaledSum.FractionBits);
            Vector128<int> b = _second.Apply(y << ScaledSum.FractionBits);
            return _toOutput.Apply(AdvSimd.MultiplyAdd(a, b, _sign));
        }
    }
}
