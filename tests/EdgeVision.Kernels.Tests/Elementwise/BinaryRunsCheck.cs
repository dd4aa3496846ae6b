using EdgeVision.Kernels.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.Elementwise;

/// <summary>Runs of any length, in inputs of one shape and in one that is repeated, against the scalar reference.</summary>
internal static class BinaryRunsCheck
{
    private const int LongestRun = 100;

    /// <summary>How many of the cases the kernel can run.</summary>
    public static int All<TOperator>(
        BinaryKernel<TOperator> kernel, BinaryKernel<TOperator> reference, BinaryParameters quantizations, Func<BinaryParameters, TOperator> prepare)
        where TOperator : struct, IBinaryOperator
    {
        var prng = new Prng(53);
        int ran = 0;
        for (int channels = 1; channels <= LongestRun; channels++)
        {
            var shape = new TensorShape(2, 3, 2, channels);
            BinaryParameters whole = quantizations with { First = shape, Second = shape, Output = shape };
            foreach (TensorShape shrunk in Shrunk(shape))
            {
                foreach (BinaryParameters p in new[] { whole with { Second = shrunk }, whole with { First = shrunk } }.Where(kernel.CanRun))
                {
                    Check(kernel, reference, p, prepare(p), ref prng);
                    ran++;
                }
            }
        }

        return ran;
    }

    /// <summary>In two ranges, the later first, then in place of the input that has the output's size.</summary>
    private static void Check<TOperator>(
        BinaryKernel<TOperator> kernel, BinaryKernel<TOperator> reference, BinaryParameters p, TOperator function, ref Prng prng)
        where TOperator : struct, IBinaryOperator
    {
        PreparedBinary prepared = kernel.Prepare(p, function);
        sbyte[] first = new sbyte[p.First.Count], second = new sbyte[p.Second.Count], expected = new sbyte[p.Output.Count];
        prng.Fill(first);
        prng.Fill(second);
        int rows = p.Output.Batch * p.Output.Height, cut = prng.Next(0, rows);
        reference.Prepare(p, function).Run(first, second, expected, 0, rows);
        foreach (GuardSide side in Enum.GetValues<GuardSide>())
        {
            using GuardedBuffer a = GuardedBuffer.Of(first, side), b = GuardedBuffer.Of(second, side);
            using var target = new GuardedBuffer(expected.Length, side);
            prepared.Run(a.Span, b.Span, target.Span, cut, rows - cut);
            prepared.Run(a.Span, b.Span, target.Span, 0, cut);
            Assert.True(target.Span.SequenceEqual(expected), $"{kernel.Name}, {p}");
            target.AssertMarginsUntouched();
            GuardedBuffer large = p.First == p.Output ? a : b;
            prepared.Run(a.Span, b.Span, large.Span, 0, rows);
            Assert.True(large.Span.SequenceEqual(expected), $"{kernel.Name}, {p}, in place");
        }
    }

    /// <summary>Every combination of dimensions that are repeated: none, some, all.</summary>
    private static IEnumerable<TensorShape> Shrunk(TensorShape shape) => Enumerable.Range(0, 16).Select(bits => new TensorShape(
        (bits & 1) != 0 ? 1 : shape.Batch, (bits & 2) != 0 ? 1 : shape.Height, (bits & 4) != 0 ? 1 : shape.Width,
        (bits & 8) != 0 ? 1 : shape.Channels));
}
