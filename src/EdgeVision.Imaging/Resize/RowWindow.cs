namespace EdgeVision.Imaging.Resize;

/// <summary>
/// Keeps the last few resized source rows, so that each is resized once. A class that resamplers have rather than inherit from: virtual methods
/// of a generic base are compiled anew at every start of a program.
/// </summary>
/// <typeparam name="T">The type of a resized value.</typeparam>
internal sealed class RowWindow<T>
{
    private readonly T[][] _rows;
    private readonly int[] _numbers;

    /// <param name="size">The most consecutive source rows that one result row combines.</param>
    /// <param name="rowLength">Values in a row, all channels together.</param>
    public RowWindow(int size, int rowLength)
    {
        _numbers = new int[size];
        _rows = new T[size][];
        for (int i = 0; i < size; i++)
            _rows[i] = new T[rowLength];
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear() => Array.Fill(_numbers, -1);

    /// <summary>The place of source row <paramref name="y"/>, and whether it is there; if not, the caller puts it there.</summary>
    public bool Has(int y, out T[] row)
    {
        int slot = y % _rows.Length;
        row = _rows[slot];
        if (_numbers[slot] == y)
            return true;
        _numbers[slot] = y;
        return false;
    }
}
