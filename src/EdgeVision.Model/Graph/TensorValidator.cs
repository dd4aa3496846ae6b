namespace EdgeVision.Model;

/// <summary>The rules of a single tensor: shape, data and quantization.</summary>
internal static class TensorValidator
{
    private const int HighestRank = 8;

    /// <summary>Checks one tensor.</summary>
    /// <exception cref="ModelFormatException">A rule is broken.</exception>
    public static void Check(Tensor tensor, string modelName)
    {
        if (Problem(tensor) is { } problem)
            throw new ModelFormatException($"{modelName}: tensor {tensor.Index} '{Text.ForMessage(tensor.Name)}': {problem}");
    }

    private static string? Problem(Tensor tensor)
    {
        if (!tensor.Type.IsKnown())
            return $"element type {(int)tensor.Type} is unknown; the file is damaged or newer than this program";
        return ShapeProblem(tensor) ?? DataProblem(tensor)
            ?? (tensor.Quantization is { } quantization ? QuantizationProblem(tensor, quantization) : null);
    }

    private static string? ShapeProblem(Tensor tensor)
    {
        if (tensor.Shape.Count > HighestRank)
            return $"it has {tensor.Shape.Count} dimensions, more than the {HighestRank} supported; the file is damaged";
        long elements = 1;
        foreach (int dimension in tensor.Shape)
        {
            if (dimension < 1)
                return $"dimension {dimension} in [{Shape(tensor)}] is not supported; export the model with fixed sizes";
            elements *= dimension;
            if (elements > int.MaxValue || tensor.Type.ByteCount(elements) > int.MaxValue)
                return $"the shape [{Shape(tensor)}] needs more than 2 GiB; the file is damaged, or export a smaller model";
        }

        return null;
    }

    private static string? DataProblem(Tensor tensor)
    {
        if (!tensor.IsConstant || tensor.Data.Length == tensor.ByteCount)
            return null;
        return $"it holds {tensor.Data.Length} bytes, but {tensor.Type}[{Shape(tensor)}] needs {tensor.ByteCount}; "
            + "the file is damaged: fetch or export it again";
    }

    private static string? QuantizationProblem(Tensor tensor, TensorQuantization quantization)
    {
        int count = quantization.Scales.Length;
        if (count == 0 || quantization.ZeroPoints.Length != count)
            return $"{count} scales and {quantization.ZeroPoints.Length} zero points do not match; export the model again";
        if (quantization.Axis < 0 || quantization.Axis >= Math.Max(tensor.Shape.Count, 1))
            return $"quantization axis {quantization.Axis} is not a dimension of [{Shape(tensor)}]; export the model again";
        if (count > 1 && (tensor.Shape.Count == 0 || tensor.Shape[quantization.Axis] != count))
            return $"{count} scales do not fit dimension {quantization.Axis} of [{Shape(tensor)}]; export the model again";
        foreach (float scale in quantization.Scales)
        {
            if (!(scale > 0 && float.IsFinite(scale)))
                return FormattableString.Invariant($"scale {scale} is not a positive number; export the model again");
        }

        (long lowest, long highest) = Range(tensor.Type);
        foreach (long zeroPoint in quantization.ZeroPoints)
        {
            if (zeroPoint < lowest || zeroPoint > highest)
                return $"zero point {zeroPoint} is outside {lowest} … {highest}; export the model again";
        }

        return null;
    }

    private static (long Lowest, long Highest) Range(TensorType type) => type switch
    {
        TensorType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        TensorType.UInt8 => (byte.MinValue, byte.MaxValue),
        TensorType.Int16 => (short.MinValue, short.MaxValue),
        _ => (int.MinValue, int.MaxValue),
    };

    private static string Shape(Tensor tensor) => string.Join(',', tensor.Shape);
}
