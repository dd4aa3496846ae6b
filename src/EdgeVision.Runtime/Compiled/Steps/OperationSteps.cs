using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>Steps of one operation.</summary>
internal static class OperationSteps
{
    public static void Write(PlanWriter to, OperationStep step)
    {
        to.Int((int)StepKind.Operation);
        to.Tensor(step.Reads[0]);
        to.Tensor(step.Writes);
        Operations.Write(to, step.Operation);
    }

    public static OperationStep Read(PlanReader from)
    {
        int input = from.Source(), output = from.Target();
        TensorOperation operation = Operations.Read(from);
        from.Require(input, TensorType.Int8, operation.Binding.InputLength);
        from.Require(output, TensorType.Int8, operation.Binding.OutputLength);
        from.RequireLead(input, output, operation.Lead);
        from.AddWork(Work(operation));
        return new OperationStep(input, output, operation);
    }

    private static long Work(TensorOperation operation) => operation switch
    {
        AveragePool pool => Work(pool.Parameters),
        MaxPool pool => Work(pool.Parameters),
        _ => operation.Macs,
    };

    private static long Work(PoolParameters pool) =>
        Math.BigMul(pool.Output.Count, Math.Min(pool.Window.KernelHeight, pool.Input.Height) * Math.Min(pool.Window.KernelWidth, pool.Input.Width));
}
