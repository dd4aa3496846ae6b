namespace EdgeVision.Kernels;

/// <summary>Bilinear resize of int8 tensors, as TFLite computes it for the model's type (see <see cref="ResizeArithmetic"/>).</summary>
public sealed class ResizeBilinear : TensorOperation
{
    private ResizeBilinear(KernelBinding binding, ResizeParameters parameters)
        : base(binding, macs: 0) => Parameters = parameters;

    /// <summary>What it was prepared for.</summary>
    internal ResizeParameters Parameters { get; }

    /// <summary>Validates everything, chooses a kernel, and tabulates positions and weights.</summary>
    /// <param name="parameters">Shapes, coordinates and arithmetic.</param>
    /// <param name="isa">The instruction sets that may be used.</param>
    /// <exception cref="KernelException">A shape is invalid, or batch or channels differ.</exception>
    public static ResizeBilinear Prepare(ResizeParameters parameters, IsaPolicy isa)
    {
        ArgumentNullException.ThrowIfNull(isa);
        (int inputLength, int outputLength) = ResizePreparation.Validate(parameters);
        BilinearKernel kernel = BilinearKernel.Select(parameters, isa);
        int rows = parameters.Output.Batch * parameters.Output.Height;
        return new ResizeBilinear(new KernelBinding(kernel, kernel.Prepare(parameters), inputLength, outputLength, rows), parameters);
    }
}
