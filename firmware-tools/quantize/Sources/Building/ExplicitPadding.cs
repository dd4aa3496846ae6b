using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Sources.Building;

/// <summary>Elements added around an image.</summary>
internal readonly record struct ImagePads(int Top, int Bottom, int Left, int Right)
{
    public bool IsNone => this == default;
}

/// <summary>Writes padding given as numbers in the graph's terms.</summary>
internal static class ExplicitPadding
{
    /// <summary>
    /// Chooses SAME where it adds the same elements at this input's size, otherwise adds a <see cref="PadNode"/> and chooses VALID.
    /// </summary>
    /// <param name="builder">Knows the input's size and takes the node.</param>
    /// <param name="input">An NHWC value.</param>
    /// <param name="padName">Name of the node, if one is needed.</param>
    /// <param name="pads">What is added.</param>
    /// <param name="window">The sliding window's height and width.</param>
    /// <param name="geometry">Its strides and dilations; the padding is replaced.</param>
    /// <returns>The value the window slides over and its geometry.</returns>
    public static (string Input, ConvGeometry Geometry) Apply(
        GraphBuilder builder,
        string input,
        string padName,
        ImagePads pads,
        (int Height, int Width) window,
        ConvGeometry geometry)
    {
        ConvGeometry valid = geometry with { Padding = PaddingKind.Valid };
        if (pads.IsNone)
            return (input, valid);
        IReadOnlyList<int> shape = builder.ShapeOf(input);
        if (shape.Count == 4 && IsSame(shape, window, geometry, pads))
            return (input, geometry with { Padding = PaddingKind.Same });
        return (builder.Add(new PadNode(builder.Unused(padName), input, pads.Top, pads.Bottom, pads.Left, pads.Right)), valid);
    }

    /// <summary>Whether SAME adds exactly <paramref name="pads"/> to an image of <paramref name="shape"/> (NHWC).</summary>
    public static bool IsSame(IReadOnlyList<int> shape, (int Height, int Width) window, ConvGeometry geometry, ImagePads pads)
    {
        (int top, int bottom) = Same(shape[1], window.Height, geometry.StrideHeight, geometry.DilationHeight);
        (int left, int right) = Same(shape[2], window.Width, geometry.StrideWidth, geometry.DilationWidth);
        return pads == new ImagePads(top, bottom, left, right);
    }

    private static (int Before, int After) Same(int size, int window, int stride, int dilation)
    {
        if (stride < 1)
            return (0, 0);
        int outputs = (size + stride - 1) / stride;
        long total = Math.Max(((outputs - 1L) * stride) + ((window - 1L) * dilation) + 1 - size, 0);
        return ((int)(total / 2), (int)(total - (total / 2)));
    }
}
