using System.Runtime.InteropServices;
using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>Tables, and operations on two tensors; all of them may run in place.</summary>
internal static class ElementwiseSteps
{
    public static void Write(PlanWriter to, TableStep step)
    {
        to.Int((int)StepKind.Table);
        to.Tensor(step.Reads[0]);
        to.Tensor(step.Writes);
        to.Block(MemoryMarshal.AsBytes(step.Table.Entries));
    }

    public static unsafe TableStep ReadTable(PlanReader from)
    {
        int input = from.Source(), output = from.Target();
        int elements = from.Elements(output);
        from.Require(input, TensorType.Int8, elements);
        from.Require(output, TensorType.Int8, elements);
        from.RequireApartOrSame(input, output);
        PackedBlock block = from.Block();
        return new TableStep(input, elements, output, LookupTable.Restore(new ReadOnlySpan<sbyte>((void*)block.Start, (int)block.Length), from.Isa));
    }

    public static void Write(PlanWriter to, BinaryStep step)
    {
        BinaryParameters parameters = step.Operation.Parameters;
        to.Int((int)(step.Operation switch
        {
            Add => StepKind.Add,
            Sub => StepKind.Sub,
            Mul => StepKind.Mul,
            _ => throw new KernelException($"kernel {step.Operation.KernelName} cannot be stored in a plan"),
        }));
        to.Tensor(step.Reads[0]);
        to.Tensor(step.Reads[1]);
        to.Tensor(step.Writes);
        to.Shape(parameters.First);
        to.Shape(parameters.Second);
        to.Shape(parameters.Output);
        to.Quantization(parameters.FirstQuantization);
        to.Quantization(parameters.SecondQuantization);
        to.Quantization(parameters.OutputQuantization);
        to.Range(parameters.Range);
    }

    public static BinaryStep ReadBinary(PlanReader from, StepKind kind)
    {
        int first = from.Source(), second = from.Source(), output = from.Target();
        var parameters = new BinaryParameters
        {
            First = from.Shape(),
            Second = from.Shape(),
            Output = from.Shape(),
            FirstQuantization = from.Quantization(),
            SecondQuantization = from.Quantization(),
            OutputQuantization = from.Quantization(),
            Range = from.Range(),
        };
        BinaryOperation operation = kind switch
        {
            StepKind.Add => Add.Prepare(parameters, from.Isa),
            StepKind.Sub => Sub.Prepare(parameters, from.Isa),
            _ => Mul.Prepare(parameters, from.Isa),
        };
        from.Require(first, TensorType.Int8, parameters.First.Count);
        from.Require(second, TensorType.Int8, parameters.Second.Count);
        from.Require(output, TensorType.Int8, parameters.Output.Count);
        from.RequireApartOrSame(first, output);
        from.RequireApartOrSame(second, output);
        return new BinaryStep(first, second, output, operation);
    }
}
