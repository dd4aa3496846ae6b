namespace EdgeVision.Model.Tests;

/// <summary>Equality of models in everything that a file holds.</summary>
internal static class ModelAssert
{
    public static void Same(TfliteModel expected, TfliteModel actual)
    {
        Assert.Equal(expected.Description, actual.Description);
        Assert.Equal(expected.Version, actual.Version);
        Assert.Equal(expected.MinRuntimeVersion, actual.MinRuntimeVersion);
        Assert.Equal(expected.Inputs, actual.Inputs);
        Assert.Equal(expected.Outputs, actual.Outputs);
        Assert.Equal(expected.Tensors.Count, actual.Tensors.Count);
        for (int i = 0; i < expected.Tensors.Count; i++)
            Same(expected.Tensors[i], actual.Tensors[i]);
        Assert.Equal(expected.Operators.Count, actual.Operators.Count);
        for (int i = 0; i < expected.Operators.Count; i++)
            Same(expected.Operators[i], actual.Operators[i]);
        Same(expected.Metadata, actual.Metadata);
    }

    public static void Same(OperatorOptions? expected, OperatorOptions? actual)
    {
        switch (expected)
        {
            case ReshapeOptions reshape:
                Assert.Equal(reshape.NewShape, Assert.IsType<ReshapeOptions>(actual).NewShape);
                break;
            case SqueezeOptions squeeze:
                Assert.Equal(squeeze.Axes, Assert.IsType<SqueezeOptions>(actual).Axes);
                break;
            case CustomOptions custom:
                Assert.Equal(custom.Data.ToArray(), Assert.IsType<CustomOptions>(actual).Data.ToArray());
                break;
            default:
                Assert.Equal(expected, actual);
                break;
        }
    }

    private static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.ToString(), actual.ToString());
        Assert.Equal(expected.Name, actual.Name);
        Assert.Equal(expected.IsVariable, actual.IsVariable);
        Assert.True(expected.Data.Span.SequenceEqual(actual.Data.Span), $"data of {expected}");
        Assert.Equal(expected.Quantization is null, actual.Quantization is null);
        if (expected.Quantization is not { } quantization)
            return;
        Assert.Equal(quantization.Scales.AsSpan(), actual.Quantization!.Scales.AsSpan());
        Assert.Equal(quantization.ZeroPoints.AsSpan(), actual.Quantization.ZeroPoints.AsSpan());
        Assert.Equal(quantization.Axis, actual.Quantization.Axis);
        Assert.Equal(quantization.Min.AsSpan(), actual.Quantization.Min.AsSpan());
        Assert.Equal(quantization.Max.AsSpan(), actual.Quantization.Max.AsSpan());
    }

    private static void Same(Operator expected, Operator actual)
    {
        Assert.Equal(expected.ToString(), actual.ToString());
        Assert.Equal(expected.Code, actual.Code);
        Assert.Equal(expected.CustomCode, actual.CustomCode);
        Assert.Equal(expected.Version, actual.Version);
        Assert.Equal(expected.Inputs, actual.Inputs);
        Assert.Equal(expected.Outputs, actual.Outputs);
        Same(expected.Options, actual.Options);
    }

    private static void Same(ModelMetadata expected, ModelMetadata actual)
    {
        Assert.Equal(expected.ModelName, actual.ModelName);
        Assert.Equal(expected.Description, actual.Description);
        Assert.Equal(expected.Labels, actual.Labels);
        Assert.Equal(expected.Inputs.Count, actual.Inputs.Count);
        for (int i = 0; i < expected.Inputs.Count; i++)
        {
            Assert.Equal(expected.Inputs[i].Name, actual.Inputs[i].Name);
            Assert.Equal(expected.Inputs[i].ColorSpace, actual.Inputs[i].ColorSpace);
            Assert.Equal(expected.Inputs[i].Normalization?.Mean, actual.Inputs[i].Normalization?.Mean);
            Assert.Equal(expected.Inputs[i].Normalization?.Std, actual.Inputs[i].Normalization?.Std);
        }
    }
}
