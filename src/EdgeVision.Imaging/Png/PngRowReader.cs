namespace EdgeVision.Imaging.Png;

/// <summary>Reads the decompressed rows of one pass and undoes their filters.</summary>
internal sealed class PngRowReader(Stream rows, int rowBytes, int filterDistance)
{
    private byte[] _current = new byte[rowBytes];
    private byte[] _above = new byte[rowBytes];

    /// <summary>The next row, valid until the call after.</summary>
    public ReadOnlySpan<byte> Next()
    {
        (_current, _above) = (_above, _current);
        int filter = rows.ReadByte();
        if (filter < 0)
            throw new EndOfStreamException();
        rows.ReadExactly(_current);
        Unfilter((PngFilter)filter);
        return _current;
    }

    private void Unfilter(PngFilter filter)
    {
        switch (filter)
        {
            case PngFilter.None:
                break;
            case PngFilter.Sub:
                for (int i = filterDistance; i < _current.Length; i++)
                    _current[i] += _current[i - filterDistance];
                break;
            case PngFilter.Up:
                for (int i = 0; i < _current.Length; i++)
                    _current[i] += _above[i];
                break;
            case PngFilter.Average:
                for (int i = 0; i < _current.Length; i++)
                    _current[i] += (byte)((Left(_current, i) + _above[i]) >> 1);
                break;
            case PngFilter.Paeth:
                for (int i = 0; i < _current.Length; i++)
                    _current[i] += Paeth(Left(_current, i), _above[i], Left(_above, i));
                break;
            default:
                throw ImageFormatException.Damaged("PNG", $"row filter {(int)filter} does not exist");
        }
    }

    private int Left(byte[] row, int i) => i < filterDistance ? 0 : row[i - filterDistance];

    /// <summary>Whichever neighbour is nearest to left + above − aboveLeft; the first of the nearest.</summary>
    private static byte Paeth(int left, int above, int aboveLeft)
    {
        int toLeft = Math.Abs(above - aboveLeft);
        int toAbove = Math.Abs(left - aboveLeft);
        int toAboveLeft = Math.Abs(left + above - (2 * aboveLeft));
        if (toLeft <= toAbove && toLeft <= toAboveLeft)
            return (byte)left;
        return (byte)(toAbove <= toAboveLeft ? above : aboveLeft);
    }
}
