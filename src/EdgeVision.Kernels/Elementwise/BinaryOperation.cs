namespace EdgeVision.Kernels;

/// <summary>
/// A prepared operation on two int8 tensors, element by element. Its work is a number of independent rows, so that several threads can
/// share it. Running allocates nothing.
/// </summary>
public abstract class BinaryOperation
{
    private readonly PreparedBinary _prepared;
    private readonly int _firstLength;
    private readonly int _secondLength;
    private readonly int _outputLength;

    private protected BinaryOperation(string kernelName, Isa isa, BinaryParameters parameters, PreparedBinary prepared)
    {
        Parameters = parameters;
        KernelName = kernelName;
        Isa = isa;
        Units = parameters.Output.Batch * parameters.Output.Height;
        _prepared = prepared;
        (_firstLength, _secondLength, _outputLength) = (parameters.First.Count, parameters.Second.Count, parameters.Output.Count);
    }

    /// <summary>What it was prepared for.</summary>
    internal BinaryParameters Parameters { get; }

    /// <summary>The chosen kernel, for logs.</summary>
    public string KernelName { get; }

    /// <summary>The instruction set that this kernel is written for.</summary>
    public Isa Isa { get; }

    /// <summary>How many units the work has, at least 1: output rows over all images.</summary>
    public int Units { get; }

    /// <summary>Computes every output element.</summary>
    /// <param name="first">Of the prepared first shape.</param>
    /// <param name="second">Of the prepared second shape.</param>
    /// <param name="output">Of the prepared output shape; may be an input of the same length, not overlap one otherwise.</param>
    /// <exception cref="ArgumentException">A buffer does not have the prepared length.</exception>
    public void Run(ReadOnlySpan<sbyte> first, ReadOnlySpan<sbyte> second, Span<sbyte> output) => Run(first, second, output, 0, Units);

    /// <summary>
    /// Computes some rows of the output; each element is read before it is written, and nothing else is written. Ranges that share no row
    /// may run at the same time and in any order, also in place.
    /// </summary>
    /// <param name="first">The whole first input.</param>
    /// <param name="second">The whole second input.</param>
    /// <param name="output">The whole output; may be an input of the same length, not overlap one otherwise.</param>
    /// <param name="firstUnit">The first row, at least 0.</param>
    /// <param name="count">How many; <paramref name="firstUnit"/> + <paramref name="count"/> is at most <see cref="Units"/>.</param>
    /// <exception cref="ArgumentException">A buffer does not have the prepared length, or the range leaves the units.</exception>
    public void Run(ReadOnlySpan<sbyte> first, ReadOnlySpan<sbyte> second, Span<sbyte> output, int firstUnit, int count)
    {
        BufferLength.Check(first.Length, _firstLength, nameof(first));
        BufferLength.Check(second.Length, _secondLength, nameof(second));
        BufferLength.Check(output.Length, _outputLength, nameof(output));
        BufferLength.CheckRange(firstUnit, count, Units);
        _prepared.Run(first, second, output, firstUnit, count);
    }
}

/// <summary>A kernel bound to one operation; never allocates, and trusts the buffers' lengths.</summary>
internal abstract class PreparedBinary
{
    /// <summary>Computes rows [<paramref name="row"/>, <paramref name="row"/> + <paramref name="rows"/>) over all images.</summary>
    public abstract void Run(ReadOnlySpan<sbyte> first, ReadOnlySpan<sbyte> second, Span<sbyte> output, int row, int rows);
}
