using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Sources.Building;

/// <summary>Reorders weights of other frameworks into TensorFlow Lite's orders.</summary>
internal static class WeightLayout
{
    /// <summary>Height, width, in, out (Keras) to out, height, width, in.</summary>
    public static FloatTensor HwioToOhwi(FloatTensor w) => Permute(w, 3, 0, 1, 2);

    /// <summary>Out, in, height, width (PyTorch, ONNX) to out, height, width, in.</summary>
    public static FloatTensor OihwToOhwi(FloatTensor w) => Permute(w, 0, 2, 3, 1);

    /// <summary>Height, width, in, multiplier (Keras) to 1, height, width, in · multiplier: the same order under another shape.</summary>
    public static FloatTensor HwcmToDepthwise(FloatTensor w) =>
        new([1, w.Shape[0], w.Shape[1], w.Shape[2] * w.Shape[3]], w.Data);

    /// <summary>Channels, 1, height, width (PyTorch, ONNX with groups = in) to 1, height, width, channels.</summary>
    public static FloatTensor OihwToDepthwise(FloatTensor w) => Permute(w, 1, 2, 3, 0);

    /// <summary>Rows and columns exchanged.</summary>
    public static FloatTensor Transpose(FloatTensor w) => Permute(w, 1, 0);

    /// <summary>Dimension i of the result is dimension <c>order[i]</c> of <paramref name="tensor"/>.</summary>
    public static FloatTensor Permute(FloatTensor tensor, params ReadOnlySpan<int> order)
    {
        int rank = order.Length;
        var stride = new int[rank];
        for (int i = rank - 1, step = 1; i >= 0; step *= tensor.Shape[i], i--)
            stride[i] = step;

        var shape = new int[rank];
        var steps = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            shape[i] = tensor.Shape[order[i]];
            steps[i] = stride[order[i]];
        }

        var data = new float[tensor.Data.Length];
        var index = new int[rank];
        for (int to = 0, from = 0; to < data.Length; to++)
        {
            data[to] = tensor.Data[from];
            for (int i = rank - 1; i >= 0; i--)
            {
                from += steps[i];
                if (++index[i] < shape[i])
                    break;
                from -= steps[i] * shape[i];
                index[i] = 0;
            }
        }

        return new FloatTensor(shape, data);
    }
}
