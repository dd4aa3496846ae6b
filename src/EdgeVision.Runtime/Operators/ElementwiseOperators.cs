using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>ADD, SUB and MUL with broadcasting.</summary>
internal static class ElementwiseOperators
{
    public static PreparedOperator Add(OperatorContext op)
    {
        var add = Kernels.Add.Prepare(Parameters(op, op.Options<AddOptions>().Activation), op.Isa);
        return Prepared(op, add.KernelName, add.Run) with { Isa = add.Isa };
    }

    public static PreparedOperator Sub(OperatorContext op)
    {
        var sub = Kernels.Sub.Prepare(Parameters(op, op.Options<SubOptions>().Activation), op.Isa);
        return Prepared(op, sub.KernelName, sub.Run) with { Isa = sub.Isa };
    }

    public static PreparedOperator Mul(OperatorContext op)
    {
        var mul = Kernels.Mul.Prepare(Parameters(op, op.Options<MulOptions>().Activation));
        return Prepared(op, "mul_s8_scalar", mul.Run);
    }

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

    private static PreparedOperator Prepared(OperatorContext op, string kernel, BinaryStep.Kernel run)
    {
        PlannedTensor first = op.Input(0), second = op.Input(1), output = op.Output();
        return new PreparedOperator(new BinaryStep(first.Index, second.Index, output.Index, run), kernel)
        {
            InPlaceOver = [first.Index, second.Index], // one of the output's size is not broadcast
        };
    }
}
