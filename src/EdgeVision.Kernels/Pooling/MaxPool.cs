namespace EdgeVision.Kernels;

/// <summary>Largest value a window covers inside the image.</summary>
public sealed class MaxPool : TensorOperation
{
    private MaxPool(KernelBinding binding, PoolParameters parameters)
        : base(binding, macs: 0) => Parameters = parameters;

    /// <summary>What it was prepared for.</summary>
    internal PoolParameters Parameters { get; }

    /// <summary>Validates everything and chooses a kernel.</summary>
    /// <exception cref="KernelException">Shapes and window do not fit together; among others a window wholly outside the image.</exception>
    public static MaxPool Prepare(PoolParameters parameters, IsaPolicy isa) =>
        new(PoolPreparation.Bind(KernelCatalog.MaxPool, parameters, isa), parameters);
}
