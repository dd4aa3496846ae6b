namespace EdgeVision.Kernels;

/// <summary>Index of the first maximum along the middle extent of an int8 tensor seen as [outer, depth, inner].</summary>
public sealed class ArgMax
{
    /// <summary>64-bit indices are searched as 32-bit ones, so many at a time.</summary>
    private const int Widened = 256;

    private readonly ArgMaxKernel _kernel;
    private readonly PreparedArgMax _prepared;

    private ArgMax(ArgMaxParameters parameters, ArgMaxKernel kernel)
    {
        (Parameters, _kernel) = (parameters, kernel);
        _prepared = kernel.Prepare(parameters);
    }

    /// <summary>The chosen kernel, for logs.</summary>
    public string KernelName => _kernel.Name;

    /// <summary>The instruction set that this kernel is written for.</summary>
    public Isa Isa => _kernel.Isa;

    /// <summary>What it was prepared for.</summary>
    internal ArgMaxParameters Parameters { get; }

    /// <summary>Validates everything and chooses a kernel.</summary>
    /// <param name="parameters">The extents.</param>
    /// <param name="isa">The instruction sets that may be used.</param>
    /// <exception cref="KernelException">An extent is not positive, or there are too many elements.</exception>
    public static ArgMax Prepare(ArgMaxParameters parameters, IsaPolicy isa)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(isa);
        Require.Count("argmax extents", parameters.Outer, parameters.Depth, parameters.Inner);
        return new ArgMax(parameters, ArgMaxKernel.Select(parameters, isa));
    }

    /// <summary>Searches, writing 32-bit indices. Allocates nothing.</summary>
    /// <param name="input">[outer][depth][inner].</param>
    /// <param name="output">[outer][inner].</param>
    /// <exception cref="ArgumentException">A buffer does not have the prepared length.</exception>
    public void Run(ReadOnlySpan<sbyte> input, Span<int> output)
    {
        CheckLengths(input.Length, output.Length);
        _prepared.Run(input, output, 0);
    }

    /// <summary>Searches, writing 64-bit indices. Allocates nothing.</summary>
    /// <param name="input">[outer][depth][inner].</param>
    /// <param name="output">[outer][inner].</param>
    /// <exception cref="ArgumentException">A buffer does not have the prepared length.</exception>
    public void Run(ReadOnlySpan<sbyte> input, Span<long> output)
    {
        CheckLengths(input.Length, output.Length);
        Span<int> narrow = stackalloc int[Widened];
        for (int first = 0; first < output.Length; first += Widened)
        {
            Span<long> wide = output.Slice(first, Math.Min(Widened, output.Length - first));
            _prepared.Run(input, narrow[..wide.Length], first);
            for (int i = 0; i < wide.Length; i++)
                wide[i] = narrow[i];
        }
    }

    private void CheckLengths(int input, int output)
    {
        BufferLength.Check(input, Parameters.Outer * Parameters.Depth * Parameters.Inner, nameof(input));
        BufferLength.Check(output, Parameters.Outer * Parameters.Inner, nameof(output));
    }
}
