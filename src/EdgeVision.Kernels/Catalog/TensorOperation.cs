namespace EdgeVision.Kernels;

/// <summary>
/// A prepared operation from one int8 tensor to another: its kernel is chosen and its weights are packed. Its work is a number of
/// independent units, so that several threads can share it. Running allocates nothing.
/// </summary>
public abstract class TensorOperation
{
    private protected TensorOperation(KernelBinding binding, long macs)
    {
        Binding = binding;
        Macs = macs;
    }

    /// <summary>The chosen kernel, for logs.</summary>
    public string KernelName => Binding.Kernel.Name;

    /// <summary>The instruction set that this kernel is written for.</summary>
    public Isa Isa => Binding.Kernel.Isa;

    /// <summary>Multiply-accumulates per run, those on padding included; 0 for operations that do not multiply.</summary>
    public long Macs { get; }

    /// <summary>Memory held for weights, bias and multipliers, in bytes.</summary>
    public long PackedBytes => Binding.Prepared.PackedBytes;

    /// <summary>
    /// By how many elements the input must at least start after the output for both to share a buffer, in [−input length, output length];
    /// at these ends they share no element. It holds for a run of all units at once, not for one that is divided.
    /// </summary>
    public int Lead => Binding.Lead;

    /// <summary>How many units the work has, at least 1: output rows over all images, or pixels.</summary>
    public int Units => Binding.Units;

    /// <summary>How many units the kernel computes at once, at least 1: a range of fewer takes as long.</summary>
    public int Granule => Binding.Prepared.Granule;

    internal KernelBinding Binding { get; }

    /// <summary>What the operation can be restored from, beside its parameters and its kernel's name; empty if it cannot.</summary>
    internal PackedBlock[] Blocks => Binding.Prepared.Blocks;

    /// <summary>Computes the whole output.</summary>
    /// <param name="input">NHWC, of the prepared input shape.</param>
    /// <param name="output">NHWC, of the prepared output shape; must not overlap <paramref name="input"/> but by <see cref="Lead"/>.</param>
    /// <exception cref="ArgumentException">A buffer does not have the prepared length.</exception>
    public void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output) => Run(input, output, 0, Units);

    /// <summary>
    /// Computes some units of the output and writes nothing else. Ranges that share no unit may run at the same time and in any order; all
    /// together give the bytes of a whole run.
    /// </summary>
    /// <param name="input">The whole input.</param>
    /// <param name="output">The whole output; must not overlap <paramref name="input"/> unless the range has all units.</param>
    /// <param name="first">The first unit, at least 0.</param>
    /// <param name="count">How many; <paramref name="first"/> + <paramref name="count"/> is at most <see cref="Units"/>.</param>
    /// <exception cref="ArgumentException">A buffer does not have the prepared length, or the range leaves the units.</exception>
    public void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count) => Binding.Run(input, output, first, count);
}
