namespace EdgeVision.Kernels;

/// <summary>Largest value a window covers inside the image.</summary>
public sealed class MaxPool
{
    private readonly KernelBinding _binding;

    private MaxPool(KernelBinding binding) => _binding = binding;

    /// <summary>The chosen kernel, for logs.</summary>
    public string KernelName => _binding.KernelName;

    /// <summary>The instruction set that this kernel is written for.</summary>
    public Isa Isa => _binding.Isa;

    /// <summary>
    /// By how many elements the input must at least start after the output for both to share a buffer, in [−input length, output length];
    /// at these ends they share no element.
    /// </summary>
    public int Lead => _binding.Lead;

    /// <summary>Validates everything and chooses a kernel.</summary>
    /// <exception cref="KernelException">Shapes and window do not fit together; among others a window wholly outside the image.</exception>
    public static MaxPool Prepare(PoolParameters parameters, IsaPolicy isa) =>
        new(PoolPreparation.Bind(KernelCatalog.MaxPool, parameters, isa));

    /// <summary>Pools. Allocates nothing.</summary>
    /// <param name="input">NHWC, of the prepared input shape.</param>
    /// <param name="output">NHWC, of the prepared output shape; must not overlap <paramref name="input"/> but by <see cref="Lead"/>.</param>
    /// <exception cref="ArgumentException">A buffer does not have the prepared length.</exception>
    public void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output) => _binding.Run(input, output);
}
