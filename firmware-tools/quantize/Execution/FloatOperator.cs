using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Passes;

namespace EdgeVision.Quantize.Execution;

/// <summary>One node, made ready to run: weights are packed, shapes are known. Safe for use by several threads at once.</summary>
internal abstract class FloatOperator
{
    /// <summary>Computes the whole output from whole inputs, all NHWC with a batch of one.</summary>
    public abstract void Run(ReadOnlySpan<float[]> inputs, float[] output);

    /// <summary>The operator for a node.</summary>
    public static FloatOperator For(FloatNode node, IReadOnlyDictionary<string, int[]> shapes)
    {
        int[] input = shapes[node.Inputs[0]], output = shapes[node.Name];
        return node switch
        {
            ConvNode n => new FloatConv(n, input, output),
            DepthwiseConvNode n => new FloatDepthwise(n, input, output),
            DenseNode n => new FloatDense(n),
            BatchNormNode n => FloatAffine.For(n),
            ScaleShiftNode n => FloatAffine.For(n, output[^1]),
            ActivationNode n => new FloatActivation(n.Kind),
            AddNode or MulNode => new FloatBinary(node is AddNode, input, shapes[node.Inputs[1]], output),
            ConcatNode n => new FloatConcat(n.Axis, [.. node.Inputs.Select(name => shapes[name])]),
            GlobalAveragePoolNode => new FloatGlobalPool(input[3]),
            AveragePoolNode n => new FloatPool(WindowOn.Of(n.Geometry, n.WindowHeight, n.WindowWidth, input, output), PoolKind.Average),
            MaxPoolNode n => new FloatPool(WindowOn.Of(n.Geometry, n.WindowHeight, n.WindowWidth, input, output), PoolKind.Max),
            PadNode n => new FloatPad(n, input, output),
            SoftmaxNode => new FloatSoftmax(output[^1]),
            ReshapeNode or IdentityNode => new FloatCopy(),
            _ => throw new SourceException($"layer '{node.Name}': {node.GetType().Name} cannot be run"),
        };
    }
}

/// <summary>A window and the images it slides over.</summary>
internal readonly record struct WindowOn(
    int Height, int Width, int Channels, int OutputHeight, int OutputWidth, int KernelHeight, int KernelWidth, ConvGeometry Geometry,
    int Top, int Left)
{
    public static WindowOn Of(ConvGeometry g, int kernelHeight, int kernelWidth, int[] input, int[] output)
    {
        bool same = g.Padding == PaddingKind.Same;
        return new WindowOn(
            input[1],
            input[2],
            input[3],
            output[1],
            output[2],
            kernelHeight,
            kernelWidth,
            g,
            same ? ValueShapes.SamePadding(input[1], kernelHeight, g.StrideHeight, g.DilationHeight).Before : 0,
            same ? ValueShapes.SamePadding(input[2], kernelWidth, g.StrideWidth, g.DilationWidth).Before : 0);
    }

    /// <summary>Row of the image under a row of the window; may lie outside.</summary>
    public int Row(int output, int kernel) => (output * Geometry.StrideHeight) + (kernel * Geometry.DilationHeight) - Top;

    /// <summary>Column of the image under a column of the window; may lie outside.</summary>
    public int Column(int output, int kernel) => (output * Geometry.StrideWidth) + (kernel * Geometry.DilationWidth) - Left;
}
