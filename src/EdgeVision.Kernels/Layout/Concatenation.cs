namespace EdgeVision.Kernels;

/// <summary>Joins int8 tensors along one dimension. Inputs are independent: each has a run of its own.</summary>
public sealed class Concatenation
{
    private readonly int _outer;
    private readonly int[] _sizes;
    private readonly int[] _offsets;
    private readonly LookupTable?[] _tables;
    private readonly int _rowLength;

    private Concatenation(ConcatenationParameters parameters, int rowLength)
    {
        Parameters = parameters;
        _outer = parameters.Outer;
        _rowLength = rowLength;
        _sizes = new int[parameters.InnerSizes.Count];
        _offsets = new int[_sizes.Length];
        for (int i = 0, end = 0; i < _sizes.Length; end += _sizes[i], i++)
            (_sizes[i], _offsets[i]) = (parameters.InnerSizes[i], end);
        _tables = new LookupTable?[_sizes.Length];
        for (int i = 0; i < parameters.Rescale.Count; i++)
            _tables[i] = parameters.Rescale[i];
    }

    /// <summary>What it was prepared for.</summary>
    internal ConcatenationParameters Parameters { get; }

    /// <summary>Validates everything.</summary>
    /// <exception cref="KernelException">An extent is not positive, the lists differ in length, or there are too many elements.</exception>
    public static Concatenation Prepare(ConcatenationParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Require.Positive(parameters.InnerSizes.Count, "number of inputs");
        if (parameters.Rescale.Count != 0)
            Require.Length(parameters.Rescale.Count, parameters.InnerSizes.Count, "list of rescaling tables");
        long rowLength = 0;
        foreach (int size in parameters.InnerSizes)
        {
            Require.Positive(size, "inner size");
            rowLength += size;
        }

        if (rowLength > int.MaxValue)
            throw new KernelException($"a joined row of {rowLength} elements is too long");
        Require.Count("output", parameters.Outer, (int)rowLength);
        return new Concatenation(parameters, (int)rowLength);
    }

    /// <summary>Writes the part of the output that comes from one input. Allocates nothing.</summary>
    /// <param name="index">Which input.</param>
    /// <param name="input">[outer][size of this input].</param>
    /// <param name="output">[outer][sum of all sizes], the whole output; must not overlap <paramref name="input"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such input.</exception>
    /// <exception cref="ArgumentException">A buffer does not have the prepared length.</exception>
    public void RunInput(int index, ReadOnlySpan<sbyte> input, Span<sbyte> output)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _sizes.Length);
        int size = _sizes[index];
        BufferLength.Check(input.Length, _outer * size, nameof(input));
        BufferLength.Check(output.Length, _outer * _rowLength, nameof(output));
        for (int o = 0; o < _outer; o++)
        {
            ReadOnlySpan<sbyte> from = input.Slice(o * size, size);
            Span<sbyte> to = output.Slice(o * _rowLength + _offsets[index], size);
            if (_tables[index] is { } table)
                table.Run(from, to);
            else
                from.CopyTo(to);
        }
    }
}
