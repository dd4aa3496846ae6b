namespace EdgeVision.Kernels;

/// <summary>What average and maximum pooling prepare alike.</summary>
internal static class PoolPreparation
{
    /// <summary>Largest window whose sum of bytes (unsigned, and rounded) fits 32 bits.</summary>
    private const int MaxWindow = int.MaxValue / 256;

    public static KernelBinding Bind(PoolKernel[] kernels, PoolParameters parameters, IsaPolicy isa)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(isa);
        int inputLength = Require.Shape(parameters.Input, "input shape");
        int outputLength = Require.Shape(parameters.Output, "output shape");
        Require.Window(parameters.Window, parameters.Input, parameters.Output);
        Require.Equal(parameters.Output.Channels, parameters.Input.Channels, "output channels");
        Require.Equal(parameters.Window.DilationHeight, 1, "dilation height");
        Require.Equal(parameters.Window.DilationWidth, 1, "dilation width");
        if (Require.Count("window", parameters.Window.KernelHeight, parameters.Window.KernelWidth) > MaxWindow)
            throw new KernelException($"a window of more than {MaxWindow} pixels cannot be summed in 32 bits");
        Require.Range(parameters.Range);
        Require.Known((int)parameters.Rounding, (int)PoolRounding.FloorUnsigned, "rounding");

        PoolKernel kernel = KernelCatalog.Select(kernels, parameters, isa);
        int rows = parameters.Output.Batch * parameters.Output.Height;
        return new KernelBinding(kernel, kernel.Prepare(parameters), inputLength, outputLength, rows);
    }
}
