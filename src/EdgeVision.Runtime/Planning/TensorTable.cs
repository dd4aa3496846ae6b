using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>Turns the file's tensors into the runtime's, in the int8 domain.</summary>
internal static class TensorTable
{
    public static PlannedTensor[] Create(TfliteModel model)
    {
        var planned = new PlannedTensor[model.Tensors.Count];
        for (int i = 0; i < planned.Length; i++)
        {
            Tensor tensor = model.Tensors[i];
            planned[i] = new PlannedTensor(tensor, PerTensorQuantization(tensor), (int)tensor.ElementCount, tensor.Type.SizeInBytes());
        }

        return planned;
    }

    private static Quantization? PerTensorQuantization(Tensor tensor)
    {
        if (tensor.Quantization is not { Scales.Length: 1, ZeroPoints.Length: <= 1 } table)
            return null;
        float scale = table.Scales[0];
        long zeroPoint = table.ZeroPoints.Length == 0 ? 0 : table.ZeroPoints[0];
        if (tensor.Type == TensorType.UInt8)
            zeroPoint -= 128;
        return scale > 0 && float.IsFinite(scale) && zeroPoint is >= -128 and <= 127 ? new Quantization(scale, (int)zeroPoint) : null;
    }
}
