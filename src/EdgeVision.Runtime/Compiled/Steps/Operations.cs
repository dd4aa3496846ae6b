using EdgeVision.Kernels;

namespace EdgeVision.Runtime;

/// <summary>
/// Operations in a plan: those that multiply by their parameters, kernel and packed blocks; pools, whose kernels pack nothing, by their
/// parameters.
/// </summary>
internal static class Operations
{
    /// <summary>Multipliers of what is restored from packed blocks, which hold them.</summary>
    private static readonly List<FixedPointMultiplier> InBlocks = new(0);

    public static void Write(PlanWriter to, TensorOperation operation)
    {
        switch (operation)
        {
            case PointwiseConv pointwise:
                WritePointwise(to, pointwise.Parameters, pointwise);
                break;
            case Dense dense:
                WritePointwise(to, dense.Parameters, dense);
                break;
            case Conv conv:
                WriteConv(to, OperationKind.Conv, conv.Parameters, conv);
                break;
            case DepthwiseConv depthwise:
                WriteConv(to, OperationKind.Depthwise, depthwise.Parameters, depthwise);
                break;
            case AveragePool pool:
                WritePool(to, OperationKind.AveragePool, pool.Parameters);
                break;
            case MaxPool pool:
                WritePool(to, OperationKind.MaxPool, pool.Parameters);
                break;
            default:
                throw new KernelException($"kernel {operation.KernelName} cannot be stored in a plan");
        }
    }

    public static TensorOperation Read(PlanReader from)
    {
        switch ((OperationKind)from.Int())
        {
            case OperationKind.Pointwise:
                return ReadPointwise(from);
            case OperationKind.Conv:
                ConvParameters conv = ReadConv(from);
                return Conv.Restore(conv, from.Name(), from.Blocks(), from.Isa);
            case OperationKind.Depthwise:
                ConvParameters depthwise = ReadConv(from);
                return DepthwiseConv.Restore(depthwise, from.Name(), from.Blocks(), from.Isa);
            case OperationKind.AveragePool:
                return AveragePool.Prepare(ReadPool(from), from.Isa);
            case OperationKind.MaxPool:
                return MaxPool.Prepare(ReadPool(from), from.Isa);
            default:
                throw from.Refuse("unknown operation");
        }
    }

    private static void WritePointwise(PlanWriter to, PointwiseParameters parameters, TensorOperation operation)
    {
        to.Int((int)OperationKind.Pointwise);
        to.Int(parameters.Pixels);
        to.Int(parameters.InputChannels);
        to.Int(parameters.OutputChannels);
        WriteLinear(to, parameters, operation);
    }

    private static PointwiseConv ReadPointwise(PlanReader from)
    {
        var parameters = new PointwiseParameters
        {
            Pixels = from.Int(),
            InputChannels = from.Int(),
            OutputChannels = from.Int(),
            InputZeroPoint = from.Int(),
            FilterZeroPoint = from.Int(),
            OutputZeroPoint = from.Int(),
            Range = from.Range(),
            Multipliers = InBlocks,
        };
        return PointwiseConv.Restore(parameters, from.Name(), from.Blocks(), from.Isa);
    }

    private static void WriteConv(PlanWriter to, OperationKind kind, ConvParameters parameters, TensorOperation operation)
    {
        to.Int((int)kind);
        to.Shape(parameters.Input);
        to.Shape(parameters.Output);
        to.Window(parameters.Window);
        WriteLinear(to, parameters, operation);
    }

    private static ConvParameters ReadConv(PlanReader from) => new()
    {
        Input = from.Shape(),
        Output = from.Shape(),
        Window = from.Window(),
        InputZeroPoint = from.Int(),
        FilterZeroPoint = from.Int(),
        OutputZeroPoint = from.Int(),
        Range = from.Range(),
        Multipliers = InBlocks,
    };

    private static void WriteLinear(PlanWriter to, LinearParameters parameters, TensorOperation operation)
    {
        to.Int(parameters.InputZeroPoint);
        to.Int(parameters.FilterZeroPoint);
        to.Int(parameters.OutputZeroPoint);
        to.Range(parameters.Range);
        to.Name(operation.KernelName);
        to.Blocks(operation.Blocks);
    }

    private static void WritePool(PlanWriter to, OperationKind kind, PoolParameters parameters)
    {
        to.Int((int)kind);
        to.Shape(parameters.Input);
        to.Shape(parameters.Output);
        to.Window(parameters.Window);
        to.Range(parameters.Range);
        to.Int((int)parameters.Rounding);
    }

    private static PoolParameters ReadPool(PlanReader from)
    {
        var parameters = new PoolParameters
        {
            Input = from.Shape(),
            Output = from.Shape(),
            Window = from.Window(),
            Range = from.Range(),
            Rounding = (PoolRounding)from.Int(),
        };
        return parameters;
    }
}
