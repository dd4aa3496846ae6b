using System.Buffers.Binary;

namespace EdgeVision.Imaging.Exif;

/// <summary>Finds the orientation in EXIF metadata, which is a TIFF directory. Damaged metadata is no reason to refuse a picture.</summary>
internal static class ExifReader
{
    private const int EntryLength = 12;
    private const int OrientationTag = 0x0112;
    private const int ShortType = 3;

    /// <summary>The orientation stored in a TIFF block; upright when there is none or the block is damaged.</summary>
    public static Orientation Orientation(ReadOnlySpan<byte> tiff)
    {
        bool bigEndian = tiff.StartsWith("MM\0*"u8);
        if (tiff.Length < 8 || (!bigEndian && !tiff.StartsWith("II*\0"u8)))
            return Exif.Orientation.Upright;
        uint directory = bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]);
        if (directory > tiff.Length - 2)
            return Exif.Orientation.Upright;
        ReadOnlySpan<byte> entries = tiff[(int)directory..];
        int count = Number(entries, bigEndian);
        entries = entries[2..];
        for (; count > 0 && entries.Length >= EntryLength; count--, entries = entries[EntryLength..])
        {
            if (Number(entries, bigEndian) == OrientationTag && Number(entries[2..], bigEndian) == ShortType)
                return new Orientation(Number(entries[8..], bigEndian));
        }

        return Exif.Orientation.Upright;
    }

    private static int Number(ReadOnlySpan<byte> data, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(data) : BinaryPrimitives.ReadUInt16LittleEndian(data);
}
