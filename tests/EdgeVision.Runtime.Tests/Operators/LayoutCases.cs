using EdgeVision.Model;
using static EdgeVision.Runtime.Tests.Operators.OperatorModel;

namespace EdgeVision.Runtime.Tests.Operators;

/// <summary>RESHAPE, SQUEEZE, PAD and CONCATENATION.</summary>
internal static class LayoutCases
{
    private static readonly Affine Scale = new(0.07, -20);

    public static IEnumerable<OperatorCase> All()
    {
        foreach (TensorType type in ByteTypes)
        {
            yield return Rename(type, BuiltinOperator.Reshape, [1, 16, 16, 1], [2, 128], new ReshapeOptions([2, -1]));
            yield return Rename(type, BuiltinOperator.Squeeze, [1, 16, 1, 16], [16, 16], new SqueezeOptions([0, 2]));
            yield return Pad(type, [1, 3, 4, 5], [0, 0, 1, 2, 3, 0, 0, 0]);
            yield return Pad(type, [2, 3, 4, 5], [1, 0, 0, 0, 0, 2, 1, 1]);
            yield return Pad(type, [6, 7], [2, 1, 0, 3]);
            yield return PadByLongs(type, [3, 5], [1, 2, 3, 0]);
            foreach (int axis in (int[])[0, 1, 2, 3, -1, -3])
                yield return Concatenate(type, axis, Scale, Scale, Scale);
        }

        // Legacy models may join different scales; each input is brought to the output's in float32.
        yield return Concatenate(TensorType.UInt8, 3, Scale, new Affine(0.031, 4), new Affine(0.07, -20));
        yield return Concatenate(TensorType.UInt8, 1, new Affine(0.02, 0), new Affine(0.11, 90), new Affine(0.05, -77));
        yield return Concatenate(TensorType.UInt8, -1, new Affine(0.05, -1), new Affine(0.05, 1), new Affine(0.05, 0));
    }

    private static OperatorCase Rename(TensorType type, BuiltinOperator code, int[] from, int[] to, OperatorOptions options)
    {
        Affine scale = Scale.As(type);
        return new OperatorCase
        {
            Name = $"{code} {type}",
            Model = Build(code, (type, from, scale), (type, to, scale), options),
            Input = AllBytes(),
            Expected = Stored(type, AllBytes()),
            Within = OperatorCase.Exact,
        };
    }

    /// <summary>The amounts as INT64, which files may use in place of INT32.</summary>
    private static OperatorCase PadByLongs(TensorType type, int[] shape, int[] amounts)
    {
        OperatorCase pad = Pad(type, shape, amounts);
        Affine scale = Scale.As(type);
        int[] padded = [.. pad.Model.Tensors[pad.Model.Outputs[0]].Shape];
        return pad with
        {
            Name = pad.Name + " (INT64)",
            ComparesWithPeer = false, // TensorFlow Lite 2.9 reads them as INT32
            Model = Build(
                BuiltinOperator.Pad, (type, shape, scale), (type, padded, scale), null,
                b => [b.AddConstant<long>("amounts", [shape.Length, 2], [.. amounts.Select(n => (long)n)])]),
        };
    }

    private static OperatorCase Pad(TensorType type, int[] shape, int[] amounts)
    {
        Affine scale = Scale.As(type);
        int[] padded = [.. shape.Select((n, d) => n + amounts[2 * d] + amounts[(2 * d) + 1])];
        byte[] input = RandomBytes(Count(shape), 31);
        double[] stored = Stored(type, input), expected = new double[Count(padded)];
        Array.Fill(expected, scale.ZeroPoint);
        for (int i = 0; i < stored.Length; i++)
        {
            int rest = i, target = 0, step = 1;
            for (int d = shape.Length - 1; d >= 0; d--)
            {
                target += ((rest % shape[d]) + amounts[2 * d]) * step;
                rest /= shape[d];
                step *= padded[d];
            }

            expected[target] = stored[i];
        }

        return new OperatorCase
        {
            Name = $"PAD {type} {string.Join('x', shape)} by {string.Join(' ', amounts)}",
            Model = Build(
                BuiltinOperator.Pad, (type, shape, scale), (type, padded, scale), null,
                b => [b.AddConstant<int>("amounts", [shape.Length, 2], amounts)]),
            Input = input,
            Expected = expected,
            Within = OperatorCase.Exact,
        };
    }

    private static OperatorCase Concatenate(TensorType type, int axis, Affine first, Affine second, Affine joined)
    {
        (first, second, joined) = (first.As(type), second.As(type), joined.As(type));
        int dimension = axis < 0 ? axis + 4 : axis;
        int[] shape = [2, 3, 4, 5], other = [.. shape], output = [.. shape];
        other[dimension] = 7;
        output[dimension] += 7;
        byte[] input = RandomBytes(Count(shape), 51), constant = RandomBytes(Count(other), 52);
        int inner = Count(shape[(dimension + 1)..]);
        double[] a = [.. Stored(type, input).Select(x => joined.ToStored(first.ToReal(x)))];
        double[] b = [.. Stored(type, constant).Select(x => joined.ToStored(second.ToReal(x)))];
        var expected = new List<double>();
        for (int outer = 0; outer < Count(shape[..dimension]); outer++)
        {
            expected.AddRange(a.Skip(outer * shape[dimension] * inner).Take(shape[dimension] * inner));
            expected.AddRange(b.Skip(outer * 7 * inner).Take(7 * inner));
        }

        bool rescales = first != joined || second != joined;
        return new OperatorCase
        {
            Name = $"CONCATENATION {type} along {axis}{(rescales ? $" rescaling to {joined.Scale:g4},{joined.ZeroPoint}" : "")}",
            Model = Build(
                BuiltinOperator.Concatenation, (type, shape, first), (type, output, joined), new ConcatenationOptions(axis),
                m => [m.AddConstant("constant", type, other, constant, second.Table)]),
            Input = input,
            Expected = [.. expected.Select(v => rescales ? v : Math.Round(v))],
            Within = rescales ? OperatorCase.OneRounding : OperatorCase.Exact,
        };
    }
}
