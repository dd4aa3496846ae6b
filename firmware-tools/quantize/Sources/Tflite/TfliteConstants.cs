using EdgeVision.Model;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Tflite;

/// <summary>Constants of a model as real numbers.</summary>
internal sealed class TfliteConstants(SourceFile file)
{
    // Constants do not overlap in any sane file; those that do are refused after four times the file.
    private readonly WeightDecoder _decoder = new(file, file.Bytes.Length * 4L);

    /// <summary>The numbers a constant stands for.</summary>
    /// <param name="tensor">A constant: float, or integer with scales.</param>
    public FloatTensor Read(Tensor tensor)
    {
        FloatTensor stored = Stored(tensor);
        if (tensor.Type is TensorType.Float32 or TensorType.Float16)
            return stored;
        if (tensor.Quantization is not { } quantization)
            throw file.Error($"{tensor} has no scale, so its integers stand for no numbers");
        Dequantize(stored, quantization);
        _decoder.RequireFinite(TfliteReader.NameOf(tensor), stored.Data);
        return stored;
    }

    /// <summary>Biases: int32 ones have the scale of input times weights, whether the file says so or not.</summary>
    public float[] ReadBias(Tensor bias, TensorQuantization? input, TensorQuantization? weights)
    {
        if (bias.Type != TensorType.Int32)
            return Read(bias).Data;
        if (input is not { Scales: [var inputScale] } || weights is null)
            throw file.Error($"{bias} belongs to an operator without scales");
        float[] values = Stored(bias).Data;
        ReadOnlySpan<byte> stored = bias.Data.Span;
        for (int i = 0; i < values.Length; i++)
        {
            int q = System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(stored[(i * 4)..]);
            values[i] = (float)(q * (double)inputScale * weights.Scales[weights.Scales.Length == 1 ? 0 : i]);
        }

        return values;
    }

    private FloatTensor Stored(Tensor tensor)
    {
        if (!tensor.IsConstant)
            throw file.Error($"{tensor} is computed where a constant is expected");
        ElementType type = tensor.Type switch
        {
            TensorType.Float32 => ElementType.Float32,
            TensorType.Float16 => ElementType.Float16,
            TensorType.UInt8 => ElementType.UInt8,
            TensorType.Int8 => ElementType.Int8,
            TensorType.Int32 => ElementType.Int32,
            _ => throw file.Error($"{tensor}: constants of this type are not supported"),
        };
        return _decoder.Decode(TfliteReader.NameOf(tensor), tensor.Shape, type, tensor.Data.Span);
    }

    private static void Dequantize(FloatTensor tensor, TensorQuantization quantization)
    {
        int scales = quantization.Scales.Length;
        int inner = 1;
        for (int i = quantization.Axis + 1; scales > 1 && i < tensor.Shape.Count; i++)
            inner *= tensor.Shape[i];
        for (int i = 0; i < tensor.Data.Length; i++)
        {
            int c = scales == 1 ? 0 : i / inner % scales;
            tensor.Data[i] = (float)((tensor.Data[i] - (double)quantization.ZeroPoints[c]) * quantization.Scales[c]);
        }
    }
}
