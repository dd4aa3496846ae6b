using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Reading;

/// <summary>Turns growing offsets into lines and columns, looking at every byte once.</summary>
internal sealed class PlaceCounter(ReadOnlyMemory<byte> utf8)
{
    private int _offset;
    private int _line = 1;
    private int _column = 1;

    /// <summary>The place of a byte that is not before the one asked for last.</summary>
    public FilePlace At(long offset)
    {
        ReadOnlySpan<byte> text = utf8.Span;
        for (int end = (int)Math.Min(offset, text.Length); _offset < end; _offset++)
        {
            byte unit = text[_offset];
            if (unit == '\n')
                (_line, _column) = (_line + 1, 1);
            else if ((unit & 0xC0) != 0x80)
                _column++;
        }

        return new FilePlace(_line, _column);
    }
}
