using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>
/// QUANTIZE (from float, or from one 8-bit scale to another), DEQUANTIZE and ARG_MAX: operators that change the element type.
/// </summary>
internal static class ConversionOperators
{
    public static PreparedOperator Quantize(OperatorContext op)
    {
        PlannedTensor input = op.Input(0), output = op.Output();
        if (input.FileType != TensorType.Float32)
            return ActivationOperators.Table(op, LookupTable.Requantize);
        op.RequireSameShape(input, output);
        var quantize = QuantizeFloat.Prepare(op.QuantizationOf(output));
        return new PreparedOperator(new ConvertingStep<float, sbyte>(input.Index, output.Index, quantize.Run), "quantize_f32_s8_scalar");
    }

    public static PreparedOperator Dequantize(OperatorContext op)
    {
        PlannedTensor input = op.Input(0), output = op.Output();
        op.RequireSameShape(input, output);
        if (output.FileType != TensorType.Float32)
            throw op.Refuse($"its type {output.FileType} should be FLOAT32", output.Index);
        var dequantize = Kernels.Dequantize.Prepare(op.QuantizationOf(input));
        return new PreparedOperator(new ConvertingStep<sbyte, float>(input.Index, output.Index, dequantize.Run),
            "dequantize_s8_f32_scalar");
    }

    public static PreparedOperator ArgMax(OperatorContext op)
    {
        PlannedTensor input = op.Input(0), output = op.Output();
        _ = op.QuantizationOf(input);
        int[] axes = op.ConstantIntegers(op.Input(1));
        int rank = input.Shape.Count;
        if (axes.Length != 1 || axes[0] < -rank || axes[0] >= rank)
            throw op.Refuse("the axis must be one dimension of the input", op.Input(1).Index);
        int axis = axes[0] < 0 ? axes[0] + rank : axes[0];
        op.RequireShape(output, [.. input.Shape.Where((_, i) => i != axis)]);
        var argMax = Kernels.ArgMax.Prepare(new ArgMaxParameters
        {
            Outer = input.Shape.Take(axis).Aggregate(1, (product, n) => product * n),
            Depth = input.Shape[axis],
            Inner = input.Shape.Skip(axis + 1).Aggregate(1, (product, n) => product * n),
        }, op.Isa);
        Step step = output.FileType switch
        {
            TensorType.Int32 => new ConvertingStep<sbyte, int>(input.Index, output.Index, argMax.Run),
            TensorType.Int64 => new ConvertingStep<sbyte, long>(input.Index, output.Index, argMax.Run),
            _ => throw op.Refuse($"its type {output.FileType} should be INT32 or INT64", output.Index),
        };
        return new PreparedOperator(step, argMax.KernelName) { Isa = argMax.Isa };
    }
}
