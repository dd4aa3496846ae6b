using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>Sixty-four look-ups at a time: the table is four vectors, and vpermi2b looks up in two.</summary>
internal sealed class TableAvx512 : TableKernel
{
    private const int Elements = 64;

    public override string Name => "table_s8_1x64_avx512";

    public override Isa Isa => Isa.Avx512;

    public override bool CanRun => Avx512Vbmi.IsSupported;

    public override PreparedKernel Prepare(ReadOnlySpan<sbyte> entries) => new Prepared(entries);

    private sealed unsafe class Prepared(ReadOnlySpan<sbyte> entries) : TableVectors(entries, Elements)
    {
        protected override void LookUp(sbyte* input, sbyte* output, int count)
        {
            Vector512<sbyte> a = Vector512.LoadUnsafe(ref Entries[0]), b = Vector512.LoadUnsafe(ref Entries[64]);
            Vector512<sbyte> c = Vector512.LoadUnsafe(ref Entries[128]), d = Vector512.LoadUnsafe(ref Entries[192]);

            // The last elements are computed before any is overwritten, and stored again over some that are the same.
            int last = count - Elements;
            Vector512<sbyte> end = Find(Vector512.Load(input + last), a, b, c, d);
            for (int i = 0; i < last; i += Elements)
                Find(Vector512.Load(input + i), a, b, c, d).Store(output + i);
            end.Store(output + last);
        }

        /// <summary>Only the lower seven bits of an index count: x + 128 of a negative x, and x of another.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<sbyte> Find(
            Vector512<sbyte> x, Vector512<sbyte> a, Vector512<sbyte> b, Vector512<sbyte> c, Vector512<sbyte> d) =>
            Avx512BW.BlendVariable(Avx512Vbmi.PermuteVar64x8x2(c, x, d), Avx512Vbmi.PermuteVar64x8x2(a, x, b), x);
    }
}
