using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>
/// Thirty-two look-ups at a time. vpshufb looks up in 16 entries, and gives 0 for a negative index. So half a table, for one sign, is eight
/// parts, each stored as its difference (exclusive or) from the part before it: while 16 is subtracted from part to part, an element meets
/// the differences up to its own part, which together are its entry, and is negative for all others.
/// </summary>
internal sealed class TableAvx2 : TableKernel
{
    private const int Elements = 32;
    private const int PartEntries = 16;
    private const int HalfEntries = 128;

    public override string Name => "table_s8_1x32_avx2";

    public override Isa Isa => Isa.Avx2;

    public override PreparedKernel Prepare(ReadOnlySpan<sbyte> entries) => new Prepared(entries);

    private sealed unsafe class Prepared(ReadOnlySpan<sbyte> entries) : TableVectors(entries, Elements)
    {
        private readonly AlignedArray<sbyte> _differences = new(Differences(entries));

        protected override void LookUp(sbyte* input, sbyte* output, int count)
        {
            // The last elements are computed before any is overwritten, and stored again over some that are the same.
            int last = count - Elements;
            Vector256<sbyte> end = Find(Vector256.Load(input + last), ref _differences[0]);
            for (int i = 0; i < last; i += Elements)
                Find(Vector256.Load(input + i), ref _differences[0]).Store(output + i);
            end.Store(output + last);
        }

        /// <summary>Each part twice, for both halves of a vector.</summary>
        private static sbyte[] Differences(ReadOnlySpan<sbyte> entries)
        {
            sbyte[] differences = new sbyte[2 * entries.Length];
            for (int i = 0; i < entries.Length; i++)
            {
                int before = i % HalfEntries < PartEntries ? 0 : entries[i - PartEntries];
                int at = i / PartEntries * Elements + i % PartEntries;
                differences[at] = differences[at + PartEntries] = (sbyte)(entries[i] ^ before);
            }

            return differences;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<sbyte> Find(Vector256<sbyte> x, ref sbyte differences) =>
            FindPositive(x ^ Vector256.Create(sbyte.MinValue), ref differences)
            ^ FindPositive(x, ref Unsafe.Add(ref differences, 2 * HalfEntries));

        /// <summary>The entries of elements that are not negative, 0 for others, which saturation keeps negative.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<sbyte> FindPositive(Vector256<sbyte> x, ref sbyte differences)
        {
            var part = Vector256.Create((sbyte)PartEntries);
            Vector256<sbyte> found = Avx2.Shuffle(Vector256.LoadUnsafe(ref differences), x);
            for (int i = 1; i < HalfEntries / PartEntries; i++)
            {
                x = Avx2.SubtractSaturate(x, part);
                found ^= Avx2.Shuffle(Vector256.LoadUnsafe(ref differences, (nuint)(i * Elements)), x);
            }

            return found;
        }
    }
}
