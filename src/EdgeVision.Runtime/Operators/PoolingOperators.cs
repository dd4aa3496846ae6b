using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>AVERAGE_POOL_2D, MAX_POOL_2D and MEAN.</summary>
internal static class PoolingOperators
{
    public static PreparedOperator AveragePool2D(OperatorContext op)
    {
        PoolParameters parameters = Parameters(op);
        return PreparedOperator.Of(op, AveragePool.Prepare(parameters, op.Isa)) with { Work = Work(parameters) };
    }

    public static PreparedOperator MaxPool2D(OperatorContext op)
    {
        PoolParameters parameters = Parameters(op);
        return PreparedOperator.Of(op, MaxPool.Prepare(parameters, op.Isa)) with { Work = Work(parameters) };
    }

    public static PreparedOperator Mean(OperatorContext op)
    {
        PlannedTensor input = op.Input(0), output = op.Output();
        op.RequireSameType(input, output);
        bool[] reduced = ReducedAxes(op, input);
        int first = Array.IndexOf(reduced, true), last = Array.LastIndexOf(reduced, true);
        if (first < 0 || Array.IndexOf(reduced, false, first, last - first + 1) >= 0)
            throw op.Refuse("only a mean over adjacent axes is supported", op.Input(1).Index);
        op.RequireShape(output, ReducedShape(input, reduced, op.Options<ReducerOptions>().KeepDims));
        var parameters = new MeanParameters
        {
            Outer = Product(input, 0, first),
            Reduced = Product(input, first, last + 1),
            Inner = Product(input, last + 1, reduced.Length),
            Input = op.QuantizationOf(input),
            Output = op.QuantizationOf(output),
        };
        var mean = Kernels.Mean.Prepare(parameters, op.Isa);
        return new PreparedOperator(new UnaryStep(input.Index, output.Index, mean.Run), mean.KernelName) { Isa = mean.Isa };
    }

    private static PoolParameters Parameters(OperatorContext op)
    {
        var options = op.Options<Pool2DOptions>();
        PlannedTensor input = op.Input(0), output = op.Output();
        op.RequireSameType(input, output);
        if (op.QuantizationOf(input) != op.QuantizationOf(output))
            throw op.Refuse("pooling between different scales is not supported", output.Index);
        TensorShape shape = op.Image(input);
        var geometry =
            new Geometry(options.Padding, options.FilterHeight, options.FilterWidth, options.StrideHeight, options.StrideWidth, 1, 1);
        (Window window, int height, int width) = geometry.Resolve(op, shape);
        op.RequireShape(output, shape.Batch, height, width, shape.Channels);
        return new PoolParameters
        {
            Input = shape,
            Output = op.Image(output),
            Window = window,
            Range = op.Range(options.Activation, output),
            Rounding = input.FileType == TensorType.UInt8 ? PoolRounding.FloorUnsigned : PoolRounding.HalfAwayFromZero,
        };
    }

    private static long Work(PoolParameters pool) => (long)pool.Output.Count * pool.Window.KernelHeight * pool.Window.KernelWidth;

    private static bool[] ReducedAxes(OperatorContext op, PlannedTensor input)
    {
        var reduced = new bool[input.Shape.Count];
        foreach (int axis in op.ConstantIntegers(op.Input(1)))
        {
            if (axis < -reduced.Length || axis >= reduced.Length)
                throw op.Refuse($"axis {axis} does not exist in {reduced.Length} dimensions", op.Input(1).Index);
            reduced[axis < 0 ? axis + reduced.Length : axis] = true;
        }

        return reduced;
    }

    private static int[] ReducedShape(PlannedTensor input, bool[] reduced, bool keepDimensions)
    {
        var shape = new List<int>(reduced.Length);
        for (int i = 0; i < reduced.Length; i++)
        {
            if (!reduced[i])
                shape.Add(input.Shape[i]);
            else if (keepDimensions)
                shape.Add(1);
        }

        return [.. shape];
    }

    private static int Product(PlannedTensor tensor, int from, int to)
    {
        int product = 1;
        for (int i = from; i < to; i++)
            product *= tensor.Shape[i];
        return product;
    }
}
