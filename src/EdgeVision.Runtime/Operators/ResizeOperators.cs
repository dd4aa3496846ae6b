using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>RESIZE_BILINEAR and RESIZE_NEAREST_NEIGHBOR.</summary>
internal static class ResizeOperators
{
    public static PreparedOperator Bilinear(OperatorContext op)
    {
        var options = op.Options<ResizeBilinearOptions>();
        var resize = ResizeBilinear.Prepare(Parameters(op, options.AlignCorners, options.HalfPixelCenters));
        return new PreparedOperator(new UnaryStep(op.Input(0).Index, op.Output().Index, resize.Run), "resize_bilinear_s8_reference");
    }

    public static PreparedOperator NearestNeighbor(OperatorContext op)
    {
        var options = op.Options<ResizeNearestNeighborOptions>();
        var resize = ResizeNearest.Prepare(Parameters(op, options.AlignCorners, options.HalfPixelCenters));
        return new PreparedOperator(new UnaryStep(op.Input(0).Index, op.Output().Index, resize.Run), "resize_nearest_s8_reference");
    }

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
        op.RequireShape(output, shape.Batch, size[0], size[1], shape.Channels);
        return new ResizeParameters
        {
            Input = shape,
            Output = op.Image(output),
            Coordinates = alignCorners ? ResizeCoordinates.AlignCorners : halfPixelCenters ? ResizeCoordinates.HalfPixel : ResizeCoordinates.Asymmetric,
            Arithmetic = input.FileType == TensorType.UInt8 ? ResizeArithmetic.Float32 : ResizeArithmetic.Integer,
        };
    }
}
