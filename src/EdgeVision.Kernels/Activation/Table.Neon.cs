using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary>Sixteen look-ups at a time: the table is sixteen vectors, and an instruction looks up in four.</summary>
internal sealed class TableNeon : TableKernel
{
    private const int Elements = 16;
    private const int QuarterEntries = 64;

    public override string Name => "table_s8_1x16_neon";

    public override Isa Isa => Isa.Neon;

    public override PreparedKernel Prepare(ReadOnlySpan<sbyte> entries) => new Prepared(entries);

    private sealed unsafe class Prepared(ReadOnlySpan<sbyte> entries) : TableVectors(entries, Elements)
    {
        protected override void LookUp(sbyte* input, sbyte* output, int count)
        {
            // As unsigned indices, elements that are not negative come first.
            sbyte* quarters = (sbyte*)Unsafe.AsPointer(ref Entries[0]);
            var (a0, a1, a2, a3) = AdvSimd.Arm64.Load4xVector128(quarters + 2 * QuarterEntries);
            var (b0, b1, b2, b3) = AdvSimd.Arm64.Load4xVector128(quarters + 3 * QuarterEntries);
            var (c0, c1, c2, c3) = AdvSimd.Arm64.Load4xVector128(quarters);
            var (d0, d1, d2, d3) = AdvSimd.Arm64.Load4xVector128(quarters + QuarterEntries);
            var quarter = Vector128.Create((sbyte)QuarterEntries);

            // The last elements are computed before any is overwritten, and stored again over some that are the same.
            int last = count - Elements;
            Vector128<sbyte> end = Find(Vector128.Load(input + last));
            for (int i = 0; i < last; i += Elements)
                Find(Vector128.Load(input + i)).Store(output + i);
            end.Store(output + last);

            // An index outside the four vectors leaves what was found before.
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            Vector128<sbyte> Find(Vector128<sbyte> x)
            {
                Vector128<sbyte> found = AdvSimd.Arm64.VectorTableLookup((a0, a1, a2, a3), x);
                x -= quarter;
                found = AdvSimd.Arm64.VectorTableLookupExtension(found, (b0, b1, b2, b3), x);
                x -= quarter;
                found = AdvSimd.Arm64.VectorTableLookupExtension(found, (c0, c1, c2, c3), x);
                x -= quarter;
                return AdvSimd.Arm64.VectorTableLookupExtension(found, (d0, d1, d2, d3), x);
            }
        }
    }
}
