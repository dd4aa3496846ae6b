using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>RESHAPE, SQUEEZE, PAD and CONCATENATION: operators that move values without changing them.</summary>
internal static class LayoutOperators
{
    /// <summary>RESHAPE and SQUEEZE: the declared output shape is what counts; both only rename the bytes.</summary>
    public static PreparedOperator Rename(OperatorContext op)
    {
        PlannedTensor input = op.Input(0), output = op.Output();
        op.RequireSameType(input, output);
        if (input.Elements != output.Elements)
            throw op.Refuse($"its {output.Elements} elements should be the input's {input.Elements}", output.Index);
        if (input.IsByte && op.QuantizationOf(input) != op.QuantizationOf(output))
            throw op.Refuse("its scale and zero point should be the input's", output.Index);
        return new PreparedOperator(new CopyStep(input.Index, output.Index, input.ByteCount), "copy") { RenamedInput = input.Index };
    }

    public static PreparedOperator Pad(OperatorContext op)
    {
        PlannedTensor input = op.Input(0), output = op.Output();
        op.RequireSameType(input, output);
        if (op.QuantizationOf(input) != op.QuantizationOf(output))
            throw op.Refuse("its scale and zero point should be the input's", output.Index);
        TensorShape shape = op.Shape4(input);
        int rank = input.Shape.Count;
        int[] amounts = op.ConstantIntegers(op.Input(1));
        if (amounts.Length != 2 * rank)
            throw op.Refuse($"it should hold two amounts for each of {rank} dimensions", op.Input(1).Index);
        int[] before = new int[4], after = new int[4];
        var expected = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            (before[4 - rank + i], after[4 - rank + i]) = (amounts[2 * i], amounts[(2 * i) + 1]);
            if (amounts[2 * i] < 0 || amounts[(2 * i) + 1] < 0)
                throw op.Refuse("negative amounts of padding are not supported", op.Input(1).Index);
            expected[i] = unchecked(input.Shape[i] + amounts[2 * i] + amounts[(2 * i) + 1]); // a wrapped sum fits no declared shape
        }

        op.RequireShape(output, expected);
        var pad = Kernels.Pad.Prepare(new PadParameters
        {
            Input = shape,
            Before = AsMargin(before),
            After = AsMargin(after),
            Value = (sbyte)op.QuantizationOf(input).ZeroPoint,
        });
        return new PreparedOperator(new UnaryStep(input.Index, output.Index, pad.Run), "pad_s8_scalar");
    }

    public static PreparedOperator Concatenation(OperatorContext op)
    {
        var options = op.Options<ConcatenationOptions>();
        PlannedTensor output = op.Output();
        int rank = output.Shape.Count;
        if (options.Axis < -rank || options.Axis >= rank)
            throw op.Refuse($"axis {options.Axis} does not exist in {rank} dimensions");
        if (options.Activation != FusedActivation.None)
            throw op.Refuse($"a fused activation {options.Activation} is not supported");
        int axis = options.Axis < 0 ? options.Axis + rank : options.Axis;
        int inner = output.Shape.Skip(axis + 1).Aggregate(1, (product, n) => product * n);
        var inputs = new int[op.InputCount];
        var sizes = new int[inputs.Length];
        var rescale = new LookupTable?[inputs.Length];
        long along = 0;
        for (int i = 0; i < inputs.Length; i++)
        {
            PlannedTensor input = op.Input(i);
            op.RequireSameType(output, input);
            if (input.Shape.Count != rank || input.Shape.Where((n, d) => d != axis && n != output.Shape[d]).Any())
                throw op.Refuse($"its shape [{string.Join(", ", input.Shape)}] does not fit [{string.Join(", ", output.Shape)}] along axis {axis}", input.Index);
            inputs[i] = input.Index;
            sizes[i] = input.Shape[axis] * inner;
            rescale[i] = Rescale(op, input, output);
            along += input.Shape[axis];
        }

        if (along != output.Shape[axis])
            throw op.Refuse($"its inputs add up to {along} along axis {axis} instead of {output.Shape[axis]}", output.Index);
        var concatenation = Kernels.Concatenation.Prepare(new ConcatenationParameters
        {
            Outer = output.Shape.Take(axis).Aggregate(1, (product, n) => product * n),
            InnerSizes = sizes,
            Rescale = rescale,
        });
        return new PreparedOperator(new ConcatenationStep(inputs, output.Index, concatenation), "concatenation_s8_scalar")
        {
            PackedBytes = rescale.Sum(table => table?.Entries.Length ?? 0),
        };
    }

    private static Margin AsMargin(int[] amounts) => new(amounts[0], amounts[1], amounts[2], amounts[3]);

    private static LookupTable? Rescale(OperatorContext op, PlannedTensor input, PlannedTensor output)
    {
        Quantization from = op.QuantizationOf(input), to = op.QuantizationOf(output);
        if (from == to)
            return null;
        if (input.FileType == TensorType.Int8)
            throw op.Refuse("its scale and zero point should be the output's: INT8 models may not rescale here", input.Index);
        return LookupTable.RescaleUnsigned(from, to, op.Isa);
    }
}
