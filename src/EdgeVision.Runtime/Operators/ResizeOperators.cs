using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>RESIZE_BILINEAR and RESIZE_NEAREST_NEIGHBOR.</summary>
internal static class ResizeOperators
{
    public static PreparedOperator Bilinear(OperatorContext op)
    {
        var options = op.Options<ResizeBilinearOptions>();
        ResizeParameters parameters = Parameters(op, options.AlignCorners, options.HalfPixelCenters);
        var resize = ResizeBilinear.Prepare(parameters, op.Isa);
        return Prepared(op, resize.KernelName, resize.Run, TableBytes(parameters, entriesPerPosition: 3)) with { Isa = resize.Isa };
    }

    public static PreparedOperator NearestNeighbor(OperatorContext op)
    {
        var options = op.Options<ResizeNearestNeighborOptions>();
        ResizeParameters parameters = Parameters(op, options.AlignCorners, options.HalfPixelCenters);
        var resize = ResizeNearest.Prepare(parameters);
        return Prepared(op, "resizenearest_s8_scalar", resize.Run, TableBytes(parameters, entriesPerPosition: 1));
    }

    private static PreparedOperator Prepared(OperatorContext op, string kernel, UnaryStep.Kernel run, long tableBytes) =>
        new(new UnaryStep(op.Input(0).Index, op.Output().Index, run), kernel) { PackedBytes = tableBytes };

    /// <summary>The kernels tabulate each row and column of the output.</summary>
    private static long TableBytes(ResizeParameters resize, int entriesPerPosition) =>
        ((long)resize.Output.Height + resize.Output.Width) * entriesPerPosition * sizeof(int);

    private static ResizeParameters Parameters(OperatorContext op, bool alignCorners, bool halfPixelCenters)
    {
        PlannedTensor input = op.Input(0), output = op.Output();
        op.RequireSameType(input, output);
        if (op.QuantizationOf(input) != op.QuantizationOf(output))
            throw op.Refuse("its scale and zero point should be the input's", output.Index);
        if (alignCorners && halfPixelCenters)
            throw op.Refuse("align_corners and half_pixel_centers exclude each other");
        TensorShape shape = op.Image(input);
        int[] size = op.ConstantIntegers(op.Input(1));
        if (size.Length != 2)
            throw op.Refuse("the new size should be two numbers, height and width", op.Input(1).Index);
        if (size[0] > Geometry.Largest || size[1] > Geometry.Largest)
            throw op.Refuse($"a new size of {size[0]}x{size[1]} is out of range", op.Input(1).Index);
        op.RequireShape(output, shape.Batch, size[0], size[1], shape.Channels);
        return new ResizeParameters
        {
            Input = shape,
            Output = op.Image(output),
            Coordinates = alignCorners
                ? ResizeCoordinates.AlignCorners
                : halfPixelCenters
                ? ResizeCoordinates.HalfPixel
                : ResizeCoordinates.Asymmetric,
            Arithmetic = input.FileType == TensorType.UInt8 ? ResizeArithmetic.Float32 : ResizeArithmetic.Integer,
        };
    }
}
