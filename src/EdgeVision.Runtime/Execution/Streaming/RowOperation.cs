using EdgeVision.Kernels;

namespace EdgeVision.Runtime;

/// <summary>An operation on one image that can also be prepared for some of its output rows.</summary>
/// <param name="Input">Shape of the whole input.</param>
/// <param name="Output">Shape of the whole output.</param>
/// <param name="Window">What an output pixel reads.</param>
/// <param name="Prepare">Prepares a part, as an image of its own with the same weights.</param>
internal sealed record RowOperation(TensorShape Input, TensorShape Output, Window Window, Func<RowPart, TensorOperation> Prepare)
{
    /// <summary>Far above any vision model's; a file may be hostile.</summary>
    private const int MaxRows = 4096, MaxWindowRows = 16;

    /// <summary>Whether all parts use the same packed weights.</summary>
    public bool SharesWeights { get; init; }

    /// <summary>Whether tables of its blocks, and of their geometries, stay small.</summary>
    public bool IsOrdinary => Input.Height <= MaxRows && Output.Height <= MaxRows
        && Window.KernelHeight <= MaxWindowRows && Window.DilationHeight <= MaxWindowRows;

    /// <summary>Elements of an input row.</summary>
    public int InputRow => Input.Width * Input.Channels;

    /// <summary>Elements of an output row.</summary>
    public int OutputRow => Output.Width * Output.Channels;

    /// <summary>The input rows that output rows read.</summary>
    public RowRange ReadsFor(RowRange output) => new(Math.Max(Top(output), 0), Math.Min(Bottom(output), Input.Height));

    /// <summary>The geometry of some output rows.</summary>
    public RowPart PartFor(RowRange output)
    {
        RowRange reads = ReadsFor(output);
        return new RowPart(reads.First - Top(output), reads.Count, output.Count);
    }

    private int Top(RowRange output) => (output.First * Window.StrideHeight) - Window.PadTop;

    private int Bottom(RowRange output) =>
        ((output.End - 1) * Window.StrideHeight) - Window.PadTop + ((Window.KernelHeight - 1) * Window.DilationHeight) + 1;
}

/// <summary>Rows [First, End) of an image.</summary>
internal readonly record struct RowRange(int First, int End)
{
    public int Count => End - First;
}

/// <summary>A part of an operation: so many output rows, from the input rows that they read and padding above these.</summary>
internal readonly record struct RowPart(int PadTop, int InputRows, int OutputRows)
{
    /// <summary>Equality without the comparers of records, which the machines without .NET lack that compiled plans run on.</summary>
    public bool Is(RowPart other) => PadTop == other.PadTop && InputRows == other.InputRows && OutputRows == other.OutputRows;
}
