using EdgeVision.Model;
using static EdgeVision.Runtime.Tests.Operators.OperatorModel;

namespace EdgeVision.Runtime.Tests.Operators;

/// <summary>Operators that change the type: QUANTIZE, DEQUANTIZE and ARG_MAX.</summary>
internal static class ConversionCases
{
    public static IEnumerable<OperatorCase> All()
    {
        foreach (TensorType from in ByteTypes)
        {
            foreach (TensorType to in ByteTypes)
            {
                foreach (Affine target in (Affine[])[new(0.05, -11), new(0.05, 40), new(0.031, 0), new(0.2, 12), new(0.011, 100)])
                    yield return Requantize(from, to, new Affine(0.05, -11), target);
            }

            yield return Dequantize(from, new Affine(0.0234, 17));
            foreach (Affine target in (Affine[])[new(0.25, -3), new(0.0137, 90)])
            {
                float[] halves = [.. Enumerable.Range(-400, 801).Select(i => i * (float)target.Scale / 2), 1e6f, -1e6f];
                yield return Quantize(from, target, "halves", halves);

                // The peer converts what exceeds an int to the lowest value.
                float[] extremes = [1e9f, -1e9f, float.MaxValue, float.NegativeInfinity, float.Epsilon];
                yield return Quantize(from, target, "extremes", extremes) with { ComparesWithPeer = false };
            }

            foreach (TensorType index in (TensorType[])[TensorType.Int32, TensorType.Int64])
            {
                yield return ArgMax(from, index, axis: -1);
                yield return ArgMax(from, index, axis: 1);
            }
        }
    }

    private static OperatorCase Requantize(TensorType from, TensorType to, Affine source, Affine target)
    {
        (source, target) = (source.As(from), target.As(to));
        return new OperatorCase
        {
            Name = $"QUANTIZE {from} {source.Scale:g4},{source.ZeroPoint} to {to} {target.Scale:g4},{target.ZeroPoint}",
            Model = Build(BuiltinOperator.Quantize, (from, [256], source), (to, [256], target)),
            Input = AllBytes(),
            Expected = [.. Stored(from, AllBytes()).Select(x => target.ToStored(source.ToReal(x)))],
            Within = source.Scale == target.Scale ? OperatorCase.Exact : OperatorCase.TwoRoundings,
        };
    }

    private static OperatorCase Dequantize(TensorType from, Affine quantization)
    {
        Affine source = quantization.As(from);
        return new OperatorCase
        {
            Name = $"DEQUANTIZE {from}",
            Model = Build(BuiltinOperator.Dequantize, (from, [16, 16], source), (TensorType.Float32, [16, 16], null)),
            Input = AllBytes(),
            Expected = [.. Stored(from, AllBytes()).Select(x => (double)((float)source.Scale * (float)(x - source.ZeroPoint)))],
            Within = OperatorCase.Exact,
        };
    }

    private static OperatorCase Quantize(TensorType to, Affine quantization, string what, float[] values)
    {
        Affine target = quantization.As(to);
        return new OperatorCase
        {
            Name = $"QUANTIZE Float32 {what} to {to} {target.Scale:g4},{target.ZeroPoint}",
            Model = Build(BuiltinOperator.Quantize, (TensorType.Float32, [values.Length], null), (to, [values.Length], target)),
            Input = Bytes(values),
            Expected = [.. values.Select(x => target.ToStored(x))],
            Within = OperatorCase.OneRounding,
            PeerWithin = 1, // halves are ties, and whether one stays a tie depends on dividing by the scale or multiplying with its inverse
        };
    }

    private static OperatorCase ArgMax(TensorType from, TensorType to, int axis)
    {
        int[] shape = [3, 5, 7];
        byte[] input = RandomBytes(Count(shape), 23);
        for (int i = 0; i < input.Length; i += 4)
            input[i] = 0x7F; // several maxima, of which the first counts
        double[] stored = Stored(from, input);
        int depth = shape[axis < 0 ? axis + 3 : axis], inner = axis < 0 ? 1 : shape[2];
        var expected = new double[input.Length / depth];
        for (int i = 0; i < expected.Length; i++)
        {
            int start = (i / inner * depth * inner) + (i % inner);
            double[] row = [.. Enumerable.Range(0, depth).Select(d => stored[start + (d * inner)])];
            expected[i] = Array.IndexOf(row, row.Max());
        }

        int[] outputShape = axis < 0 ? [3, 5] : [3, 7];
        return new OperatorCase
        {
            Name = $"ARG_MAX {from} to {to} axis {axis}",
            Model = Build(
                BuiltinOperator.ArgMax, (from, shape, new Affine(0.1, 0).As(from)), (to, outputShape, null), new ArgMaxOptions(to),
                b => [b.AddConstant<int>("axis", [], [axis])]),
            Input = input,
            Expected = expected,
            Within = OperatorCase.Exact,
        };
    }
}
