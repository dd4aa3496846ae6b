using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Passes;

/// <summary>
/// One view of convolutions, depthwise convolutions and fully connected layers: for each output channel, a row of weights
/// ("taps") and a bias.
/// </summary>
internal sealed class LinearLayer
{
    private LinearLayer(FloatNode node, FloatTensor weights, float[]? bias, int channels, bool depthwise, ConvGeometry? geometry)
    {
        Node = node;
        Weights = weights;
        Channels = channels;
        Bias = bias ?? new float[channels];
        IsDepthwise = depthwise;
        Geometry = geometry;
        Taps = weights.Data.Length / channels;
    }

    /// <summary>The node that is viewed.</summary>
    public FloatNode Node { get; }

    /// <summary>Its weights in their own order.</summary>
    public FloatTensor Weights { get; }

    /// <summary>One per output channel; zeros where the node has none.</summary>
    public float[] Bias { get; }

    /// <summary>Output channels.</summary>
    public int Channels { get; }

    /// <summary>Weights of one output channel.</summary>
    public int Taps { get; }

    /// <summary>Whether each output channel reads one input channel only.</summary>
    public bool IsDepthwise { get; }

    /// <summary>How the window slides; <see langword="null"/> for a fully connected layer.</summary>
    public ConvGeometry? Geometry { get; }

    /// <summary>Rows of the window; 1 for a fully connected layer.</summary>
    public int KernelHeight => Geometry is null ? 1 : Weights.Shape[1];

    /// <summary>Columns of the window.</summary>
    public int KernelWidth => Geometry is null ? 1 : Weights.Shape[2];

    /// <summary>Whether it reads single pixels, so that padding plays no part.</summary>
    public bool IsPointwise => KernelHeight == 1 && KernelWidth == 1;

    /// <summary>Dimension of the weights that output channels run along.</summary>
    public int ChannelAxis => IsDepthwise ? 3 : 0;

    /// <summary>The view of a node, or <see langword="null"/> for other nodes.</summary>
    public static LinearLayer? Of(FloatNode node) => node switch
    {
        ConvNode n => new(n, n.Weights, n.Bias, n.Weights.Shape[0], depthwise: false, n.Geometry),
        DepthwiseConvNode n => new(n, n.Weights, n.Bias, n.Weights.Shape[3], depthwise: true, n.Geometry),
        DenseNode n => new(n, n.Weights, n.Bias, n.Weights.Shape[0], depthwise: false, null),
        _ => null,
    };

    /// <summary>Position of a weight in the node's own order.</summary>
    public int IndexOf(int channel, int tap) => IsDepthwise ? (tap * Channels) + channel : (channel * Taps) + tap;

    /// <summary>Input channel that a weight multiplies, in an input of <paramref name="inputChannels"/>.</summary>
    public int InputChannelOf(int channel, int tap, int inputChannels) =>
        IsDepthwise ? channel / (Channels / inputChannels) : tap % inputChannels;

    /// <summary>The node with other parameters of the same shapes.</summary>
    public FloatNode With(float[] weights, float[] bias)
    {
        var tensor = new FloatTensor(Weights.Shape, weights);
        return Node switch
        {
            ConvNode n => n with { Weights = tensor, Bias = bias },
            DepthwiseConvNode n => n with { Weights = tensor, Bias = bias },
            DenseNode n => n with { Weights = tensor, Bias = bias },
            _ => throw new InvalidOperationException(Node.Name),
        };
    }

    /// <summary>The node with every output channel c computing <c>scale[c] · y + shift[c]</c> in place of y.</summary>
    public FloatNode Mapped(ReadOnlySpan<double> scale, ReadOnlySpan<double> shift)
    {
        var weights = new float[Weights.Data.Length];
        var bias = new float[Channels];
        for (int c = 0; c < Channels; c++)
        {
            for (int tap = 0; tap < Taps; tap++)
                weights[IndexOf(c, tap)] = (float)(Weights.Data[IndexOf(c, tap)] * scale[c]);
            bias[c] = (float)((Bias[c] * scale[c]) + shift[c]);
        }

        return With(weights, bias);
    }
}
