using EdgeVision.Model;
using static EdgeVision.Runtime.Tests.Operators.OperatorModel;

namespace EdgeVision.Runtime.Tests.Operators;

/// <summary>Functions of one value, for all 256 values, and SOFTMAX.</summary>
internal static class ActivationCases
{
    private static readonly Affine Probability = new(1 / 256.0, -128);
    private static readonly Affine TanhRange = new(1 / 128.0, 0);

    private static readonly Affine[] Scales = [new(0.05, 0), new(0.023528, -128), new(0.1, 31), new(0.0039, -5), new(0.5, 100), new(0.04, -128)];

    public static IEnumerable<OperatorCase> All()
    {
        foreach (TensorType type in ByteTypes)
        {
            foreach (Affine from in Scales)
            {
                foreach (Affine to in (Affine[])[from, new(0.04, -20), new(from.Scale / 3.7, 0)])
                {
                    // Today's reference divides the scales in double, TensorFlow Lite 2.9 in float32, which makes and breaks ties.
                    int peerWithin = from == to ? 0 : 1;
                    yield return Function("RELU", BuiltinOperator.Relu, type, from, to, x => Math.Max(x, 0)) with { PeerWithin = peerWithin };
                    yield return Function("RELU6", BuiltinOperator.Relu6, type, from, to, x => Math.Clamp(x, 0, 6)) with { PeerWithin = peerWithin };
                    yield return Function("RELU_N1_TO_1", BuiltinOperator.ReluN1To1, type, from, to, x => Math.Clamp(x, -1, 1)) with { PeerWithin = peerWithin };
                }

                yield return Function(
                    "LOGISTIC", BuiltinOperator.Logistic, type, from, Probability, x => 1 / (1 + Math.Exp(-x)), OperatorCase.OneRounding);
                yield return Function("TANH", BuiltinOperator.Tanh, type, from, TanhRange, Math.Tanh, OperatorCase.OneRounding);

                // 16-bit steps, several of them rounded down: the definition is met within a step and a half.
                foreach (Affine to in (Affine[])[from, new(from.Scale * 0.6, -20), new(from.Scale * 2.3, 10)])
                    yield return Function("HARD_SWISH", BuiltinOperator.HardSwish, type, from, to, HardSwish, within: 1.5);
            }

            foreach (double scale in (double[])[0.02, 0.15, 0.7])
                yield return Softmax(type, new Affine(scale, 7), beta: scale < 0.1 ? 2 : 1);
        }
    }

    private static OperatorCase Function(
        string name, BuiltinOperator code, TensorType type, Affine from, Affine to, Func<double, double> function, double within = OperatorCase.TwoRoundings)
    {
        (Affine source, Affine target) = (from.As(type), to.As(type));
        return new OperatorCase
        {
            Name = $"{name} {type} {source.Scale:g4},{source.ZeroPoint} to {target.Scale:g4},{target.ZeroPoint}",
            Model = Build(code, (type, [1, 16, 16, 1], source), (type, [1, 16, 16, 1], target)),
            Input = AllBytes(),
            Expected = [.. Stored(type, AllBytes()).Select(x => target.ToStored(function(source.ToReal(x))))],
            Within = within,
        };
    }

    private static double HardSwish(double x) => x * Math.Clamp(x + 3, 0, 6) / 6;

    private static OperatorCase Softmax(TensorType type, Affine from, float beta)
    {
        const int Rows = 12, Depth = 37;
        (Affine source, Affine target) = (from.As(type), Probability.As(type));
        byte[] input = RandomBytes(Rows * Depth, 11);
        var expected = new double[input.Length];
        for (int row = 0; row < Rows; row++)
        {
            double[] exponentials = [.. Stored(type, input[(row * Depth)..((row + 1) * Depth)]).Select(x => Math.Exp(beta * source.ToReal(x)))];
            for (int i = 0; i < Depth; i++)
                expected[(row * Depth) + i] = target.ToStored(exponentials[i] / exponentials.Sum());
        }

        return new OperatorCase
        {
            Name = $"SOFTMAX {type} {from.Scale:g4} beta {beta}",
            Model = Build(BuiltinOperator.Softmax, (type, [Rows, Depth], source), (type, [Rows, Depth], target), new SoftmaxOptions(beta)),
            Input = input,
            Expected = expected,
            Within = 0.51,
        };
    }
}
