namespace EdgeVision.Imaging.Resize;

/// <summary>
/// A resampler that first resizes rows, then combines a window of neighbouring resized rows into each result row. The window's rows
/// are kept, so that every source row is resized once.
/// </summary>
internal abstract class SeparableResampler<T> : RowResampler<T>
{
    private readonly SourceRows _source;
    private readonly T[][] _window;
    private readonly int[] _windowRows;
    private readonly T[] _result;

    /// <param name="source">The rows to resize.</param>
    /// <param name="resultLength">Values in a result row, all channels together.</param>
    /// <param name="windowSize">The most consecutive source rows that one result row combines.</param>
    protected SeparableResampler(SourceRows source, int resultLength, int windowSize)
    {
        _source = source;
        _result = new T[resultLength];
        _windowRows = new int[windowSize];
        _window = new T[windowSize][];
        for (int i = 0; i < windowSize; i++)
            _window[i] = new T[resultLength];
    }

    public sealed override void Start() => Array.Fill(_windowRows, -1);

    public sealed override ReadOnlySpan<T> Row(ReadOnlySpan<byte> frame, int y)
    {
        Combine(frame, y, _result);
        return _result;
    }

    /// <summary>Makes result row <paramref name="y"/> from <see cref="Resized"/> rows.</summary>
    protected abstract void Combine(ReadOnlySpan<byte> frame, int y, Span<T> result);

    /// <summary>Resizes one source row.</summary>
    protected abstract void ResizeRow(ReadOnlySpan<byte> source, Span<T> resized);

    /// <summary>Source row <paramref name="y"/>, resized.</summary>
    protected ReadOnlySpan<T> Resized(ReadOnlySpan<byte> frame, int y)
    {
        int slot = y % _window.Length;
        if (_windowRows[slot] != y)
        {
            ResizeRow(_source.Row(frame, y), _window[slot]);
            _windowRows[slot] = y;
        }

        return _window[slot];
    }
}
