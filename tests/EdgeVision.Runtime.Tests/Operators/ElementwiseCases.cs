using EdgeVision.Model;
using static EdgeVision.Runtime.Tests.Operators.OperatorModel;

namespace EdgeVision.Runtime.Tests.Operators;

/// <summary>ADD, SUB and MUL for all 65,536 pairs of bytes: a column of 256 values, or of 256 equal ones each, with a constant row of 256.</summary>
internal static class ElementwiseCases
{
    private static readonly (Affine First, Affine Second, Affine Output)[] Scales =
    [
        (new(0.05, 0), new(0.05, 0), new(0.1, 0)),
        (new(0.0235, -128), new(0.11, 13), new(0.13, -90)),
        (new(0.9, 5), new(0.004, -7), new(0.8, 20)),
        (new(0.02, 127), new(0.03, -128), new(0.003, -1)),
    ];

    public static IEnumerable<OperatorCase> All()
    {
        foreach (TensorType type in ByteTypes)
        {
            foreach ((Affine a, Affine b, Affine c) in Scales)
            {
                // A sum keeps 20 more bits until its last rounding.
                yield return Pairs("ADD", BuiltinOperator.Add, type, a, b, c, (x, y) => x + y, new AddOptions(), within: 0.51);
                yield return Pairs("SUB", BuiltinOperator.Sub, type, a, b, c, (x, y) => x - y, new SubOptions(), within: 0.51);
                yield return Pairs("MUL", BuiltinOperator.Mul, type, a, b, c, (x, y) => x * y, new MulOptions(), OperatorCase.TwoRoundings);
                yield return Pairs(
                    "MUL by channels", BuiltinOperator.Mul, type, a, b, c, (x, y) => x * y, new MulOptions(), OperatorCase.TwoRoundings, columns: 256);
            }

            (Affine first, Affine second, Affine sum) = Scales[1];
            yield return Pairs(
                "ADD RELU", BuiltinOperator.Add, type, first, second, sum, (x, y) => Math.Max(x + y, 0),
                new AddOptions(FusedActivation.Relu), within: 0.51);
            yield return Pairs(
                "SUB RELU_N1_TO_1", BuiltinOperator.Sub, type, first, second, sum, (x, y) => Math.Clamp(x - y, -1, 1),
                new SubOptions(FusedActivation.ReluN1To1), within: 0.51);
            yield return Pairs(
                "MUL RELU6", BuiltinOperator.Mul, type, first, second, sum, (x, y) => Math.Clamp(x * y, 0, 6),
                new MulOptions(FusedActivation.Relu6), OperatorCase.TwoRoundings);
        }
    }

    private static OperatorCase Pairs(
        string name, BuiltinOperator code, TensorType type, Affine a, Affine b, Affine c,
        Func<double, double, double> function, OperatorOptions options, double within, int columns = 1)
    {
        (a, b, c) = (a.As(type), b.As(type), c.As(type));
        double[] values = Stored(type, AllBytes());
        var expected = new double[256 * 256];
        for (int i = 0; i < expected.Length; i++)
            expected[i] = c.ToStored(function(a.ToReal(values[i / 256]), b.ToReal(values[i % 256])));
        return new OperatorCase
        {
            Name = $"{name} {type} {a.Scale:g4},{a.ZeroPoint} and {b.Scale:g4},{b.ZeroPoint} to {c.Scale:g4},{c.ZeroPoint}",
            Model = Build(
                code, (type, [256, columns], a), (type, [256, 256], c), options,
                m => [m.AddConstant("row", type, [1, 256], AllBytes(), b.Table)]),
            Input = [.. AllBytes().SelectMany(value => Enumerable.Repeat(value, columns))],
            Expected = expected,
            Within = within,
        };
    }
}
