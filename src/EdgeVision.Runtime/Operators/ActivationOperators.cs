using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>Functions of one value, each a table of 256 entries, and SOFTMAX.</summary>
internal static class ActivationOperators
{
    private static readonly Quantization ProbabilityScale = new(1f / 256, -128);
    private static readonly Quantization TanhScale = new(1f / 128, 0);

    public static PreparedOperator Logistic(OperatorContext op)
    {
        RequireOutput(op, ProbabilityScale);
        return Function(op, LookupTable.Logistic);
    }

    public static PreparedOperator Tanh(OperatorContext op)
    {
        RequireOutput(op, TanhScale);
        return Function(op, LookupTable.Tanh);
    }

    public static PreparedOperator HardSwish(OperatorContext op) => Function(op, LookupTable.HardSwish);

    public static PreparedOperator Relu(OperatorContext op) => Function(op, LookupTable.Relu);

    public static PreparedOperator Relu6(OperatorContext op) => Function(op, LookupTable.Relu6);

    public static PreparedOperator ReluN1To1(OperatorContext op) => Function(op, LookupTable.ReluN1To1);

    public static PreparedOperator Softmax(OperatorContext op)
    {
        PlannedTensor input = op.Input(0), output = op.Output();
        op.RequireSameType(input, output);
        op.RequireSameShape(input, output);
        RequireOutput(op, ProbabilityScale);
        int depth = input.Shape.Count == 0 ? 1 : input.Shape[^1];
        var softmax = Kernels.Softmax.Prepare(new SoftmaxParameters
        {
            Rows = input.Elements / depth,
            Depth = depth,
            InputScale = op.QuantizationOf(input).Scale,
            Beta = op.Options<SoftmaxOptions>().Beta,
        });
        return new PreparedOperator(new UnaryStep(input.Index, output.Index, softmax.Run), "softmax_s8_scalar");
    }

    /// <summary>A table between tensors of the same type; only QUANTIZE may change it.</summary>
    private static PreparedOperator Function(OperatorContext op, Func<Quantization, Quantization, IsaPolicy, LookupTable> create)
    {
        op.RequireSameType(op.Input(0), op.Output());
        return Table(op, create);
    }

    /// <summary>
    /// A step that applies a table of 256 entries; where the table changes nothing (QUANTIZE from UINT8 to INT8), it only renames.
    /// </summary>
    public static PreparedOperator Table(OperatorContext op, Func<Quantization, Quantization, IsaPolicy, LookupTable> create)
    {
        PlannedTensor input = op.Input(0), output = op.Output();
        op.RequireSameShape(input, output);
        LookupTable table = create(op.QuantizationOf(input), op.QuantizationOf(output), op.Isa);
        return new PreparedOperator(new TableStep(input.Index, input.Elements, output.Index, table), table.KernelName)
        {
            Isa = table.Isa,
            PackedBytes = table.Entries.Length,
            InPlaceOver = [input.Index],
            RenamedInput = IsIdentity(table) ? input.Index : null,
        };
    }

    private static bool IsIdentity(LookupTable table)
    {
        for (int i = 0; i < table.Entries.Length; i++)
        {
            if (table.Entries[i] != i - 128)
                return false;
        }

        return true;
    }

    private static void RequireOutput(OperatorContext op, Quantization expected)
    {
        PlannedTensor output = op.Output();
        if (op.QuantizationOf(output) != expected)
            throw op.Refuse($"its scale must be 1/{1 / expected.Scale}, with the lowest value standing for {expected.Scale * (-128 - expected.ZeroPoint)}", output.Index);
    }
}
