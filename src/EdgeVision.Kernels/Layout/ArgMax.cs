namespace EdgeVision.Kernels;

/// <summary>Index of the first maximum along the middle extent of an int8 tensor seen as [outer, depth, inner].</summary>
public sealed class ArgMax
{
    private ArgMax(ArgMaxParameters parameters) => Parameters = parameters;

    /// <summary>What it was prepared for.</summary>
    internal ArgMaxParameters Parameters { get; }

    /// <summary>Validates everything.</summary>
    /// <exception cref="KernelException">An extent is not positive, or there are too many elements.</exception>
    public static ArgMax Prepare(ArgMaxParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Require.Count("argmax extents", parameters.Outer, parameters.Depth, parameters.Inner);
        return new ArgMax(parameters);
    }

    /// <summary>Searches, writing 32-bit indices. Allocates nothing.</summary>
    /// <param name="input">[outer][depth][inner].</param>
    /// <param name="output">[outer][inner].</param>
    /// <exception cref="ArgumentException">A buffer does not have the prepared length.</exception>
    public void Run(ReadOnlySpan<sbyte> input, Span<int> output)
    {
        CheckLengths(input.Length, output.Length);
        for (int i = 0; i < output.Length; i++)
            output[i] = IndexOfMax(input, i);
    }

    /// <summary>Searches, writing 64-bit indices. Allocates nothing.</summary>
    /// <param name="input">[outer][depth][inner].</param>
    /// <param name="output">[outer][inner].</param>
    /// <exception cref="ArgumentException">A buffer does not have the prepared length.</exception>
    public void Run(ReadOnlySpan<sbyte> input, Span<long> output)
    {
        CheckLengths(input.Length, output.Length);
        for (int i = 0; i < output.Length; i++)
            output[i] = IndexOfMax(input, i);
    }

    private void CheckLengths(int input, int output)
    {
        BufferLength.Check(input, Parameters.Outer * Parameters.Depth * Parameters.Inner, nameof(input));
        BufferLength.Check(output, Parameters.Outer * Parameters.Inner, nameof(output));
    }

    private int IndexOfMax(ReadOnlySpan<sbyte> input, int position)
    {
        (int depth, int inner) = (Parameters.Depth, Parameters.Inner);
        int start = position / inner * depth * inner + position % inner;
        int best = 0;
        for (int d = 1; d < depth; d++)
        {
            if (input[start + d * inner] > input[start + best * inner])
                best = d;
        }

        return best;
    }
}
