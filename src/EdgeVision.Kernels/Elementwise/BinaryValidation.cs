namespace EdgeVision.Kernels;

/// <summary>What every binary operation checks before it is prepared.</summary>
internal static class BinaryValidation
{
    /// <summary>Shapes broadcast, quantizations and range are legal.</summary>
    public static void Check(BinaryParameters parameters)
    {
        Require.Shape(parameters.First, "first input shape");
        Require.Shape(parameters.Second, "second input shape");
        Require.Shape(parameters.Output, "output shape");
        RequireBroadcast(parameters);
        Require.Quantization(parameters.FirstQuantization, "first input");
        Require.Quantization(parameters.SecondQuantization, "second input");
        Require.Quantization(parameters.OutputQuantization, "output");
        Require.Range(parameters.Range);
    }

    private static void RequireBroadcast(BinaryParameters parameters)
    {
        (TensorShape first, TensorShape second, TensorShape output) = (parameters.First, parameters.Second, parameters.Output);
        if (!Fits(first.Batch, second.Batch, output.Batch) || !Fits(first.Height, second.Height, output.Height)
            || !Fits(first.Width, second.Width, output.Width) || !Fits(first.Channels, second.Channels, output.Channels))
        {
            throw new KernelException($"shapes {first} and {second} do not broadcast to {output}");
        }
    }

    private static bool Fits(int first, int second, int output) =>
        (first == output && (second == output || second == 1)) || (second == output && first == 1);
}
