using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>Steps between tensors of different element types.</summary>
internal static class ConvertingSteps
{
    public static void Write(PlanWriter to, ConvertingStep<float, sbyte> step)
    {
        Begin(to, StepKind.Quantize, step);
        to.Quantization(((QuantizeFloat)step.Operation!).Output);
    }

    public static ConvertingStep<float, sbyte> ReadQuantize(PlanReader from)
    {
        (int input, int output) = ReadTensors(from, TensorType.Float32, TensorType.Int8);
        return new ConvertingStep<float, sbyte>(input, output, QuantizeFloat.Prepare(from.Quantization()).Run);
    }

    public static void Write(PlanWriter to, ConvertingStep<sbyte, float> step)
    {
        Begin(to, StepKind.Dequantize, step);
        to.Quantization(((Dequantize)step.Operation!).Input);
    }

    public static ConvertingStep<sbyte, float> ReadDequantize(PlanReader from)
    {
        (int input, int output) = ReadTensors(from, TensorType.Int8, TensorType.Float32);
        return new ConvertingStep<sbyte, float>(input, output, Dequantize.Prepare(from.Quantization()).Run);
    }

    public static void Write(PlanWriter to, ConvertingStep<sbyte, int> step) => WriteArgMax(to, StepKind.ArgMax32, step, (ArgMax)step.Operation!);

    public static ConvertingStep<sbyte, int> ReadArgMax32(PlanReader from)
    {
        (int input, int output, ArgMax argMax) = ReadArgMax(from, TensorType.Int32);
        return new ConvertingStep<sbyte, int>(input, output, argMax.Run);
    }

    public static void Write(PlanWriter to, ConvertingStep<sbyte, long> step) => WriteArgMax(to, StepKind.ArgMax64, step, (ArgMax)step.Operation!);

    public static ConvertingStep<sbyte, long> ReadArgMax64(PlanReader from)
    {
        (int input, int output, ArgMax argMax) = ReadArgMax(from, TensorType.Int64);
        return new ConvertingStep<sbyte, long>(input, output, argMax.Run);
    }

    private static void WriteArgMax(PlanWriter to, StepKind kind, Step step, ArgMax argMax)
    {
        Begin(to, kind, step);
        to.Int(argMax.Parameters.Outer);
        to.Int(argMax.Parameters.Depth);
        to.Int(argMax.Parameters.Inner);
    }

    private static (int Input, int Output, ArgMax ArgMax) ReadArgMax(PlanReader from, TensorType type)
    {
        int input = from.Source(), output = from.Target();
        from.RequireApart(input, output);
        var parameters = new ArgMaxParameters { Outer = from.Int(), Depth = from.Int(), Inner = from.Int() };
        var argMax = ArgMax.Prepare(parameters, from.Isa);
        from.Require(input, TensorType.Int8, parameters.Outer * parameters.Depth * parameters.Inner);
        from.Require(output, type, parameters.Outer * parameters.Inner);
        return (input, output, argMax);
    }

    private static void Begin(PlanWriter to, StepKind kind, Step step)
    {
        to.Int((int)kind);
        to.Tensor(step.Reads[0]);
        to.Tensor(step.Writes);
    }

    private static (int Input, int Output) ReadTensors(PlanReader from, TensorType inputType, TensorType outputType)
    {
        int input = from.Source(), output = from.Target();
        from.Require(input, inputType, from.Elements(output));
        from.Require(output, outputType, from.Elements(output));
        from.RequireApart(input, output);
        return (input, output);
    }
}
