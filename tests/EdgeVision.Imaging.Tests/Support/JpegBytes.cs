using System.Buffers.Binary;

namespace EdgeVision.Imaging.Tests.Support;

/// <summary>Takes a JPEG file apart at its markers, so that tests can change, drop and add segments.</summary>
internal sealed class JpegBytes
{
    private readonly List<byte[]> _parts = [];

    public JpegBytes(byte[] file)
    {
        int start = 0;
        for (int i = 2; i + 1 < file.Length;)
        {
            if (file[i] == 0xFF && file[i + 1] is not (0 or (>= 0xD0 and <= 0xD7)))
            {
                _parts.Add(file[start..i]);
                start = i;
                i += file[i + 1] == 0xD9 ? 2 : 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(i + 2));
            }
            else
            {
                i++;
            }
        }

        _parts.Add(file[start..]);
    }

    /// <summary>Copies of all segments with this marker: the marker, the length, the content and, of a scan, the data.</summary>
    public List<byte[]> All(byte marker) => [.. _parts.Where(part => part[1] == marker).Select(part => (byte[])part.Clone())];

    /// <summary>The file without these segments.</summary>
    public JpegBytes Without(byte marker)
    {
        _parts.RemoveAll(part => part[1] == marker);
        return this;
    }

    /// <summary>The file with bytes added before the first segment with this marker.</summary>
    public JpegBytes InsertBefore(byte marker, params byte[] bytes)
    {
        _parts.Insert(_parts.FindIndex(part => part[1] == marker), bytes);
        return this;
    }

    /// <summary>The file with one byte of the first segment with this marker changed; offset 4 is the content's first byte.</summary>
    public JpegBytes Set(byte marker, int offset, byte value)
    {
        _parts.Find(part => part[1] == marker)![offset] = value;
        return this;
    }

    public byte[] ToArray() => [.. _parts.SelectMany(part => part)];

    /// <summary>AC Huffman table 0 with one code, a bit long: at least 2^14 blocks have nothing in the scan's band.</summary>
    public static byte[] EmptyBandTable => Segment(0xC4, [0x10, 1, .. new byte[15], 0xE0]);

    /// <summary>A progressive scan of component 1 with nothing in it, for <see cref="EmptyBandTable"/>: 15 bits for 2^14 blocks.</summary>
    public static byte[] EmptyScan(int bytes) => [.. Segment(0xDA, 1, 1, 0, 1, 63, 0), .. new byte[bytes]];

    /// <summary>A segment.</summary>
    public static byte[] Segment(byte marker, params byte[] content) =>
        [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];
}
