using EdgeVision.Imaging.Frames;

namespace EdgeVision.Imaging.Resize;

/// <summary>The cropped part of a frame that is to be resized, in colour or grey.</summary>
/// <param name="Frame">The frame's layout.</param>
/// <param name="Crop">The part, inside the frame.</param>
/// <param name="Channels">Interleaved values of a pixel: 3, or 1 for grey.</param>
internal sealed record SourcePart(FrameLayout Frame, CropRegion Crop, int Channels);

/// <summary>Reads those columns of a part that a resampler needs, row by row.</summary>
internal sealed class SourceRows
{
    private readonly SourcePart _part;
    private readonly int[] _first;
    private readonly int[] _second;
    private readonly int[] _third;
    private readonly byte[] _luma;
    private readonly byte[] _blue;
    private readonly byte[] _red;
    private readonly byte[] _rgb;
    private readonly byte[] _grey;

    /// <param name="part">The part.</param>
    /// <param name="columns">The columns to read, counted from the part's left edge.</param>
    public SourceRows(SourcePart part, int[] columns)
    {
        _part = part;
        _first = Offsets(part.Frame.First, part.Crop, columns);
        _second = Offsets(part.Frame.Second, part.Crop, columns);
        _third = Offsets(part.Frame.Third, part.Crop, columns);
        int converted = part.Frame.Matrix is null ? 0 : columns.Length;
        _luma = new byte[converted];
        _blue = new byte[converted];
        _red = new byte[converted];
        _rgb = new byte[columns.Length * 3];
        _grey = new byte[part.Channels == 1 ? columns.Length : 0];
    }

    /// <summary>Row <paramref name="y"/> of the part, the wanted columns one after the other; valid until the next call.</summary>
    public ReadOnlySpan<byte> Row(ReadOnlySpan<byte> frame, int y)
    {
        FrameLayout layout = _part.Frame;
        y += _part.Crop.Y;
        ReadOnlySpan<byte> first = frame[layout.First.RowStart(y)..];
        ReadOnlySpan<byte> second = frame[layout.Second.RowStart(y)..];
        ReadOnlySpan<byte> third = frame[layout.Third.RowStart(y)..];
        if (layout.Matrix is { } matrix)
        {
            Gather(first, _first, _luma);
            Gather(second, _second, _blue);
            Gather(third, _third, _red);
            matrix.ToRgb(_luma, _blue, _red, _rgb);
        }
        else
        {
            for (int i = 0, p = 0; i < _first.Length; i++, p += 3)
            {
                _rgb[p] = first[_first[i]];
                _rgb[p + 1] = second[_second[i]];
                _rgb[p + 2] = third[_third[i]];
            }
        }

        return _part.Channels == 3 ? _rgb : Grey();
    }

    private static int[] Offsets(PlaneLayout plane, CropRegion crop, int[] columns)
    {
        int[] offsets = new int[columns.Length];
        for (int i = 0; i < offsets.Length; i++)
            offsets[i] = plane.ColumnOffset(crop.X + columns[i]);
        return offsets;
    }

    private static void Gather(ReadOnlySpan<byte> row, int[] offsets, byte[] values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = row[offsets[i]];
    }

    private byte[] Grey()
    {
        byte[] rgb = _rgb;
        for (int x = 0; x < _grey.Length; x++)
            _grey[x] = (byte)(((19595 * rgb[3 * x]) + (38470 * rgb[(3 * x) + 1]) + (7471 * rgb[(3 * x) + 2]) + 32768) >> 16);
        return _grey;
    }
}
