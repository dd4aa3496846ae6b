namespace EdgeVision.Kernels;

/// <summary>What vector look-ups share: ranges that are shorter than a vector.</summary>
internal abstract unsafe class TableVectors(ReadOnlySpan<sbyte> entries, int elements) : PreparedKernel
{
    /// <summary>256 values: entry i is the output for the input value i − 128.</summary>
    protected AlignedArray<sbyte> Entries { get; } = new(entries);

    public sealed override void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count)
    {
        fixed (sbyte* from = input, to = output)
        {
            if (count >= elements)
                LookUp(from + first, to + first, count);
            else
                LookUpEach(from + first, to + first, count);
        }
    }

    /// <summary>Looks up at least a vector of elements. The output may be the input.</summary>
    /// <param name="input">The elements.</param>
    /// <param name="output">Their entries.</param>
    /// <param name="count">How many.</param>
    protected abstract void LookUp(sbyte* input, sbyte* output, int count);

    private void LookUpEach(sbyte* input, sbyte* output, int count)
    {
        for (int i = 0; i < count; i++)
            output[i] = Entries[input[i] - sbyte.MinValue];
    }
}
