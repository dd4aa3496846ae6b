using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>ADD, SUB and MUL with broadcasting.</summary>
internal static class ElementwiseOperators
{
    public static PreparedOperator Add(OperatorContext op) =>
        Prepared(op, Kernels.Add.Prepare(Parameters(op, op.Options<AddOptions>().Activation), op.Isa));

    public static PreparedOperator Sub(OperatorContext op) =>
        Prepared(op, Kernels.Sub.Prepare(Parameters(op, op.Options<SubOptions>().Activation), op.Isa));

    public static PreparedOperator Mul(OperatorContext op) =>
        Prepared(op, Kernels.Mul.Prepare(Parameters(op, op.Options<MulOptions>().Activation), op.Isa));

    private static BinaryParameters Parameters(OperatorContext op, FusedActivation activation)
    {
        PlannedTensor first = op.Input(0), second = op.Input(1), output = op.Output();
        op.RequireSameType(first, second);
        op.RequireSameType(first, output);
        return new BinaryParameters
        {
            First = op.Shape4(first),
            Second = op.Shape4(second),
            Output = op.Shape4(output),
            FirstQuantization = op.QuantizationOf(first),
            SecondQuantization = op.QuantizationOf(second),
            OutputQuantization = op.QuantizationOf(output),
            Range = op.Range(activation, output),
        };
    }

    private static PreparedOperator Prepared(OperatorContext op, BinaryOperation operation)
    {
        PlannedTensor first = op.Input(0), second = op.Input(1), output = op.Output();
        return new PreparedOperator(new BinaryStep(first.Index, second.Index, output.Index, operation), operation.KernelName)
        {
            Isa = operation.Isa,
            InPlaceOver = [first.Index, second.Index], // one of the output's size is not broadcast
        };
    }
}
