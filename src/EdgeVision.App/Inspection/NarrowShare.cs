using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.App.Inspection;

/// <summary>How much of an operator's products is proven to be summed in 16 bits; see <see cref="PointwiseConv.NarrowShare"/>.</summary>
internal static class NarrowShare
{
    private const byte SignBit = 0x80;

    /// <summary>In [0, 1]; nothing for operators whose kernels do not sum so.</summary>
    public static double? Of(TfliteModel model, Operator op)
    {
        bool product = op.Options is FullyConnectedOptions or Conv2DOptions { StrideHeight: 1, StrideWidth: 1 };
        if (!product || op.Inputs.Count < 2 || op.Inputs[1] < 0)
            return null;
        Tensor weights = model.Tensors[op.Inputs[1]];
        bool pointwise = weights.Shape is [_, 1, 1, _] || (op.Options is FullyConnectedOptions && weights.Shape.Count == 2);
        if (!pointwise || !weights.IsConstant || weights.Type is not (TensorType.Int8 or TensorType.UInt8) || weights.ElementCount == 0)
            return null;
        long zeroPoint = weights.Quantization?.ZeroPoints is [long first, ..] ? first : 0;
        sbyte[] filter = new sbyte[weights.Data.Length];
        byte flip = weights.Type == TensorType.UInt8 ? SignBit : (byte)0;
        for (int i = 0; i < filter.Length; i++)
            filter[i] = (sbyte)(weights.Data.Span[i] ^ flip);
        int signedZeroPoint = (int)Math.Clamp(zeroPoint - flip, sbyte.MinValue, sbyte.MaxValue);
        return PointwiseConv.NarrowShare(weights.Shape[^1], signedZeroPoint, filter);
    }
}
