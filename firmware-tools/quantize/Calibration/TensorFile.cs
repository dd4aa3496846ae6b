using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Calibration;

/// <summary>
/// Tensors in files: NumPy's <c>.npy</c> (float32 as the model takes it, or uint8 pixels), or bare little-endian elements, told apart by
/// their number of bytes.
/// </summary>
internal static partial class TensorFile
{
    /// <summary>Turns a pixel at an index into the model's unit.</summary>
    public delegate float PixelMap(byte pixel, int index);

    /// <summary>Reads one input of a model.</summary>
    /// <exception cref="SourceException">The file does not hold such a tensor.</exception>
    public static float[] Read(string file, GraphInput input, PixelMap normalize)
    {
        byte[] bytes = File.ReadAllBytes(file);
        int elements = input.Height * input.Width * input.Channels;
        ReadOnlySpan<byte> data = bytes;
        int size = data.Length == elements ? 1 : sizeof(float);
        if (Path.GetExtension(file).Equals(".npy", StringComparison.OrdinalIgnoreCase))
            (data, size) = NumPyData(file, bytes);
        if (data.Length != (long)elements * size)
        {
            throw new SourceException(
                $"{file}: {data.Length} bytes of elements, the model takes {input.Height}x{input.Width}x{input.Channels} as float32 or uint8; convert the file");
        }

        var values = new float[elements];
        for (int i = 0; i < elements; i++)
            values[i] = size == 1 ? normalize(data[i], i) : BinaryPrimitives.ReadSingleLittleEndian(data[(i * sizeof(float))..]);
        int bad = Array.FindIndex(values, value => !float.IsFinite(value));
        return bad < 0 ? values : throw new SourceException($"{file}: element {bad} is {values[bad]}; remove the file");
    }

    private static (byte[] Data, int Size) NumPyData(string file, byte[] bytes)
    {
        const int VersionAt = 6, Version1LengthAt = 8;
        if (bytes.Length < 12 || bytes[0] != 0x93 || !bytes.AsSpan(1, 5).SequenceEqual("NUMPY"u8))
            throw new SourceException($"{file}: not a .npy file; save it with numpy.save");
        int headerAt = bytes[VersionAt] == 1 ? Version1LengthAt + 2 : Version1LengthAt + 4;
        long length = bytes[VersionAt] == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(Version1LengthAt))
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(Version1LengthAt));
        if (headerAt + length > bytes.Length)
            throw new SourceException($"{file}: the header is cut off; save it again");
        string header = Encoding.Latin1.GetString(bytes, headerAt, (int)length);
        int size = Descriptor().Match(header).Groups[1].Value switch { "<f4" => sizeof(float), "|u1" => 1, _ => 0 };
        if (size == 0 || header.Contains("'fortran_order': True", StringComparison.Ordinal))
            throw new SourceException($"{file}: it should hold float32 or uint8 in C order; convert it with numpy.ascontiguousarray(x, dtype='float32')");
        return (bytes[(headerAt + (int)length)..], size);
    }

    [GeneratedRegex("'descr': '([^']*)'")]
    private static partial Regex Descriptor();
}
