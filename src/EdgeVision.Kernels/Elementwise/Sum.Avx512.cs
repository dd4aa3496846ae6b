using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>Sums of tensors of one shape, thirty-two elements at a time; the rest as the reference does it.</summary>
internal sealed class SumAvx512 : SumKernel
{
    private const int Elements = 32;

    public override string Name => "sum_s8_1x32_avx512";

    public override Isa Isa => Isa.Avx512;

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
                vectors.Apply(Vector256.LoadUnsafe(ref x, (nuint)i), Vector256.LoadUnsafe(ref y, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
            for (; i < end; i++)
                output[i] = _sum.Apply(first[i], second[i]);
        }
    }

    /// <summary><see cref="ScaledSum"/> with its constants in every lane.</summary>
    private readonly struct Vectors(ScaledSum sum)
    {
        private readonly Vector512<int> _firstZeroPoint = Vector512.Create(sum.First.ZeroPoint);
        private readonly Vector512<int> _secondZeroPoint = Vector512.Create(sum.Second.ZeroPoint);
        private readonly MultiplierAvx512 _first = new(sum.First.Multiplier);
        private readonly MultiplierAvx512 _second = new(sum.Second.Multiplier);
        private readonly MultiplierAvx512 _toOutput = new(sum.ToOutput);
        private readonly Vector512<int> _sign = Vector512.Create(sum.Sign);
        private readonly Vector256<short> _zeroPoint = Vector256.Create((short)sum.OutputZeroPoint);
        private readonly Vector256<sbyte> _min = Vector256.Create(sum.Range.Min);
        private readonly Vector256<sbyte> _max = Vector256.Create(sum.Range.Max);

        // Inlined, because a method without a loop that is compiled when it is first called stays slow for a second or more.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<sbyte> Apply(Vector256<sbyte> x, Vector256<sbyte> y)
        {
            // Saturating at 16 bits on the way to 8 loses nothing: every such value is clamped in the end.
            Vector256<short> low = Words(x.GetLower(), y.GetLower()), high = Words(x.GetUpper(), y.GetUpper());
            Vector256<sbyte> bytes = Avx2.Permute4x64(Avx2.PackSignedSaturate(low, high).AsInt64(), 0b11_01_10_00).AsSByte();
            return Avx2.Min(Avx2.Max(bytes, _min), _max);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector256<short> Words(Vector128<sbyte> x, Vector128<sbyte> y)
        {
            Vector512<int> a = _first.Apply((Avx512F.ConvertToVector512Int32(x) - _firstZeroPoint) << ScaledSum.FractionBits);
            Vector512<int> b = _second.Apply((Avx512F.ConvertToVector512Int32(y) - _secondZeroPoint) << ScaledSum.FractionBits);
            Vector512<int> total = _toOutput.Apply(a + b * _sign);
            return Avx2.AddSaturate(Avx512F.ConvertToVector256Int16WithSaturation(total), _zeroPoint);
        }
    }
}
