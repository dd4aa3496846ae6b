namespace EdgeVision.Triggers.Engine;

/// <summary>What one call produced. It keeps its memory, and grows only when a call comes so late that more piled up than ever before.</summary>
internal sealed class Log<T>(int capacity)
    where T : struct
{
    private T[] _items = new T[capacity];
    private int _count;

    public ReadOnlySpan<T> Items => _items.AsSpan(0, _count);

    public void Add(in T item)
    {
        if (_count == _items.Length)
            Array.Resize(ref _items, 2 * _count);
        _items[_count++] = item;
    }

    public void Clear() => _count = 0;
}
