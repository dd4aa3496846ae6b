using EdgeVision.Model.FlatBuffers;

namespace EdgeVision.Model;

/// <summary>Writes the parameters of operators. Field numbers are the positions in the schema's tables.</summary>
internal static class OptionsWriter
{
    private const int MostFields = 7;

    /// <summary>The table of a record; 0 when there is nothing to write.</summary>
    public static int Write(FlatBufferBuilder b, OperatorOptions? options)
    {
        if (OptionsTypes.Of(options) == OptionsType.None)
            return 0;
        int vector = options switch
        {
            ReshapeOptions reshape => b.Scalars<int>([.. reshape.NewShape]),
            SqueezeOptions squeeze => b.Scalars<int>([.. squeeze.Axes]),
            _ => 0,
        };
        b.StartTable(MostFields);
        b.Object(0, vector);
        WriteWindow(b, options);
        WriteElementwise(b, options);
        WriteShaping(b, options);
        return b.EndTable();
    }

    private static void WriteWindow(FlatBufferBuilder b, OperatorOptions? options)
    {
        switch (options)
        {
            case Conv2DOptions o:
                WriteStrides(b, o.Padding, o.StrideWidth, o.StrideHeight);
                b.Field(3, (byte)o.Activation);
                b.Field(4, o.DilationWidth, 1);
                b.Field(5, o.DilationHeight, 1);
                break;
            case DepthwiseConv2DOptions o:
                WriteStrides(b, o.Padding, o.StrideWidth, o.StrideHeight);
                b.Field(3, o.DepthMultiplier);
                b.Field(4, (byte)o.Activation);
                b.Field(5, o.DilationWidth, 1);
                b.Field(6, o.DilationHeight, 1);
                break;
            case TransposeConvOptions o:
                WriteStrides(b, o.Padding, o.StrideWidth, o.StrideHeight);
                b.Field(3, (byte)o.Activation);
                break;
            case Pool2DOptions o:
                WriteStrides(b, o.Padding, o.StrideWidth, o.StrideHeight);
                b.Field(3, o.FilterWidth);
                b.Field(4, o.FilterHeight);
                b.Field(5, (byte)o.Activation);
                break;
        }
    }

    private static void WriteElementwise(FlatBufferBuilder b, OperatorOptions? options)
    {
        switch (options)
        {
            case FullyConnectedOptions o:
                b.Field(0, (byte)o.Activation);
                b.Field(1, (byte)o.WeightsFormat);
                b.Flag(2, o.KeepNumDims);
                b.Flag(3, o.AsymmetricQuantizeInputs);
                break;
            case AddOptions o:
                b.Field(0, (byte)o.Activation);
                break;
            case SubOptions o:
                b.Field(0, (byte)o.Activation);
                break;
            case MulOptions o:
                b.Field(0, (byte)o.Activation);
                break;
            case DivOptions o:
                b.Field(0, (byte)o.Activation);
                break;
            case SoftmaxOptions o:
                b.Field(0, o.Beta);
                break;
            case LeakyReluOptions o:
                b.Field(0, o.Alpha);
                break;
            case ReducerOptions o:
                b.Flag(0, o.KeepDims);
                break;
            case CastOptions o:
                b.Field(0, (byte)o.InputType);
                b.Field(1, (byte)o.OutputType);
                break;
            case ArgMaxOptions o:
                b.Field(0, (byte)o.OutputType);
                break;
        }
    }

    private static void WriteShaping(FlatBufferBuilder b, OperatorOptions? options)
    {
        switch (options)
        {
            case ConcatenationOptions o:
                b.Field(0, o.Axis);
                b.Field(1, (byte)o.Activation);
                break;
            case ResizeBilinearOptions o:
                b.Flag(2, o.AlignCorners);
                b.Flag(3, o.HalfPixelCenters);
                break;
            case ResizeNearestNeighborOptions o:
                b.Flag(0, o.AlignCorners);
                b.Flag(1, o.HalfPixelCenters);
                break;
            case StridedSliceOptions o:
                b.Field(0, o.BeginMask);
                b.Field(1, o.EndMask);
                b.Field(2, o.EllipsisMask);
                b.Field(3, o.NewAxisMask);
                b.Field(4, o.ShrinkAxisMask);
                b.Flag(5, o.Offset);
                break;
            case SplitOptions o:
                b.Field(0, o.Splits);
                break;
            case PackOptions o:
                b.Field(0, o.Values);
                b.Field(1, o.Axis);
                break;
        }
    }

    private static void WriteStrides(FlatBufferBuilder b, Padding padding, int width, int height)
    {
        b.Field(0, (byte)padding);
        b.Field(1, width);
        b.Field(2, height);
    }
}
