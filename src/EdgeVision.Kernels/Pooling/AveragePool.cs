namespace EdgeVision.Kernels;

/// <summary>Mean of the pixels a window covers inside the image, rounded as <see cref="PoolParameters.Rounding"/> says.</summary>
public sealed class AveragePool : TensorOperation
{
    private AveragePool(KernelBinding binding, PoolParameters parameters)
        : base(binding, macs: 0) => Parameters = parameters;

    /// <summary>What it was prepared for.</summary>
    internal PoolParameters Parameters { get; }

    /// <summary>Validates everything and chooses a kernel.</summary>
    /// <exception cref="KernelException">Shapes and window do not fit together; among others a window wholly outside the image.</exception>
    public static AveragePool Prepare(PoolParameters parameters, IsaPolicy isa) =>
        new(PoolPreparation.Bind(KernelCatalog.AveragePool, parameters, isa), parameters);
}
